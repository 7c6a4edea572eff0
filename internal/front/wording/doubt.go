package wording

import (
	"strings"

	"mithaq/internal/base/grade"
	"mithaq/internal/judge/status"
)

func (c *chain) doubts(list []status.Doubt) []string {
	lines := make([]string, len(list))
	for i, d := range list {
		lines[i] = c.w.Doubt(c.l, d)
	}
	return lines
}

// Doubt tells why a fact is not certain, or does not count. Arguments are told where the doubt carries them: "grade" (a grade),
// "party" (a party), "parties" (parties, joined by commas), "role" (a role), "zone" (a zone), "date" (days as they are shown).
func (w *Words) Doubt(l Lookup, d status.Doubt) string {
	l = l.In(w)
	args := []any{"code", d.Code}
	for _, a := range d.Args {
		args = append(args, a.Name, w.doubtArg(l, a))
	}
	key := "doubt." + d.Code
	if text, ok := w.first([]string{key + ".with", key}, args...); ok {
		return text
	}
	return w.Text("doubt.unknown", args...)
}

func (w *Words) doubtArg(l Lookup, a status.Arg) any {
	switch a.Name {
	case "grade":
		if g, err := grade.Parse(a.Value); err == nil {
			return Phrase(w.Grade(g).Word)
		}
	case "party":
		return l.Party(a.Value)
	case "parties":
		return w.names("list.and", l.Parties(strings.Split(a.Value, ",")))
	case "role":
		return Phrase(w.Role(a.Value))
	case "zone":
		return l.Value(a.Value)
	}
	return a.Value
}
