package monitor

import (
	"slices"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// inShort gives the reasons of the first norm in short: what decided and as what, what it waits on, what would change it.
func inShort(r status.Reasons) (out []string) {
	for _, d := range r.Deciding {
		out = append(out, d.Part+" "+d.Fact)
	}
	for _, w := range r.Waits {
		out = append(out, "waits "+w.On+" "+w.Ref)
	}
	for _, w := range r.Would {
		out = append(out, "would "+w.Code+" "+w.Ref+" "+w.To.String())
	}
	return out
}

// What a status rests on beside acts of the norm, what is still to come, what would change it.
func TestReasonsOfLifeCycles(t *testing.T) {
	keep := norms.Norm{Modality: norms.Obligation, Bearers: []string{"north"}, Goal: annFree, Keep: true, Window: byDay(10)}
	about := norms.Norm{Modality: norms.Obligation, Bearers: []string{"north"}, Goal: annHeld, Window: byDay(10)}
	word := &norms.Judged{Word: "good", By: []string{"west"}, Yes: pat("finding", "result", "good"), No: pat("finding", "result", "not good")}
	notice := pat("meet", "doer", "south")
	cure := must1(norms.Norm{Window: byDay(10), Cure: &norms.Cure{Notice: &notice, Period: days(5)}})
	renewed := mustNot(norms.Norm{Window: norms.Window{End: date(10, norms.DayEnd), Renew: &norms.Renewal{Period: days(5), Unless: stopped}}})
	extended := must1(norms.Norm{Window: byDay(5), Extends: []norms.Extension{{Power: "a.p", By: days(9)}}})
	standing := norms.InEffect{Power: "a.p", Undo: []string{"a.q"}}
	susp := must1(norms.Norm{While: norms.Not{Cond: standing}})
	q := power(norms.Norm{ID: "q", Act: pat("stop", "doer", "north")})
	powers := with(power(norms.Norm{}), q)
	for _, c := range []struct {
		name string
		norm norms.Norm
		with func(*norms.Agreement)
		at   int
		set  fact.Set
		want []string
	}{
		{"a condition lost", keep, nil, 12, facts(detain("d", noon(3)), release("r", noon(4))), []string{"condition d", "condition r"}},
		{"a condition kept so far", keep, nil, 5, facts(), []string{"would lost  breached"}},
		{"a condition that could have been lost unseen", keep, nil, 5, silent(), []string{"would lost  breached", "would coverage  due|breached"}},
		{"brought about", about, nil, 12, facts(detain("d", noon(3))), []string{"condition d"}},
		{"to be brought about", about, nil, 5, facts(), []string{"would goal  kept"}},
		{"brought about late", about, nil, 12, facts(), []string{"would goal  cured"}},
		{"no finding", must1(norms.Norm{Judged: word, Window: byDay(10)}), nil, 12, facts(), []string{"waits finding good", "would finding good kept"}},
		{"a finding", must1(norms.Norm{Judged: word, Window: byDay(10)}), nil, 12, facts(finding("f", "good", noon(4))), []string{"finding f"}},
		{"a forbidden thing not found", mustNot(norms.Norm{Judged: word}), nil, 12, facts(), []string{"waits finding good", "would finding good no_breach_seen"}},
		{"no notice", cure, nil, 12, facts(), []string{"waits notice meet", "would act deliver cured", "would notice meet due"}},
		{"a notice", cure, nil, 13, facts(happened("m", "meet", noon(12), "by", "south")), []string{"notice m", "would act deliver cured"}},
		{"renewed", renewed, nil, 17, facts(), []string{"waits renewal "}},
		{"extended", extended, with(power(norms.Norm{})), 7, facts(meeting("m", noon(3))), []string{"extends m", "would act deliver kept", "would extend a.p due"}},
		{"suspended by a power", susp, powers, 7, facts(meeting("m", noon(3))), []string{"condition m", "would resume a.q suspended"}},
		{"waits on a power", must1(norms.Norm{Once: standing}), powers, 7, facts(), []string{"waits power a.p"}},
		{"ended by a power", must1(norms.Norm{Until: norms.NormIs{Norm: "a.p", Word: norms.IsKept}}), powers, 7, facts(meeting("m", noon(3))), []string{"condition m"}},
		{"not entered into force", must1(norms.Norm{}), func(ag *norms.Agreement) { ag.Entry = stopped }, 7, facts(), []string{"waits entry a", "waits act stop", "would enter a not_yet"}},
		{"a power not used", canDo(norms.Norm{}), nil, 5, facts(), []string{"would act meet used"}},
	} {
		prog := text(c.norm)
		if c.with != nil {
			c.with(&prog.Agreements[0])
		}
		if got := inShort(judge(t, prog, c.at, c.set).Reasons); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// A fact behind a condition is told with why it is not certain, and bears on the norm.
func TestGroundsAreGraded(t *testing.T) {
	keep := norms.Norm{Modality: norms.Obligation, Bearers: []string{"north"}, Goal: annFree, Keep: true}
	loose := detain("d", noon(3))
	loose.Grade = grade.Alleged
	set := facts(loose)
	d := judge(t, text(keep), 5, set).Reasons.Deciding
	if len(d) != 1 || d[0].Truth != (grade.Truth{Must: 1, May: 7}) || len(d[0].Doubt) != 1 || d[0].Doubt[0].Code != "grade" {
		t.Errorf("deciding %+v", d)
	}
	m, err := New(text(keep), Options{})
	if err != nil {
		t.Fatal(err)
	}
	m.Load(&set)
	m.Step(Event{Tick: day(5)})
	var bears []string
	m.Bearing(func(key status.Key, id string, must grade.Mask) { bears = append(bears, key.Norm+" "+id) })
	if !slices.Equal(bears, []string{"a.n d"}) {
		t.Errorf("bearing %q", bears)
	}
}
