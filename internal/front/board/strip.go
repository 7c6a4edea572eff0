package board

import (
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"sync"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// Sizes of the strip, in the units of its drawing.
const (
	stripWidth     = 1000
	stripHeight    = 110
	stripLine      = 80 // from the top
	stripBars      = 66 // the highest bar
	stripDeadlines = 40
	stripYears     = 9 // more beginnings of years than that are not named: on a phone their names would touch
)

// Strip is the time of an agreement from its date to the moment of the run: incidents by month, deadlines, changes of status. In
// Arabic time runs from right to left.
type Strip struct {
	Width, Height, Line int
	From, To            string // days
	Years               []StripYear
	Months              []StripMonth
	Marks               []StripMark
	Crowded             bool // more deadlines than lines of full height can tell apart
}

// StripYear is the beginning of a year.
type StripYear struct {
	X    int
	Name string
}

// At gives the place of the year's name in percent: names stand beside the drawing, whose width stretches with the window.
func (y StripYear) At() Percent { return Percent(float64(y.X) / stripWidth * 100) }

// StripMonth is a month with the incidents that are dated in it.
type StripMonth struct {
	Name     string
	X, W     int
	Y, H     int          // of the bar of those dated in it for certain
	Low      int          // incidents dated in the month for certain
	High     int          // those that may be of it
	Question template.URL // the query of the list of them
}

// StripMark is a day with a deadline or a change of status.
type StripMark struct {
	X          int
	Day        string
	Norm, Term string
	Who        string
	Deadline   bool
	Cell       Cell // to which the status changed, at the standard that leads
	at         int64
}

// strip draws the time of an agreement; nil when no time has passed, or nothing is dated in it.
func (r *Run) strip(rd Reader, a *norms.Agreement, s *status.Agreement) *Strip {
	first, last := a.Zone.Start(a.Dated), r.Result.At
	if last <= first {
		return nil
	}
	rtl := locale.Dir(rd.Lang) == "rtl"
	x := func(t int64) int {
		at := int(float64(min(max(t, first), last)-first) / float64(last-first) * stripWidth)
		if rtl {
			return stripWidth - at
		}
		return at
	}
	v := &Strip{
		Width: stripWidth, Height: stripHeight, Line: stripLine, From: rd.day(first, a.Zone), To: rd.day(last, a.Zone),
	}
	end := a.Zone.DateOf(last)
	step := (end.Year-a.Dated.Year)/stripYears + 1
	for year := a.Dated.Year + 1; year <= end.Year; year += step {
		v.Years = append(v.Years, StripYear{X: x(a.Zone.Start(civil.Date{Year: year, Month: 1, Day: 1})), Name: fmt.Sprint(year)})
	}
	v.Months = r.stripMonths(rd, a, first, last, x)
	deadlines := 0
	for i := range s.Norms {
		n := &s.Norms[i]
		due := n.Window.End
		if n.Window.Dated && due.Lo == due.Hi && due.Lo > first && due.Lo-1 <= last {
			deadlines++
			v.Marks = append(v.Marks, StripMark{
				X: x(due.Lo - 1), Day: rd.day(due.Lo-1, a.Zone), Norm: r.Program.Norm(n.Key.Norm).ID, Term: n.Term, Who: rd.who(r.lookup(rd), n), Deadline: true, at: due.Lo - 1,
			})
		}
	}
	v.Crowded = deadlines > stripDeadlines
	lane := rd.lead(a)
	for _, c := range r.StatusChanges(rd, a.ID) {
		if c.At <= last && c.Changed[lane] {
			v.Marks = append(v.Marks, StripMark{X: x(c.At), Day: rd.day(c.At, a.Zone), Norm: c.Norm, Term: c.Term, Who: c.Who, Cell: c.Words[lane], at: c.At})
		}
	}
	if len(v.Marks) == 0 && !slices.ContainsFunc(v.Months, func(m StripMonth) bool { return m.High > 0 }) {
		return nil
	}
	slices.SortStableFunc(v.Marks, func(p, q StripMark) int { return int(p.at - q.at) })
	return v
}

// stripMonths counts the incidents of each month between two instants.
func (r *Run) stripMonths(rd Reader, a *norms.Agreement, first, last int64, x func(int64) int) (months []StripMonth) {
	end := a.Zone.DateOf(last)
	most := 1
	counts := r.monthCounts(a, end)
	for day := (civil.Date{Year: a.Dated.Year, Month: a.Dated.Month, Day: 1}); day.Compare(end) <= 0; day = day.AddMonths(1) {
		until := day.AddMonths(1).AddDays(-1)
		span := civil.Interval{Lo: a.Zone.Start(day), Hi: a.Zone.End(until) - 1}
		m := StripMonth{Name: locale.Month(rd.Lang, day.Year, day.Month)}
		left, right := x(max(span.Lo, first)), x(min(span.Hi, last))
		m.X, m.W = min(left, right), max(left, right)-min(left, right)
		if at := len(months); at < len(counts) {
			m.Low, m.High = counts[at].Lo, counts[at].Hi
		}
		most = max(most, m.Low)
		m.Question = template.URL(url.Values{"from": {day.String()}, "to": {until.String()}}.Encode()) // encoded: it can hold nothing but names and values
		months = append(months, m)
	}
	for i := range months {
		m := &months[i]
		m.H = m.Low * stripBars / most
		if m.Low > 0 {
			m.H = max(m.H, 2)
		}
		m.Y = stripLine - m.H
	}
	return months
}

// months keeps, for each agreement, how many incidents are dated in each month from its date on. All facts are gone through for it,
// once a run.
type months struct {
	mu sync.Mutex
	of map[string][]monthCount
}

// monthCount counts incidents of a month: those dated in it for certain, those that may be of it.
type monthCount struct{ Lo, Hi int }

func (r *Run) monthCounts(a *norms.Agreement, end civil.Date) []monthCount {
	r.months.mu.Lock()
	defer r.months.mu.Unlock()
	if counts, known := r.months.of[a.ID]; known {
		return counts
	}
	at := func(t int64) int {
		d := a.Zone.DateOf(t)
		return (d.Year-a.Dated.Year)*12 + int(d.Month) - int(a.Dated.Month)
	}
	first := a.Zone.Start(civil.Date{Year: a.Dated.Year, Month: a.Dated.Month, Day: 1})
	counts := make([]monthCount, (end.Year-a.Dated.Year)*12+int(end.Month)-int(a.Dated.Month)+1)
	until := a.Zone.End(end) - 1
	r.dated(first, until, func(f *fact.Fact) {
		when := f.When
		lo, hi := at(max(when.Lo, first)), at(min(when.Hi, until))
		if lo == hi && when.Lo >= first && when.Hi <= until {
			counts[lo].Lo++
		}
		for m := lo; m <= hi; m++ {
			counts[m].Hi++
		}
	})
	if r.months.of == nil {
		r.months.of = map[string][]monthCount{}
	}
	r.months.of[a.ID] = counts
	return counts
}

// Count tells how many incidents are dated in the month, low to high.
func (m StripMonth) Count() string {
	if m.Low == m.High {
		return fmt.Sprint(m.Low)
	}
	return fmt.Sprintf("%d–%d", m.Low, m.High)
}

// ChangeCause is an incident with which a status changed.
type ChangeCause struct {
	ID, Title string
	Entry     int64 // by which it was entered
}

// causes are the deciding incidents of a norm that are dated, for certain or as late as may be, on the day of a change. None: time itself changed it.
func (r *Run) causes(rd Reader, a *norms.Agreement, n *status.Norm, at int64) (list []ChangeCause) {
	day := a.Zone.Day(a.Zone.DateOf(at))
	for _, f := range r.decided(n.Key, &n.Reasons) {
		if f.When.Hi >= day.Lo && f.When.Lo <= day.Hi {
			list = append(list, ChangeCause{f.ID, rd.titleOf(r.Title(f.ID), f.ID), f.Entered})
		}
	}
	return list
}
