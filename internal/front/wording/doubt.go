package wording

import (
	"strconv"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/status"
)

// doubts tells why a fact is not certain ("doubt."), or did not count ("miss."). Arguments are told where a doubt carries them:
// "grade" (a grade), "role" (a role), "from" and "to" (the instants between which it happened).
func (c *chain) doubts(prefix string, list []status.Doubt) []string {
	lines := make([]string, len(list))
	for i, d := range list {
		args := []any{"code", d.Code}
		var when civil.Interval
		for _, a := range d.Args {
			switch a.Name {
			case "grade":
				if g, err := grade.Parse(a.Value); err == nil {
					args = append(args, "grade", Phrase(c.w.Grade(g).Word))
				}
			case "role":
				args = append(args, "role", Phrase(c.w.Role(a.Value)))
			case "from":
				when.Lo, _ = strconv.ParseInt(a.Value, 10, 64)
			case "to":
				when.Hi, _ = strconv.ParseInt(a.Value, 10, 64)
			}
		}
		if known(when) {
			args = append(args, "date", Phrase(c.w.When(when, c.z)))
		}
		text, ok := c.w.first([]string{prefix + d.Code + ".with", prefix + d.Code, "doubt." + d.Code + ".with", "doubt." + d.Code}, args...)
		if !ok {
			text = c.w.Text("doubt.unknown", args...)
		}
		lines[i] = text
	}
	return lines
}
