package core

import (
	"math"
	"slices"
)

// laneChanges writes how the lanes change in which tuples lie in the window of ONCE, for operators that keep count of it. At each
// stamp at which an event enters the window, becomes certain in it or leaves it, its tuple is looked at again.
type laneChanges struct {
	frame
	in     *reader
	dated  bool // as in laneWindow
	chains *laneChains
	shown  []Pair    // what was last written of each tuple
	looked []int64   // the time point at which each was last looked at
	agenda laneQueue // what becomes certain, and (in no lanes) what is to be looked at
	turned []int     // the tuples to look at now
	gone   []int
	out    *stream
}

func newLaneChanges(f frame, in *reader, dated bool, out *stream) *laneChanges {
	return &laneChanges{frame: f, in: in, dated: dated, chains: newLaneChains(out.width), agenda: laneQueue{width: out.width}, out: out}
}

func (c *laneChanges) step() error {
	for limit := c.in.s.known; ; c.out.close() {
		c.out.skip(c.quiet(c.out.known, limit))
		if c.out.known == limit {
			return nil
		}
		c.look(c.out.known)
	}
}

// quiet gives the first time point from i on, at most limit, at which something may change.
func (c *laneChanges) quiet(i, limit int64) int64 {
	limit = c.entering(i, limit, c.in.ahead())
	if len(c.agenda.heap) == 0 {
		return limit
	}
	for i < limit && !c.agenda.due(c.clock.at(i)) {
		i++
	}
	return i
}

// look writes what has changed since the time point looked at before.
func (c *laneChanges) look(i int64) {
	c.seek(i)
	now := c.clock.at(i)
	earliest := int64(math.MinInt64)
	if c.hi != endless {
		earliest = minus(now, c.hi)
	}
	for at := c.in.ahead(); at < c.end; at = c.in.ahead() {
		r := c.in.relation()
		for k := range r.n {
			c.note(r.row(k), r.pair(k), at, i)
		}
		c.in.pop()
	}
	for c.agenda.due(now) {
		w, row := c.agenda.pop()
		switch {
		case w.must == 0:
			if e := c.chains.table.find(row); e >= 0 {
				c.turn(e, i)
			}
		case w.from >= earliest:
			e := c.put(row)
			c.chains.enter(e, w.from, 0, Pair{Must: w.must})
			c.turn(e, i)
		}
	}
	c.gone = c.gone[:0]
	for _, e := range c.turned {
		p := c.chains.live(e, earliest, 0)
		if p != c.shown[e] {
			c.out.add(c.chains.table.key(e), p)
			c.shown[e] = p
		}
		if p.May == 0 {
			c.gone = append(c.gone, e)
		}
	}
	c.turned = c.turned[:0]
	slices.Sort(c.gone)
	for _, e := range slices.Backward(c.gone) {
		c.remove(e)
	}
}

// note takes in a row of time point at, and puts on the agenda when it is to be looked at again.
func (c *laneChanges) note(row []Word, p Pair, at, i int64) {
	from := c.clock.at(at)
	until := from
	if c.dated {
		n := len(row) - 1
		until = int64(row[n])
		row = row[:n]
	}
	e := c.put(row)
	c.turn(e, i)
	if until == from {
		c.chains.enter(e, from, 0, p)
	} else {
		c.chains.enter(e, until, 0, Pair{May: p.May})
		if p.Must != 0 && (c.hi == endless || !beyond(from, until, c.hi-c.lo)) {
			c.agenda.push(laneWait{due: plus(until, c.lo), from: from, must: p.Must}, row)
		} else {
			p.Must = 0
		}
	}
	if c.hi == endless {
		return
	}
	c.agenda.push(laneWait{due: plus(plus(until, c.hi), 1)}, row)
	if until != from && p.Must != 0 {
		c.agenda.push(laneWait{due: plus(plus(from, c.hi), 1)}, row)
	}
}

func (c *laneChanges) put(row []Word) int {
	e := c.chains.put(row)
	if e == len(c.shown) {
		c.shown = append(c.shown, Pair{})
		c.looked = append(c.looked, -1)
	}
	return e
}

// turn notes that a tuple is to be looked at.
func (c *laneChanges) turn(e int, i int64) {
	if c.looked[e] != i {
		c.looked[e] = i
		c.turned = append(c.turned, e)
	}
}

// remove takes out a tuple; the last one gets its number.
func (c *laneChanges) remove(e int) {
	c.chains.remove(e)
	n := len(c.shown) - 1
	c.shown[e], c.looked[e] = c.shown[n], c.looked[n]
	c.shown, c.looked = c.shown[:n], c.looked[:n]
	if n == 0 {
		c.chains.table.trim()
	}
}

func (c *laneChanges) need() int64 { return min(c.frame.need(), c.end, c.out.known) }

func (c *laneChanges) mark(m *marker) {
	types := c.out.types
	m.rows(types, c.chains.table.keys)
	c.agenda.mark(m, types)
	c.out.mark(m)
}
