package judgetest

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/monitor"
)

// However many acts a page holds, a machine says the same: of norms that ask for acts in every stretch, of which there are many with gaps.
func TestStepsOverPages(t *testing.T) {
	gaps := 0
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 3))
		m := newMaker(1, true)
		ag := &m.prog.Agreements[0]
		*ag = norms.Agreement{ID: "x", Zone: m.zone, Starts: day(1, 0), Terms: []norms.Term{{ID: "1"}}}
		m.prog.Agreements = m.prog.Agreements[:1]
		ag.Norms = []norms.Norm{{
			ID: "n1", Agree: "x", Term: "1", Modality: norms.Obligation, Bearers: []string{"a"}, Act: pat("talk", "doer", "a"),
			AtLeast: norms.Number{N: 1 + rng.IntN(3), Per: civil.Period{N: 5 + rng.IntN(4), Unit: civil.Days}},
		}}
		set := &fact.Set{Coverage: m.everything()}
		for i, at := 0, day(1, 0); at < day(60, 0); i++ {
			f := happened(fmt.Sprint("f", i), "talk", "a", at)
			f.When.Hi += int64(rng.IntN(20)) * 3600
			set.Facts = append(set.Facts, f)
			if at += int64(rng.IntN(3 * 86400)); rng.IntN(25) == 0 {
				at += 6 * 86400
			}
		}
		sortSet(set)
		var first string
		for _, page := range []int{1, 2, 5, 128} {
			of, err := monitor.New(m.prog, monitor.Options{Page: page})
			if err != nil {
				t.Fatal(err)
			}
			of.Load(copySet(set))
			of.Step(monitor.Event{Tick: day(58, 0)})
			now := said(t, of, rng)
			if page == 1 {
				first = now
			}
			if now != first {
				t.Fatalf("seed %d, pages of %d:\n%s\npages of 1:\n%s", seed, page, now, first)
			}
			if h := of.History(of.Result().Agreements[0].Norms[0].Key); page == 1 && len(h) > 2 {
				gaps++
			}
		}
	}
	if gaps < 10 {
		t.Errorf("a stretch is short in %d of 40 records only", gaps)
	}
}
