package board

import (
	"cmp"
	"html/template"
	"slices"
	"sort"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/fact"
)

// What stands below the windows of a timeline: incidents, and who could look where.

const (
	mostBins  = 72 // bars of incidents side by side
	mostOnes  = 40 // incidents that are shown one by one
	mostZones = 24 // zones whose days are shown
	binHeight = 56 // of the highest bar, in pixels
)

// TimelineIncidents are the incidents of a stretch of time: as bars, and one by one where they are few.
type TimelineIncidents struct {
	Low, High int // dated in it for certain; that may be of it
	Bars      []IncidentBar
	Ones      []TimelineIncident
}

// IncidentBar counts the incidents of an hour, a day, a week, a month.
type IncidentBar struct {
	Bar
	H, Y      int
	Low, High int
	Name      string
	Query     template.URL // the view of just this stretch; "": it is no shorter than what is shown
}

// Count tells how many, low to high.
func (b IncidentBar) Count() string { return StripMonth{Low: b.Low, High: b.High}.Count() }

// TimelineIncident is one incident.
type TimelineIncident struct {
	Bar
	ID, Title, When string
	Touches         []Touch // norms of this agreement on which it bears
	at              int64
}

// happened counts the incidents of a view, up to the moment of the run.
func (r *Run) happened(rd Reader, a *norms.Agreement, s Scale) TimelineIncidents {
	edges := s.bins(a.Zone, mostBins)
	v := TimelineIncidents{}
	low, high := make([]int, len(edges)-1), make([]int, len(edges)) // high: how many begin in a bin, less those that ended before it
	bin := func(t int64) int {
		return min(max(sort.Search(len(edges), func(i int) bool { return edges[i] > t })-1, 0), len(edges)-2)
	}
	var in []*fact.Fact
	r.dated(s.Lo, min(s.Hi-1, r.Result.At), func(f *fact.Fact) {
		v.High++
		if f.When.Lo >= s.Lo && f.When.Hi < s.Hi {
			v.Low++
		}
		first, last := bin(max(f.When.Lo, s.Lo)), bin(min(f.When.Hi, s.Hi-1))
		if first == last && f.When.Lo >= edges[first] && f.When.Hi < edges[last+1] {
			low[first]++
		}
		high[first]++
		high[last+1]--
		if len(in) <= mostOnes {
			in = append(in, f)
		}
	})
	most, running := 1, 0
	for i := range low {
		most = max(most, low[i])
	}
	for i := range low {
		running += high[i]
		bar, seen := s.Bar(edges[i], edges[i+1])
		if running == 0 || !seen {
			continue
		}
		h := low[i] * binHeight / most
		if low[i] > 0 {
			h = max(h, 2)
		}
		of := Scale{Lo: edges[i], Hi: edges[i+1]}
		b := IncidentBar{Bar: bar, H: h, Y: binHeight - h, Low: low[i], High: running, Name: of.stretch(rd.Lang, a.Zone)}
		if edges[i+1]-edges[i] >= leastSpan && edges[i+1]-edges[i] < s.Hi-s.Lo {
			b.Query = TimelineQuery{}.to(of, a.Zone)
		}
		v.Bars = append(v.Bars, b)
	}
	if len(in) <= mostOnes {
		v.Ones = r.ones(rd, a, s, in)
	}
	return v
}

// ones lists incidents one by one, with the norms of the agreement on which each bears.
func (r *Run) ones(rd Reader, a *norms.Agreement, s Scale, in []*fact.Fact) (list []TimelineIncident) {
	for _, f := range in {
		one := TimelineIncident{ID: f.ID, Title: rd.titleOf(r.Title(f.ID), f.ID), When: rd.W.When(f.When, a.Zone), at: f.When.Lo}
		one.Bar, _ = s.Bar(f.When.Lo, max(f.When.Hi, f.When.Lo+1))
		one.Touches = kept(r.touches(rd, f.ID), func(t Touch) bool { return t.Agreement == a.ID && t.Norm != "" })
		list = append(list, one)
	}
	slices.SortStableFunc(list, func(x, y TimelineIncident) int { return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(x.ID, y.ID)) })
	return list
}

// TimelineZone is a zone with the stretches of which it is known whether somebody could look.
type TimelineZone struct {
	Name  string
	Spans []LookedSpan
}

// LookedSpan is a stretch of days in a zone.
type LookedSpan struct {
	Bar
	Looked Looked
	Period string
	Says   string
}

// lookedAt tells for each zone of which an entry of coverage speaks on which days somebody could look, and when nobody could anywhere.
func (r *Run) lookedAt(rd Reader, a *norms.Agreement, s Scale, v *TimelineView) {
	zones := map[string][]*record.Coverage{}
	var all []*record.Coverage
	first, last := a.Zone.DateOf(s.Lo), a.Zone.DateOf(min(s.Hi-1, r.Result.At)) // of what is to come nobody can say anything
	v.Unknown = len(r.Base.Coverage) == 0
	if last.Compare(first) < 0 || v.Unknown {
		return
	}
	for i := range r.Base.Coverage {
		c := &r.Base.Coverage[i]
		if c.From <= last.String() && c.To >= first.String() {
			zones[c.Zone] = append(zones[c.Zone], c)
			all = append(all, c)
		}
	}
	l := r.lookup(rd)
	for zone, entries := range zones {
		z := TimelineZone{Name: l.Value(zone)}
		for _, x := range stretches(entries, first, last) {
			if b, ok := s.Bar(a.Zone.Start(x.from), a.Zone.End(x.to)); ok {
				period := Scale{Lo: a.Zone.Start(x.from), Hi: a.Zone.End(x.to)}.stretch(rd.Lang, a.Zone)
				z.Spans = append(z.Spans, LookedSpan{b, x.how, period, rd.saysLooked(x.how)})
			}
		}
		v.Zones = append(v.Zones, z)
	}
	slices.SortFunc(v.Zones, func(x, y TimelineZone) int { return cmp.Compare(x.Name, y.Name) })
	if len(v.Zones) > mostZones {
		v.Zones, v.MoreZone = v.Zones[:mostZones], len(v.Zones)-mostZones
	}
	for _, x := range stretches(all, first, last) {
		if x.how == AccessDenied || x.how == NothingSaid {
			if b, ok := s.Bar(a.Zone.Start(x.from), a.Zone.End(x.to)); ok {
				v.Nobody = append(v.Nobody, b)
			}
		}
	}
}

// lookedStretch is days of one kind.
type lookedStretch struct {
	from, to civil.Date
	how      Looked
}

// stretches cuts the days from first to last into those of one kind. Of several entries on a day the one counts that says most.
func stretches(entries []*record.Coverage, first, last civil.Date) (list []lookedStretch) {
	days := make([]Looked, daysBetween(first, last)+1)
	for i := range days {
		days[i] = NothingSaid
	}
	for _, c := range entries {
		from, _ := civil.ParseDate(c.From) // days, as the record takes them
		to, _ := civil.ParseDate(c.To)
		how := looked(c)
		for i := max(daysBetween(first, from), 0); i <= daysBetween(first, to) && i < int64(len(days)); i++ {
			days[i] = more(days[i], how)
		}
	}
	for i, how := range days {
		d := first.AddDays(i)
		if k := len(list); k > 0 && list[k-1].how == how {
			list[k-1].to = d
			continue
		}
		list = append(list, lookedStretch{d, d, how})
	}
	return list
}
