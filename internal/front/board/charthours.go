package board

import (
	"fmt"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/judge/fact"
)

// HoursChart is the incidents of a period by day and hour of the clock, in the zone of the agreement. Those of which the hour is not known are
// told beside their day, those of which the day is not known beneath. Where nobody could look at any place there is no number.
type HoursChart struct {
	Width, Height float64
	Days          bool // each row is a day of the period; otherwise a day of the week
	Zone          string
	Heads         []HourHead // the hours, and last the column of those without
	Rows          []HourRow
	Known         string // how many incidents have an hour
	NoHour, NoDay string // how many have a day but no hour, and how many not even a day
	least, most   struct{ hour, day, none int }
}

// HourHead is the head of a column.
type HourHead struct {
	Name, Short string
	X           float64
}

// HourRow is a day, or a day of the week.
type HourRow struct {
	Name         string
	Y, NameX     float64
	Cells        []HourCell // one for each hour
	Without      int        // incidents of this day of which the hour is not known
	WithoutSays  string
	WithoutX     float64
	LookedSays   string // on how many of its days somebody could look somewhere
	looked, days int
}

// HourCell is one hour of a row.
type HourCell struct {
	AreaCell
	Open bool // of some that may be of it, it is not certain that they are
	seen bool // somebody could look somewhere in this hour
}

const (
	hoursSide   = 100
	hoursBeside = 62 // the column of those without an hour
	hoursDays   = 14 // a period up to this long is shown day by day

	// hourKnown is how long the time of an incident may be uncertain, in seconds, for its hour to count as known: what may have been at any time
	// of half a day would colour half a row.
	hourKnown = 6 * 3600
)

// HoursChart counts the facts of the period by hour.
func (r *Run) HoursChart(rd Reader, zone civil.Zone, period Period) *HoursChart {
	n := daysIn(period)
	c := &HoursChart{Width: chartWidth, Days: n <= hoursDays, Zone: zone.String()}
	rows := 7
	if c.Days {
		rows = n
	}
	c.Rows = make([]HourRow, rows)
	rowOf := func(d civil.Date) int {
		if c.Days {
			return daysIn(Period{From: period.From, To: d}) - 1
		}
		return weekday(d)
	}
	for i := range c.Rows {
		c.Rows[i].Cells = make([]HourCell, 24)
		if c.Days {
			c.Rows[i].Name = locale.Date(rd.Lang, period.From.AddDays(i))
		} else {
			c.Rows[i].Name = rd.W.Bare().Text("board.weekday." + itoa(int64(i+1)))
		}
	}
	if !r.countHours(c, zone, period, rowOf) {
		return nil
	}
	r.seenHours(c, zone, period, rowOf)
	c.Known, c.NoHour, c.NoDay = rd.span(c.least.hour, c.most.hour), rd.span(c.least.day, c.most.day), rd.span(c.least.none, c.most.none)
	c.lay(rd)
	return c
}

// countHours puts the facts into their cells; false: there are none.
func (r *Run) countHours(c *HoursChart, zone civil.Zone, period Period, rowOf func(civil.Date) int) (some bool) {
	r.dated(period.Span.Lo, period.Span.Hi, func(f *fact.Fact) {
		some = true
		sure := 0
		if within(f.When, period.Span) {
			sure = 1
		}
		day := zone.DateOf(f.When.Lo)
		switch {
		case f.When.Hi-f.When.Lo < hourKnown:
			c.least.hour, c.most.hour = c.least.hour+sure, c.most.hour+1
			var touched []*HourCell
			for t := max(f.When.Lo, period.Span.Lo); t <= min(f.When.Hi, period.Span.Hi); { // in steps that end on a full hour
				hour, minute, second := zone.TimeOf(t)
				touched = append(touched, &c.Rows[rowOf(zone.DateOf(t))].Cells[hour])
				t += 3600 - int64(minute)*60 - int64(second)
			}
			for k, cell := range touched {
				if k > 0 && cell == touched[k-1] {
					continue // the hour that the clock shows twice
				}
				cell.High++
				if len(touched) == 1 && sure == 1 {
					cell.Low++
				}
			}
		case day == zone.DateOf(f.When.Hi):
			c.least.day, c.most.day = c.least.day+sure, c.most.day+1
			c.Rows[rowOf(day)].Without++
		default:
			c.least.none, c.most.none = c.least.none+sure, c.most.none+1
		}
	})
	return some
}

// seenHours marks the hours in which somebody could look somewhere.
func (r *Run) seenHours(c *HoursChart, zone civil.Zone, period Period, rowOf func(civil.Date) int) {
	for day := period.From; day.Compare(period.To) <= 0; day = day.AddDays(1) {
		row := &c.Rows[rowOf(day)]
		row.days++
		looked := false
		for hour := range row.Cells {
			from := zone.Clock(day, hour, 0)
			for i := range r.Facts.Coverage {
				if s := &r.Facts.Coverage[i]; !s.Denied && s.From < from+3600 && s.To > from {
					row.Cells[hour].seen, looked = true, true
					break
				}
			}
		}
		if looked {
			row.looked++
		}
	}
}

// lay gives each cell its place and what it says.
func (c *HoursChart) lay(rd Reader) {
	const wide = float64(chartWidth-hoursSide-hoursBeside) / 24
	rtl := locale.Dir(rd.Lang) == "rtl"
	at := func(x, w float64) float64 { // the left edge of what begins x from where one begins to read
		if rtl {
			return tenth(chartWidth - x - w)
		}
		return tenth(x)
	}
	w := rd.W.Bare()
	for h := range 24 {
		head := HourHead{Name: w.Text("board.chart.hour", "from", clock(h), "to", clock(h+1)), X: at(hoursSide+(float64(h)+0.5)*wide, 0)}
		if h%3 == 0 {
			head.Short = locale.Number(rd.Lang, int64(h))
		}
		c.Heads = append(c.Heads, head)
	}
	beside := at(chartWidth-hoursBeside/2, 0)
	c.Heads = append(c.Heads, HourHead{Name: w.Text("board.chart.no_hour"), Short: "?", X: beside})
	most := 1
	for i := range c.Rows {
		for h := range c.Rows[i].Cells {
			most = max(most, c.Rows[i].Cells[h].High)
		}
	}
	c.Height = areaHead + float64(len(c.Rows))*areaHeight + 4
	for i := range c.Rows {
		row := &c.Rows[i]
		row.Y, row.NameX, row.WithoutX, row.WithoutSays = areaHead+float64(i)*areaHeight, at(0, 0), beside, locale.Number(rd.Lang, int64(row.Without))
		row.LookedSays = rd.W.Text("board.map.looked.n", "n", row.looked, "of", row.days)
		for h := range row.Cells {
			cell := &row.Cells[h]
			left := at(hoursSide+float64(h)*wide, wide)
			cell.X, cell.Y, cell.W, cell.H = left+0.5, row.Y+0.5, tenth(wide-1), areaHeight-1
			cell.TextX, cell.TextY = tenth(left+wide/2), row.Y+areaHeight/2
			cell.Blind, cell.Open = !cell.seen, cell.High > cell.Low
			cell.fill(rd, most, wide)
			cell.Says = row.Name + ", " + c.Heads[h].Name + ": " + cell.Says
		}
	}
}

// clock writes a full hour.
func clock(hour int) string { return fmt.Sprintf("%02d:00", hour) }
