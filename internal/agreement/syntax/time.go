package syntax

import (
	"strconv"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/diag"
)

// units gives the unit of time of a keyword.
var units = map[Keyword]civil.Unit{
	kwHours: civil.Hours, kwDays: civil.Days, kwDay: civil.Days, kwWeeks: civil.Weeks, kwMonths: civil.Months, kwYears: civil.Years,
}

// unit passes over a unit: "day" is one, whatever else it may be.
func (p *parser) unit() {
	if t := p.tok(); t.Key == kwDay {
		t.used = kwDays
	}
	p.at++
}

// period reads "30 days".
func (p *parser) period() Period {
	n := Period{Node: p.begin()}
	n.N = p.number(1)
	unit, ok := units[p.tok().Key]
	if !ok && p.respell(kwHours, kwDays, kwWeeks, kwMonths, kwYears) {
		unit, ok = units[p.tok().Key]
	}
	if !ok || p.boundary() {
		n.Broken = true
		p.report(codeWantOneOf, p.where(), "want", choice(p.spell(kwHours), p.spell(kwDays), p.spell(kwWeeks), p.spell(kwMonths), p.spell(kwYears)))
	} else {
		n.Unit = unit
		p.unit()
	}
	p.end(&n.Node)
	return n
}

// date reads a day.
func (p *parser) date() Point {
	n := Point{Node: p.begin()}
	if p.tok().Kind == Date {
		p.readDate(&n, p.tok().Text)
		p.at++
	} else {
		n.Broken = true
		p.noDate(codeWantDate)
	}
	p.end(&n.Node)
	return n
}

// dateOrTime reads a day or a clock time.
func (p *parser) dateOrTime() Point {
	if p.tok().Kind == Time {
		n := Point{Node: p.begin()}
		p.readTime(&n)
		p.end(&n.Node)
		return n
	}
	return p.date()
}

func (p *parser) readDate(n *Point, text string) {
	date, err := civil.ParseDate(fold(text))
	if err != nil {
		n.Broken = true
		p.report(codeNoDay, p.this(), "date", text)
		return
	}
	n.Sort, n.Date = PointDate, date
}

func (p *parser) readTime(n *Point) {
	day, clock, _ := strings.Cut(fold(p.tok().Text), "T")
	p.readDate(n, day)
	// The scanner has seen to it that these are digits.
	n.Hour, _ = strconv.Atoi(clock[:2])
	n.Minute, _ = strconv.Atoi(clock[3:])
	switch {
	case n.Hour > 23 || n.Minute > 59:
		n.Sort, n.Broken = NoPoint, true
		p.report(codeNoTime, p.this(), "time", clock)
	case n.Sort == PointDate:
		n.Sort = PointTime
	}
	p.at++
}

// noDate remarks that no date stands here; where one in another form does, it says how dates are written.
func (p *parser) noDate(code diag.Code) {
	t := p.tok()
	if t.Kind != Label || !dateShaped(t.Text) {
		p.report(code, p.where())
		return
	}
	d := p.report(codeDateForm, p.this(), "text", t.Text)
	if date, ok := isoDate(fold(t.Text)); ok {
		d.Fixes = []diag.Fix{{Key: "replace", Args: diag.Args("want", date), Edits: edit(p.span(p.at, p.at+1), date)}}
	}
	p.at++
}

// dateShaped tells a date in another form from the label of a clause, 1-15-2: a year has four digits and stands first or last.
func dateShaped(text string) bool {
	parts := strings.Split(fold(text), "-")
	return len(parts) == 3 && (len(parts[0]) == 4 || len(parts[2]) == 4)
}

// isoDate turns 2015-2-1 into 2015-02-01. Day-month-year is left alone: 01-02-2015 is two different days.
func isoDate(text string) (string, bool) {
	parts := strings.Split(text, "-")
	if len(parts[0]) != 4 {
		return "", false
	}
	for i, s := range parts[1:] {
		if len(s) == 1 {
			parts[i+1] = "0" + s
		}
	}
	iso := strings.Join(parts, "-")
	_, err := civil.ParseDate(iso)
	return iso, err == nil
}

// offset reads "10 days before" and "10 days after", if one stands here.
func (p *parser) offset(n *Point) {
	if _, unit := units[p.peek(1).Key]; p.tok().Kind != Number || !unit {
		return
	}
	if t := p.peek(2); !t.is(kwBeforePoint) && t.Key != kwAfter {
		return
	}
	period := p.period()
	n.Offset = &period
	if n.Before = p.take(kwBeforePoint); !n.Before {
		p.at++
	}
}

// point reads a point in time.
func (p *parser) point() Point {
	n := Point{Node: p.begin()}
	p.offset(&n)
	t := p.tok()
	switch {
	case t.Kind == Date:
		p.readDate(&n, t.Text)
		p.at++
	case t.Kind == Time:
		p.readTime(&n)
	case p.boundary():
		n.Broken = true
		p.report(codeWantPoint, p.where())
	case t.Key == kwStart && p.peek(1).sign() != "(":
		n.Sort = PointStart
		p.at++
	case t.Key == kwThis && p.peek(1).sign() != "(":
		n.Sort = PointThis
		p.at++
	case t.Key == kwBreach && p.peek(1).Key == kwOf:
		p.at += 2
		n.Sort, n.Ref = PointBreach, p.ref()
	case p.patternAhead(0):
		n.Sort, n.Pattern = PointPattern, p.pattern()
		n.Broken = n.Pattern.Broken
	case t.Kind == Label && dateShaped(t.Text):
		n.Broken = true
		p.noDate(codeWantPoint)
	case t.isLabel():
		n.Sort, n.Ref = PointRef, p.ref()
	default:
		n.Broken = true
		p.report(codeWantPoint, p.where())
	}
	p.end(&n.Node)
	return n
}
