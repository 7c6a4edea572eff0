package monitor

import (
	"slices"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/geo"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

const (
	notSeen = status.NoBreachSeen
	breach  = status.Breached
)

// What makes a fact certain, possible or excluded at each standard (spec/norms.md, sections 2 and 3).
func TestGrades(t *testing.T) {
	either := status.Of(breach, notSeen)
	all := func(s status.Set) [3]status.Set { return [3]status.Set{s, s, s} }
	attack := func(change func(*fact.Fact)) fact.Fact {
		f := happened("x", "attack", noon(3), "at", "quarter", "what", "hospital")
		change(&f)
		return f
	}
	to := func(pairs ...any) (out []fact.Attributed) {
		for i := 0; i < len(pairs); i += 2 {
			out = append(out, fact.Attributed{Party: pairs[i].(string), Grade: pairs[i+1].(grade.Grade)})
		}
		return out
	}
	corner := geo.Point{Lat: 10_000_000, Lon: 10_000_000}
	cases := []struct {
		name string
		want [3]status.Set
		f    func(*fact.Fact)
	}{
		{"verified", all(status.Of(breach)), func(*fact.Fact) {}},
		{"alleged act", [3]status.Set{status.Of(breach), either, either}, func(f *fact.Fact) { f.Grade = grade.Alleged }},
		{"discounted act", all(status.Of(notSeen)), func(f *fact.Fact) { f.Grade = grade.Discounted }},
		{"unsure", all(either), func(f *fact.Fact) { f.Unsure = true }},
		{"perhaps no act", all(either), func(f *fact.Fact) { f.Acts.Lo = 0 }},
		{"corroborated author", [3]status.Set{status.Of(breach), status.Of(breach), either}, func(f *fact.Fact) { f.Attribution.To = to("north", grade.Corroborated) }},
		{"discounted author", all(status.Of(notSeen)), func(f *fact.Fact) { f.Attribution.To = to("north", grade.Discounted) }},
		{"another author discounted", all(either), func(f *fact.Fact) { f.Attribution.To = to("south", grade.Discounted) }},
		{"nobody named", all(either), func(f *fact.Fact) { f.Attribution.To = nil }},
		{"somebody else", all(status.Of(notSeen)), func(f *fact.Fact) { f.Attribution.To = to("south", grade.Verified) }},
		{"jointly", all(status.Of(breach)), func(f *fact.Fact) { f.Attribution.To = to("north", grade.Verified, "south", grade.Verified) }},
		{"one of two", all(either), func(f *fact.Fact) {
			f.Attribution = fact.Attribution{To: to("north", grade.Verified, "south", grade.Verified), OneOf: true, Exhaustive: true, Group: grade.Verified}
		}},
		{"one of two within north, exhaustive", [3]status.Set{status.Of(breach), status.Of(breach), either}, func(f *fact.Fact) {
			f.Attribution = fact.Attribution{To: to("army", grade.Alleged, "north", grade.Alleged), OneOf: true, Exhaustive: true, Group: grade.Corroborated}
		}},
		{"one of two within north, not exhaustive", all(either), func(f *fact.Fact) {
			f.Attribution = fact.Attribution{To: to("army", grade.Verified, "north", grade.Verified), OneOf: true, Group: grade.Verified}
		}},
		{"single alternative", [3]status.Set{status.Of(breach), status.Of(breach), either}, func(f *fact.Fact) {
			f.Attribution = fact.Attribution{To: to("north", grade.Corroborated, "south", grade.Discounted), OneOf: true}
		}},
		{"a force of north", all(status.Of(breach)), func(f *fact.Fact) { f.Attribution.To = to("army", grade.Verified) }},
		{"a militia before it joined north", all(status.Of(notSeen)), func(f *fact.Fact) { f.Attribution.To = to("militia", grade.Verified) }},
		{"a militia on the day it joined", all(either), func(f *fact.Fact) {
			f.Attribution.To, f.When = to("militia", grade.Verified), civil.Interval{Lo: noon(9), Hi: noon(10)}
		}},
		{"known as a site only", all(either), func(f *fact.Fact) { f.Roles[0].Values[0] = "site" }},
		{"a truck", all(status.Of(notSeen)), func(f *fact.Fact) { f.Roles[0].Values[0] = "truck" }},
		{"unknown what", all(either), func(f *fact.Fact) { f.Roles = nil }},
		{"hospital or truck", all(either), func(f *fact.Fact) {
			f.Roles[0] = fact.Role{Name: "what", Values: []string{"hospital", "truck"}, OneOf: true}
		}},
		{"hospital and truck", all(status.Of(breach)), func(f *fact.Fact) { f.Roles[0].Values = []string{"hospital", "truck"} }},
		{"somewhere in the valley", all(status.Of(notSeen)), func(f *fact.Fact) { f.Place.Zones[0] = "valley" }},
		{"somewhere", all(either), func(f *fact.Fact) { f.Place = fact.Place{} }},
		{"coordinates inside", all(status.Of(breach)), func(f *fact.Fact) {
			f.Place = fact.Place{Point: &geo.Point{Lat: 5_000_000, Lon: 5_000_000}, Radius: 100}
		}},
		{"coordinates at the edge", all(either), func(f *fact.Fact) { f.Place = fact.Place{Point: &corner, Radius: 100} }},
		{"coordinates outside", all(status.Of(notSeen)), func(f *fact.Fact) {
			f.Place = fact.Place{Point: &geo.Point{Lat: 50_000_000, Lon: 5_000_000}, Radius: 100}
		}},
		{"perhaps before the start", all(either), func(f *fact.Fact) { f.When.Lo = day(1) - 5 }},
		{"before the start", all(status.Of(notSeen)), func(f *fact.Fact) { f.When = civil.At(day(1) - 1) }},
		{"perhaps after today", all(either), func(f *fact.Fact) { f.When.Hi = noon(20) }},
	}
	prog := text(mustNot(norms.Norm{Act: pat("attack", "at", "quarter", "doer", "north", "what", "hospital")}))
	for i := range prog.Vocabulary.Zones {
		if z := &prog.Vocabulary.Zones[i]; z.ID == "quarter" {
			z.Area = &geo.Area{Polygons: [][][]geo.Point{{{{Lat: 0, Lon: 0}, {Lat: 0, Lon: 10_000_000}, {Lat: 10_000_000, Lon: 10_000_000}, {Lat: 10_000_000, Lon: 0}}}}}
		}
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := judge(t, prog, 15, facts(attack(c.f)))
			for l, want := range c.want {
				if got.Lanes[l].States != want {
					t.Errorf("lane %d: %v, want %v", l, got.Lanes[l].States, want)
				}
			}
		})
	}
	coarse := judge(t, prog, 15, facts(attack(func(f *fact.Fact) { f.Roles[0].Values[0] = "site" })))
	if coarse.Lanes[2].Coarse != status.Of(notSeen) || !slices.Equal(coarse.Reasons.Coarse, []string{"x"}) {
		t.Errorf("a coarse fact is not named: %v %v", coarse.Lanes[2].Coarse, coarse.Reasons.Coarse)
	}
}

