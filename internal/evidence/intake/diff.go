package intake

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"mithaq/internal/evidence/record"
)

// Diff is one field of a subject that an import corrects.
type Diff struct {
	Kind    record.Kind `json:"kind"`
	Subject string      `json:"subject"`
	Line    int         `json:"line"`   // of the row that says it
	Field   string      `json:"field"`  // "when", "place.name.en", "amounts.killed.hi"
	Before  string      `json:"before"` // "" where it was not set
	After   string      `json:"after"`  // "" where it is not set any more
}

// compareFields lists the fields in which two payloads differ, sorted by field.
func compareFields(kind record.Kind, subject string, line int, was, now any) []Diff {
	a, b := fields(was), fields(now)
	var diffs []Diff
	for _, f := range sortedKeys(merge(fields(was), b)) {
		if a[f] != b[f] {
			diffs = append(diffs, Diff{kind, subject, line, f, a[f], b[f]})
		}
	}
	return diffs
}

// fields flattens a payload into its leaves. Items of a list go by their role, party or language where they have one, so that an
// inserted item does not shift the others.
func fields(v any) map[string]string {
	out := map[string]string{}
	if v == nil {
		return out
	}
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

func flatten(out map[string]string, path string, v any) {
	at := func(name string) string {
		if path == "" {
			return name
		}
		return path + "." + name
	}
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			flatten(out, at(k), x)
		}
	case []any:
		plain := !slices.ContainsFunc(v, func(x any) bool { _, ok := x.(map[string]any); return ok })
		if plain {
			words := make([]string, len(v))
			for i, x := range v {
				words[i] = fmt.Sprint(x)
			}
			out[path] = strings.Join(words, ", ")
			return
		}
		for i, x := range v {
			name := fmt.Sprint(i + 1)
			if m, ok := x.(map[string]any); ok {
				for _, k := range []string{"role", "to", "id"} {
					if s, ok := m[k].(string); ok && s != "" {
						name = s
						delete(m, k)
						break
					}
				}
				for _, k := range []string{"civil", "sex", "age"} { // a part of a number is not the number
					if s, ok := m[k].(string); ok && s != "" {
						name += " " + s
						delete(m, k)
					}
				}
				if len(m) == 0 {
					out[at(name)] = name
				}
			}
			flatten(out, at(name), x)
		}
	default:
		out[path] = fmt.Sprint(v)
	}
}

func joined(words []string) string { return strings.Join(words, ", ") }
