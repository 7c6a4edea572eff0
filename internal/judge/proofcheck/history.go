package proofcheck

import (
	"maps"
	"slices"
	"sort"

	"mithaq/internal/agreement/norms"
)

// words are the answers of a norm's status to each word that a condition may ask, and to isDone.
type words [5]tri

// wordAt gives the place of a word among the answers.
func wordAt(w norms.NormWord) int {
	if w == isDone {
		return len(words{}) - 1
	}
	return int(w)
}

// normCourse reads a word off another norm's status at any reading.
func (l *lane) normCourse(name string, word norms.NormWord) course {
	return course{l.normChanges(name), func(x int64) tri { return l.answers(name, x)[wordAt(word)] }}
}

// answers gives what a norm answers at reading x.
func (l *lane) answers(name string, x int64) words {
	if l.circle(name) != nil {
		l.normChanges(name)
		return l.solved[name].at(x)
	}
	key := reading{name, x}
	w, ok := l.seen[key]
	if !ok {
		w = l.ask(l.norms[name], x)
		l.seen[key] = w
	}
	return w
}

// ask reads the status of a norm at x.
func (l *lane) ask(n *norms.Norm, x int64) (out words) {
	asked := []norms.NormWord{norms.IsKept, norms.IsBreached, norms.IsDue, norms.IsInForce, isDone}
	list := l.kept(n)
	if n.ForEach == nil {
		set, _ := apply(list[0].at(x).table())
		for _, w := range asked {
			out[wordAt(w)] = answer(set, answering(w))
		}
		return out
	}
	closed, _ := l.closedAt(n)
	all, some := [2]tri{known(closed <= x), known(closed <= x)}, no
	for _, p := range parts(list, x) {
		some = some.or(p.in)
		for _, w := range asked {
			a := answer(p.set, answering(w))
			switch w {
			case norms.IsKept:
				all[0] = all[0].and(a.or(p.in.not()))
			case isDone:
				all[1] = all[1].and(a.or(p.in.not()))
			default:
				out[wordAt(w)] = out[wordAt(w)].or(a.and(p.in))
			}
		}
	}
	out[wordAt(norms.IsKept)], out[wordAt(isDone)] = all[0], all[1].and(some)
	return out
}

// kept gives the instances of a norm that others ask, made once.
func (l *lane) kept(n *norms.Norm) []*instance {
	list, ok := l.made[n.Name()]
	if !ok {
		list = l.instances(n)
		l.made[n.Name()] = list
	}
	return list
}

// solution is what a norm of a circle answers, as found so far, from each reading on.
type solution struct {
	from []int64
	is   []words
}

func (s *solution) at(x int64) words {
	i := sort.Search(len(s.from), func(i int) bool { return s.from[i] > x })
	if i == 0 {
		return words{}
	}
	return s.is[i-1]
}

// solve finds the least solution of norms that refer to each other in a circle: at first none answers to any word; each is read
// again, at every reading at which any of them may change, until nothing changes. One that does not come to rest stays open.
func (l *lane) solve(circle []string) {
	for _, name := range circle {
		l.solved[name], l.calls[name] = &solution{}, []int64{}
	}
	var at []int64
	for round := 0; ; round++ {
		for _, name := range circle { // the instances hold the readings known so far: they are made anew when there are more
			at = append(at, l.ownChanges(name)...)
		}
		at = l.instants(at)
		for _, name := range circle {
			l.calls[name] = at
			delete(l.made, name)
		}
		next, same := map[string]*solution{}, true
		for _, name := range circle {
			s := &solution{from: at}
			for i, x := range at {
				s.is = append(s.is, l.ask(l.norms[name], x))
				same = same && s.is[i] == l.solved[name].at(x)
			}
			next[name] = s
		}
		maps.Copy(l.solved, next)
		if same {
			return
		}
		if round > 8*len(circle)+16 {
			open := words{unknown, unknown, unknown, unknown, unknown}
			for _, name := range circle {
				l.solved[name] = &solution{at[:1], []words{open}}
			}
			return
		}
	}
}

// normChanges gives the readings at which a norm's status may change.
func (l *lane) normChanges(name string) []int64 {
	at, ok := l.calls[name]
	switch {
	case ok:
		return at
	case l.circle(name) != nil:
		l.solve(l.circle(name))
		return l.calls[name]
	}
	at = l.ownChanges(name)
	l.calls[name] = at
	return at
}

// ownChanges reads these off the norm's instances.
func (l *lane) ownChanges(name string) (at []int64) {
	n := l.norms[name]
	if n.ForEach != nil {
		closed, _ := l.closedAt(n)
		at = append(at, closed)
	}
	for _, in := range l.instances(n) {
		at = append(at, in.changes()...)
	}
	return l.instants(at)
}

