package wording

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/reading/schedule"
)

// Verdict says whether a party can keep its dates: a word for tables, and what it means.
func (w *Words) Verdict(v schedule.Verdict) TermText {
	return w.explained("schedule.verdict." + v.String())
}

// Cause tells one step of a cycle: "2a (term 2) is due within 30 days of the day on which 1b (term 1) was done".
func (w *Words) Cause(l Lookup, c *schedule.Cause) string {
	l = l.In(w)
	key := "schedule.cause." + string(c.Sort)
	n, a := l.Norm(c.Norm)
	if n == nil {
		r := w.readerOf(l, c.Agree)
		return w.Text(key, "point", Phrase(r.point(*c.Event, norms.DayEnd)))
	}
	r := reader{w: w, l: l, a: a, each: n.ForEach}
	args := []any{"norm", Phrase(w.normLabel(l, c.Norm, a.ID)), "window", Phrase(r.window(n)), "party", r.parties(n.Bearers)}
	if len(n.Bearers) == 0 && n.ForEach != nil && n.ForEach.Source == norms.FromBearers {
		args[5] = r.parties(n.ForEach.Members)
	}
	switch c.Sort {
	case schedule.NotBefore:
		if s := n.Window.Start; s != nil {
			return w.Text(key, append(args, "from", Phrase(r.bound(s, false)))...)
		}
		return w.Text(key, append(args, "from", Phrase(w.Text("window.from", "point", Phrase(r.point(norms.Point{Sort: norms.AtStart}, norms.Exact)))))...)
	case schedule.LateOther, schedule.EarlyOther:
		if c.At != 0 {
			return w.Text(key+".date", append(args, "date", Phrase(w.Day(c.At, a.Zone)))...)
		}
	case schedule.Forbids, schedule.ForbidsOn, schedule.OnlyOnce:
		by, home := l.Norm(c.By)
		if by == nil {
			break
		}
		other := reader{w: w, l: l, a: home, each: by.ForEach}
		args = append(args, "by", Phrase(w.normLabel(l, c.By, a.ID)))
		switch {
		case c.Sort == schedule.OnlyOnce:
			return w.Text(key, append(args, "cond", Phrase(other.cond(by.Once)))...)
		case by.Window.Start == nil && by.Window.End == nil && by.Until != nil:
			return w.Text(key+".until", append(args, "cond", Phrase(other.cond(by.Until)))...)
		}
		return w.Text(key, append(args, "span", Phrase(other.forbidden(by)))...)
	case schedule.Counts:
		home := w.readerOf(l, c.Agree)
		return w.Text(key, append(args, "point", Phrase(home.point(*c.Event, norms.DayEnd)))...)
	}
	return w.Text(key, args...)
}

// forbidden tells when a prohibition holds.
func (r reader) forbidden(n *norms.Norm) string {
	s, e := n.Window.Start, n.Window.End
	switch {
	case e == nil:
		return r.window(n)
	case s == nil:
		return r.at("window.until", e)
	}
	return r.w.Text("window.both", "from", Phrase(r.bound(s, false)), "to", Phrase(r.at("window.until", e)))
}

// Dependence tells that a dated duty hangs on something without a date.
func (w *Words) Dependence(l Lookup, d *schedule.Dependence) string {
	l = l.In(w)
	a := l.Program.Agreement(d.Norm.Agree)
	r := reader{w: w, l: l, a: a, each: d.Norm.ForEach}
	var on []string
	for _, name := range d.On {
		on = append(on, w.normLabel(l, name, a.ID))
	}
	key := "schedule.depends.deadline"
	if d.End == nil {
		key = "schedule.depends.condition"
	}
	return w.Text(key, "norm", Phrase(w.normLabel(l, d.Norm.Name(), a.ID)), "window", Phrase(r.window(d.Norm)), "on", Phrase(w.And(on)))
}

// Given tells what a schedule takes as given of marks; nothing where there are none.
func (w *Words) Given(l Lookup, marks []string) string {
	if len(marks) == 0 {
		return ""
	}
	l = l.In(w)
	names := make([]string, len(marks))
	for i, m := range marks {
		names[i] = l.Mark(m)
	}
	return w.Text("schedule.given", "marks", w.names("list.and", names))
}

// Left tells why a duty is no part of the schedule.
func (w *Words) Left(l Lookup, x *schedule.Left) string {
	return w.Text("schedule.left."+string(x.Why), "by", Phrase(w.normLabel(l.In(w), x.By, x.Norm.Agree)))
}

// Stop tells one station of the critical path.
func (w *Words) Stop(l Lookup, s *schedule.Stop, z civil.Zone) string {
	l = l.In(w)
	what := ""
	switch {
	case s.Norm != "":
		what = w.normLabel(l, s.Norm, l.Program.Agreements[0].ID)
	case s.Event != nil:
		r := w.readerOf(l, s.Agree)
		what = r.point(*s.Event, norms.DayEnd)
	default:
		return w.Text("schedule.path.start", "date", Phrase(w.Day(s.At, z)))
	}
	if s.At >= civil.Forever {
		return w.Text("schedule.path.open", "what", Phrase(what))
	}
	return w.Text("schedule.path.stop", "what", Phrase(what), "date", Phrase(locale.Date(w.lang, z.DateOf(s.At))))
}

// Room tells a length of time in its largest whole unit, days at most: what is left over is left out, so that nobody is
// promised more than there is.
func (w *Words) Room(seconds int64) string {
	switch {
	case seconds >= 86400:
		return w.Plural("period.days", seconds/86400)
	case seconds >= 3600:
		return w.Plural("period.hours", seconds/3600)
	}
	return w.Text("schedule.room.little")
}

// Window tells when a norm's acts count.
func (w *Words) Window(l Lookup, n *norms.Norm) string {
	l = l.In(w)
	return reader{w: w, l: l, a: l.Program.Agreement(n.Agree), each: n.ForEach}.window(n)
}
