package monitor

import (
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// A permission with "once C" is open while C has been true, not yet while it has not, both while unknown.
func asked(t *testing.T, c norms.Cond, n int, set fact.Set, more ...norms.Norm) status.Set {
	t.Helper()
	return judge(t, text(append([]norms.Norm{mayDo(norms.Norm{Once: c})}, more...)...), n, set).Lanes[2].States
}

func TestConditions(t *testing.T) {
	yes, not, either := status.Of(status.Open), status.Of(status.NotYet), status.Of(status.Open, status.NotYet)
	held := norms.Holds{Pattern: pat("held", "person", "ann")}
	detain := func(at int64) fact.Fact { return happened("d", "detain", at, "person", "ann") }
	release := func(at int64, who string) fact.Fact { return happened("r", "release", at, "person", who) }
	nobody := happened("r", "release", noon(4))
	complete := func(s fact.Set) fact.Set {
		s.Rosters = []fact.Roster{{ID: "detainees", Complete: true, Declared: day(2)}}
		return s
	}
	figure := func(m norms.Measure, role string, op norms.Op, n int64) norms.Cond {
		return norms.Compare{Figure: norms.Figure{Measure: m, Role: role, Pattern: pat("attack")}, Op: op, N: n}
	}
	killed := func(id string, lo, hi int64, what string) fact.Fact {
		f := happened(id, "attack", noon(3), "what", what)
		f.Amounts = []fact.Amount{{Role: "killed", Range: fact.Range{Lo: lo, Hi: hi}, Best: -1}}
		return f
	}
	two := facts(killed("a", 1, 3, "hospital"), killed("b", 2, 2, "truck"))
	late := norms.Seen{Pattern: pat("stop"), From: date(5, norms.DayStart), Until: date(6, norms.DayEnd)}
	while := func(c norms.Cond, n int, s fact.Set) status.Set {
		return judge(t, text(mayDo(norms.Norm{While: c})), n, s).Lanes[2].States
	}
	suspended := status.Of(status.Suspended)
	cases := []struct {
		name string
		got  status.Set
		want status.Set
	}{
		{"seen", asked(t, stopped, 5, facts(stop("s", noon(3)))), yes},
		{"not seen", asked(t, stopped, 5, facts()), not},
		{"seen before its window", asked(t, late, 9, facts(stop("s", noon(4)))), not},
		{"seen in its window", asked(t, late, 9, facts(stop("s", noon(6)))), yes},
		{"seen after its window", asked(t, late, 9, facts(stop("s", noon(7)))), not},
		{"absence that nobody could see", asked(t, stopped, 5, uncoveredSet()), either},
		{"absence of which nobody said whether it could be seen", asked(t, stopped, 5, silent()), either},
		{"its contrary", while(norms.Not{Cond: stopped}, 5, silent()), status.Of(status.Open, status.Suspended)},
		{"a state begun, its end perhaps not on record", while(held, 5, silent(detain(noon(3)))), status.Of(status.Open, status.Suspended)},
		{"none holds, complete: the list is a positive statement", asked(t, norms.NoneHolds{Pattern: pat("held")}, 5, complete(silent())), yes},
		{"one holds on record, complete", asked(t, norms.NoneHolds{Pattern: pat("held")}, 5, complete(silent(detain(day(1))))), not},
		{"one held and let go, complete", asked(t, norms.NoneHolds{Pattern: pat("held")}, 5, complete(silent(detain(day(1)), release(noon(2), "ann")))), yes},
		{"at most, where not everything could be seen", while(figure(norms.Count, "", norms.AtMost, 2), 5, silent(two.Facts...)), status.Of(status.Open, status.Suspended)},
		{"at most", while(figure(norms.Count, "", norms.AtMost, 2), 5, two), yes},
		{"not", asked(t, norms.Not{Cond: stopped}, 5, facts()), yes},
		{"and", asked(t, norms.And{Conds: []norms.Cond{stopped, held}}, 5, facts(stop("s", noon(3)))), not},
		{"or", asked(t, norms.Or{Conds: []norms.Cond{stopped, held}}, 5, facts(stop("s", noon(3)))), yes},
		{"holds", while(held, 5, facts(detain(noon(3)))), yes},
		{"ended", while(held, 5, facts(detain(noon(3)), release(noon(4), "ann"))), suspended},
		{"another's end", while(held, 5, facts(detain(noon(3)), release(noon(4), "bob"))), yes},
		{"somebody's end", while(held, 5, facts(detain(noon(3)), nobody)), status.Of(status.Open, status.Suspended)},
		{"tie of begin and end", while(held, 5, facts(detain(noon(3)), release(noon(3), "ann"))), status.Of(status.Open, status.Suspended)},
		{"end before the begin", while(held, 5, facts(detain(noon(3)), release(noon(2), "ann"))), yes},
		{"none holds, no roster", asked(t, norms.NoneHolds{Pattern: pat("held")}, 5, facts()), not},
		{"none holds, complete", asked(t, norms.NoneHolds{Pattern: pat("held")}, 5, complete(facts())), yes},
		{"one holds, complete", asked(t, norms.NoneHolds{Pattern: pat("held")}, 5, complete(facts(detain(day(1))))), not},
		{"none holds, not declared yet", asked(t, norms.NoneHolds{Pattern: pat("held")}, 1, complete(facts())), not},
		{"mark", asked(t, norms.MarkSet{Mark: "mark"}, 5, facts(happened("a", "announce", noon(3), "mark", "mark", "day", "2020-02-01"))), yes},
		{"no mark", asked(t, norms.MarkSet{Mark: "mark"}, 5, facts()), not},
		{"reached", asked(t, norms.Reached{Bound: *date(4, norms.DayStart)}, 4, facts()), yes},
		{"not reached", asked(t, norms.Reached{Bound: *date(4, norms.DayStart)}, 2, facts()), not},
		{"count", asked(t, figure(norms.Count, "", norms.AtLeast, 2), 5, two), yes},
		{"count too few", asked(t, figure(norms.Count, "", norms.MoreThan, 2), 5, two), not},
		{"distinct", asked(t, figure(norms.CountDistinct, "what", norms.AtLeast, 2), 5, two), yes},
		{"distinct authors: two forces of one side, perhaps", asked(t, figure(norms.CountDistinct, "doer", norms.AtLeast, 2), 5, two), either},
		{"sum for certain", asked(t, figure(norms.Sum, "killed", norms.AtLeast, 3), 5, two), yes},
		{"sum perhaps", asked(t, figure(norms.Sum, "killed", norms.AtLeast, 5), 5, two), either},
		{"sum never", asked(t, figure(norms.Sum, "killed", norms.AtLeast, 6), 5, two), not},
	}
	for _, c := range cases {
		if c.got != c.want {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
}

func TestStatesOfOtherNorms(t *testing.T) {
	other := must1(norms.Norm{ID: "other", Window: norms.Window{End: date(4, norms.DayEnd)}})
	is := func(w norms.NormWord) norms.Cond { return norms.NormIs{Norm: "a.other", Word: w} }
	done := facts(happened("d", "deliver", noon(3)))
	for _, c := range []struct {
		word norms.NormWord
		at   int
		set  fact.Set
		want status.State
	}{
		{norms.IsKept, 3, done, status.Open},
		{norms.IsKept, 6, facts(), status.NotYet},
		{norms.IsBreached, 3, facts(), status.NotYet},
		{norms.IsBreached, 5, facts(), status.Open},
		{norms.IsDue, 3, facts(), status.Open},
		{norms.IsInForce, 2, facts(), status.Open},
	} {
		if got := asked(t, is(c.word), c.at, c.set, other); got != status.Of(c.want) {
			t.Errorf("word %d on day %d: %v, want %v", c.word, c.at, got, c.want)
		}
	}
	after := norms.Window{Start: &norms.Bound{At: norms.Point{Sort: norms.AtNorm, Norm: "a.other"}}}
	got := judge(t, text(mustNot(norms.Norm{Window: after}), other), 6, done)
	if got.Window.Start != civil.At(noon(3)) || got.Lanes[2].States != status.Of(status.NoBreachSeen) {
		t.Errorf("from the other's performance: %+v %v", got.Window, got.Lanes[2].States)
	}
	waits := judge(t, text(must1(norms.Norm{Once: is(norms.IsKept)}), other), 6, facts()).Reasons.Waits
	if len(waits) != 1 || waits[0].Ref != "a.other" || !waits[0].Blocked || waits[0].Circle {
		t.Errorf("waits on a breached norm: %+v", waits)
	}
}

// In a circle through "once" nothing unlocks itself; an act from outside unlocks all.
func TestCircle(t *testing.T) {
	first := mayDo(norms.Norm{ID: "first", Once: norms.Or{Conds: []norms.Cond{norms.NormIs{Norm: "a.second", Word: norms.IsInForce}, stopped}}})
	first.Modality, first.AtLeast.N = norms.Obligation, 1
	second := must1(norms.Norm{ID: "second", Once: norms.NormIs{Norm: "a.first", Word: norms.IsInForce}})
	prog := text(first, second)
	got := judge(t, prog, 5, facts())
	if got.Lanes[2].States != status.Of(status.NotYet) || len(got.Reasons.Waits) == 0 || !got.Reasons.Waits[0].Circle {
		t.Errorf("%v %+v", got.Lanes[2].States, got.Reasons.Waits)
	}
	if got := judge(t, prog, 5, facts(stop("s", noon(3)))); got.Lanes[2].States != status.Of(status.Open) {
		t.Errorf("unlocked from outside: %v", got.Lanes[2].States)
	}
	res, err := Judge(prog, &fact.Set{Facts: []fact.Fact{stop("s", noon(3))}}, day(6))
	if err != nil || res.Agreements[0].Norms[1].Lanes[2].States != status.Of(status.Open) {
		t.Errorf("the second: %v %v", res.Agreements[0].Norms[1].Lanes[2].States, err)
	}
}

// While suspended a period stops and a date stays.
func TestSuspensionStopsAPeriod(t *testing.T) {
	resumed := norms.Seen{Pattern: pat("meet", "doer", "south")}
	suspend := norms.Or{Conds: []norms.Cond{norms.Not{Cond: stopped}, resumed}}
	set := facts(stop("s", day(3)), happened("m", "meet", day(6), "by", "south"), happened("d", "deliver", noon(12)))
	period := &norms.Bound{At: norms.Point{Sort: norms.AtStart}, Plus: civil.Period{N: 10, Unit: civil.Days}, Edge: norms.DayEnd, Period: true}
	got := judge(t, text(must1(norms.Norm{While: suspend, Window: norms.Window{End: period}})), 20, set)
	if got.Lanes[2].States != status.Of(status.Kept) || got.Window.End != civil.At(day(12)+3*86400) {
		t.Errorf("period: %v, end %v", got.Lanes[2].States, got.Window.End)
	}
	plain := *period
	plain.Period = false
	if got := judge(t, text(must1(norms.Norm{While: suspend, Window: norms.Window{End: &plain}})), 20, set); got.Lanes[2].States != status.Of(status.Cured) {
		t.Errorf("date: %v", got.Lanes[2].States)
	}
}

func TestFamilies(t *testing.T) {
	roster := func(complete bool, ids ...string) fact.Set {
		r := fact.Roster{ID: "detainees", Complete: complete, Declared: day(2), By: "mission"}
		for _, id := range ids {
			r.Members = append(r.Members, fact.Member{ID: id, Grade: grade.Verified, When: civil.At(day(1)), Roles: []fact.Role{{Name: "person", Values: []string{id}}}})
		}
		return fact.Set{Rosters: []fact.Roster{r}, Coverage: everywhere()}
	}
	n := must1(norms.Norm{
		Act: pat("release", "doer", "north", "person", "x.person"), ForEach: &norms.Family{Var: "x", Source: norms.FromRoster, Roster: "detainees"},
		Window: norms.Window{End: date(10, norms.DayEnd)},
	})
	free := func(s fact.Set, ids ...string) fact.Set {
		for _, id := range ids {
			s.Facts = append(s.Facts, happened("r"+id, "release", noon(3), "person", id))
		}
		return s
	}
	perhaps := roster(true, "ann")
	perhaps.Rosters[0].Members[0].Grade = grade.Alleged
	for _, c := range []struct {
		name string
		set  fact.Set
		at   int
		want status.Set
	}{
		{"closed, empty", roster(true), 12, status.Of(status.NothingToDo)},
		{"open, empty", roster(false), 12, status.Of(status.NoInstanceKnown)},
		{"not declared yet", roster(true), 1, status.Of(status.NoInstanceKnown)},
		{"closed, all kept", free(roster(true, "ann", "bob"), "ann", "bob"), 12, status.Of(status.Kept)},
		{"open, all known kept: never settled", free(roster(false, "ann"), "ann"), 12, status.Of(status.Kept, status.Open)},
		{"one not", free(roster(true, "ann", "bob"), "ann"), 12, status.Of(status.Breached)},
		{"one still due", free(roster(true, "ann", "bob"), "ann"), 5, status.Of(status.Due)},
		{"a member only alleged", perhaps, 12, status.Of(status.Breached, status.NothingToDo)},
	} {
		got := judge(t, text(n), c.at, c.set)
		if got.Lanes[2].States != c.want {
			t.Errorf("%s: %v, want %v", c.name, got.Lanes[2].States, c.want)
		}
	}
	got := judge(t, text(n), 12, free(roster(true, "ann", "bob"), "ann"))
	if !got.Family.Closed || got.Family.ClosedBy != "mission" || got.Family.Known[2] != (fact.Range{Lo: 2, Hi: 2}) || len(got.Instances) != 2 ||
		got.Instances[1].Key != (status.Key{Norm: "a.n", Member: "bob"}) || got.Instances[1].Lanes[2].States != status.Of(status.Breached) {
		t.Errorf("%+v %+v", got.Family, got.Instances)
	}
	// Each attack as x: meet within two days of it.
	each := must1(norms.Norm{
		Act: pat("meet"), ForEach: &norms.Family{Var: "x", Source: norms.FromAct, Pattern: pat("attack")},
		Window: norms.Window{End: &norms.Bound{At: norms.Point{Sort: norms.AtVar, Var: "x"}, Plus: civil.Period{N: 2, Unit: civil.Days}, Edge: norms.DayEnd}},
	})
	acts := judge(t, text(each), 12, facts(happened("a", "attack", noon(3)), happened("b", "attack", noon(7)), happened("m", "meet", noon(4))))
	if acts.Lanes[2].States != status.Of(status.Breached) || acts.Instances[0].Lanes[2].States != status.Of(status.Kept) || acts.Instances[1].Key.Trigger != "b" {
		t.Errorf("%v %+v", acts.Lanes[2].States, acts.Instances)
	}
	// Each one held, from acts: the state's role leads to the person.
	held := n
	held.ForEach = &norms.Family{Var: "x", Source: norms.FromState, Pattern: pat("held")}
	st := judge(t, text(held), 12, facts(happened("d", "detain", noon(2), "person", "ann"), happened("r", "release", noon(3), "person", "ann")))
	if st.Lanes[2].States != status.Of(status.Kept, status.Open) || len(st.Instances) != 1 {
		t.Errorf("from a state: %v", st.Lanes[2].States)
	}
}
