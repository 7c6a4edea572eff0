// Package civil counts dates, instants and time limits.
//
// Inside the program an instant is an int64: seconds since 1970-01-01T00:00Z.
// A day, a month, a deadline belong to a time zone, always named. Zone rules
// come from the embedded tzdata, so that every machine computes the same.
//
// Time limits follow the European Convention on the Calculation of Time-Limits
// (ETS 76) without its holiday rule: the starting day does not count (Article
// 3.1), the last day counts to its midnight (3.1), months and years end on the
// same day of the month or, where there is none, on the month's last day (4.2).
package civil

import (
	"fmt"
	"math"
	"time"
	_ "time/tzdata" // the zones must not depend on the machine
)

// Instants that stand for "since ever" and "for ever". Arithmetic saturates at them.
const (
	Ever    int64 = math.MinInt64 / 4
	Forever int64 = math.MaxInt64 / 4
)

// Interval is the closed range of instants [Lo, Hi] within which something happened or may happen.
// Lo is at most Hi. Hi == Forever means that it may never happen.
type Interval struct {
	Lo int64 `json:"lo"`
	Hi int64 `json:"hi"`
}

// At is the interval of one instant.
func At(t int64) Interval { return Interval{t, t} }

// Point says whether the interval is one instant.
func (i Interval) Point() bool { return i.Lo == i.Hi }

// Join is the smallest interval that covers both.
func (i Interval) Join(j Interval) Interval { return Interval{min(i.Lo, j.Lo), max(i.Hi, j.Hi)} }

// Overlaps says whether some instant lies in both.
func (i Interval) Overlaps(j Interval) bool { return i.Lo <= j.Hi && j.Lo <= i.Hi }

// Date is a day of the proleptic Gregorian calendar.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// String gives YYYY-MM-DD.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// IsZero says whether no date is set.
func (d Date) IsZero() bool { return d == Date{} }

// MarshalText writes YYYY-MM-DD, or nothing for the zero date.
func (d Date) MarshalText() ([]byte, error) {
	if d.IsZero() {
		return nil, nil
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (d *Date) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	*d, err = ParseDate(string(b))
	return err
}

// ParseDate reads exactly YYYY-MM-DD; a day that no calendar has is an error.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date YYYY-MM-DD", s)
	}
	return Date{t.Year(), t.Month(), t.Day()}, nil
}

// Zone is a time zone of the IANA database, such as "Asia/Damascus".
type Zone struct{ loc *time.Location }

// UTC is the zone without offsets.
var UTC = Zone{time.UTC}

// LoadZone finds a zone by its IANA name. "" and "Local" are refused: a text must say which zone it means.
func LoadZone(name string) (Zone, error) {
	if name == "" || name == "Local" {
		return Zone{}, fmt.Errorf("%q is not the name of a time zone", name)
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return Zone{}, fmt.Errorf("unknown time zone %q", name)
	}
	return Zone{loc}, nil
}

// String gives the zone's name.
func (z Zone) String() string { return z.location().String() }

func (z Zone) location() *time.Location {
	if z.loc == nil {
		return time.UTC
	}
	return z.loc
}

// DateOf gives the day on which the instant falls in the zone.
func (z Zone) DateOf(t int64) Date {
	y, m, d := time.Unix(t, 0).In(z.location()).Date()
	return Date{y, m, d}
}

// TimeOf gives the wall clock at the instant in the zone.
func (z Zone) TimeOf(t int64) (hour, minute, second int) {
	return time.Unix(t, 0).In(z.location()).Clock()
}

// Start gives the first instant of the day in the zone.
func (z Zone) Start(d Date) int64 {
	// time.Date moves a midnight that the zone skips (Damascus, on the day summer time begins)
	// either way; the day's first instant is the later of the two readings.
	t := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, z.location())
	if z.DateOf(t.Unix()) == d {
		return t.Unix()
	}
	return t.Add(time.Hour).Unix()
}

// End gives the first instant after the day in the zone.
func (z Zone) End(d Date) int64 { return z.Start(d.AddDays(1)) }

// Day gives the day as an interval of instants.
func (z Zone) Day(d Date) Interval { return Interval{z.Start(d), z.End(d) - 1} }

// Clock gives the instant of a wall-clock time on a day in the zone.
func (z Zone) Clock(d Date, hour, minute int) int64 {
	return time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, z.location()).Unix()
}

// AddDays moves by whole days.
func (d Date) AddDays(n int) Date {
	y, m, day := time.Date(d.Year, d.Month, d.Day+n, 12, 0, 0, 0, time.UTC).Date()
	return Date{y, m, day}
}

// AddMonths moves by whole months, to the same day of the month or the month's last day (ETS 76, Article 4.2).
func (d Date) AddMonths(n int) Date {
	y, m, last := time.Date(d.Year, d.Month+time.Month(n)+1, 0, 12, 0, 0, 0, time.UTC).Date()
	return Date{y, m, min(d.Day, last)}
}

// Compare orders dates.
func (d Date) Compare(e Date) int {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).
		Compare(time.Date(e.Year, e.Month, e.Day, 0, 0, 0, 0, time.UTC))
}

// Unit is a unit of a time limit.
type Unit uint8

// The units of time limits.
const (
	Hours Unit = iota
	Days
	Weeks
	Months
	Years
)

var unitNames = [...]string{"hours", "days", "weeks", "months", "years"}

// String gives the unit's English plural.
func (u Unit) String() string { return unitNames[u] }

// MarshalText writes the unit's English plural.
func (u Unit) MarshalText() ([]byte, error) { return []byte(u.String()), nil }

// UnmarshalText reads the unit's English plural.
func (u *Unit) UnmarshalText(b []byte) error {
	for i, n := range unitNames {
		if n == string(b) {
			*u = Unit(i)
			return nil
		}
	}
	return fmt.Errorf("unknown unit of time %q", b)
}

// Period is a length of time in one unit: "30 days".
type Period struct {
	N    int  `json:"n"`
	Unit Unit `json:"unit"`
}

// IsZero says whether no period is set.
func (p Period) IsZero() bool { return p.N == 0 }

// Seconds gives the length of the period as a duration: a day is 86,400 seconds, a month 30 days, a year 365.
// It is used for sliding windows ("3 in any 7 days") only; time limits use After.
func (p Period) Seconds() int64 {
	return int64(p.N) * [...]int64{3600, 86400, 7 * 86400, 30 * 86400, 365 * 86400}[p.Unit]
}

// Shift moves a date by the period; hours move it by no day.
func (d Date) Shift(p Period) Date {
	switch p.Unit {
	case Days:
		return d.AddDays(p.N)
	case Weeks:
		return d.AddDays(7 * p.N)
	case Months:
		return d.AddMonths(p.N)
	case Years:
		return d.AddMonths(12 * p.N)
	}
	return d
}

// After gives the first instant after the time limit of p that starts at t: for hours the second after
// t plus p; otherwise the midnight that ends the last day, the starting day not counted.
func (z Zone) After(t int64, p Period) int64 {
	if t >= Forever {
		return Forever
	}
	if p.Unit == Hours {
		return t + p.Seconds() + 1
	}
	return z.End(z.DateOf(t).Shift(p))
}
