package proofcheck

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// Claim checks the status of a claim (section 8).
func (c *Checker) Claim(st *status.Claim) []Fault {
	f := &finder{norm: st.Key.Norm}
	for i := range c.prog.Agreements {
		ag := &c.prog.Agreements[i]
		for j := range ag.Claims {
			if cl := &ag.Claims[j]; ag.ID+"."+cl.ID == st.Key.Norm {
				for k, l := range c.lanes {
					l.claim(f, ag, cl, &st.Lanes[k])
				}
				return f.faults
			}
		}
	}
	f.say("norm", -1, "", "")
	return f.faults
}

func (l *lane) claim(f *finder, ag *norms.Agreement, cl *norms.Claim, st *status.ClaimLane) {
	s := &scope{ag: ag}
	alone := cl.Figure.Pattern
	author := false
	if a := l.acts[alone.Act]; a != nil && a.Doer() != "" {
		alone.Roles = slices.DeleteFunc(slices.Clone(alone.Roles), func(w norms.Want) bool { return w.Role == a.Doer() })
		author = len(alone.Roles) < len(cl.Figure.Pattern.Roles)
	}
	number, read := l.figure(&cl.Figure, cl.Figure.Pattern, s).at(l.r)
	without, readWithout := l.figure(&cl.Figure, alone, s).at(l.r)
	if number != st.Number || without != st.NoAuthor {
		f.say("number", l.at, ranges(st.Number, st.NoAuthor), ranges(number, without))
	}
	stands := func(r fact.Range) bool { return relation(cl.Op, r, fact.Range{Lo: cl.N, Hi: cl.N}).must }
	said := stands(readWithout) || slices.ContainsFunc(l.set.Tallies, func(t fact.Tally) bool { return l.speaks(&t, cl, alone, s) && stands(t.Number) })
	state := status.NotShown
	switch {
	case stands(read):
		state = status.Supported
	case excludes(cl.Op, cl.N, number.Lo):
		state = status.Contradicted
	case cl.Number && author && said:
		state = status.SupportedInPart
	}
	if set := status.Of(state); set != st.States {
		f.say("states", l.at, st.States.String(), set.String())
	}
}

func ranges(a, b fact.Range) string {
	return ranged(a) + " (" + ranged(b) + ")"
}

// excludes says whether the lower bound alone excludes the claim.
func excludes(op norms.Op, n, low int64) bool {
	switch op {
	case norms.AtMost, norms.Equal:
		return low > n
	case norms.LessThan:
		return low >= n
	}
	return false
}

// speaks says whether a tally speaks of what is claimed.
func (l *lane) speaks(t *fact.Tally, cl *norms.Claim, alone norms.Pattern, s *scope) bool {
	what := cl.Figure.Role
	if cl.Figure.Measure == norms.Count {
		what = "acts"
	}
	from, until := l.bound(cl.Figure.From, s, s.ag.Starts, l.r), l.bound(cl.Figure.Until, s, civil.Forever, l.r)
	if last := cl.Figure.Last.Seconds(); last > 0 {
		from = later(from, civil.At(l.r-last))
	}
	if t.Act != alone.Act || t.What != what || !t.Grade.Certain().Has(l.at) || t.From < from.Hi || t.To > until.Lo {
		return false
	}
	a := l.acts[t.Act]
	for i := range alone.Roles {
		w := &alone.Roles[i]
		j := slices.IndexFunc(t.Roles, func(r fact.Role) bool { return r.Name == w.Role })
		if j < 0 || len(t.Roles[j].Values) == 0 {
			return false
		}
		fits := func(v string, want norms.Value) bool {
			return l.fit(a.Role(w.Role).Type, v, want.ID, civil.Interval{Lo: t.From, Hi: t.To - 1}).must
		}
		for _, want := range w.Values {
			if w.All && !slices.ContainsFunc(t.Roles[j].Values, func(v string) bool { return fits(v, want) }) {
				return false
			}
		}
		for _, v := range t.Roles[j].Values {
			if !slices.ContainsFunc(w.Values, func(want norms.Value) bool { return fits(v, want) }) {
				return false
			}
		}
	}
	return true
}
