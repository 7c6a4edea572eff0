package intake

import (
	"strconv"
	"strings"
	"time"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/diag"
)

// The forms of dates that a mapping may name. anyDate takes every form that cannot be read two ways.
const (
	isoDate  = "YYYY-MM-DD" // also with a clock time after it, which is dropped
	dayFirst = "D/M/YYYY"   // and D.M.YYYY, D-M-YYYY
	monFirst = "M/D/YYYY"
	dayName  = "D Month YYYY"
	anyDate  = "any"  // ISO, or a named month
	edtf     = "EDTF" // as written
)

// dateForms lists the forms for messages.
var dateForms = []string{isoDate, dayFirst, monFirst, dayName, edtf}

// parseDay reads a day in the form said. Clock times are dropped where they are midnight by form (UCDP writes "2014-02-18T00:00:00",
// "2014-02-18 00:00:00.000", "2/18/2014 12:00:00 AM", "02/18/2014 00:00"); ok is false for anything else.
func parseDay(s, form string) (d civil.Date, zero, ok bool) {
	day, _, _ := strings.Cut(strings.TrimSpace(s), "T")
	if form != dayName && form != anyDate {
		day, _, _ = strings.Cut(day, " ")
	}
	switch form {
	case isoDate, edtf:
		d, ok = isoDay(day)
	case dayFirst:
		d, ok = numbers(day, 0, 1)
	case monFirst:
		d, ok = numbers(day, 1, 0)
	case dayName:
		d, ok = named(strings.TrimSpace(s))
	case anyDate:
		first, _, _ := strings.Cut(day, " ")
		if d, ok = isoDay(first); !ok {
			d, ok = named(strings.TrimSpace(s))
		}
	}
	return d, ok && d == civil.Date{Year: 1970, Month: 1, Day: 1}, ok
}

func isoDay(s string) (civil.Date, bool) {
	if len(s) != 10 {
		return civil.Date{}, false
	}
	d, err := civil.ParseDate(s)
	return d, err == nil
}

// numbers reads three numbers with the day and the month at these places and the year last.
func numbers(s string, day, month int) (civil.Date, bool) {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == '.' || r == '-' })
	if len(parts) != 3 || len(parts[2]) != 4 {
		return civil.Date{}, false
	}
	var n [3]int
	for i, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil || len(p) > 4 {
			return civil.Date{}, false
		}
		n[i] = v
	}
	d := civil.Date{Year: n[2], Month: time.Month(n[month]), Day: n[day]}
	return d, d.AddDays(0) == d && n[2] > 0
}

func named(s string) (civil.Date, bool) {
	for _, layout := range []string{"2 January 2006", "2 Jan 2006", "January 2, 2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return civil.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}, true
		}
	}
	return civil.Date{}, false
}

// day reads a required or optional date cell. A blank optional cell gives the zero date.
func (r *row) day(column, form string, required bool) (civil.Date, *diag.Diagnostic) {
	s := r.get(column)
	if s == "" {
		if required {
			d := r.bad(CodeNoDate, column)
			return civil.Date{}, &d
		}
		return civil.Date{}, nil
	}
	date, zero, ok := parseDay(s, form)
	switch {
	case !ok:
		want := form
		if form == anyDate {
			want = isoDate
		}
		d := r.bad(CodeBadDate, column, "want", want)
		return civil.Date{}, &d
	case zero:
		d := r.bad(CodeZeroDate, column)
		return civil.Date{}, &d
	}
	return date, nil
}

// span gives the EDTF of the days from lo to hi, both included. A whole month or year is written as such.
func span(lo, hi civil.Date) string {
	switch {
	case hi.IsZero() || lo == hi:
		return lo.String()
	case lo.Day == 1 && lo.Month == 1 && hi == (civil.Date{Year: lo.Year, Month: 12, Day: 31}):
		return lo.String()[:4]
	case lo.Day == 1 && hi == lo.AddMonths(1).AddDays(-1):
		return lo.String()[:7]
	}
	return lo.String() + "/" + hi.String()
}