// Where every exhaustive alternative is a bearer, the norm is breached and it is not settled by whom.
func TestBearerOpen(t *testing.T) {
	n := mustNot(norms.Norm{})
	n.Bearers = []string{"north", "south"}
	n.Act.Roles[0].Values = []norms.Value{{ID: "north"}, {ID: "south"}}
	f := happened("x", "attack", noon(3))
	f.Contested = true
	f.Attribution = fact.Attribution{
		To:    []fact.Attributed{{Party: "north", Grade: grade.Alleged}, {Party: "south", Grade: grade.Alleged}},
		OneOf: true, Exhaustive: true, Group: grade.Verified,
	}
	lane := judge(t, text(n), 5, facts(f)).Lanes[2]
	if lane.States != status.Of(breach) || !lane.BearerOpen || !lane.Contested || !lane.Bonded {
		t.Errorf("%+v", lane)
	}
	sure := judge(t, text(n), 5, facts(f, happened("y", "attack", noon(4)))).Lanes[2]
	if sure.BearerOpen || sure.Acts != (fact.Range{Lo: 2, Hi: 2}) || sure.FirstF != "x" || sure.LastF != "y" {
		t.Errorf("with a certain author beside: %+v", sure)
	}
}

// An incident of several acts counts as many times, an uncertain one from low to high.
func TestCountsOfActs(t *testing.T) {
	f := happened("x", "attack", noon(3))
	f.Acts = fact.Range{Lo: 2, Hi: 5}
	for n, want := range map[int]status.Set{1: status.Of(breach), 3: status.Of(breach, notSeen), 5: status.Of(notSeen)} {
		got := judge(t, text(mustNot(norms.Norm{AtMost: norms.Number{N: n}})), 5, facts(f))
		if got.Lanes[2].States != want || got.Lanes[2].Acts != f.Acts {
			t.Errorf("at most %d: %v %v, want %v", n, got.Lanes[2].States, got.Lanes[2].Acts, want)
		}
	}
}

