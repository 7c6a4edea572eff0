package judgetest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"mithaq/internal/judge/monitor"
	"mithaq/internal/judge/status"
)

// visits asks a machine as of many instants, between steps, and sees each time that it says byte by byte what a fresh one says
// whose last tick is that instant; then that it says of its own last tick what it said before. It gives the first difference, "" when there is none.
func visits(t *testing.T, seed uint64, met map[string]int) string {
	t.Helper()
	theme := []string{"", "state", "excuse", ""}[seed%4]
	m, s := newThemed(seed, seed%3 == 0, theme), newThemed(seed, seed%3 == 0, theme).sample(seed)
	rng := rand.New(rand.NewPCG(seed, 4))
	for range rng.IntN(30) {
		s.set.Facts = append(s.set.Facts, m.fact(fmt.Sprint("g", len(s.set.Facts))))
	}
	sortSet(s.set)
	s.set = copySet(s.set)
	live, err := monitor.New(s.prog, monitor.Options{Parts: 1 + int(seed/4%2), Page: 1 + rng.IntN(4), Ahead: int64(rng.IntN(3)) * 30 * 86400, Brief: seed%2 == 0})
	if err != nil {
		t.Fatal(err)
	}
	live.Load(copySet(s.set))
	live.Step(monitor.Event{Tick: s.at})
	fresh := func(at int64) *monitor.Machine {
		f, err := monitor.New(s.prog, monitor.Options{Parts: 1, Brief: seed%2 == 0})
		if err != nil {
			t.Fatal(err)
		}
		f.Load(copySet(s.set))
		f.Step(monitor.Event{Tick: at})
		return f
	}
	for visit := range 12 {
		if visit%4 == 3 {
			what, _ := change(rng, m, s, live)
			met["a step: "+what]++
		}
		at := s.visited(rng, m, live)
		met["visits"]++
		switch {
		case at < s.at:
			met["before the last tick"]++
		case at > s.at:
			met["after it"]++
		}
		for _, f := range s.set.Facts {
			if f.When.Lo <= at && at < f.When.Hi {
				met["while a fact may be to come"]++
				break
			}
		}
		if differ(live.AsOf(at).Result(), live.Result()) {
			met["another status"]++
		}
		if got, want := said(t, live.AsOf(at), rng), said(t, fresh(at), rng); got != want {
			return fmt.Sprintf("seed %d, visit %d, as of %d, last tick %d:\n%s", seed, visit, at, s.at, apart(got, want))
		}
		if visit%3 == 0 {
			if got, want := said(t, live, rng), said(t, fresh(s.at), rng); got != want {
				return fmt.Sprintf("seed %d, after visit %d as of %d, last tick %d:\n%s", seed, visit, at, s.at, apart(got, want))
			}
		}
	}
	return ""
}

// visited draws an instant: any, one about which a fact happened, one about which a status changed.
func (s *sample) visited(rng *rand.Rand, m *maker, live *monitor.Machine) int64 {
	near := int64(rng.IntN(3)) - 1
	switch rng.IntN(4) {
	case 0:
		f := &s.set.Facts[rng.IntN(len(s.set.Facts))]
		return f.When.Lo + near
	case 1:
		f := &s.set.Facts[rng.IntN(len(s.set.Facts))]
		return f.When.Hi + near
	case 2:
		all := live.Result().Agreements[0].Norms
		if len(all) > 0 {
			if h := live.History(all[rng.IntN(len(all))].Key); len(h) > 1 {
				return h[1+rng.IntN(len(h)-1)].Reading - 1 + near
			}
		}
	}
	return m.instant()
}

// apart shows where two texts part.
func apart(got, want string) string {
	at := 0
	for at < min(len(got), len(want)) && got[at] == want[at] {
		at++
	}
	from := max(at-300, 0)
	return fmt.Sprintf("visited ...%s\nfresh   ...%s", got[from:min(at+300, len(got))], want[from:min(at+300, len(want))])
}

// differ says whether some norm has another status.
func differ(a, b *status.Result) bool {
	for i := range a.Agreements {
		for j := range a.Agreements[i].Norms {
			if a.Agreements[i].Norms[j].Lanes != b.Agreements[i].Norms[j].Lanes {
				return true
			}
		}
	}
	return false
}

// leastVisited is what so many of a hundred visits must meet at least, in the mean.
var leastVisited = map[string]int{
	"before the last tick": 30, "after it": 10, "while a fact may be to come": 20, "another status": 20,
	"a step: a new fact": 3, "a step: a correction": 3, "a step: some facts narrowed": 1, "a step: another context": 1, "a step: a tick": 1,
}

func TestAsOfIsAFreshRun(t *testing.T) {
	n := 120
	if os.Getenv("MITHAQ_LONG") != "" {
		n = 2000
	}
	met := map[string]int{}
	for seed := range cases(n) {
		if diff := visits(t, base()+seed, met); diff != "" {
			t.Fatal(diff)
		}
	}
	for _, what := range slices.Sorted(maps.Keys(leastVisited)) {
		t.Logf("%-28s %4d times in a hundred visits", what, met[what]*100/met["visits"])
		if met[what]*100 < leastVisited[what]*met["visits"] {
			t.Errorf("%s %d times in %d visits only", what, met[what], met["visits"])
		}
	}
}
