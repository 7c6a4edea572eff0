package core

import "math"

// clock holds the stamps of the time points that some window still needs.
type clock struct {
	stamps []int64
	base   int64 // the time point of stamps[0]
}

// read gives the number of time points read so far.
func (c *clock) read() int64 { return c.base + int64(len(c.stamps)) }

func (c *clock) at(point int64) int64 { return c.stamps[point-c.base] }

// drop forgets the stamps of time points before point.
func (c *clock) drop(point int64) {
	n := copy(c.stamps, c.stamps[point-c.base:])
	c.stamps = c.stamps[:n]
	c.base = point
}

// plus gives a+b without wrapping round; b is not negative.
func plus(a, b int64) int64 {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}

// minus gives a-b without wrapping round; b is not negative.
func minus(a, b int64) int64 {
	if a < math.MinInt64+b {
		return math.MinInt64
	}
	return a - b
}

// frame is the stretch of time points [start, end) that a window covers, seen from one time point. Both only grow with it.
type frame struct {
	clock      *clock
	past       bool
	lo, hi     int64 // the window's bounds, both included
	start, end int64
	settled    int64 // time points before it are decided
}

// seek moves the frame to time point i, which must be decided.
func (f *frame) seek(i int64) {
	c := f.clock
	t := c.at(i)
	if f.past {
		if f.lo == 0 {
			f.end = i + 1
		} else {
			for latest := minus(t, f.lo); f.end <= i && c.at(f.end) <= latest; {
				f.end++
			}
		}
		if f.hi != endless {
			for earliest := minus(t, f.hi); f.start <= i && c.at(f.start) < earliest; {
				f.start++
			}
		}
		return
	}
	read := c.read()
	for latest := plus(t, f.hi); f.end < read && c.at(f.end) <= latest; {
		f.end++
	}
	f.start = max(f.start, i)
	if f.lo > 0 {
		for earliest := plus(t, f.lo); f.start < read && c.at(f.start) < earliest; {
			f.start++
		}
	}
}

// entering gives the first time point from i on, at most limit, whose frame may reach the time point ahead.
func (f *frame) entering(i, limit, ahead int64) int64 {
	if ahead == never {
		return limit
	}
	if f.past && f.lo == 0 {
		return max(i, min(limit, ahead))
	}
	c := f.clock
	at := c.at(ahead)
	if f.past {
		for i < limit && minus(c.at(i), f.lo) < at {
			i++
		}
		return i
	}
	for i < limit && plus(c.at(i), f.hi) < at {
		i++
	}
	return i
}

// decided gives the number of time points that are decided when the operands are known at time points 0..known-1. A future window
// is decided at i once some time point k <= known has been read whose stamp lies beyond the window.
func (f *frame) decided(known int64) int64 {
	if f.past {
		return known
	}
	c := f.clock
	k := min(known, c.read()-1)
	if k < 0 {
		return 0
	}
	// Widths compare without overflow: stamps do not decrease, and a difference that leaves int64 is larger than any bound.
	for f.settled < k && beyond(c.at(f.settled), c.at(k), f.hi) {
		f.settled++
	}
	return f.settled
}

// beyond says whether to lies more than width after from; from <= to.
func beyond(from, to, width int64) bool { return uint64(to)-uint64(from) > uint64(width) }

// need gives the first time point whose stamp the frame still reads.
func (f *frame) need() int64 {
	switch {
	case !f.past:
		return min(f.settled, f.end)
	case f.hi != endless:
		if f.lo == 0 {
			return f.start
		}
		return min(f.start, f.end)
	case f.lo != 0:
		return f.end
	default:
		return math.MaxInt64
	}
}
