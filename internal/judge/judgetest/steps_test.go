package judgetest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/monitor"
	"mithaq/internal/judge/status"
)

// story takes a machine through random steps (facts that come, facts that are corrected, other coverage and rosters, ticks) and
// sees after each that it says byte by byte what a fresh one says of the same. It gives the first difference, "" when there is none. Every
// other machine judges in two parts, each fresh one in one.
func story(t *testing.T, seed uint64) string {
	t.Helper()
	s := newSample(seed, seed%3 == 0)
	m := newMaker(seed, seed%3 == 0) // draws facts that aim at the same patterns
	rng := rand.New(rand.NewPCG(seed, 2))
	for range 30 { // enough that the machine puts each new fact in its place and does not begin anew
		s.set.Facts = append(s.set.Facts, m.fact(fmt.Sprint("g", len(s.set.Facts))))
	}
	sortSet(s.set)
	s.set = copySet(s.set)                                                                           // facts that share what is narrowed in one of them would change together
	live, err := monitor.New(s.prog, monitor.Options{Parts: 1 + int(seed%2), Page: 1 + rng.IntN(4)}) // pages as small as the records here
	if err != nil {
		t.Fatal(err)
	}
	live.Load(copySet(s.set))
	live.Step(monitor.Event{Tick: s.at})
	for step := range 12 {
		what := "at first"
		if step > 0 {
			what = change(rng, m, s, live)
		}
		fresh, err := monitor.New(s.prog, monitor.Options{Parts: 1})
		if err != nil {
			t.Fatal(err)
		}
		fresh.Load(copySet(s.set))
		fresh.Step(monitor.Event{Tick: s.at})
		if got, want := said(t, live, rng), said(t, fresh, rng); got != want {
			return fmt.Sprintf("seed %d, step %d (%s):\nstepped %s\nfresh   %s", seed, step, what, got, want)
		}
	}
	return ""
}

// change makes one change to the sample and takes the machine through it.
func change(rng *rand.Rand, m *maker, s *sample, live *monitor.Machine) string {
	take := func(f *fact.Fact) {
		c := copySet(&fact.Set{Facts: []fact.Fact{*f}})
		live.Step(monitor.Event{Fact: &c.Facts[0]})
	}
	defer sortSet(s.set)
	switch v := rng.IntN(10); {
	case v < 4:
		f := m.fact(fmt.Sprint("h", rng.IntN(1000)))
		for i := range s.set.Facts {
			if s.set.Facts[i].ID == f.ID {
				s.set.Facts[i] = f
				take(&f)
				return "a new fact corrected"
			}
		}
		s.set.Facts = append(s.set.Facts, f)
		take(&f)
		return "a new fact"
	case v < 7:
		at := &s.set.Facts[rng.IntN(len(s.set.Facts))]
		f := m.fact(at.ID)
		*at = f
		take(&f)
		return "a correction"
	case v < 8:
		for range 3 {
			i := rng.IntN(len(s.set.Facts))
			narrowFact(rng, s.prog, &s.set.Facts[i])
			take(&s.set.Facts[i])
		}
		return "some facts narrowed"
	case v < 9:
		s.set.Coverage = append(s.set.Coverage[:len(s.set.Coverage):len(s.set.Coverage)], m.coverage(fmt.Sprint("w", rng.IntN(1000))))
		s.set.Rosters = []fact.Roster{m.roster()}
		sortSet(s.set)
		live.Context(copySet(s.set))
		return "another context"
	}
	s.at = m.instant()
	live.Step(monitor.Event{Tick: s.at})
	return "a tick"
}

// said is everything that a machine says: the status, and the reasons and the history of each norm and instance.
func said(t *testing.T, m *monitor.Machine, _ *rand.Rand) string {
	t.Helper()
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	put := func(v any) {
		if err := enc.Encode(v); err != nil {
			t.Fatal(err)
		}
	}
	res := m.Result()
	put(res)
	for i := range res.Agreements {
		for j := range res.Agreements[i].Norms {
			n := &res.Agreements[i].Norms[j]
			keys := []status.Key{n.Key}
			for k := range n.Instances {
				keys = append(keys, n.Instances[k].Key)
			}
			for _, key := range keys {
				put(m.Reasons(key))
				put(m.History(key))
			}
		}
	}
	m.Bearing(func(key status.Key, fact string, must grade.Mask) { put([]any{key, fact, must}) })
	put(m.Result())
	return out.String()
}

func TestStepsAreFreshRuns(t *testing.T) {
	n := uint64(300)
	if testing.Short() {
		n = 60
	}
	for seed := range n {
		if diff := story(t, seed); diff != "" {
			t.Fatal(diff)
		}
	}
}
