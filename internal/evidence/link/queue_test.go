package link

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"mithaq/internal/evidence/record"
)

// TestQueueIsThatOfAll: after each of many changes (incidents that come, change, are withdrawn or decided on) the queue is what a comparison of all gives. Few
// places, days and sources make blocks that grow crowded and things that grow common, and back.
func TestQueueIsThatOfAll(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	bundles, _ := made(400, 11)
	for i := range bundles {
		b := &bundles[i]
		b.Incident.When = firstDay.AddDate(0, 0, r.IntN(40)).Format("2006-01-02")
		b.Incident.Place.Name = record.Text{"en": []string{"Karata", "Miban"}[min(1, r.IntN(6))]}
		b.Incident.Place.Radius = 0
		b.Accounts = []record.Account{{ID: b.Incident.ID, Source: fmt.Sprint(r.IntN(4) * r.IntN(30)), URL: fmt.Sprintf("https://example.org/%d", r.IntN(20)*r.IntN(20))}}
	}
	stands := map[string]*record.Bundle{}
	base := &record.Base{Names: madeNames}
	for i := range 130 {
		base.Sources = append(base.Sources, record.Source{ID: fmt.Sprint(i)})
	}
	index := func() *Index {
		var all []record.Bundle
		for _, b := range stands {
			all = append(all, *b)
		}
		x, err := newIndex(base, each(all), 10)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	q, err := NewQueue(t.Context(), index(), quietly)
	if err != nil {
		t.Fatal(err)
	}
	most, crowdedOnce, freed := 0, 0, 0
	for step := range 36 {
		var ids []string
		var now []*record.Bundle
		for range []int{120, 1, 10}[step%3] {
			b := &bundles[r.IntN(len(bundles))]
			if slices.Contains(ids, b.Incident.ID) {
				continue
			}
			ids = append(ids, b.Incident.ID)
			if step > 21 && r.IntN(4) > 0 {
				delete(stands, b.Incident.ID)
				continue
			}
			next := *b
			if len(q.Pairs) > 0 && r.IntN(3) == 0 {
				p := q.Pairs[r.IntN(len(q.Pairs))]
				if p.A == b.Incident.ID {
					next.Links = []record.Link{{A: p.A, B: p.B, Decision: "apart", Signs: p.Shown(), Score: p.Score}}
				}
			}
			stands[b.Incident.ID] = &next
			now = append(now, &next)
		}
		before := q.Left().Crowded
		if err := q.Update(t.Context(), ids, now); err != nil {
			t.Fatal(err)
		}
		want, left, err := index().Propose(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(q.Pairs) != fmt.Sprint(want) || q.Left() != left || q.Index().Len() != len(stands) {
			t.Fatalf("step %d: %d pairs, want %d; left %+v, want %+v", step, len(q.Pairs), len(want), q.Left(), left)
		}
		most, crowdedOnce = max(most, len(want)), max(crowdedOnce, left.Crowded)
		if left.Crowded < before {
			freed++
		}
	}
	if most < 100 || crowdedOnce < 10 || freed < 3 {
		t.Error("the test sees too little")
	}
	t.Logf("up to %d pairs, %d crowded blocks, freed %d times", most, crowdedOnce, freed)
}

// TestQueueKnowsSources: a source that no account goes back to may change; one of whom others' voices depend may not.
func TestQueueKnowsSources(t *testing.T) {
	b := incident("a", func(b *record.Bundle) {
		b.Accounts = []record.Account{{ID: "1", Source: "paper", Cites: []string{"wire"}}}
	})
	x, err := NewIndex(&record.Base{Sources: papers}, each([]record.Bundle{b}))
	if err != nil {
		t.Fatal(err)
	}
	q, err := NewQueue(t.Context(), x, quietly)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		source record.Source
		want   bool
	}{
		{record.Source{ID: "radio", Cites: []string{"agency"}}, true},
		{record.Source{ID: "paper", Cites: []string{"agency"}, Note: "closed"}, true},
		{record.Source{ID: "paper"}, false},
		{record.Source{ID: "agency", Party: "north"}, false},
		{record.Source{ID: "wire"}, false},
		{record.Source{ID: "new"}, true},
	} {
		if got := q.Knows(c.source); got != c.want {
			t.Errorf("%+v: %v", c.source, got)
		}
	}
}

// BenchmarkQueue updates 100,000 incidents by one.
func BenchmarkQueue(b *testing.B) {
	bundles, _ := made(100_000, 9)
	q, err := NewQueue(b.Context(), indexOf(b, madeNames, bundles), quietly)
	if err != nil {
		b.Fatal(err)
	}
	i := 0
	for b.Loop() {
		one := &bundles[i*7919%len(bundles)]
		i++
		if err := q.Update(b.Context(), []string{one.Incident.ID}, []*record.Bundle{one}); err != nil {
			b.Fatal(err)
		}
	}
}
