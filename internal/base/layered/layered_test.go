package layered_test

import (
	"math"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"mithaq/internal/base/layered"
)

func graphs(t *rapid.T) (int, []layered.Edge) {
	n := rapid.IntRange(1, 40).Draw(t, "n")
	node := rapid.IntRange(0, n-1)
	edges := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) layered.Edge {
		return layered.Edge{From: node.Draw(t, "from"), To: node.Draw(t, "to")}
	}), 0, 80).Draw(t, "edges")
	return n, edges
}

// reaches says which nodes can be reached from which, by the slow way.
func reaches(n int, edges []layered.Edge) [][]bool {
	r := make([][]bool, n)
	for i := range r {
		r[i] = make([]bool, n)
	}
	for _, e := range edges {
		r[e.From][e.To] = true
	}
	for k := range n {
		for i := range n {
			for j := range n {
				r[i][j] = r[i][j] || r[i][k] && r[k][j]
			}
		}
	}
	return r
}

// No two places of a layer overlap; every edge leads to a later layer, but for those that close a circle; circles are told as they are.
func TestLayout(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, edges := graphs(t)
		l := layered.Of(n, edges)
		if again := layered.Of(n, edges); !reflect.DeepEqual(l, again) {
			t.Fatal("the same graph has two layouts")
		}
		r := reaches(n, edges)
		knot := make([]int, n)
		for i, list := range l.Knots {
			for _, v := range list {
				if knot[v] != 0 {
					t.Fatalf("%d is in two knots", v)
				}
				knot[v] = i + 1
			}
		}
		for i := range n {
			if (knot[i] != 0) != r[i][i] {
				t.Fatalf("%d: knot %d, reaches itself: %v", i, knot[i], r[i][i])
			}
			for j := range n {
				if i != j && (knot[i] != 0 && knot[i] == knot[j]) != (r[i][j] && r[j][i]) {
					t.Fatalf("%d and %d: knots %d and %d", i, j, knot[i], knot[j])
				}
			}
		}
		places := map[int][]float64{}
		for _, p := range l.Nodes {
			places[p.Layer] = append(places[p.Layer], p.X)
		}
		for i, e := range edges {
			from, to := l.Nodes[e.From], l.Nodes[e.To]
			path := l.Paths[i]
			if path[0] != from || e.From != e.To && path[len(path)-1] != to {
				t.Fatalf("the path of %v is %v", e, path)
			}
			if e.From == e.To {
				continue
			}
			if l.Turned[i] && !r[e.To][e.From] {
				t.Fatalf("%v is turned, and in no circle", e)
			}
			if l.Turned[i] != (to.Layer < from.Layer) || to.Layer == from.Layer {
				t.Fatalf("%v leads from layer %d to %d, turned: %v", e, from.Layer, to.Layer, l.Turned[i])
			}
			for k := 1; k < len(path); k++ {
				if d := path[k].Layer - path[k-1].Layer; d != 1 && !l.Turned[i] || d != -1 && l.Turned[i] {
					t.Fatalf("the path of %v is %v", e, path)
				}
			}
			for _, p := range path[1 : len(path)-1] {
				places[p.Layer] = append(places[p.Layer], p.X)
			}
		}
		for layer, list := range places {
			slices.Sort(list)
			for k := 1; k < len(list); k++ {
				if list[k]-list[k-1] < 1-1e-9 {
					t.Fatalf("layer %d: %v and %v overlap", layer, list[k-1], list[k])
				}
			}
			if list[0] < 0 || list[len(list)-1] > l.Width+1e-9 {
				t.Fatalf("layer %d leaves the width %v: %v", layer, l.Width, list)
			}
		}
	})
}

// A chain stands in one column, a tree without crossings, and a node with nothing beside it is no problem.
func TestPlainGraphs(t *testing.T) {
	chain := layered.Of(4, []layered.Edge{{0, 1}, {1, 2}, {2, 3}})
	for i, p := range chain.Nodes {
		if p.Layer != i || p.X != 0 {
			t.Errorf("chain: %v", chain.Nodes)
		}
	}
	crossed := layered.Of(4, []layered.Edge{{0, 3}, {1, 2}})
	if a, b := crossed.Nodes[0].X-crossed.Nodes[1].X, crossed.Nodes[3].X-crossed.Nodes[2].X; math.Signbit(a) != math.Signbit(b) {
		t.Errorf("a crossing that need not be: %v", crossed.Nodes)
	}
	if l := layered.Of(0, nil); len(l.Nodes) != 0 || l.Layers != 0 {
		t.Errorf("nothing: %v", l)
	}
	ring := layered.Of(3, []layered.Edge{{0, 1}, {1, 2}, {2, 0}})
	if !reflect.DeepEqual(ring.Knots, [][]int{{0, 1, 2}}) || !slices.Equal(ring.Turned, []bool{false, false, true}) {
		t.Errorf("ring: %v", ring)
	}
}
