package review

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"mithaq/internal/evidence/record"
)

// Change is one field that an entry says otherwise than the one before it on the same subject.
type Change struct {
	Field  string `json:"field"`            // "grade", "attributions.north.grade"
	Before string `json:"before,omitempty"` // "": was not said
	After  string `json:"after,omitempty"`  // "": is not said any more
}

// Version is an entry with what it changes.
type Version struct {
	Entry   *record.Entry
	Payload any      // nil: a newer program wrote it, or its content was removed
	Changes []Change // against the entry before on its subject; of the first one nil
	First   bool
}

// Versions gives each entry of a history with what it changes, in order.
func Versions(history []record.Entry) []Version {
	out := make([]Version, 0, len(history))
	last := map[string]any{}
	for i := range history {
		e := &history[i]
		v := Version{Entry: e}
		p, err := record.Decode(e.Kind, e.Version, e.Payload)
		if err == nil {
			v.Payload = p
			key := record.Key(string(e.Kind), e.Subject)
			was, ok := last[key]
			if v.First = !ok; ok {
				v.Changes = Changes(was, p)
			}
			last[key] = p
		}
		out = append(out, v)
	}
	return out
}

// Changes lists the fields in which two payloads of one kind differ, sorted.
func Changes(was, now any) []Change {
	a, b := leaves(was), leaves(now)
	all := maps.Clone(a)
	maps.Copy(all, b)
	var out []Change
	for _, f := range slices.Sorted(maps.Keys(all)) {
		if a[f] != b[f] {
			out = append(out, Change{f, a[f], b[f]})
		}
	}
	return out
}

// leaves flattens a payload. Items of a list go by what names them, so that an inserted one does not shift the others.
func leaves(v any) map[string]string {
	out := map[string]string{}
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // payloads are plain data
	}
	dec := json.NewDecoder(strings.NewReader(string(b)))
	dec.UseNumber()
	var tree any
	if err := dec.Decode(&tree); err != nil {
		panic(err)
	}
	flatten(out, "", tree)
	return out
}

// names are the fields that name an item of a list, in the order in which they make up the name.
var names = []string{"role", "civil", "sex", "age", "to", "person", "party", "lang", "by", "incident", "id", "sort"}

func flatten(out map[string]string, path string, v any) {
	at := func(name string) string { return strings.TrimPrefix(path+"."+name, ".") }
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			flatten(out, at(k), x)
		}
	case []any:
		if !slices.ContainsFunc(v, func(x any) bool { _, ok := x.(map[string]any); return ok }) {
			words := make([]string, len(v))
			for i, x := range v {
				words[i] = fmt.Sprint(x)
			}
			out[path] = strings.Join(words, ", ")
			return
		}
		for i, x := range v {
			flatten(out, at(nameOf(x, i)), x)
		}
	default:
		out[path] = fmt.Sprint(v)
	}
}

// nameOf names an item by its fields, or by its number.
func nameOf(x any, i int) string {
	m, _ := x.(map[string]any)
	var parts []string
	for _, k := range names {
		if s, ok := m[k].(string); ok && s != "" {
			parts = append(parts, s)
		}
	}
	if len(parts) == 0 {
		return fmt.Sprint(i + 1)
	}
	return strings.Join(parts, "/")
}

// Why gives the reason that the entry states; "": none.
func (v *Version) Why() string {
	switch p := v.Payload.(type) {
	case record.Assessment:
		return p.Why
	case record.Review:
		return p.Why
	case record.Publication:
		return p.Why
	case record.Withdrawal:
		return p.Why
	case record.Link:
		return p.Why
	}
	return ""
}
