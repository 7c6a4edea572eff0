package bind

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"mithaq/internal/judge/fact"
)

// facts collects facts, which are large, in pieces: each is moved once, to its sorted place.
type facts struct {
	pieces   [][]fact.Fact
	n        int
	last     string // ID of the fact that came last
	unsorted bool   // they did not come in the order of their IDs
}

const piece = 1024

// next gives the place of the next fact, empty. It is only taken by add.
func (fs *facts) next() *fact.Fact {
	if fs.n == piece*len(fs.pieces) {
		fs.pieces = append(fs.pieces, make([]fact.Fact, piece))
	}
	f := fs.at(int32(fs.n))
	*f = fact.Fact{}
	return f
}

// add takes in the fact that stands in the next place.
func (fs *facts) add() {
	f := fs.at(int32(fs.n))
	fs.unsorted = fs.unsorted || f.ID < fs.last
	fs.last = f.ID
	fs.n++
}

func (fs *facts) at(n int32) *fact.Fact { return &fs.pieces[n/piece][n%piece] }

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
		return strings.Compare(fs.at(x.n).ID, fs.at(y.n).ID)
	}
}

// sorted gives the facts by When.Lo, then ID. Two halves of the work are done at the same time: each is sorted, and of the merged
// order each is moved.
func (fs *facts) sorted() []fact.Fact {
	if fs.n == 0 {
		return nil
	}
	places := make([]place, 0, fs.n)
	for n := range int32(fs.n) {
		places = append(places, place{fs.at(n).When.Lo, n})
	}
	order := fs.order()
	a, b := places[:fs.n/2], places[fs.n/2:]
	both(func() { slices.SortFunc(a, order) }, func() { slices.SortFunc(b, order) })
	merged := make([]int32, 0, fs.n)
	for len(a) > 0 && len(b) > 0 {
		if order(a[0], b[0]) <= 0 {
			merged, a = append(merged, a[0].n), a[1:]
		} else {
			merged, b = append(merged, b[0].n), b[1:]
		}
	}
	for _, rest := range [][]place{a, b} {
		for _, p := range rest {
			merged = append(merged, p.n)
		}
	}
	out := make([]fact.Fact, fs.n)
	move := func(from, to int) {
		for i := from; i < to; i++ {
			out[i] = *fs.at(merged[i])
		}
	}
	both(func() { move(0, fs.n/2) }, func() { move(fs.n/2, fs.n) })
	return out
}

// both runs two functions at the same time and waits for them.
func both(a, b func()) {
	var other sync.WaitGroup
	other.Go(b)
	a()
	other.Wait()
}
