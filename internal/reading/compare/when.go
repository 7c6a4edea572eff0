package compare

import (
	"fmt"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
)

// moment is an instant of which a text says something: a range of instants, or a symbol (what a mark, an act or another
// norm fixes) moved by a period.
type moment struct {
	base   string // the symbol; "": known
	lo, hi int64  // known: its range; a symbol: not before lo
	form   string // how a symbol is moved: edge, unit, direction, zone
	n      int    // by how many units
	point  string // known: the norm on whose being kept it rests; "": none
	plain  bool   // it is not moved at all
	back   bool   // it is moved back
	later  bool   // a symbol of which it is sure that, moved, it is not before itself
}

func known(t int64) moment { return moment{lo: t, hi: t} }

// never is the end of what has none.
func never() moment { return known(civil.Forever) }

// before says that the one moment is never after the other.
func (a moment) before(b moment) bool {
	switch {
	case a.base == "" && b.base == "":
		return a.hi <= b.lo
	case a.base == "":
		return b.later && a.hi <= b.lo
	case b.base == "":
		return b.lo >= civil.Forever
	case a.base != b.base:
		return false
	case a.form == b.form:
		return !a.back && a.n <= b.n || a.back && a.n >= b.n
	}
	return a.plain && b.later
}

// moment gives what a bound of the text means; nil is no bound. Of a norm of the initiative that is sure to be kept the time
// is known within its window; then rests gets its name.
func (x *pair) moment(s side, b *norms.Bound, rests *[]string) moment {
	if t, ok := s.ag.Fixed(b); ok {
		return known(t)
	}
	if b.At.Sort == norms.AtNorm && !b.At.Breach {
		if lo, hi, used, ok := x.keptWithin(b.At.Norm); ok && hi < civil.Forever {
			*rests = append(*rests, used...)
			return moment{
				lo: b.Instant(lo, s.ag.Zone), hi: b.Instant(hi, s.ag.Zone), point: b.At.Norm,
				plain: b.Plus.IsZero() && b.Edge == norms.Exact, later: !b.Before && !b.Plus.IsZero() && b.Edge != norms.DayStart,
			}
		}
	}
	m := moment{n: b.Plus.N, back: b.Before, later: !b.Before, plain: b.Plus.IsZero() && (b.Edge == norms.Exact || b.Edge == norms.SameClock), lo: s.starts()}
	unit := b.Plus.Unit
	switch unit {
	case civil.Weeks:
		m.n, unit = 7*m.n, civil.Days
	case civil.Years:
		m.n, unit = 12*m.n, civil.Months
	case civil.Hours, civil.Days, civil.Months:
	}
	if b.Plus.IsZero() {
		unit = civil.Days
	}
	if b.Edge == norms.DayStart && m.n == 0 {
		m.later = false // the beginning of the day may be before it
	}
	m.form = fmt.Sprint(b.Edge, unit, b.Before, s.ag.Zone)
	if m.plain {
		m.form = "plain"
	}
	own := ""
	switch b.At.Sort {
	case norms.AtMark:
		m.base = fmt.Sprintf("mark %s %d", b.At.Mark, s.starts())
		m.lo, m.later = civil.Ever, false // a mark may be set to a day long past
		if mark := s.ag.Mark(b.At.Mark); mark != nil && len(mark.Movers) > 0 {
			own = s.ag.ID
		}
	case norms.AtAct:
		m.base = fmt.Sprintf("act %s %d", keyOfPattern(&b.At.Act), s.starts())
		if len(s.counts(&b.At.Act)) > 0 {
			own = s.ag.ID
		}
	case norms.AtNorm:
		m.base = "norm " + b.At.Norm
		if b.At.Breach {
			m.base += " breach"
		}
	case norms.AtVar:
		m.base, m.lo = "var "+b.At.Var, civil.Ever
	case norms.AtStart:
		other := s.ag.ID
		if b.At.Agree != "" {
			other = b.At.Agree
		}
		m.base = "entry " + other
	case norms.AtInstant:
	}
	m.base += own
	if m.lo > civil.Ever && !m.plain && m.later { // moved forward it is no earlier than the point itself, but for the start of its day
		m.lo = s.starts()
	}
	return m
}

