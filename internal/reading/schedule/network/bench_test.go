package network

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// large makes a network of parties that each work through steps in order and wait for each other: controllable where the
// bounds have room, which is what costs most to find.
func large(nodes, contingent, links int, r *rand.Rand) *Network {
	n := &Network{}
	at := make([]int64, nodes) // a time for each event that keeps every bound if the others take the middle
	for i := range nodes {
		n.Nodes = append(n.Nodes, fmt.Sprint("e", i))
		at[i] = int64(10 * i)
	}
	ends := map[int]bool{}
	for _, i := range r.Perm(nodes - 1)[:contingent] {
		n.Links = append(n.Links, Link{From: i, To: i + 1, Min: 4, Max: 16, Contingent: true})
		ends[i+1] = true
	}
	for range links {
		a, b := r.IntN(nodes), r.IntN(nodes)
		if a > b {
			a, b = b, a
		}
		slack := int64(6*contingent) + int64(r.IntN(50))
		n.Links = append(n.Links, Link{From: a, To: b, Min: at[b] - at[a] - slack, Max: at[b] - at[a] + slack})
	}
	for i := 1; i < nodes; i++ {
		if !ends[i] {
			n.Links = append(n.Links, Link{From: i - 1, To: i, Min: 1, Max: 12})
		}
	}
	return n
}

func BenchmarkCheck(b *testing.B) {
	for _, c := range []struct{ nodes, contingent, links int }{{160, 30, 300}, {160, 30, 4000}, {500, 100, 1000}, {500, 100, 20000}} {
		n := large(c.nodes, c.contingent, c.links, rand.New(rand.NewPCG(1, 2)))
		b.Run(fmt.Sprintf("nodes=%d/contingent=%d/links=%d", c.nodes, c.contingent, len(n.Links)), func(b *testing.B) {
			for b.Loop() {
				Check(n)
			}
		})
	}
}

// TestLarge decides networks of the size of a real timetable in far less than the tenth of a second that is allowed
// (BenchmarkCheck measures it); a network of thousands of events is still decided.
func TestLarge(t *testing.T) {
	controllable := 0
	for seed := range uint64(20) {
		n := large(160, 30, 300, rand.New(rand.NewPCG(seed, 2)))
		if seed%2 == 1 { // one bound too many
			n.Links = append(n.Links, Link{From: 0, To: 159, Min: 0, Max: 400})
		}
		began := time.Now()
		r := Check(n)
		if took := time.Since(began); took > time.Second {
			t.Errorf("seed %d: %v", seed, took)
		}
		certify(t, n, r)
		if r.Controllable {
			controllable++
		}
	}
	if controllable == 0 || controllable == 20 {
		t.Errorf("%d of 20 controllable", controllable)
	}
}
