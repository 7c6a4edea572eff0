package monitor

import (
	"cmp"
	"slices"
	"sort"

	"mithaq/internal/base/civil"
)

// earliest finds, among acts that may not be over before an instant, the least of their first instants.
type earliest struct {
	acts []early  // by their last instants
	lo   []firsts // of those from each on
}

// early is what it reads of an act.
type early struct {
	civil.Interval
	may uint8
}

func (e *ending) early() early { return early{e.when, e.may} }

func (a early) before(b early) int {
	return cmp.Or(cmp.Compare(a.Hi, b.Hi), cmp.Compare(a.Lo, b.Lo), cmp.Compare(a.may, b.may))
}

func newEarliest(acts []early) earliest {
	slices.SortFunc(acts, early.before)
	e := earliest{acts, make([]firsts, len(acts)+1)}
	e.lo[len(acts)] = noFirsts
	for i := len(acts) - 1; i >= 0; i-- {
		e.lo[i] = acts[i].join(e.lo[i+1])
	}
	return e
}

// join adds the act's first instant to those of the acts after it.
func (a early) join(f firsts) firsts {
	for lane := range f.may {
		if a.may>>lane&1 == 1 {
			f.may[lane] = min(f.may[lane], a.Lo)
		}
	}
	return f
}

// since gives per standard the least first instant of those that may happen at or after t.
func (e *earliest) since(t int64) firsts {
	if len(e.acts) == 0 {
		return noFirsts
	}
	return e.lo[sort.Search(len(e.acts), func(i int) bool { return e.acts[i].Hi >= t })]
}

func (e *earliest) insert(a early) {
	at, _ := slices.BinarySearchFunc(e.acts, a, early.before)
	e.acts = slices.Insert(e.acts, at, a)
	e.lo = slices.Insert(e.lo, at, firsts{})
	e.lo[at] = a.join(e.lo[at+1])
	e.again(at - 1)
}

// remove takes one act of these dates and standards out.
func (e *earliest) remove(a early) {
	at, there := slices.BinarySearchFunc(e.acts, a, early.before)
	if !there {
		return
	}
	e.acts = slices.Delete(e.acts, at, at+1)
	e.lo = slices.Delete(e.lo, at, at+1)
	e.again(at - 1)
}

// again sums up again from an act down, as far as that makes a difference.
func (e *earliest) again(from int) {
	for i := from; i >= 0; i-- {
		f := e.acts[i].join(e.lo[i+1])
		if f == e.lo[i] {
			return
		}
		e.lo[i] = f
	}
}
