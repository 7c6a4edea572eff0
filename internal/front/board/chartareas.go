package board

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/judge/fact"
)

// AreasChart is the incidents of each area over the time of a period. Where nothing was reported and nobody could look there is no number.
type AreasChart struct {
	Width, Height float64
	Side          float64 // the names of areas
	Columns       []AreaColumn
	Rows          []AreaRow
	More          int // areas that are not shown
	Unit          string
}

// AreaColumn is a stretch of the period: a day, a week or a month.
type AreaColumn struct {
	Period
	Name, Short string
	X           float64
}

// AreaRow is an area: in the period, and in the one before.
type AreaRow struct {
	Zone, Name                   string
	Y                            float64
	NameX                        float64
	Cells                        []AreaCell
	Low, High                    int
	LowBefore, HighBefore        int
	Days, Looked, Denied         int // of the period: all, those on which somebody could look, those without access
	DaysBefore, LookedBefore     int
	Count, CountBefore           string
	LookedSays, LookedBeforeSays string
}

// AreaCell is an area in a column.
type AreaCell struct {
	X, Y, W, H float64
	TextX      float64
	TextY      float64
	Low, High  int
	Blind      bool // nobody could look on any of its days
	Class      string
	Number     string // in the drawing; "": it has no room
	Value      string // in the table
	Says       string
}

// Hatch is the path of slanted lines over a cell. It is drawn line by line: a browser that prints a page takes minutes over cells that are filled with a pattern.
func (c AreaCell) Hatch() string {
	var b strings.Builder
	for d := hatchStep / 2; d < c.W+c.H; d += hatchStep {
		fmt.Fprintf(&b, "M%.4g %.4gL%.4g %.4g", c.X+max(0, d-c.H), c.Y+min(d, c.H), c.X+min(d, c.W), c.Y+max(0, d-c.W))
	}
	return b.String()
}

// hatchStep is how far apart the lines of a hatched cell stand along its edge.
const hatchStep = 8.0

const (
	areaRows   = 14
	areaHeight = 26
	areaSide   = 170
	areaHead   = 24
)

// columnsOf divides a period: a short one into days, a longer one into weeks, a long one into months.
func (rd Reader) columnsOf(p Period) (columns []AreaColumn, unit string) {
	days := daysIn(p)
	step, unit := func(d civil.Date) civil.Date { return d.AddDays(1) }, "day"
	switch {
	case days > 26*7:
		step, unit = func(d civil.Date) civil.Date { return monthOf(d).AddMonths(1) }, "month"
	case days > 31:
		step, unit = func(d civil.Date) civil.Date { return d.AddDays(7 - weekday(d)) }, "week"
	}
	for day := p.From; day.Compare(p.To) <= 0; {
		next := step(day)
		c := AreaColumn{Period: Period{From: day, To: next.AddDays(-1)}}
		if c.To.Compare(p.To) > 0 {
			c.To = p.To
		}
		switch unit {
		case "day":
			c.Name, c.Short = locale.Date(rd.Lang, day), locale.Number(rd.Lang, int64(day.Day))
		case "week":
			c.Name, c.Short = locale.Days(rd.Lang, c.From, c.To), locale.Number(rd.Lang, int64(day.Day))+"."+locale.Number(rd.Lang, int64(day.Month))
		default:
			c.Name, c.Short = locale.Month(rd.Lang, day.Year, day.Month), locale.Number(rd.Lang, int64(day.Month))
		}
		columns = append(columns, c)
		day = next
	}
	return columns, unit
}

// weekday counts the days since Monday (ISO 8601).
func weekday(d civil.Date) int {
	days := civil.UTC.Start(d) / 86400
	return int((days%7 + 7 + 3) % 7) // the first of January 1970 was a Thursday
}

// datedCount is how many facts are dated in a stretch of time, for certain and at most.
type datedCount struct{ low, high int }

func (n *datedCount) add(when, span civil.Interval) {
	if when.Hi < span.Lo || when.Lo > span.Hi {
		return
	}
	if n.high++; within(when, span) {
		n.low++
	}
}

