package monitor

import (
	"cmp"
	"slices"

	"mithaq/internal/base/civil"
	"mithaq/internal/judge/status"
)

// layers collects stretches of readings at which something is so, possibly or certainly, by several causes at once.
type layers struct{ edges []edge }

type edge struct {
	at        int64
	must, may [status.Lanes]int8
}

// span adds the readings [from, to) at a standard.
func (l *layers) span(lane int, from, to int64, sure bool) {
	if from >= to {
		return
	}
	a, b := edge{at: from}, edge{at: to}
	if sure {
		a.must[lane], b.must[lane] = 1, -1
	} else {
		a.may[lane], b.may[lane] = 1, -1
	}
	l.edges = append(l.edges, a, b)
}

// course is true where some cause is certain, possible where some cause is possible, false elsewhere.
func (l *layers) course() Timeline {
	slices.SortFunc(l.edges, func(a, b edge) int { return cmp.Compare(a.at, b.at) })
	var mustN, mayN [status.Lanes]int
	out := steady(certain(false))
	for i, e := range l.edges {
		for lane := range status.Lanes {
			mustN[lane] += int(e.must[lane])
			mayN[lane] += int(e.may[lane])
		}
		if i+1 == len(l.edges) || l.edges[i+1].at > e.at {
			out = add(out, max(e.at, civil.Ever), truth(func(l int) (bool, bool) { return mustN[l] > 0, mayN[l] > 0 }))
		}
	}
	return out
}
