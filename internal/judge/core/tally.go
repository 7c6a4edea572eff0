package core

import "mithaq/internal/base/source"

// tally keeps an aggregation up to date from what changes in its body, and writes what changes in its result. Its columns are those
// of the group, then the result.
type tally struct {
	clock   *clock
	in      *reader
	group   []int // columns of the body
	value   int
	span    source.Span
	groups  *groups
	shown   []shown // by group
	touched []int
	begun   bool
	row     []Word
	out     *stream
}

// shown is what was last written of a group.
type shown struct {
	value   Word
	written bool
	at      int64 // the time point at which the group was last touched
}

func (t *tally) step() error {
	limit := t.in.s.known
	if limit > 0 && !t.begun {
		t.begun = true
		if len(t.group) == 0 { // the empty set has a value too
			t.touch(nil, 0)
			if t.in.ahead() > 0 {
				if err := t.finish(0); err != nil {
					return err
				}
			}
		}
	}
	in := t.in.s
	held := t.in.held(limit)
	k := held.row
	for n, at := range held.points {
		for ; k < held.ends[n]; k++ {
			row := in.row(k)
			for i, c := range t.group {
				t.row[i] = row[c]
			}
			e := t.touch(t.row[:len(t.group)], at)
			if in.pair(k).May != 0 {
				t.groups.add(e, row[t.value])
			} else {
				t.groups.sub(e, row[t.value])
			}
		}
		if err := t.finish(at); err != nil {
			return err
		}
	}
	t.in.pass(len(held.points))
	t.out.skip(limit)
	return nil
}

// touch gives the number of a group and notes that its value may change.
func (t *tally) touch(key []Word, at int64) int {
	e := t.groups.group(key)
	if e == len(t.shown) {
		t.shown = append(t.shown, shown{at: -1})
	}
	if s := &t.shown[e]; s.at != at {
		s.at = at
		t.touched = append(t.touched, e)
	}
	return e
}

// finish writes how the touched groups have changed.
func (t *tally) finish(at int64) error {
	t.out.skip(at)
	for _, e := range t.touched {
		s := &t.shown[e]
		if t.groups.count[e] == 0 && len(t.group) > 0 {
			if s.written {
				t.write(e, s.value, Pair{})
			}
			continue
		}
		w, code := t.groups.value(e)
		if code != "" {
			return fail(code, t.span).at(at, t.clock.at(at))
		}
		if s.written && s.value == w {
			continue
		}
		if s.written {
			t.write(e, s.value, Pair{})
		}
		t.write(e, w, certain)
		s.value, s.written = w, true
	}
	if len(t.group) > 0 {
		t.bury()
	}
	t.touched = t.touched[:0]
	t.out.close()
	return nil
}

func (t *tally) write(e int, w Word, p Pair) {
	n := copy(t.row, t.groups.table.key(e))
	t.row[n] = w
	t.out.add(t.row, p)
}

// bury takes out the touched groups that have become empty. Whatever group moves into a free number was not touched, or is looked
// at under its new number.
func (t *tally) bury() {
	for k := 0; k < len(t.touched); k++ {
		e := t.touched[k]
		if e >= t.groups.table.n || t.groups.count[e] > 0 {
			continue
		}
		n := t.groups.table.n - 1
		t.groups.remove(e)
		t.shown[e] = t.shown[n]
		t.shown = t.shown[:n]
		if e < n {
			t.touched = append(t.touched, e)
		}
	}
	if t.groups.table.n == 0 {
		t.groups.table.trim()
	}
}

func (t *tally) need() int64 { return t.out.known }

func (t *tally) mark(m *marker) {
	t.groups.mark(m, t.out.types[:len(t.group)])
	for _, s := range t.shown {
		m.rows(t.out.types[len(t.group):], []Word{s.value})
	}
	t.out.mark(m)
}
