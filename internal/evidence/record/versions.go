package record

import (
	"fmt"
	"reflect"
	"strconv"
)

// field is a field of a payload type that came with a later version of its kind.
type field struct {
	since int
	path  []int // reflect indices; -1 stands for each item of a list
	name  string
}

// newerFields lists the fields tagged since, in the type and in the structs and lists of structs that it holds.
func newerFields(t reflect.Type) []field {
	var out []field
	for i := range t.NumField() {
		f := t.Field(i)
		path := []int{i}
		if tag, ok := f.Tag.Lookup("since"); ok {
			n, err := strconv.Atoi(tag)
			if err != nil {
				panic(err) // the tags are constants
			}
			out = append(out, field{n, path, f.Name})
			continue
		}
		ft := f.Type
		if ft.Kind() == reflect.Slice && ft.Elem().Kind() == reflect.Struct {
			ft, path = ft.Elem(), append(path, -1)
		}
		if ft.Kind() == reflect.Struct {
			for _, in := range newerFields(ft) {
				out = append(out, field{in.since, append(append([]int{}, path...), in.path...), f.Name + "." + in.name})
			}
		}
	}
	return out
}

// older refuses a payload of an older version that holds a field which that version lacks: no two versions may say the same.
func (l *layout) older(payload any, version int) error {
	for _, f := range l.newer {
		if f.since > version && set(reflect.ValueOf(payload), f.path) {
			return fmt.Errorf("%w: %s came with version %d", ErrNotCanonical, f.name, f.since)
		}
	}
	return nil
}

func set(v reflect.Value, path []int) bool {
	for k, i := range path {
		if i >= 0 {
			v = v.Field(i)
			continue
		}
		for j := range v.Len() {
			if set(v.Index(j), path[k+1:]) {
				return true
			}
		}
		return false
	}
	return !v.IsZero()
}
