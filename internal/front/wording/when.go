package wording

import (
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/judge/fact"
)

// known says whether the interval holds an instant and was set: a lane in which nothing decided has an empty one.
func known(i civil.Interval) bool { return i.Lo <= i.Hi && i != civil.Interval{} }

// Day writes the day of an instant in the zone; an instant that stands for ever or never has a word of its own.
func (w *Words) Day(t int64, z civil.Zone) string {
	switch {
	case t <= civil.Ever:
		return w.Text("when.ever")
	case t >= civil.Forever:
		return w.Text("when.never")
	}
	return locale.Date(w.lang, z.DateOf(t))
}

// When writes an interval of instants by its days in the zone, as exactly as it is known: "30 Oct 2015", "29–31 Oct 2015".
func (w *Words) When(i civil.Interval, z civil.Zone) string {
	lo, hi := i.Lo <= civil.Ever, i.Hi >= civil.Forever
	switch {
	case !known(i), lo && hi:
		return w.Text("when.unknown")
	case lo:
		return w.Text("when.until", "date", Phrase(w.Day(i.Hi, z)))
	case hi:
		return w.Text("when.from", "date", Phrase(w.Day(i.Lo, z)))
	}
	return locale.Days(w.lang, z.DateOf(i.Lo), z.DateOf(i.Hi))
}

// edge writes the end of a window, given as the first instant that is too late: its last day, or the clock time where it ends within a day.
func (w *Words) edge(t int64, z civil.Zone) string {
	if t <= civil.Ever || t >= civil.Forever {
		return w.Day(t, z)
	}
	if d := z.DateOf(t); z.Start(d) == t {
		return locale.Date(w.lang, d.AddDays(-1))
	}
	return locale.DateTime(w.lang, t-1, z)
}

// Period writes a length of time: "30 days".
func (w *Words) Period(p civil.Period) string { return w.Plural("period."+p.Unit.String(), int64(p.N)) }

// count writes a range of whole numbers: "47", "40–47", "3+".
func (w *Words) count(r fact.Range) Phrase {
	if r.Hi >= fact.Unbounded {
		return Phrase(locale.Range(w.lang, r.Lo, r.Lo-1))
	}
	return Phrase(locale.Range(w.lang, r.Lo, r.Hi))
}
