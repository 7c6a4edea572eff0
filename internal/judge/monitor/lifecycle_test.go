package monitor

import (
	"strings"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// ruleCase is one line of a table: what a norm's state is at the end of a day, at every standard.
type ruleCase struct {
	rule string // the code of the one step; what stands after a space or comma tells the case
	norm norms.Norm
	at   int
	set  fact.Set
	want status.State
}

// checkRules judges each case as the first norm of a text; with changes the text.
func checkRules(t *testing.T, cases []ruleCase, with func(*norms.Agreement)) {
	for _, c := range cases {
		t.Run(c.rule, func(t *testing.T) {
			t.Helper()
			prog := text(c.norm)
			if with != nil {
				with(&prog.Agreements[0])
			}
			got := judge(t, prog, c.at, c.set)
			for l, lane := range got.Lanes {
				if lane.States != status.Of(c.want) {
					t.Errorf("lane %d: %v, want %v; steps %+v", l, lane.States, c.want, got.Reasons.Steps)
				}
			}
			want := strings.TrimSuffix(strings.Fields(c.rule)[0], ",")
			if steps := got.Reasons.Steps; len(steps) != 1 || steps[0].Rule != want {
				t.Errorf("steps %+v, want %s alone", steps, want)
			}
		})
	}
}

func byDay(n int) norms.Window   { return norms.Window{End: date(n, norms.DayEnd)} }
func fromDay(n int) norms.Window { return norms.Window{Start: date(n, norms.DayStart)} }

func days(n int) civil.Period { return civil.Period{N: n, Unit: civil.Days} }

var (
	annHeld    = norms.Holds{Pattern: pat("held", "person", "ann")}
	annFree    = norms.Not{Cond: annHeld}
	notStopped = norms.Not{Cond: stopped}
)

func detain(id string, at int64) fact.Fact  { return happened(id, "detain", at, "person", "ann") }
func release(id string, at int64) fact.Fact { return happened(id, "release", at, "person", "ann") }

// Each line of the table of an obligation to keep a condition: ann is not to be held.
func TestKeepRules(t *testing.T) {
	keep := func(n norms.Norm) norms.Norm {
		n.Modality, n.Bearers, n.Goal, n.Keep = norms.Obligation, []string{"north"}, annFree, true
		return n
	}
	checkRules(t, []ruleCase{
		{"keep.spell", keep(norms.Norm{Window: byDay(10)}), 5, facts(detain("d", noon(3))), status.Breached},
		{"keep.spell is over and stays a breach", keep(norms.Norm{Window: byDay(10)}), 12, facts(detain("d", noon(3)), release("r", noon(4))), status.Breached},
		{"keep.spell from the opening on", keep(norms.Norm{Window: fromDay(5)}), 5, facts(detain("d", noon(3))), status.Breached},
		{"keep.spell whose first reading is the end", keep(norms.Norm{Window: byDay(10)}), 12, facts(detain("d", day(11)-1)), status.Breached},
		{"keep.done though lost after the end", keep(norms.Norm{Window: byDay(10)}), 12, facts(detain("d", day(11))), status.Kept},
		{"keep.done", keep(norms.Norm{Window: byDay(10)}), 12, facts(), status.Kept},
		{"keep.done, lost before the opening only", keep(norms.Norm{Window: norms.Window{Start: date(5, norms.DayStart), End: date(10, norms.DayEnd)}}), 12, facts(detain("d", noon(3)), release("r", noon(4))), status.Kept},
		{"keep.not_open", keep(norms.Norm{Window: fromDay(10)}), 5, facts(detain("d", noon(3))), status.NotYet},
		{"keep.empty", keep(norms.Norm{Window: norms.Window{Start: date(10, norms.DayStart), End: date(5, norms.DayEnd)}}), 12, facts(), status.Impossible},
		{"keep.if", keep(norms.Norm{If: stopped}), 5, facts(detain("d", noon(3))), status.FellAway},
		{"keep.until", keep(norms.Norm{Until: stopped}), 5, facts(stop("s", noon(2)), detain("d", noon(3))), status.Lapsed},
		{"keep.waited", keep(norms.Norm{Once: stopped, Window: byDay(10)}), 12, facts(stop("s", noon(11))), status.Overtaken},
		{"keep.waits", keep(norms.Norm{Once: stopped}), 5, facts(detain("d", noon(3))), status.NotYet},
		{"keep.suspended", keep(norms.Norm{While: notStopped}), 5, facts(stop("s", noon(2)), detain("d", noon(3))), status.Suspended},
		{"keep.due", keep(norms.Norm{Window: byDay(10)}), 5, facts(), status.Due},
		{"keep.open", keep(norms.Norm{}), 500, facts(), status.Open},
	}, nil)
}

// Spells are counted, and each has its first instant.
func TestSpells(t *testing.T) {
	n := norms.Norm{Modality: norms.Obligation, Bearers: []string{"north"}, Goal: annFree, Keep: true}
	got := judge(t, text(n), 12, facts(detain("d", noon(3)), release("r", noon(4)), detain("e", noon(7))))
	for l, lane := range got.Lanes {
		if lane.Acts != (fact.Range{Lo: 2, Hi: 2}) || lane.First != civil.At(noon(3)) || lane.Last != civil.At(noon(7)) || !lane.Bonded {
			t.Errorf("lane %d: %+v", l, lane)
		}
	}
	loose := detain("d", noon(3))
	loose.Grade = grade.Alleged
	got = judge(t, text(n), 12, facts(loose, release("r", noon(4))))
	if lane := got.Lanes[1]; lane.States != status.Of(status.Breached, status.Open) || lane.Acts.Lo != 0 || lane.Acts.Hi == 0 {
		t.Errorf("alleged only: %+v", lane)
	}
}

// A condition is to be brought about: ann is to be held.
func TestBringAboutRules(t *testing.T) {
	about := func(m norms.Modality, n norms.Norm) norms.Norm {
		n.Modality, n.Bearers, n.Goal = m, []string{"north"}, annHeld
		return n
	}
	must := func(n norms.Norm) norms.Norm { return about(norms.Obligation, n) }
	aims := func(n norms.Norm) norms.Norm { return about(norms.Aim, n) }
	checkRules(t, []ruleCase{
		{"obligation.done", must(norms.Norm{Window: byDay(10)}), 5, facts(detain("d", noon(3)), release("r", noon(4))), status.Kept},
		{"obligation.done at the last instant", must(norms.Norm{Window: byDay(10)}), 12, facts(detain("d", day(11)-1)), status.Kept},
		{"obligation.done, so at the opening and after", must(norms.Norm{Window: norms.Window{Start: date(5, norms.DayStart), End: date(10, norms.DayEnd)}}), 6, facts(detain("d", noon(3))), status.Kept},
		{"obligation.late", must(norms.Norm{Window: byDay(10)}), 12, facts(detain("d", day(11))), status.Cured},
		{"obligation.undone", must(norms.Norm{Window: byDay(10)}), 12, facts(), status.Breached},
		{"obligation.undone, so before the opening only", must(norms.Norm{Window: norms.Window{Start: date(5, norms.DayStart), End: date(10, norms.DayEnd)}}), 12, facts(detain("d", noon(3)), release("r", noon(4))), status.Breached},
		{"obligation.until", must(norms.Norm{Until: stopped, Window: byDay(10)}), 12, facts(stop("s", noon(3)), detain("d", noon(4))), status.Lapsed},
		{"obligation.due", must(norms.Norm{Window: byDay(10)}), 5, facts(), status.Due},
		{"aim.done", aims(norms.Norm{Window: byDay(10)}), 5, facts(detain("d", noon(3))), status.Reached},
		{"aim.undone", aims(norms.Norm{Window: byDay(10)}), 12, facts(), status.Missed},
	}, nil)
	// Where a beginning could not be seen, the condition itself is not known: there is no rule of what was not observed.
	got := judge(t, text(must(norms.Norm{Window: byDay(10)})), 12, silent())
	if got.Lanes[0].States != status.Of(status.Kept, status.Cured, status.Breached) {
		t.Errorf("nobody said what could be seen: %v", got.Lanes[0].States)
	}
}

func TestCureRules(t *testing.T) {
	notice := pat("meet", "doer", "south")
	cure := func(c norms.Cure) norms.Norm { return must1(norms.Norm{Window: byDay(10), Cure: &c}) }
	plain, noticed := cure(norms.Cure{Period: days(5)}), cure(norms.Cure{Notice: &notice, Period: days(5)})
	hours := cure(norms.Cure{Notice: &notice, Period: civil.Period{N: 5, Unit: civil.Hours}})
	tell := func(id string, at int64) fact.Fact { return happened(id, "meet", at, "by", "south") }
	deliver := func(at int64) fact.Fact { return happened("d", "deliver", at) }
	checkRules(t, []ruleCase{
		{"obligation.due", plain, 9, facts(), status.Due},
		{"obligation.curing", plain, 10, facts(), status.Due},
		{"obligation.curing to the end of the last day but one", plain, 14, facts(), status.Due},
		{"obligation.undone", plain, 15, facts(), status.Breached},
		{"obligation.late while there was time to cure", plain, 14, facts(deliver(noon(13))), status.Cured},
		{"obligation.late after it", plain, 20, facts(deliver(noon(18))), status.Cured},
		{"obligation.curing without a notice for ever", noticed, 300, facts(), status.Due},
		{"obligation.curing, a notice before the end is none", noticed, 300, facts(tell("m", noon(10))), status.Due},
		{"obligation.curing after the notice", noticed, 24, facts(tell("m", noon(20))), status.Due},
		{"obligation.undone after the notice", noticed, 25, facts(tell("m", noon(20))), status.Breached},
		{"obligation.undone after the first notice", noticed, 25, facts(tell("m", noon(20)), tell("n", noon(23))), status.Breached},
		{"obligation.undone after hours", hours, 20, facts(tell("m", noon(20))), status.Breached},
	}, nil)
}

func finding(id, result string, at int64) fact.Fact {
	return happened(id, "finding", at, "by", "west", "of", "n", "result", result)
}

func TestJudgedRules(t *testing.T) {
	word := &norms.Judged{Word: "good", By: []string{"west"}, Yes: pat("finding", "result", "good"), No: pat("finding", "result", "not good")}
	judged := func(n norms.Norm) norms.Norm { n.Judged = word; return n }
	deliver, attack := happened("d", "deliver", noon(3)), happened("x", "attack", noon(3))
	checkRules(t, []ruleCase{
		{"judged.yes", judged(must1(norms.Norm{Window: byDay(10)})), 5, facts(finding("f", "good", noon(4))), status.Kept},
		{"judged.yes after the end", judged(must1(norms.Norm{Window: byDay(10)})), 15, facts(finding("f", "good", noon(14))), status.Kept},
		{"judged.yes, the latest counts", judged(must1(norms.Norm{Window: byDay(10)})), 15, facts(finding("f", "not good", noon(11)), finding("g", "good", noon(14))), status.Kept},
		{"judged.no", judged(must1(norms.Norm{Window: byDay(10)})), 15, facts(finding("f", "good", noon(4)), finding("g", "not good", noon(5))), status.Breached},
		{"judged.open, the finding that it is not before the end", judged(must1(norms.Norm{Window: byDay(10)})), 8, facts(finding("g", "not good", noon(5))), status.NotAssessed},
		{"judged.open whatever was done", judged(must1(norms.Norm{Window: byDay(10)})), 15, facts(deliver), status.NotAssessed},
		{"judged.open whatever was observed", judged(must1(norms.Norm{Window: byDay(10)})), 15, silent(), status.NotAssessed},
		{"judged.open, found by somebody else", judged(must1(norms.Norm{Window: byDay(10)})), 15, facts(happened("f", "finding", noon(4), "by", "south", "result", "good")), status.NotAssessed},
		{"judged.open, found before the opening", judged(must1(norms.Norm{Window: fromDay(10)})), 15, facts(finding("f", "good", noon(4))), status.NotAssessed},
		{"obligation.not_open", judged(must1(norms.Norm{Window: fromDay(10)})), 5, facts(), status.NotYet},
		{"obligation.empty", judged(must1(norms.Norm{Window: norms.Window{Start: date(10, norms.DayStart), End: date(5, norms.DayEnd)}})), 12, facts(), status.Impossible},
		{"obligation.if", judged(must1(norms.Norm{If: stopped})), 5, facts(finding("f", "good", noon(4))), status.FellAway},
		{"obligation.until", judged(must1(norms.Norm{Until: stopped})), 5, facts(stop("s", noon(2)), finding("f", "good", noon(4))), status.Lapsed},
		{"obligation.waited", judged(must1(norms.Norm{Once: stopped, Window: byDay(10)})), 12, facts(), status.Overtaken},
		{"obligation.suspended_out", judged(must1(norms.Norm{While: notStopped, Window: byDay(10)})), 12, facts(stop("s", noon(5))), status.Overtaken},
		{"obligation.waits", judged(must1(norms.Norm{Once: stopped})), 5, facts(), status.NotYet},
		{"obligation.suspended", judged(must1(norms.Norm{While: notStopped})), 5, facts(stop("s", noon(2))), status.Suspended},
		{"judged.yes of an aim", judged(aim(norms.Norm{Window: byDay(10)})), 5, facts(finding("f", "good", noon(4))), status.Reached},
		{"judged.no of an aim", judged(aim(norms.Norm{Window: byDay(10)})), 15, facts(finding("f", "not good", noon(4))), status.Missed},
		{"judged.yes of a prohibition", judged(mustNot(norms.Norm{})), 5, facts(finding("f", "good", noon(4))), status.Breached},
		{"judged.no of a prohibition", judged(mustNot(norms.Norm{})), 5, facts(finding("f", "not good", noon(4))), status.NoBreachSeen},
		{"judged.open of a prohibition, whatever was done", judged(mustNot(norms.Norm{})), 5, facts(attack), status.NotAssessed},
		{"prohibition.until", judged(mustNot(norms.Norm{Until: stopped})), 5, facts(stop("s", noon(2)), finding("f", "good", noon(4))), status.Lapsed},
		{"prohibition.suspended", judged(mustNot(norms.Norm{While: notStopped})), 5, facts(stop("s", noon(2))), status.Suspended},
	}, nil)
	both := judge(t, text(judged(must1(norms.Norm{Window: byDay(10)}))), 15, facts(finding("f", "good", noon(4)), finding("g", "not good", noon(4))))
	if both.Lanes[2].States != status.Of(status.Kept, status.Breached, status.NotAssessed) {
		t.Errorf("both at one instant: %v", both.Lanes[2].States)
	}
	late := finding("f", "good", noon(4))
	late.Grade = grade.Alleged
	once := judge(t, text(judged(must1(norms.Norm{Window: byDay(10)}))), 15, facts(late, finding("g", "not good", noon(3))))
	if got := once.Lanes; got[0].States != status.Of(status.Kept) || got[2].States != status.Of(status.Kept, status.Breached, status.NotAssessed) {
		t.Errorf("a later finding is alleged only: %v, %v", got[0].States, got[2].States)
	}
}

func canDo(n norms.Norm) norms.Norm {
	n = mayDo(n)
	n.Modality = norms.Power
	return n
}

func TestPowerRules(t *testing.T) {
	meet := func(id string, at int64) fact.Fact { return happened(id, "meet", at) }
	checkRules(t, []ruleCase{
		{"power.use", canDo(norms.Norm{}), 5, facts(meet("m", noon(3))), status.Used},
		{"power.open, used outside its time", canDo(norms.Norm{Window: fromDay(4)}), 5, facts(meet("m", noon(3))), status.Open},
		{"power.not_open", canDo(norms.Norm{Window: fromDay(10)}), 5, facts(), status.NotYet},
		{"power.empty", canDo(norms.Norm{Window: norms.Window{Start: date(10, norms.DayStart), End: date(5, norms.DayEnd)}}), 12, facts(), status.Impossible},
		{"power.if", canDo(norms.Norm{If: stopped}), 5, facts(), status.FellAway},
		{"power.until", canDo(norms.Norm{Until: stopped}), 5, facts(stop("s", noon(2)), meet("m", noon(3))), status.Lapsed},
		{"power.unused", canDo(norms.Norm{Window: byDay(3)}), 5, facts(meet("m", noon(4))), status.Lapsed},
		{"power.waits", canDo(norms.Norm{Once: stopped}), 5, facts(meet("m", noon(3))), status.NotYet},
		{"power.suspended", canDo(norms.Norm{While: notStopped}), 5, facts(stop("s", noon(2)), meet("m", noon(3))), status.Suspended},
		{"power.open", canDo(norms.Norm{}), 5, facts(), status.Open},
	}, nil)
}
