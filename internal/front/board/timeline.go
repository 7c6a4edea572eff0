package board

import (
	"cmp"
	"html/template"
	"net/url"
	"slices"
	"strconv"
	"sync"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/status"
)

// TimelineQuery is what the address asks of a timeline. Empty: the default.
type TimelineQuery struct {
	From, To string // moments (ParseMoment)
	Party    string // only what this party bears
	Status   string // only what stands so: one of TimelineStatuses
	Group    string // one of TimelineGroups
	Page     int    // from 0
}

// TimelineGroups are the ways to order rows: by the party that bears them, by the track of the text, as the text has them.
var TimelineGroups = []string{"party", "track", "text"}

// timelineStatuses are the choices of the filter, each with the classes of status that it lets through.
var timelineStatuses = []struct {
	name    string
	classes []wording.Class
}{
	{"due", []wording.Class{wording.ClassDue}},
	{"breached", []wording.Class{wording.ClassBreached, wording.ClassUnmet}},
	{"unsettled", []wording.Class{wording.ClassUnsettled, wording.ClassUnassessed}},
	{"unobserved", []wording.Class{wording.ClassUnobserved}},
	{"waiting", []wording.Class{wording.ClassWaiting, wording.ClassBlocked}},
	{"running", []wording.Class{wording.ClassOpen, wording.ClassQuiet}},
	{"suspended", []wording.Class{wording.ClassSuspended}},
	{"kept", []wording.Class{wording.ClassKept, wording.ClassLate, wording.ClassPart}},
	{"ended", []wording.Class{wording.ClassEnded}},
}

// TimelineStatuses names the statuses by which a timeline can be narrowed.
func TimelineStatuses() (names []string) {
	for _, s := range timelineStatuses {
		names = append(names, s.name)
	}
	return names
}

// rowsPerPage is how many norms a page of the timeline shows.
const rowsPerPage = 60

// TimelineView is the page of an agreement's time.
type TimelineView struct {
	Head     AgreementHead
	Query    TimelineQuery
	Lo, Hi   int64  // the view, and the bounds that it cannot leave, for the island
	Min, Max int64  //
	Period   string // the view in words
	Zone     string
	Shown    int // rows on all pages
	Beyond   int // norms that match, with nothing in this stretch of time
	Ticks    []Tick
	AsOf     *Tick // the moment of the run, where it is in view
	Nobody   []Bar // stretches in which nobody could look anywhere
	Groups   []TimelineGroup
	Moves    []TimelineLink // zoom and pan
	Spans    []TimelineLink // presets
	Pages    []TimelineLink // of rows, where there are several
	Parties  []Choice
	Statuses []Choice
	Grouping []Choice
	Happened TimelineIncidents
	Zones    []TimelineZone
	MoreZone int   // zones not shown
	Unknown  bool  // no entry says who could look where
	Due      []Due // in the 30 days after the moment of the run
}

// TimelineLink leads to another view; "" where there is none.
type TimelineLink struct {
	Name  string // key of its words, or what it says
	Query template.URL
	Here  bool
}

// TimelineGroup is rows under one head.
type TimelineGroup struct {
	Name string
	Rows []TimelineRow
}

// link gives the query of another view with the same filters.
func (q TimelineQuery) link() template.URL {
	v := url.Values{}
	for _, x := range []Pair{{"from", q.From}, {"to", q.To}, {"party", q.Party}, {"status", q.Status}, {"group", q.Group}} {
		if x.Value != "" {
			v.Set(x.Name, x.Value)
		}
	}
	if q.Page > 0 {
		v.Set("page", strconv.Itoa(q.Page+1))
	}
	return template.URL(v.Encode()) // encoded: it can hold nothing but names and values
}

// to gives the query of the same filters over another stretch of time.
func (q TimelineQuery) to(s Scale, z civil.Zone) template.URL {
	q.From, q.To, q.Page = moment(s.Lo, z, false), moment(s.Hi, z, true), 0
	return q.link()
}

