package monitor

import (
	"slices"

	"mithaq/internal/base/civil"
)

// sightKey asks for the readings up to end at which the answer for a window may change.
type sightKey struct {
	from, to civil.Interval
	end      int64
	notion   notion
	last     int64 // of the window only the part in so many seconds before the reading; 0: all of it
}

// readings gives the readings up to end at which the answer of covered for a window changes.
//
// Between two marks (where the window or an entry begins or ends, or the first or last day that it covers whole does,
// each also by every lag later) the days needed and the days covered grow steadily: so many each day. The answer to "is
// anything covered", "is everything" then stays; that to a percentage may change, and is looked for by halving.
func (w *watch) readings(from, to civil.Interval, end int64, k notion) []int64 {
	if k == observed && w.quiet() {
		return nil
	}
	key := sightKey{from, to, end, k, 0}
	out, done := w.known[key]
	if !done {
		out = w.changes(from, to, end, k)
		w.known[key] = out
	}
	return out
}

func (w *watch) changes(from, to civil.Interval, end int64, k notion) []int64 {
	at := w.marks(from, to, end)
	var out []int64
	var was [2]bool
	percent := w.percent(k)
	for i, r := range at {
		var now [2]bool
		now[0], now[1] = w.covered(from, to, r, k)
		if i == 0 || now != was {
			out = append(out, r)
		}
		was = now
		next := end + 1
		if i+1 < len(at) {
			next = at[i+1]
		}
		if percent > 0 && percent < 100 && from.Point() && (to.Point() || r < to.Lo) && from.Lo > farPast {
			c := crossing{watch: w, s: from.Lo, x: to.Lo, percent: percent, was: now[0], out: out}
			if len(w.lags) > 1 {
				c.slack = 2 * (100 + percent) * int64(len(w.needed))
			}
			c.between(c.step(r), c.step(next-1))
			out = c.out
			if c.last != 0 {
				was = [2]bool{c.was, c.was}
			}
		}
	}
	return out
}

// marks gives the readings between which days are needed and covered steadily.
func (w *watch) marks(from, to civil.Interval, end int64) []int64 {
	var at []int64
	put := func(t int64) {
		for _, lag := range w.lags {
			at = append(at, t+lag, t+lag+1)
		}
	}
	day := func(t int64) { // the day that holds t, as far as it lies in time
		if t > farPast && t < -farPast {
			d := w.cal.day(t)
			put(w.cal.start(d))
			put(w.cal.start(d + 1))
		}
	}
	last := min(to.Hi, end)
	for _, t := range []int64{from.Lo, from.Hi, to.Lo, to.Hi} {
		put(t)
		day(t)
		day(t - 1)
	}
	for i := range w.entries {
		e := &w.entries[i]
		if e.From > last || e.To < from.Lo {
			continue
		}
		put(e.From)
		put(e.To)
		if e.first <= e.last {
			put(w.cal.start(e.first))
			put(w.cal.start(e.first + 1))
			put(w.cal.start(e.last + 1))
		}
	}
	slices.Sort(at)
	at = slices.Compact(at)
	return slices.DeleteFunc(at, func(r int64) bool { return r > end || r <= civil.Ever })
}

// crossing looks for the readings at which a share crosses its percentage.
type crossing struct {
	*watch
	s, x    int64
	percent int64
	slack   int64 // how far a share may stray from a straight line, in hundredths of zone-days: reports come in by lags
	was     bool  // the answer at the latest reading looked at
	last    int64 // the latest reading at which it changed
	out     []int64
}

// step is a reading with what it counts.
type step struct {
	r int64
	sight
	over int64 // not negative: enough
}

func (c *crossing) step(r int64) step {
	s := c.sight(c.s, c.x, r)
	return step{r, s, 100*s.covered - c.percent*s.needed}
}

// between looks in (a.r, b.r], from left to right.
func (c *crossing) between(a, b step) {
	switch {
	case a.r >= b.r || a.sight == b.sight || !a.known && !b.known:
		return
	case min(a.over, b.over)-c.slack >= 0 || max(a.over, b.over)+c.slack < 0:
		return
	case b.r-a.r <= 2*86400:
		c.days(a.r, b.r)
		return
	}
	middle := c.step(a.r + (b.r-a.r)/2)
	c.between(a, middle)
	c.between(middle, b)
}

// days tries every reading in (from, to] at which a day begins or is reported.
func (c *crossing) days(from, to int64) {
	var at []int64
	for _, lag := range c.lags {
		for d := c.cal.day(from - lag); ; d++ {
			t := c.cal.start(d) + lag
			if t > to {
				break
			}
			at = append(at, t, t+1)
		}
	}
	slices.Sort(at)
	for _, r := range at {
		if r <= from || r > to {
			continue
		}
		if now := c.step(r).over >= 0; now != c.was {
			c.was, c.last = now, r
			c.out = append(c.out, r)
		}
	}
}
