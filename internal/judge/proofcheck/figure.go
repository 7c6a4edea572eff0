package proofcheck

import (
	"fmt"
	"slices"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
)

// figure is a number made from acts (section 8).
type figure struct {
	*lane
	f    *norms.Figure
	s    *scope
	list []hit
	w    *watch
}

func (l *lane) figure(f *norms.Figure, p norms.Pattern, s *scope) *figure {
	return &figure{l, f, s, l.hits(p, s), l.watch(p, s, s.ag.Observed)}
}

func (g *figure) changes() []int64 {
	last := g.f.Last.Seconds()
	at := append(g.hitChanges(g.list), g.w.changes(last)...)
	if last > 0 {
		for _, h := range g.list {
			w := h.fact.When
			at = append(at, w.Lo+last+1, w.Hi+last+1)
		}
	}
	at = append(at, g.windowChanges(g.f.From, g.f.Until, g.s)...)
	if last > 0 {
		for _, x := range slices.Clone(at) {
			at = append(at, x+last, x+last+1)
		}
	}
	return at
}

// at gives the figure on record at reading r, and as conditions read it: without an upper limit where absence is not certain.
func (g *figure) at(r int64) (number, read fact.Range) {
	from, until := g.bound(g.f.From, g.s, g.s.ag.Starts, r), g.bound(g.f.Until, g.s, civil.Forever, r)
	last := g.f.Last.Seconds()
	low, high := map[string]bool{}, map[string]bool{}
	var loose int64
	certain := false
	for _, h := range g.list {
		w := h.fact.When
		is := h.is.and(before(w, until)).and(tri{w.Lo >= from.Hi, w.Hi >= from.Lo}).and(tri{w.Hi < r, max(w.Lo, from.Lo) < r})
		if last > 0 {
			end := min(w.Hi, until.Hi-1)
			is = is.and(tri{w.Lo >= r-last && w.Hi-w.Lo < last, end >= r-last})
		}
		if !is.may {
			continue
		}
		n, vals, more := g.adds(&h)
		number.Hi = fact.Range{Hi: number.Hi}.Plus(fact.Range{Hi: n.Hi}).Hi
		loose += more
		for _, v := range vals {
			high[v] = true
		}
		if is.must {
			certain = true
			number.Lo = fact.Range{Hi: number.Lo}.Plus(fact.Range{Hi: n.Lo}).Hi
			for _, v := range vals {
				low[v] = true
			}
		}
	}
	if g.f.Measure == norms.CountDistinct {
		number = fact.Range{Lo: int64(len(low)), Hi: int64(len(high)) + loose}
		if certain && number.Lo == 0 {
			number.Lo = 1
		}
	}
	read = number
	if last > 0 && r > farPast {
		from = civil.Interval{Lo: max(from.Lo, r-last), Hi: max(from.Hi, r-last)}
	}
	if !g.w.seen(from, until, r, true).must {
		read.Hi = fact.Unbounded
	}
	return number, read
}

// adds gives what an act adds, read in each way in which it counts.
func (g *figure) adds(h *hit) (n fact.Range, vals []string, loose int64) {
	if g.f.Measure == norms.Count {
		return h.fact.Acts, nil, 0
	}
	first := true
	for _, w := range settledWays(h.ways) {
		var m fact.Range
		var v []string
		var more int64
		if g.f.Measure == norms.Sum {
			m = w.fact.Amount(g.f.Role)
		} else {
			v, more = g.different(w.fact, w.act, g.f.Role)
		}
		if first {
			n, vals, loose, first = m, v, more, false
			continue
		}
		n, loose, vals = n.Join(m), max(int64(len(vals))+loose, int64(len(v))+more), nil
	}
	return n, vals, loose
}

// settledWays leaves out ways behind one that certainly is the act's.
func settledWays(ways []way) []way {
	for i, w := range ways {
		if w.is.must {
			return ways[:i+1]
		}
	}
	return ways
}

// different gives the values of a role that are known for certain, and how many more there may be.
func (g *figure) different(f *fact.Fact, a *norms.Act, name string) (vals []string, loose int64) {
	r := f.Role(name)
	x := a.Role(name)
	switch {
	case x == nil:
		return nil, 1
	case x.Type == norms.PlaceRole && r == nil:
		switch {
		case len(f.Place.Zones) > 0:
			for _, z := range g.prog.Vocabulary.Zones {
				if slices.Contains(f.Place.Zones, z.In) {
					return nil, 1
				}
			}
			return []string{strings.Join(f.Place.Zones, "+")}, 0
		case f.Place.Point != nil && f.Place.Radius == 0:
			return []string{fmt.Sprintf("%d,%d", f.Place.Point.Lat, f.Place.Point.Lon)}, 0
		}
		return nil, 1
	case name == a.Doer():
		list, mute := g.doers(&f.Attribution)
		if mute || f.Attribution.OneOf && (len(list) > 1 || !list[0].is.must) {
			return nil, 1
		}
		for _, v := range list {
			if v.is.must && g.isLeafOf(x.Type, v.id) {
				vals = append(vals, v.id)
			} else {
				loose++
			}
		}
		return vals, loose
	case r == nil || len(r.Values) == 0 || r.OneOf && len(r.Values) > 1:
		return nil, 1
	}
	for _, v := range r.Values {
		if g.isLeafOf(x.Type, v) {
			vals = append(vals, v)
		} else {
			loose++
		}
	}
	return vals, loose
}

// compare holds a figure against a number or another figure.
func (l *lane) compare(c *norms.Compare, s *scope) course {
	one := l.figure(&c.Figure, c.Figure.Pattern, s)
	at := one.changes()
	if c.With == nil {
		return course{l.instants(at), func(r int64) tri {
			_, n := one.at(r)
			return relation(c.Op, n, fact.Range{Lo: c.N, Hi: c.N})
		}}
	}
	two := l.figure(c.With, c.With.Pattern, s)
	return course{l.instants(append(at, two.changes()...)), func(r int64) tri {
		_, n := one.at(r)
		_, m := two.at(r)
		return relation(c.Op, n, m)
	}}
}
