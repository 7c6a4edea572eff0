package civil

import (
	"fmt"
	"strings"
	"time"
)

// Precision says how exactly a date is known.
type Precision uint8

// The precisions, from the finest.
const (
	ToSecond  Precision = iota // 2016-02-27T00:00:00
	ToMinute                   // 2016-02-27T00:00
	ToDay                      // 2015-10-30
	ToMonth                    // 2015-10, 2015-10-XX
	ToSeason                   // 2015-23
	ToYear                     // 2015, 2015-XX
	ToDecade                   // 201X
	ToCentury                  // 20XX
	ToSpan                     // a/b, ../b, a/..
)

var precisionNames = [...]string{"second", "minute", "day", "month", "season", "year", "decade", "century", "span"}

// String gives the precision's English word.
func (p Precision) String() string { return precisionNames[p] }

// slack is how far an approximate or uncertain date of this precision is widened, either way.
func (p Precision) slack() Period {
	switch p {
	case ToSecond, ToMinute:
		return Period{1, Hours}
	case ToDay:
		return Period{3, Days}
	case ToMonth, ToSeason:
		return Period{1, Months}
	case ToDecade:
		return Period{10, Years}
	case ToCentury:
		return Period{100, Years}
	}
	return Period{1, Years}
}

// Clock is a time of day, when Set. Without Fixed it is the wall clock of the zone in which the date is read.
type Clock struct {
	Set                  bool
	Hour, Minute, Second int
	Fixed                bool // the text gives the offset: "Z", "+03:00"
	Offset               int  // seconds east of UTC
}

// EDTF is a date of ISO 8601-2 (Extended Date/Time Format), level 1, for the years 0000 to 9999.
//
// Lo is its first day and Hi its last, without the slack of Approximate and Uncertain. The zero Date at an
// end of a span means that the end is open ("..") or unknown (nothing before or after the slash).
// Seasons are those of the northern hemisphere by whole months: 21 is March to May, 24 December to February.
type EDTF struct {
	Lo, Hi         Date
	LoTime, HiTime Clock
	Precision      Precision // ToSpan for a/b
	LoPrecision    Precision // of the two ends; equal to Precision without a slash
	HiPrecision    Precision
	Approximate    bool // "~" or "%", at either end
	Uncertain      bool // "?" or "%", at either end
	LoLoose        bool // the first end is approximate or uncertain
	HiLoose        bool
	Text           string // as written
}

// ParseEDTF reads a date of EDTF level 1: days, months, years, seasons, spans a/b with open or unknown ends, the
// marks ? ~ % at the end of a date, X for digits not known from the right, and clock times to the minute or second.
func ParseEDTF(s string) (EDTF, error) {
	first, last, span := strings.Cut(s, "/")
	lo, err := parsePart(first, span)
	if err != nil {
		return EDTF{}, fmt.Errorf("%q is not a date: %w", s, err)
	}
	if !span {
		lo.Precision, lo.HiPrecision, lo.HiLoose, lo.Text = lo.LoPrecision, lo.LoPrecision, lo.LoLoose, s
		return lo, nil
	}
	hi, err := parsePart(last, span)
	if err != nil {
		return EDTF{}, fmt.Errorf("%q is not a date: %w", s, err)
	}
	if lo.Lo.IsZero() && hi.Lo.IsZero() {
		return EDTF{}, fmt.Errorf("%q is not a date: both ends are open", s)
	}
	e := EDTF{
		Lo: lo.Lo, LoTime: lo.LoTime, LoPrecision: lo.LoPrecision, LoLoose: lo.LoLoose,
		Hi: hi.Hi, HiTime: hi.HiTime, HiPrecision: hi.LoPrecision, HiLoose: hi.LoLoose,
		Precision:   ToSpan,
		Approximate: lo.Approximate || hi.Approximate,
		Uncertain:   lo.Uncertain || hi.Uncertain,
		Text:        s,
	}
	if !e.Lo.IsZero() && !e.Hi.IsZero() && (e.Lo.Compare(e.Hi) > 0 || UTC.startOf(e.Lo, e.LoTime) > UTC.endOf(e.Hi, e.HiTime)) {
		return EDTF{}, fmt.Errorf("%q is not a date: it ends before it begins", s)
	}
	return e, nil
}

// parsePart reads one date into Lo, Hi, LoTime, HiTime, LoPrecision and LoLoose.
func parsePart(s string, span bool) (e EDTF, err error) {
	if span && (s == "" || s == "..") {
		e.LoPrecision = ToSpan
		return e, nil
	}
	body := strings.TrimRight(s, "?~%")
	switch s[len(body):] {
	case "":
	case "?":
		e.Uncertain = true
	case "~":
		e.Approximate = true
	case "%":
		e.Uncertain, e.Approximate = true, true
	default:
		return EDTF{}, fmt.Errorf("more than one of ? ~ %%")
	}
	e.LoLoose = e.Uncertain || e.Approximate
	if day, clock, ok := strings.Cut(body, "T"); ok {
		if e.Lo, err = ParseDate(day); err != nil {
			return EDTF{}, err
		}
		e.Hi = e.Lo
		e.LoTime, e.LoPrecision, err = parseClock(clock)
		e.HiTime = e.LoTime
		return e, err
	}
	e.Lo, e.Hi, e.LoPrecision, err = parseDays(body)
	return e, err
}

