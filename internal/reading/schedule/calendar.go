package schedule

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
)

// calendar knows how long limits are that count from an instant not fixed: a month has 28 to 31 days, and a limit of 30 days runs to
// midnight, so from 30 days and a second to 31 days after the instant, an hour more or less where clocks are changed.
type calendar struct {
	from, to civil.Date // the days on which what limits count from may fall
	known    map[limit]span
}

// limit is a bound without its point.
type limit struct {
	zone   string
	plus   civil.Period
	edge   norms.Edge
	before bool
	mark   bool
}

// span is a range of seconds.
type span struct{ lo, hi int64 }

// years is how far beyond the last date written out the calendar is looked at: leap years and the rules of summer time repeat
// within them.
const years = 8

func newCalendar(first, last int64) *calendar {
	return &calendar{civil.UTC.DateOf(first).AddDays(-1), civil.UTC.DateOf(last).AddMonths(12 * years), map[limit]span{}}
}

// after gives how long after its point a bound lies, at the least and at the most. The point of a mark is the first instant of its day here.
func (c *calendar) after(b *norms.Bound, z civil.Zone) span {
	key := limit{z.String(), b.Plus, b.Edge, b.Before, b.At.Sort == norms.AtMark}
	if s, ok := c.known[key]; ok {
		return s
	}
	s := c.look(b, z, key.mark)
	c.known[key] = s
	return s
}

func (c *calendar) look(b *norms.Bound, z civil.Zone, mark bool) span {
	s := span{civil.Forever, civil.Ever}
	see := func(point, at int64) {
		d := b.Instant(point, z) - at
		s.lo, s.hi = min(s.lo, d), max(s.hi, d)
	}
	shift := int64(0) // by how much a day of the zone is longer or shorter than 24 hours
	for d := c.from; d.Compare(c.to) <= 0; d = d.AddDays(1) {
		first, last := z.Start(d), z.End(d)-1
		if last < first {
			continue // a day that the zone left out
		}
		shift = max(shift, first+day-1-last, last+1-first-day)
		if mark {
			see(z.Clock(d, 12, 0), first)
			continue
		}
		see(first, first)
		see(first+(last-first)/2, first+(last-first)/2)
		see(last, last)
		if b.Plus.IsZero() && (b.Edge == norms.Exact || b.Edge == norms.SameClock) || b.Plus.Unit == civil.Hours && !b.Plus.IsZero() {
			break // the same on every day
		}
	}
	if b.KeepsClock() && b.Plus.Unit != civil.Hours { // between the instants looked at the clock may have been changed
		s.lo, s.hi = s.lo-shift, s.hi+shift
	}
	return s
}
