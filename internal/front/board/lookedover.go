package board

import (
	"cmp"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
)

// LookedOver says of a stretch of days in which zones somebody could look.
type LookedOver struct {
	From, To string // days in words; both "": no entry of coverage speaks of any day
	Days     int
	Zones    []ZoneLooked
	Blank    int // zones in which nobody could look on any of the days
}

// ZoneLooked is a zone over the days.
type ZoneLooked struct {
	ID, Name string
	Looked   Looked // LookedForAll: on every day; LookedForSome: on some; else on none
	Sign     string
	Says     string
	N        int // days on which somebody could look
	Denied   int // days on which access was denied and nobody else could look
	Drawn    bool
}

// CoveredDays gives the days between two, each open if it is the zero day, of which an entry of coverage speaks, up to the moment of the run.
func (r *Run) CoveredDays(from, to, last civil.Date) Period {
	p := Period{From: from, To: to}
	for i := range r.Base.Coverage {
		c := &r.Base.Coverage[i]
		first, err := civil.ParseDate(c.From)
		until, err2 := civil.ParseDate(c.To)
		if err != nil || err2 != nil || first.Compare(last) > 0 {
			continue
		}
		if until.Compare(last) > 0 {
			until = last
		}
		if from.IsZero() && (p.From.IsZero() || first.Compare(p.From) < 0) {
			p.From = first
		}
		if to.IsZero() && (p.To.IsZero() || until.Compare(p.To) > 0) {
			p.To = until
		}
	}
	return p
}

// mostDays is how many days are looked at one by one.
const mostDays = 20_000

// lookedOver says who could look in the zones over the days. An entry on a zone speaks of the zones within it too.
func (r *Run) lookedOver(rd Reader, zones []MapZone, days Period) *LookedOver {
	v := &LookedOver{}
	if days.From.IsZero() || days.To.IsZero() || days.To.Compare(days.From) < 0 {
		return v
	}
	v.Days = daysIn(days)
	v.From, v.To = locale.LongDate(rd.Lang, days.From), locale.LongDate(rd.Lang, days.To)
	if v.Days > mostDays {
		v.Days = 0
		return v
	}
	l := r.lookup(rd)
	rows := map[string]*ZoneLooked{}
	for i := range zones {
		rows[zones[i].ID] = &ZoneLooked{ID: zones[i].ID, Name: zones[i].Name, Drawn: true}
	}
	for i := range r.Base.Coverage {
		if id := r.Base.Coverage[i].Zone; rows[id] == nil {
			rows[id] = &ZoneLooked{ID: id, Name: l.Value(id)}
		}
	}
	for id, row := range rows {
		r.zoneLooked(row, r.around(id), days, v.Days)
		key := "board.map.looked." + string(row.Looked)
		if row.N == 0 { // that somebody looked may be withheld
			v.Blank, key = v.Blank+1, rd.Told(key)
		}
		row.Sign, row.Says = lookedSigns[row.Looked], rd.W.Bare().Text(key)
		v.Zones = append(v.Zones, *row)
	}
	slices.SortFunc(v.Zones, func(a, b ZoneLooked) int {
		return cmp.Or(cmp.Compare(a.N, b.N), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return v
}

// around gives a zone and those around it.
func (r *Run) around(id string) []string {
	all := []string{id}
	zones := r.Program.Vocabulary.Zones
	for len(all) <= len(zones) {
		i := slices.IndexFunc(zones, func(z norms.Zone) bool { return z.ID == id })
		if i < 0 || zones[i].In == "" {
			break
		}
		id = zones[i].In
		all = append(all, id)
	}
	return all
}

// zoneLooked counts the days of a zone.
func (r *Run) zoneLooked(row *ZoneLooked, zones []string, days Period, n int) {
	how := make([]Looked, n)
	for i := range r.Base.Coverage {
		c := &r.Base.Coverage[i]
		if !slices.Contains(zones, c.Zone) {
			continue
		}
		from, err := civil.ParseDate(c.From)
		to, err2 := civil.ParseDate(c.To)
		if err != nil || err2 != nil {
			continue
		}
		for d := max(daysFrom(days.From, from), 0); d <= min(daysFrom(days.From, to), n-1); d++ {
			how[d] = more(cmp.Or(how[d], NothingSaid), looked(c))
		}
	}
	for _, h := range how {
		switch h {
		case LookedForAll, LookedForSome:
			row.N++
		case AccessDenied:
			row.Denied++
		}
	}
	switch {
	case row.N == n:
		row.Looked = LookedForAll
	case row.N > 0:
		row.Looked = LookedForSome
	case row.Denied > 0:
		row.Looked = AccessDenied
	default:
		row.Looked = NothingSaid
	}
}

// daysIn counts the days of a period.
func daysIn(p Period) int { return daysFrom(p.From, p.To) + 1 }

// daysFrom counts the days from one to another; below 0: the other is earlier.
func daysFrom(from, to civil.Date) int {
	return int((civil.UTC.Start(to) - civil.UTC.Start(from)) / 86400)
}
