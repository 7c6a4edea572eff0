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
func (l *layers) course() Timeline { return l.ledger().course() }

// ledger sums up what begins and what ends at each reading.
func (l *layers) ledger() ledger {
	slices.SortFunc(l.edges, func(a, b edge) int { return cmp.Compare(a.at, b.at) })
	var out ledger
	for i := range l.edges {
		e := &l.edges[i]
		if n := len(out); n == 0 || out[n-1].at < e.at {
			out = append(out, entries{at: e.at})
		}
		out[len(out)-1].add(e, 1)
	}
	return out
}

// ledger tells by reading how many causes begin there, certain and possible ones, less those that end. Causes can be taken out
// and put in again without looking at the others.
type ledger []entries

type entries struct {
	at        int64
	must, may [status.Lanes]int32
}

func (s *entries) add(e *edge, times int32) {
	for lane := range status.Lanes {
		s.must[lane] += times * int32(e.must[lane])
		s.may[lane] += times * int32(e.may[lane])
	}
}

// put adds stretches so many times, which may be -1.
func (l *ledger) put(add *layers, times int32) {
	for i := range add.edges {
		e := &add.edges[i]
		at, there := slices.BinarySearchFunc(*l, e.at, func(s entries, t int64) int { return cmp.Compare(s.at, t) })
		if !there {
			*l = slices.Insert(*l, at, entries{at: e.at})
		}
		(*l)[at].add(e, times)
	}
}

func (l ledger) course() Timeline {
	var mustN, mayN [status.Lanes]int32
	out := steady(certain(false))
	for i := range l {
		for lane := range status.Lanes {
			mustN[lane] += l[i].must[lane]
			mayN[lane] += l[i].may[lane]
		}
		out = add(out, max(l[i].at, civil.Ever), truth(func(l int) (bool, bool) { return mustN[l] > 0, mayN[l] > 0 }))
	}
	return out
}
