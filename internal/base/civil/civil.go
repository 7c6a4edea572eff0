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
	"cmp"
	"fmt"
	"math"
	"time"
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

// AddDays moves by whole days.
func (d Date) AddDays(n int) Date {
	return dateOfDays(d.days() + int64(n))
}

// AddMonths moves by whole months, to the same day of the month or the month's last day (ETS 76, Article 4.2).
func (d Date) AddMonths(n int) Date {
	first := Date{d.Year, d.Month + time.Month(n), 1}
	last := dateOfDays(Date{first.Year, first.Month + 1, 1}.days() - 1)
	last.Day = min(d.Day, last.Day)
	return last
}

// days counts the days from 1970-01-01, in March years of 400-year eras so that the leap day comes last.
// A month outside 1 to 12 counts on into the years before and after.
func (d Date) days() int64 {
	y, m := int64(d.Year), int64(d.Month)-3
	y += floorDiv(m, 12)
	m -= floorDiv(m, 12) * 12
	era := floorDiv(y, 400)
	year := y - era*400
	return era*146097 + year*365 + year/4 - year/100 + (m*153+2)/5 + int64(d.Day) - 1 - 719468
}

// dateOfDays is the inverse of days.
func dateOfDays(n int64) Date {
	n += 719468
	era := floorDiv(n, 146097)
	day := n - era*146097
	year := (day - day/1460 + day/36524 - day/146096) / 365
	day -= year*365 + year/4 - year/100
	m := (day*5 + 2) / 153
	d := Date{int(year + era*400), time.Month(m + 3), int(day - (m*153+2)/5 + 1)}
	if d.Month > 12 {
		d.Year, d.Month = d.Year+1, d.Month-12
	}
	return d
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// Compare orders dates.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
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
