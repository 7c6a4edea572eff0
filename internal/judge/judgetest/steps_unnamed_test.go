package judgetest

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/monitor"
)

// Beginnings and endings of a state that do not tell who it is about: each may belong to each other one, as they come, are corrected and
// are discounted. After each step the machine says what a fresh one says, and that differs from what was said before.
func TestStepsOfWhatNamesNobody(t *testing.T) {
	m := newMaker(1, true)
	ag := &m.prog.Agreements[0]
	*ag = norms.Agreement{ID: "x", Zone: m.zone, Starts: day(1, 0), Terms: []norms.Term{{ID: "1"}}}
	m.prog.Agreements = m.prog.Agreements[:1]
	ag.Norms = []norms.Norm{{
		ID: "n1", Agree: "x", Term: "1", Modality: norms.Prohibition, Bearers: []string{"a"}, Act: pat("strike", "doer", "a"),
		While: norms.Holds{Pattern: pat("held", "by", "b")},
	}}
	set := &fact.Set{Coverage: m.everything()}
	for i := range 40 { // enough that a new fact is put in its place
		set.Facts = append(set.Facts, happened(fmt.Sprint("g", i), "talk", "c", day(1, int64(i))))
	}
	sortSet(set)
	live, err := monitor.New(m.prog, monitor.Options{})
	if err != nil {
		t.Fatal(err)
	}
	live.Load(copySet(set))
	at := day(9, 0)
	live.Step(monitor.Event{Tick: at})
	said := func(of *monitor.Machine) string { return said(t, of, rand.New(rand.NewPCG(1, 1))) }
	before := said(live)
	discounted := happened("e1", "free", "b", day(4, 0), "people", "child", "person", "p1")
	discounted.Grade = grade.Discounted
	someDay := happened("e4", "free", "b", day(3, 0), "people", "child", "person", "p3")
	someDay.When.Hi = day(8, 0)
	never := someDay
	never.Grade = grade.Discounted
	for _, step := range []struct {
		what string
		fact fact.Fact
	}{
		{"somebody is held", happened("s1", "seize", "b", day(2, 0), "people", "child")},
		{"one who is named is freed, perhaps the one", happened("e1", "free", "b", day(4, 0), "people", "child", "person", "p1")},
		{"no, nobody was", discounted},
		{"it was the day after", happened("e1", "free", "b", day(5, 0), "people", "child", "person", "p1")},
		{"another one is freed, some day from the third to the eighth", someDay},
		{"no, that one was not", never},
		{"a second one is held, who is named", happened("s2", "seize", "b", day(5, noon), "people", "child", "person", "p2")},
		{"somebody is freed, perhaps the second", happened("e2", "free", "b", day(6, 0), "people", "child")},
		{"no, on the third", happened("e2", "free", "b", day(3, 0), "people", "child")},
		{"no, on the seventh", happened("e2", "free", "b", day(7, 0), "people", "child")},
		{"it was one who is named and not held", happened("e2", "free", "b", day(7, 0), "people", "child", "person", "p1")},
		{"another one is freed", happened("e3", "free", "b", day(8, 0), "people", "child", "person", "p2")},
	} {
		f := step.fact
		live.Step(monitor.Event{Fact: &f})
		facts := set.Facts[:0:0]
		for _, old := range set.Facts {
			if old.ID != f.ID {
				facts = append(facts, old)
			}
		}
		set.Facts = append(facts, f)
		sortSet(set)
		fresh, err := monitor.New(m.prog, monitor.Options{})
		if err != nil {
			t.Fatal(err)
		}
		fresh.Load(copySet(set))
		fresh.Step(monitor.Event{Tick: at})
		now := said(live)
		if want := said(fresh); now != want {
			t.Fatalf("%s:\nstepped %s\nfresh   %s", step.what, now, want)
		}
		if now == before {
			t.Errorf("%s: it makes no difference", step.what)
		}
		before = now
	}
}
