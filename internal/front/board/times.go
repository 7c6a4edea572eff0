package board

import (
	"cmp"
	"math/bits"
	"slices"
	"sort"
	"sync"

	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
)

// times keeps the facts of a run by when they happened, so that those of a few days are found without going through all. They stand in classes by
// how long the time is in which each may have happened: of one class no more than the days asked for, and so many before, are looked at.
type times struct {
	once    sync.Once
	classes [64][]*fact.Fact // by the bits of that length, each by the earliest moment
	open    []*fact.Fact     // of which the earliest or the latest moment is not known
}

// dated gives every fact that may have happened from an instant to another, both included, in no certain order.
func (r *Run) dated(lo, hi int64, visit func(*fact.Fact)) {
	t := &r.times
	t.once.Do(func() { t.sort(r) })
	see := func(f *fact.Fact) {
		if f.When.Lo <= hi && f.When.Hi >= lo {
			visit(f)
		}
	}
	for _, f := range t.open {
		see(f)
	}
	for k, class := range t.classes {
		from := lo - (int64(1)<<k - 1) // one that begins before this has ended before lo
		if from > lo {
			from = civil.Ever
		}
		for _, f := range class[sort.Search(len(class), func(i int) bool { return class[i].When.Lo >= from }):] {
			if f.When.Lo > hi {
				break
			}
			see(f)
		}
	}
}

func (t *times) sort(r *Run) {
	r.eachFact(func(f *fact.Fact) {
		if !dated(f.When.Lo) || !dated(f.When.Hi) {
			t.open = append(t.open, f)
			return
		}
		k := bits.Len64(uint64(max(f.When.Hi-f.When.Lo, 0)))
		t.classes[k] = append(t.classes[k], f)
	})
	for _, class := range t.classes {
		slices.SortStableFunc(class, func(a, b *fact.Fact) int { return cmp.Compare(a.When.Lo, b.When.Lo) })
	}
}

// eachFact tells every fact of the run.
func (r *Run) eachFact(visit func(*fact.Fact)) {
	if r.EachFact != nil {
		r.EachFact(visit)
		return
	}
	for i := range r.Facts.Facts {
		visit(&r.Facts.Facts[i])
	}
}
