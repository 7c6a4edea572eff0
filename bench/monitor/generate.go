// Package monitor measures the monitor on generated logs: see README.md.
package monitor

import (
	"container/heap"
	"strconv"
)

// Generate makes a log of n events, one for each time point: the bytes that gen_trace.py writes for the same arguments.
func Generate(kind string, n int, seed uint32) []byte {
	g := &generator{r: newTwister(seed), left: n, out: make([]byte, 0, 24*n)}
	if kind == "duty" {
		g.duty()
	} else {
		g.access()
	}
	return g.out
}

type generator struct {
	r    *twister
	left int
	out  []byte
	due  events
}

// event is something that will be written once the time has come.
type event struct{ at, n, u, d int }

// events is a heap by time, then number.
type events []event

func (e events) Len() int { return len(e) }
func (e events) Less(i, j int) bool {
	return e[i].at < e[j].at || e[i].at == e[j].at && e[i].n < e[j].n
}
func (e events) Swap(i, j int) { e[i], e[j] = e[j], e[i] }
func (e *events) Push(x any)   { *e = append(*e, x.(event)) }
func (e *events) Pop() any {
	last := (*e)[len(*e)-1]
	*e = (*e)[:len(*e)-1]
	return last
}

// write appends one time point.
func (g *generator) write(stamp int, name string, args ...int) {
	g.out = append(g.out, '@')
	g.out = strconv.AppendInt(g.out, int64(stamp), 10)
	g.out = append(g.out, ' ')
	g.out = append(g.out, name...)
	for i, a := range args {
		sep := byte(',')
		if i == 0 {
			sep = '('
		}
		g.out = append(g.out, sep)
		g.out = strconv.AppendInt(g.out, int64(a), 10)
	}
	g.out = append(g.out, ")\n"...)
	g.left--
}

// pass moves the clock on by 0, 1, 1 or 2.
func (g *generator) pass(t *int) { *t += []int{0, 1, 1, 2}[g.r.below(4)] }

func (g *generator) duty() {
	const window = 1000
	t, last, i, n := 0, 0, 0, 0
	for g.left > 0 {
		g.pass(&t)
		for len(g.due) > 0 && g.due[0].at <= t && g.left > 0 {
			e := heap.Pop(&g.due).(event)
			last = max(e.at, last)
			g.write(last, "rel", e.n)
		}
		if g.left == 0 {
			break
		}
		last = max(t, last)
		if g.r.float() < 0.33 {
			n++
			g.write(last, "viol", g.r.below(10), n)
			continue
		}
		i++
		g.write(last, "req", i)
		switch x := g.r.float(); {
		case x < 0.9:
			heap.Push(&g.due, event{at: last + g.r.between(1, window+1), n: i})
		case x < 0.95:
			heap.Push(&g.due, event{at: last + window + g.r.between(1, window), n: i})
		}
	}
}

func (g *generator) access() {
	const users, sets = 50, 20
	type pair struct{ u, d int }
	var valid []pair
	place := map[pair]int{}
	t, n := 0, 0
	for g.left > 0 {
		g.pass(&t)
		if len(g.due) > 0 && g.due[0].at <= t {
			e := heap.Pop(&g.due).(event)
			g.write(t, "report", e.u, e.d)
			continue
		}
		switch x := g.r.float(); {
		case x < 0.12 || len(valid) == 0:
			u := g.r.below(users)
			p := pair{u, g.r.below(sets)}
			if _, ok := place[p]; !ok {
				place[p] = len(valid)
				valid = append(valid, p)
			}
			g.write(t, "grant", p.u, p.d)
		case x < 0.22:
			p := valid[g.r.below(len(valid))]
			k, last := place[p], valid[len(valid)-1]
			delete(place, p)
			valid = valid[:len(valid)-1]
			if last != p {
				valid[k], place[last] = last, k
			}
			g.write(t, "revoke", p.u, p.d)
		default:
			n++
			var p pair
			if g.r.float() < 0.8 {
				p = valid[g.r.below(len(valid))]
			} else {
				p.u = g.r.below(users)
				p.d = g.r.below(sets)
			}
			g.write(t, "use", p.u, p.d, n, g.r.between(1, 101))
			switch y := g.r.float(); {
			case y < 0.85:
				heap.Push(&g.due, event{t + g.r.between(1, 301), n, p.u, p.d})
			case y < 0.95:
				heap.Push(&g.due, event{t + 300 + g.r.between(1, 300), n, p.u, p.d})
			}
		}
	}
}
