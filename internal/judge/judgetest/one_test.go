package judgetest

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"mithaq/internal/judge/monitor"
	"mithaq/internal/judge/status"
)

// TestOneAsOf: the status of one norm, and of one claim, as of an instant is that which stands in the result as of it; its states are those that its history has there, as the
// machine tells it as of a later instant.
func TestOneAsOf(t *testing.T) {
	n := 150
	if testing.Short() {
		n = 40
	}
	changed, waits := 0, 0
	for seed := range cases(n) {
		seed += base()
		theme := []string{"", "state", "excuse", ""}[seed%4]
		m, s := newThemed(seed, seed%3 == 0, theme), newThemed(seed, seed%3 == 0, theme).sample(seed)
		rng := rand.New(rand.NewPCG(seed, 6))
		for range rng.IntN(40) {
			s.set.Facts = append(s.set.Facts, m.fact(fmt.Sprint("g", len(s.set.Facts))))
		}
		sortSet(s.set)
		machine := func() *monitor.Machine {
			live, err := monitor.New(s.prog, monitor.Options{Parts: 1 + int(seed/4%2), Page: 1 + rng.IntN(4)})
			if err != nil {
				t.Fatal(err)
			}
			live.Load(copySet(s.set))
			live.Step(monitor.Event{Tick: s.at})
			return live
		}
		live, other := machine(), machine()
		for range 4 {
			at, later := s.visited(rng, m, live), s.visited(rng, m, live)
			at, later = min(at, later), max(at, later)
			want, now := other.AsOf(at).Result(), live.AsOf(later).Result()
			for i := range want.Agreements {
				for k := range want.Agreements[i].Norms {
					norm := &want.Agreements[i].Norms[k]
					past := stateAt(live.AsOf(later).History(norm.Key), at)
					for lane := range norm.Lanes {
						if past[lane] != norm.Lanes[lane].States {
							t.Fatalf("seed %d, %s as of %d: %v, by its history as of %d %v", seed, norm.Key.Norm, at, norm.Lanes[lane].States, later, past[lane])
						}
					}
					if rng.IntN(3) > 0 {
						continue
					}
					if got := live.AsOf(at).Norm(norm.Key.Norm); !reflect.DeepEqual(got, *norm) {
						t.Fatalf("seed %d, %s as of %d:\n%+v\nwant %+v", seed, norm.Key.Norm, at, got, *norm)
					}
					if norm.Lanes[0].States != now.Agreements[i].Norms[k].Lanes[0].States {
						changed++
					}
					waits += len(norm.Reasons.Waits)
				}
				for k := range want.Agreements[i].Claims {
					if claim := &want.Agreements[i].Claims[k]; !reflect.DeepEqual(live.AsOf(at).Claim(claim.Key.Norm), *claim) {
						t.Fatalf("seed %d, %s as of %d: %+v", seed, claim.Key.Norm, at, *claim)
					}
				}
			}
		}
	}
	if changed < 50 || waits < 50 {
		t.Errorf("%d that changed, %d waits", changed, waits)
	}
}

// stateAt gives the sets of states that a history has as of an instant.
func stateAt(history []monitor.Change, at int64) (sets [status.Lanes]status.Set) {
	for _, c := range history {
		if c.Reading <= at+1 {
			sets = c.Sets
		}
	}
	return sets
}
