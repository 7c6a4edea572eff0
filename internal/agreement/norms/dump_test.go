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

// lines writes what Lower makes of a text, one thing on a line, without places and hashes.
func lines(p *Program) string {
	var b strings.Builder
	write := func(x any) {
		data, err := json.Marshal(placeless(plain(reflect.ValueOf(x))))
		if err != nil {
			panic(err)
		}
		b.Write(data)
		b.WriteByte('\n')
	}
	for _, x := range p.Vocabulary.Parties {
		write(x)
	}
	for _, x := range p.Vocabulary.Acts {
		write(x)
	}
	for _, x := range p.Vocabulary.Zones {
		write(x)
	}
	for i := range p.Agreements {
		head := p.Agreements[i]
		head.Norms, head.Readings, head.Hash = nil, nil, ""
		write(head)
		for n := range p.Agreements[i].AllNorms {
			write(*n)
		}
	}
	return b.String()
}

// placeless leaves out every Span.
func placeless(x any) any {
	switch x := x.(type) {
	case object:
		out := object{}
		for _, m := range x {
			if m.name != "Span" {
				out = append(out, member{m.name, placeless(m.value)})
			}
		}
		return out
	case []any:
		out := make([]any, len(x))
		for i := range x {
			out[i] = placeless(x[i])
		}
		return out
	}
	return x
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
