package schedule

import (
	"slices"
	"strings"

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
		timed := &p.Timed[slices.IndexFunc(p.Timed, func(x Timed) bool { return x.Norm == d.norm })]
		if ok && ok2 {
			timed.Reckoned = true
			timed.Ample = late[k] == unreached || late[k]+early[k] >= pl.far()
			timed.Known = -early[k] < pl.far() && (late[k] == unreached || late[k] < pl.far())
			if timed.Known {
				timed.Earliest, timed.Latest = pl.cal.instant(-early[k], false), civil.Forever
			}
			if late[k] != unreached {
				timed.Room = (late[k] + early[k]) * (day / pl.cal.unit()) // what it waits for may come when its day is almost over
				if via[k] == 0 && timed.Known {
					timed.Room = pl.cal.instant(late[k], true) + 1 - timed.Earliest
				}
				if timed.Known {
					timed.Latest = pl.cal.instant(late[k], true)
				}
			}
			if last < 0 || -early[k] > -early[last] {
				last = k
			}
		}
	}
	if last < 0 {
		return
	}
	for at := last; ; at = via[at] {
		s := Stop{Own: pl.ownNode(at), At: civil.Forever}
		if -early[at] < pl.far() {
			s.At = pl.cal.instant(-early[at], false)
		}
		switch ev := pl.events[at]; ev.sort {
		case theStart:
		case normKept:
			s.Norm = ev.norm.Name()
		default:
			s.Event, s.Agree = ev.point, ev.agree
		}
		if !strings.HasPrefix(pl.events[at].key, openingOf) {
			p.Path = append(p.Path, s)
		}
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

// far is beyond every date of the texts.
func (pl *plan) far() int64 { return century / day * pl.cal.unit() }

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
