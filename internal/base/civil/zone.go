package civil

import (
	"fmt"
	"sort"
	"sync"
	"time"
)

// Zone is a time zone of the IANA database, such as "Asia/Damascus". The zero Zone is UTC.
//
// Beyond the years 1800 and 2200 a zone keeps the offset that it has there.
type Zone struct{ rules *rules }

// rules are the offsets of a zone: offset i holds from the instant from[i] on. from[0] is Ever.
type rules struct {
	name   string
	from   []int64
	offset []int64 // seconds east of UTC
}

var utcRules = &rules{"UTC", []int64{Ever}, []int64{0}}

// UTC is the zone without offsets.
var UTC = Zone{utcRules}

var loaded sync.Map // name to *rules: a zone is read once

// LoadZone finds a zone by its IANA name. "" and "Local" are refused: a text must say which zone it means.
func LoadZone(name string) (Zone, error) {
	switch name {
	case "", "Local":
		return Zone{}, fmt.Errorf("%q is not the name of a time zone", name)
	case "UTC":
		return UTC, nil
	}
	if r, ok := loaded.Load(name); ok {
		return Zone{r.(*rules)}, nil
	}
	loc, ok := location(name)
	if !ok {
		return Zone{}, fmt.Errorf("unknown time zone %q", name)
	}
	r, _ := loaded.LoadOrStore(name, newRules(name, loc))
	return Zone{r.(*rules)}, nil
}

// newRules writes out the offsets of a location, so that each look-up is one search in a short list.
func newRules(name string, loc *time.Location) *rules {
	r := &rules{name: name}
	t := time.Date(1800, time.January, 1, 0, 0, 0, 0, loc)
	end := time.Date(2200, time.January, 1, 0, 0, 0, 0, loc)
	from := Ever
	for !t.After(end) {
		if _, offset := t.Zone(); len(r.offset) == 0 || int64(offset) != r.offset[len(r.offset)-1] {
			r.from, r.offset = append(r.from, from), append(r.offset, int64(offset))
		}
		_, next := t.ZoneBounds()
		if next.IsZero() {
			break
		}
		if !next.After(t) {
			// Where a rule runs on year by year, the bounds at the last day of a leap year are empty (time.Time.ZoneBounds).
			next = t.AddDate(0, 0, 1)
		}
		t, from = next, next.Unix()
	}
	return r
}

func (z Zone) table() *rules {
	if z.rules == nil {
		return utcRules
	}
	return z.rules
}

// String gives the zone's name.
func (z Zone) String() string { return z.table().name }

// Equal says whether both are the same zone by name.
func (z Zone) Equal(y Zone) bool { return z.String() == y.String() }

// at gives the index of the offset in force at the instant.
func (r *rules) at(t int64) int {
	return max(0, sort.Search(len(r.from), func(i int) bool { return r.from[i] > t })-1)
}

// wall gives the zone's wall clock at the instant, as seconds since 1970-01-01T00:00 of that clock.
func (z Zone) wall(t int64) int64 {
	r := z.table()
	return t + r.offset[r.at(t)]
}

// reach gives the first instant at which the zone's wall clock shows w or later. Where the clock jumps over w
// this is the jump; where it shows w twice it is the first time.
func (z Zone) reach(w int64) int64 {
	r := z.table()
	// Offsets stay within 26 hours, so the segment before this one ends before the clock shows w.
	for i := r.at(w - 26*3600); ; i++ {
		t := max(r.from[i], w-r.offset[i])
		if i+1 == len(r.from) || t < r.from[i+1] {
			return t
		}
	}
}

// DateOf gives the day on which the instant falls in the zone.
func (z Zone) DateOf(t int64) Date { return dateOfDays(floorDiv(z.wall(t), 86400)) }

// TimeOf gives the wall clock at the instant in the zone.
func (z Zone) TimeOf(t int64) (hour, minute, second int) {
	w := z.wall(t)
	s := int(w - floorDiv(w, 86400)*86400)
	return s / 3600, s / 60 % 60, s % 60
}

// Start gives the first instant of the day in the zone: midnight, or the moment when the clock jumps over it (Damascus,
// on the day summer time began). A day that the zone left out (Apia, 30 December 2011) starts where the next one does.
func (z Zone) Start(d Date) int64 { return z.reach(d.days() * 86400) }

// End gives the first instant after the day in the zone.
func (z Zone) End(d Date) int64 { return z.reach((d.days() + 1) * 86400) }

// Day gives the day as an interval of instants.
func (z Zone) Day(d Date) Interval { return Interval{z.Start(d), z.End(d) - 1} }

// Clock gives the instant of a wall-clock time on a day in the zone: the first, where the clock shows it twice; where it is
// skipped, the moment of the jump.
func (z Zone) Clock(d Date, hour, minute int) int64 {
	return z.reach(d.days()*86400 + int64(hour)*3600 + int64(minute)*60)
}

// After gives the first instant after the time limit of p that starts at t: for hours the second after
// t plus p; otherwise the midnight that ends the last day, the starting day not counted (ETS 76, Article 3.1).
func (z Zone) After(t int64, p Period) int64 {
	switch {
	case t <= Ever:
		return Ever
	case t >= Forever:
		return Forever
	case p.Unit == Hours:
		return min(t+p.Seconds()+1, Forever)
	}
	return min(z.End(z.DateOf(t).Shift(p)), Forever)
}

// Skipped gives the days that the zone left out whole, in order: its clock jumped over them (Apia, 30 December 2011).
func (z Zone) Skipped() (out []Date) {
	r := z.table()
	for i := 1; i < len(r.from); i++ {
		from, to := r.from[i]+r.offset[i-1], r.from[i]+r.offset[i] // the wall clock before the jump and after it
		for n := floorDiv(from+86399, 86400); (n+1)*86400 <= to; n++ {
			out = append(out, dateOfDays(n))
		}
	}
	return out
}
