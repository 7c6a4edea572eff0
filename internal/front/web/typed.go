package web

import (
	"regexp"
	"slices"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/intake"
	"mithaq/internal/front/board"
)

// Columns of the forms that hold days, and those that hold numbers.
var (
	dayColumns    = []string{"when", "published", "claim_when", "assessed", "from", "to", "due"}
	numberColumns = []string{"lat", "lon", "radius", "lag_days", "acts"}
)

// typedAs gives what a person typed into a field as the layouts write it: a day or a number in digits of any script, with the decimal mark of their
// language. What it cannot be taken for stands as it was typed, for the remark that tells what would be right.
func typedAs(column, value string) string {
	value = strings.TrimSpace(value)
	day := slices.Contains(dayColumns, column)
	if !day && !slices.Contains(numberColumns, column) && !strings.HasPrefix(column, "amount:") && !strings.HasPrefix(column, "claim:") {
		return value
	}
	value = strings.Map(func(r rune) rune {
		switch {
		case r >= '٠' && r <= '٩':
			return r - '٠' + '0'
		case r >= '۰' && r <= '۹':
			return r - '۰' + '0'
		case r == '‐', r == '‑', r == '–', r == '−':
			return '-'
		case r == '٫':
			return '.'
		case r == '؟' && day:
			return '?'
		case r == '\u200e', r == '\u200f', r == '\u061c', r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return -1 // marks of direction, which come along when a number is copied
		}
		return r
	}, value)
	if (column == "lat" || column == "lon") && strings.Count(value, ",") == 1 && !strings.Contains(value, ".") {
		value = strings.Replace(value, ",", ".", 1)
	}
	return value
}

// future says what is wrong with a day that has not come yet; nil: nothing. A day's grace is for those in whose zone it is tomorrow already.
func future(rd board.Reader, value string, today civil.Date) []string {
	e, err := civil.ParseEDTF(value)
	if err != nil || e.Lo == (civil.Date{}) || e.Lo.Compare(today.AddDays(1)) <= 0 {
		return nil
	}
	return []string{rd.W.Text("board.wrong.future", "value", rd.W.Foreign(value), "today", locale.Date(rd.Lang, today))}
}

// wrongField tells what is wrong with a field of a form, and what would be right there. Other remarks name the column of a file.
func wrongField(rd board.Reader, d diag.Diagnostic) []string {
	column, value := columnOf(&d), rd.W.Foreign(plainValue(&d))
	typed := func(key string) []string { return []string{rd.W.Text(key, "value", value)} }
	switch {
	case d.Code == intake.CodeNoDate:
		return typed("board.wrong.no_day")
	case d.Code == intake.CodeNoSuchDay:
		return []string{rd.W.Text("board.wrong.no_such_day", "day", rd.W.Foreign(civil.NoSuchDay(plainValue(&d))))}
	case d.Code == intake.CodeDots:
		return typed("board.wrong.dots")
	case d.Code == intake.CodeBadDate && (column == "from" || column == "to"):
		return wrongDay(rd, plainValue(&d))
	case d.Code == intake.CodeBadDate:
		return append(typed("board.wrong.when"), meant(rd, plainValue(&d))...)
	case d.Code == intake.CodeCoordinate && column == "lat":
		return typed("board.wrong.lat")
	case d.Code == intake.CodeCoordinate:
		return typed("board.wrong.lon")
	case d.Code == intake.CodeNotNumber && (column == "acts" || strings.HasPrefix(column, "amount:")):
		return typed("board.wrong.range")
	case d.Code == intake.CodeNotNumber:
		return typed("board.wrong.number")
	case d.Code == intake.CodeMinMax && strings.HasPrefix(column, "amount:"):
		return typed("board.wrong.most")
	case d.Code == intake.CodeValue && plainValue(&d) == "":
		return typed("board.wrong.blank")
	}
	return rd.WrongOf(d)
}

// plainValue is what a remark found in the field.
func plainValue(d *diag.Diagnostic) (value string) {
	for _, a := range d.Args {
		if a.Name == "value" {
			value = a.Value
		}
	}
	return value
}

// wrongDay says what is wrong with what was typed for a day, and what would be right.
func wrongDay(rd board.Reader, value string) []string {
	if day := civil.NoSuchDay(value); day != "" {
		return []string{rd.W.Text("board.wrong.no_such_day", "day", rd.W.Foreign(day))}
	}
	return append([]string{rd.W.Text("board.wrong.day", "value", rd.W.Foreign(value))}, meant(rd, value)...)
}

var dayFirst = regexp.MustCompile(`^(\d{1,2})[./ ](\d{1,2})[./ ](\d{4})$`)

// meant guesses the day that is meant by 01.02.2024, as most of the world writes it; nothing where there is no such day.
func meant(rd board.Reader, value string) []string {
	m := dayFirst.FindStringSubmatch(value)
	if m == nil {
		return nil
	}
	d, err := civil.ParseDate(m[3] + "-" + ("0" + m[2])[len(m[2])-1:] + "-" + ("0" + m[1])[len(m[1])-1:])
	if err != nil {
		return nil
	}
	return []string{rd.W.Text("board.wrong.meant", "iso", rd.W.Foreign(d.String()), "day", locale.LongDate(rd.Lang, d))}
}
