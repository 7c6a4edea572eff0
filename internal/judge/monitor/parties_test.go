package monitor

import (
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

func ofParty(role string) *norms.Value { return &norms.Value{Var: "x", Role: role} }

// members gives the sets of a family's instances by member, at the highest standard, and the norm's.
func membersOf(t *testing.T, p *norms.Program, n int, set fact.Set) (map[string]status.Set, status.Norm) {
	t.Helper()
	st := judge(t, p, n, set)
	out := map[string]status.Set{}
	for i := range st.Instances {
		out[st.Instances[i].Key.Member] = st.Instances[i].Lanes[2].States
	}
	return out, st
}

// Each of several bearers bears a norm alone; an act by a party in one is that one's, for certain.
func TestEachOfSeveralBearers(t *testing.T) {
	n := must1(norms.Norm{
		Act: pat("deliver", "doer", "x.party"), Window: byDay(5), Share: norms.Each, BearerVar: ofParty("party"),
		ForEach: &norms.Family{Var: "x", Source: norms.FromBearers, Members: []string{"north", "south"}},
	})
	n.Bearers = nil
	got, st := membersOf(t, text(n), 9, facts(happened("x", "deliver", noon(3), "by", "army")))
	if len(got) != 2 || got["north"] != status.Of(status.Kept) || got["south"] != status.Of(status.Breached) {
		t.Errorf("%v", got)
	}
	if !st.Family.Closed || st.Lanes[2].States != status.Of(status.Breached) || !st.Lanes[2].Bonded {
		t.Errorf("%+v", st)
	}
	if len(st.Bearers) != 2 || st.Instances[0].Bearer != "north" || st.Instances[1].Bearer != "south" {
		t.Errorf("who bears it: %v, %+v", st.Bearers, st.Instances)
	}
	if got, st = membersOf(t, text(n), 9, facts(happened("x", "deliver", noon(3)), happened("y", "deliver", noon(3), "by", "south"))); st.Lanes[2].States != status.Of(status.Kept) {
		t.Errorf("both did it: %v, %v", got, st.Lanes[2].States)
	}
}

// Who accepted the text grows with the record; such a list is never closed.
func TestEachPartyThatAccepted(t *testing.T) {
	n := must1(norms.Norm{
		Act: pat("deliver", "doer", "x.party"), Window: norms.Window{
			Start: &norms.Bound{At: norms.Point{Sort: norms.AtVar, Var: "x"}, Edge: norms.Exact},
			End:   &norms.Bound{At: norms.Point{Sort: norms.AtVar, Var: "x"}, Plus: days(2), Edge: norms.DayEnd, Period: true},
		},
		BearerVar: ofParty("party"), ForEach: &norms.Family{Var: "x", Source: norms.FromParties},
	})
	n.Bearers = nil
	p := text(n)
	p.Agreements[0].By = []string{"south"}
	p.Agreements = append(p.Agreements, norms.Agreement{ID: "whole", Force: norms.Demand, By: []string{"nobody"}, Starts: day(1), Zone: civil.UTC, Standard: grade.Corroborated, Includes: []string{"a"}})
	set := facts(happened("x", "deliver", noon(6), "by", "west"))
	set.Positions = []fact.Position{
		{ID: "1", Party: "west", Stance: "accept", Agree: "a", When: civil.Interval{Lo: day(5), Hi: day(6) - 1}},
		{ID: "2", Party: "north", Stance: "accept", Agree: "whole", When: civil.At(noon(20))},
		{ID: "3", Party: "army", Stance: "accept", Agree: "a", Term: "1", When: civil.At(noon(2))},
		{ID: "4", Party: "militia", Stance: "reject", Agree: "a", When: civil.At(noon(2))},
	}
	got, st := membersOf(t, p, 9, set)
	if len(got) != 2 || got["south"] != status.Of(status.Breached) || got["west"] != status.Of(status.Kept) || st.Family.Closed {
		t.Errorf("%v", got)
	}
	if got, _ = membersOf(t, p, 21, set); len(got) != 3 || got["north"] != status.Of(status.Due) {
		t.Errorf("through a text that includes this one: %v", got)
	}
}

func TestBetweenEachPair(t *testing.T) {
	n := mustNot(norms.Norm{
		Act: pat("attack", "doer", "x.one"), BearerVar: ofParty("one"), ForEach: &norms.Family{Var: "x", Source: norms.FromPairs},
	})
	n.Bearers = nil
	got, st := membersOf(t, text(n), 9, facts(happened("x", "attack", noon(3), "by", "south")))
	if len(got) != 2 || got["north/south"] != unseen || got["south/north"] != broken {
		t.Errorf("%v", got)
	}
	if st.Instances[1].Bearer != "south" || !st.Instances[1].Lanes[2].Bonded {
		t.Errorf("%+v", st.Instances[1])
	}
}

// Of "either A or B" an act of one counts; whose failure it is, if neither acts, is not settled.
func TestEitherOf(t *testing.T) {
	n := must1(norms.Norm{Act: norms.Pattern{Act: "deliver", Roles: []norms.Want{several("doer", false, "north", "south")}}, Window: byDay(5), Share: norms.Either})
	n.Bearers = []string{"north", "south"}
	if st := judge(t, text(n), 9, facts(happened("x", "deliver", noon(3), "by", "south"))); st.Lanes[2].States != status.Of(status.Kept) || st.Lanes[2].BearerOpen {
		t.Errorf("one did it: %+v", st.Lanes[2])
	}
	if st := judge(t, text(n), 9, facts()); st.Lanes[2].States != status.Of(status.Breached) || !st.Lanes[2].BearerOpen {
		t.Errorf("neither did it: %+v", st.Lanes[2])
	}
}

// Figures over the last days, and against each other.
func TestFiguresOfTheLastDays(t *testing.T) {
	last := func(op norms.Op, n int64) norms.Cond {
		return norms.Compare{Figure: norms.Figure{Pattern: pat("attack"), Last: days(3)}, Op: op, N: n}
	}
	attack := func(id string, at int64) fact.Fact { return happened(id, "attack", at) }
	open, shut, either := status.Of(status.Open), status.Of(status.Suspended), status.Of(status.Open, status.Suspended)
	while := func(c norms.Cond, n int, set fact.Set) status.Set {
		return judge(t, text(mayDo(norms.Norm{While: c})), n, set).Lanes[2].States
	}
	two := facts(attack("x", noon(3)), attack("y", noon(5)))
	for _, c := range []struct {
		name      string
		got, want status.Set
	}{
		{"both in three days", while(last(norms.AtLeast, 2), 5, two), open},
		{"one has passed out", while(last(norms.AtLeast, 2), 6, two), shut},
		{"both have", while(last(norms.AtMost, 0), 8, two), open},
		{"not yet", while(last(norms.AtMost, 0), 7, two), shut},
		{"perhaps passed out", while(last(norms.AtLeast, 2), 6, facts(between(attack("x", 0), noon(3), noon(4)), attack("y", noon(5)))), either},
		{"nobody could see the last days", while(last(norms.AtMost, 5), 6, silent(two.Facts...)), either},
		{"somebody could", while(last(norms.AtMost, 5), 9, fact.Set{Facts: two.Facts, Coverage: []fact.Coverage{{ID: "c", Zone: "city", From: day(7), To: day(20)}}}), open},
		{"but not all of them", while(last(norms.AtMost, 5), 8, fact.Set{Facts: two.Facts, Coverage: []fact.Coverage{{ID: "c", Zone: "city", From: day(7), To: day(20)}}}), either},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
}

func TestTwoFigures(t *testing.T) {
	released, delivered := norms.Figure{Pattern: pat("release")}, norms.Figure{Pattern: pat("deliver")}
	equal := func(op norms.Op) norms.Cond {
		return norms.Compare{Figure: released, Op: op, With: &delivered}
	}
	acts := func(id, act string, lo, hi int64) fact.Fact {
		f := happened(id, act, noon(3))
		f.Acts = fact.Range{Lo: lo, Hi: hi}
		return f
	}
	while := func(c norms.Cond, set fact.Set) status.Set {
		return judge(t, text(mayDo(norms.Norm{While: c})), 5, set).Lanes[2].States
	}
	open, shut, either := status.Of(status.Open), status.Of(status.Suspended), status.Of(status.Open, status.Suspended)
	same := facts(acts("r", "release", 2, 2), acts("d", "deliver", 2, 2))
	more := facts(acts("r", "release", 3, 4), acts("d", "deliver", 1, 2))
	near := facts(acts("r", "release", 2, 4), acts("d", "deliver", 1, 3))
	for i, c := range []struct{ got, want status.Set }{
		{while(equal(norms.Equal), same), open},
		{while(equal(norms.MoreThan), same), shut},
		{while(equal(norms.AtLeast), same), open},
		{while(equal(norms.MoreThan), more), open},
		{while(equal(norms.Equal), more), shut},
		{while(equal(norms.LessThan), more), shut},
		{while(equal(norms.AtMost), more), shut},
		{while(equal(norms.Equal), near), either},
		{while(equal(norms.MoreThan), near), either},
		{while(equal(norms.MoreThan), silent(more.Facts...)), either}, // more may have been delivered
	} {
		if c.got != c.want {
			t.Errorf("%d: %v, want %v", i, c.got, c.want)
		}
	}
}

// A total speaks of a claim about the last days only when it was counted in these.
func TestTallyOfTheLastDays(t *testing.T) {
	p := text()
	p.Agreements[0].Claims = []norms.Claim{{
		ID: "c", Agree: "a", Op: norms.AtLeast, N: 9, Number: true,
		Figure: norms.Figure{Measure: norms.Sum, Role: "killed", Pattern: pat("attack", "doer", "north"), Last: days(3)},
	}}
	for from, want := range map[int]status.State{3: status.NotShown, 8: status.SupportedInPart} {
		set := facts()
		set.Tallies = []fact.Tally{{ID: "t", Act: "attack", From: day(from), To: day(9), What: "killed", Number: fact.Range{Lo: 10, Hi: 10}, Grade: grade.Verified}}
		res, err := Judge(p, &set, day(10))
		if err != nil {
			t.Fatal(err)
		}
		if got := res.Agreements[0].Claims[0].Lanes[2].States; got != status.Of(want) {
			t.Errorf("counted from day %d on: %v, want %v", from, got, want)
		}
	}
}
