package proofcheck

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
)

// instance is a norm, or one member of its family, at one standard.
type instance struct {
	*lane
	n      *norms.Norm
	s      *scope
	member *value // nil: no family
	in     tri    // the member is one
	list   []hit  // what may be the norm's act
	w      *watch

	ifC, once, while, until, goal, renew course
	yes, no                              []hit // findings
	notices                              []hit
}

// instances gives the instances of a norm.
func (l *lane) instances(n *norms.Norm) (out []*instance) {
	ag := l.agreement(n)
	if n.ForEach == nil {
		return []*instance{l.instance(n, &scope{ag: ag, bearers: n.Bearers}, nil)}
	}
	for _, v := range l.members(n).list {
		out = append(out, l.instance(n, l.memberScope(n, v), v))
	}
	return out
}

func (l *lane) memberScope(n *norms.Norm, v *value) *scope {
	s := &scope{ag: l.agreement(n), bearers: n.Bearers, vars: map[string]*value{n.ForEach.Var: v}}
	if b := n.BearerVar; b != nil {
		s.bearers, _ = l.bearers(n, v)
	}
	return s
}

func (l *lane) instance(n *norms.Norm, s *scope, v *value) *instance {
	in := &instance{lane: l, n: n, s: s, member: v, in: yes}
	if v != nil {
		in.in = v.in
	}
	cond := func(c norms.Cond, dflt course) course {
		if c == nil {
			return dflt
		}
		return l.course(c, s)
	}
	never := course{is: func(int64) tri { return no }}
	in.ifC, in.once, in.while = cond(n.If, always), cond(n.Once, always), cond(n.While, always)
	in.until = cond(n.Until, never)
	switch {
	case in.judged():
		in.yes, in.no = l.hits(found(n.Judged.Yes, l, n.Judged.By), s), l.hits(found(n.Judged.No, l, n.Judged.By), s)
	case n.Goal != nil:
		in.goal = l.course(n.Goal, s)
	default:
		in.list = l.normHits(n, s)
		in.w = l.watch(n.Act, s, n.Observed)
	}
	if w := n.Window.Renew; w != nil {
		in.renew = cond(w.Unless, never)
	}
	if n.Cure != nil && n.Cure.Notice != nil {
		in.notices = l.hits(*n.Cure.Notice, s)
	}
	return in
}

func (in *instance) judged() bool {
	return in.n.Judged != nil && in.n.Modality != norms.Permission && in.n.Modality != norms.Power
}

// found narrows findings to those of the bodies that count.
func found(p norms.Pattern, l *lane, by []string) norms.Pattern {
	a := l.acts[p.Act]
	if a == nil || a.Doer() == "" {
		return p
	}
	w := norms.Want{Role: a.Doer()}
	for _, b := range by {
		w.Values = append(w.Values, norms.Value{ID: b})
	}
	p.Roles = append(slices.Clone(p.Roles), w)
	return p
}

// moment is an instance at one reading.
type moment struct {
	*instance
	x    int64
	o, e civil.Interval
	p    phase
}

// phase is what the conditions make of a reading (section 5).
type phase struct {
	once, fell, ended, suspended tri
	a, u                         civil.Interval
}

func (in *instance) at(x int64) *moment {
	q := &moment{instance: in, x: x, o: in.opening(x)}
	q.e = in.end(x, q.o)
	q.p = in.phase(q.o, x)
	return q
}

// opening gives o as known at reading x.
func (in *instance) opening(x int64) civil.Interval {
	o := later(in.bound(in.n.Window.Start, in.s, in.s.ag.Starts, x), civil.At(in.s.ag.Starts))
	if f := in.n.ForEach; f != nil && (f.Source == norms.FromAct || f.Source == norms.FromState) {
		o = later(o, in.member.when)
	}
	if in.s.ag.Entry != nil {
		o = later(o, in.start(in.s.ag, x))
	}
	return o
}

// end gives e as known at reading x: the bound, then renewed, extended, and moved by the clock.
func (in *instance) end(x int64, o civil.Interval) civil.Interval {
	e := in.bound(in.n.Window.End, in.s, civil.Forever, x)
	if in.n.Window.End == nil {
		return e
	}
	if in.n.Window.Renew != nil {
		e = in.renewed(e, x)
	}
	if in.n.Extends != nil {
		e = in.extended(e, x)
	}
	stops := in.n.Clock == norms.ClockStops || in.n.Clock == norms.ClockByKind && in.n.Window.End.Period
	if in.n.While != nil && stops {
		e = civil.Interval{Lo: in.stretched(e.Lo, o.Hi, x, o, must), Hi: in.stretched(e.Hi, o.Lo, x, o, may)}
	}
	return e
}

// stretched moves an end later by the suspended seconds from an instant on, up to reading x.
func (in *instance) stretched(e, from, x int64, o civil.Interval, pick func(tri) bool) int64 {
	if e >= civil.Forever {
		return e
	}
	at := in.phaseChanges(o)
	at = append([]int64{from}, at...)
	slices.Sort(at)
	for i, t := range at {
		next := x
		if i+1 < len(at) {
			next = min(x, at[i+1])
		}
		if t < from || t >= x || t >= e || t >= next {
			continue
		}
		if pick(in.phase(o, t).suspended) {
			e += next - t
		}
	}
	return e
}

