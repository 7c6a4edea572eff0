package schedule

import (
	"slices"

	"mithaq/internal/base/civil"
)

// rooms tells when each duty has to be done if the others are as late as they may be, and the critical path: the classic reckoning
// of earliest and latest times, the contingent durations taken at their longest.
func (pl *plan) rooms(p *Party) {
	early, via, ok := pl.distances(true)
	late, _, ok2 := pl.distances(false)
	last := -1
	for i, d := range pl.duties {
		k := pl.nodes[i]
		timed := Timed{Norm: d.norm}
		if ok && ok2 {
			timed.Reckoned = true
			timed.Earliest, timed.Room, timed.Ample = pl.begin-early[k], 0, late[k] == unreached
			if timed.Ample {
				timed.Latest = civil.Forever
			} else {
				timed.Latest, timed.Room = pl.begin+late[k], late[k]+early[k]
			}
			timed.Known = -early[k] < century && (timed.Ample || late[k] < pl.never)
			if last < 0 || -early[k] > -early[last] {
				last = k
			}
		}
		p.Timed = append(p.Timed, timed)
	}
	if last < 0 {
		return
	}
	for at := last; ; at = via[at] {
		s := Stop{Own: pl.ownNode(at), At: pl.begin - early[at]}
		if -early[at] >= century {
			s.At = civil.Forever
		}
		switch ev := pl.events[at]; ev.sort {
		case theStart:
		case normKept:
			s.Norm = ev.norm.Name()
		default:
			s.Event, s.Agree = ev.point, ev.agree
		}
		p.Path = append(p.Path, s)
		if at == 0 || via[at] < 0 {
			break
		}
	}
	slices.Reverse(p.Path)
}

// ownNode says whether a node is an act of the party's own.
func (pl *plan) ownNode(at int) bool {
	ev := &pl.events[at]
	return slices.Contains(pl.nodes, at) || ev.sort == normKept && pl.own(ev.norm)
}

const unreached = civil.Forever

// distances gives the shortest distance from every node to the beginning (to: how early it can be is its opposite) or from the beginning to
// every node (the latest). False: the bounds contradict each other.
func (pl *plan) distances(to bool) (dist []int64, via []int, ok bool) {
	type edge struct {
		from, to int
		w        int64
	}
	var edges []edge
	put := func(a, b int, w int64) {
		if to {
			a, b = b, a
		}
		edges = append(edges, edge{a, b, w})
	}
	for _, l := range pl.net.Links {
		least := l.Min
		if l.Contingent {
			least = l.Max
		}
		put(l.To, l.From, -least)
		if !l.Open {
			put(l.From, l.To, l.Max)
		}
	}
	dist, via = make([]int64, len(pl.events)), make([]int, len(pl.events))
	for i := range dist {
		dist[i], via[i] = unreached, -1
	}
	dist[0] = 0
	for range len(dist) + 1 {
		moved := false
		for _, e := range edges {
			if dist[e.from] != unreached && dist[e.from]+e.w < dist[e.to] {
				dist[e.to], via[e.to], moved = dist[e.from]+e.w, e.from, true
			}
		}
		if !moved {
			for i := range dist {
				if to && dist[i] == unreached {
					dist[i] = 0
				}
			}
			return dist, via, true
		}
	}
	return nil, nil, false
}
