package cli

import (
	"slices"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/suggest"
	"mithaq/internal/front/answers"
	"mithaq/internal/judge/status"
)

var statusVerb = &verb{name: "status", max: -1, run: runStatus, flags: append([]flag{
	{"agreement", "a", "cli.value.name"},
	{"fail-on", "", "cli.value.states"},
}, angleFlags...)}

func runStatus(c *call) int {
	var failing []status.State
	for _, list := range c.flags["fail-on"] {
		for word := range strings.SplitSeq(list, ",") {
			s, u := parseState(word)
			if u != nil {
				return c.misuse(u)
			}
			failing = append(failing, s)
		}
	}
	angle, u := c.angle()
	if u == nil && angle.Illustration() && failing != nil {
		u = &usage{"cli.usage.illustration", nil}
	}
	if u != nil {
		return c.misuse(u)
	}
	return c.withRecord(func(a *app.App) int {
		v, code, ok := c.views(a, c.args, angle)
		if !ok {
			return code
		}
		j := v.Run
		only := c.get("agreement", "")
		if only != "" && j.Program.Agreement(only) == nil {
			return c.unknownAgreement(j, only)
		}
		if c.set("json") {
			code = c.json("status", answers.StatusOf(v.Views, c.reader(), only), j)
		} else {
			c.illustration(angle)
			c.statusTables(v, only)
		}
		if code == exitFine && fails(j, only, failing) {
			return exitRemarks
		}
		return code
	})
}

// parseState reads a state that --fail-on names. "not_met" is how "breached" is told of who undertook nothing.
func parseState(word string) (status.State, *usage) {
	if word == "not_met" {
		return status.Breached, nil
	}
	s, err := status.ParseState(word)
	if err == nil {
		return s, nil
	}
	words := []string{"not_met"}
	for s := range status.NumStates {
		words = append(words, s.String())
	}
	return s, &usage{"cli.usage.state", []any{"value", word, "near", suggest.Nearest(word, words)}}
}

// fails says whether a norm stands settled in one of the states at its agreement's standard.
func fails(j *app.Judged, only string, states []status.State) bool {
	for i := range j.Result.Agreements {
		s := &j.Result.Agreements[i]
		if only != "" && s.ID != only {
			continue
		}
		lane := j.Program.Agreement(s.ID).Standard.Lane()
		for k := range s.Norms {
			if state, ok := s.Norms[k].Lanes[lane].States.Settled(); ok && slices.Contains(states, state) {
				return true
			}
		}
	}
	return false
}
