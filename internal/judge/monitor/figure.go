package monitor

import (
	"cmp"
	"fmt"
	"math/bits"
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

// contribution is what one act adds to a figure at one standard.
type contribution struct {
	number fact.Range // Count, Sum
	vals   []string   // CountDistinct: values known for certain, if the act counts
	loose  int64      // values known as one of several, coarsely or not at all: each may be one more
}

// contribution reads an act by each way in which it matches.
func (m *Machine) contribution(f *norms.Figure, p *pattern, h hit, s *scope, lane int) (c contribution) {
	if f.Measure == norms.Count {
		return contribution{number: m.facts[h.fact].Acts}
	}
	several := false
	for _, w := range m.ways(p, h, s) {
		if w.may>>lane&1 == 0 {
			continue
		}
		var one contribution
		if f.Measure == norms.Sum {
			one.number = w.fact.Amount(f.Role)
		} else {
			one.vals, one.loose = m.distinct(w.fact, w.act, f.Role, lane)
			if w.rule.gives(f.Role) { // that very value
				one.vals, one.loose = w.fact.Role(f.Role).Values, 0
			}
		}
		if !several {
			c, several = one, true
			continue
		}
		c = contribution{ // one of them, it is not known which
			number: c.number.Join(one.number), loose: max(int64(len(c.vals))+c.loose, int64(len(one.vals))+one.loose),
		}
	}
	return c
}

// tallying accumulates a figure at one standard as acts become possible and certain, and pass out of its window.
type tallying struct {
	measure  norms.Measure
	low      total // Count, Sum: of what is certain
	high     total
	lowSet   map[string]int // CountDistinct: by how many acts
	highSet  map[string]int
	loose    int64
	anything int // acts that are certain
}

// possible adds (by 1) or takes out (by -1) what an act may count.
func (t *tallying) possible(c *contribution, by int64) {
	if t.measure != norms.CountDistinct {
		t.high.add(c.number.Hi, by)
		return
	}
	t.loose += by * c.loose
	count(t.highSet, c.vals, by)
}

// certain adds or takes out what an act certainly counts.
func (t *tallying) certain(c *contribution, by int64) {
	t.anything += int(by)
	if t.measure != norms.CountDistinct {
		t.low.add(c.number.Lo, by)
		return
	}
	count(t.lowSet, c.vals, by)
}

func count(set map[string]int, vals []string, by int64) {
	for _, v := range vals {
		if set[v] += int(by); set[v] == 0 {
			delete(set, v)
		}
	}
}

func (t *tallying) value() fact.Range {
	if t.measure != norms.CountDistinct {
		return fact.Range{Lo: t.low.value(), Hi: t.high.value()}
	}
	low := int64(len(t.lowSet))
	if low == 0 && t.anything > 0 {
		low = 1 // it has some value
	}
	return fact.Range{Lo: low, Hi: int64(len(t.highSet)) + t.loose}
}

// total is a sum that never overflows: 128 bits, and how many of its parts have no upper limit.
type total struct {
	hi      int64
	lo      uint64
	endless int64
}

// add adds n (by 1) or takes it out (by -1).
func (t *total) add(n, by int64) {
	if n >= fact.Unbounded {
		t.endless += by
		return
	}
	var carry uint64
	if n *= by; n >= 0 {
		t.lo, carry = bits.Add64(t.lo, uint64(n), 0)
		t.hi += int64(carry)
	} else {
		t.lo, carry = bits.Sub64(t.lo, uint64(-n), 0)
		t.hi -= int64(carry)
	}
}

// value saturates at Unbounded.
func (t *total) value() int64 {
	if t.endless > 0 || t.hi > 0 || t.hi == 0 && t.lo >= uint64(fact.Unbounded) {
		return fact.Unbounded
	}
	return int64(t.lo)
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
		if slices.ContainsFunc(f.Place.Zones, func(z string) bool { return m.vocab.places.kids[z] != nil }) {
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
func (m *Machine) sweep(f *norms.Figure, p *pattern, hits []hit, s *scope, lane int, from, until civil.Interval, start, end int64, say func(r int64, n fact.Range)) {
	type event struct {
		at   int64
		hit  int
		sure bool
		by   int64
	}
	var events []event
	last := f.Last.Seconds()
	for i, h := range hits {
		w := m.facts[h.fact].When
		if h.may>>lane&1 == 0 || w.Hi < from.Lo || w.Lo >= until.Hi {
			continue
		}
		events = append(events, event{max(w.Lo, from.Lo) + 1, i, false, 1})
		if last > 0 {
			events = append(events, event{min(w.Hi, until.Hi-1) + last + 1, i, false, -1})
		}
		if h.must>>lane&1 == 0 || w.Lo < from.Hi || w.Hi >= until.Lo || last > 0 && w.Hi-w.Lo >= last {
			continue
		}
		events = append(events, event{w.Hi + 1, i, true, 1})
		if last > 0 {
			events = append(events, event{w.Lo + last + 1, i, true, -1})
		}
	}
	slices.SortStableFunc(events, func(a, b event) int { return cmp.Compare(a.at, b.at) })
	t := tallying{measure: f.Measure, lowSet: map[string]int{}, highSet: map[string]int{}}
	known := map[int]*contribution{}
	at := start
	for _, e := range events {
		if e.at >= end {
			break
		}
		if e.at > at {
			say(at, t.value())
			at = e.at
		}
		c := known[e.hit]
		if c == nil {
			one := m.contribution(f, p, hits[e.hit], s, lane)
			c, known[e.hit] = &one, &one
		}
		if e.sure {
			t.certain(c, e.by)
		} else {
			t.possible(c, e.by)
		}
	}
	say(at, t.value())
}

// holdsFor says whether a number in the range certainly, possibly stands in the relation.
func holdsFor(op norms.Op, n int64, r fact.Range) (must, may bool) {
	return holdsBetween(op, r, fact.Range{Lo: n, Hi: n})
}

// holdsBetween says whether a number of the one range certainly, possibly stands in the relation to one of the other.
func holdsBetween(op norms.Op, a, b fact.Range) (must, may bool) {
	switch op {
	case norms.AtLeast:
		return a.Lo >= b.Hi, a.Hi >= b.Lo
	case norms.AtMost:
		return a.Hi <= b.Lo, a.Lo <= b.Hi
	case norms.MoreThan:
		return a.Lo > b.Hi, a.Hi > b.Lo
	case norms.LessThan:
		return a.Hi < b.Lo, a.Lo < b.Hi
	default:
		return a.Lo == a.Hi && b.Lo == b.Hi && a.Lo == b.Lo, a.Lo <= b.Hi && b.Lo <= a.Hi
	}
}

// figure gives a figure over the acts seen at each reading, per standard, as conditions read it: without an upper limit
// where absence is not certain.
func (m *Machine) figure(f *norms.Figure, s *scope) (out [status.Lanes]course[fact.Range]) {
	p := m.ready(s, f.Pattern)
	hits := m.hitsFor(p, s)
	from, until := m.bound(s, f.From, s.ag.Starts), m.bound(s, f.Until, civil.Forever)
	window := merge(from, until, func(a, b spans) [2]spans { return [2]spans{a, b} })
	w := m.watching(s, p, s.ag.Observed)
	last := f.Last.Seconds()
	for lane := range out {
		for k, e := range window {
			end := civil.Forever
			if k+1 < len(window) {
				end = window[k+1].from
			}
			lo, hi := e.v[0][lane], e.v[1][lane]
			ranges := course[fact.Range]{}
			m.sweep(f, p, hits, s, lane, lo, hi, e.from, end, func(r int64, n fact.Range) { ranges = add(ranges, r, n) })
			at := []int64{e.from}
			for _, q := range ranges {
				at = append(at, q.from)
			}
			at = append(at, w.lastReadings(lo, hi, last, m.horizon)...)
			for _, q := range build(at, func(r int64) fact.Range {
				n := ranges.at(r)
				if ok, _ := w.covered(moved(lo, r, last), hi, r, absent); !ok {
					n.Hi = fact.Unbounded
				}
				return n
			}) {
				if q.from = max(q.from, e.from); q.from < end {
					out[lane] = add(out[lane], q.from, q.v)
				}
			}
		}
	}
	return out
}

// compare asks a figure, or two, over acts seen at each reading.
func (m *Machine) compare(c norms.Compare, s *scope) Timeline {
	one := m.figure(&c.Figure, s)
	var with [status.Lanes]course[fact.Range]
	for l := range with {
		with[l] = steady(fact.Range{Lo: c.N, Hi: c.N})
	}
	if c.With != nil {
		with = m.figure(c.With, s)
	}
	total := steady(grade.False)
	for l := range with {
		total = merge(total, merge(one[l], with[l], func(a, b fact.Range) grade.Truth {
			must, may := holdsBetween(c.Op, a, b)
			t := grade.Truth{}
			if must {
				t.Must = 1 << l
			}
			if may {
				t.May = 1 << l
			}
			return t
		}), grade.Truth.Or)
	}
	return total
}
