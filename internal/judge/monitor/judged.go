package monitor

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// findingBy narrows what may be found to the findings of the bodies that may settle it.
func (m *Machine) findingBy(p norms.Pattern, by []string) norms.Pattern {
	a := m.vocab.acts[p.Act]
	if a == nil || a.Doer() == "" {
		return p
	}
	w := norms.Want{Role: a.Doer()}
	for _, body := range by {
		w.Values = append(w.Values, norms.Value{ID: body})
	}
	p.Roles = append(slices.Clone(p.Roles), w)
	return p
}

// findings holds the facts that may find that it is so, that it is not so.
type findings struct{ yes, no []hit }

func (m *Machine) findings(j *norms.Judged, s *scope) *findings {
	find := func(p norms.Pattern) []hit { return m.hitsFor(m.ready(s, m.findingBy(p, j.By)), s) }
	return &findings{yes: find(j.Yes), no: find(j.No)}
}

// isFound: the latest finding is one of ours and none of theirs (spec/norms.md, section 6, open words). At one instant both
// are unknown.
func (q *reading) isFound(ours, theirs []hit) grade.Truth {
	return truth(func(lane int) (bool, bool) {
		sure, last := q.latest(ours, lane)
		sureOther, lastOther := q.latest(theirs, lane)
		return sure != noFinding && sure > lastOther, last != noFinding && last >= sureOther
	})
}

const noFinding = farPast

// latest gives the latest instant at or after which one of the findings certainly stands, and the latest at which one may.
func (q *reading) latest(list []hit, lane int) (sure, last int64) {
	sure, last = noFinding, noFinding
	u := q.p.until[lane]
	for _, h := range list {
		w := q.m.facts[h.fact].When
		possible, certain := q.inTime(h, lane)
		if possible {
			last = max(last, min(w.Hi, q.r-1, u.Hi-1))
		}
		if certain {
			sure = max(sure, w.Lo)
		}
	}
	return sure, last
}

// inTime says whether a finding may lie, and certainly lies, in the time in which findings count: o <= t, t < r, t < u.
func (q *reading) inTime(h hit, lane int) (may, sure bool) {
	w, o, u := q.m.facts[h.fact].When, q.o[lane], q.p.until[lane]
	return h.may>>lane&1 == 1 && w.Hi >= o.Lo && w.Lo < min(q.r, u.Hi),
		h.must>>lane&1 == 1 && w.Lo >= o.Hi && w.Hi < min(q.r, u.Lo)
}

// judged gives the rules of an open word, in order.
func (q *reading) judged() []rule {
	yes, no := q.isFound(q.found.yes, q.found.no), q.isFound(q.found.no, q.found.yes)
	if q.n.Modality == norms.Prohibition {
		return []rule{
			{"judged.yes", yes, status.Breached},
			{"prohibition.not_open", q.opened().Not(), status.NotYet},
			{"prohibition.empty", q.empty(), status.Impossible},
			{"prohibition.if", q.fell(), status.FellAway},
			{"prohibition.until", q.ended(), status.Lapsed},
			{"prohibition.waited", q.atEnd(waiting), status.Overtaken},
			{"prohibition.waits", q.active.Not(), status.NotYet},
			{"prohibition.suspended", q.past().Not().And(q.p.susp), status.Suspended},
			{"judged.no", no, status.NoBreachSeen},
			{"judged.open", grade.True, status.NotAssessed},
		}
	}
	w := wordsOf(q.n.Modality)
	return []rule{
		{w.notOpen, q.opened().Not(), status.NotYet},
		{w.empty, q.empty(), status.Impossible},
		{w.fell, q.fell(), status.FellAway},
		{"judged.yes", yes, w.kept},
		{w.until, q.ended().And(q.endedEarly()), status.Lapsed},
		{w.waited, q.atEnd(waiting), status.Overtaken},
		{w.suspendedOut, q.atEnd(suspended), status.Overtaken},
		{"judged.no", q.past().And(no), w.failed},
		{w.waits, q.active.Not(), status.NotYet},
		{w.noDate, q.noDate(), status.NotYet},
		{w.suspended, q.p.susp, status.Suspended},
		{"judged.open", grade.True, status.NotAssessed},
	}
}

// told is what findings of one word amount to at a standard.
type told struct {
	n             fact.Range
	first, last   civil.Interval
	firstF, lastF string
	sure          []civil.Interval // when those were made that certainly count
}

// told gives the findings on which the state turns: that it is so or, where the state says that it is not, that it is not.
func (f *findings) told(q *reading, lane int) (out told) {
	out.first, out.last = none, none
	list := f.no
	if q.isFound(f.yes, f.no).May.Has(lane) {
		list = f.yes
	}
	for _, h := range list {
		may, sure := q.inTime(h, lane)
		if !may {
			continue
		}
		fa := q.m.facts[h.fact]
		n := fact.Range{Hi: fa.Acts.Hi}
		if sure {
			n.Lo = fa.Acts.Lo
			out.sure = append(out.sure, fa.When)
		}
		if out.firstF == "" || sure && len(out.sure) == 1 {
			out.first, out.firstF = fa.When, fa.ID
		}
		if sure || len(out.sure) == 0 {
			out.last, out.lastF = fa.When, fa.ID
		}
		out.n = out.n.Plus(n)
	}
	return out
}
