package bind

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"mithaq/internal/judge/fact"
)

// facts collects facts, which are large: in one piece of memory, in which they are sorted.
type facts struct {
	list     []fact.Fact
	n        int    // of the list, those that were taken in
	last     string // ID of the fact that came last
	unsorted bool   // they did not come in the order of their IDs
}

// newFacts makes room for about so many.
func newFacts(n int) *facts { return &facts{list: make([]fact.Fact, max(n, 64))} }

// next gives the place of the next fact, empty. It is only taken by add.
func (fs *facts) next() *fact.Fact {
	if fs.n == len(fs.list) {
		more := make([]fact.Fact, 2*fs.n)
		copy(more, fs.list)
		fs.list = more
	}
	f := &fs.list[fs.n]
	*f = fact.Fact{}
	return f
}

// add takes in the fact that stands in the next place.
func (fs *facts) add() {
	f := &fs.list[fs.n]
	fs.unsorted = fs.unsorted || f.ID < fs.last
	fs.last = f.ID
	fs.n++
}

// place is where a fact stands among those that were found: by its first instant, then by the order in which it came.
type place struct {
	lo int64
	n  int32
}

func (x place) compare(y place) int {
	if c := cmp.Compare(x.lo, y.lo); c != 0 {
		return c
	}
	return cmp.Compare(x.n, y.n)
}

// order gives how places compare. A store gives incidents in the order of their IDs, which then need not be looked at.
func (fs *facts) order() func(x, y place) int {
	if !fs.unsorted {
		return place.compare
	}
	return func(x, y place) int {
		if c := cmp.Compare(x.lo, y.lo); c != 0 {
			return c
		}
		return strings.Compare(fs.list[x.n].ID, fs.list[y.n].ID)
	}
}

// sorted gives the facts by When.Lo, then ID, and keeps none. Two halves of their places are sorted at the same time; then each fact is moved, once, to
// its own: what stands there waits until its place is free.
func (fs *facts) sorted() []fact.Fact {
	list := fs.list[:fs.n:fs.n]
	if fs.n == 0 {
		return nil
	}
	from := fs.places()
	for i := range list {
		if from[i] == int32(i) {
			continue
		}
		waits, to := list[i], int32(i)
		for from[to] != int32(i) {
			next := from[to]
			list[to], from[to] = list[next], to
			to = next
		}
		list[to], from[to] = waits, to
	}
	if len(fs.list) > 2*fs.n { // much fewer than expected
		list = slices.Clone(list)
	}
	*fs = facts{}
	return list
}

// places gives for each place of the sorted list where its fact stands now.
func (fs *facts) places() []int32 {
	places := make([]place, fs.n)
	for n := range places {
		places[n] = place{fs.list[n].When.Lo, int32(n)}
	}
	order := fs.order()
	a, b := places[:fs.n/2], places[fs.n/2:]
	both(func() { slices.SortFunc(a, order) }, func() { slices.SortFunc(b, order) })
	out := make([]int32, 0, fs.n)
	for len(a) > 0 && len(b) > 0 {
		if order(a[0], b[0]) <= 0 {
			out, a = append(out, a[0].n), a[1:]
		} else {
			out, b = append(out, b[0].n), b[1:]
		}
	}
	for _, rest := range [][]place{a, b} {
		for _, p := range rest {
			out = append(out, p.n)
		}
	}
	return out
}

// both runs two functions at the same time and waits for them.
func both(a, b func()) {
	var other sync.WaitGroup
	other.Go(b)
	a()
	other.Wait()
}
