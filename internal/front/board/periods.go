package board

import (
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
)

// PeriodLink leads to the report on a day, a week or a month.
type PeriodLink struct {
	Name     string
	From, To string // days, YYYY-MM-DD
	Here     bool   // it is the one that is shown
}

// Periods leads from a period to the stretch before it and the one after it, each as long, and to the day, the week (from Monday) and the month that
// its last day lies in.
func (rd Reader) Periods(shown Period) (links []PeriodLink) {
	add := func(key string, from, to civil.Date, name string) {
		l := PeriodLink{Name: rd.W.Bare().Text(key, "name", name), From: from.String(), To: to.String()}
		l.Here = from == shown.From && to == shown.To
		links = append(links, l)
	}
	days := func(from, to civil.Date) string { return locale.Days(rd.Lang, from, to) }
	day, n := shown.To, daysIn(shown)
	monday, first := day.AddDays(-weekday(day)), monthOf(day)
	add("board.period.before", shown.From.AddDays(-n), shown.From.AddDays(-1), days(shown.From.AddDays(-n), shown.From.AddDays(-1)))
	add("board.period.day", day, day, locale.Date(rd.Lang, day))
	add("board.period.week", monday, monday.AddDays(6), days(monday, monday.AddDays(6)))
	add("board.period.month", first, first.AddMonths(1).AddDays(-1), locale.Month(rd.Lang, first.Year, first.Month))
	add("board.period.after", shown.To.AddDays(1), shown.To.AddDays(n), days(shown.To.AddDays(1), shown.To.AddDays(n)))
	return links
}
