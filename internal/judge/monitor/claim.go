package monitor

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// figureAt gives a figure at the reading asked for, per standard: of what is on record, and as its word reads it, without an upper
// limit where absence is not certain.
func (m *Machine) figureAt(ag *norms.Agreement, f *norms.Figure, pat norms.Pattern) (out, read figures) {
	s := &scope{ag: ag}
	p := m.ready(s, pat)
	from, until := m.bound(s, f.From, ag.Starts).at(m.now()), m.bound(s, f.Until, civil.Forever).at(m.now())
	w, hits := m.watching(s, p, ag.Observed), m.hitsFor(p, s)
	for l := range out {
		m.sweep(f, p, hits, s, l, from[l], until[l], civil.Ever, m.now()+1, func(_ int64, n fact.Range) { out[l] = n })
		read[l] = out[l]
		if ok, _ := w.covered(moved(from[l], m.now(), f.Last.Seconds()), until[l], m.now(), absent); !ok {
			read[l].Hi = fact.Unbounded
		}
	}
	return out, read
}

// claim judges a claim (spec/norms.md, section 8).
func (m *Machine) claim(ag *norms.Agreement, c *norms.Claim, how manner) status.Claim {
	out := status.Claim{Key: status.Key{Norm: ag.ID + "." + c.ID}}
	alone := m.withoutDoer(c.Figure.Pattern)
	author := len(alone.Roles) < len(c.Figure.Pattern.Roles)
	number, read := m.figureAt(ag, &c.Figure, c.Figure.Pattern)
	without, readWithout := m.figureAt(ag, &c.Figure, alone)
	for l := range out.Lanes {
		lane := status.ClaimLane{Number: number[l], NoAuthor: without[l], TallyBest: fact.Range{Lo: 1, Hi: 0}}
		holds, _ := holdsFor(c.Op, c.N, read[l])
		tally := m.tally(ag, c, alone, l)
		if tally != nil {
			lane.TallyBest = tally.Number
			if !slices.Contains(out.Reasons.Tallies, tally.ID) {
				out.Reasons.Tallies = append(out.Reasons.Tallies, tally.ID)
			}
		}
		numberHolds, _ := holdsFor(c.Op, c.N, readWithout[l])
		if tally != nil && !numberHolds {
			numberHolds, _ = holdsFor(c.Op, c.N, tally.Number)
		}
		state := status.NotShown
		switch {
		case holds:
			state = status.Supported
		case excluded(c.Op, c.N, lane.Number):
			state = status.Contradicted
		case c.Number && author && numberHolds:
			state = status.SupportedInPart
		}
		lane.States = status.Of(state)
		out.Lanes[l] = lane
		out.Reasons.Steps = addStep(out.Reasons.Steps, "claim."+state.String(), l, c)
	}
	m.claimFacts(&out.Reasons, ag, c, how)
	return out
}

// excluded says whether the lower bound alone excludes the claim.
func excluded(op norms.Op, n int64, r fact.Range) bool {
	switch op {
	case norms.AtMost, norms.Equal:
		return r.Lo > n
	case norms.LessThan:
		return r.Lo >= n
	}
	return false
}

// tally finds the best tally that speaks of the claim's number at a standard: one that satisfies it before others.
func (m *Machine) tally(ag *norms.Agreement, c *norms.Claim, alone norms.Pattern, lane int) *fact.Tally {
	s := &scope{ag: ag}
	from, until := m.bound(s, c.Figure.From, ag.Starts).at(m.now())[lane], m.bound(s, c.Figure.Until, civil.Forever).at(m.now())[lane]
	from = moved(from, m.now(), c.Figure.Last.Seconds())
	what := c.Figure.Role
	if c.Figure.Measure == norms.Count {
		what = "acts"
	}
	var best *fact.Tally
	for i := range m.set.Tallies {
		t := &m.set.Tallies[i]
		if t.Act != c.Figure.Pattern.Act || t.What != what || !t.Grade.Certain().Has(lane) || t.From < from.Hi || t.To > until.Lo || !m.tallyFits(t, alone) {
			continue
		}
		holds, _ := holdsFor(c.Op, c.N, t.Number)
		if best == nil {
			best = t
			continue
		}
		if was, _ := holdsFor(c.Op, c.N, best.Number); holds && !was {
			best = t
		}
	}
	return best
}

// tallyFits says whether what a tally counted lies within what the claim speaks of, doers left out.
func (m *Machine) tallyFits(t *fact.Tally, p norms.Pattern) bool {
	act := m.vocab.acts[p.Act]
	for _, w := range p.Roles {
		i := slices.IndexFunc(t.Roles, func(r fact.Role) bool { return r.Name == w.Role })
		if i < 0 || len(t.Roles[i].Values) == 0 {
			return false
		}
		typ := act.Roles[slices.IndexFunc(act.Roles, func(r norms.Role) bool { return r.Name == w.Role })].Type
		lies := func(v string, want norms.Value) bool {
			return m.vocab.fits(typ, v, want.ID, civil.Interval{Lo: t.From, Hi: t.To - 1}) == yes
		}
		for _, v := range t.Roles[i].Values {
			if !slices.ContainsFunc(w.Values, func(want norms.Value) bool { return lies(v, want) }) {
				return false
			}
		}
		for _, want := range w.Values { // all are asked for: what hit one of them need not have hit the others
			if w.All && !slices.ContainsFunc(t.Roles[i].Values, func(v string) bool { return lies(v, want) }) {
				return false
			}
		}
	}
	return true
}
