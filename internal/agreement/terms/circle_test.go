package terms

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func bad(to int) link  { return link{to: to, bad: true} }
func good(to int) link { return link{to: to} }

func TestShortestCircles(t *testing.T) {
	for _, c := range []struct {
		name  string
		graph [][]link
		want  [][]int
	}{
		{"none", [][]link{{bad(1)}, {bad(2)}, {}}, nil},
		{"itself", [][]link{{bad(0)}}, [][]int{{0}}},
		{"only good links", [][]link{{good(1)}, {good(0)}}, nil},
		{"one bad link", [][]link{{good(1)}, {bad(0)}}, [][]int{{1, 0}}},
		{"the shorter of two", [][]link{{bad(1)}, {good(2)}, {good(0), bad(1)}}, [][]int{{2, 1}}},
		{"two apart", [][]link{{bad(1)}, {good(0)}, {bad(3)}, {good(2), good(0)}}, [][]int{{0, 1}, {2, 3}}},
		{"a bad link that closes nothing", [][]link{{good(1), bad(2)}, {good(0)}, {}}, nil},
	} {
		got := shortestCircles(c.graph)
		if !slices.EqualFunc(got, c.want, slices.Equal[[]int]) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestCirclesOfRandomGraphs compares with a search through all walks: a circle is told exactly where a bad link closes one, and none is shorter.
func TestCirclesOfRandomGraphs(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	told := 0
	for range 2000 {
		n := 1 + r.IntN(7)
		graph := make([][]link, n)
		for range r.IntN(2 * n) {
			from := r.IntN(n)
			graph[from] = append(graph[from], link{to: r.IntN(n), bad: r.IntN(3) == 0})
		}
		steps := distances(graph)
		shortest := map[int]int{} // node to the length of the shortest circle through a bad link in its component
		for from := range graph {
			for _, l := range graph[from] {
				if d := steps[l.to][from]; l.bad && d >= 0 {
					for node := range graph {
						if steps[from][node] >= 0 && steps[node][from] >= 0 && (shortest[node] == 0 || d+1 < shortest[node]) {
							shortest[node] = d + 1
						}
					}
				}
			}
		}
		covered := map[int]bool{}
		for _, circle := range shortestCircles(graph) {
			told++
			if shortest[circle[0]] != len(circle) {
				t.Fatalf("%v: circle %v, shortest %d", graph, circle, shortest[circle[0]])
			}
			for i, node := range circle {
				to := circle[(i+1)%len(circle)]
				if !slices.ContainsFunc(graph[node], func(l link) bool { return l.to == to && (i > 0 || l.bad) }) {
					t.Fatalf("%v: no link from %d to %d in %v", graph, node, to, circle)
				}
			}
			for node := range graph {
				if steps[circle[0]][node] >= 0 && steps[node][circle[0]] >= 0 {
					if covered[node] {
						t.Fatalf("%v: two circles in one part", graph)
					}
					covered[node] = true
				}
			}
		}
		if len(covered) != len(shortest) {
			t.Fatalf("%v: circles cover %v, bad links close %v", graph, covered, shortest)
		}
	}
	if told < 300 {
		t.Errorf("only %d circles were told", told)
	}
}

// distances gives the length of the shortest way between any two nodes; -1: none; a node to itself: 0.
func distances(graph [][]link) [][]int {
	table := make([][]int, len(graph))
	for i := range table {
		table[i] = fill(len(graph), -1)
		table[i][i] = 0
	}
	for changed := true; changed; {
		changed = false
		for from := range graph {
			for _, l := range graph[from] {
				for to, d := range table[l.to] {
					if d >= 0 && (table[from][to] < 0 || d+1 < table[from][to]) {
						table[from][to], changed = d+1, true
					}
				}
			}
		}
	}
	return table
}
