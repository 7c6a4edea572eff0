package core

import (
	"slices"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/judge/core/policy"
)

// laneTally keeps CNT, or SUM of ints, up to date over lanes from what changes in its body, and writes what changes in its result. Its
// columns are the least and the greatest value, then those of the group.
type laneTally struct {
	clock   *clock
	in      *reader
	group   []int // columns of the body
	value   int
	weight  int   // as in laneAggregate
	rest    []int // the columns of an assignment
	op      policy.AggOp
	span    source.Span
	bounds  *laneBounds
	known   *table // the assignments
	rows    laneRows
	key     []Word
	groups  *table
	state   []laneGroup
	touched []int
	begun   bool
	values  []laneValue
	row     []Word
	out     *stream
}

// laneGroup is a group: its sum in each lane, and what was last written of it.
type laneGroup struct {
	members int // assignments that are possible in some lane
	lanes   []laneSum
	shown   []laneValue
	at      int64 // the time point at which it was last touched
}

// laneSum bounds a sum in one lane.
type laneSum struct {
	sure, possible int64 // assignments
	low, high      wide
	noLow, noHigh  int64 // members that stand for any number of acts
}

func (t *laneTally) step() error {
	limit := t.in.s.known
	if limit > 0 && !t.begun {
		t.begun = true
		if len(t.group) == 0 { // the empty set has a value too
			t.touch(nil, 0)
			if t.in.ahead() > 0 {
				if fault := t.finish(0); fault != nil {
					return fault
				}
			}
		}
	}
	for at := t.in.ahead(); at < limit; at = t.in.ahead() {
		r := t.in.relation()
		for k := range r.n {
			if code := t.change(r.row(k), r.pair(k), at); code != "" {
				return fail(code, t.span).at(at, t.clock.at(at))
			}
		}
		t.in.pop()
		if fault := t.finish(at); fault != nil {
			return fault
		}
	}
	t.out.skip(limit)
	return nil
}

// change takes the assignment of a row out of its group's sums, and puts it in again as it is now.
func (t *laneTally) change(row []Word, p Pair, at int64) diag.Code {
	p.Must &= t.bounds.all.Must
	p.May &= t.bounds.all.May
	for i, c := range t.group {
		t.row[i] = row[c]
	}
	g := t.touch(t.row[:len(t.group)], at)
	for i, c := range t.rest {
		t.key[i] = row[c]
	}
	e, fresh := t.known.put(t.key)
	if fresh {
		t.rows.heads = append(t.rows.heads, -1)
		t.state[g].members++
	}
	low, high := int64(1), int64(1)
	if t.weight >= 0 {
		low, high = int64(row[t.weight]), int64(row[t.weight+1])
	}
	x := Word(1)
	if t.op == policy.Sum {
		x = row[t.value]
	}
	if code := t.count(g, e, x, -1); code != "" {
		return code
	}
	t.rows.set(e, low, high, p)
	if t.rows.heads[e] < 0 {
		t.forget(e)
		t.state[g].members--
		return ""
	}
	return t.count(g, e, x, 1)
}

func (t *laneTally) forget(e int) {
	n := t.known.n - 1
	t.known.remove(e)
	t.rows.heads[e] = t.rows.heads[n]
	t.rows.heads = t.rows.heads[:n]
	if n == 0 {
		t.known.trim()
	}
}

// count adds an assignment to the sums of its group, or takes it away.
func (t *laneTally) count(g, e int, x Word, sign int64) (code diag.Code) {
	sums := t.state[g].lanes
	for k := range sums {
		m := t.rows.member(e, 1<<k)
		if m.May == 0 {
			continue
		}
		s := &sums[k]
		s.possible += sign
		if m.Must != 0 {
			s.sure += sign
		}
		n, most := m.times(1 << k)
		switch {
		case x < 0:
			n, most = most, n
		case x == 0: // however often
			n, most = 0, 0
		}
		var fits, fitsToo bool
		if n == policy.Endless {
			s.noLow += sign
			fits = true
		} else {
			s.low, fits = s.low.addTimes(x, n, sign)
		}
		if most == policy.Endless {
			s.noHigh += sign
			fitsToo = true
		} else {
			s.high, fitsToo = s.high.addTimes(x, most, sign)
		}
		if !fits || !fitsToo {
			return CodeOverflow
		}
	}
	return ""
}

