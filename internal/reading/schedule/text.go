package schedule

import (
	"fmt"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
)

// text is a program with what is asked of it again and again.
type text struct {
	p       *norms.Program
	cal     *calendar
	begin   int64 // times count from here, in the calendar's unit
	never   int64 // longer than all bounds together: later than this nothing depends on when
	norms   []*norms.Norm
	asked   map[string][]*norms.Norm // obligations by the act that they ask for
	limited map[string][]*norms.Norm // prohibitions, and permissions "only once", by act
	naming  map[string][]*norms.Norm // duties and aims to name the day of a mark, by text and mark
	memo    map[string]within
	open    map[string]bool // events whose window is being worked out
}

// eventSort says what an event is.
type eventSort uint8

const (
	theStart eventSort = iota
	normKept           // a norm is kept, used or reached
	markDay            // the day that a mark names
	actDone            // the first act that matches
	member             // the act, state or member that an instance is for
	entrance           // a text enters into force
)

// event is something from which dates count.
type event struct {
	sort  eventSort
	key   string
	norm  *norms.Norm  // normKept; member: the norm whose instance it is
	point *norms.Point // all but theStart
	agree string       // the agreement in whose words the point stands
}

// within is when an event lawfully comes, from the beginning; bounded: not later than hi.
type within struct {
	lo, hi  int64
	bounded bool
}

// century is the least that "never" is, in seconds.
const century = 100 * 366 * day

func newText(p *norms.Program) *text {
	t := &text{
		p: p, begin: start(p), asked: map[string][]*norms.Norm{}, limited: map[string][]*norms.Norm{}, naming: map[string][]*norms.Norm{},
		memo: map[string]within{}, open: map[string]bool{},
	}
	last := t.begin
	for i := range p.Agreements {
		a := &p.Agreements[i]
		for k := range a.Norms {
			n := &a.Norms[k]
			t.norms = append(t.norms, n)
			t.named(n)
			switch {
			case n.Modality == norms.Obligation && n.Goal == nil:
				t.asked[n.Act.Act] = append(t.asked[n.Act.Act], n)
			case n.Modality == norms.Prohibition && n.Goal == nil, n.Modality == norms.Permission && n.OnlyOnce:
				t.limited[n.Act.Act] = append(t.limited[n.Act.Act], n)
			}
			for _, b := range []*norms.Bound{n.Window.Start, n.Window.End} {
				if b == nil {
					continue
				}
				if at, ok := a.Fixed(b); ok && at < civil.Forever {
					last = max(last, at)
				}
			}
		}
	}
	t.cal = newCalendar(p, t.begin, min(last, t.begin+century))
	t.never = t.cal.fixed(last, false) + century/day*t.cal.unit()
	for _, n := range t.norms {
		a := p.Agreement(n.Agree)
		for i, b := range []*norms.Bound{n.Window.Start, n.Window.End} {
			if b == nil {
				continue
			}
			if _, s, ok := t.anchor(a, n, b, i == 1); ok {
				t.never += max(s.hi, -s.lo)
			}
		}
	}
	return t
}

// anchor gives the event from which a bound counts and how long after it the bound lies. False: from a breach, which lawful conduct
// does not hold.
func (t *text) anchor(a *norms.Agreement, n *norms.Norm, b *norms.Bound, end bool) (event, span, bool) {
	if at, ok := a.Fixed(b); ok {
		at = t.cal.fixed(at, end)
		return event{}, span{at, at}, true
	}
	ev := event{point: &b.At, agree: a.ID}
	switch b.At.Sort {
	case norms.AtNorm:
		if b.At.Breach {
			return event{}, span{}, false
		}
		ev = t.kept(t.p.Norm(b.At.Norm))
		ev.point, ev.agree = &b.At, a.ID
	case norms.AtMark:
		ev.sort, ev.key = markDay, "mark "+b.At.Mark
	case norms.AtAct:
		ev = t.act(a, &b.At.Act)
		ev.point = &b.At
	case norms.AtVar:
		ev.sort, ev.key, ev.norm = member, "member "+n.Name(), n
	case norms.AtStart, norms.AtInstant:
		id := a.ID
		if b.At.Agree != "" {
			id = b.At.Agree
		}
		ev.sort, ev.key = entrance, "entry "+id
	}
	return ev, t.cal.after(b, a.Zone, end, t.when(ev)), true
}

// kept is the event that a norm is kept. A norm that is not there never is.
func (t *text) kept(n *norms.Norm) event {
	if n == nil {
		return event{sort: member, key: "nothing", point: &norms.Point{}}
	}
	return event{sort: normKept, key: "norm " + n.Name(), norm: n, point: &norms.Point{Sort: norms.AtNorm, Norm: n.Name()}, agree: n.Agree}
}

// act is the event of the first act that matches.
func (t *text) act(a *norms.Agreement, p *norms.Pattern) event {
	return event{
		sort: actDone, key: fmt.Sprint("act ", a.ID, " ", p.Act, " ", p.Roles),
		point: &norms.Point{Sort: norms.AtAct, Act: *p}, agree: a.ID,
	}
}

// counted is an event and a bound that counts from it.
type counted struct {
	event event
	span  span
}

