package schedule

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
)

// calendar knows how long limits are that count from an instant not fixed: a month has 28 to 31 days, a day 23 to 25 hours where clocks
// are changed.
//
// Where every deadline of the texts ends with a day, and all are in one zone, times are counted in days. That is exact for limits in
// days and weeks, and a plan in days can be carried out: of what a party does on one day each thing is done as soon as it
// may be, and no deadline lies within the day. Otherwise times are counted in seconds, and a limit that runs to midnight is longer or
// shorter by up to a day.
type calendar struct {
	days     bool
	zone     civil.Zone // with days
	begin    int64
	from, to civil.Date // the days on which what limits count from may fall
	known    map[limit]span
}

// limit is a bound without its point, and the days on which the point may fall.
type limit struct {
	zone     string
	plus     civil.Period
	edge     norms.Edge
	before   bool
	mark     bool
	end      bool
	from, to civil.Date
}

// span is a range of time, in the calendar's unit.
type span struct{ lo, hi int64 }

// years is how far beyond the last date written out the calendar is looked at: leap years and the rules of summer time repeat
// within them.
const years = 8

// newCalendar looks at a program whose fixed dates lie between two instants.
func newCalendar(p *norms.Program, first, last int64) *calendar {
	c := &calendar{begin: first, known: map[limit]span{}}
	c.from, c.to = civil.UTC.DateOf(first).AddDays(-1), civil.UTC.DateOf(last).AddMonths(12*years)
	if len(p.Agreements) > 0 {
		c.zone = p.Agreements[0].Zone
	}
	c.days = byDays(p)
	return c
}

// byDays says whether every deadline ends with a day of one zone.
func byDays(p *norms.Program) bool {
	for i := range p.Agreements {
		a := &p.Agreements[i]
		if !a.Zone.Equal(p.Agreements[0].Zone) {
			return false
		}
		for k := range a.Norms {
			b := a.Norms[k].Window.End
			if b == nil {
				continue
			}
			if at, ok := a.Fixed(b); ok {
				if at < civil.Forever && a.Zone.Start(a.Zone.DateOf(at)) != at {
					return false
				}
			} else if b.Plus.Unit == civil.Hours && !b.Plus.IsZero() {
				return false
			}
		}
	}
	return true
}

// unit is how many units a day has.
func (c *calendar) unit() int64 {
	if c.days {
		return 1
	}
	return day
}

// number counts the days from the beginning to a day.
func (c *calendar) number(d civil.Date) int64 {
	return (civil.UTC.Start(d) - civil.UTC.Start(c.zone.DateOf(c.begin))) / day
}

// fixed gives the place of an instant that the text fixes: of an opening the first that counts, of an end the first too late.
func (c *calendar) fixed(at int64, end bool) int64 {
	switch {
	case !c.days:
		return at - c.begin
	case end:
		return c.number(c.zone.DateOf(at-1)) + 1
	}
	return c.number(c.zone.DateOf(at))
}

// instant gives the instant that a place means: of a day the first, or the last.
func (c *calendar) instant(place int64, last bool) int64 {
	if !c.days {
		return c.begin + place
	}
	d := c.zone.DateOf(c.begin).AddDays(int(place))
	if last {
		return c.zone.End(d) - 1
	}
	return max(c.begin, c.zone.Start(d))
}

// after gives how long after its point a bound lies, at the least and at the most. The point is within w; that of a mark is its
// day, in seconds its first instant.
func (c *calendar) after(b *norms.Bound, z civil.Zone, end bool, w within) span {
	key := limit{z.String(), b.Plus, b.Edge, b.Before, b.At.Sort == norms.AtMark, end, c.from, c.to}
	if w.bounded && (w.hi-w.lo)/c.unit() < 12*years {
		key.from, key.to = z.DateOf(c.instant(w.lo, false)), z.DateOf(c.instant(w.hi, true))
	}
	asked := key
	if s, ok := c.known[asked]; ok {
		return s
	}
	if key.from == key.to && z.End(key.from) <= z.Start(key.from) {
		key.from, key.to = c.from, c.to // the one day is one that the zone left out
	}
	if c.days && b.Plus.Unit < civil.Months {
		key.to = key.from // every day is like the next
	}
	s := span{civil.Forever, civil.Ever}
	for d := key.from; d.Compare(key.to) <= 0; d = d.AddDays(1) {
		if z.End(d) <= z.Start(d) {
			continue // a day that the zone left out
		}
		var one span
		if c.days {
			one = c.shifted(b, d, end)
		} else {
			one = seconds(b, z, d, key.mark)
		}
		s.lo, s.hi = min(s.lo, one.lo), max(s.hi, one.hi)
	}
	c.known[asked] = s
	return s
}

// shifted gives how many days after the day of its point a bound lies: of an opening the first day that counts, of an end the
// first too late. An end within the day is the day's beginning for who must keep it, its end for who may use it.
func (c *calendar) shifted(b *norms.Bound, d civil.Date, end bool) span {
	to := c.number(d.Shift(b.Shift())) - c.number(d)
	switch {
	case b.Plus.Unit == civil.Hours && !b.Plus.IsZero(): // openings only
		n := int64(b.Shift().N)
		lo, hi := floor(n, 24), floor(n+23, 24)+1
		return span{lo, hi}
	case b.Edge == norms.DayEnd:
		return span{to + 1, to + 1}
	case b.Edge == norms.DayStart || !end:
		return span{to, to}
	}
	return span{to, to + 1}
}

func floor(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// seconds gives how long after its point on day d a bound lies.
func seconds(b *norms.Bound, z civil.Zone, d civil.Date, mark bool) span {
	first, last := z.Start(d), z.End(d)-1
	if mark {
		s := b.Instant(z.Clock(d, 12, 0), z) - first
		return span{s, s}
	}
	s := span{civil.Forever, civil.Ever}
	for _, p := range []int64{first, first + (last-first)/2, last} {
		after := b.Instant(p, z) - p
		s.lo, s.hi = min(s.lo, after), max(s.hi, after)
	}
	if b.KeepsClock() && b.Plus.Unit != civil.Hours { // between the instants looked at the clock may be changed, there or here
		s.lo, s.hi = s.lo-3*3600, s.hi+3*3600
	}
	return s
}

// width gives how long a window is at the least whose two ends count from one point.
func (c *calendar) width(start, end *norms.Bound, z civil.Zone) int64 {
	least := int64(civil.Forever)
	to := c.to
	if c.days && start.Plus.Unit < civil.Months && end.Plus.Unit < civil.Months {
		to = c.from
	}
	for d := c.from; d.Compare(to) <= 0; d = d.AddDays(1) {
		first, last := z.Start(d), z.End(d)-1
		switch {
		case last < first:
			continue
		case c.days:
			least = min(least, c.shifted(end, d, true).lo-c.shifted(start, d, false).hi)
			continue
		}
		points := []int64{first, first + (last-first)/2, last}
		if start.At.Sort == norms.AtMark {
			points = []int64{z.Clock(d, 12, 0)}
		}
		for _, p := range points {
			least = min(least, end.Instant(p, z)-start.Instant(p, z))
		}
	}
	return least
}
