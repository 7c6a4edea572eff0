package oracle

import (
	"iter"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// Union is what the plain runs of many completions say together.
type Union struct {
	Norms      map[string]status.Set
	Instances  map[status.Key]status.Set
	Numbers    map[string]fact.Range // of each claim, the hull of its figures
	NoAuthors  map[string]fact.Range
	Runs       int
	Exhaustive bool // every completion over the critical instants was tried
}

// Complete tries completions at a standard (section 2) and joins what their plain runs say at reading r.
func Complete(prog *norms.Program, set *fact.Set, standard grade.Grade, r int64, limit int, seed uint64) Union {
	return complete(newCompleter(prog, set, r), standard, r, limit, seed)
}

// CompleteAll does so at every standard.
func CompleteAll(prog *norms.Program, set *fact.Set, r int64, limit int, seed uint64) (all [len(grade.Standards)]Union) {
	c := newCompleter(prog, set, r)
	for i, standard := range grade.Standards {
		all[i] = complete(c, standard, r, limit, seed)
	}
	return all
}

func complete(c *completer, standard grade.Grade, r int64, limit int, seed uint64) Union {
	u := Union{
		Norms: map[string]status.Set{}, Instances: map[status.Key]status.Set{},
		Numbers: map[string]fact.Range{}, NoAuthors: map[string]fact.Range{},
	}
	runs, exhaustive := c.runs(standard, limit, seed)
	u.Exhaustive = exhaustive
	for run := range runs {
		res := Plain(c.prog, run, r)
		for k, v := range res.Norms {
			u.Norms[k] |= v
		}
		for k, v := range res.Instances {
			u.Instances[k] |= v
		}
		for k, c := range res.Claims {
			u.Numbers[k] = hull(u.Numbers[k], c.Number, u.Runs == 0)
			u.NoAuthors[k] = hull(u.NoAuthors[k], c.NoAuthor, u.Runs == 0)
		}
		u.Runs++
	}
	return u
}

func hull(a, b fact.Range, first bool) fact.Range {
	if first {
		return b
	}
	return fact.Range{Lo: min(a.Lo, b.Lo), Hi: max(a.Hi, b.Hi)}
}

// Completions gives plain runs: all of them, where at most limit exist over the critical instants; else limit runs
// drawn with the seed.
//
// Critical instants of a fact are its own first and last, and of those between them: every instant at which another
// fact or member may begin or end being, or which a bound gives for one of these, each with the second before and
// after. Every condition of spec/norms.md compares instants of facts with each other, with bounds and with the
// reading; so between two neighbouring critical instants nothing changes, but for three things that this choice may
// step over: lengths summed over several facts (a suspended period), stretches (Per) measured from something other
// than a fact, and two facts of which both lie strictly between critical instants. Draws therefore also take any
// second of the interval, one time in four; it is a search for counter-examples, not a proof.
func Completions(prog *norms.Program, set *fact.Set, standard grade.Grade, r int64, limit int, seed uint64) (iter.Seq[*Run], bool) {
	return newCompleter(prog, set, r).runs(standard, limit, seed)
}

func newCompleter(prog *norms.Program, set *fact.Set, r int64) *completer {
	c := &completer{prog: prog, set: set, critical: criticalInstants(prog, set)}
	c.asked()
	c.turning(r)
	return c
}

func (c completer) runs(standard grade.Grade, limit int, seed uint64) (iter.Seq[*Run], bool) {
	c.s = standard
	count, tried := 0, &odometer{}
	for ok := true; ok && count <= limit; ok = tried.next() {
		c.run(tried.choose)
		count++
	}
	if count <= limit {
		return func(yield func(*Run) bool) {
			o := &odometer{}
			for ok := true; ok; ok = o.next() {
				if !yield(c.run(o.choose)) {
					return
				}
			}
		}, true
	}
	return func(yield func(*Run) bool) {
		c := c
		c.draw = &splitmix{seed}
		for range limit {
			if !yield(c.run(c.draw.below)) {
				return
			}
		}
	}, false
}

// odometer runs through every sequence of choices, whatever each choice makes of the next.
type odometer struct {
	digits, sizes []int
	pos           int
}

func (o *odometer) choose(n int) int {
	if o.pos == len(o.digits) {
		o.digits, o.sizes = append(o.digits, 0), append(o.sizes, n)
	}
	o.sizes[o.pos] = n
	o.pos++
	return o.digits[o.pos-1]
}

func (o *odometer) next() bool {
	o.digits, o.sizes = o.digits[:o.pos], o.sizes[:o.pos]
	o.pos = 0
	for i := len(o.digits) - 1; i >= 0; i-- {
		if o.digits[i]++; o.digits[i] < o.sizes[i] {
			o.digits, o.sizes = o.digits[:i+1], o.sizes[:i+1]
			return true
		}
	}
	return false
}

// splitmix is SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): enough to draw completions, the same on every machine.
type splitmix struct{ state uint64 }

func (s *splitmix) below(n int) int {
	s.state += 0x9e3779b97f4a7c15
	z := s.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return int((z ^ z>>31) % uint64(n))
}

type completer struct {
	prog     *norms.Program
	set      *fact.Set
	s        grade.Grade
	critical []int64
	near     []Near    // the places that a pattern wants acts to be near to
	numbers  []int64   // that amounts and counts are compared with
	draw     *splitmix // nil: every choice is enumerated
}

// asked collects what the program compares places and numbers with.
func (c *completer) asked() {
	for i := range c.prog.Agreements {
		patterns(&c.prog.Agreements[i], func(p norms.Pattern) {
			for _, w := range p.Roles {
				if w.Amount != nil {
					c.numbers = append(c.numbers, w.Amount.N)
				}
				for _, v := range w.Values {
					if n := (Near{v.ID, v.Near}); v.Near > 0 && !slices.Contains(c.near, n) {
						c.near = append(c.near, n)
					}
				}
			}
		}, func(n int64) { c.numbers = append(c.numbers, n) })
	}
	slices.Sort(c.numbers)
	c.numbers = slices.Compact(c.numbers)
}

func criticalInstants(prog *norms.Program, set *fact.Set) (all []int64) {
	add := func(instants ...int64) {
		for _, t := range instants {
			all = append(all, t-1, t, t+1)
		}
	}
	for _, f := range set.Facts {
		add(f.When.Lo, f.When.Hi)
		for _, role := range f.Roles {
			for _, v := range role.Values {
				if d, err := civil.ParseDate(v); err == nil {
					for _, ag := range prog.Agreements {
						add(ag.Zone.Clock(d, 12, 0))
					}
				}
			}
		}
	}
	for _, ro := range set.Rosters {
		add(ro.Declared)
		for _, m := range ro.Members {
			add(m.When.Lo, m.When.Hi)
		}
	}
	for _, c := range set.Coverage {
		add(c.From, c.To)
	}
	for _, p := range prog.Vocabulary.Parties {
		for _, m := range p.In {
			add(m.Dates.Lo, m.Dates.Hi)
		}
	}
	for _, ag := range prog.Agreements {
		add(ag.Starts)
	}
	return all
}

// turning adds the readings up to r that turn when everything happens at its first instant, and when it happens at its
// last: bounds that rest on bounds and ends that move are among them.
func (c *completer) turning(r int64) {
	for _, last := range []int{0, 1} {
		all := &completer{prog: c.prog, set: c.set, s: grade.Alleged}
		for _, t := range Plain(c.prog, all.run(func(n int) int { return min(last, n-1) }), r).Turns {
			c.critical = append(c.critical, t-1, t)
		}
	}
	slices.Sort(c.critical)
	c.critical = slices.Compact(c.critical)
}

// run makes one plain run from a sequence of choices; choose(n) gives a number below n.
func (c *completer) run(choose func(int) int) *Run {
	run := &Run{Coverage: c.set.Coverage, Positions: c.set.Positions}
	for i := range c.set.Facts {
		if a, in := c.act(&c.set.Facts[i], choose); in {
			run.Acts = append(run.Acts, a)
		}
	}
	for _, ro := range c.set.Rosters {
		plain := Roster{ID: ro.ID, Complete: ro.Complete, Declared: ro.Declared}
		var decl []norms.Role
		ev := evaluator{prog: c.prog}
		if st := ev.state(ev.rosterOf(ro.ID)); st != nil {
			decl = st.Roles
		}
		for _, m := range ro.Members {
			if m.Grade == grade.Discounted || m.Grade < c.s && choose(2) == 1 {
				continue
			}
			t := c.instant(m.When, choose)
			plain.Members = append(plain.Members, Member{m.ID, c.roles(decl, "", m.Roles, t, m.ID, choose), t})
		}
		run.Rosters = append(run.Rosters, plain)
	}
	for _, t := range c.set.Tallies {
		if t.Grade != grade.Discounted && t.Grade >= c.s {
			run.Tallies = append(run.Tallies, t)
		}
	}
	return run
}

// act completes one fact: out, or in with everything chosen.
func (c *completer) act(f *fact.Fact, choose func(int) int) (Act, bool) {
	if f.Grade == grade.Discounted || (f.Grade < c.s || f.Unsure) && choose(2) == 1 {
		return Act{}, false
	}
	a := Act{ID: f.ID, Act: f.Act, At: c.instant(f.When, choose), N: c.number(f.Acts, choose), Amount: map[string]int64{}}
	if a.N == 0 {
		return Act{}, false
	}
	decl := (&evaluator{prog: c.prog}).act(f.Act)
	a.Roles = c.roles(decl.Roles, decl.Doer(), f.Roles, a.At, f.ID, choose)
	if doer := decl.Doer(); doer != "" {
		a.Roles[doer] = c.doers(&f.Attribution, a.At, f.ID, choose)
	}
	for _, role := range decl.Roles {
		switch role.Type {
		case norms.CountRole:
			known := fact.Range{Lo: 0, Hi: fact.Unbounded}
			for _, amount := range f.Amounts {
				if amount.Role == role.Name {
					known = amount.Range
				}
			}
			a.Amount[role.Name] = c.number(known, choose)
		case norms.PlaceRole:
			c.place(&f.Place, &a, choose)
		}
	}
	return a, true
}

// instant chooses among the critical instants of an interval; a draw may take any second.
func (c *completer) instant(when civil.Interval, choose func(int) int) int64 {
	if when.Point() {
		return when.Lo
	}
	if c.draw != nil && when.Lo > civil.Ever && when.Hi < civil.Forever && choose(4) == 0 {
		return when.Lo + int64(choose(int(when.Hi-when.Lo+1)))
	}
	options := []int64{when.Lo, when.Hi}
	for _, t := range c.critical {
		if when.Lo < t && t < when.Hi {
			options = append(options, t)
		}
	}
	return options[choose(len(options))]
}

// number chooses the least, the next and the greatest of a range, and the numbers in it that something is compared with;
// of one without upper limit some large number.
func (c *completer) number(r fact.Range, choose func(int) int) int64 {
	options := []int64{r.Lo}
	try := []int64{r.Lo + 1, r.Lo + 7, r.Hi}
	for _, n := range c.numbers {
		try = append(try, n-1, n, n+1)
	}
	for _, v := range try {
		if r.Lo <= v && v <= r.Hi && v < fact.Unbounded && !slices.Contains(options, v) {
			options = append(options, v)
		}
	}
	return options[choose(len(options))]
}