// A date between two ends of a window leaves both.
func TestUncertainTrigger(t *testing.T) {
	within := norms.Window{End: &norms.Bound{At: norms.Point{Sort: norms.AtAct, Act: pat("stop")}, Plus: civil.Period{N: 2, Unit: civil.Days}, Edge: norms.DayEnd, Period: true}}
	prog := text(must1(norms.Norm{Window: within}))
	s := stop("s", noon(3))
	s.When.Hi = noon(8)
	d := happened("d", "deliver", noon(7))
	got := judge(t, prog, 15, facts(s, d))
	if got.Lanes[0].States != status.Of(status.Kept, status.Cured) {
		t.Errorf("%v", got.Lanes[0].States)
	}
	if want := (civil.Interval{Lo: day(6), Hi: day(11)}); got.Window.End != want {
		t.Errorf("end %v, want %v", got.Window.End, want)
	}
	if none := judge(t, prog, 15, facts(d)); none.Lanes[0].States != status.Of(status.Kept) || none.Window.WaitOn != "stop" {
		t.Errorf("without the act: %v, waits on %q", none.Lanes[0].States, none.Window.WaitOn)
	}
}

func TestTies(t *testing.T) {
	both := facts(stop("s", noon(3)), happened("x", "attack", noon(3)))
	for name, n := range map[string]norms.Norm{
		"once": {Once: stopped}, "until": {Until: stopped}, "while": {While: norms.Not{Cond: stopped}}, "unless": {Unless: stopped},
	} {
		got := judge(t, text(mustNot(n)), 5, both).Lanes[2].States
		if !got.Has(breach) || got.Len() < 2 {
			t.Errorf("%s: acts at one instant are unordered, got %v", name, got)
		}
	}
}

func TestMarks(t *testing.T) {
	prog := text(must1(norms.Norm{Window: norms.Window{End: &norms.Bound{At: norms.Point{Sort: norms.AtMark, Mark: "mark"}, Edge: norms.DayEnd}}}))
	set := func(id string, at int64, day string) fact.Fact {
		return happened(id, "announce", at, "mark", "mark", "day", day)
	}
	got := judge(t, prog, 12, facts(set("a", noon(2), "2020-01-10"), set("b", noon(3), "2020-01-20")))
	if got.Lanes[2].States != status.Of(breach) || got.Window.End != civil.At(day(11)) {
		t.Errorf("once set a mark never moves: %v %v", got.Lanes[2].States, got.Window.End)
	}
	if w := judge(t, prog, 12, facts()).Reasons.Waits; len(w) != 1 || w[0].On != "mark" || w[0].Ref != "mark" {
		t.Errorf("waits %+v", w)
	}
	two := judge(t, prog, 12, facts(set("a", noon(2), "2020-01-10"), set("b", noon(2), "2020-01-20")))
	if two.Lanes[2].States != status.Of(breach, status.Due) {
		t.Errorf("two settings at one instant: %v", two.Lanes[2].States)
	}
}

// spread makes a fact's date uncertain.
func spread(f fact.Fact, until int64) fact.Fact {
	f.When.Hi = until
	return f
}

// An act of uncertain date leaves both in stretches, figures and points that it fixes.
func TestUncertainDates(t *testing.T) {
	week := norms.Number{N: 1, Per: civil.Period{N: 7, Unit: civil.Days}}
	every := must1(norms.Norm{AtLeast: week, Window: norms.Window{End: date(20, norms.DayEnd)}})
	got := judge(t, text(every), 9, facts(spread(happened("d", "deliver", noon(2)), noon(8))))
	if got.Lanes[2].States != status.Of(status.Breached, status.Due) {
		t.Errorf("stretch: %v", got.Lanes[2].States)
	}
	figure := norms.Figure{Pattern: pat("attack"), From: date(2, norms.DayStart), Until: date(5, norms.DayEnd)}
	for op, n := range map[norms.Op]int64{norms.AtLeast: 1, norms.LessThan: 1, norms.Equal: 0} {
		set := facts(spread(happened("x", "attack", noon(3)), noon(8)))
		if got := asked(t, norms.Compare{Figure: figure, Op: op, N: n}, 10, set); op == norms.AtLeast && got != status.Of(status.Open, status.NotYet) || !got.Has(status.Open) {
			t.Errorf("figure, op %d: %v", op, got)
		}
	}
	other := must1(norms.Norm{ID: "other"})
	after := mustNot(norms.Norm{Window: norms.Window{Start: &norms.Bound{At: norms.Point{Sort: norms.AtNorm, Norm: "a.other"}}}})
	set := facts(spread(happened("d", "deliver", noon(3)), noon(6)), happened("x", "attack", noon(5)))
	if got := judge(t, text(after, other), 10, set); got.Lanes[2].States != status.Of(breach, notSeen) || got.Window.Start != (civil.Interval{Lo: noon(3), Hi: noon(6)}) {
		t.Errorf("from a norm's performance: %v %v", got.Lanes[2].States, got.Window.Start)
	}
}
