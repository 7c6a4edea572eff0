package monitor

import (
	"fmt"
	"math/bits"
	"slices"

	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
)

// A board holds the patterns of one act so that a fact is held against hundreds of them at once: what they want of a role stands in
// a column, equal wants once, each with the set of patterns that want it. A fact's value says, once for all facts that
// have the same, which patterns fail by it. Sets are bits by the pattern's position.
type board struct {
	patterns []*pattern
	wants    [][]cell // of each pattern, in the order of its wants
	columns  []column
	full     []uint64 // patterns that keep as many near misses as they may, none better supported to come
	failed   []uint64 // scratch: patterns that fail by one want, and by more
	more     []uint64
}

// cell is where a want stands: its column, its place in it.
type cell struct{ column, place int }

// column is what the patterns of an act want of one role. A pattern that wants two things of a role stands in two.
type column struct {
	*want        // the first of them: the role that all ask for
	turn    int  // 0; 1 for the second want that patterns have of the role, and so on
	alone   bool // how a value answers depends on the value alone
	wants   []*want
	names   []string   // of the wants: equal ones have the same
	of      [][]uint64 // patterns that have the want
	known   map[valueKey]*answer
	scratch answer
	now     *answer // of the fact being held
}

// answer is how one value answers to every want of a column.
type answer struct {
	got    []match
	failed []uint64
}

// valueKey names what the answer of a column rests on.
type valueKey struct {
	id   int32    // of the only value; -1: a name that no pattern knows; untold
	rest [4]uint8 // of an attribution: its grade, whether it is one of alternatives, exhaustive ones, their grade together
}

// untold is the id of what the fact does not say.
const untold = -2

func newBoard(patterns []*pattern) *board {
	words := (len(patterns) + 63) / 64
	b := &board{patterns: patterns, full: make([]uint64, words), failed: make([]uint64, words), more: make([]uint64, words)}
	for at, p := range patterns {
		turns := map[int]int{}
		var cells []cell
		for i := range p.wants {
			w := &p.wants[i]
			c := b.column(w, turns[w.role])
			turns[w.role]++
			cells = append(cells, cell{c, b.columns[c].add(w, at, words)})
		}
		b.wants = append(b.wants, cells)
	}
	for i := range b.columns {
		c := &b.columns[i]
		c.scratch = answer{make([]match, len(c.wants)), make([]uint64, words)}
	}
	return b
}

// column finds the column of a want, or makes it.
func (b *board) column(w *want, turn int) int {
	for i := range b.columns {
		if c := &b.columns[i]; c.role == w.role && c.turn == turn && (c.amount != nil) == (w.amount != nil) {
			return i
		}
	}
	b.columns = append(b.columns, column{want: w, turn: turn, alone: w.amount == nil, known: map[valueKey]*answer{}})
	return len(b.columns) - 1
}

func (c *column) add(w *want, pattern, words int) int {
	name := fmt.Sprintf("%q %v %v %v", w.ids, w.near, w.amount, w.each)
	at := slices.Index(c.names, name)
	if at < 0 {
		at = len(c.wants)
		c.wants, c.names, c.of = append(c.wants, w), append(c.names, name), append(c.of, make([]uint64, words))
		c.alone = c.alone && w.near == nil && w.each == nil
	}
	c.of[at][pattern/64] |= 1 << (pattern % 64)
	return at
}

// ask gives how the prepared fact answers to the wants of the column.
func (m *Machine) ask(c *column, f *fact.Fact) *answer {
	key, same := m.valueKey(c, f)
	if a := c.known[key]; same && a != nil {
		return a
	}
	a := &c.scratch
	if same {
		a = &answer{make([]match, len(c.wants)), make([]uint64, len(c.scratch.failed))}
		c.known[key] = a
	}
	clear(a.failed)
	for i, w := range c.wants {
		if a.got[i] = m.hold(f, w, w.ids, w.table); a.got[i].may == 0 {
			for k, set := range c.of[i] {
				a.failed[k] |= set
			}
		}
	}
	return a
}