// circle gives the norms that refer to each other in a circle with this one; nil: none.
func (c *Checker) circle(name string) []string {
	if c.circles == nil {
		c.circles = map[string][]string{}
		reach := map[string]map[string]bool{}
		for n := range c.norms {
			reach[n] = c.reach(n)
		}
		for n := range c.norms {
			for m := range reach[n] {
				if reach[m][n] {
					c.circles[n] = append(c.circles[n], m)
				}
			}
			slices.Sort(c.circles[n])
		}
	}
	return c.circles[name]
}

// reach gives the norms to which one refers, through others too.
func (c *Checker) reach(name string) map[string]bool {
	met := map[string]bool{}
	todo := c.refs(c.norms[name])
	for len(todo) > 0 {
		next := todo[0]
		todo = todo[1:]
		if !met[next] && c.norms[next] != nil {
			met[next] = true
			todo = append(todo, c.refs(c.norms[next])...)
		}
	}
	return met
}

// refs gives the norms to which one refers itself.
func (c *Checker) refs(n *norms.Norm) (out []string) {
	ag := c.agreement(n)
	var cond func(norms.Cond, *norms.Agreement)
	bound := func(b *norms.Bound, ag *norms.Agreement) {
		if b == nil {
			return
		}
		switch b.At.Sort {
		case norms.AtNorm:
			out = append(out, b.At.Norm)
		case norms.AtMark:
			if m := ag.Mark(b.At.Mark); m != nil {
				out = append(out, m.Movers...)
			}
		case norms.AtStart:
			if x := c.prog.Agreement(b.At.Agree); x != nil && x != ag {
				cond(x.Entry, x)
			}
		}
	}
	cond = func(c norms.Cond, ag *norms.Agreement) {
		norms.Walk(c, func(c norms.Cond) {
			switch c := c.(type) {
			case norms.NormIs:
				out = append(out, c.Norm)
			case norms.InEffect:
				out = append(append(out, c.Power), c.Undo...)
			case norms.Seen:
				bound(c.From, ag)
				bound(c.Until, ag)
			case norms.Reached:
				bound(&c.Bound, ag)
			case norms.Compare:
				bound(c.Figure.From, ag)
				bound(c.Figure.Until, ag)
				if c.With != nil {
					bound(c.With.From, ag)
					bound(c.With.Until, ag)
				}
			}
		})
	}
	bound(n.Window.Start, ag)
	bound(n.Window.End, ag)
	for _, x := range []norms.Cond{n.If, n.Once, n.While, n.Until, n.Unless, n.Goal, ag.Entry} {
		cond(x, ag)
	}
	if n.Window.Renew != nil {
		cond(n.Window.Renew.Unless, ag)
	}
	for _, x := range n.Extends {
		out = append(out, x.Power)
	}
	return out
}

// changes gives the readings at which the instance's state may change.
func (in *instance) changes() []int64 {
	at := slices.Concat(in.ifC.at, in.once.at, in.while.at, in.until.at, in.goal.at, in.renew.at,
		in.hitChanges(in.list), in.hitChanges(in.yes), in.hitChanges(in.no), in.hitChanges(in.notices),
		in.boundChanges(in.n.Window.Start, in.s), in.boundChanges(in.n.Window.End, in.s))
	if in.n.Unless != nil && in.n.Modality == norms.Prohibition {
		c := in.course(in.n.Unless, in.s)
		at = append(at, c.at...)
	}
	if in.w != nil {
		at = append(at, in.w.changes(0)...)
	}
	for _, x := range in.n.Extends {
		at = append(at, in.normChanges(x.Power)...)
	}
	if in.s.ag.Entry != nil {
		at = append(at, in.entry(in.s.ag).at...)
	}
	if in.member != nil {
		at = append(at, in.member.when.Lo+1, in.member.when.Hi+1)
	}
	at = append(at, in.s.ag.Starts, in.s.ag.Starts+1, in.r)
	for _, x := range in.instants(slices.Clone(at)) {
		o := in.opening(x)
		e := in.end(x, o)
		at = append(at, o.Lo, o.Lo+1, o.Hi, o.Hi+1, e.Lo, e.Lo+1, e.Hi, e.Hi+1)
		if in.cures() {
			by := in.at(x).cureEnd()
			at = append(at, by.Lo, by.Hi)
		}
	}
	if per := max(in.n.AtLeast.Per.Seconds(), in.n.AtMost.Per.Seconds()); per > 0 {
		for _, x := range slices.Clone(at) {
			at = append(at, x+per, x+per+1)
		}
		for _, x := range in.stretchEnds() {
			at = append(at, x, x+1)
		}
	}
	return at
}

// stretchEnds gives where stretches that follow one another end.
func (in *instance) stretchEnds() (at []int64) {
	per := in.n.AtLeast.Per
	if per.IsZero() {
		per = in.n.AtMost.Per
	}
	for _, x := range in.stretches(in.at(in.r).p.a, per) {
		at = append(at, x.Lo, x.Hi)
	}
	return at
}