// openings lists what the opening of a norm waits for. False: a breach is among it.
func (t *text) openings(n *norms.Norm) (list []counted, ok bool) {
	a := t.p.Agreement(n.Agree)
	starts := t.cal.fixed(a.Starts, false)
	list = append(list, counted{event{}, span{starts, starts}})
	if a.Entry != nil {
		list = append(list, counted{event{sort: entrance, key: "entry " + a.ID, point: &norms.Point{Sort: norms.AtStart}, agree: a.ID}, span{}})
	}
	if f := n.ForEach; f != nil && (f.Source == norms.FromAct || f.Source == norms.FromState) {
		list = append(list, counted{event{member, "member " + n.Name(), n, &norms.Point{Sort: norms.AtVar, Var: f.Var}, a.ID}, span{}})
	}
	if n.Window.Start != nil {
		ev, s, ok := t.anchor(a, n, n.Window.Start, false)
		if !ok {
			return nil, false
		}
		list = append(list, counted{ev, s})
	}
	return list, true
}

// when says when an event lawfully comes. What the others may lawfully put off for ever is not bounded.
func (t *text) when(ev event) within {
	if ev.sort == theStart {
		return within{0, 0, true}
	}
	if w, ok := t.memo[ev.key]; ok {
		return w
	}
	w := within{0, t.never, false}
	if t.open[ev.key] {
		return w // it waits for itself
	}
	t.open[ev.key] = true
	switch ev.sort {
	case normKept:
		w = t.whenKept(ev.norm)
	case actDone:
		for _, n := range t.asked[ev.point.Act.Act] {
			if cover(&t.p.Vocabulary, &ev.point.Act, &n.Act) != whole {
				continue
			}
			if k := t.when(t.kept(n)); k.bounded && (!w.bounded || k.hi < w.hi) {
				w.hi, w.bounded = k.hi, true
			}
		}
	case entrance:
		if a := t.p.Agreement(ev.agree); a != nil {
			w.lo = max(0, t.cal.fixed(a.Starts, false))
		}
	case theStart, markDay, member:
	}
	delete(t.open, ev.key)
	t.memo[ev.key] = w
	return w
}

func (t *text) whenKept(n *norms.Norm) within {
	w := within{0, t.never, false}
	list, ok := t.openings(n)
	if !ok {
		return w
	}
	for _, o := range list {
		w.lo = max(w.lo, t.when(o.event).lo+o.span.lo)
	}
	if t.mayBePutOff(n) {
		return w
	}
	ev, s, ok := t.anchor(t.p.Agreement(n.Agree), n, n.Window.End, true)
	if !ok {
		return w
	}
	end := t.when(ev)
	if !end.bounded || !t.activeInTime(n, ev, end.lo+s.lo-1) {
		return w
	}
	return within{w.lo, max(w.lo, end.hi+s.hi-1), true}
}

// mayBePutOff says whether a norm can lawfully stay undone, or be done later than its window says.
func (t *text) mayBePutOff(n *norms.Norm) bool {
	f := n.ForEach
	return n.Modality != norms.Obligation || n.Window.End == nil || len(Bearers(n)) == 0 ||
		n.If != nil || n.While != nil || n.Until != nil || n.Window.Renew != nil || len(n.Extends) > 0 || n.Judged != nil ||
		n.Goal != nil || !n.AtLeast.Per.IsZero() || f != nil && f.Source != norms.FromBearers
}

// activeInTime says whether what a norm waits for on a condition comes, lawfully, before its deadline: otherwise it is overtaken.
func (t *text) activeInTime(n *norms.Norm, end event, before int64) bool {
	if n.Once == nil {
		return true
	}
	ways, ok := t.times(t.p.Agreement(n.Agree), n.Once)
	if !ok || len(ways) != 1 {
		return false
	}
	for _, c := range ways[0] {
		if c.event.key == end.key && c.event.sort != theStart {
			continue
		}
		if w := t.when(c.event); !w.bounded || w.hi+c.span.hi > before {
			return false
		}
	}
	return true
}

// maxWays bounds the ways in which a condition may come true.
const maxWays = 64

// times says from when a condition holds for good: in one of several ways, once all bounds of that way are reached. False: it
// cannot be said so.
func (t *text) times(a *norms.Agreement, c norms.Cond) (ways [][]counted, ok bool) {
	one := func(ev event, s span) ([][]counted, bool) { return [][]counted{{{ev, s}}}, true }
	switch c := c.(type) {
	case norms.NormIs:
		if n := t.p.Norm(c.Norm); n != nil && c.Word == norms.IsKept {
			return one(t.kept(n), span{1, 1}) // a condition sees what happened before
		}
	case norms.Seen:
		if c.From == nil && c.Until == nil {
			return one(t.act(a, &c.Pattern), span{1, 1})
		}
	case norms.Reached:
		if c.Bound.At.Sort == norms.AtVar {
			return nil, false
		}
		if ev, s, ok := t.anchor(a, nil, &c.Bound, false); ok {
			return one(ev, s)
		}
	case norms.Or:
		for _, x := range c.Conds {
			more, ok := t.times(a, x)
			if ways = append(ways, more...); !ok || len(ways) > maxWays {
				return nil, false
			}
		}
		return ways, true
	case norms.And:
		ways = [][]counted{nil}
		for _, x := range c.Conds {
			more, ok := t.times(a, x)
			if !ok || len(ways)*len(more) > maxWays {
				return nil, false
			}
			var joined [][]counted
			for _, w := range ways {
				for _, m := range more {
					joined = append(joined, append(append([]counted(nil), w...), m...))
				}
			}
			ways = joined
		}
		return ways, true
	}
	return nil, false
}
