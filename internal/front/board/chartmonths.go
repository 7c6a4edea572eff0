package board

import (
	"html/template"
	"net/url"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/ground"
	"mithaq/internal/evidence/record"
)

// Charts are the pictures of a report. Each is drawn from a table that stands beneath it.
type Charts struct {
	Months  *MonthsChart  // nil: no incident is dated in these months
	Areas   *AreasChart   // nil: no area is named
	Hours   *HoursChart   // nil: no incident is dated in the period
	Overlap *OverlapChart // nil: no source tells of an incident of the period
	Marks   []GradeKey
}

// MonthsChart is how many incidents are dated in each month, for certain and at most, by grade.
type MonthsChart struct {
	Width, Height, Base float64
	Axis                float64 // where the scale stands: at the start of the line of writing
	Labels              float64 // where its numbers stand
	Ticks               []ChartTick
	Columns             []MonthColumn
}

// ChartTick is a line of the scale.
type ChartTick struct {
	Y     float64
	Label string
}

// MonthColumn is a month. An incident of which the date is a range of months may be of each of them.
type MonthColumn struct {
	Month     string // "2015-11"
	Name      string
	Short     string
	X, W      float64
	Middle    float64
	Parts     []ChartPart // of those dated in it for certain
	Top       float64     // of the line that goes up to those that may be dated in it
	Foot      float64     // where that line begins
	Low, High int
	Grades    ground.Grades // of those for certain
	Within    bool          // the month lies in the period of the report
	Says      string
	Question  template.URL
}

// ChartPart is one grade of a column.
type ChartPart struct {
	Class string
	Y, H  float64
}

// Sizes of charts, in the units of their drawings.
const (
	chartWidth  = 640
	chartHeight = 230
	chartSide   = 44 // the scale
	chartFoot   = 34 // the names beneath
	chartTop    = 12
)

// monthsAround is how many months at least are drawn: one alone says little.
const monthsAround = 12

// ChartMonths gives the months that the chart of a period shows, from the first day of the first to the last day of the last: those of the
// period, and before them as many as make a year.
func ChartMonths(p Period) Period {
	last := monthOf(p.To)
	first := monthOf(p.From)
	if year := last.AddMonths(1 - monthsAround); year.Compare(first) < 0 {
		first = year
	}
	return Period{From: first, To: last.AddMonths(1).AddDays(-1)}
}

// MonthsChart makes the chart from counts by month and grade (record.ByMonth, record.ByGrade).
func (rd Reader) MonthsChart(groups []record.Group, shown, period Period) *MonthsChart {
	var columns []MonthColumn
	at := map[string]int{}
	for day := shown.From; day.Compare(shown.To) <= 0; day = day.AddMonths(1) {
		until := day.AddMonths(1).AddDays(-1)
		c := MonthColumn{
			Month: day.String()[:7], Name: locale.Month(rd.Lang, day.Year, day.Month),
			Within:   day.Compare(period.To) <= 0 && until.Compare(period.From) >= 0,
			Question: template.URL(url.Values{"from": {day.String()}, "to": {until.String()}}.Encode()), // encoded: it can hold nothing but names and values
		}
		c.Short = locale.Number(rd.Lang, int64(day.Month))
		at[c.Month] = len(columns)
		columns = append(columns, c)
	}
	some := 0
	for _, g := range groups {
		from, to, _ := strings.Cut(g.Values[0], "/")
		index := gradeIndex(g.Values[1])
		if i, known := at[from]; known && to == "" {
			columns[i].Low += g.N
			columns[i].High += g.N
			columns[i].Grades[index] += g.N
			some += g.N
			continue
		}
		for i := range columns {
			if to != "" && betweenMonths(columns[i].Month, from, to) {
				columns[i].High += g.N
				some += g.N
			}
		}
	}
	if some == 0 {
		return nil
	}
	return rd.drawMonths(columns)
}

// betweenMonths says whether a month lies between two, either of which may be open ("..").
func betweenMonths(month, from, to string) bool {
	return (from == ".." || month >= from) && (to == ".." || month <= to)
}

// gradeIndex gives the place in ground.Grades of a grade as counts name it; "": not assessed.
func gradeIndex(word string) int {
	g, err := grade.Parse(word)
	if word == "" || err != nil {
		return 0
	}
	return int(g) + 1
}

// drawMonths gives each column its place. In Arabic time runs to the left, and the scale stands on the right.
func (rd Reader) drawMonths(columns []MonthColumn) *MonthsChart {
	c := &MonthsChart{Width: chartWidth, Height: chartHeight, Base: chartHeight - chartFoot, Columns: columns, Axis: chartSide, Labels: chartSide - 6}
	rtl := locale.Dir(rd.Lang) == "rtl"
	if rtl { // the numbers stand to the right of the scale; in a line that runs to the left they start there
		c.Axis, c.Labels = chartWidth-chartSide, chartWidth-chartSide+6
	}
	most := 1
	for i := range columns {
		most = max(most, columns[i].High)
	}
	step := roundStep(most)
	top := (most + step - 1) / step * step
	y := func(n int) float64 { return tenth(c.Base - float64(n)*(c.Base-chartTop)/float64(top)) }
	for n := 0; n <= top; n += step {
		c.Ticks = append(c.Ticks, ChartTick{y(n), locale.Number(rd.Lang, int64(n))})
	}
	wide := (chartWidth - chartSide) / float64(len(columns))
	for i := range columns {
		m := &columns[i]
		left := chartSide + float64(i)*wide
		if rtl {
			left = chartWidth - chartSide - float64(i+1)*wide
		}
		m.X, m.W, m.Middle = tenth(left+wide*0.16), tenth(wide*0.68), tenth(left+wide/2)
		n := 0
		for k := len(m.Grades) - 1; k >= 0; k-- { // the best at the foot
			if m.Grades[k] > 0 {
				m.Parts = append(m.Parts, ChartPart{mapGrades[k].Class, y(n + m.Grades[k]), tenth(y(n) - y(n+m.Grades[k]))})
				n += m.Grades[k]
			}
		}
		m.Foot, m.Top = y(m.Low), y(m.High)
		m.Says = m.Name + ": " + rd.span(m.Low, m.High)
	}
	return c
}

// span writes a number from low to high.
func (rd Reader) span(low, high int) string { return locale.Range(rd.Lang, int64(low), int64(high)) }

// roundStep gives the step of a scale that has about four.
func roundStep(most int) int {
	step := 1
	for _, k := range []int{2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000} {
		if most > 4*step {
			step = k
		}
	}
	return step
}

// Year is the year of a column's month, where it is to be written: at the first column, and each January.
func (c *MonthsChart) Year(i int) string {
	if i == 0 || strings.HasSuffix(c.Columns[i].Month, "-01") {
		return c.Columns[i].Month[:4]
	}
	return ""
}

// spanOfDays gives the instants of days in a zone.
func spanOfDays(z civil.Zone, p Period) civil.Interval {
	return civil.Interval{Lo: z.Start(p.From), Hi: z.End(p.To) - 1}
}

// Left is where the lines of the scale begin.
func (c *MonthsChart) Left() float64 {
	if c.Axis > chartSide { // on the right
		return 0
	}
	return chartSide
}

// Right is the other end.
func (c *MonthsChart) Right() float64 { return c.Left() + chartWidth - chartSide }

// Top is how far the columns may reach.
func (c *MonthsChart) Top() float64 { return chartTop }

// Deep is the height of the part in which columns stand.
func (c *MonthsChart) Deep() float64 { return c.Base - chartTop }

// End is where a column ends.
func (m *MonthColumn) End() float64 { return tenth(m.X + m.W) }
