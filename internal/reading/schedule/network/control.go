package network

import "math"

// search is the state of Morris's algorithm (2014, section 4): for each negative node, one into which an edge of negative weight
// leads, the shortest paths back from it are followed until they stop being negative; what is found then becomes an edge
// of the graph. A negative node met on the way is searched first. Where that is one whose search is not finished, the paths
// between them close a semi-reducible negative cycle, and exactly then the network is not controllable.
type search struct {
	*graph
	state    []progress
	spare    [][]int64 // distances of searches that are over
	negative []bool
	cycle    []int32 // edges of the cycle found
	closes   int32   // the node at which it closes
}

type progress uint8

const (
	untouched progress = iota
	running
	finished
)

const infinite = math.MaxInt64

// uncontrollable finds a semi-reducible negative cycle; nil: none.
func (g *graph) uncontrollable() []int32 {
	s := &search{graph: g, state: make([]progress, g.nodes), negative: make([]bool, g.nodes)}
	for i := range g.edges {
		if g.edges[i].weight < 0 {
			s.negative[g.edges[i].to] = true
		}
	}
	for n := range g.nodes {
		if s.negative[n] && !s.back(int32(n)) {
			return s.cycle
		}
	}
	return nil
}

// back searches the paths that lead to source ("DCbackprop"). False: there is a cycle.
func (s *search) back(source int32) bool {
	switch s.state[source] {
	case running:
		s.closes = source
		return false
	case finished:
		return true
	}
	s.state[source] = running
	dist, next := s.distances(), make([]int32, s.nodes)
	s.next[source] = next
	dist[source] = 0
	var q queue
	for _, i := range s.into[source] {
		if e := &s.edges[i]; e.weight < 0 && e.weight < dist[e.from] {
			dist[e.from], next[e.from] = e.weight, i
			q.push(e.weight, e.from)
		}
	}
	for len(q) > 0 {
		d, u := q.pop()
		if d > dist[u] {
			continue
		}
		if d >= 0 {
			s.add(edge{from: u, to: source, weight: d, kind: derived})
			continue
		}
		if s.negative[u] && !s.back(u) {
			if s.closes >= 0 {
				s.cycle = append(s.cycle, s.path(u, source)...)
			}
			if source == s.closes {
				s.closes = -1 // what was gathered before is the whole
			}
			return false
		}
		for _, i := range s.into[u] {
			e := &s.edges[i]
			// An edge of negative weight is followed from its own end. A contingent duration cannot be both as short and
			// as long as it may: its lower edge is not followed from its own upper one, which is the only negative edge into A'.
			if e.weight < 0 || e.kind == lower && s.own[source] == e.link {
				continue
			}
			if n := d + e.weight; n < dist[e.from] {
				dist[e.from], next[e.from] = n, i
				q.push(n, e.from)
			}
		}
	}
	s.state[source] = finished
	s.spare = append(s.spare, dist)
	return true
}

// distances gives a table in which nothing has been reached.
func (s *search) distances() (dist []int64) {
	if last := len(s.spare) - 1; last >= 0 {
		dist, s.spare = s.spare[last], s.spare[:last]
	} else {
		dist = make([]int64, s.nodes)
	}
	for i := range dist {
		dist[i] = infinite
	}
	return dist
}

// path gives the edges from u to source that the search of source found.
func (g *graph) path(u, source int32) (edges []int32) {
	for {
		i := g.next[source][u]
		edges = append(edges, i)
		if u = g.edges[i].to; u == source {
			return edges
		}
	}
}

// queue is a heap of nodes, the nearest first; of equal ones that with the smaller number.
type queue []item

type item struct {
	dist int64
	node int32
}

func (a item) less(b item) bool { return a.dist < b.dist || a.dist == b.dist && a.node < b.node }

func (q *queue) push(dist int64, node int32) {
	*q = append(*q, item{dist, node})
	h := *q
	for i := len(h) - 1; i > 0; {
		up := (i - 1) / 2
		if !h[i].less(h[up]) {
			break
		}
		h[i], h[up] = h[up], h[i]
		i = up
	}
}

func (q *queue) pop() (dist int64, node int32) {
	h := *q
	top := h[0]
	last := len(h) - 1
	h[0] = h[last]
	h = h[:last]
	for i := 0; ; {
		down := 2*i + 1
		if down >= last {
			break
		}
		if down+1 < last && h[down+1].less(h[down]) {
			down++
		}
		if !h[down].less(h[i]) {
			break
		}
		h[i], h[down] = h[down], h[i]
		i = down
	}
	*q = h
	return top.dist, top.node
}
