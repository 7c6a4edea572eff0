package guard

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/fold"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
	"mithaq/internal/evidence/review"
)

// plain makes what a principal sees the slow way: one incident after another, by its bundle and its history, with the rules alone.
func plain(t *testing.T, w *world, p review.Principal) (out []record.Sight) {
	t.Helper()
	ctx := context.Background()
	told, err := Told(ctx, w.store, today())
	if err != nil {
		t.Fatal(err)
	}
	for i := range w.facts {
		b, err := w.store.Bundle(ctx, id(i))
		if errors.Is(err, record.ErrNotFound) {
			continue
		}
		history, err2 := w.store.History(ctx, record.KindIncident, id(i))
		if err := errors.Join(err, err2); err != nil {
			t.Fatal(err)
		}
		if !b.Stands() {
			continue
		}
		if p.ID == "rami" {
			if p.May(review.Read, p.StateOf(b.Joined(), history[0].Actor)) {
				out = append(out, record.Sight{Bundle: b, First: history[0].Seq})
			}
			continue
		}
		c := review.Case{Bundle: b, History: history}
		if form := Form(&c, &b.Publication, p.Party); form != nil {
			out = append(out, record.Sight{Bundle: released(told, form, b.Publication, p.Party), First: history[0].Seq})
		}
	}
	return out
}

// meets says whether what is seen meets a query, by looking through it.
func meets(q *record.Query, b *record.Bundle) bool {
	c := project.ColumnsOf(b)
	day := func(s string) int64 {
		d, err := civil.ParseDate(s)
		if err != nil {
			panic(err) // the queries of the test are constants
		}
		return int64(d.Year)*10000 + int64(d.Month)*100 + int64(d.Day)
	}
	place, text := fold.Sought(q.Place), fold.Sought(q.Text)
	return (q.From == "" || c.Hi >= day(q.From)) && (q.To == "" || c.Lo <= day(q.To)) && (q.Party == "" || slices.Contains(c.Parties, q.Party)) &&
		(q.Grade == nil || c.Grade == int(*q.Grade)) && (q.Source == "" || slices.Contains(c.Sources, q.Source)) &&
		(q.Act == "" || b.Incident.Act == q.Act) && project.HasWords(b, &place, &text)
}

// filtered gives the rows of what meets a query, in its order.
func filtered(q *record.Query, all []record.Sight) (rows []record.Row) {
	var met []record.Sight
	for _, at := range all {
		if meets(q, at.Bundle) {
			met = append(met, at)
		}
	}
	way := 1
	if strings.HasPrefix(q.Sort, "-") {
		way = -1
	}
	key := func(at record.Sight) int64 {
		switch c := project.ColumnsOf(at.Bundle); strings.TrimPrefix(q.Sort, "-") {
		case "killed":
			return c.Killed.Lo
		case "entered":
			return 0
		default:
			if way < 0 {
				return c.Hi
			}
			return c.Lo
		}
	}
	slices.SortFunc(met, func(a, b record.Sight) int {
		return way * cmp.Or(cmp.Compare(key(a), key(b)), cmp.Compare(a.First, b.First))
	})
	for _, at := range met {
		c := project.ColumnsOf(at.Bundle)
		rows = append(rows, project.RowOf(at.Bundle, c.Grade, c.Killed))
	}
	return rows
}

func inJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestIndexedIsFiltered: pages, totals and counts of a guarded record are what a look through everything that is seen finds, at first and
// after each change of the record.
func TestIndexedIsFiltered(t *testing.T) {
	const worlds, size, changes = 2, 14, 6
	ctx := context.Background()
	met := map[string]int{}
	for seed := range uint64(worlds) {
		w := newWorld(t, 100+seed, size)
		views := map[string]record.Reader{}
		for n := range changes {
			for _, p := range principals[:3] {
				name := fmt.Sprint(p.ID, p.Party)
				if views[name] == nil {
					views[name] = View(w.store, p, today)
				}
				v, all := views[name], plain(t, w, p)
				for _, q := range queriesOf(w) {
					want := filtered(&q, all)
					var got []record.Row
					for ask := q; ; {
						page, err := v.Incidents(ctx, ask)
						if err != nil || page.Total != len(want) {
							t.Fatalf("world %d, change %d, %s, %+v: %+v, %v; want %d", seed, n, name, q, page, err, len(want))
						}
						got = append(got, page.Rows...)
						if ask.After = page.Next; ask.After == "" {
							break
						}
					}
					for i := range got { // what is linked is for TestNothingLeaks
						got[i].Incident.Related = nil
					}
					for i := range want {
						want[i].Incident.Related = nil
					}
					if a, b := inJSON(t, got), inJSON(t, want); a != b {
						t.Fatalf("world %d, change %d, %s, %+v:\n%s\nwant\n%s", seed, n, name, q, a, b)
					}
					counted, err := v.Count(ctx, []record.CountBy{record.ByAct}, q)
					if err != nil || len(counted) != len(want) { // each incident has an act of its own
						t.Fatalf("world %d, change %d, %s, %+v: counted %+v, %v", seed, n, name, q, counted, err)
					}
					if ids, err := v.Matching(ctx, q); err != nil || !slices.Equal(sorted(ids), sorted(idsOf(want))) {
						t.Fatalf("world %d, change %d, %s, %+v: %v match, %v", seed, n, name, q, ids, err)
					}
					if len(want) > 0 && len(want) < len(all) {
						met[name]++
					}
				}
			}
			w.change(n)
		}
	}
	for _, p := range principals[:3] {
		if name := fmt.Sprint(p.ID, p.Party); met[name] < 20 {
			t.Errorf("%q: %d queries found some and not all: the worlds do not test it", name, met[name])
		}
	}
}

func queriesOf(w *world) []record.Query {
	g, i := grade.Corroborated, w.r.IntN(len(w.facts))
	return []record.Query{
		{Limit: 3},
		{Sort: "-date", Limit: 2},
		{Sort: "-killed", Limit: 2, Party: "north"},
		{Sort: "-entered", Limit: 4, Grade: &g},
		{From: "2015-11-10", To: "2015-11-20", Sort: "entered"},
		{From: "2015-11-29", Limit: 1},
		{Text: zq(i)},
		{Text: "zq", Sort: "-date"},
		{Text: "zq1", Limit: 1},
		{Place: "zq1"},
		{Source: "desk", Act: "act-" + zq(i)},
		{Source: "witness"},
	}
}

// change changes the record: what is public, what is consented, what stands.
func (w *world) change(n int) {
	i := w.r.IntN(len(w.facts))
	switch n {
	case 0, 3:
		w.add("anna", record.Publication{Kind: record.KindIncident, Subject: id(i), Public: n == 0, By: "anna", Accounts: []string{fmt.Sprintf("a-%s-0", zq(i))}})
	case 1:
		for k := range w.facts {
			w.add("anna", record.Consent{Kind: record.KindSource, Subject: fmt.Sprintf("s-%s-0", zq(k)), Record: true, Publish: k%2 == 0, How: "asked"})
		}
	case 2:
		w.add("anna", record.Coverage{ID: "early", Source: "desk"}) // which has all looked at again
		if k := slices.IndexFunc(w.facts, func(f facts) bool { return f.public && !f.withdrawn }); k >= 0 {
			i = k
		}
		w.add("lina", record.Publication{Kind: record.KindIncident, Subject: id(i), Public: true, By: "anna", Date: "year", Hide: []string{"place", "title"}})
		w.add("lina", record.Assessment{Incident: id(i), Assessor: "desk", Grade: grade.Verified, Attributions: []record.Attribution{{To: "south", Grade: grade.Verified}}})
	case 4:
		w.add("anna", record.Source{ID: "new", Sort: "ngo", Name: record.Text{"en": "zq1x"}})
		w.add("anna", record.Coverage{ID: "c", Source: "new"})
	default:
		w.add("anna", record.Withdrawal{Kind: record.KindIncident, Subject: id(i), By: "anna", Why: "twice"})
	}
	w.flush()
}

func idsOf(rows []record.Row) (ids []string) {
	for i := range rows {
		ids = append(ids, rows[i].Incident.ID)
	}
	return ids
}

func sorted(ids []string) []string { return slices.Sorted(slices.Values(ids)) }
