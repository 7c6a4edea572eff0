package core

import (
	"math"
	"math/bits"

	"mithaq/internal/base/diag"
	"mithaq/internal/judge/core/policy"
)

// laneBounds computes the least and the greatest value that an aggregation can take in each lane.
type laneBounds struct {
	op      policy.AggOp
	typ     policy.Type // of the values
	grouped bool
	all     Pair
	order   func(a, b Word) int
	exact   *groups // for values that do not depend on what is merely possible
}

func newLaneBounds(f *policy.Agg, symbols *Symbols, all Pair) *laneBounds {
	return &laneBounds{
		op: f.Op, typ: f.X.Type, grouped: len(f.Group) > 0, all: all, order: order(f.X.Type, symbols),
		exact: newGroups(f.Op, f.X.Type, 0, symbols),
	}
}

// of appends the values of a group, each with the lanes that have it: certain where the group has a certain member, or where there
// are no groups.
func (b *laneBounds) of(members []laneMember, out []laneValue) ([]laneValue, diag.Code) {
	var some Pair
	for _, m := range members {
		some.Must |= m.Must
		some.May |= m.May
	}
	if !b.grouped {
		some = b.all
	}
	var code diag.Code
	lanes(some.May, func(bit uint64) {
		if code != "" {
			return
		}
		v := laneValue{Pair: Pair{some.Must & bit, bit}}
		if v.low, v.high, code = b.lane(members, bit); code != "" {
			return
		}
		out = v.join(out)
	})
	return out, code
}

// join adds a value to others: to the one with the same bounds, if there is one.
func (v laneValue) join(to []laneValue) []laneValue {
	for i := range to {
		if to[i].same(v) {
			to[i].Must |= v.Must
			to[i].May |= v.May
			return to
		}
	}
	return append(to, v)
}

// same says whether two values have the same bounds.
func (v laneValue) same(w laneValue) bool { return v.low == w.low && v.high == w.high }

// lanes gives the number of lanes.
func (b *laneBounds) lanes() int { return bits.Len64(b.all.May) }

// lane gives the bounds in one lane.
func (b *laneBounds) lane(members []laneMember, bit uint64) (low, high Word, code diag.Code) {
	switch {
	case b.op == policy.Cnt:
		return b.count(members, bit)
	case b.op == policy.Sum && b.typ == policy.Int:
		return b.sum(members, bit)
	case b.op == policy.Sum:
		return b.floatSum(members, bit)
	}
	return b.extremes(members, bit)
}

// times gives how often a member is added in a lane, at least and at most.
func (m *laneMember) times(bit uint64) (low, high int64) {
	switch {
	case m.Must&bit != 0:
		return m.low, m.high
	case m.May&bit != 0:
		return 0, m.high
	}
	return 0, 0
}

func (b *laneBounds) count(members []laneMember, bit uint64) (low, high Word, code diag.Code) {
	var lowest, highest wide
	endless := false
	for i := range members {
		n, most := members[i].times(bit)
		lowest = lowest.add(Word(n))
		if most == policy.Endless {
			endless = true
		} else {
			highest = highest.add(Word(most))
		}
	}
	low, fits := lowest.word()
	high, fitsToo := highest.word()
	switch {
	case !fits || !fitsToo && !endless:
		return 0, 0, CodeOverflow
	case endless:
		high = Word(policy.Endless)
	}
	if b.grouped {
		low = max(low, 1)
	}
	return low, high, ""
}

func (b *laneBounds) sum(members []laneMember, bit uint64) (low, high Word, code diag.Code) {
	var lowest, highest wide
	var noLow, noHigh bool
	for i := range members {
		m := &members[i]
		n, most := m.times(bit)
		if m.x < 0 {
			n, most = most, n
		}
		noLow = noLow || m.x < 0 && n == policy.Endless
		noHigh = noHigh || m.x > 0 && most == policy.Endless
		var a, z bool
		if lowest, a = lowest.addTimes(m.x, n, 1); !a && !noLow {
			return 0, 0, CodeOverflow
		}
		if highest, z = highest.addTimes(m.x, most, 1); !z && !noHigh {
			return 0, 0, CodeOverflow
		}
	}
	var ok bool
	if low, ok = lowest.word(); noLow {
		low = Word(-policy.Endless)
	} else if !ok {
		return 0, 0, CodeOverflow
	}
	if high, ok = highest.word(); noHigh {
		high = Word(policy.Endless)
	} else if !ok {
		return 0, 0, CodeOverflow
	}
	return low, high, ""
}