// window is when acts of a norm count.
type window struct {
	from  []moment // it opens at the latest of these
	to    moment
	moves bool // its end may move later: renewal, extension, a clock that stops
	rests []string
}

func (x *pair) window(s side) (w window) {
	w.from = []moment{known(s.starts())}
	if s.ag.Entry != nil {
		w.from = append(w.from, moment{base: "entry " + s.ag.ID, plain: true, later: true, lo: s.starts(), form: "plain"})
	}
	if b := s.n.Window.Start; b != nil {
		w.from = append(w.from, x.moment(s, b, &w.rests))
	}
	if f := s.n.ForEach; f != nil && (f.Source == norms.FromAct || f.Source == norms.FromState || f.Source == norms.FromParties || f.Source == norms.FromPairs) {
		w.from = append(w.from, moment{base: "var " + f.Var, plain: true, later: true, lo: civil.Ever, form: "plain"})
	}
	w.to = never()
	if b := s.n.Window.End; b != nil {
		w.to = x.moment(s, b, &w.rests)
	}
	w.moves = s.n.Window.Renew != nil || len(s.n.Extends) > 0 || s.n.While != nil && halts(s.n)
	return w
}

// halts says whether suspension moves the end of the norm's window.
func halts(n *norms.Norm) bool {
	switch n.Clock {
	case norms.ClockStops:
		return n.Window.End != nil
	case norms.ClockByKind:
		return n.Window.End != nil && n.Window.End.Period
	case norms.ClockRuns:
	}
	return false
}

// opensBefore says that the one window never opens after the other.
func opensBefore(a, b window) bool {
	return each(a.from, func(m moment) bool { return some(b.from, m.before) })
}

func opensAlike(a, b window) bool { return opensBefore(a, b) && opensBefore(b, a) }

// endsAlike says that both windows end at one instant, also where something moves their ends.
func (x *pair) endsAlike(a, b window, s, t side) bool {
	if !a.to.before(b.to) || !b.to.before(a.to) {
		return false
	}
	if !a.moves && !b.moves {
		return true
	}
	if len(s.n.Extends)+len(t.n.Extends) > 0 || !opensAlike(a, b) || halts(s.n) != halts(t.n) || s.n.Clock != t.n.Clock {
		return false
	}
	if (s.n.Window.Renew == nil) != (t.n.Window.Renew == nil) {
		return false
	}
	if r, q := s.n.Window.Renew, t.n.Window.Renew; r != nil && (r.Period != q.Period || !x.alike(s, r.Unless, t, q.Unless)) {
		return false
	}
	return x.alike(s, s.n.While, t, t.n.While) && x.alike(s, s.n.Once, t, t.n.Once) &&
		x.alike(s, s.n.Until, t, t.n.Until) && s.starts() == t.starts()
}

// waitsOnNothingElse says that each symbol on which the opening of the one window waits is waited on by the other too: while it
// has not come, neither is open.
func waitsOnNothingElse(a, b window) bool {
	return each(a.from, func(m moment) bool {
		return m.base == "" || some(b.from, func(k moment) bool { return k.base == m.base })
	})
}

// hasTime says that the window cannot end before it opens.
func (w window) hasTime() bool {
	return each(w.from, func(m moment) bool {
		switch {
		case m.point != "" && m.point == w.to.point && m.plain && w.to.later:
			return true
		case m.base == "" && w.to.base == "":
			return m.hi < w.to.lo
		case m.base == "":
			return w.to.later && !w.to.plain && m.hi <= w.to.lo && w.to.n > 0
		case w.to.base == "":
			return w.to.lo >= civil.Forever
		}
		return m.base == w.to.base && m.plain && w.to.later && !w.to.plain
	})
}
