package board

import (
	"cmp"
	"slices"
	"time"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
)

// Looked is what is known of a day in a zone: whether somebody could look.
type Looked string

// From the least known to the most: of several entries on a day the last of these counts that one of them says.
const (
	NothingSaid   Looked = "unknown" // no entry speaks of the day: nobody knows whether anything would have been seen
	AccessDenied  Looked = "denied"  // whoever wanted to look was kept out
	LookedForSome Looked = "some"    // somebody could look for some kinds of act
	LookedForAll  Looked = "all"     // somebody could look
)

var lookedOrder = []Looked{NothingSaid, AccessDenied, LookedForSome, LookedForAll}

// CalendarView is a month of who could look where.
type CalendarView struct {
	Month        string // "2016-03"
	Name         string
	Before, Next string // the months beside it; "": no entry speaks of one before, or after
	Days         []int
	Rows         []CalendarRow
	Entries      []CoverageRow // those that speak of the month
}

// CalendarRow is a zone with its days.
type CalendarRow struct {
	Zone string
	Days []CalendarDay
	N    int // days on which somebody could look
}

// CalendarDay is one day in a zone.
type CalendarDay struct {
	Day    int
	Looked Looked
	Sign   string // a character: the state is not told by colour alone
	Says   string
}

var lookedSigns = map[Looked]string{NothingSaid: "?", AccessDenied: "✕", LookedForSome: "◐", LookedForAll: "●"}

// saysLooked says what is known of a day; to outsiders, of what is published.
func (rd Reader) saysLooked(how Looked) string {
	key := "board.looked." + string(how)
	if how == NothingSaid {
		key = rd.Told(key)
	}
	return rd.W.Bare().Text(key)
}

// LastCovered gives the last month, up to a day, of which an entry of coverage speaks; where none does, the month of the day.
func (r *Run) LastCovered(day civil.Date) civil.Date {
	last := ""
	for i := range r.Base.Coverage {
		if c := &r.Base.Coverage[i]; c.From <= day.String() {
			last = max(last, min(c.To, day.String()))
		}
	}
	if d, err := civil.ParseDate(last); err == nil {
		day = d
	}
	return monthOf(day)
}

func monthOf(d civil.Date) civil.Date { return civil.Date{Year: d.Year, Month: d.Month, Day: 1} }

// CalendarPage makes the month that begins with a day.
func (r *Run) CalendarPage(rd Reader, first civil.Date) *CalendarView {
	last := first.AddMonths(1).AddDays(-1)
	v := &CalendarView{
		Month: first.String()[:7], Name: locale.Month(rd.Lang, first.Year, first.Month),
		Entries: r.CoverageIn(rd, Period{From: first, To: last}),
	}
	for d := 1; d <= last.Day; d++ {
		v.Days = append(v.Days, d)
	}
	l := r.lookup(rd)
	zones := map[string][]Looked{}
	for i := range r.Base.Coverage {
		c := &r.Base.Coverage[i]
		if c.From < first.String() {
			v.Before = first.AddMonths(-1).String()[:7]
		}
		if c.To > last.String() {
			v.Next = first.AddMonths(1).String()[:7]
		}
		zones[c.Zone] = slices.Repeat([]Looked{NothingSaid}, last.Day)
	}
	for zone, days := range zones {
		around := r.around(zone)
		for i := range r.Base.Coverage {
			c := &r.Base.Coverage[i]
			if !slices.Contains(around, c.Zone) { // an entry on a zone speaks of those within it too
				continue
			}
			for d := range days {
				if at := first.AddDays(d).String(); c.From <= at && at <= c.To {
					days[d] = more(days[d], looked(c))
				}
			}
		}
	}
	for zone, days := range zones {
		row := CalendarRow{Zone: l.Value(zone)}
		for d, how := range days {
			row.Days = append(row.Days, CalendarDay{d + 1, how, lookedSigns[how], rd.saysLooked(how)})
			if how == LookedForAll || how == LookedForSome {
				row.N++
			}
		}
		v.Rows = append(v.Rows, row)
	}
	slices.SortFunc(v.Rows, func(a, b CalendarRow) int { return cmp.Compare(a.Zone, b.Zone) })
	return v
}

// looked says what an entry tells of its days.
func looked(c *record.Coverage) Looked {
	switch {
	case c.Denied:
		return AccessDenied
	case len(c.Acts) > 0:
		return LookedForSome
	}
	return LookedForAll
}

// more gives the one of two that says more of whether somebody could look.
func more(a, b Looked) Looked {
	if slices.Index(lookedOrder, b) > slices.Index(lookedOrder, a) {
		return b
	}
	return a
}

// ParseMonth reads a month as the address holds it: "2016-03".
func ParseMonth(s string) (civil.Date, bool) {
	t, err := time.Parse("2006-01", s)
	if err != nil || t.Format("2006-01") != s || t.Year() < 1 {
		return civil.Date{}, false
	}
	return civil.Date{Year: t.Year(), Month: t.Month(), Day: 1}, true
}