// bounds are the instants between which a timeline can be looked at: from the first thing that is dated in the text to thirty days after the last, or after the run.
func (r *Run) bounds(a *norms.Agreement, s *status.Agreement) (lo, hi int64) {
	lo, hi = a.Zone.Start(a.Dated), r.Result.At
	for i := range s.Norms {
		w := s.Norms[i].Window
		for _, t := range []int64{w.Start.Lo, w.End.Lo, w.End.Hi} {
			if t > civil.Ever && t < civil.Forever {
				lo, hi = min(lo, t), max(hi, t)
			}
		}
	}
	return a.Zone.Start(a.Zone.DateOf(lo)), a.Zone.End(a.Zone.DateOf(hi).AddDays(30))
}

// view chooses the stretch of time of a query; without one, that in which something fell due or changed.
func (q TimelineQuery) view(z civil.Zone, lo, hi int64, lively civil.Interval, rtl bool) Scale {
	s := Scale{Lo: lo, Hi: hi, Backwards: rtl}
	if q.From == "" && q.To == "" && lively.Lo < lively.Hi {
		s.Lo, s.Hi = lively.Lo, lively.Hi
	}
	if t, ok := ParseMoment(q.From, z, false); ok {
		s.Lo = t
	}
	if t, ok := ParseMoment(q.To, z, true); ok {
		s.Hi = t
	}
	return s.within(lo, hi).whole(z)
}

// lively is the stretch of a long time in which a deadline, a change of status or a deciding act lies, with thirty days beside it; and the present,
// where that is no more than a year after. The zero interval: the whole is no longer than two years, or nothing happened.
func (r *Run) lively(rd Reader, a *norms.Agreement, s *status.Agreement, lo, hi int64) civil.Interval {
	if hi-lo <= 2*365*day {
		return civil.Interval{}
	}
	key := livelyOf{r.Reading, a.ID, r.Result.At, rd.lead(a)}
	return r.ofFacts().livelies.get(key, func() civil.Interval { return r.livelyTime(a, s, lo, hi, rd.lead(a)) })
}

// livelyOf is on what a lively stretch rests, beside the facts: by which reading, of which text, as of when, at which standard.
type livelyOf struct {
	reading, text string
	at            int64
	lane          int
}

// livelies keeps lively stretches: each asks for the history of all norms of a text, and on many days the same was known. The zero value is ready.
type livelies struct {
	mu sync.Mutex
	of map[livelyOf]func() civil.Interval
}

// keptLivelies is how many are kept; then all are let go.
const keptLivelies = 256

func (k *livelies) get(key livelyOf, make func() civil.Interval) civil.Interval {
	k.mu.Lock()
	if k.of == nil || len(k.of) == keptLivelies {
		k.of = map[livelyOf]func() civil.Interval{}
	}
	if k.of[key] == nil {
		k.of[key] = sync.OnceValue(make)
	}
	made := k.of[key]
	k.mu.Unlock()
	return made()
}

func (r *Run) livelyTime(a *norms.Agreement, s *status.Agreement, lo, hi int64, lane int) civil.Interval {
	at := r.Result.At
	first, last := a.Zone.Start(a.Dated), a.Zone.Start(a.Dated)
	see := func(t int64) {
		if t > lo && t < hi {
			last = max(last, t)
		}
	}
	for i := range s.Norms {
		n := &s.Norms[i]
		see(n.Window.Start.Lo)
		see(n.Window.End.Lo)
		see(r.Since(n.Key, lane) - 1)
		if l := n.Lanes[lane].Last; l.Lo <= l.Hi {
			see(l.Lo)
		}
	}
	if at < last+365*day {
		last = max(last, at)
	}
	return civil.Interval{Lo: max(lo, first-30*day), Hi: min(hi, last+30*day)}
}