func (b *laneBounds) floatSum(members []laneMember, bit uint64) (low, high Word, code diag.Code) {
	var lowest, highest exact
	var noLow, noHigh bool
	for i := range members {
		m := &members[i]
		x := m.x.Float()
		n, most := m.times(bit)
		if x < 0 {
			n, most = most, n
		}
		if x < 0 && n == policy.Endless {
			noLow = true
		} else {
			lowest.addTimes(x, n)
		}
		if x > 0 && most == policy.Endless {
			noHigh = true
		} else {
			highest.addTimes(x, most)
		}
	}
	if low, code = number(lowest.float()); noLow {
		low, code = FloatWord(math.Inf(-1)), ""
	}
	if code != "" {
		return 0, 0, code
	}
	if high, code = number(highest.float()); noHigh {
		high, code = FloatWord(math.Inf(1)), ""
	}
	return low, high, code
}

// extremes bounds MIN, MAX, AVG and MED: the value where every possible member is certain, else by the extreme members.
func (b *laneBounds) extremes(members []laneMember, bit uint64) (low, high Word, code diag.Code) {
	var sure, all *laneMember // any
	exact := true
	for i := range members {
		m := &members[i]
		if m.May&bit == 0 {
			continue
		}
		all = m
		if m.Must&bit != 0 {
			sure = m
		} else {
			exact = false
		}
	}
	if exact {
		low, code = b.plain(members, bit)
		return low, low, code
	}
	least, greatest := all.x, all.x
	var leastSure, greatestSure Word
	if sure != nil {
		leastSure, greatestSure = sure.x, sure.x
	}
	for i := range members {
		m := &members[i]
		if m.May&bit != 0 {
			least, greatest = b.less(m.x, least), b.more(m.x, greatest)
		}
		if m.Must&bit != 0 {
			leastSure, greatestSure = b.less(m.x, leastSure), b.more(m.x, greatestSure)
		}
	}
	low, high = b.wider(least, greatest)
	switch {
	case sure != nil && b.op == policy.Min:
		high = leastSure
	case sure != nil && b.op == policy.Max:
		low = greatestSure
	case sure == nil && !b.grouped: // there may be no members at all
		result := b.order
		if b.op == policy.Avg || b.op == policy.Med {
			result = order(policy.Float, nil)
		}
		none := b.exact.nothing()
		if result(none, low) < 0 {
			low = none
		}
		if result(none, high) > 0 {
			high = none
		}
	}
	return low, high, ""
}

func (b *laneBounds) less(x, y Word) Word {
	if b.order(x, y) < 0 {
		return x
	}
	return y
}

func (b *laneBounds) more(x, y Word) Word {
	if b.order(x, y) > 0 {
		return x
	}
	return y
}

// wider brings the extreme members into the type of the result. A mean, rounded twice, may leave them by the last bit.
func (b *laneBounds) wider(least, greatest Word) (low, high Word) {
	if b.op != policy.Avg && b.op != policy.Med {
		return least, greatest
	}
	x, y := least.Float(), greatest.Float()
	if b.typ == policy.Int {
		x, y = float64(least), float64(greatest)
	}
	if b.op == policy.Avg {
		x, y = math.Nextafter(x, math.Inf(-1)), math.Nextafter(y, math.Inf(1))
	}
	return FloatWord(x), FloatWord(y)
}

// plain gives the value over the members of a lane, all of which are certain.
func (b *laneBounds) plain(members []laneMember, bit uint64) (Word, diag.Code) {
	e := b.exact.group(nil)
	for i := range members {
		if members[i].May&bit != 0 {
			b.exact.add(e, members[i].x)
		}
	}
	w, code := b.exact.value(e)
	b.exact.remove(e)
	return w, code
}
