package network

import (
	"math/rand/v2"
	"os"
	"testing"
)

// random makes a small network: up to 6 events, up to 3 contingent links, small bounds. Some of its links lie between events that a
// contingent link ends in, so that it matters what is known when.
func random(r *rand.Rand) *Network {
	k := 3 + r.IntN(4)
	n := &Network{Nodes: []string{"a", "b", "c", "d", "e", "f"}[:k]}
	order := r.Perm(k)
	var ends []int
	for i := 1; i < k && len(ends) < 3; i++ { // contingent links lead on in the order: no circles
		if r.IntN(2) == 0 {
			lo := int64(r.IntN(3))
			n.Links = append(n.Links, Link{From: order[r.IntN(i)], To: order[i], Min: lo, Max: lo + int64(r.IntN(4)), Contingent: true})
			ends = append(ends, order[i])
		}
	}
	for range 1 + r.IntN(k+1) {
		l := Link{From: r.IntN(k), To: r.IntN(k), Min: int64(r.IntN(7) - 3)}
		if len(ends) > 0 && r.IntN(2) == 0 {
			l.To = ends[r.IntN(len(ends))]
		}
		if l.From == l.To && r.IntN(8) > 0 {
			continue
		}
		l.Max = l.Min + int64(r.IntN(5)) - int64(r.IntN(8)/7)
		if l.Open = r.IntN(4) == 0; l.Open {
			l.Max = 0
		}
		n.Links = append(n.Links, l)
	}
	r.Shuffle(len(n.Links), func(i, j int) { n.Links[i], n.Links[j] = n.Links[j], n.Links[i] })
	return n
}

// cases is how many random networks are compared.
func cases() int {
	if os.Getenv("MITHAQ_LONG") != "" {
		return 200_000
	}
	return 5_000
}

// TestOracle compares Check with the game, asserts that what is compared is worth it, and looks at every cycle.
func TestOracle(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var controllable, inconsistent, uncertain, zero, early, late int
	links := map[int]int{}
	for i := range cases() {
		n := random(r)
		if f := Faults(n); len(f) > 0 {
			t.Fatalf("network %d: %v", i, f)
		}
		got := Check(n)
		if want := wins(n); got.Controllable != want {
			t.Fatalf("network %d: %+v: controllable %v, the game says %v (%+v)", i, n, got.Controllable, want, got)
		}
		certify(t, n, got)
		count := 0
		for _, l := range n.Links {
			if l.Contingent {
				count++
				if l.Min == 0 {
					zero++
				}
			}
		}
		links[count]++
		switch {
		case got.Controllable:
			controllable++
		case !got.Consistent:
			inconsistent++
		default:
			uncertain++
			for _, s := range got.Cycle {
				switch s.Side {
				case AsEarly:
					early++
				case AsLateAs:
					late++
				}
			}
		}
	}
	all := cases()
	t.Logf("of %d: %d controllable, %d inconsistent, %d consistent and not controllable; by contingent links %v; %d with a least duration of 0; steps as early %d, as late %d",
		all, controllable, inconsistent, uncertain, links, zero, early, late)
	for what, share := range map[string]int{
		"controllable": controllable, "inconsistent": inconsistent, "not controllable though consistent": uncertain,
		"one contingent link": links[1], "two": links[2], "three": links[3],
	} {
		if share*100 < 10*all {
			t.Errorf("%s: only %d of %d", what, share, all)
		}
	}
	if zero*10 < all || early*20 < uncertain || late*2 < uncertain {
		t.Errorf("least durations of 0: %d, cycles as early as may be: %d, as late: %d", zero, early, late)
	}
}