// TimelinePage makes the timeline of an agreement; nil when there is none. The query's values are checked by whoever read them.
func (r *Run) TimelinePage(rd Reader, id string, q TimelineQuery) *TimelineView {
	a, s := r.Agreement(id)
	if a == nil {
		return nil
	}
	lo, hi := r.bounds(a, s)
	scale := q.view(a.Zone, lo, hi, r.lively(rd, a, s, lo, hi), locale.Dir(rd.Lang) == "rtl")
	v := &TimelineView{
		Head: r.head(rd, a), Query: q, Lo: scale.Lo, Hi: scale.Hi, Min: lo, Max: hi,
		Period: scale.stretch(rd.Lang, a.Zone), Zone: a.Zone.String(), Ticks: scale.ticks(rd.Lang, a.Zone),
	}
	if scale.sees(r.Result.At) {
		v.AsOf = &Tick{scale.At(r.Result.At), rd.day(r.Result.At, a.Zone)}
	}
	v.Moves, v.Spans = q.moves(rd, a.Zone, scale, lo, hi), q.spans(a.Zone, scale, lo, hi, r.Result.At)
	r.rows(rd, a, s, scale, v)
	r.choices(rd, a, s, v)
	v.Happened = r.happened(rd, a, scale)
	r.lookedAt(rd, a, scale, v)
	for _, d := range r.dues(rd, a, s) {
		if d.at > r.Result.At && d.at <= a.Zone.End(a.Zone.DateOf(r.Result.At).AddDays(30)) {
			v.Due = append(v.Due, d)
		}
	}
	return v
}

// moves are the steps from a view: closer, further, earlier, later.
func (q TimelineQuery) moves(rd Reader, z civil.Zone, s Scale, lo, hi int64) (list []TimelineLink) {
	for _, m := range []struct {
		name string
		to   Scale
	}{{"earlier", s.moved(-0.5)}, {"later", s.moved(0.5)}, {"closer", s.zoomed(0.5)}, {"further", s.zoomed(2)}} {
		link := TimelineLink{Name: m.name}
		if to := m.to.within(lo, hi).whole(z); to != s {
			link.Query = q.to(to, z)
		}
		list = append(list, link)
	}
	return list
}

// spans are views of a common length about the middle of this one, and the whole.
func (q TimelineQuery) spans(z civil.Zone, s Scale, lo, hi, at int64) (list []TimelineLink) {
	whole := Scale{lo, hi, s.Backwards}.whole(z)
	list = append(list, TimelineLink{"whole", q.to(whole, z), whole == s})
	middle := s.Lo + (s.Hi-s.Lo)/2
	if s.sees(at) { // what is closer about the present is the present
		middle = at
	}
	for _, x := range []struct {
		name   string
		length int64
	}{{"year", 365 * day}, {"quarter", 91 * day}, {"month", 30 * day}, {"week", 7 * day}, {"day", day}} {
		if x.length >= hi-lo {
			continue
		}
		to := Scale{middle - x.length/2, middle + x.length/2, s.Backwards}.within(lo, hi).whole(z)
		list = append(list, TimelineLink{x.name, q.to(to, z), to == s})
	}
	return list
}

// rows chooses the norms of the page and makes their rows.
func (r *Run) rows(rd Reader, a *norms.Agreement, s *status.Agreement, scale Scale, v *TimelineView) {
	type chosen struct {
		n     *status.Norm
		group string
		order int
	}
	l := r.lookup(rd)
	grouping := v.Query.grouping(a)
	first := map[string]int{}
	var list []chosen
	for i := range s.Norms {
		n := &s.Norms[i]
		if !v.Query.lets(rd, a, n) {
			continue
		}
		if !inView(n, scale, r.Result.At) {
			v.Beyond++
			continue
		}
		group := ""
		switch grouping {
		case "party":
			group = rd.W.Text("board.unnamed")
			if len(n.Bearers) > 0 {
				group = rd.W.And(l.Parties(n.Bearers))
			}
		case "track":
			group = r.trackOf(rd, a, n.Term)
		}
		if _, known := first[group]; !known {
			first[group] = len(first)
		}
		list = append(list, chosen{n, group, first[group]})
	}
	slices.SortStableFunc(list, func(x, y chosen) int { return cmp.Compare(x.order, y.order) })
	v.Shown = len(list)
	v.Pages = v.Query.pages(rd, len(list))
	begin := min(v.Query.Page*rowsPerPage, len(list))
	for _, c := range list[begin:min(begin+rowsPerPage, len(list))] {
		if k := len(v.Groups); k == 0 || v.Groups[k-1].Name != c.group {
			v.Groups = append(v.Groups, TimelineGroup{Name: c.group})
		}
		g := &v.Groups[len(v.Groups)-1]
		g.Rows = append(g.Rows, r.timelineRow(rd, a, c.n, scale))
	}
}

