package monitor

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// watch answers what could be seen of one pattern's acts (spec/norms.md, section 7).
type watch struct {
	m       *Machine
	zone    civil.Zone // the agreement's, for days
	wish    norms.Observed
	needed  []string
	entries []watchEntry // those that count, in the order of the set
}

type watchEntry struct {
	*fact.Coverage
	zones []int // positions in needed
}

// watching gathers what counts for a pattern. p.vars may name zones of the variable.
func (m *Machine) watching(s *scope, p *pattern, wish norms.Observed) *watch {
	w := &watch{m: m, zone: s.ag.Zone, wish: wish}
	w.needed = append(w.needed, p.zones...)
	for i := range p.vars {
		if v := &p.vars[i]; v.place && s.bind != nil {
			for _, value := range v.vars {
				vals, _ := s.bind.values(value.Role)
				for _, val := range vals {
					w.needed = append(w.needed, val.id)
				}
			}
		}
	}
	if len(w.needed) == 0 {
		for i := range m.set.Coverage {
			w.needed = append(w.needed, m.set.Coverage[i].Zone)
		}
	}
	slices.Sort(w.needed)
	w.needed = slices.Compact(w.needed)
	for i := range m.set.Coverage {
		c := &m.set.Coverage[i]
		if len(wish.By) > 0 && !slices.Contains(wish.By, c.Observer) || len(c.Acts) > 0 && !slices.Contains(c.Acts, p.act.ID) {
			continue
		}
		e := watchEntry{Coverage: c}
		for j, z := range w.needed {
			if m.vocab.zoneBelow(z, c.Zone) {
				e.zones = append(e.zones, j)
			}
		}
		if e.zones != nil {
			w.entries = append(w.entries, e)
		}
	}
	return w
}

// quiet says whether coverage can make no difference: no entry speaks of it and the text asks for nothing.
func (w *watch) quiet() bool { return len(w.entries) == 0 && w.wish.Percent == 0 }

// share counts the zone-days of [s, min(x, r)) that were covered, as read at r.
func (w *watch) share(s, x, r int64) status.Share {
	out := status.Share{Asked: w.wish.Percent}
	x = min(x, r)
	if s >= x || s <= farPast || x >= civil.Forever {
		return out
	}
	days := w.m.days(w.zone, s, x)
	n := len(days) - 1
	out.Needed = int64(n) * int64(len(w.needed))
	done := make([]int, len(w.needed)) // days that were counted, per zone. The entries come by their beginnings
	for _, e := range w.entries {
		if e.From >= x || e.To <= s {
			continue
		}
		out.Known = true
		if e.Denied {
			out.Denied = append(out.Denied, e.ID)
			continue
		}
		out.Entries = append(out.Entries, e.ID)
		// Of the first day and of the last only the part within [s, x) is needed.
		from := 0
		if e.From > s {
			from, _ = slices.BinarySearch(days[:n], e.From)
		}
		limit := min(e.To, r-e.Lag)
		to, _ := slices.BinarySearch(days[1:n], limit+1)
		if to == n-1 && x <= limit {
			to = n
		}
		for _, z := range e.zones {
			if at := max(from, done[z]); to > at {
				out.Covered += int64(to - at)
				done[z] = to
			}
		}
	}
	return out
}

// enough says whether a share is what the text asks for.
func enough(s status.Share) bool {
	if s.Asked > 0 {
		return s.Known && s.Covered*100 >= int64(s.Asked)*s.Needed
	}
	return !s.Known || s.Covered > 0
}

// covered says whether absence in [from, to) is absence, as read at r, when both ends may be uncertain.
func (w *watch) covered(from, to civil.Interval, r int64) (must, may bool) {
	if w.quiet() {
		return true, true
	}
	if to.Lo >= r {
		to = civil.At(r)
	}
	to.Hi = min(to.Hi, r)
	if from.Lo >= to.Hi {
		return true, true // the window is empty however it is completed
	}
	if from.Point() && to.Point() {
		yes := enough(w.share(from.Lo, to.Lo, r))
		return yes, yes
	}
	widest := w.share(from.Lo, to.Hi, r)
	if !widest.Known { // nor is any narrower window
		return w.wish.Percent == 0, w.wish.Percent == 0 || from.Hi >= to.Lo
	}
	return false, true
}

// truth is covered in every standard.
func (w *watch) truth(from, to spans, r int64) grade.Truth {
	return truth(func(i int) (bool, bool) { return w.covered(from[i], to[i], r) })
}

// readings gives the readings up to end at which the answer for a window within [from, to) may change.
func (w *watch) readings(from, to, end int64) []int64 {
	if w.quiet() {
		return nil
	}
	to = min(to, end)
	out := []int64{from, from + 1, to, to + 1}
	lags := map[int64]bool{0: true}
	for _, e := range w.entries {
		out = append(out, e.From, e.From+1, e.To, e.To+1, to+e.Lag)
		lags[e.Lag] = true
	}
	if from > farPast && from < to && len(w.entries) > 0 {
		for _, start := range w.m.days(w.zone, from, to+1) {
			out = append(out, start+1)
			for lag := range lags {
				out = append(out, start+lag)
			}
		}
	}
	return slices.DeleteFunc(out, func(r int64) bool { return r > end || r <= civil.Ever })
}
