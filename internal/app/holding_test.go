package app

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/monitor"
	"mithaq/internal/judge/status"
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

// TestOvertaken: a later run takes a machine over without waiting for a judgement as of another day; what that made is worth nothing, and is made anew.
func TestOvertaken(t *testing.T) {
	a := generated(t, 20)
	r := readAll(t, Text{Name: "truce.mithaq", Content: truce})
	day := Cuts{AsOf: theDay.AddDate(0, 0, -90).Format(time.DateOnly)}
	before := everything(t, judged(t, a, r, day))
	key := a.runs.list[len(a.runs.list)-1].key
	h := judged(t, a, r, Cuts{}).held
	var taken *monitor.Machine
	if err := h.judge(func(*monitor.Machine) { taken = h.handOver() }); !errors.Is(err, errOvertaken) || taken == nil {
		t.Errorf("a judgement whose machine was taken over: %v", err)
	}
	if err := h.judge(func(*monitor.Machine) {}); err != nil {
		t.Errorf("a judgement in peace: %v", err)
	}

	a.runs.forget()
	overtaken, done := make(chan struct{}), make(chan string)
	waiting := func(n int) {
		for there := false; !there; runtime.Gosched() {
			a.runs.mu.Lock()
			i := slices.IndexFunc(a.runs.list, func(r *run) bool { return r.key == key })
			there = i >= 0 && a.runs.list[i].waiting == n
			a.runs.mu.Unlock()
		}
	}
	go func() {
		_, err := a.runs.get(t.Context(), key, func(context.Context) (*Judged, error) {
			<-overtaken
			return nil, errOvertaken
		})
		done <- fmt.Sprint(err)
	}()
	waiting(1)
	go func() {
		j, err := a.Judge(t.Context(), r, day)
		if err != nil {
			done <- "again: " + err.Error()
			return
		}
		done <- everything(t, j)
	}()
	waiting(2)
	close(overtaken)
	got := []string{<-done, <-done}
	if !slices.Contains(got, errOvertaken.Error()) || !slices.Contains(got, before) {
		t.Errorf("whoever waited for a run that was overtaken got %q", got)
	}
}

// TestHistoryAhead: a history as of an instant is what the machine says as of it, whether a later one was asked about before or an earlier one.
func TestHistoryAhead(t *testing.T) {
	early := newApp(generated(t, 80).store, "", Options{Now: func() time.Time { return theDay.AddDate(-2, -2, 0) }})
	t.Cleanup(early.runs.close)
	now := judged(t, early, readAll(t, Text{Name: "truce.mithaq", Content: truce}), Cuts{})
	shorter, longer := 0, 0
	for i := range now.Result.Agreements {
		for k := range now.Result.Agreements[i].Norms {
			key := now.Result.Agreements[i].Norms[k].Key
			all := now.History(key)
			at := []int64{now.In.At}
			for _, c := range all {
				at = append(at, c.Reading-2, c.Reading-1, c.Reading)
			}
			at = append(at, now.In.At+int64(k+1)*90*86400) // beyond what was made for the norms before
			for _, at := range at {
				var want []monitor.Change
				now.ask(func(monitor.AsOf) { want = now.held.machine.AsOf(at).History(key) })
				if got, err := now.held.history(key, at); err != nil || !slices.Equal(got, want) {
					t.Errorf("as of %d, %v: %v %v, want %v", at, key, got, err, want)
				}
				switch {
				case len(want) < len(all):
					shorter++
				case len(want) > len(all):
					longer++
				}
			}
		}
	}
	if none := now.History(status.Key{Norm: "none"}); none != nil || shorter < 10 || longer == 0 {
		t.Errorf("%v, %d shorter than now, %d longer", none, shorter, longer)
	}
}