// touch gives the number of a group and notes that its values may change.
func (t *laneTally) touch(key []Word, at int64) int {
	e, fresh := t.groups.put(key)
	if fresh {
		t.state = slices.Grow(t.state, 1)[:e+1] // what was put aside is used again
		s := &t.state[e]
		if s.lanes == nil {
			s.lanes = make([]laneSum, t.bounds.lanes())
		}
		clear(s.lanes)
		s.members, s.shown, s.at = 0, s.shown[:0], -1
	}
	if s := &t.state[e]; s.at != at {
		s.at = at
		t.touched = append(t.touched, e)
	}
	return e
}

// finish writes how the touched groups have changed.
func (t *laneTally) finish(at int64) *Fault {
	t.out.skip(at)
	for _, e := range t.touched {
		var code diag.Code
		if t.values, code = t.of(e); code != "" {
			return fail(code, t.span).at(at, t.clock.at(at))
		}
		s := &t.state[e]
		for _, old := range s.shown {
			if !slices.ContainsFunc(t.values, old.same) {
				old.Pair = Pair{}
				t.write(e, old)
			}
		}
		for _, v := range t.values {
			if !slices.Contains(s.shown, v) {
				t.write(e, v)
			}
		}
		s.shown = append(s.shown[:0], t.values...)
	}
	if len(t.group) > 0 {
		t.bury()
	}
	t.touched = t.touched[:0]
	t.out.close()
	return nil
}

func (t *laneTally) write(e int, v laneValue) {
	t.row[0], t.row[1] = v.low, v.high
	copy(t.row[2:], t.groups.key(e))
	t.out.add(t.row, v.Pair)
}

// of gives the values of a group.
func (t *laneTally) of(e int) ([]laneValue, diag.Code) {
	out := t.values[:0]
	grouped := len(t.group) > 0
	for k := range t.state[e].lanes {
		s := &t.state[e].lanes[k]
		if grouped && s.possible == 0 {
			continue
		}
		v := laneValue{Pair: Pair{May: 1 << k}}
		if !grouped || s.sure > 0 {
			v.Must = v.May
		}
		var fits, fitsToo bool
		if v.low, fits = s.low.word(); s.noLow > 0 {
			v.low, fits = Word(-policy.Endless), true
		}
		if v.high, fitsToo = s.high.word(); s.noHigh > 0 {
			v.high, fitsToo = Word(policy.Endless), true
		}
		if !fits || !fitsToo {
			return out, CodeOverflow
		}
		if grouped && t.op == policy.Cnt {
			v.low = max(v.low, 1)
		}
		out = v.join(out)
	}
	return out, ""
}

// bury takes out the touched groups that have become empty.
func (t *laneTally) bury() {
	slices.Sort(t.touched)
	for _, e := range slices.Backward(t.touched) {
		if t.state[e].members > 0 {
			continue
		}
		n := t.groups.n - 1
		t.groups.remove(e)
		t.state[e], t.state[n] = t.state[n], t.state[e]
		t.state = t.state[:n]
	}
	if t.groups.n == 0 {
		t.groups.trim()
	}
}

func (t *laneTally) need() int64 { return t.out.known }

func (t *laneTally) mark(m *marker) {
	types := t.in.s.types
	assignment := make([]policy.Type, len(t.rest))
	for i, c := range t.rest {
		assignment[i] = types[c]
	}
	m.rows(assignment, t.known.keys)
	m.rows(t.out.types[2:], t.groups.keys)
	t.out.mark(m)
}
