package sqlite

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"mithaq/internal/evidence/record"
)

func init() { clockBlock = 4 } // so that records of tests have several

// TestClock: the head at a cut, and when something was entered last up to an instant, are what a look through all entries finds, also where the clock was set back.
func TestClock(t *testing.T) {
	ctx := t.Context()
	r := rand.New(rand.NewPCG(1, 2))
	s, err := Create(ctx, filepath.Join(t.TempDir(), "r.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	asked, back := 0, 0
	for round := range 8 {
		if _, err := s.Append(ctx, nil, func(yield func(record.Draft, error) bool) {
			for n := range 1 + r.IntN(9) {
				at := int64(100 + 20*round + r.IntN(20))
				if r.IntN(6) == 0 {
					at, back = int64(100+r.IntN(20*round+1)), back+1
				}
				if !yield(record.Draft{Entered: at, Actor: "a", Payload: record.Source{ID: fmt.Sprint(round, "-", n), Sort: "agency"}}, nil) {
					return
				}
			}
		}); err != nil {
			t.Fatal(err)
		}
		var all []record.Entry
		for e, err := range s.Entries(ctx, 0) {
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, e)
		}
		for at := int64(90); at < 280; at += 3 {
			for _, seq := range []int64{0, 1, 3, 4, 5, int64(len(all)) - 1, int64(len(all)) + 3} {
				var head, latest int64
				for i := range all {
					if all[i].Entered <= at {
						latest = max(latest, all[i].Entered)
						if seq == 0 || all[i].Seq <= seq {
							head = all[i].Seq
						}
					}
				}
				base, err := s.Base(ctx, record.Cut{Seq: seq, Entered: at})
				if err != nil {
					t.Fatal(err)
				}
				by, err := s.EnteredBy(ctx, at)
				if err != nil {
					t.Fatal(err)
				}
				if base.Head.Seq != head || by != latest {
					t.Fatalf("round %d, at %d and %d: head %d, last at %d; want %d, %d", round, seq, at, base.Head.Seq, by, head, latest)
				}
				asked++
			}
		}
	}
	if asked < 1000 || back < 3 || len(s.clock.blocks) < 4 {
		t.Errorf("asked %d times, the clock was set back %d times, %d blocks", asked, back, len(s.clock.blocks))
	}
}