// grouping is the way in which rows are ordered: that of the query, else by tracks where the text has any, else by party.
func (q TimelineQuery) grouping(a *norms.Agreement) string {
	switch {
	case q.Group != "":
		return q.Group
	case len(a.Tracks) > 0:
		return "track"
	}
	return "party"
}

// lets says whether a norm passes the filters.
func (q TimelineQuery) lets(rd Reader, a *norms.Agreement, n *status.Norm) bool {
	if q.Party != "" && !slices.Contains(n.Bearers, q.Party) {
		return false
	}
	for _, x := range timelineStatuses {
		if x.name == q.Status {
			return slices.Contains(x.classes, rd.W.State(n.Lanes[rd.lead(a)], n).Class)
		}
	}
	return true
}

// inView says whether a norm has anything in a stretch of time. What has not begun belongs to the present.
func inView(n *status.Norm, s Scale, at int64) bool {
	w := n.Window
	if w.Start.Lo >= civil.Forever {
		return s.sees(at)
	}
	return w.Start.Lo < s.Hi && w.End.Hi > s.Lo
}

func (r *Run) trackOf(rd Reader, a *norms.Agreement, term string) string {
	for i := range a.Terms {
		if a.Terms[i].ID != term {
			continue
		}
		for k := range a.Tracks {
			if x := &a.Tracks[k]; x.ID == a.Terms[i].Track {
				return wording.Name(rd.Lang, x.Names, x.ID)
			}
		}
	}
	return rd.W.Text("board.timeline.no_track")
}

// pages are the pages of rows, where there is more than one.
func (q TimelineQuery) pages(rd Reader, n int) (list []TimelineLink) {
	for i := 0; i*rowsPerPage < n && n > rowsPerPage; i++ {
		to := q
		to.Page = i
		list = append(list, TimelineLink{locale.Range(rd.Lang, int64(i*rowsPerPage+1), int64(min((i+1)*rowsPerPage, n))), to.link(), i == q.Page})
	}
	return list
}

// choices are what the filters offer: every party that bears something, every status that occurs.
func (r *Run) choices(rd Reader, a *norms.Agreement, s *status.Agreement, v *TimelineView) {
	bare := rd.W.Bare()
	occur := r.occurring(rd, a, s)
	v.Parties = []Choice{{"", bare.Text("board.any"), v.Query.Party == ""}}
	v.Statuses = []Choice{{"", bare.Text("board.any"), v.Query.Status == ""}}
	for _, p := range occur.parties {
		v.Parties = append(v.Parties, Choice{p.Name, p.Value, v.Query.Party == p.Name})
	}
	for _, x := range timelineStatuses {
		if v.Query.Status == x.name || slices.ContainsFunc(x.classes, func(c wording.Class) bool { return occur.classes[c] }) {
			v.Statuses = append(v.Statuses, Choice{x.name, bare.Text("board.timeline.status." + x.name), v.Query.Status == x.name})
		}
	}
	for _, g := range TimelineGroups {
		if g != "track" || len(a.Tracks) > 0 {
			v.Grouping = append(v.Grouping, Choice{g, bare.Text("board.timeline.group." + g), v.Query.grouping(a) == g})
		}
	}
}

// occurring is what occurs among the norms of a text: the parties that bear something, by id and name, and the classes of status.
type occurring struct {
	parties []Pair
	classes map[wording.Class]bool
}

func (r *Run) occurring(rd Reader, a *norms.Agreement, s *status.Agreement) *occurring {
	return once(r, rd, "occurring", a.ID, func() *occurring {
		l, out := r.lookup(rd), &occurring{classes: map[wording.Class]bool{}}
		seen := map[string]bool{}
		for i := range s.Norms {
			n := &s.Norms[i]
			out.classes[rd.W.State(n.Lanes[rd.lead(a)], n).Class] = true
			for _, p := range n.Bearers {
				if !seen[p] {
					seen[p] = true
					out.parties = append(out.parties, Pair{p, l.Party(p)})
				}
			}
		}
		return out
	})
}