// valueKey names the fact's value; false: the answer rests on more than that.
func (m *Machine) valueKey(c *column, f *fact.Fact) (key valueKey, same bool) {
	switch role := m.scratch.roles[c.role]; {
	case !c.alone:
		return key, false
	case c.doer:
		a := &f.Attribution
		switch {
		case len(a.To) == 0:
			return valueKey{id: untold}, true
		case len(a.To) > 1 || a.To[0].Grade == grade.Discounted || c.dated(m.scratch.doers[0]):
			return key, false
		}
		return valueKey{m.scratch.doers[0], [4]uint8{uint8(a.To[0].Grade), bit(a.OneOf), bit(a.Exhaustive), uint8(a.Group)}}, true
	case c.place && role == nil:
		switch {
		case f.Place.Point != nil || len(f.Place.Zones) > 1:
			return key, false
		case len(f.Place.Zones) == 0:
			return valueKey{id: untold}, true
		}
		return valueKey{id: m.scratch.zones[0]}, true
	case role == nil || len(role.Values) == 0:
		return valueKey{id: untold}, true
	case len(role.Values) > 1:
		return key, false
	}
	id := m.scratch.ids[c.role][0]
	return valueKey{id: id}, !c.dated(id)
}

// dated says whether how a value answers to some want depends on when.
func (c *column) dated(id int32) bool {
	return slices.ContainsFunc(c.wants, func(w *want) bool { return id >= 0 && int(id) < len(w.table) && w.table[id] == dated })
}

func bit(b bool) uint8 {
	if b {
		return 1
	}
	return 0
}

// hold holds a prepared fact against the patterns. In order says that facts come in their order: then a pattern that keeps near
// misses enough is asked about no later one.
func (b *board) hold(m *Machine, slot int32, f *fact.Fact, inOrder bool, tell func(taken)) {
	in, unbound, discounted := f.In(), f.Unbound(), anyDiscounted(f)
	clear(b.failed)
	clear(b.more)
	var byDoer []uint64
	for i := range b.columns {
		c := &b.columns[i]
		c.now = m.ask(c, f)
		for k, set := range c.now.failed {
			b.more[k] |= b.failed[k] & set
			b.failed[k] |= set
		}
		if c.doer && c.turn == 0 {
			byDoer = c.now.failed
		}
	}
	for k := range b.failed {
		asked := ^b.more[k]
		if inOrder {
			skip := b.failed[k] & b.full[k]
			if byDoer != nil && (unbound || discounted) {
				skip &^= byDoer[k]
			}
			asked &^= skip
		}
		if k == len(b.failed)-1 && len(b.patterns)%64 > 0 {
			asked &= 1<<(len(b.patterns)%64) - 1
		}
		for ; asked != 0; asked &= asked - 1 {
			at := 64*k + bits.TrailingZeros64(asked)
			p := b.patterns[at]
			got, missed := match{uint8(in.Must), uint8(in.May), 0}, int32(matches)
			if p.part {
				got.must, got.flags = 0, unknownHit
			}
			for i, c := range b.wants[at] {
				if one := b.columns[c.column].now.got[c.place]; one.may == 0 {
					missed = int32(i)
				} else {
					got = got.and(one)
				}
			}
			t := taken{pattern: p, hit: hit{slot, got.must, got.may, got.flags, 0}, missed: missed}
			if missed == matches {
				t.unbound = unbound
			} else if p.wants[missed].doer {
				t.discounted, t.unbound = discounted, unbound
			}
			tell(t)
			if inOrder && m.keepsEnough(p) {
				b.full[k] |= 1 << (at % 64)
			}
		}
	}
}

// keepsEnough says whether a pattern keeps, of the facts gathered so far, as many near misses as it may, and none can be better.
func (m *Machine) keepsEnough(p *pattern) bool {
	near := m.gathered[p.at].near
	return len(near) == missesKept && near[missesKept-1].must == allLanes
}
