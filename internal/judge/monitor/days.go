package monitor

import (
	"sort"
	"time"

	"mithaq/internal/base/civil"
)

// calendar numbers the days of a zone, so that days are counted and not walked. Day n begins at its first instant
// (civil.Zone.Start) and ends where the next one begins; a day that the zone left out has no instant and is not counted.
type calendar struct {
	zone    civil.Zone
	skipped []int64
}

func newCalendar(z civil.Zone) *calendar {
	c := &calendar{zone: z}
	for _, d := range z.Skipped() {
		c.skipped = append(c.skipped, number(d))
	}
	return c
}

// calendar gives the zone's calendar, made once.
func (m *Machine) calendar(z civil.Zone) *calendar {
	c := m.calendars[z.String()]
	if c == nil {
		c = newCalendar(z)
		m.calendars[z.String()] = c
	}
	return c
}

// number counts days from 1970-01-01.
func number(d civil.Date) int64 {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Unix() / 86400
}

func date0(n int64) civil.Date {
	return civil.Date{Year: 1970, Month: time.January, Day: 1}.AddDays(int(n))
}

// start gives the first instant of day n.
func (c *calendar) start(n int64) int64 { return c.zone.Start(date0(n)) }

// day gives the day that holds an instant. Where the clock goes back over midnight, the wall shows the day before once
// more: that time belongs to the day that has begun.
func (c *calendar) day(t int64) int64 {
	t = min(max(t, farPast), -farPast)
	d := c.zone.DateOf(t)
	n := number(d)
	for c.zone.End(d) <= t {
		d, n = d.AddDays(1), n+1
	}
	return n
}

// whole gives the first day that begins at or after an instant.
func (c *calendar) whole(t int64) int64 { return c.day(t-1) + 1 }

// count counts the days from lo to hi.
func (c *calendar) count(lo, hi int64) int64 {
	if lo > hi {
		return 0
	}
	n := hi - lo + 1
	if len(c.skipped) > 0 {
		at := func(d int64) int { return sort.Search(len(c.skipped), func(i int) bool { return c.skipped[i] >= d }) }
		n -= int64(at(hi+1) - at(lo))
	}
	return n
}
