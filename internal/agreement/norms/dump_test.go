package norms

import (
	"encoding/json"
	"reflect"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/source"
)

// dump writes a Program as stable JSON: zero fields left out, a span as LINE:COLUMN, a condition with its type.
func dump(p *Program) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(plain(reflect.ValueOf(*p))); err != nil {
		panic(err)
	}
	return b.String()
}

// object keeps the order of fields.
type object []member

type member struct {
	name  string
	value any
}

func (o object) MarshalJSON() ([]byte, error) {
	var b strings.Builder
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(m.name)
		if err != nil {
			return nil, err
		}
		var v strings.Builder
		e := json.NewEncoder(&v)
		e.SetEscapeHTML(false)
		if err := e.Encode(m.value); err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.WriteString(v.String())
	}
	b.WriteByte('}')
	return []byte(b.String()), nil
}

func plain(v reflect.Value) any {
	switch x := v.Interface().(type) {
	case civil.Zone:
		return x.String()
	case civil.Date:
		return x.String()
	case source.Span:
		return strings.TrimPrefix(x.String(), x.File+":")
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		inner := plain(v.Elem())
		if o, ok := inner.(object); ok && v.Kind() == reflect.Interface {
			return append(object{{"cond", v.Elem().Type().Name()}}, o...)
		}
		return inner
	case reflect.Slice:
		list := []any{}
		for i := range v.Len() {
			list = append(list, plain(v.Index(i)))
		}
		return list
	case reflect.Struct:
		o := object{}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if f.IsExported() && !v.Field(i).IsZero() {
				o = append(o, member{f.Name, plain(v.Field(i))})
			}
		}
		return o
	}
	return v.Interface()
}