// AreasChart counts the facts of each area in the period, by parts of it, and in the one before.
func (r *Run) AreasChart(rd Reader, zone civil.Zone, period, earlier Period) *AreasChart {
	c := &AreasChart{Width: chartWidth, Side: areaSide}
	c.Columns, c.Unit = rd.columnsOf(period)
	l := r.lookup(rd)
	rows := map[string]*AreaRow{}
	row := func(id string) *AreaRow {
		if rows[id] == nil {
			rows[id] = &AreaRow{Zone: id, Name: rd.W.Bare().Text("board.chart.no_area"), Cells: make([]AreaCell, len(c.Columns))}
			if id != "" {
				rows[id].Name = plain(l.Value(id))
			}
		}
		return rows[id]
	}
	spans := make([]civil.Interval, len(c.Columns))
	for i := range c.Columns {
		spans[i] = spanOfDays(zone, c.Columns[i].Period)
	}
	r.dated(earlier.Span.Lo, period.Span.Hi, func(f *fact.Fact) {
		for _, id := range areasOf(f) {
			at := row(id)
			now, before := datedCount{at.Low, at.High}, datedCount{at.LowBefore, at.HighBefore}
			now.add(f.When, period.Span)
			before.add(f.When, earlier.Span)
			at.Low, at.High, at.LowBefore, at.HighBefore = now.low, now.high, before.low, before.high
			for k := range spans {
				cell := datedCount{at.Cells[k].Low, at.Cells[k].High}
				cell.add(f.When, spans[k])
				at.Cells[k].Low, at.Cells[k].High = cell.low, cell.high
			}
		}
	})
	for i := range r.Base.Coverage {
		if s := &r.Base.Coverage[i]; s.From <= period.To.String() && s.To >= earlier.From.String() {
			row(s.Zone)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	for id, at := range rows {
		r.lookedIn(at, id, period, earlier, c.Columns)
		at.Count, at.CountBefore = rd.span(at.Low, at.High), rd.span(at.LowBefore, at.HighBefore)
		of := func(n, days int) string { return rd.W.Text("board.map.looked.n", "n", n, "of", days) }
		at.LookedSays, at.LookedBeforeSays = of(at.Looked, at.Days), of(at.LookedBefore, at.DaysBefore)
		c.Rows = append(c.Rows, *at)
	}
	slices.SortFunc(c.Rows, func(a, b AreaRow) int {
		return cmp.Or(b.High-a.High, b.Low-a.Low, cmp.Compare(a.Name, b.Name), cmp.Compare(a.Zone, b.Zone))
	})
	c.More = max(len(c.Rows)-areaRows, 0)
	c.lay(rd)
	return c
}

// areasOf gives the areas of a fact by name; "": none is known.
func areasOf(f *fact.Fact) []string {
	if len(f.Place.Zones) == 0 {
		return []string{""}
	}
	return f.Place.Zones
}

// lookedIn says on how many days somebody could look in an area.
func (r *Run) lookedIn(at *AreaRow, zone string, period, earlier Period, columns []AreaColumn) {
	around := r.around(zone)
	count := func(p Period) (row ZoneLooked) {
		if n := daysIn(p); n <= mostDays {
			r.zoneLooked(&row, around, p, n)
		}
		return row
	}
	now, before := count(period), count(earlier)
	at.Days, at.Looked, at.Denied = daysIn(period), now.N, now.Denied
	at.DaysBefore, at.LookedBefore = daysIn(earlier), before.N
	for k := range columns {
		cell := count(columns[k].Period)
		at.Cells[k].Blind = cell.N == 0 && zone != "" // of what has no area nobody can say who could look there
	}
}

// lay gives each cell its place and what it says.
func (c *AreasChart) lay(rd Reader) {
	rtl := locale.Dir(rd.Lang) == "rtl"
	shown := c.Rows[:min(len(c.Rows), areaRows)]
	c.Height = areaHead + float64(len(shown))*areaHeight + 4
	wide := (chartWidth - areaSide) / float64(len(c.Columns))
	left := func(k int) float64 {
		if rtl {
			return chartWidth - areaSide - float64(k+1)*wide
		}
		return areaSide + float64(k)*wide
	}
	most := 1
	for i := range shown {
		for k := range shown[i].Cells {
			most = max(most, shown[i].Cells[k].High)
		}
	}
	for k := range c.Columns {
		c.Columns[k].X = tenth(left(k) + wide/2)
		if every := (len(c.Columns) + 15) / 16; k%every > 0 { // names that would run into each other are left out; the table has all
			c.Columns[k].Short = ""
		}
	}
	for i := range c.Rows {
		row := &c.Rows[i]
		row.Y, row.NameX = areaHead+float64(i)*areaHeight, 0
		if rtl {
			row.NameX = chartWidth
		}
		for k := range row.Cells {
			cell := &row.Cells[k]
			cell.X, cell.Y, cell.W, cell.H = tenth(left(k)+0.5), row.Y+0.5, tenth(wide-1), areaHeight-1
			cell.TextX, cell.TextY = tenth(left(k)+wide/2), row.Y+areaHeight/2
			cell.fill(rd, most, wide)
			cell.Says = row.Name + ", " + c.Columns[k].Name + ": " + cell.Says
		}
	}
}

// fill gives a cell its colour, its number and its words; most is the most that any has.
func (cell *AreaCell) fill(rd Reader, most int, wide float64) {
	number := rd.span(cell.Low, cell.High)
	cell.Value, cell.Says = number, number
	switch {
	case cell.High > 0:
		cell.Class = []string{"h1", "h2", "h3", "h4"}[min(3, (cell.High-1)*4/most)]
		if float64(len([]rune(number)))*6.5 < wide {
			cell.Number = number
		}
		if cell.Blind {
			cell.Says += " (" + rd.W.Bare().Text(rd.Told("board.chart.blind")) + ")"
		}
	case cell.Blind:
		cell.Class, cell.Says, cell.Value = "blind", rd.W.Bare().Text(rd.Told("board.chart.blind")), rd.W.Text("board.chart.no_data")
	default:
		cell.Class = "h0"
		if wide > 9 {
			cell.Number = locale.Number(rd.Lang, 0)
		}
	}
}

// Shown are the areas that are drawn.
func (c *AreasChart) Shown() []AreaRow { return c.Rows[:min(len(c.Rows), areaRows)] }

// clipName leaves of a name what has room beside a drawing.
func clipName(name string) string {
	if r := []rune(name); len(r) > 24 {
		return string(r[:23]) + "…"
	}
	return name
}

// Short is the name as it stands beside the drawing.
func (r *AreaRow) Short() string { return clipName(r.Name) }
