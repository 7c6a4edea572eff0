package proofcheck

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// watch is what could be seen of the acts of a pattern (section 7).
type watch struct {
	*Checker
	zone    civil.Zone
	act     string
	wish    norms.Observed
	needed  []string
	entries []*fact.Coverage
}

func (l *lane) watch(p norms.Pattern, s *scope, wish norms.Observed) *watch {
	w := &watch{Checker: l.Checker, zone: s.ag.Zone, act: p.Act, wish: wish}
	if a := l.acts[p.Act]; a != nil {
		for i := range p.Roles {
			if r := &p.Roles[i]; isPlace(a, r.Role) {
				for _, v := range r.Values {
					if v.Var == "" {
						w.needed = append(w.needed, v.ID)
						continue
					}
					vals, _ := l.valuesOf(s, v)
					for _, x := range vals {
						w.needed = append(w.needed, x.id)
					}
				}
			}
		}
	}
	if w.needed == nil {
		for i := range l.set.Coverage {
			w.needed = append(w.needed, l.set.Coverage[i].Zone)
		}
	}
	slices.Sort(w.needed)
	w.needed = slices.Compact(w.needed)
	for i := range l.set.Coverage {
		c := &l.set.Coverage[i]
		if (len(wish.By) == 0 || slices.Contains(wish.By, c.Observer)) && (len(c.Acts) == 0 || slices.Contains(c.Acts, w.act)) &&
			slices.ContainsFunc(w.needed, func(z string) bool { return w.sees(c, z) }) {
			w.entries = append(w.entries, c)
		}
	}
	return w
}

func (w *watch) sees(c *fact.Coverage, zone string) bool {
	return w.prog.Vocabulary.Below(norms.ZoneTree, zone, c.Zone, 0)
}

// farPast is earlier than any date that is meant; days before it are not counted.
const farPast = -1 << 40

// share counts the zone-days of [s, min(x, r)) that were covered, as read at r.
func (w *watch) share(s, x, r int64) (out status.Share) {
	out.Asked = w.wish.Percent
	x = min(x, r)
	if s >= x || s <= farPast || x >= civil.Forever {
		return out
	}
	for _, c := range w.entries {
		if c.From < x && c.To > s {
			out.Known = true
			if c.Denied {
				out.Denied = append(out.Denied, c.ID)
			} else {
				out.Entries = append(out.Entries, c.ID)
			}
		}
	}
	for d := w.zone.DateOf(s); ; d = d.AddDays(1) {
		from, to := max(w.zone.Start(d), s), min(w.zone.End(d), x)
		if from >= x {
			break
		}
		if from >= to {
			continue // a day that the zone left out
		}
		out.Needed += int64(len(w.needed))
		if !out.Known {
			continue
		}
		for _, z := range w.needed {
			if slices.ContainsFunc(w.entries, func(c *fact.Coverage) bool {
				return !c.Denied && c.From <= from && c.To >= to && to+c.Lag <= r && w.sees(c, z)
			}) {
				out.Covered++
			}
		}
	}
	return out
}

// enough says whether a share is what is asked for: that absence is certain or, of a prohibition, that it was observed.
func (w *watch) enough(s status.Share, absence bool) bool {
	percent := int64(w.wish.Percent)
	if absence && percent == 0 {
		percent = 100
	}
	if percent > 0 {
		return s.Known && s.Covered*100 >= percent*s.Needed
	}
	return !s.Known || s.Covered > 0
}

// seen says whether what could be seen of [from, to) is enough, as read at r, where both ends may be uncertain.
func (w *watch) seen(from, to civil.Interval, r int64, absence bool) tri {
	if !absence && len(w.entries) == 0 && w.wish.Percent == 0 {
		return yes
	}
	if to.Lo >= r {
		to = civil.At(r)
	}
	to.Hi = min(to.Hi, r)
	percent := w.wish.Percent > 0 || absence
	switch {
	case from.Lo >= to.Hi:
		return yes
	case from.Lo <= farPast && percent:
		return tri{false, from.Hi > farPast}
	case from.Lo <= farPast:
		from.Lo = min(to.Lo-1, w.entries[0].From)
		from.Hi = max(from.Lo, from.Hi)
	}
	if from.Point() && to.Point() {
		return known(w.enough(w.share(from.Lo, to.Lo, r), absence))
	}
	widest := w.share(from.Lo, to.Hi, r)
	if !widest.Known {
		return tri{!percent, !percent || from.Hi >= to.Lo}
	}
	return tri{widest.Covered == widest.Needed, true}
}

// changes gives readings at which what could be seen may change: an answer can change only where a day or an entry begins or ends, or
// that is reported.
func (w *watch) changes(last int64) (at []int64) {
	if len(w.entries) == 0 {
		return nil
	}
	from, until, lag := civil.Forever, civil.Ever, int64(0)
	for _, c := range w.entries {
		from, until, lag = min(from, c.From), max(until, c.To), max(lag, c.Lag)
		at = append(at, c.From, c.From+1, c.To, c.To+1, c.From+c.Lag, c.To+c.Lag, c.From+last, c.To+last)
	}
	if from <= farPast || until >= -farPast {
		return at
	}
	for d := w.zone.DateOf(from - last - 86400); ; d = d.AddDays(1) {
		t := w.zone.Start(d)
		if t > min(until+lag+last+2*86400, w.r) {
			return at
		}
		at = append(at, t, t+1, t+last, t+last+1)
		for _, c := range w.entries {
			if c.Lag > 0 {
				at = append(at, t+c.Lag, t+c.Lag+1)
			}
		}
	}
}
