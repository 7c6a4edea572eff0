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

// OfFacts keeps what is derived from the facts of a run alone, whatever the instant: runs on the same facts (Run.Facts) share it. The zero value is ready.
type OfFacts struct {
	times    times
	marks    marks
	livelies livelies
}

// ofFacts gives what is derived from the facts of the run.
func (r *Run) ofFacts() *OfFacts {
	if r.OfFacts != nil {
		return r.OfFacts
	}
	return &r.own
}

// marks are the incidents of which something stands beside their grade: few of a record.
type marks struct {
	once      sync.Once
	oneVoice  map[string]bool // it rests on one source only, though a finding of the record's own calls it corroborated
	contested map[string]bool // of those that are in a run
}

// told gives the incidents of which something stands beside their grade.
func (r *Run) told() *marks {
	m := &r.ofFacts().marks
	m.once.Do(func() {
		m.oneVoice, m.contested = map[string]bool{}, map[string]bool{}
		r.eachFact(func(f *fact.Fact) {
			if f.OneVoice {
				m.oneVoice[f.ID] = true
			}
			if f.Contested {
				m.contested[f.ID] = true
			}
		})
	})
	return m
}

// times keeps the facts of a run by when they happened, so that those of a few days are found without going through all. They stand in classes by
// how long the time is in which each may have happened: of one class no more than the days asked for, and so many before, are looked at.
type times struct {
	once    sync.Once
	classes [64][]*fact.Fact // by the bits of that length, each by the earliest moment
	open    []*fact.Fact     // of which the earliest or the latest moment is not known
}

// dated gives every fact that may have happened from an instant to another, both included, in no certain order.
func (r *Run) dated(lo, hi int64, visit func(*fact.Fact)) {
	t := &r.ofFacts().times
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
