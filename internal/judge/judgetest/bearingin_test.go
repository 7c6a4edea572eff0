package judgetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/monitor"
	"mithaq/internal/judge/status"
)

// TestBearingIn: what bears within a time is what bears and happened within it, whatever the program, the facts and the instant.
func TestBearingIn(t *testing.T) {
	n := 150
	if testing.Short() {
		n = 40
	}
	some, none := 0, 0
	for seed := range cases(n) {
		seed += base()
		theme := []string{"", "state", "excuse", ""}[seed%4]
		m, s := newThemed(seed, seed%3 == 0, theme), newThemed(seed, seed%3 == 0, theme).sample(seed)
		rng := rand.New(rand.NewPCG(seed, 5))
		for range 10 + rng.IntN(40) {
			s.set.Facts = append(s.set.Facts, m.fact(fmt.Sprint("g", len(s.set.Facts))))
		}
		sortSet(s.set)
		live, err := monitor.New(s.prog, monitor.Options{Parts: 1 + int(seed/4%2), Page: 1 + rng.IntN(4)})
		if err != nil {
			t.Fatal(err)
		}
		live.Load(copySet(s.set))
		live.Step(monitor.Event{Tick: s.at})
		when := map[string]civil.Interval{}
		for i := range s.set.Facts {
			when[s.set.Facts[i].ID] = s.set.Facts[i].When
		}
		at := func() int64 { // about which a fact begins or ends
			f := s.set.Facts[rng.IntN(len(s.set.Facts))].When
			return []int64{f.Lo, f.Hi}[rng.IntN(2)] + int64(rng.IntN(3)) - 1
		}
		for range 6 {
			as := live.AsOf(s.visited(rng, m, live))
			within := civil.Interval{Lo: at(), Hi: at()}
			if within.Lo > within.Hi {
				within.Lo, within.Hi = within.Hi, within.Lo
			}
			type bears struct {
				key  status.Key
				fact string
				must grade.Mask
			}
			var got, want []bears
			as.BearingIn(within, func(key status.Key, fact string, must grade.Mask) { got = append(got, bears{key, fact, must}) })
			as.Bearing(func(key status.Key, fact string, must grade.Mask) {
				if w := when[fact]; w.Lo >= within.Lo && w.Hi <= within.Hi {
					want = append(want, bears{key, fact, must})
				} else {
					none++
				}
			})
			if !slices.Equal(got, want) {
				t.Fatalf("seed %d, within %v:\n%v\nwant %v", seed, within, got, want)
			}
			some += len(got)
		}
	}
	if some < 500 || none < 500 {
		t.Errorf("%d within, %d without", some, none)
	}
}
