package monitor

import (
	"cmp"
	"fmt"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// watch answers what could be seen of one pattern's acts (spec/norms.md, section 7). Days are numbers (calendar): an
// entry covers, of the days needed, one range, so that a share costs a pass over the entries however long the window.
type watch struct {
	cal     *calendar
	wish    norms.Observed
	needed  []string
	entries []watchEntry // those that count, in the order of the set
	lags    []int64      // theirs, each once; 0 always
	known   map[sightKey][]int64
}

type watchEntry struct {
	*fact.Coverage
	zones       []int // positions in needed
	first, last int64 // the days that it covers whole
}

// watching gathers what counts for a pattern, once for equal ones. p.vars may name zones of the variable.
func (m *Machine) watching(s *scope, p *pattern, wish norms.Observed) *watch {
	var needed []string
	needed = append(needed, p.zones...)
	for i := range p.vars {
		if v := &p.vars[i]; v.place {
			for _, value := range v.vars {
				vals, _ := s.values(value)
				for _, val := range vals {
					needed = append(needed, val.id)
				}
			}
		}
	}
	if len(needed) == 0 {
		needed = m.zonesSeen
	}
	key := fmt.Sprintf("%s %s %d %q %q", p.act.ID, s.ag.Zone, wish.Percent, wish.By, needed)
	w := m.watches[key]
	if w == nil {
		w = m.newWatch(m.calendar(s.ag.Zone), p.act.ID, needed, wish)
		m.watches[key] = w
	}
	return w
}

func (m *Machine) newWatch(cal *calendar, act string, needed []string, wish norms.Observed) *watch {
	w := &watch{cal: cal, wish: wish, lags: []int64{0}, known: map[sightKey][]int64{}}
	w.needed = slices.Clone(needed)
	slices.Sort(w.needed)
	w.needed = slices.Compact(w.needed)
	below := m.vocab.places.list(w.needed)
	for i := range m.set.Coverage {
		c := &m.set.Coverage[i]
		if len(wish.By) > 0 && !slices.Contains(wish.By, c.Observer) || len(c.Acts) > 0 && !slices.Contains(c.Acts, act) {
			continue
		}
		e := watchEntry{Coverage: c, first: cal.whole(c.From), last: cal.day(c.To) - 1}
		e.zones = below.of(c.Zone)
		if e.zones == nil {
			continue
		}
		w.entries = append(w.entries, e)
		if !c.Denied {
			w.lags = append(w.lags, c.Lag)
		}
	}
	slices.SortStableFunc(w.entries, func(a, b watchEntry) int { return cmp.Compare(a.From, b.From) })
	slices.Sort(w.lags)
	w.lags = slices.Compact(w.lags)
	return w
}

// quiet says whether coverage can make no difference: no entry speaks of it and the text asks for nothing.
func (w *watch) quiet() bool { return len(w.entries) == 0 && w.wish.Percent == 0 }

// sight counts zone-days.
type sight struct {
	known           bool
	covered, needed int64
}

// sight counts the zone-days of [s, min(x, r)) that were covered, as read at r.
func (w *watch) sight(s, x, r int64) (out sight) {
	x = min(x, r)
	if s >= x || s <= farPast || x >= civil.Forever {
		return out
	}
	first, last := w.cal.day(s), w.cal.day(x-1)
	out.needed = w.cal.count(first, last) * int64(len(w.needed))
	var few [8]int64
	next := few[:0] // per needed zone the first day not counted yet; entries stand by their first day
	for range w.needed {
		next = append(next, first)
	}
	for i := range w.entries {
		e := &w.entries[i]
		if e.From >= x {
			break
		}
		if e.To <= s {
			continue
		}
		out.known = true
		if e.Denied {
			continue
		}
		lo, hi := e.first, last
		if e.From <= s {
			lo = first
		}
		switch seen := min(e.To, r-e.Lag); {
		case seen >= x:
		case seen == e.To:
			hi = min(hi, e.last)
		default:
			hi = min(hi, w.cal.day(seen)-1)
		}
		for _, z := range e.zones {
			if from := max(lo, next[z]); from <= hi {
				out.covered += w.cal.count(from, hi)
				next[z] = hi + 1
			}
		}
	}
	return out
}

// share tells what was covered of [s, min(x, r)), as read at r, and by which entries.
func (w *watch) share(s, x, r int64) status.Share {
	got := w.sight(s, x, r)
	out := status.Share{Asked: w.wish.Percent, Known: got.known, Covered: got.covered, Needed: got.needed}
	if !got.known {
		return out
	}
	for i := range w.entries {
		switch e := &w.entries[i]; {
		case e.From >= min(x, r) || e.To <= s:
		case e.Denied:
			out.Denied = append(out.Denied, e.ID)
		default:
			out.Entries = append(out.Entries, e.ID)
		}
	}
	return out
}

// notion is what is asked of coverage (spec/norms.md, section 7).
type notion bool

// The notions. Both ask for the text's percentage, where it has one.
const (
	observed notion = false // a prohibition was observed: not, when nothing at all could be seen
	absent   notion = true  // absence is certain: only where everything could be seen
)

// percent gives how much is asked for; 0: anything, or no word of coverage at all.
func (w *watch) percent(k notion) int64 {
	if k == absent && w.wish.Percent == 0 {
		return 100
	}
	return int64(w.wish.Percent)
}

// enough says whether that is what is asked for.
func (w *watch) enough(s sight, k notion) bool {
	if p := w.percent(k); p > 0 {
		return s.known && s.covered*100 >= p*s.needed
	}
	return !s.known || s.covered > 0
}

// covered says whether what could be seen of [from, to) is enough, as read at r, when both ends may be uncertain.
func (w *watch) covered(from, to civil.Interval, r int64, k notion) (must, may bool) {
	if k == observed && w.quiet() {
		return true, true
	}
	if to.Lo >= r {
		to = civil.At(r)
	}
	to.Hi = min(to.Hi, r)
	if from.Lo >= to.Hi {
		return true, true // the window is empty however it is completed
	}
	if from.Lo <= farPast { // endless days that nobody saw. What was seen after decides only whether anything was
		if w.percent(k) > 0 {
			return false, from.Hi > farPast
		}
		from.Lo = min(to.Lo-1, w.entries[0].From)
		from.Hi = max(from.Lo, from.Hi)
	}
	if from.Point() && to.Point() {
		yes := w.enough(w.sight(from.Lo, to.Lo, r), k)
		return yes, yes
	}
	widest := w.sight(from.Lo, to.Hi, r)
	if !widest.known { // nor is any narrower window
		return w.percent(k) == 0, w.percent(k) == 0 || from.Hi >= to.Lo
	}
	return widest.covered == widest.needed, true // all of it covered: so is every part
}

// truth is covered in every standard.
func (w *watch) truth(from, to spans, r int64, k notion) grade.Truth {
	if from[0] == from[1] && from[1] == from[2] && to[0] == to[1] && to[1] == to[2] {
		must, may := w.covered(from[0], to[0], r, k)
		t := certain(must)
		t.May = certain(may).May
		return t
	}
	return truth(func(i int) (bool, bool) { return w.covered(from[i], to[i], r, k) })
}
