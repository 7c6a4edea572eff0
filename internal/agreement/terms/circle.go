package terms

import (
	"slices"
	"strings"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
)

// link is one step of a graph of names: where it leads, and where the text says so.
type link struct {
	to   int
	span source.Span
	bad  bool // no circle may go through it
}

// shortestCircles gives, for each strongly connected part of a graph with a bad link inside, the
// shortest circle through a bad link: nodes in order, the bad link first. The order of nodes decides between equals.
func shortestCircles(graph [][]link) (circles [][]int) {
	part := components(graph)
	w := wave{back: make([]int, len(graph)), seen: make([]int, len(graph))}
	best := map[int][]int{}
	var order []int
	for from := range graph {
		for _, l := range graph[from] {
			if !l.bad || part[l.to] != part[from] {
				continue
			}
			known, seen := best[part[from]]
			longest := len(graph)
			if seen {
				longest = len(known) - 1
			} else {
				order = append(order, part[from])
			}
			if circle := w.circle(graph, part, from, l.to, longest); circle != nil {
				best[part[from]] = circle
			}
		}
	}
	for _, p := range order {
		circles = append(circles, best[p])
	}
	return circles
}

// wave walks a graph in breadth. Its lists serve all walks: a text may have a circle as long as itself, and each of its links is a walk.
type wave struct {
	back  []int // from where each node was first reached
	seen  []int // in which walk
	walk  int
	queue []int
}

// circle gives the nodes of the shortest circle inside one component that begins with the link from a to b, from a on; nothing where it has
// more than so many nodes.
func (w *wave) circle(graph [][]link, part []int, a, b, longest int) []int {
	w.walk++
	w.queue = append(w.queue[:0], b)
	w.seen[b], w.back[b] = w.walk, a
	for nodes, level := 2, 0; len(w.queue) > 0 && w.seen[a] != w.walk && nodes <= longest; nodes++ {
		level = len(w.queue)
		for _, n := range w.queue[:level] {
			for _, l := range graph[n] {
				if w.seen[l.to] != w.walk && part[l.to] == part[a] {
					w.seen[l.to], w.back[l.to] = w.walk, n
					w.queue = append(w.queue, l.to)
				}
			}
		}
		w.queue = w.queue[:copy(w.queue, w.queue[level:])]
	}
	if w.seen[a] != w.walk || longest < 1 {
		return nil
	}
	if a == b {
		return []int{a}
	}
	circle := []int{a}
	for n := w.back[a]; ; n = w.back[n] {
		if circle = append(circle, n); n == b {
			slices.Reverse(circle[1:])
			return circle
		}
	}
}

// components numbers the strongly connected parts of a graph (Tarjan 1972), without recursion: a text may be long.
func components(graph [][]link) []int {
	const unseen = -1
	index, low, part := fill(len(graph), unseen), make([]int, len(graph)), fill(len(graph), unseen)
	next := make([]int, len(graph)) // the link of each node to look at next
	var stack, path []int
	count, parts := 0, 0
	for root := range graph {
		if index[root] != unseen {
			continue
		}
		path = append(path, root)
		for len(path) > 0 {
			n := path[len(path)-1]
			if index[n] == unseen {
				index[n], low[n] = count, count
				count++
				stack = append(stack, n)
			}
			if next[n] < len(graph[n]) {
				to := graph[n][next[n]].to
				next[n]++
				if index[to] == unseen {
					path = append(path, to)
				} else if part[to] == unseen {
					low[n] = min(low[n], index[to])
				}
				continue
			}
			path = path[:len(path)-1]
			if len(path) > 0 {
				above := path[len(path)-1]
				low[above] = min(low[above], low[n])
			}
			if low[n] != index[n] {
				continue
			}
			for {
				top := stack[len(stack)-1]
				stack = stack[:len(stack)-1]
				part[top] = parts
				if top == n {
					break
				}
			}
			parts++
		}
	}
	return part
}

func fill(n, value int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = value
	}
	return list
}

// tellCircles tells each circle once, at its first link; the other links are related. It gives the circles.
func (r *resolver) tellCircles(code diag.Code, graph [][]link, name func(int) string) [][]int {
	circles := shortestCircles(graph)
	for _, circle := range circles {
		var words []string
		var steps []source.Span
		for i, n := range circle {
			words = append(words, name(n))
			to := circle[(i+1)%len(circle)]
			var at source.Span
			for _, l := range graph[n] {
				if l.to == to && (!at.Known() || i == 0 && l.bad) {
					at = l.span
					if l.bad {
						break
					}
				}
			}
			steps = append(steps, at)
		}
		var related []diag.Related
		for _, s := range steps[1:] {
			related = append(related, diag.Related{Key: "step", Span: s})
		}
		text := strings.Join(append(words, words[0]), ", ")
		if key := string(code) + steps[0].String() + text; !r.circles[key] { // every reading has the circles of the text
			r.circles[key] = true
			d := diag.Diagnostic{Code: code, Severity: diag.Error, Span: steps[0], Args: diag.Args("circle", text), Related: known(related)}
			if code == codeCondCircle {
				d.Fixes = []diag.Fix{{Key: "once"}}
			}
			r.say(d)
		}
	}
	return circles
}

// partyCircles refuses parties that are in each other, and cuts the circle.
func (r *resolver) partyCircles(v *vocabulary) {
	number := map[*Party]int{}
	for i, p := range v.Parties {
		number[p] = i
	}
	graph := make([][]link, len(v.Parties))
	for i, p := range v.Parties {
		for j, m := range p.In {
			graph[i] = append(graph[i], link{number[m.In], v.parent[p][j], true})
		}
	}
	for _, circle := range r.tellCircles(codePartyCircle, graph, func(i int) string { return v.Parties[i].ID }) {
		for _, i := range circle {
			v.Parties[i].In = nil
		}
	}
}

// zoneCircles refuses zones that lie in each other, and cuts the circle.
func (r *resolver) zoneCircles(v *vocabulary) {
	number := map[*Zone]int{}
	for i, z := range v.Zones {
		number[z] = i
	}
	graph := make([][]link, len(v.Zones))
	for i, z := range v.Zones {
		if z.In != nil {
			graph[i] = []link{{number[z.In], z.Span, true}}
		}
	}
	for _, circle := range r.tellCircles(codeZoneCircle, graph, func(i int) string { return v.Zones[i].ID }) {
		for _, i := range circle {
			v.Zones[i].In = nil
		}
	}
}
