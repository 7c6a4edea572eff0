package intake

import (
	"slices"
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

// edtfLike tells in a message what EDTF looks like.
const edtfLike = edtf + ": 2016-03-02, 2016-03, 2016, 2016-03-02/2016-03-05"

// dateForms lists the forms for messages.
var dateForms = []string{isoDate, dayFirst, monFirst, dayName, edtf}

// DateForms lists the forms in which a mapping can say that dates stand.
func DateForms() []string { return slices.Clone(dateForms) }

// parseDay reads a day in the form said. Clock times are dropped where they are midnight by form (UCDP writes "2014-02-18T00:00:00",
// "2014-02-18 00:00:00.000", "2/18/2014 12:00:00 AM", "02/18/2014 00:00"); ok is false for anything else, and d then the day that the numbers
// of the form would be, if they are.
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

// months are the names of the months in English, Arabic (of Syria and of Egypt), Russian and French, in small letters.
var months = func() map[string]time.Month {
	m := map[string]time.Month{}
	for _, names := range []string{
		"january february march april may june july august september october november december",
		"jan feb mar apr may jun jul aug sep oct nov dec",
		"يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
		"كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
		"января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
		"janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
	} {
		for i, name := range strings.Fields(names) {
			m[strings.ReplaceAll(name, "_", " ")] = time.Month(i + 1)
		}
	}
	m["sept"] = time.September
	return m
}()

// named reads a day with the name of its month: "2 March 2006", "March 2, 2006", "2 مارس 2026", "٢ آذار ٢٠٢٦", "2 марта 2006".
func named(s string) (civil.Date, bool) {
	words := strings.Fields(strings.ToLower(strings.NewReplacer(",", " ", "،", " ").Replace(western(s))))
	if len(words) == 4 { // a month of two words
		words = []string{words[0], words[1] + " " + words[2], words[3]}
	}
	if len(words) != 3 {
		return civil.Date{}, false
	}
	month, ok := months[strings.TrimSuffix(words[1], ".")]
	if !ok {
		month, ok = months[strings.TrimSuffix(words[0], ".")]
		words[0] = words[1]
	}
	day, err1 := strconv.Atoi(words[0])
	year, err2 := strconv.Atoi(words[2])
	if !ok || err1 != nil || err2 != nil || len(words[2]) != 4 {
		return civil.Date{}, false
	}
	d := civil.Date{Year: year, Month: month, Day: day}
	return d, d.AddDays(0) == d && year > 0
}

// western writes Arabic and Persian digits as 0 to 9.
func western(s string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c >= '٠' && c <= '٩':
			return c - '٠' + '0'
		case c >= '۰' && c <= '۹':
			return c - '۰' + '0'
		}
		return c
	}, s)
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
	date, zero, ok := r.parse(column, s, form)
	switch {
	case !ok:
		want := form
		if form == anyDate {
			want = isoDate
		}
		d := r.noDate(column, s, want)
		if date.Month >= 1 && date.Month <= 12 && date.Day <= 31 { // in the form, as its numbers were read
			d = r.noDate(column, date.String(), want)
		}
		return civil.Date{}, &d
	case zero:
		d := r.bad(CodeZeroDate, column)
		return civil.Date{}, &d
	}
	r.ahead(column, date)
	return date, nil
}

// noDate tells what is wrong with a cell that holds no date: no calendar has the day that s names, or it is in another form than want.
func (r *row) noDate(column, s, want string) diag.Diagnostic {
	first, _, _ := strings.Cut(s, " ")
	if day := civil.NoSuchDay(first); day != "" {
		return r.bad(CodeNoSuchDay, column, "day", day)
	}
	return r.bad(CodeBadDate, column, "want", want)
}

// ahead tells of a day that is still to come: nothing that is entered has happened then. Where it is tomorrow already somewhere, it may have.
func (r *row) ahead(column string, day civil.Date) {
	if !r.t.today.IsZero() && day.Compare(r.t.today.AddDays(1)) > 0 {
		d := r.bad(CodeFuture, column)
		d.Severity = diag.Note
		r.t.doubts = append(r.t.doubts, d)
	}
}

// parse reads a day. A cell that a workbook holds as a day is one, whatever form the words of its column have; that a column has both is remembered.
func (r *row) parse(column, s, form string) (d civil.Date, zero, ok bool) {
	if r.t.form != FormXLSX || form == isoDate || form == edtf {
		return parseDay(s, form)
	}
	d, zero, sheetDay := parseDay(s, isoDate)
	if !sheetDay {
		d, zero, ok = parseDay(s, form)
	}
	if sheetDay || ok {
		if r.t.days == nil {
			r.t.days = map[string]*[2]int{}
		}
		if r.t.days[column] == nil {
			r.t.days[column] = &[2]int{}
		}
		if sheetDay {
			r.t.days[column][0]++
		} else {
			r.t.days[column][1]++
		}
	}
	return d, zero, sheetDay || ok
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
