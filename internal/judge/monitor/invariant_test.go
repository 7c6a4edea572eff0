package monitor

import (
	"math/rand"
	"reflect"
	"testing"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

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
