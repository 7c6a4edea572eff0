package monitor

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/status"
)

// addStep adds a claim's step in one lane.
func addStep(steps []status.Step, code string, lane int, c *norms.Claim) []status.Step {
	bit := grade.Mask(1) << lane
	for i := range steps {
		if steps[i].Rule == code {
			steps[i].Truth.Must |= bit
			steps[i].Truth.May |= bit
			return steps
		}
	}
	return append(steps, status.Step{Rule: code, Truth: grade.Truth{Must: bit, May: bit}, Span: span(c.Span), Args: []status.Arg{arg("claimed", c.N)}})
}

// claimFacts lists the facts that a claim's figure counts.
func (m *Machine) claimFacts(out *status.Reasons, ag *norms.Agreement, c *norms.Claim, how manner) {
	s := &scope{ag: ag}
	p := m.ready(s, c.Figure.Pattern)
	from, until := m.bound(s, c.Figure.From, ag.Starts).at(m.now()), m.bound(s, c.Figure.Until, civil.Forever).at(m.now())
	last := civil.Ever // the first instant of the last days before the reading
	if !c.Figure.Last.IsZero() {
		last = m.now() - c.Figure.Last.Seconds()
	}
	var decided []decider
	for _, h := range m.hitsFor(p, s) {
		f := m.facts[h.fact]
		w := f.When
		t := truth(func(l int) (bool, bool) {
			return h.must>>l&1 == 1 && w.Lo >= max(from[l].Hi, last) && w.Hi < min(until[l].Lo, m.now()),
				h.may>>l&1 == 1 && w.Hi >= max(from[l].Lo, last) && w.Lo < min(until[l].Hi, m.now())
		})
		if t.May == 0 {
			continue
		}
		if h.flags&unknownHit != 0 {
			out.Silenced.Unknown++
		}
		switch {
		case len(out.Deciding)+len(decided) >= how.keep:
		case how.brief:
			decided = append(decided, decider{f, "counted", t})
		default:
			d := m.deciding(f, "counted", t, m.matchDoubts(h, p, s))
			d.CountsAs = m.countsBy(p, h, s)
			out.Deciding = append(out.Deciding, d)
		}
	}
	out.Silenced.Discounted, out.Silenced.Unbound = p.discounted, p.unbound
	if how.brief {
		out.Brief = how.sumUp(decided)
		return
	}
	m.memo.matchNear(p)
	for _, x := range p.near[:min(len(p.near), m.opts.MaxMisses)] {
		if w := &p.wants[x.want]; w.doer {
			out.Misses = append(out.Misses, status.Miss{Fact: m.facts[x.fact].ID, Why: []status.Doubt{attributionDoubt(m.facts[x.fact])}})
		}
	}
}
