package network

import "math"

// graph is the labelled distance graph of a network in normal form (Morris 2014, section 2): each contingent link
// from A to C in [x, y] becomes a fixed link from A to a node A' of its own, x later, and a contingent one from A' to C in [0, y-x].
// An edge from u to v of weight w says: v comes at most w after u.
type graph struct {
	net   *Network
	nodes int // those of the network come first
	edges []edge
	into  [][]int32 // edges by the node that they end in
	own   []int32   // for each node: the contingent link whose A' it is, or -1
	next  [][]int32 // for each node that was searched: the first edge of the path from every other that was reached
}

// kind says what an edge of the normal form is.
type kind uint8

const (
	ordinary kind = iota // a bound
	fixed                // between A and A'
	lower                // A' to C, weight 0: C may come at once
	upper                // C to A', weight x-y: C may come as late as it may
	derived              // the path that the search of its end found
)

// edge is one edge.
type edge struct {
	weight   int64
	from, to int32
	link     int32 // the link that it comes from
	kind     kind
	side     Side // ordinary: the bound of the link that it is
}

func newGraph(n *Network) *graph {
	g := &graph{net: n, nodes: len(n.Nodes)}
	for _, l := range n.Links {
		if l.Contingent {
			g.nodes++
		}
	}
	g.into, g.own, g.next = make([][]int32, g.nodes), make([]int32, g.nodes), make([][]int32, g.nodes)
	for i := range g.own {
		g.own[i] = -1
	}
	mid := int32(len(n.Nodes))
	for i, l := range n.Links {
		a, c, link := int32(l.From), int32(l.To), int32(i)
		if !l.Contingent {
			if !l.Open {
				g.add(edge{from: a, to: c, weight: l.Max, link: link, side: AtMost})
			}
			g.add(edge{from: c, to: a, weight: -l.Min, link: link, side: AtLeast})
			continue
		}
		g.own[mid] = link
		g.add(edge{from: a, to: mid, weight: l.Min, kind: fixed, link: link})
		g.add(edge{from: mid, to: a, weight: -l.Min, kind: fixed, link: link})
		g.add(edge{from: mid, to: c, weight: l.Max - l.Min, link: link, side: AtMost})
		g.add(edge{from: c, to: mid, weight: 0, link: link, side: AtLeast})
		g.add(edge{from: mid, to: c, weight: 0, kind: lower, link: link})
		g.add(edge{from: c, to: mid, weight: l.Min - l.Max, kind: upper, link: link})
		mid++
	}
	return g
}

func (g *graph) add(e edge) {
	g.into[e.to] = append(g.into[e.to], int32(len(g.edges)))
	g.edges = append(g.edges, e)
}

// inconsistency finds a negative cycle of bounds, the contingent ones taken as if the keeper chose them; nil: none.
// It is the algorithm of Bellman and Ford, from a source before every node.
func (g *graph) inconsistency() []int32 {
	dist := make([]int64, g.nodes)
	last := make([]int32, g.nodes)
	for i := range last {
		last[i] = -1
	}
	for range g.nodes + 1 {
		moved := int32(-1)
		for i := range g.edges {
			e := &g.edges[i]
			if e.kind != ordinary && e.kind != fixed {
				continue
			}
			if d := dist[e.from] + e.weight; d < dist[e.to] { // dist is never above 0, nor below the sum of all negative weights
				dist[e.to], last[e.to] = d, int32(i)
				moved = e.to
			}
		}
		if moved < 0 {
			return nil
		}
		if cycle := g.circle(last); cycle != nil {
			return cycle
		}
	}
	panic("network: distances do not settle and there is no cycle")
}

// circle finds a cycle in the tree of last edges: it is negative.
func (g *graph) circle(last []int32) []int32 {
	seen := make([]int32, g.nodes) // in which search a node was seen, from 1
	for start := range last {
		at := int32(start)
		for seen[at] == 0 && last[at] >= 0 {
			seen[at] = int32(start) + 1
			at = g.edges[last[at]].from
		}
		if seen[at] != int32(start)+1 || last[at] < 0 {
			continue
		}
		var cycle []int32
		for end := at; ; {
			cycle = append(cycle, last[at])
			if at = g.edges[last[at]].from; at == end {
				break
			}
		}
		for i, j := 0, len(cycle)-1; i < j; i, j = i+1, j-1 {
			cycle[i], cycle[j] = cycle[j], cycle[i]
		}
		return cycle
	}
	return nil
}

// tooLarge says whether distances might not fit: none is below the sum of all negative weights.
func tooLarge(n *Network) bool {
	room := int64(math.MaxInt64 / 4)
	for _, l := range n.Links {
		most := max(0, l.Min)
		switch {
		case l.Contingent:
			most = max(most, l.Max)
		case !l.Open:
			most = max(most, -max(l.Max, -math.MaxInt64))
		}
		if room -= most; room < 0 {
			return true
		}
	}
	return false
}
