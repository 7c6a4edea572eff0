package judgetest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/monitor"
	"mithaq/internal/judge/status"
)

// story takes a machine through random steps (facts that come, facts that are corrected, other coverage and rosters, ticks) and
// sees after each that it says byte by byte what a fresh one says of the same. It gives the first difference, "" when there is none.
// Half of the stories are about states: who is held, families over those who are, conditions on whether somebody is.
func story(t *testing.T, seed uint64, met map[string]int) string {
	t.Helper()
	theme := ""
	switch {
	case seed%2 == 1:
		theme = "state"
	case seed%8 == 2: // of the act under test
		theme = "excuse"
	}
	m := newThemed(seed, seed%3 == 0, theme) // draws facts that aim at the same patterns
	s := newThemed(seed, seed%3 == 0, theme).sample(seed)
	rng := rand.New(rand.NewPCG(seed, 2))
	for range 30 { // enough that the machine puts each new fact in its place and does not begin anew
		s.set.Facts = append(s.set.Facts, m.fact(fmt.Sprint("g", len(s.set.Facts))))
	}
	sortSet(s.set)
	s.set = copySet(s.set)                                                                             // facts that share what is narrowed in one of them would change together
	live, err := monitor.New(s.prog, monitor.Options{Parts: 1 + int(seed/2%2), Page: 1 + rng.IntN(4)}) // pages as small as the records here
	if err != nil {
		t.Fatal(err)
	}
	live.Load(copySet(s.set))
	live.Step(monitor.Event{Tick: s.at})
	for step := range 12 {
		what := "at first"
		if step > 0 {
			var acts []string
			what, acts = change(rng, m, s, live)
			m.meets(what, acts, met)
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

// change makes one change to the sample and takes the machine through it. It says what it was, and the acts of the facts that came.
func change(rng *rand.Rand, m *maker, s *sample, live *monitor.Machine) (what string, acts []string) {
	take := func(f *fact.Fact) {
		c := copySet(&fact.Set{Facts: []fact.Fact{*f}})
		live.Step(monitor.Event{Fact: &c.Facts[0]})
		acts = append(acts, f.Act)
	}
	defer sortSet(s.set)
	switch v := rng.IntN(10); {
	case v < 4:
		f := m.fact(fmt.Sprint("h", rng.IntN(1000)))
		for i := range s.set.Facts {
			if s.set.Facts[i].ID == f.ID {
				s.set.Facts[i] = f
				take(&f)
				return "a new fact corrected", acts
			}
		}
		s.set.Facts = append(s.set.Facts, f)
		take(&f)
		return "a new fact", acts
	case v < 7:
		at := &s.set.Facts[rng.IntN(len(s.set.Facts))]
		f := m.fact(at.ID)
		*at = f
		take(&f)
		return "a correction", acts
	case v < 8:
		for range 3 {
			i := rng.IntN(len(s.set.Facts))
			narrowFact(rng, s.prog, &s.set.Facts[i])
			take(&s.set.Facts[i])
		}
		return "some facts narrowed", acts
	case v < 9:
		s.set.Coverage = append(s.set.Coverage[:len(s.set.Coverage):len(s.set.Coverage)], m.coverage(fmt.Sprint("w", rng.IntN(1000))))
		s.set.Rosters = []fact.Roster{m.roster()}
		sortSet(s.set)
		live.Context(copySet(s.set))
		return "another context", nil
	}
	s.at = m.instant()
	live.Step(monitor.Event{Tick: s.at})
	return "a tick", nil
}

// meets counts what a step meets: the state on which a family or a condition rests, what a family is about, other norms and conditions.
func (m *maker) meets(what string, acts []string, met map[string]int) {
	met["steps"]++
	met[what]++
	state := slices.Contains(acts, "seize") || slices.Contains(acts, "free")
	note := func(what string, is bool) {
		if is {
			met[what]++
		}
	}
	for i := range m.ag.Norms {
		n := &m.ag.Norms[i]
		own := n.Goal == nil && slices.Contains(acts, n.Act.Act)
		if f := n.ForEach; f != nil {
			note("family over a state", f.Source == norms.FromState && state)
			note("family over acts", f.Source == norms.FromAct && (own || slices.Contains(acts, f.Pattern.Act)))
			note("family over a roster", f.Source == norms.FromRoster && own)
		} else {
			note("norm by itself", own)
		}
		for _, c := range []norms.Cond{n.If, n.Once, n.While, n.Until, n.Unless, n.Goal} {
			norms.Walk(c, func(c norms.Cond) {
				switch c := c.(type) {
				case norms.Holds, norms.NoneHolds:
					note("condition on a state", state)
				case norms.Seen:
					note("condition on acts", slices.Contains(acts, c.Pattern.Act))
				}
			})
		}
	}
}

// judge is a machine, or one as of another instant.
type judge interface {
	Result() *status.Result
	Reasons(key status.Key) status.Reasons
	History(key status.Key) []monitor.Change
	Bearing(visit func(key status.Key, fact string, must grade.Mask))
}

// said is everything that a machine says: the status, and the reasons and the history of each norm and instance.
func said(t *testing.T, m judge, _ *rand.Rand) string {
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

// leastMet is what so many of a hundred steps must meet at least, in the mean.
var leastMet = map[string]int{
	"a new fact": 20, "a correction": 20, "some facts narrowed": 5, "another context": 5, "a tick": 5,
	"family over a state": 30, "family over acts": 12, "family over a roster": 7,
	"condition on a state": 40, "condition on acts": 5, "norm by itself": 20,
}

func TestStepsAreFreshRuns(t *testing.T) {
	n := uint64(300)
	if testing.Short() {
		n = 60
	}
	met := map[string]int{}
	for seed := range n {
		if diff := story(t, seed, met); diff != "" {
			t.Fatal(diff)
		}
	}
	for _, what := range slices.Sorted(maps.Keys(leastMet)) {
		t.Logf("%-22s %4d times in a hundred steps", what, met[what]*100/met["steps"])
		if met[what]*100 < leastMet[what]*met["steps"] {
			t.Errorf("%s %d times in %d steps only", what, met[what], met["steps"])
		}
	}
}
