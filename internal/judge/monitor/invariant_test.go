package monitor

import (
	"fmt"
	"math/rand"
	"reflect"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// random makes programs and records of the test world.
type random struct {
	*rand.Rand
	dates bool // nothing is uncertain but dates, and those widely; patterns ask for nothing but the act
}

func (g random) oneOf(list ...string) string { return list[g.Intn(len(list))] }

func (g random) pattern() norms.Pattern {
	act := g.oneOf("attack", "deliver", "meet", "stop", "attack")
	p := pat(act)
	if g.dates {
		return p
	}
	if g.Intn(3) > 0 {
		p = pat(act, "doer", g.oneOf("north", "south", "army"))
	}
	if act == "attack" && g.Intn(2) == 0 {
		p.Roles = append([]norms.Want{{Role: "at", Values: []norms.Value{{ID: g.oneOf("city", "quarter")}}}}, p.Roles...)
	}
	if act == "attack" && g.Intn(2) == 0 {
		p.Roles = append(p.Roles, norms.Want{Role: "what", Values: []norms.Value{{ID: g.oneOf("site", "hospital")}}})
	}
	return p
}

func (g random) bound() *norms.Bound {
	edge := norms.Edge(g.Intn(4))
	b := &norms.Bound{Edge: edge}
	switch g.Intn(10) {
	case 8:
		b.At = norms.Point{Sort: norms.AtStart}
	case 9:
		b.At = norms.Point{Sort: norms.AtNorm, Norm: "a.other", Breach: true}
	case 0:
		b.At = norms.Point{Sort: norms.AtAct, Act: g.pattern()}
	case 1:
		b.At = norms.Point{Sort: norms.AtMark, Mark: "mark"}
	case 2:
		b.At = norms.Point{Sort: norms.AtNorm, Norm: "a.other"}
	default:
		b.At = norms.Point{Sort: norms.AtInstant, Instant: day(1 + g.Intn(20))}
	}
	if edge != norms.Exact && g.Intn(2) == 0 {
		b.Plus, b.Period = civil.Period{N: 1 + g.Intn(8), Unit: civil.Days}, true
	} else if g.Intn(4) == 0 {
		b.Plus, b.Before = g.period(), true
	} else if edge == norms.SameClock {
		b.Plus, b.Period = g.period(), true
	}
	return b
}

func (g random) period() civil.Period {
	if g.Intn(3) == 0 {
		return civil.Period{N: 5 + g.Intn(40), Unit: civil.Hours}
	}
	return civil.Period{N: 1 + g.Intn(6), Unit: civil.Days}
}

func (g random) cond(depth int) norms.Cond {
	switch k := g.Intn(12); {
	case k == 11:
		c := norms.InEffect{Power: "a.power"}
		if g.Intn(2) == 0 {
			c.Undo = []string{"a.undo"}
		}
		if g.Intn(2) == 0 {
			c.For = g.period()
		}
		return c
	case k == 0 && depth > 0:
		return norms.And{Conds: []norms.Cond{g.cond(depth - 1), g.cond(depth - 1)}}
	case k == 1 && depth > 0:
		return norms.Or{Conds: []norms.Cond{g.cond(depth - 1), g.cond(depth - 1)}}
	case k == 2 && depth > 0:
		return norms.Not{Cond: g.cond(depth - 1)}
	case k == 3:
		return norms.Holds{Pattern: pat("held", "person", g.oneOf("ann", "bob"))}
	case k == 4:
		return norms.NoneHolds{Pattern: pat("held")}
	case k == 5:
		return norms.NormIs{Norm: "a.other", Word: norms.NormWord(g.Intn(4))}
	case k == 6:
		return norms.MarkSet{Mark: "mark"}
	case k == 7:
		return norms.Reached{Bound: *g.bound()}
	case k == 8:
		f := norms.Figure{Measure: norms.Measure(g.Intn(3)), Role: "what", Pattern: pat("attack", "doer", "north")}
		if f.Measure == norms.Sum {
			f.Role = "killed"
		}
		return norms.Compare{Figure: f, Op: norms.Op(g.Intn(5)), N: int64(g.Intn(4))}
	}
	s := norms.Seen{Pattern: g.pattern()}
	if g.Intn(4) == 0 {
		s.From = g.bound()
	}
	if g.Intn(4) == 0 {
		s.Until = g.bound()
	}
	return s
}

func (g random) norm(id string) norms.Norm {
	n := norms.Norm{ID: id, Bearers: []string{"north"}, Modality: norms.Modality(g.Intn(5)), Act: g.pattern()}
	n.AtLeast.N = 1 + g.Intn(2)
	if g.Intn(4) == 0 && n.Modality == norms.Obligation {
		n.AtLeast.Per = civil.Period{N: 5, Unit: civil.Days}
	}
	if n.Modality == norms.Prohibition {
		n.AtMost.N = g.Intn(2)
		if g.Intn(3) == 0 {
			n.AtMost.Per = civil.Period{N: 3, Unit: civil.Days}
		}
	}
	if g.Intn(3) == 0 {
		n.Window.Start = g.bound()
	}
	if g.Intn(3) > 0 {
		n.Window.End = g.bound()
	}
	for _, c := range []*norms.Cond{&n.If, &n.Once, &n.While, &n.Until, &n.Unless} {
		if g.Intn(7) == 0 || g.dates && g.Intn(3) == 0 {
			*c = g.cond(1)
		}
	}
	n.OnlyOnce = n.Modality == norms.Permission && n.Once != nil
	g.cycle(&n)
	if id == "n" && g.Intn(4) == 0 {
		n.ForEach = &norms.Family{Var: "x", Source: norms.FamilySource(g.Intn(3)), Roster: "detainees", Pattern: pat("detain")}
		switch n.ForEach.Source {
		case norms.FromRoster:
			n.ForEach.Pattern = norms.Pattern{}
		case norms.FromState:
			n.ForEach.Pattern = pat("held")
		}
		n.Act = pat("deliver", "person", "x.person")
		if g.Intn(2) == 0 && n.ForEach.Source != norms.FromRoster {
			n.Window.End = &norms.Bound{At: norms.Point{Sort: norms.AtVar, Var: "x"}, Plus: civil.Period{N: 3, Unit: civil.Days}, Edge: norms.DayEnd}
		}
	}
	return n
}

// cycle draws what else a norm may turn on.
func (g random) cycle(n *norms.Norm) {
	asks := n.Modality == norms.Obligation || n.Modality == norms.Aim
	switch g.Intn(5) {
	case 0:
		if asks {
			n.Goal = g.cond(1)
			n.Keep = n.Modality == norms.Obligation && g.Intn(2) == 0
		}
	case 1:
		if asks || n.Modality == norms.Prohibition {
			n.Judged = &norms.Judged{Word: "good", By: []string{"west"}, Yes: pat("finding", "result", "good"), No: pat("finding", "result", "not good")}
		}
	case 2:
		if n.AtLeast.Role == "" && n.Act.Act == "attack" {
			n.AtLeast.Role, n.AtMost.Role = "killed", "killed"
			n.AtMost.N++
		}
	}
	if g.Intn(3) == 0 {
		n.AtLeast.Every, n.AtMost.Every = true, true
	}
	if n.Modality == norms.Obligation && g.Intn(4) == 0 {
		n.Cure = &norms.Cure{Period: g.period()}
		if g.Intn(2) == 0 {
			p := pat("meet")
			n.Cure.Notice = &p
		}
	}
	if n.Window.End != nil {
		if g.Intn(5) == 0 {
			n.Window.Renew = &norms.Renewal{Period: g.period(), Unless: g.cond(1)}
		}
		for g.Intn(5) == 0 {
			n.Extends = append(n.Extends, norms.Extension{Power: g.oneOf("a.power", "a.undo"), By: g.period()})
		}
	}
	n.Clock = norms.Clock(g.Intn(3))
}

func (g random) program() *norms.Program {
	free := func(id string) norms.Norm {
		n := g.norm(id)
		for refersBack(n) {
			n = g.norm(id)
		}
		return n
	}
	powers := [2]norms.Norm{free("power"), free("undo")}
	for i := range powers {
		powers[i].Modality, powers[i].OnlyOnce, powers[i].Goal, powers[i].Judged = norms.Power, false, nil, nil
		if powers[i].Act.Act == "" {
			powers[i].Act = g.pattern()
		}
		if g.Intn(4) == 0 {
			powers[i].Act = pat("announce")
		}
	}
	prog := text(g.norm("n"), free("other"), powers[0], powers[1])
	ag := &prog.Agreements[0]
	if g.Intn(4) == 0 {
		ag.Entry = seen(g.pattern())
	}
	if g.Intn(3) == 0 {
		ag.Marks[0].Movers = []string{"a.power"}
	}
	for _, p := range []string{"ann", "bob"} {
		if g.Intn(3) == 0 {
			ag.Initially = append(ag.Initially, pat("held", "person", p))
		}
	}
	return prog
}

func refersBack(n norms.Norm) bool {
	return len((&Machine{}).refs(&normRef{&n, &norms.Agreement{}})) > 0
}

func (g random) fact(id string) fact.Fact {
	f := happened(id, g.oneOf("attack", "attack", "deliver", "meet", "stop", "detain", "release", "announce", "finding"), day(1+g.Intn(24))+int64(g.Intn(4))*21600)
	f.Grade = grade.Grade(max(g.Intn(7)-3, 0)) // mostly low, so that there is something to confirm
	if g.Intn(2) == 0 {
		f.Grade = grade.Corroborated
	}
	if g.Intn(2) == 0 {
		f.When.Hi += int64(g.Intn(3 * 86400))
	}
	if g.Intn(6) == 0 {
		f.Acts = fact.Range{Lo: int64(g.Intn(2)), Hi: 1 + int64(g.Intn(2))}
	}
	if g.dates {
		f.Grade, f.Acts, f.When.Hi = grade.Verified, fact.Range{Lo: 1, Hi: 1}, f.When.Lo+int64(g.Intn(8))*86400/2
		return f
	}
	f.Attribution = fact.Attribution{}
	for _, p := range []string{"army", "north", "south"} {
		if g.Intn(2) == 0 {
			f.Attribution.To = append(f.Attribution.To, fact.Attributed{Party: p, Grade: grade.Grade(g.Intn(4))})
		}
	}
	f.Attribution.OneOf = g.Intn(3) == 0
	f.Attribution.Exhaustive = f.Attribution.OneOf && g.Intn(2) == 0
	f.Attribution.Group = grade.Grade(1 + g.Intn(3))
	switch f.Act {
	case "attack":
		if g.Intn(4) > 0 {
			f.Place.Zones = []string{g.oneOf("city", "quarter", "valley")}
		}
		if g.Intn(4) > 0 {
			f.Roles = []fact.Role{{Name: "what", Values: []string{g.oneOf("thing", "site", "hospital", "truck")}}}
		}
		f.Amounts = []fact.Amount{{Role: "killed", Range: fact.Range{Lo: 1, Hi: 1 + int64(g.Intn(3))}, Best: -1}}
	case "detain", "release", "deliver":
		if g.Intn(4) > 0 {
			f.Roles = []fact.Role{{Name: "person", Values: []string{g.oneOf("ann", "bob")}}}
			if g.Intn(4) == 0 {
				f.Roles[0] = fact.Role{Name: "person", Values: []string{"ann", "bob"}, OneOf: true}
			}
		}
	case "finding":
		f.Attribution.To = []fact.Attributed{{Party: "west", Grade: grade.Grade(1 + g.Intn(3))}}
		f.Roles = []fact.Role{{Name: "of", Values: []string{"n"}}, {Name: "result", Values: []string{g.oneOf("good", "not good")}}}
		if g.Intn(4) == 0 {
			f.Roles[1] = fact.Role{Name: "result", Values: []string{"good", "not good"}, OneOf: true}
		}
	case "announce":
		f.Roles = []fact.Role{{Name: "mark", Values: []string{"mark"}}, {Name: "day", Values: []string{fmt.Sprintf("2020-01-%02d", 1+g.Intn(25))}}}
		if g.Intn(4) == 0 {
			f.Roles = f.Roles[:1]
		}
	}
	return f
}

func (g random) set() fact.Set {
	var s fact.Set
	for i := range 2 + g.Intn(9) {
		f := g.fact(fmt.Sprintf("f%02d", i))
		if !g.dates && g.Intn(2) == 0 { // half of them by one certain author
			f.Attribution = fact.Attribution{To: []fact.Attributed{{Party: g.oneOf("north", "south"), Grade: grade.Verified}}}
		}
		s.Facts = append(s.Facts, f)
	}
	if g.Intn(3) == 0 {
		s.Coverage = []fact.Coverage{{ID: "c", Observer: "m", Zone: g.oneOf("city", "valley"), From: day(1), To: day(5 + g.Intn(20)), Denied: g.Intn(2) == 0, Lag: int64(g.Intn(3)) * 40000}}
	}
	if g.Intn(2) == 0 {
		s.Rosters = []fact.Roster{{ID: "detainees", Complete: g.Intn(2) == 0, Declared: day(3)}}
		if g.Intn(2) == 0 {
			s.Rosters[0].Members = []fact.Member{{ID: "m1", Grade: grade.Grade(1 + g.Intn(3)), When: civil.At(day(2)), Roles: []fact.Role{{Name: "person", Values: []string{"ann"}}}}}
		}
	}
	s.Sort()
	return s
}

// narrow confirms or narrows one thing of one fact, as a better report would; a discounted fact stays as it is.
func (g random) narrow(s fact.Set) (fact.Set, string) {
	out := s
	out.Facts = append([]fact.Fact(nil), s.Facts...)
	f := &out.Facts[g.Intn(len(out.Facts))]
	what := ""
	switch g.Intn(7) {
	case 0:
		if f.Grade > grade.Discounted && f.Grade < grade.Verified {
			f.Grade++
			what = "grade"
		}
	case 1:
		if w := f.When.Hi - f.When.Lo; w > 0 {
			lo := f.When.Lo + g.Int63n(w+1)
			f.When = civil.Interval{Lo: lo, Hi: lo + g.Int63n(f.When.Hi-lo+1)}
			what = "date"
		}
	case 2:
		if f.Acts.Lo < f.Acts.Hi {
			f.Acts.Lo++
			what = "acts"
		}
	case 3:
		f.Attribution.To = append([]fact.Attributed(nil), f.Attribution.To...)
		for i := range f.Attribution.To {
			if a := &f.Attribution.To[i]; a.Grade > grade.Discounted && a.Grade < grade.Verified && !f.Attribution.OneOf {
				a.Grade++
				what = "attribution"
				break
			}
		}
	case 4:
		if len(f.Place.Zones) == 1 && f.Place.Zones[0] == "city" {
			f.Place.Zones = []string{"quarter"}
			what = "place"
		} else if len(f.Place.Zones) == 0 && f.Act == "attack" {
			f.Place.Zones = []string{g.oneOf("city", "quarter", "valley")}
			what = "place found"
		}
	case 5:
		f.Roles = append([]fact.Role(nil), f.Roles...)
		for i := range f.Roles {
			if r := &f.Roles[i]; r.OneOf {
				*r = fact.Role{Name: r.Name, Values: []string{g.oneOf(r.Values...)}}
				what = "role"
			} else if len(r.Values) == 1 && r.Values[0] == "site" {
				r.Values = []string{"hospital"}
				what = "kind"
			}
		}
	case 6:
		for i := range f.Amounts {
			f.Amounts = append([]fact.Amount(nil), f.Amounts...)
			if a := &f.Amounts[i]; a.Lo < a.Hi {
				a.Hi--
				what = "amount"
			}
		}
	}
	return out, what
}

// Information (DESIGN 4.1): narrowing or confirming a fact only shrinks the sets, at every time.
func TestNarrowingOnlyShrinks(t *testing.T) {
	g := random{Rand: rand.New(rand.NewSource(7))}
	narrowed, shrunk := map[string]int{}, 0
	seen := map[status.State]int{}
	rounds := 1000
	for round := range rounds {
		prog, set := g.program(), g.set()
		at := 5 + g.Intn(24)
		was := judge(t, prog, at, set)
		for range 16 {
			better, what := g.narrow(set)
			if what == "" {
				continue
			}
			better.Sort()
			narrowed[what]++
			is := judge(t, prog, at, better)
			for l := range was.Lanes {
				a, b := was.Lanes[l].States, is.Lanes[l].States
				for s := range b.All() {
					seen[s]++
				}
				if b == 0 || !b.Within(a) {
					t.Fatalf("round %d, %s narrowed, lane %d, day %d: %v became %v\n%+v\n%+v\n%+v", round, what, l, at, a, b, prog.Agreements[0].Norms, set, better)
				}
				if a != b {
					shrunk++
				}
			}
			was, set = is, better
		}
	}
	if shrunk < rounds/40 {
		t.Errorf("only %d sets shrank: the test sees too little", shrunk)
	}
	for s := range status.NoInstanceKnown {
		if seen[s] == 0 {
			t.Errorf("no case with state %v", s)
		}
	}
	t.Log(narrowed, shrunk, seen)
}

// The order in which facts arrive, and ticks in between, change nothing; the same input gives the same bytes.
func TestOrderOfArrivalChangesNothing(t *testing.T) {
	g := random{Rand: rand.New(rand.NewSource(8))}
	for range 400 {
		prog, set := g.program(), g.set()
		want, err := Judge(prog, &set, day(20))
		if err != nil {
			t.Fatal(err)
		}
		m, err := New(prog, Options{})
		if err != nil {
			t.Fatal(err)
		}
		m.Context(&set)
		for _, i := range g.Perm(len(set.Facts)) {
			m.Step(Event{Fact: &set.Facts[i]})
			m.Step(Event{Tick: day(1 + g.Intn(25))})
			if g.Intn(3) == 0 {
				m.Snapshot()
			}
		}
		m.Step(Event{Tick: day(20)})
		if got := m.Snapshot(); !reflect.DeepEqual(got, want) {
			t.Fatalf("by steps:\n%+v\nat once:\n%+v", got, want)
		}
	}
}

// What the history says of a reading is what the engine says when asked as of that time.
func TestHistoryIsReplay(t *testing.T) {
	g := random{Rand: rand.New(rand.NewSource(9))}
	changes := 0
	for round := range 500 {
		prog, set := g.program(), g.set()
		m, err := New(prog, Options{})
		if err != nil {
			t.Fatal(err)
		}
		m.Context(&set)
		for i := range set.Facts {
			m.Step(Event{Fact: &set.Facts[i]})
		}
		m.Step(Event{Tick: day(27)})
		key := status.Key{Norm: "a.n"}
		h := m.History(key)
		changes += len(h)
		for range 12 {
			at := day(1) + g.Int63n(26*86400)
			if g.Intn(2) == 0 { // at and around changes
				at = h[g.Intn(len(h))].Reading - 1 + int64(g.Intn(3)) - 1
				at = max(at, day(1)-5)
			}
			var then Change
			for _, c := range h {
				if c.Reading <= at+1 {
					then = c
				}
			}
			res, err := Judge(prog, &set, at)
			if err != nil {
				t.Fatal(err)
			}
			for l, lane := range res.Agreements[0].Norms[0].Lanes {
				if then.Sets[l] != lane.States {
					t.Fatalf("round %d lane %d at %d: history %v, judged %v\n%+v\n%+v", round, l, at, then.Sets[l], lane.States, prog.Agreements[0].Norms, set)
				}
			}
		}
	}
	if changes < 1000 {
		t.Errorf("only %d changes seen", changes)
	}
}

// complete chooses one completion of every fact and member at a standard: out, or in and exact.
func (g random) complete(s fact.Set, at grade.Grade) fact.Set {
	out := s
	out.Facts, out.Rosters = nil, nil
	for _, f := range s.Facts {
		in := f.In()
		if in.May == 0 || !in.Must.Has(at.Lane()) && g.Intn(2) == 0 {
			continue
		}
		f.Grade = grade.Verified
		f.When = civil.At(f.When.Lo + g.Int63n(f.When.Hi-f.When.Lo+1))
		n := max(f.Acts.Lo, 1) + g.Int63n(f.Acts.Hi-max(f.Acts.Lo, 1)+1)
		f.Acts = fact.Range{Lo: n, Hi: n}
		g.completeDoers(&f, at)
		f.Roles = append([]fact.Role(nil), f.Roles...)
		for i := range f.Roles {
			r := &f.Roles[i]
			switch r.Values[0] {
			case "thing":
				r.Values = []string{g.oneOf("thing", "site", "hospital", "truck")}
			case "site":
				r.Values = []string{g.oneOf("site", "hospital")}
			default:
				*r = fact.Role{Name: r.Name, Values: []string{g.oneOf(r.Values...)}}
			}
		}
		g.fillRoles(&f)
		for i := range f.Amounts {
			f.Amounts = append([]fact.Amount(nil), f.Amounts...)
			a := &f.Amounts[i]
			a.Lo += g.Int63n(a.Hi - a.Lo + 1)
			a.Hi = a.Lo
		}
		out.Facts = append(out.Facts, f)
	}
	for _, r := range s.Rosters {
		members := r.Members
		r.Members = nil
		for _, m := range members {
			if m.Grade >= at || g.Intn(2) == 0 {
				m.Grade = grade.Verified
				r.Members = append(r.Members, m)
			}
		}
		out.Rosters = append(out.Rosters, r)
	}
	out.Sort()
	return out
}

func (g random) completeDoers(f *fact.Fact, at grade.Grade) {
	a := f.Attribution
	var named []fact.Attributed
	for _, to := range a.To {
		if to.Grade != grade.Discounted {
			named = append(named, to)
		}
	}
	f.Attribution = fact.Attribution{}
	put := func(party string) {
		f.Attribution.To = append(f.Attribution.To, fact.Attributed{Party: party, Grade: grade.Verified})
	}
	switch {
	case len(named) == 0 && len(a.To) > 0:
		put("west") // nobody in question here
	case len(named) == 0:
		put(g.oneOf("north", "south", "army", "west"))
	case a.OneOf:
		sure := a.Exhaustive && a.Group >= at || !a.Exhaustive && len(named) == 1 && named[0].Grade >= at
		if sure || g.Intn(2) == 0 {
			put(named[g.Intn(len(named))].Party)
		}
	default:
		for _, to := range named {
			if to.Grade >= at || g.Intn(2) == 0 {
				put(to.Party)
			}
		}
	}
	if f.Attribution.To == nil {
		put("somebody else")
	}
	if f.Attribution.To[0].Party == "north" && g.Intn(2) == 0 && len(f.Attribution.To) == 1 {
		f.Attribution.To[0].Party = "army" // known only up to the side
	}
}

// fillRoles gives values to what is not known.
func (g random) fillRoles(f *fact.Fact) {
	fill := func(name string, values ...string) {
		if f.Role(name) == nil {
			f.Roles = append(f.Roles, fact.Role{Name: name, Values: []string{g.oneOf(values...)}})
		}
	}
	switch f.Act {
	case "attack":
		fill("what", "thing", "site", "hospital", "truck", "other")
		if len(f.Place.Zones) == 0 {
			f.Place.Zones = []string{g.oneOf("city", "quarter", "valley", "elsewhere")}
		} else if f.Place.Zones[0] == "city" && g.Intn(2) == 0 {
			f.Place.Zones = []string{"quarter"}
		}
	case "detain", "release", "deliver":
		fill("person", "ann", "bob", "other")
	case "announce":
		fill("day", "2020-01-05", "2020-01-15")
	}
}

// Soundness (DESIGN 4.1): the status of every completion lies in the set.
func TestSetsCoverCompletions(t *testing.T) {
	g := random{Rand: rand.New(rand.NewSource(11))}
	open, several := 0, 0
	for round := range 500 {
		g.dates = round%2 == 0
		prog, set := g.program(), g.set()
		at := 5 + g.Intn(24)
		whole := judge(t, prog, at, set)
		for range 12 {
			l := g.Intn(3)
			plain := g.complete(set, grade.Standards[l])
			got := judge(t, prog, at, plain).Lanes[l].States
			if !got.Within(whole.Lanes[l].States) {
				t.Fatalf("round %d, lane %d, day %d: a completion is %v, not in %v\n%+v\n%+v\n%+v", round, l, at, got, whole.Lanes[l].States, prog.Agreements[0].Norms, set, plain)
			}
			if whole.Lanes[l].States.Len() > 1 {
				several++
			}
			open++
		}
	}
	if several*20 < open {
		t.Errorf("only %d of %d sets had several states", several, open)
	}
}
