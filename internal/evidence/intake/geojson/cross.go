package geojson

import (
	"cmp"
	"slices"
	"sort"
)

// maxPairs is how many pairs of edges are looked at before a shape counts as too complex to look.
const maxPairs = 20_000_000

// edge is a piece of a boundary, its left end first.
type edge struct {
	x1, y1, x2, y2 int64
	ring, at, of   int // which edge of which ring, of how many
}

// crossings looks whether the rings of an area cross each other or themselves: edges that have another point in common than an end where they follow on each
// other. Edges are swept from west to east; those that still reach the present one are looked at, if their latitudes meet.
func (g *geometry) crossings(f *Feature) {
	var edges []edge
	for _, part := range f.Parts {
		for _, ring := range part {
			n := len(ring)/2 - 1
			for i := range n {
				e := edge{ring[2*i], ring[2*i+1], ring[2*i+2], ring[2*i+3], len(edges), i, n}
				e.ring -= i // where its ring's edges begin: the same for all of them
				if e.x2 < e.x1 {
					e.x1, e.y1, e.x2, e.y2 = e.x2, e.y2, e.x1, e.y1
				}
				edges = append(edges, e)
			}
		}
	}
	slices.SortFunc(edges, func(a, b edge) int { return cmp.Compare(a.x1, b.x1) })
	var reach []edge // edges that reach the present one, by their eastern end
	pairs := 0
	for _, e := range edges {
		done := sort.Search(len(reach), func(i int) bool { return reach[i].x2 >= e.x1 })
		reach = append(reach[:0], reach[done:]...)
		for _, o := range reach {
			if pairs++; pairs > maxPairs {
				f.fault(NotLooked, g.place, "")
				return
			}
			if max(o.y1, o.y2) >= min(e.y1, e.y2) && min(o.y1, o.y2) <= max(e.y1, e.y2) && meet(e, o) {
				f.fault(Crosses, g.place, shown(e.x1, e.y1))
				return
			}
		}
		i := sort.Search(len(reach), func(i int) bool { return reach[i].x2 > e.x2 })
		reach = slices.Insert(reach, i, e)
	}
}

// meet says whether two edges have a point in common that they should not have. Neighbours share an end, and more only where one runs back over the other. Two
// rings, or one ring, may touch in single positions: a hole that touches the boundary, areas that meet in a corner.
func meet(a, b edge) bool {
	if a.ring == b.ring && (a.at+1 == b.at || b.at+1 == a.at || a.at == 0 && b.at == a.of-1 || b.at == 0 && a.at == b.of-1) {
		return a.of > 2 && parallel(a, b) && overlap(a, b)
	}
	d1, d2 := side(a, b.x1, b.y1), side(a, b.x2, b.y2)
	d3, d4 := side(b, a.x1, a.y1), side(b, a.x2, a.y2)
	if d1 == 0 && d2 == 0 {
		return overlap(a, b)
	}
	return d1*d2 < 0 && d3*d4 < 0
}

// side says on which side of an edge a position lies: 1 left, -1 right, 0 on its line. The two products stay within 63 bits; their difference might not.
func side(e edge, x, y int64) int {
	return cmp.Compare((e.x2-e.x1)*(y-e.y1), (e.y2-e.y1)*(x-e.x1))
}

func parallel(a, b edge) bool { return side(a, b.x1, b.y1) == 0 && side(a, b.x2, b.y2) == 0 }

// overlap says whether two edges on one line share more than a position.
func overlap(a, b edge) bool {
	if a.x1 != a.x2 {
		return max(a.x1, b.x1) < min(a.x2, b.x2)
	}
	return max(min(a.y1, a.y2), min(b.y1, b.y2)) < min(max(a.y1, a.y2), max(b.y1, b.y2))
}