// certify derives again, from the links alone, that a cycle is one: it closes, each step is a bound of its link, the weights sum to
// the negative length, and a step of a contingent duration at its worst stands only where the network is consistent.
func certify(t *testing.T, n *Network, r Result) {
	t.Helper()
	if r.Controllable != (r.Cycle == nil) || r.Controllable && !r.Consistent {
		t.Fatalf("%+v: %+v", n, r)
	}
	sum := int64(0)
	for i, s := range r.Cycle {
		l := n.Links[s.Link]
		if next := r.Cycle[(i+1)%len(r.Cycle)]; s.To != next.From {
			t.Fatalf("%+v: step %d does not lead on: %+v", n, i, r.Cycle)
		}
		from, to, weight, ok := l.From, l.To, l.Max, !l.Open
		switch s.Side {
		case AtLeast:
			from, to, weight, ok = l.To, l.From, -l.Min, true
		case AsEarly:
			weight, ok = l.Min, l.Contingent && r.Consistent
		case AsLateAs:
			from, to, weight, ok = l.To, l.From, -l.Max, l.Contingent && r.Consistent
		case AtMost:
		}
		if !ok || s.From != from || s.To != to || s.Weight != weight {
			t.Fatalf("%+v: step %+v is no bound of its link", n, s)
		}
		sum += weight
	}
	if !r.Controllable && (sum != r.Length || sum >= 0 || r.More) {
		t.Fatalf("%+v: the cycle sums to %d: %+v", n, sum, r)
	}
}

// TestWholeTimesAreEnough plays some networks again with halves and thirds of the unit, and finds the same.
func TestWholeTimesAreEnough(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for i := range 300 {
		n := random(r)
		want := wins(n)
		for _, unit := range []int64{2, 3} {
			fine := &Network{Nodes: n.Nodes}
			for _, l := range n.Links {
				l.Min, l.Max = l.Min*unit, l.Max*unit
				fine.Links = append(fine.Links, l)
			}
			if got := wins(fine); got != want {
				t.Fatalf("network %d: %+v: %v, in parts of 1/%d %v", i, n, want, unit, got)
			}
		}
	}
}

// TestBrokenVariantsAreCaught runs the comparison on algorithms that are wrong in one rule: each differs from the game.
func TestBrokenVariantsAreCaught(t *testing.T) {
	change := func(f func(*edge) bool) func(*Network) bool {
		return func(n *Network) bool {
			g := newGraph(n)
			if g.inconsistency() != nil {
				return false
			}
			for _, in := range g.into {
				for _, i := range in {
					if !f(&g.edges[i]) {
						g.edges[i].weight = infinite / 4
					}
				}
			}
			return g.uncontrollable() == nil
		}
	}
	for name, broken := range map[string]func(*Network) bool{
		"consistent is enough":                     func(n *Network) bool { return newGraph(n).inconsistency() == nil },
		"the others never come late":               change(func(e *edge) bool { return e.kind != upper }),
		"the others never come early":              change(func(e *edge) bool { return e.kind != lower }),
		"as early and as late at the same time":    change(func(e *edge) bool { e.link += map[bool]int32{true: 1000}[e.kind == lower]; return true }),
		"an order without a distance is forgotten": change(func(e *edge) bool { return e.kind != ordinary || e.side != AtLeast || e.weight != 0 }),
		"durations are chosen before":              func(n *Network) bool { return Check(strong(n)).Controllable },
	} {
		r := rand.New(rand.NewPCG(1, 2))
		differ := 0
		for range 1000 {
			if n := random(r); broken(n) != wins(n) {
				differ++
			}
		}
		if differ == 0 {
			t.Errorf("%s: not caught", name)
		}
	}
}

// strong bounds every link at both ends of each contingent duration, as if nothing were ever seen: a link that a contingent
// event ends in is narrowed by all that its duration leaves open.
func strong(n *Network) *Network {
	out := &Network{Nodes: n.Nodes}
	width := make([]int64, len(n.Nodes))
	for _, l := range n.Links {
		if l.Contingent {
			width[l.To] = l.Max - l.Min
		}
	}
	for _, l := range n.Links {
		if !l.Contingent && l.From != l.To {
			l.Max -= width[l.To] + width[l.From]
		}
		out.Links = append(out.Links, l)
	}
	return out
}
