package oracle

import (
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

func day(n int) int64 { return civil.UTC.Start(civil.Date{Year: 2015, Month: 11, Day: n}) }

func until(n int) norms.Window {
	return norms.Window{End: &norms.Bound{At: norms.Point{Instant: day(n)}, Edge: norms.DayEnd}}
}

func from(n int) norms.Window {
	return norms.Window{Start: &norms.Bound{At: norms.Point{Instant: day(n)}, Edge: norms.DayStart}}
}

var (
	give = norms.Pattern{Act: "give"}
	stop = norms.Seen{Pattern: norms.Pattern{Act: "stop"}}
)

// program holds one norm over two acts without roles; the agreement starts on 1 November 2015.
func program(n norms.Norm) *norms.Program {
	n.ID, n.Agree, n.Act = "1", "x", give
	return &norms.Program{
		Vocabulary: norms.Vocabulary{Acts: []norms.Act{{ID: "give"}, {ID: "stop"}}, Zones: []norms.Zone{{ID: "z"}}},
		Agreements: []norms.Agreement{{ID: "x", Starts: day(1), Zone: civil.UTC, Norms: []norms.Norm{n}}},
	}
}

func acts(pairs ...any) *Run {
	run := &Run{Coverage: []fact.Coverage{{Zone: "z", From: day(1), To: day(30)}}} // everything could be seen
	for i := 0; i < len(pairs); i += 2 {
		run.Acts = append(run.Acts, Act{ID: string(rune('a' + i)), Act: pairs[i].(string), At: pairs[i+1].(int64), N: 1})
	}
	return run
}

func unseen(run *Run) *Run {
	run.Coverage = []fact.Coverage{{Zone: "z", From: day(1), To: day(30), Denied: true}}
	return run
}

// Each line of the tables of section 6, worked out by hand.
func TestRulesByHand(t *testing.T) {
	must, mustNot, may, aims := norms.Obligation, norms.Prohibition, norms.Permission, norms.Aim
	notStopped := norms.Not{Cond: stop}
	every := norms.Number{N: 1, Per: civil.Period{N: 2, Unit: civil.Days}}
	only := norms.Norm{Modality: may, Once: stop, OnlyOnce: true}
	cases := []struct {
		rule string
		norm norms.Norm
		run  *Run
		r    int64
		want status.Set
	}{
		{"obligation.not_open", norms.Norm{Modality: must, Window: from(5)}, acts(), day(5), status.Of(status.NotYet)},
		{"obligation.not_open, a second later", norms.Norm{Modality: must, Window: from(5)}, acts(), day(5) + 1, status.Of(status.Open)},
		{"obligation.empty", norms.Norm{Modality: must, Window: norms.Window{Start: from(6).Start, End: until(4).End}}, acts(), day(9), status.Of(status.Impossible)},
		{"obligation.if", norms.Norm{Modality: must, If: stop}, acts("stop", day(2)), day(3), status.Of(status.FellAway)},
		{"obligation.done", norms.Norm{Modality: must, Window: until(4)}, acts("give", day(5)-1), day(9), status.Of(status.Kept)},
		{"obligation.until", norms.Norm{Modality: must, Until: stop}, acts("stop", day(3)), day(4), status.Of(status.Lapsed)},
		{"obligation.waited", norms.Norm{Modality: must, Once: stop, Window: until(4)}, acts("stop", day(6)), day(9), status.Of(status.Overtaken)},
		{"obligation.suspended_out", norms.Norm{Modality: must, While: notStopped, Window: until(4)}, acts("stop", day(3)), day(9), status.Of(status.Overtaken)},
		{"obligation.late", norms.Norm{Modality: must, Window: until(4)}, acts("give", day(5)), day(9), status.Of(status.Cured)},
		{"obligation.unobserved", norms.Norm{Modality: must, Window: until(4)}, unseen(acts()), day(9), status.Of(status.NotKnown)},
		{"obligation.unobserved, nobody said what could be seen", norms.Norm{Modality: must, Window: until(4)}, &Run{}, day(9), status.Of(status.NotKnown)},
		{"prohibition.none, nobody said what could be seen", norms.Norm{Modality: mustNot}, &Run{}, day(9), status.Of(status.NoBreachSeen)},
		{"obligation.waits, nobody said what could be seen", norms.Norm{Modality: must, Once: stop}, &Run{}, day(3), status.Of(status.NotYet, status.Open)},
		{"obligation.undone, at the last second", norms.Norm{Modality: must, Window: until(4)}, acts(), day(5) - 1, status.Of(status.Due)},
		{"obligation.undone", norms.Norm{Modality: must, Window: until(4)}, acts(), day(5), status.Of(status.Breached)},
		{"obligation.waits", norms.Norm{Modality: must, Once: stop}, acts(), day(3), status.Of(status.NotYet)},
		{"obligation.suspended", norms.Norm{Modality: must, While: stop}, acts(), day(3), status.Of(status.Suspended)},
		{"obligation.open", norms.Norm{Modality: must}, acts(), day(3), status.Of(status.Open)},
		{"obligation.stretch_short", norms.Norm{Modality: must, AtLeast: every}, acts("give", day(2), "give", day(4)+1), day(5), status.Of(status.Breached)},
		{"obligation.stretch_short not", norms.Norm{Modality: must, AtLeast: every}, acts("give", day(2), "give", day(4)), day(5), status.Of(status.Due)},
		{"obligation.stretch_done", norms.Norm{Modality: must, AtLeast: every, Window: until(3)}, acts("give", day(2)), day(4), status.Of(status.Kept)},
		{"prohibition.act", norms.Norm{Modality: mustNot}, acts("give", day(2)), day(2) + 1, status.Of(status.Breached)},
		{"prohibition.act not seen yet", norms.Norm{Modality: mustNot}, acts("give", day(2)), day(2), status.Of(status.NoBreachSeen)},
		{"prohibition.act excused by an earlier one", norms.Norm{Modality: mustNot, Unless: stop}, acts("stop", day(2), "give", day(3)), day(4), status.Of(status.NoBreachSeen)},
		{"prohibition.act tied with its excuse", norms.Norm{Modality: mustNot, Unless: stop}, acts("stop", day(3), "give", day(3)), day(4), status.Of(status.Breached, status.NoBreachSeen)},
		{"prohibition.act, one allowed", norms.Norm{Modality: mustNot, AtMost: norms.Number{N: 1}}, acts("give", day(3)), day(4), status.Of(status.NoBreachSeen)},
		{"prohibition.unobserved", norms.Norm{Modality: mustNot}, unseen(acts()), day(4), status.Of(status.NotObserved)},
		{"permission.early", only, acts("give", day(2), "stop", day(3)), day(4), status.Of(status.UsedTooEarly)},
		{"permission.use", only, acts("stop", day(2), "give", day(3)), day(4), status.Of(status.Used)},
		{"permission.unused", norms.Norm{Modality: may, Window: until(3)}, acts(), day(4), status.Of(status.Lapsed)},
		{"aim.done", norms.Norm{Modality: aims, Window: until(3)}, acts("give", day(2)), day(4), status.Of(status.Reached)},
		{"aim.late", norms.Norm{Modality: aims, Window: until(3)}, acts("give", day(4)), day(5), status.Of(status.Missed)},
		{"aim.due", norms.Norm{Modality: aims, Window: until(3)}, acts(), day(2), status.Of(status.Open)},
	}
	for _, c := range cases {
		t.Run(c.rule, func(t *testing.T) {
			if got := Plain(program(c.norm), c.run, c.r).Norms["x.1"]; got != c.want {
				t.Errorf("{%s}, want {%s}", got, c.want)
			}
		})
	}
}

// The completions of a fact of which grade, date and number are open, counted by hand.
func TestCompletions(t *testing.T) {
	set := &fact.Set{Facts: []fact.Fact{{
		ID: "f", Act: "give", Grade: grade.Corroborated, When: civil.Interval{Lo: day(2), Hi: day(2) + 1}, Acts: fact.Range{Lo: 1, Hi: 2},
	}}}
	prog := program(norms.Norm{Modality: norms.Prohibition})
	for standard, want := range map[grade.Grade]int{grade.Alleged: 4, grade.Corroborated: 4, grade.Verified: 5} { // 2 x 2, and out
		if u := Complete(prog, set, standard, day(4), 100, 1); u.Runs != want || !u.Exhaustive {
			t.Errorf("at %s: %d completions, exhaustive %v, want %d", standard, u.Runs, u.Exhaustive, want)
		}
	}
	u := Complete(prog, set, grade.Verified, day(4), 100, 1)
	if got, want := u.Norms["x.1"], status.Of(status.Breached, status.NoBreachSeen); got != want {
		t.Errorf("{%s}, want {%s}", got, want)
	}
	if u := Complete(prog, set, grade.Verified, day(4), 3, 1); u.Runs != 3 || u.Exhaustive {
		t.Errorf("%d drawn, exhaustive %v, want 3 and not", u.Runs, u.Exhaustive)
	}
}
