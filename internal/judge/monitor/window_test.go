package monitor

import (
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// power makes the power of north to do a thing, named p.
func power(n norms.Norm) norms.Norm {
	n = canDo(n)
	if n.ID == "" {
		n.ID = "p"
	}
	return n
}

func with(ns ...norms.Norm) func(*norms.Agreement) {
	return func(ag *norms.Agreement) {
		for _, n := range ns {
			n.Agree, n.Term = "a", "1"
			ag.Norms = append(ag.Norms, n)
			ag.Terms[0].Norms = append(ag.Terms[0].Norms, n.ID)
		}
	}
}

func meeting(id string, at int64) fact.Fact { return happened(id, "meet", at) }

// "for 5 days" ends at the clock time at which it began; the day after that is too late.
func TestDuration(t *testing.T) {
	lasting := norms.Window{End: &norms.Bound{At: norms.Point{Sort: norms.AtAct, Act: pat("stop")}, Plus: days(5), Edge: norms.SameClock, Period: true}}
	ban := mustNot(norms.Norm{Window: lasting})
	attack := func(at int64) fact.Set { return facts(stop("s", noon(3)), happened("x", "attack", at)) }
	checkRules(t, []ruleCase{
		{"prohibition.act within its last second", ban, 10, attack(noon(8) - 1), status.Breached},
		{"prohibition.none after it", ban, 10, attack(noon(8)), status.NoBreachSeen},
	}, nil)
}

func TestBefore(t *testing.T) {
	before := func(p civil.Period, edge norms.Edge) norms.Norm {
		return must1(norms.Norm{Window: norms.Window{End: &norms.Bound{At: norms.Point{Sort: norms.AtInstant, Instant: noon(10)}, Plus: p, Edge: edge, Before: true}}})
	}
	done := func(at int64) fact.Set { return facts(happened("d", "deliver", at)) }
	hours := civil.Period{N: 6, Unit: civil.Hours}
	checkRules(t, []ruleCase{
		{"obligation.done 3 days before", before(days(3), norms.Exact), 12, done(noon(7) - 1), status.Kept},
		{"obligation.late 3 days before", before(days(3), norms.Exact), 12, done(noon(7)), status.Cured},
		{"obligation.done on the day 3 days before", before(days(3), norms.DayEnd), 12, done(day(8) - 1), status.Kept},
		{"obligation.late on the day 3 days before", before(days(3), norms.DayEnd), 12, done(day(8)), status.Cured},
		{"obligation.late, the day's start", before(days(3), norms.DayStart), 12, done(day(7)), status.Cured},
		{"obligation.done 6 hours before", before(hours, norms.Exact), 12, done(noon(10) - 6*3600 - 1), status.Kept},
		{"obligation.late 6 hours before", before(hours, norms.Exact), 12, done(noon(10) - 6*3600), status.Cured},
	}, nil)
}

// A date that the breach of another norm fixes, and what follows it ("otherwise").
func TestPointOfABreach(t *testing.T) {
	first := must1(norms.Norm{ID: "first", Window: byDay(5)})
	after := norms.Bound{At: norms.Point{Sort: norms.AtNorm, Norm: "a.first", Breach: true}, Plus: days(3), Edge: norms.DayEnd, Period: true}
	then := must1(norms.Norm{Act: pat("meet", "doer", "north"), Once: norms.NormIs{Norm: "a.first", Word: norms.IsBreached}, Window: norms.Window{End: &after}})
	checkRules(t, []ruleCase{
		{"obligation.waits", then, 4, facts(), status.NotYet},
		{"obligation.due from the breach on", then, 6, facts(), status.Due},
		{"obligation.undone on the third day after it", then, 8, facts(), status.Breached},
		{"obligation.done", then, 8, facts(meeting("m", noon(7))), status.Kept},
		{"obligation.waits for ever", then, 20, facts(happened("d", "deliver", noon(4))), status.NotYet},
	}, with(first))
}

func TestRenewal(t *testing.T) {
	renewed := norms.Window{
		End:   &norms.Bound{At: norms.Point{Sort: norms.AtStart}, Plus: days(5), Edge: norms.SameClock, Period: true},
		Renew: &norms.Renewal{Period: days(5), Unless: stopped},
	}
	ban := mustNot(norms.Norm{Window: renewed})
	attack := func(at int64) fact.Fact { return happened("x", "attack", at) }
	once := must1(norms.Norm{Window: renewed})
	checkRules(t, []ruleCase{
		{"prohibition.act in the third period", ban, 20, facts(attack(noon(12))), status.Breached},
		{"prohibition.act before the end of the last", ban, 20, facts(stop("s", noon(7)), attack(noon(8))), status.Breached},
		{"prohibition.none once it was not renewed", ban, 20, facts(stop("s", noon(7)), attack(noon(12))), status.NoBreachSeen},
		{"prohibition.act at the instant of the end", ban, 20, facts(stop("s", day(11)), attack(noon(12))), status.Breached},
		{"obligation.due again and again", once, 33, facts(), status.Due},
		{"obligation.due as of the last second of a period", once, 5, facts(), status.Due},
		{"obligation.undone once it was not renewed", once, 20, facts(stop("s", noon(7))), status.Breached},
		{"obligation.done", once, 20, facts(stop("s", noon(7)), happened("d", "deliver", noon(9))), status.Kept},
		{"obligation.late", once, 20, facts(stop("s", noon(7)), happened("d", "deliver", noon(12))), status.Cured},
	}, nil)
	monthly := norms.Norm{Window: norms.Window{
		End:   &norms.Bound{At: norms.Point{Sort: norms.AtInstant, Instant: day(31)}, Edge: norms.DayEnd},
		Renew: &norms.Renewal{Period: civil.Period{N: 1, Unit: civil.Months}},
	}}
	if got := judge(t, text(must1(monthly)), 40, facts()).Window.End; got != civil.At(day(61)) { // 29 February 2020
		t.Errorf("renewed by a month: %v", got)
	}
	loose := stop("s", noon(5))
	loose.When.Hi = noon(6) // it may have come in time to end the first period
	if got := judge(t, text(once), 8, facts(loose)); got.Lanes[2].States != status.Of(status.Breached, status.Due) {
		t.Errorf("ended or renewed: %v", got.Lanes[2].States)
	}
}

func TestExtension(t *testing.T) {
	late := must1(norms.Norm{Window: byDay(5), Extends: []norms.Extension{{Power: "a.p", By: days(3)}}})
	checkRules(t, []ruleCase{
		{"obligation.undone", late, 6, facts(), status.Breached},
		{"obligation.due, extended", late, 7, facts(meeting("m", noon(3))), status.Due},
		{"obligation.undone at the end of the extension", late, 8, facts(meeting("m", noon(3))), status.Breached},
		{"obligation.due, extended twice", late, 10, facts(meeting("m", noon(3)), meeting("n", noon(7))), status.Due},
		{"obligation.undone, extended too late", late, 7, facts(meeting("m", noon(6))), status.Breached},
		{"obligation.undone, the second too late", late, 10, facts(meeting("m", noon(3)), meeting("n", noon(9))), status.Breached},
		{"obligation.done in the extension", late, 10, facts(meeting("m", noon(3)), happened("d", "deliver", noon(8))), status.Kept},
	}, with(power(norms.Norm{})))
	// A power that is not in force extends nothing.
	checkRules(t, []ruleCase{
		{"obligation.undone, no such power then", late, 7, facts(meeting("m", noon(3))), status.Breached},
	}, with(power(norms.Norm{Window: fromDay(4)})))
	unsure := meeting("m", noon(3))
	unsure.Grade = grade.Alleged
	prog := text(late)
	with(power(norms.Norm{}))(&prog.Agreements[0])
	got := judge(t, prog, 7, facts(unsure))
	if got.Lanes[0].States != status.Of(status.Due) || got.Lanes[1].States != status.Of(status.Due, status.Breached) {
		t.Errorf("an alleged extension: %v, %v", got.Lanes[0].States, got.Lanes[1].States)
	}
	several := meeting("m", noon(3))
	several.Acts = fact.Range{Lo: 2, Hi: 2}
	if got := judge(t, prog, 7, facts(several)).Window.End; got != civil.At(day(12)) {
		t.Errorf("two exercises: %v", got)
	}
}

// Suspension by a power, for a time or until it is resumed; a period stops meanwhile, a date does not, unless the text says so.
func TestInEffectAndClock(t *testing.T) {
	susp := norms.Not{Cond: norms.InEffect{Power: "a.p", Undo: []string{"a.q"}, For: days(4)}}
	resume := power(norms.Norm{ID: "q", Act: pat("stop", "doer", "south")})
	resume.Bearers = []string{"south"}
	powers := with(power(norms.Norm{}), resume)
	ban := mustNot(norms.Norm{While: susp})
	attack := func(at int64) fact.Fact { return happened("x", "attack", at) }
	period := norms.Window{End: &norms.Bound{At: norms.Point{Sort: norms.AtStart}, Plus: days(9), Edge: norms.SameClock, Period: true}}
	clock := func(w norms.Window, c norms.Clock) norms.Norm {
		return must1(norms.Norm{Window: w, While: susp, Clock: c})
	}
	checkRules(t, []ruleCase{
		{"prohibition.suspended", ban, 5, facts(meeting("m", noon(3)), attack(noon(4))), status.Suspended},
		{"prohibition.none when the time is over", ban, 8, facts(meeting("m", noon(3))), status.NoBreachSeen},
		{"prohibition.act after the time", ban, 8, facts(meeting("m", noon(3)), attack(noon(7)+5)), status.Breached},
		{"prohibition.act after it was resumed", ban, 8, facts(meeting("m", noon(3)), stop("s", noon(4)), attack(noon(5))), status.Breached},
		{"prohibition.none, resumed after it", ban, 8, facts(meeting("m", noon(3)), attack(noon(4)), stop("s", noon(5))), status.NoBreachSeen},
		{"prohibition.suspended again", ban, 6, facts(meeting("m", noon(3)), stop("s", noon(4)), meeting("n", noon(5))), status.Suspended},
		{"obligation.due, the period stopped 4 days", clock(period, norms.ClockByKind), 12, facts(meeting("m", noon(3))), status.Due},
		{"obligation.undone after them", clock(period, norms.ClockByKind), 14, facts(meeting("m", noon(3))), status.Breached},
		{"obligation.undone, the date stayed", clock(byDay(9), norms.ClockByKind), 10, facts(meeting("m", noon(3))), status.Breached},
		{"obligation.due, the date stopped", clock(byDay(9), norms.ClockStops), 12, facts(meeting("m", noon(3))), status.Due},
		{"obligation.undone, the period ran", clock(period, norms.ClockRuns), 10, facts(meeting("m", noon(3))), status.Breached},
	}, powers)
	prog := text(ban)
	powers(&prog.Agreements[0])
	if got := judge(t, prog, 5, facts(meeting("m", noon(3)), stop("s", noon(3)))).Lanes[0].States; got != status.Of(status.Suspended, status.NoBreachSeen) {
		t.Errorf("suspended and resumed at one instant: %v", got)
	}
}

func TestEntryIntoForce(t *testing.T) {
	enters := func(ag *norms.Agreement) { ag.Entry = stopped }
	week := must1(norms.Norm{Window: norms.Window{End: &norms.Bound{At: norms.Point{Sort: norms.AtStart}, Plus: days(3), Edge: norms.DayEnd, Period: true}}})
	checkRules(t, []ruleCase{
		{"prohibition.not_open", mustNot(norms.Norm{}), 5, facts(happened("x", "attack", noon(3))), status.NotYet},
		{"prohibition.act after it", mustNot(norms.Norm{}), 9, facts(stop("s", noon(5)), happened("x", "attack", noon(6))), status.Breached},
		{"prohibition.none, the act came before", mustNot(norms.Norm{}), 9, facts(stop("s", noon(5)), happened("x", "attack", noon(4))), status.NoBreachSeen},
		{"obligation.not_open", week, 20, facts(), status.NotYet},
		{"obligation.due, counted from the entry", week, 7, facts(stop("s", noon(5))), status.Due},
		{"obligation.undone, counted from the entry", week, 8, facts(stop("s", noon(5))), status.Breached},
	}, enters)
	none := norms.Compare{Figure: norms.Figure{Pattern: pat("stop")}, Op: norms.AtMost}
	atStart := must1(norms.Norm{Window: norms.Window{End: &norms.Bound{At: norms.Point{Sort: norms.AtStart}, Edge: norms.DayEnd}}})
	checkRules(t, []ruleCase{
		{"obligation.undone, in force at its start", atStart, 2, facts(), status.Breached},
	}, func(ag *norms.Agreement) { ag.Entry = none })
	// An entry that is alleged only leaves open whether anything is due, not whether the window was ever open.
	loose := stop("s", noon(5))
	loose.Grade = grade.Alleged
	entering := text(week)
	enters(&entering.Agreements[0])
	if got := judge(t, entering, 9, facts(loose)).Lanes[1].States; got.Has(status.Impossible) || !got.Has(status.Breached) || !got.Has(status.NotYet) {
		t.Errorf("an alleged entry: %v", got)
	}
	// Another text's entry into force ends this one ("supersedes").
	prog := text(mustNot(norms.Norm{Until: norms.Reached{Bound: norms.Bound{At: norms.Point{Sort: norms.AtStart, Agree: "new"}}}}))
	prog.Agreements = append(prog.Agreements, norms.Agreement{ID: "new", Starts: day(1), Zone: civil.UTC, Entry: stopped})
	if got := judge(t, prog, 4, facts()).Lanes[1].States; got != status.Of(status.NoBreachSeen) {
		t.Errorf("the other text is not in force: %v", got)
	}
	if got := judge(t, prog, 4, facts(stop("s", noon(3)))).Lanes[1].States; got != status.Of(status.Lapsed) {
		t.Errorf("the other text is in force: %v", got)
	}
}

func TestMovedMark(t *testing.T) {
	movable := func(ag *norms.Agreement) {
		ag.Marks[0].Movers = []string{"a.p"}
		with(power(norms.Norm{Act: pat("announce", "doer", "south"), Once: stopped}))(ag)
	}
	by := must1(norms.Norm{Window: norms.Window{End: &norms.Bound{At: norms.Point{Sort: norms.AtMark, Mark: "mark"}, Edge: norms.DayEnd}}})
	set := func(id, by, on string, at int64) fact.Fact {
		return happened(id, "announce", at, "by", by, "day", on, "mark", "mark")
	}
	checkRules(t, []ruleCase{
		{"obligation.no_date", by, 20, facts(), status.NotYet},
		{"obligation.undone", by, 7, facts(set("f", "north", "2020-01-06", noon(2))), status.Breached},
		{"obligation.undone, moved without a power", by, 7, facts(set("f", "north", "2020-01-06", noon(2)), set("g", "south", "2020-01-10", noon(3))), status.Breached},
		{"obligation.due, moved", by, 7, facts(stop("s", day(2)), set("f", "north", "2020-01-06", noon(2)), set("g", "south", "2020-01-10", noon(3))), status.Due},
		{"obligation.undone, moved back", by, 7, facts(stop("s", day(2)), set("g", "south", "2020-01-10", noon(3)), set("h", "south", "2020-01-05", noon(4))), status.Breached},
	}, movable)
}

func TestStretchesThatFollow(t *testing.T) {
	every := func(n norms.Norm) norms.Norm {
		n.AtLeast = norms.Number{N: 1, Per: days(5), Every: true}
		return must1(n)
	}
	deliver := func(id string, at int64) fact.Fact { return happened(id, "deliver", at) }
	atMost := mustNot(norms.Norm{AtMost: norms.Number{N: 1, Per: days(5), Every: true}})
	attack := func(id string, at int64) fact.Fact { return happened(id, "attack", at) }
	checkRules(t, []ruleCase{
		{"obligation.due, one early and one late is enough", every(norms.Norm{}), 11, facts(deliver("d", noon(1)), deliver("e", noon(10))), status.Due},
		{"obligation.stretch_short in the second", every(norms.Norm{}), 11, facts(deliver("d", noon(1)), deliver("e", noon(11))), status.Breached},
		{"obligation.due while the second runs", every(norms.Norm{}), 8, facts(deliver("d", noon(1))), status.Due},
		{"obligation.stretch_done", every(norms.Norm{Window: byDay(10)}), 12, facts(deliver("d", noon(1)), deliver("e", noon(10))), status.Kept},
		{"prohibition.none, two in five days but not in one stretch", atMost, 11, facts(attack("x", noon(5)), attack("y", noon(6))), status.NoBreachSeen},
		{"prohibition.act, two in one stretch", atMost, 11, facts(attack("x", noon(6)), attack("y", noon(10))), status.Breached},
	}, nil)
}

// A number of a role: the amounts add up, each once.
func TestSumsOfARole(t *testing.T) {
	killing := func(id string, at, n int64) fact.Fact {
		f := happened(id, "attack", at)
		f.Amounts = []fact.Amount{{Role: "killed", Range: fact.Range{Lo: n, Hi: n}, Best: -1}}
		f.Acts = fact.Range{Lo: 3, Hi: 3}
		return f
	}
	limit := mustNot(norms.Norm{AtMost: norms.Number{N: 5, Role: "killed"}})
	asked := must1(norms.Norm{Act: pat("attack", "doer", "north"), AtLeast: norms.Number{N: 5, Role: "killed"}, Window: byDay(10)})
	weekly := must1(norms.Norm{Act: pat("attack", "doer", "north"), AtLeast: norms.Number{N: 5, Role: "killed", Per: days(5), Every: true}})
	checkRules(t, []ruleCase{
		{"prohibition.none at the limit", limit, 5, facts(killing("x", noon(2), 3), killing("y", noon(3), 2)), status.NoBreachSeen},
		{"prohibition.act", limit, 5, facts(killing("x", noon(2), 3), killing("y", noon(3), 3)), status.Breached},
		{"obligation.done", asked, 12, facts(killing("x", noon(2), 3), killing("y", noon(3), 2)), status.Kept},
		{"obligation.undone", asked, 12, facts(killing("x", noon(2), 3), killing("y", noon(3), 1)), status.Breached},
		{"obligation.due", weekly, 6, facts(killing("x", noon(2), 5)), status.Due},
		{"obligation.stretch_short", weekly, 6, facts(killing("x", noon(2), 4)), status.Breached},
	}, nil)
	unknown := killing("x", noon(2), 0)
	unknown.Amounts = nil
	if got := judge(t, text(limit), 5, facts(unknown)).Lanes[2].States; got != status.Of(status.NoBreachSeen, status.Breached) {
		t.Errorf("how many is not known: %v", got)
	}
}

// What the text says held when it started.
func TestInitially(t *testing.T) {
	held := func(ag *norms.Agreement) { ag.Initially = []norms.Pattern{pat("held", "person", "ann")} }
	checkRules(t, []ruleCase{
		{"permission.open", mayDo(norms.Norm{If: annHeld}), 3, facts(), status.Open},
		{"permission.if, another is held", mayDo(norms.Norm{If: norms.Holds{Pattern: pat("held", "person", "bob")}}), 3, facts(), status.FellAway},
		{"permission.suspended once released", mayDo(norms.Norm{While: annHeld}), 3, facts(release("r", noon(2))), status.Suspended},
		{"permission.suspended, released at the start", mayDo(norms.Norm{While: annHeld}), 3, facts(release("r", day(1))), status.Suspended},
		{"permission.open, released before the start", mayDo(norms.Norm{While: annHeld}), 3, facts(release("r", day(1)-1)), status.Open},
	}, held)
	each := must1(norms.Norm{
		Act: pat("deliver", "person", "x.person"), ForEach: &norms.Family{Var: "x", Source: norms.FromState, Pattern: pat("held")},
		Window: norms.Window{End: &norms.Bound{At: norms.Point{Sort: norms.AtVar, Var: "x"}, Plus: days(3), Edge: norms.DayEnd}},
	})
	prog := text(each)
	held(&prog.Agreements[0])
	got := judge(t, prog, 9, facts())
	if len(got.Instances) != 1 || got.Instances[0].Key.Member != "initially#1" || got.Instances[0].Lanes[1].States != status.Of(status.Breached) {
		t.Errorf("members %+v", got.Instances)
	}
}

// Who is bound by a text that includes another is bound by that too, from the same instant.
func TestBondThroughInclusion(t *testing.T) {
	prog := text(mustNot(norms.Norm{Act: pat("attack", "doer", "west")}))
	prog.Agreements[0].Norms[0].Bearers = []string{"west"}
	frame := norms.Agreement{ID: "frame", Force: norms.Accord, By: []string{"west"}, Starts: day(5), Zone: civil.UTC, Standard: grade.Corroborated, Includes: []string{"a"}}
	prog.Agreements = append(prog.Agreements, frame)
	attack := func(n int) fact.Set { return facts(happened("x", "attack", noon(n), "by", "west")) }
	if early, late := judge(t, prog, 9, attack(4)), judge(t, prog, 9, attack(6)); early.Lanes[1].Bonded || !late.Lanes[1].Bonded || late.Bond.Ref != "frame" {
		t.Errorf("by being among its parties: %v, %v, %+v", early.Lanes[1].Bonded, late.Lanes[1].Bonded, late.Bond)
	}
	prog.Agreements[1].By = []string{"north"}
	said := attack(6)
	said.Positions = []fact.Position{{ID: "p", Party: "west", Stance: "accept", Agree: "frame", When: civil.At(noon(5))}}
	if got := judge(t, prog, 9, said); !got.Lanes[1].Bonded {
		t.Error("by accepting it: not bound")
	}
	said.Positions = append(said.Positions, fact.Position{ID: "q", Party: "west", Stance: "reject", Agree: "a", When: civil.At(day(6))})
	if got := judge(t, prog, 9, said); got.Lanes[1].Bonded {
		t.Error("by accepting it and rejecting what it includes: bound")
	}
}
