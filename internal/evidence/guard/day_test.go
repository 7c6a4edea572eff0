package guard

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/sqlite"
	"mithaq/internal/evidence/review"
)

const (
	dayBefore = "2016-01-31" // the last on which the witness of each incident of witnessed may be told of
	dayAfter  = "2016-02-01"
)

// witnessed makes a record of published incidents, each told by a witness whose consent ends.
func witnessed(t *testing.T, n int) *sqlite.Store {
	t.Helper()
	ctx := context.Background()
	store, err := sqlite.Create(ctx, filepath.Join(t.TempDir(), "r.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	_, err = store.Append(ctx, nil, func(yield func(record.Draft, error) bool) {
		for i := range n {
			in, w, a := fmt.Sprintf("i%d", i), fmt.Sprintf("w%d", i), fmt.Sprintf("a%d", i)
			for _, p := range []any{
				record.Source{ID: w, Sort: "witness"},
				record.Consent{Kind: record.KindSource, Subject: w, Publish: true, Until: dayBefore},
				record.Incident{ID: in, Act: "attack", Title: record.Text{"en": "one"}},
				record.Account{ID: a, Source: w, Incident: in, Says: record.Text{"en": "I saw it"}},
				record.Publication{Kind: record.KindIncident, Subject: in, Public: true, By: "desk", Accounts: []string{a}},
			} {
				if !yield(record.Draft{Entered: 1, Actor: "desk", Payload: p}, nil) {
					return
				}
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// TestOneAnswerOneDay: an answer that was begun on a day goes by the consents of that day to its end.
func TestOneAnswerOneDay(t *testing.T) {
	const n = 10
	ctx := context.Background()
	store := witnessed(t, n)
	for name, cut := range map[string]record.Cut{"now": {}, "at a cut": {Entered: 5}} {
		day := dayBefore
		v := View(store, review.Public, func() string { return day })
		for range 2 { // the day turns in the first answer
			begun, came := day, 0
			for b, err := range v.Bundles(ctx, cut) {
				if err != nil {
					t.Fatal(err)
				}
				if told := len(b.Accounts) == 1; told != (begun == dayBefore) {
					t.Errorf("%s, begun on %s: %s is told with %d accounts", name, begun, b.Incident.ID, len(b.Accounts))
				}
				came++
				day = dayAfter
				if _, err := v.Incidents(ctx, record.Query{}); err != nil {
					t.Fatal(err)
				}
			}
			if came != n {
				t.Errorf("%s: %d of %d", name, came, n)
			}
		}
	}
}

// turning is a record in which something happens while its base is read for the first time.
type turning struct {
	record.Reader
	once sync.Once
	turn func()
}

func (s *turning) Base(ctx context.Context, cut record.Cut) (*record.Base, error) {
	s.once.Do(s.turn)
	return s.Reader.Base(ctx, cut)
}

// TestDayTurnsUnderBase: who speaks is not remembered beyond the day of which it was.
func TestDayTurnsUnderBase(t *testing.T) {
	ctx := context.Background()
	day := dayBefore
	s := &turning{Reader: witnessed(t, 3)}
	v := View(s, review.Public, func() string { return day })
	s.turn = func() {
		day = dayAfter
		if _, err := v.Incidents(ctx, record.Query{}); err != nil {
			t.Error(err)
		}
	}
	for _, want := range []int{1, 0} { // witnesses are one: a witness
		sources := 0
		each(t, v.Each(ctx, record.KindSource, ""), func(*record.Standing) { sources++ })
		if sources != want {
			t.Errorf("%d sources, want %d", sources, want)
		}
	}
}

// TestDaysTurnBesideReaders: days turn while others read: each answer speaks of one of them.
func TestDaysTurnBesideReaders(t *testing.T) {
	const n, turns = 10, 20
	ctx := context.Background()
	var turned atomic.Int64
	v := View(witnessed(t, n), review.Public, func() string { return []string{dayBefore, dayAfter}[turned.Load()%2] })
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for turned.Load() < turns {
				accounts := 0
				for b, err := range v.Bundles(ctx, record.Cut{Entered: 5}) {
					if err != nil {
						t.Error(err)
						return
					}
					accounts += len(b.Accounts)
				}
				if accounts != 0 && accounts != n {
					t.Errorf("%d of %d accounts", accounts, n)
				}
			}
		})
	}
	for range turns {
		turned.Add(1)
		if _, err := v.Incidents(ctx, record.Query{}); err != nil {
			t.Error(err)
		}
	}
	all.Wait()
}