// phaseChanges gives the readings at which the phase may change.
func (in *instance) phaseChanges(o civil.Interval) []int64 {
	at := slices.Concat(in.ifC.at, in.once.at, in.while.at, in.until.at)
	return in.instants(append(at, o.Lo, o.Lo+1, o.Hi, o.Hi+1, in.s.ag.Starts))
}

func (in *instance) phase(o civil.Interval, y int64) (p phase) {
	p.u, p.a, p.once = never, o, yes
	if in.n.Once != nil {
		first := civil.Interval{
			Lo: in.once.first(in.s.ag.Starts, in.r, may), Hi: in.once.first(in.s.ag.Starts, in.r, must),
		}
		p.a = later(o, first)
		p.once = tri{y >= first.Hi, y >= first.Lo}
	}
	if in.n.Until != nil {
		p.u = civil.Interval{Lo: in.until.first(p.a.Lo, y, may), Hi: in.until.first(p.a.Hi, y, must)}
		p.ended = tri{p.u.Hi <= y, p.u.Lo <= y}
	}
	if in.n.If != nil && p.a.Lo <= y && p.once.may {
		t := in.ifC.over(p.a.Lo, min(p.a.Hi, y)).not()
		p.fell = tri{t.must && p.a.Hi <= y && p.once.must, t.may}
	}
	if in.n.While != nil {
		p.suspended = tri{o.Hi <= y, o.Lo <= y}.and(p.once).and(p.ended.not()).and(in.while.is(y).not())
	}
	return p
}

func (p phase) force() tri { return p.once.and(p.fell.not()).and(p.ended.not()).and(p.suspended.not()) }

// use is an act with what it counts for this instance.
type use struct {
	hit
	is    tri // in the place of the hit's own
	from  int64
	early tri
	since int64 // as an early use, from then
}

// byForce says whether acts count only within force.
func (in *instance) byForce() bool {
	return in.n.Modality == norms.Prohibition || in.n.Modality == norms.Permission || in.n.Modality == norms.Power
}

// uses gives the acts that may count from the opening on.
func (q *moment) uses() (out []use) {
	for _, h := range q.list {
		w := h.fact.When
		u := use{hit: h, is: h.is.and(tri{w.Lo >= q.o.Hi, w.Hi >= q.o.Lo}), from: w.Lo, since: civil.Forever}
		if !u.is.may {
			continue
		}
		if q.byForce() {
			q.test(&u)
		}
		if u.is.may || u.early.may {
			out = append(out, u)
		}
	}
	return out
}

// test holds an act against the conditions at the readings before and after each instant that it may have.
func (q *moment) test(u *use) {
	w := u.fact.When
	at := q.phaseChanges(q.o)
	var excuse course
	if q.n.Unless != nil {
		s := *q.s
		s.vars = map[string]*value{norms.This: {key: u.fact.ID, fact: u.ways[0].fact, act: u.ways[0].act, when: w, in: u.hit.is, as: settledWays(u.ways)}}
		for k, v := range q.s.vars {
			s.vars[k] = v
		}
		excuse = q.course(q.n.Unless, &s)
		at = q.instants(append(at, excuse.at...))
	}
	only := q.n.Modality == norms.Permission && q.n.OnlyOnce && q.n.Once != nil
	force := func(x int64) (t, free, early tri) {
		p := q.phase(q.o, x)
		if q.n.Unless != nil {
			free = excuse.is(x)
		}
		if only {
			early = p.once.not()
		}
		return p.force(), free, early
	}
	// At an instant t the readings t and t+1 are asked: between two changes the answer is that of the first.
	t, early := no, no
	first := true
	counts, before := u.is, u.is
	from, since := civil.Forever, civil.Forever
	for _, x := range around(at, w) {
		a, free, b := force(x)
		c, later, d := force(x + 1)
		a, b = a.join(c).and(free.join(later).not()), b.join(d)
		if a.may {
			from = min(from, x)
		}
		if b.may {
			since = min(since, x)
		}
		if first {
			t, early, first = a, b, false
		} else {
			t, early = t.join(a), early.join(b)
		}
	}
	u.is, u.from = counts.and(t), from
	u.early, u.since = before.and(early), since
}

// around gives the instants in w at which the readings t and t+1 may differ from those before.
func around(at []int64, w civil.Interval) []int64 {
	out := []int64{w.Lo}
	for _, x := range at {
		for _, t := range []int64{x - 1, x} {
			if t > w.Lo && t <= w.Hi {
				out = append(out, t)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// adds gives what an act adds to a number.
func (u *use) adds(role string) fact.Range {
	if role == "" {
		return u.fact.Acts
	}
	var n fact.Range
	for i, w := range settledWays(u.ways) {
		if m := w.fact.Amount(role); i == 0 {
			n = m
		} else {
			n = n.Join(m)
		}
	}
	return n
}
