package app

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"mithaq/internal/base/civil"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// TestTurns: one who asks for many holds up another for no more than one; whoever leaves is not waited for; and no more wait than may.
func TestTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var queue turns
		first, err := queue.enter(t.Context(), "many")
		if err != nil {
			t.Fatal(err)
		}
		var came []string
		done := make(chan struct{})
		wait := func(ctx context.Context, who, name string) {
			go func() {
				leave, err := queue.enter(ctx, who)
				if err == nil {
					came = append(came, name)
					leave()
				}
				done <- struct{}{}
			}()
			synctest.Wait()
		}
		left, leave := context.WithCancel(t.Context())
		wait(left, "many", "one who left")
		for n := range 4 {
			wait(t.Context(), "many", fmt.Sprint("many ", n))
		}
		wait(t.Context(), "other", "other")
		wait(t.Context(), "third", "third")
		leave()
		<-done
		first()
		for range 6 {
			<-done
		}
		if want := []string{"many 0", "other", "third", "many 1", "many 2", "many 3"}; !slices.Equal(came, want) {
			t.Errorf("%v, not %v", came, want)
		}
		if queue.n != 0 || queue.taken || len(queue.waiting) != 0 || len(queue.order) != 0 {
			t.Errorf("something is left of the queue: %d, %v, %v, %v", queue.n, queue.taken, queue.waiting, queue.order)
		}

		first, err = queue.enter(t.Context(), "many")
		if err != nil {
			t.Fatal(err)
		}
		all, giveUp := context.WithCancel(t.Context())
		for range waitingOfOne {
			wait(all, "many", "")
		}
		if _, err := queue.enter(t.Context(), "many"); !errors.Is(err, ErrMany) {
			t.Error(err)
		}
		for n := range waitingOfAll - waitingOfOne {
			wait(all, fmt.Sprint(n), "")
		}
		if _, err := queue.enter(t.Context(), "late"); !errors.Is(err, ErrQueue) {
			t.Error(err)
		}
		giveUp()
		for range waitingOfAll {
			<-done
		}
		if first(); queue.taken || queue.n != 0 {
			t.Error("those who left are still waited for")
		}
	})
}

// TestOtherDaysWaitTheirTurn: while one run of another day is made no other is, neither as known nor as of another day, nor are lists; what is known now is told at once.
func TestOtherDaysWaitTheirTurn(t *testing.T) {
	at := time.Date(2016, 3, 31, 12, 0, 0, 0, time.UTC)
	a, d := deskOf(t, func() time.Time { return at }, append(fired(), record.User{ID: "lina", Roles: []string{review.Assessor}})...)
	publishFired(t, a, at)
	reading := Read([]Text{{Name: "river.mithaq", Content: silence}})
	for _, user := range []string{"", "lina"} {
		one, err := d.as(t.Context(), user)
		if err != nil {
			t.Fatal(err)
		}
		if one.Insider() != (user != "") {
			t.Fatal("the wrong one looks")
		}
		leave, err := one.turn(t.Context(), "another")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := one.Judge(t.Context(), reading, Cuts{}); err != nil {
			t.Errorf("%q: now: %v", user, err)
		}
		for what, ask := range map[string]func(context.Context) error{
			"as known": func(ctx context.Context) error {
				_, err := one.Judge(ctx, reading, Cuts{KnownAt: "2016-04-01"})
				return err
			},
			"as of": func(ctx context.Context) error {
				_, err := one.Judge(ctx, reading, Cuts{AsOf: "2016-03-01"})
				return err
			},
			"lists": func(ctx context.Context) error {
				_, _, err := one.StoreAt(ctx, Cuts{KnownAt: "2016-04-01"}, civil.UTC)
				return err
			},
		} {
			ctx, giveUp := context.WithCancel(t.Context())
			done := make(chan error)
			go func() { done <- ask(ctx) }()
			for waits := false; !waits; runtime.Gosched() {
				a.kin.turns.mu.Lock()
				waits = a.kin.turns.n == 1
				a.kin.turns.mu.Unlock()
				select {
				case err := <-done:
					t.Fatalf("%q, %s: it did not wait: %v", user, what, err)
				default:
				}
			}
			giveUp()
			if err := <-done; !errors.Is(err, context.Canceled) {
				t.Errorf("%q, %s: %v", user, what, err)
			}
			for left := false; !left; runtime.Gosched() {
				a.kin.turns.mu.Lock()
				left = a.kin.turns.n == 0
				a.kin.turns.mu.Unlock()
			}
		}
		leave()
		if _, err := one.Judge(t.Context(), reading, Cuts{KnownAt: "2016-04-01"}); err != nil {
			t.Errorf("%q: in its turn: %v", user, err)
		}
	}
}
