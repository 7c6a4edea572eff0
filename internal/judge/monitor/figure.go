package monitor

import (
	"fmt"
	"slices"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// figures holds the range of a figure per standard.
type figures [status.Lanes]fact.Range

// tallying accumulates a figure at one standard as acts become possible and certain.
type tallying struct {
	f        *norms.Figure
	m        *Machine
	act      *norms.Act
	lane     int
	low      int64 // Count, Sum: of what is certain
	high     int64
	lowSet   map[string]bool // CountDistinct
	highSet  map[string]bool
	loose    int64 // values known as one of several, coarsely or not at all: each may be one more
	anything bool  // something certain was counted
}

func (t *tallying) possible(f *fact.Fact) {
	switch t.f.Measure {
	case norms.Count:
		t.high = fact.Range{Hi: t.high}.Plus(fact.Range{Hi: f.Acts.Hi}).Hi
	case norms.Sum:
		t.high = fact.Range{Hi: t.high}.Plus(fact.Range{Hi: f.Amount(t.f.Role).Hi}).Hi
	case norms.CountDistinct:
		vals, loose := t.m.distinct(f, t.act, t.f.Role, t.lane)
		for _, v := range vals {
			t.highSet[v] = true
		}
		t.loose += loose
	}
}

func (t *tallying) certain(f *fact.Fact) {
	t.anything = true
	switch t.f.Measure {
	case norms.Count:
		t.low = fact.Range{Lo: t.low}.Plus(fact.Range{Lo: f.Acts.Lo}).Lo
	case norms.Sum:
		t.low = fact.Range{Lo: t.low}.Plus(fact.Range{Lo: f.Amount(t.f.Role).Lo}).Lo
	case norms.CountDistinct:
		vals, _ := t.m.distinct(f, t.act, t.f.Role, t.lane)
		for _, v := range vals {
			t.lowSet[v] = true
		}
	}
}

func (t *tallying) value() fact.Range {
	if t.f.Measure != norms.CountDistinct {
		return fact.Range{Lo: t.low, Hi: t.high}
	}
	low := int64(len(t.lowSet))
	if low == 0 && t.anything {
		low = 1 // it has some value
	}
	return fact.Range{Lo: low, Hi: int64(len(t.highSet)) + t.loose}
}

// distinct gives the values of a role that are known for certain, if the fact counts, and how many more it may add.
func (m *Machine) distinct(f *fact.Fact, act *norms.Act, role string, lane int) (vals []string, loose int64) {
	var typ norms.RoleType
	for i := range act.Roles {
		if act.Roles[i].Name == role {
			typ = act.Roles[i].Type
		}
	}
	r := f.Role(role)
	if typ == norms.PlaceRole && r == nil {
		return m.distinctPlace(f)
	}
	if role == act.Doer() {
		doers, unknown := doerValues(&f.Attribution)
		if unknown || f.Attribution.OneOf && (len(doers) > 1 || doers[0].must>>lane&1 == 0) {
			return nil, 1
		}
		for _, d := range doers {
			if d.must>>lane&1 == 1 && m.vocab.leaf(typ, d.id) {
				vals = append(vals, d.id)
			} else {
				loose++
			}
		}
		return vals, loose
	}
	if r == nil || len(r.Values) == 0 || r.OneOf && len(r.Values) > 1 {
		return nil, 1
	}
	for _, v := range r.Values {
		if m.vocab.leaf(typ, v) {
			vals = append(vals, v)
		} else {
			loose++
		}
	}
	return vals, loose
}

// distinctPlace: all zones together are one value, else the coordinates; what is known only roughly is any one value.
func (m *Machine) distinctPlace(f *fact.Fact) ([]string, int64) {
	switch {
	case len(f.Place.Zones) > 0:
		if slices.ContainsFunc(f.Place.Zones, func(z string) bool { return m.vocab.zoneKids[z] != nil }) {
			return nil, 1
		}
		return []string{strings.Join(f.Place.Zones, "+")}, 0
	case f.Place.Point != nil && f.Place.Radius == 0:
		return []string{fmt.Sprintf("%d,%d", f.Place.Point.Lat, f.Place.Point.Lon)}, 0
	}
	return nil, 1
}

// sweep follows a figure through the readings of [start, end), for a window with fixed ends, and calls say at the first
// reading and wherever it may change.
func (m *Machine) sweep(f *norms.Figure, p *pattern, hits []hit, lane int, from, until civil.Interval, start, end int64, say func(r int64, n fact.Range)) {
	type event struct {
		at   int64
		fact int32
		sure bool
	}
	var events []event
	for _, h := range hits {
		w := m.facts[h.fact].When
		if h.may>>lane&1 == 0 || w.Hi < from.Lo || w.Lo >= until.Hi {
			continue
		}
		events = append(events, event{max(w.Lo, from.Lo) + 1, h.fact, false})
		if h.must>>lane&1 == 1 && w.Lo >= from.Hi && w.Hi < until.Lo {
			events = append(events, event{w.Hi + 1, h.fact, true})
		}
	}
	slices.SortStableFunc(events, func(a, b event) int {
		switch {
		case a.at < b.at:
			return -1
		case a.at > b.at:
			return 1
		}
		return 0
	})
	t := tallying{f: f, m: m, act: p.act, lane: lane, lowSet: map[string]bool{}, highSet: map[string]bool{}}
	at := start
	for _, e := range events {
		if e.at >= end {
			break
		}
		if e.at > at {
			say(at, t.value())
			at = e.at
		}
		if e.sure {
			t.certain(m.facts[e.fact])
		} else {
			t.possible(m.facts[e.fact])
		}
	}
	say(at, t.value())
}

// holdsFor says whether a number in the range certainly, possibly stands in the relation.
func holdsFor(op norms.Op, n int64, r fact.Range) (must, may bool) {
	switch op {
	case norms.AtLeast:
		return r.Lo >= n, r.Hi >= n
	case norms.AtMost:
		return r.Hi <= n, r.Lo <= n
	case norms.MoreThan:
		return r.Lo > n, r.Hi > n
	case norms.LessThan:
		return r.Hi < n, r.Lo < n
	}
	return r.Lo == n && r.Hi == n, r.Lo <= n && n <= r.Hi
}

// compare asks a figure over acts seen at each reading.
func (m *Machine) compare(c norms.Compare, s *scope) Timeline {
	p := m.ready(c.Figure.Pattern)
	hits := m.hitsFor(p, s)
	from, until := m.bound(s, c.Figure.From, s.ag.Starts), m.bound(s, c.Figure.Until, civil.Forever)
	window := merge(from, until, func(a, b spans) [2]spans { return [2]spans{a, b} })
	w := m.watching(s, p, s.ag.Observed)
	total := steady(grade.False)
	for lane := range status.Lanes {
		var out Timeline
		for k, e := range window {
			end := civil.Forever
			if k+1 < len(window) {
				end = window[k+1].from
			}
			lo, hi := e.v[0][lane], e.v[1][lane]
			ranges := course[fact.Range]{}
			m.sweep(&c.Figure, p, hits, lane, lo, hi, e.from, end, func(r int64, n fact.Range) { ranges = add(ranges, r, n) })
			at := []int64{e.from}
			for _, q := range ranges {
				at = append(at, q.from)
			}
			at = append(at, w.readings(lo, hi, m.horizon, absent)...)
			for _, q := range build(at, func(r int64) grade.Truth {
				n := ranges.at(r)
				if ok, _ := w.covered(lo, hi, r, absent); !ok {
					n.Hi = fact.Unbounded
				}
				mu, ma := holdsFor(c.Op, c.N, n)
				t := grade.Truth{}
				if mu {
					t.Must = 1 << lane
				}
				if ma {
					t.May = 1 << lane
				}
				return t
			}) {
				if q.from = max(q.from, e.from); q.from < end {
					out = add(out, q.from, q.v)
				}
			}
		}
		total = merge(total, out, grade.Truth.Or)
	}
	return total
}
