package wording

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
)

// window tells when acts count.
func (r reader) window(n *norms.Norm) string {
	s, e := n.Window.Start, n.Window.End
	switch {
	case s == nil && e == nil:
		if n.Modality == norms.Obligation || n.Modality == norms.Aim {
			return r.w.Text("window.undated")
		}
		return ""
	case e == nil:
		return r.bound(s, false)
	case e.Period && e.Edge == norms.SameClock && (s == nil || samePoint(s.At, e.At)):
		return r.w.Text("window.for", "period", Phrase(r.w.Period(e.Plus)), "point", Phrase(r.point(e.At, norms.DayStart)))
	case s == nil:
		return r.bound(e, true)
	}
	same := samePoint(s.At, e.At)
	switch {
	case same && s.Plus == e.Plus && s.Edge == norms.DayStart && e.Edge == norms.DayEnd && s.Plus.IsZero():
		return r.at("window.on", e)
	case same && s.Plus == e.Plus && s.Edge == norms.DayStart && e.Edge == norms.DayEnd && s.Plus.Unit == civil.Days:
		return r.w.Text("window.day", "n", e.Plus.N+1, "point", Phrase(r.point(e.At, e.Edge)))
	case same && s.Plus.IsZero() && e.Period:
		args := []any{"period", Phrase(r.w.Period(e.Plus)), "point", Phrase(r.point(e.At, norms.DayEnd))}
		if t, ok := r.a.Fixed(e); ok {
			return r.w.Text("window.within.date", append(args, "date", Phrase(r.w.edge(t, r.a.Zone)))...)
		}
		return r.w.Text("window.within", args...)
	}
	return r.w.Text("window.both", "from", Phrase(r.bound(s, false)), "to", Phrase(r.bound(e, true)))
}

// samePoint says whether two points are written alike. Points at an act are never: what follows them is told in full.
func samePoint(a, b norms.Point) bool {
	if a.Sort != b.Sort || a.Instant != b.Instant || a.Mark != b.Mark || a.Norm != b.Norm || a.Breach != b.Breach || a.Var != b.Var {
		return false
	}
	if a.Sort != norms.AtAct {
		return true
	}
	return a.Act.Act == b.Act.Act && a.Act.Span == b.Act.Span
}

// bound tells one end of a window.
func (r reader) bound(b *norms.Bound, end bool) string {
	key := "window.from"
	switch {
	case end && b.Edge == norms.DayEnd:
		key = "window.by"
	case end && b.Edge == norms.DayStart:
		key = "window.before"
	case end && b.At.Sort == norms.AtInstant && b.At.Instant%60 == 1:
		key = "window.by" // a clock time whose second is included
	case end && b.At.Sort == norms.AtInstant:
		key = "window.before"
	case end:
		key = "window.before"
	case b.Edge == norms.DayEnd:
		key = "window.after"
	}
	return r.at(key, b)
}

// at tells a bound with a word before it; a plain date needs no colon in any language.
func (r reader) at(key string, b *norms.Bound) string {
	point := r.point(b.At, b.Edge)
	if key == "window.by" && b.Edge == norms.DayEnd && b.Plus.Unit == civil.Days && !b.Period && !b.Before && !b.Plus.IsZero() {
		return r.w.Text("window.by_day", "n", b.Plus.N+1, "point", Phrase(point))
	}
	if b.Plus.IsZero() {
		if b.At.Sort == norms.AtInstant {
			key += ".date"
		}
	} else if b.Before {
		point = r.w.Text("point.before", "period", Phrase(r.w.Period(b.Plus)), "point", Phrase(point))
	} else {
		point = r.w.Text("point.plus", "period", Phrase(r.w.Period(b.Plus)), "point", Phrase(point))
	}
	return r.w.Text(key, "point", Phrase(point))
}

// point tells a point in time; edge says whether the day is meant or the instant.
func (r reader) point(p norms.Point, edge norms.Edge) string {
	switch p.Sort {
	case norms.AtInstant:
		if edge != norms.Exact {
			return locale.Date(r.w.lang, r.a.Zone.DateOf(p.Instant))
		}
		return locale.DateTime(r.w.lang, p.Instant, r.a.Zone)
	case norms.AtMark:
		return r.w.Text("point.mark", "mark", r.l.Mark(p.Mark))
	case norms.AtAct:
		return r.w.Text("point.act", "act", Phrase(r.actOnly(p.Act, "")))
	case norms.AtNorm:
		key := "point.norm"
		if p.Breach {
			key = "point.breach"
		}
		return r.w.Text(key, "norm", Phrase(r.norm(p.Norm)))
	case norms.AtVar:
		if p.Var == norms.This {
			return r.w.Text("point.this")
		}
		return r.w.Text("point.var", "var", p.Var)
	case norms.AtStart:
		switch {
		case p.Agree != "":
			return r.w.Text("point.entry.other", "agreement", r.l.agreement(p.Agree))
		case r.a.Entry != nil:
			return r.w.Text("point.entry")
		}
	}
	return r.w.Text("point.start", "date", Phrase(r.w.Day(r.a.Starts, r.a.Zone)))
}
