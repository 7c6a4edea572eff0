package core

import (
	"mithaq/internal/base/source"
)

// aggregate computes an aggregation from all rows of each time point. Its columns are the group's, then the result.
type aggregate struct {
	clock  *clock
	in     *reader
	group  []int // columns of the body
	value  int
	span   source.Span
	groups *groups
	row    []Word
	out    *stream
}

func (a *aggregate) step() error {
	limit := a.in.s.known
	for {
		at := a.in.ahead()
		if len(a.group) > 0 {
			a.out.skip(min(at, limit)) // no group, no row
		}
		if a.out.known >= limit {
			return nil
		}
		if len(a.group) == 0 {
			a.groups.group(nil) // the empty set has a value too
		}
		if at == a.out.known {
			a.collect()
		}
		for e := range a.groups.table.n {
			if err := a.write(e); err != nil {
				return err
			}
		}
		for e := a.groups.table.n - 1; e >= 0; e-- {
			a.groups.remove(e)
		}
		a.out.close()
	}
}

// collect adds the rows of the next relation to their groups.
func (a *aggregate) collect() {
	r := a.in.relation()
	for k := range r.n {
		row := r.row(k)
		for i, c := range a.group {
			a.row[i] = row[c]
		}
		a.groups.add(a.groups.group(a.row[:len(a.group)]), row[a.value])
	}
	a.in.pop()
}

func (a *aggregate) write(e int) error {
	w, code := a.groups.value(e)
	if code != "" {
		return fail(code, a.span).at(a.out.known, a.clock.at(a.out.known))
	}
	n := copy(a.row, a.groups.table.key(e))
	a.row[n] = w
	a.out.add(a.row, certain)
	return nil
}

func (a *aggregate) need() int64 { return a.out.known }

func (a *aggregate) mark(m *marker) { a.out.mark(m) }
