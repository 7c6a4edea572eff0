package board

import (
	"slices"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/fact"
)

// DeskView is the staff's first page: what came in, what waits, what falls due, what changed.
type DeskView struct {
	Came    []IncidentRow
	Waiting []IncidentRow
	Waits   int
	Due     []DeskDue
	Changed []DeskChange
	More    int // changes that are not shown
	Entries []HistoryRow
	Unbound []fact.Unbound
	Drafts  []DraftRow
	Stopped int    // webhooks that are called no more
	From    string // the day since which changes are counted

	Since     string // when the visitor marked what came in as seen; "": never
	CameN     int    // how many incidents came in since
	UpTo      int64  // the last entry of what the page shows
	Second    []ReviewRow
	Steps     []ReviewStep // at which something waits for the visitor
	Follows   []FollowRow
	NotLooked []NotLooked
	Yesterday string
}

// DeskDue is something that falls due in the next seven days.
type DeskDue struct {
	Agreement, Title string // Title: of the agreement
	Due
}

// DeskChange is a status that is another than it was on the record seven days ago, and the entry that it rests on.
type DeskChange struct {
	Agreement, Title string // Title: of the agreement
	Term, Norm       string
	Before, Now      Cell
	Entry            int64
	One              string // how many incidents that decide have a grade that rests on one source only; "": none
}

// week is how far the desk looks ahead and back, in seconds.
const week = 7 * 86400

// DeskPage makes the desk. before is the run on the record of seven days ago.
func (r *Run) DeskPage(rd Reader, now int64, came, waiting []record.Row, waits int, entries []record.Entry, before *Run) *DeskView {
	v := &DeskView{Waits: waits, Unbound: r.Result.Unbound, From: locale.Date(rd.Lang, civil.UTC.DateOf(now-week))}
	for i := range came {
		v.Came = append(v.Came, r.IncidentRow(rd, &came[i]))
	}
	for i := range waiting {
		v.Waiting = append(v.Waiting, r.IncidentRow(rd, &waiting[i]))
	}
	for i := range entries {
		v.Entries = append(v.Entries, r.history(rd, &entries[i]))
	}
	for i := range r.Result.Agreements {
		s := &r.Result.Agreements[i]
		a := r.Program.Agreement(s.ID)
		for _, d := range r.dues(rd, a, s) {
			if d.at <= now+week {
				v.Due = append(v.Due, DeskDue{s.ID, wording.Name(rd.Lang, a.Names, a.ID), d})
			}
		}
		if before != nil {
			v.changed(rd, r, before, i)
		}
	}
	return v
}

// deskChanges is how many changes of status the desk shows.
const deskChanges = 50

// changed adds the statuses of an agreement that differ from those of another run of the same texts.
func (v *DeskView) changed(rd Reader, r, before *Run, i int) {
	now := &r.Result.Agreements[i]
	a, was := before.Agreement(now.ID)
	if was == nil {
		return
	}
	for j := range now.Norms {
		n, o := &now.Norms[j], &was.Norms[j]
		if n.Lanes[rd.lead(a)].States == o.Lanes[rd.lead(a)].States {
			continue
		}
		if len(v.Changed) == deskChanges {
			v.More++
			continue
		}
		change := DeskChange{
			Agreement: now.ID, Title: wording.Name(rd.Lang, a.Names, a.ID), Term: n.Term, Norm: r.Program.Norm(n.Key.Norm).ID,
			Before: Cell{StateText: rd.W.State(o.Lanes[rd.lead(a)], o)}, Now: Cell{StateText: rd.W.State(n.Lanes[rd.lead(a)], n)},
		}
		change.One = r.because(rd, "", n.Key, &n.Reasons)
		for _, f := range r.decided(n.Key, &n.Reasons) {
			change.Entry = max(change.Entry, f.Entered)
		}
		v.Changed = append(v.Changed, change)
	}
}

// NotLooked is a zone where nobody could look.
type NotLooked struct {
	Zone   string
	Denied bool // whoever wanted to look was kept out; else nothing is said
}

// recent is for how many days a zone counts as watched after an entry last spoke of it.
const recent = 60

// NobodyLooked gives the zones, among those of which coverage spoke lately, where nobody could look on a day; none where coverage spoke of no zone lately. The day
// comes in words.
func (r *Run) NobodyLooked(rd Reader, day civil.Date) (out []NotLooked, in string) {
	from, at := day.AddDays(-recent).String(), day.String()
	state := map[string]Looked{}
	for i := range r.Base.Coverage {
		if c := &r.Base.Coverage[i]; c.To >= from && c.From <= at {
			state[c.Zone] = NothingSaid
		}
	}
	for zone := range state {
		around := r.around(zone)
		for i := range r.Base.Coverage {
			if c := &r.Base.Coverage[i]; c.From <= at && at <= c.To && slices.Contains(around, c.Zone) {
				state[zone] = more(state[zone], looked(c))
			}
		}
	}
	l := r.lookup(rd)
	for zone, how := range state {
		if how == NothingSaid || how == AccessDenied {
			out = append(out, NotLooked{l.Value(zone), how == AccessDenied})
		}
	}
	slices.SortFunc(out, func(a, b NotLooked) int { return strings.Compare(a.Zone, b.Zone) })
	return out, locale.Date(rd.Lang, day)
}
