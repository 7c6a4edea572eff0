package monitor

import (
	"cmp"
	"iter"
	"slices"

	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// A page is a run of an instance's hits, in the order of the facts, with what is read off them: sums that join those of the pages
// before and after. A fact that comes or is replaced concerns one page, and the others keep their sums.
type page struct {
	first *fact.Fact // no fact of it stands before this one
	from  int        // where its hits begin among those of the instance
	n     int
	reach int64 // none of its facts ends later
	uses  []use // of the hits that may count
	ends  *pageEnds
	told  [2]*pageTold // as of the last tick, as of another instant
	stock *pageStock
}

// pages lays hits out for an opening: n of the instance's hits, from one on. A page is parted when it has twice as many as when made.
func (in *instance) pages(from, n int, o spans) []*page {
	size := in.m.opts.Page
	out := make([]*page, 0, (n+size-1)/size)
	tests := in.layout(o).tests
	for end := from + n; from < end; from += size {
		p := &page{from: from, n: min(size, end-from), reach: civil.Ever}
		hits := in.hits[from : from+p.n]
		p.first = in.m.facts[hits[0].fact]
		for _, h := range hits {
			p.reach = max(p.reach, in.m.facts[h.fact].When.Hi)
			if u, ok := in.useOf(h, o, tests); ok {
				if p.uses == nil {
					p.uses = make([]use, 0, p.n)
				}
				p.uses = append(p.uses, u)
			}
		}
		out = append(out, p)
	}
	return out
}

// useOf says at which standards a hit counts for the opening o; false: at none.
func (in *instance) useOf(h hit, o spans, tests Timeline) (use, bool) {
	u := use{fact: h.fact, flags: h.flags, via: h.via}
	f := in.m.facts[h.fact]
	for i := range o {
		if bit := uint8(1) << i; h.may&bit != 0 && f.When.Hi >= o[i].Lo {
			u.may |= bit
			if h.must&bit != 0 && f.When.Lo >= o[i].Hi {
				u.must |= bit
			}
		}
	}
	u.edge = u.must != h.must && !f.When.Point()
	return u, u.may != 0 && (tests == nil || in.test(in.testsOf(tests, h), &u, f))
}

// uses gives what may count, in order.
func (l *limit) uses() iter.Seq[*use] {
	return func(yield func(*use) bool) {
		for _, p := range l.pages {
			for i := range p.uses {
				if !yield(&p.uses[i]) {
					return
				}
			}
		}
	}
}

// find gives the page on which a fact stands or would.
func (l *limit) find(f *fact.Fact) int {
	at, there := slices.BinarySearchFunc(l.pages, f, func(p *page, f *fact.Fact) int { return fact.Compare(p.first, f) })
	if there {
		return at
	}
	return max(at-1, 0)
}

// takeIn takes in what a step changes of the hits, which are already as they are.
func (l *limit) takeIn(in *instance, o spans, d *delta) {
	for _, g := range d.gone {
		p := l.pages[l.find(g.fact)]
		p.n--
		p.uses = slices.DeleteFunc(p.uses, func(u use) bool { return u.fact == g.hit.fact })
		p.ends, p.told, p.stock = nil, [2]*pageTold{}, nil
	}
	for _, h := range d.come {
		f := in.m.facts[h.fact]
		if len(l.pages) == 0 {
			l.pages = append(l.pages, &page{first: f, reach: civil.Ever})
		}
		p := l.pages[l.find(f)]
		p.n++
		p.reach = max(p.reach, f.When.Hi)
		if fact.Compare(f, p.first) < 0 {
			p.first = f
		}
		if u, ok := in.useOf(h, o, in.layout(o).tests); ok {
			at, _ := slices.BinarySearchFunc(p.uses, h, func(u use, h hit) int { return in.m.before(u.fact, h.fact) })
			p.uses = slices.Insert(p.uses, at, u)
		}
		p.ends, p.told, p.stock = nil, [2]*pageTold{}, nil
	}
	l.pages = slices.DeleteFunc(l.pages, func(p *page) bool { return p.n == 0 })
	from := 0
	for k := 0; k < len(l.pages); k++ {
		p := l.pages[k]
		p.from = from
		from += p.n
		if p.n >= 2*in.m.opts.Page {
			parts := in.pages(p.from, p.n, o)
			l.pages = slices.Replace(l.pages, k, k+1, parts...)
			k += len(parts) - 1
		}
	}
}

// pageEnds is what a page says to an instance whose first act decides: the least first and last instants, also of early uses, and the
// same with coarse facts set aside.
type pageEnds struct {
	coarse       bool
	nth, early   spans
	nth2, early2 spans
	settled      int64 // what is coarse is so at every reading after this one
}

// endsOf sums a page up, once until it changes.
func (in *instance) endsOf(p *page, o spans) *pageEnds {
	if p.ends != nil {
		return p.ends
	}
	e := &pageEnds{settled: civil.Ever}
	for i := range p.uses {
		u := &p.uses[i]
		e.coarse = e.coarse || u.isCoarse(civil.Forever)
		if u.parted != nil {
			e.settled = max(e.settled, in.m.facts[u.fact].When.Hi)
		}
	}
	e.nth, e.early = in.earliestUses(p, o, nil)
	e.nth2, e.early2 = e.nth, e.early
	if e.coarse {
		e.nth2, e.early2 = in.earliestUses(p, o, in.keepsAt(civil.Forever))
	}
	p.ends = e
	return e
}

// earliestUses gives the least first and last instants of a page's uses, also of early ones. keeps leaves some out; nil: none.
func (in *instance) earliestUses(p *page, o spans, keeps func(*use, int) bool) (nth, early spans) {
	nth, early = sameSpans(never), sameSpans(never)
	for i := range p.uses {
		u := &p.uses[i]
		f := in.m.facts[u.fact]
		for lane := range status.Lanes {
			if keeps == nil || keeps(u, lane) {
				in.earliestOf(u, f, o, lane, &nth[lane], &early[lane])
			}
		}
	}
	return nth, early
}

// earliestOf joins the instants of a use to the earliest ones.
func (in *instance) earliestOf(u *use, f *fact.Fact, o spans, lane int, nth, early *civil.Interval) {
	if u.may>>lane&1 == 1 {
		nth.Lo = min(nth.Lo, max(u.from(lane, f), o[lane].Lo))
	}
	if u.must>>lane&1 == 1 {
		nth.Hi = min(nth.Hi, f.When.Hi)
	}
	if u.earlyMay>>lane&1 == 1 {
		early.Lo = min(early.Lo, max(u.fromEarly(lane, f), o[lane].Lo))
	}
	if u.earlyMust>>lane&1 == 1 {
		early.Hi = min(early.Hi, f.When.Hi)
	}
}

// pageTold is what a page says to a status: of a reading, and of an end.
type pageTold struct {
	r              int64 // Forever: any after all of its facts
	e              spans
	bound          bool // it was told when the bearers were bound
	shown, unknown int  // uses that count at some standard; of them those with a role that is not known
	lanes          [status.Lanes]laneTold
	missed         bool        // the nearest misses were asked for
	misses         []nearHit   // these
	adds           []memberAct // of a member of a family
}

// laneTold is what decides at one standard.
type laneTold struct {
	acts             fact.Range
	contested        bool
	first, sureFirst *fact.Fact
	last, sureLast   *fact.Fact
	open, certain    bool // of a certain act: whose bearer is not settled, and any other
	bonded           bool
}

// later gives the fact that ends later; of equals the second.
func laterFact(a, b *fact.Fact) *fact.Fact {
	if a == nil || b != nil && b.When.Hi >= a.When.Hi {
		return b
	}
	return a
}

// join joins what a later page says.
func (t *laneTold) join(s *laneTold) {
	t.acts = t.acts.Plus(s.acts)
	t.contested = t.contested || s.contested
	t.first, t.sureFirst = cmp.Or(t.first, s.first), cmp.Or(t.sureFirst, s.sureFirst)
	t.last, t.sureLast = laterFact(t.last, s.last), laterFact(t.sureLast, s.sureLast)
	t.open, t.certain, t.bonded = t.open || s.open, t.certain || s.certain, t.bonded || s.bonded
}

// toldOf sums a page up for an outcome, once until that or the page changes. Every reading after all of its facts sees the same of them.
func (in *instance) toldOf(p *page, o *outcome) *pageTold {
	r := o.r
	if p.reach < r {
		r = civil.Forever
	}
	for _, t := range p.told {
		if t != nil && t.r == r && t.e == o.e && t.bound == (o.bound != nil) {
			return t
		}
	}
	t := &pageTold{r: r, e: o.e, bound: o.bound != nil}
	for i := range p.uses {
		in.tellUse(t, &p.uses[i], o)
	}
	if in.m.visited {
		p.told[1] = t
	} else {
		p.told[0] = t
	}
	return t
}

// pages gives those on which a fact stands that the reading may see.
func (o *outcome) pages() []*page {
	n, _ := slices.BinarySearchFunc(o.limit.pages, o.r, func(p *page, r int64) int { return cmp.Compare(p.first.When.Lo, r) })
	return o.limit.pages[:n]
}

func (in *instance) tellUse(t *pageTold, u *use, o *outcome) {
	f := in.m.facts[u.fact]
	shown := memberAct{fact: f}
	for l := range t.lanes {
		n, ok := in.counts(u, f, o, l)
		if !ok {
			continue
		}
		shown.may |= 1 << l
		lane := &t.lanes[l]
		lane.acts = lane.acts.Plus(n)
		lane.contested = lane.contested || f.Contested || len(f.Denials) > 0
		lane.first, lane.last = cmp.Or(lane.first, f), laterFact(lane.last, f)
		if n.Lo == 0 {
			continue
		}
		shown.must |= 1 << l
		lane.sureFirst, lane.sureLast = cmp.Or(lane.sureFirst, f), laterFact(lane.sureLast, f)
		if u.flags&openBearer != 0 {
			lane.open = true
		} else {
			lane.certain = true
		}
		lane.bonded = lane.bonded || o.bound != nil && o.bound.at(f.When.Lo) && o.bound.at(f.When.Hi)
	}
	if shown.may != 0 {
		t.shown++
		if in.scope.bind != nil {
			t.adds = append(t.adds, shown)
		}
		if u.flags&unknownHit != 0 {
			t.unknown++
		}
	}
}
