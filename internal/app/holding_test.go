package app

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// counting counts how often the base of a record is read.
type counting struct {
	record.Store
	read atomic.Int32
}

func (s *counting) Base(ctx context.Context, cut record.Cut) (*record.Base, error) {
	s.read.Add(1)
	return s.Store.Base(ctx, cut)
}

// TestDaysShareAMachine: of many days asked about at once the record is read once, each says what a run says that is made for it alone, and so it does after the
// machine was taken over by a run on a record that went on.
func TestDaysShareAMachine(t *testing.T) {
	a := generated(t, 80)
	store := &counting{Store: a.store}
	clock := theDay
	b := newApp(store, "", Options{Now: func() time.Time { return clock }})
	t.Cleanup(b.runs.close)
	r := readAll(t, Text{Name: "truce.mithaq", Content: truce})
	var days []string
	for n := range 12 {
		days = append(days, theDay.AddDate(0, 0, -n*45).Format(time.DateOnly))
	}
	made := make([]*Judged, len(days))
	var wait sync.WaitGroup
	for i, day := range days {
		wait.Go(func() { made[i] = judged(t, b, r, Cuts{AsOf: day}) })
	}
	wait.Wait()
	if n := store.read.Load(); n != 1 {
		t.Errorf("the record was read %d times", n)
	}
	says := map[string]bool{}
	alone := make([]string, len(days))
	for i, day := range days {
		fresh := newApp(a.store, "", Options{Now: func() time.Time { return theDay }})
		alone[i] = everything(t, judged(t, fresh, r, Cuts{AsOf: day}))
		fresh.runs.close()
		says[alone[i]] = true
	}
	if len(says) < 6 {
		t.Errorf("%d days of %d say something of their own", len(says), len(days))
	}
	look := func(when string) {
		t.Helper()
		for i, day := range days {
			if got := everything(t, made[i]); got != alone[i] {
				t.Fatalf("%s, as of %s:\n%s\nalone\n%s", when, day, got, alone[i])
			}
		}
	}
	look("at first")
	clock = clock.Add(time.Minute)
	now := judged(t, b, r, Cuts{})
	if now.held != made[0].held || store.read.Load() != 1 {
		t.Error("a minute later another machine was made")
	}
	look("a minute later")
	if _, err := b.store.Append(t.Context(), nil, all([]record.Draft{{Actor: "desk", Payload: record.Assessment{
		Incident: fmt.Sprintf("made-up-%07d", 3), Assessor: "desk", Grade: grade.Verified, Attributions: []record.Attribution{{To: "russia", Grade: grade.Corroborated}},
	}}})); err != nil {
		t.Fatal(err)
	}
	next := judged(t, b, r, Cuts{})
	if len(next.held.later) == 0 {
		t.Error("the run after an entry did not go on from the one before")
	}
	look("after an entry")
	if day := judged(t, b, r, Cuts{AsOf: days[3]}); day.held != next.held || day.Head != next.Head {
		t.Error("a day asked about after an entry does not rest on the run after it")
	}
}
