package norms

import (
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/source"
)

// window turns the clauses of a norm into bounds, as the table of words in spec/norms.md, section 4, says.
func (a *Agreement) window(x *terms.Norm, firstDay bool) Window {
	w := Window{Said: x.Undated}
	for i := range x.Bounds {
		b := &x.Bounds[i]
		p := &b.Point
		switch b.Word {
		case syntax.By:
			w.End = a.bound(p, DayEnd, b.Span)
			if p.Moment != nil && p.Moment.Clock {
				w.End.At.Instant++ // by a clock time includes that second
			}
		case syntax.Before:
			edge := Exact
			if isDay(p) {
				edge = DayStart
			}
			w.End = a.bound(p, edge, b.Span)
		case syntax.Within:
			edge := Exact
			if p.Mark != nil {
				edge = DayStart // a mark names a day: acts of its morning count
			}
			w.Start = a.bound(p, edge, b.Span)
			w.End = a.bound(p, DayEnd, b.Span)
			w.End.Plus, w.End.Period = b.Period, true
			switch {
			case b.Period.Unit == civil.Hours:
				w.End.Edge = Exact
			case firstDay:
				w.End.Edge = DayStart // a day earlier
			default:
				w.End.Edge = DayEnd
			}
		case syntax.Day:
			w.Start = a.ordinal(b, DayStart)
			w.End = a.ordinal(b, DayEnd)
		case syntax.ByDay:
			w.End = a.ordinal(b, DayEnd)
		case syntax.From:
			w.Start = a.from(p)
			w.Start.Span = b.Span
		case syntax.Until:
			w.End = a.until(p)
			w.End.Span = b.Span
		}
	}
	if x.Lasts != nil {
		w.End = a.lasting(x)
		if x.Lasts.Unless != nil {
			w.Renew = &Renewal{Period: x.Lasts.Again, Unless: a.cond(x.Lasts.Unless)}
		}
	}
	return w
}

// lasting makes the end of "for PERIOD": counted from "from X", or from the start of the text.
func (a *Agreement) lasting(x *terms.Norm) *Bound {
	end := &Bound{At: Point{Sort: AtStart}, Edge: SameClock, Period: true, Plus: x.Lasts.Period, Span: x.Lasts.Span}
	for i := range x.Bounds {
		if b := &x.Bounds[i]; b.Word == syntax.From {
			end.At = a.point(&b.Point)
			if b.Point.Mark != nil && end.Plus.Unit != civil.Hours {
				end.Edge = DayStart // a mark names a day: it lasts from the beginning of that day
			}
		}
	}
	return end
}

// isDay says whether a point is a day: a date, or a mark.
func isDay(p *terms.Point) bool { return p.Mark != nil || p.Moment != nil && !p.Moment.Clock }

// bound makes a bound. A clock time is always exact. Where the point is counted from another, an exact one keeps the time
// of day, and hours are counted from the instant; only the end of a time limit in hours (DayEnd) includes its last second.
func (a *Agreement) bound(p *terms.Point, edge Edge, span source.Span) *Bound {
	b := &Bound{At: a.point(p), Edge: edge, Plus: p.Offset, Before: p.Before, Span: span}
	if p.Moment != nil && p.Moment.Clock {
		b.Edge = Exact
	}
	switch {
	case p.Offset.IsZero():
	case p.Offset.Unit == civil.Hours && edge == DayEnd && !p.Before:
		b.Edge = Exact
	case p.Offset.Unit == civil.Hours, b.Edge == Exact:
		b.Edge = SameClock
	}
	return b
}

// ordinal makes a bound of day N of X: X's own day is day 1.
func (a *Agreement) ordinal(b *terms.Bound, edge Edge) *Bound {
	out := &Bound{At: a.point(&b.Point), Edge: edge, Span: b.Span}
	if b.Day > 1 {
		out.Plus = civil.Period{N: b.Day - 1, Unit: civil.Days}
	}
	return out
}

// from makes the bound of "from X"; nil for none.
func (a *Agreement) from(p *terms.Point) *Bound {
	if p == nil {
		return nil
	}
	edge := Exact
	if isDay(p) {
		edge = DayStart
	}
	return a.bound(p, edge, p.Span)
}

// until makes the bound of "until X"; nil for none. The day of a date, of a mark and of the start is included.
func (a *Agreement) until(p *terms.Point) *Bound {
	if p == nil {
		return nil
	}
	edge := Exact
	if isDay(p) || isStart(p) {
		edge = DayEnd
	}
	return a.bound(p, edge, p.Span)
}

// after makes the bound of the condition "after X": after a day once it is over.
func (a *Agreement) after(p *terms.Point) Bound {
	edge := Exact
	if isDay(p) {
		edge = DayEnd
	}
	return *a.bound(p, edge, p.Span)
}

func isStart(p *terms.Point) bool {
	return p.Moment == nil && p.Mark == nil && p.Norm == nil && p.Act == nil && p.Var == ""
}

func (a *Agreement) point(p *terms.Point) Point {
	switch {
	case p.Moment != nil:
		return Point{Sort: AtInstant, Instant: p.Moment.In(a.Zone)}
	case p.Mark != nil:
		return Point{Sort: AtMark, Mark: p.Mark.ID}
	case p.Norm != nil:
		return Point{Sort: AtNorm, Norm: p.Norm.Name(), Breach: p.Breach}
	case p.Act != nil:
		return Point{Sort: AtAct, Act: lowerPattern(p.Act)}
	case p.Var != "":
		return Point{Sort: AtVar, Var: p.Var}
	}
	return Point{Sort: AtStart}
}

// Shift gives the period by which the bound moves its point: back, with Before.
func (b *Bound) Shift() civil.Period {
	p := b.Plus
	if b.Before {
		p.N = -p.N
	}
	return p
}

// KeepsClock says whether the bound keeps the time of day of its point when it moves it by days or more.
func (b *Bound) KeepsClock() bool {
	return !b.Plus.IsZero() && (b.Edge == SameClock || b.Edge == Exact && b.Before)
}

// Instant gives the instant b that the bound means when its point is the instant p (spec/norms.md, section 4).
func (b *Bound) Instant(p int64, z civil.Zone) int64 {
	by := b.Shift()
	switch {
	case p >= civil.Forever:
		return civil.Forever
	case p <= civil.Ever:
		return civil.Ever
	case by.IsZero() && (b.Edge == Exact || b.Edge == SameClock):
		return p
	case b.KeepsClock(), b.Before && by.Unit == civil.Hours:
		return z.SameClock(p, by)
	case !by.IsZero() && by.Unit == civil.Hours:
		return z.After(p, by)
	}
	day := z.DateOf(p).Shift(by)
	if b.Edge == DayStart {
		return z.Start(day)
	}
	return z.End(day)
}

// Fixed gives the instant of a bound that the text alone fixes: a date written out, or counted from the start.
func (a *Agreement) Fixed(b *Bound) (int64, bool) {
	switch b.At.Sort {
	case AtInstant:
		return b.Instant(b.At.Instant, a.Zone), true
	case AtStart:
		return b.Instant(a.Starts, a.Zone), a.Entry == nil && b.At.Agree == ""
	}
	return 0, false
}