func parseDays(s string) (lo, hi Date, p Precision, err error) {
	year, rest := s, ""
	if len(s) >= 4 {
		year, rest = s[:4], s[4:]
	}
	fail := fmt.Errorf("want YYYY-MM-DD, YYYY-MM or YYYY")
	unknown := len(year) - len(strings.TrimRight(year, "X"))
	first, ok1 := number(strings.ReplaceAll(year, "X", "0"), 4)
	if _, ok := number(year[:len(year)-unknown], 4-unknown); !ok && unknown < 4 || !ok1 || unknown > 2 {
		return lo, hi, p, fail
	}
	lo = Date{first, time.January, 1}
	switch {
	case rest == "" && unknown > 0:
		p, hi.Year = ToDecade, first+9
		if unknown == 2 {
			p, hi.Year = ToCentury, first+99
		}
		return lo, Date{hi.Year, time.December, 31}, p, nil
	case rest == "" || unknown == 0 && (rest == "-XX" || rest == "-XX-XX"):
		return lo, Date{first, time.December, 31}, ToYear, nil
	case unknown > 0 || rest[0] != '-' || len(rest) < 3:
		return lo, hi, p, fail
	}
	month, ok := number(rest[1:3], 2)
	switch rest = rest[3:]; {
	case !ok:
		return lo, hi, p, fail
	case rest == "" && month >= 21 && month <= 24:
		lo = Date{first, time.Month(month-21)*3 + time.March, 1}
		return lo, lo.AddMonths(3).AddDays(-1), ToSeason, nil
	case month < 1 || month > 12:
		return lo, hi, p, fmt.Errorf("no month %02d", month)
	case rest == "" || rest == "-XX":
		lo.Month = time.Month(month)
		return lo, lo.AddMonths(1).AddDays(-1), ToMonth, nil
	}
	lo, err = ParseDate(s)
	return lo, lo, ToDay, err
}

// number reads exactly n decimal digits.
func number(s string, n int) (v int, ok bool) {
	if len(s) != n {
		return 0, false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		v = v*10 + int(s[i]-'0')
	}
	return v, true
}

func parseClock(s string) (c Clock, p Precision, err error) {
	body := s
	switch i := strings.IndexAny(s, "Z+-"); {
	case i < 0:
	case s[i:] == "Z":
		c.Fixed, body = true, s[:i]
	default:
		t, err := time.Parse("-07:00", s[i:])
		if err != nil {
			return Clock{}, 0, fmt.Errorf("%q is not an offset from UTC", s[i:])
		}
		_, c.Offset = t.Zone()
		c.Fixed, body = true, s[:i]
	}
	for layout, precision := range map[string]Precision{"15:04": ToMinute, "15:04:05": ToSecond} {
		// The length is compared because time.Parse takes "9:05" and fractions of a second too.
		if t, err := time.Parse(layout, body); err == nil && len(body) == len(layout) {
			c.Set, c.Hour, c.Minute, c.Second = true, t.Hour(), t.Minute(), t.Second()
			return c, precision, nil
		}
	}
	return Clock{}, 0, fmt.Errorf("%q is not a time hh:mm", s)
}

// In gives the instants that the date admits, its days and clock times read in the zone.
//
// A minute is its sixty seconds. What is approximate ("~") or uncertain ("?") is widened either way, so that nothing is
// settled by a day that its source did not vouch for: a clock time by an hour, a day by 3 days, a month or season by a
// month, a year by a year, a decade or century by as much again. Open and unknown ends reach to Ever and Forever.
func (e EDTF) In(z Zone) Interval {
	i := Interval{Ever, Forever}
	if !e.Lo.IsZero() {
		day, sec := e.Lo, int64(0)
		if e.LoLoose {
			day, sec = loosen(day, e.LoPrecision, -1)
		}
		i.Lo = z.startOf(day, e.LoTime) + sec
	}
	if !e.Hi.IsZero() {
		day, sec := e.Hi, int64(0)
		if e.HiLoose {
			day, sec = loosen(day, e.HiPrecision, 1)
		}
		i.Hi = z.endOf(day, e.HiTime) + sec
		if e.HiPrecision == ToSecond && e.HiTime.Set {
			i.Hi = z.startOf(day, e.HiTime) + sec
		}
	}
	i.Hi = max(i.Lo, i.Hi)
	return i
}

// loosen moves a day by the slack of its precision; for clock times it gives the seconds instead.
func loosen(d Date, p Precision, sign int) (Date, int64) {
	by := p.slack()
	by.N *= sign
	if by.Unit == Hours {
		return d, by.Seconds()
	}
	if sign > 0 && (by.Unit == Months || by.Unit == Years) {
		// The last day of a month stays the last day: 29 Feb 2016 plus a month is 31 March.
		return d.AddDays(1).Shift(by).AddDays(-1), 0
	}
	return d.Shift(by), 0
}

// startOf gives the first instant of the clock time, or of the day without one.
func (z Zone) startOf(d Date, c Clock) int64 {
	switch {
	case !c.Set:
		return z.Start(d)
	case c.Fixed:
		return UTC.Clock(d, c.Hour, c.Minute) + int64(c.Second-c.Offset)
	}
	return z.Clock(d, c.Hour, c.Minute) + int64(c.Second)
}

// endOf gives the last second of the minute, or of the day without a clock time.
func (z Zone) endOf(d Date, c Clock) int64 {
	if !c.Set {
		return z.End(d) - 1
	}
	return z.startOf(d, c) - int64(c.Second) + 59
}
