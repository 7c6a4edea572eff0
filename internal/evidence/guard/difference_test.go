package guard

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/sqlite"
	"mithaq/internal/evidence/review"
)

// published is how many incidents both records of TestDifferences publish.
const published = 8

// twin makes a record with a number of incidents that are published, and between them, before and after them, as many that are not as secret says; and on each
// published one as many accounts, assessments and persons that are not shown.
func twin(t *testing.T, secret int) record.Store {
	t.Helper()
	s, err := sqlite.Create(context.Background(), filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	var drafts []record.Draft
	add := func(entered int64, actor string, payload any) {
		drafts = append(drafts, record.Draft{Entered: entered, Actor: actor, Payload: payload})
	}
	hidden := func(at int) {
		for k := range secret {
			id := fmt.Sprintf("secret-%d-%d", at, k)
			add(1000+int64(k), "rami", record.Source{ID: "s-" + id, Name: record.Text{"en": "hidden witness"}, Sort: "witness"})
			add(1000+int64(k), "rami", record.Incident{
				ID: id, Act: []string{"attack", "arrest"}[k%2], When: fmt.Sprintf("2015-11-%02d", 2+k%20), Title: record.Text{"en": "market hidden"}, Publisher: "p",
				Place: record.Place{Name: record.Text{"en": "Douma"}},
			})
			add(1000+int64(k), "rami", record.Account{ID: "a-" + id, Source: "agency", Incident: id, Says: record.Text{"en": "market"}})
			add(1000+int64(k), "lina", record.Assessment{Incident: id, Assessor: "p", Rule: "p.row", Grade: grade.Corroborated, Attributions: []record.Attribution{{To: "north", Grade: grade.Alleged}}})
			add(1000+int64(k), "lina", record.Coverage{ID: "c-" + id, Observer: "agency", Zone: "z", From: "2015-11-01", To: "2015-11-30"})
			add(1000+int64(k), "lina", record.Person{ID: "person-" + id, Name: record.Text{"en": "Nobody Atall"}})
		}
	}
	add(900, "rami", record.Source{ID: "agency", Name: record.Text{"en": "An agency"}, Sort: "agency"})
	add(900, "rami", record.Source{ID: "p", Name: record.Text{"en": "A publisher"}, Sort: "dataset"})
	hidden(0)
	for i := range published {
		id := fmt.Sprintf("i%d", i)
		add(1000, "rami", record.Incident{
			ID: id, Act: []string{"attack", "arrest"}[i%2], When: fmt.Sprintf("2015-11-%02d", 1+3*i%28), Title: record.Text{"en": "market seen"}, Publisher: "p",
			Place: record.Place{Name: record.Text{"en": "Douma"}},
		})
		add(1000, "rami", record.Account{ID: "a-" + id, Source: "agency", Incident: id, Says: record.Text{"en": "market"}})
		add(1000, "lina", record.Assessment{
			Incident: id, Assessor: "p", Rule: "p.row", Grade: grade.Corroborated, Attributions: []record.Attribution{{To: "north", Grade: grade.Alleged}},
			Amounts: []record.Amount{{Role: "killed", Range: record.Range{Lo: int64(i % 3), Best: int64(i % 3), Hi: 5}}},
		})
		add(1001, "rami", record.Publication{Kind: record.KindIncident, Subject: id, Public: true, By: "anna", Accounts: []string{"a-" + id}})
		for k := range secret {
			add(1002, "rami", record.Account{ID: fmt.Sprintf("b-%s-%d", id, k), Source: "agency", Incident: id, Says: record.Text{"en": "hidden"}})
			add(1002, "lina", record.Assessment{Incident: id, Assessor: fmt.Sprintf("desk%d", k), Grade: grade.Verified, Attributions: []record.Attribution{{To: "south", Grade: grade.Verified}}})
		}
		hidden(i + 1)
	}
	_, err = s.Append(context.Background(), nil, func(yield func(record.Draft, error) bool) {
		for _, d := range drafts {
			if !yield(d, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// attacked asks a view everything from which somebody might reckon out what is not shown: totals, pages and the marks between them, counts by
// everything, searches for words that are hidden, what stood at every position and time.
func attacked(t *testing.T, v record.Reader) (answers []string) {
	t.Helper()
	ctx := context.Background()
	tell := func(what string, x any, err error) {
		if err != nil && !errors.Is(err, record.ErrNotFound) {
			t.Fatalf("%s: %v", what, err)
		}
		b, err2 := json.Marshal(x)
		if err2 != nil {
			t.Fatal(err2)
		}
		answers = append(answers, fmt.Sprintf("%s: %s %+v %v", what, b, x, err))
	}
	g, c := grade.Verified, grade.Corroborated
	queries := []record.Query{
		{},
		{Text: "market"},
		{Text: "hidden"},
		{Text: "Nobody"},
		{Text: "m"},
		{Place: "douma"},
		{Act: "attack"},
		{Act: "arrest"},
		{Party: "north"},
		{Party: "south"},
		{Grade: &g},
		{Grade: &c},
		{Source: "agency"},
		{Source: "s-secret-0-0"},
		{Source: "desk0"},
		{Publisher: "p"},
		{From: "2015-11-10"},
		{To: "2015-11-10"},
		{Waiting: true},
		{Withdrawn: true},
		{Received: record.Span{From: 1, UpTo: 5}},
		{Visible: &record.Visible{Public: true}},
		{Visible: &record.Visible{Waiting: true}},
	}
	for i, q := range queries {
		for _, sort := range []string{"date", "-date", "killed", "-killed", "entered", "-entered"} {
			q.Sort, q.After = sort, ""
			for _, limit := range []int{1, 3, 500} {
				q.Limit = limit
				for page := 0; ; page++ {
					p, err := v.Incidents(ctx, q)
					tell(fmt.Sprintf("query %d by %s, page %d of %d", i, sort, page, limit), p, err)
					if err != nil {
						break
					}
					if q.After = p.Next; q.After == "" {
						break
					}
				}
			}
		}
		for _, by := range [][]record.CountBy{
			{record.ByAct}, {record.ByGrade}, {record.ByMonth}, {record.ByYear}, {record.ByAttribution}, {record.ByPublisher}, {record.ByAct, record.ByGrade, record.ByAttribution},
		} {
			q.Sort, q.Limit, q.After = "", 0, ""
			gs, err := v.Count(ctx, by, q)
			tell(fmt.Sprintf("query %d counted by %v", i, by), gs, err)
		}
	}
	for n := range int64(30) { // of which both records have more entries
		for _, cut := range []record.Cut{{Seq: n}, {Entered: 985 + n}} {
			all := 0
			for b, err := range v.Bundles(ctx, cut) {
				all++
				tell(fmt.Sprintf("at %+v", cut), b, err)
			}
			tell(fmt.Sprintf("at %+v", cut), all, nil)
			base, err := v.Base(ctx, cut)
			if base != nil {
				base.Head = record.Head{}
			}
			tell(fmt.Sprintf("base at %+v", cut), base, err)
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		for st, err := range v.Each(ctx, kind, "") {
			tell("each "+string(kind), st, err)
		}
	}
	for _, id := range []string{"i0", "secret-0-0", "secret-99-99", ""} {
		b, err := v.Bundle(ctx, id)
		tell("bundle", b, nil)
		tell("bundle", errors.Is(err, record.ErrNotFound), nil)
		h, err := v.History(ctx, record.KindIncident, id)
		tell("history", len(h), nil)
		tell("history", errors.Is(err, record.ErrNotFound), nil)
	}
	for e, err := range v.Entries(ctx, 0) {
		tell("entry", e, err)
	}
	for _, since := range []Shown{"", "of another time"} {
		now, moved, known, err := v.(Showing).Shown(ctx, since)
		tell(fmt.Sprintf("shown %s %v", now, known), moved, err)
	}
	return answers
}

// TestDifferences: two records that publish the same answer outsiders alike to everything, however much they hold besides: so nothing of it can be
// reckoned out, neither by taking totals from each other nor by paging, nor by what a search finds. What differs is the head of the log, which
// goes out in every checkpoint.
func TestDifferences(t *testing.T) {
	few, many := twin(t, 0), twin(t, 3)
	for _, p := range []review.Principal{review.Public, {ID: "obs", Roles: []string{"observer"}, Party: "north"}} {
		a, b := attacked(t, View(few, p, today)), attacked(t, View(many, p, today))
		if len(a) != len(b) {
			t.Errorf("%+v: %d answers, %d", p, len(a), len(b))
		}
		told := 0
		for i := range min(len(a), len(b)) {
			if a[i] != b[i] {
				if told++; told < 10 {
					t.Errorf("%+v:\n%.300s\n%.300s", p, a[i], b[i])
				}
			}
		}
	}
	page, err := View(many, review.Public, today).Incidents(context.Background(), record.Query{})
	if err != nil || page.Total != published {
		t.Errorf("%+v, %v", page, err)
	}
	if whole, err := many.Incidents(context.Background(), record.Query{}); err != nil || whole.Total != published+3*(published+1) {
		t.Errorf("%+v, %v", whole, err)
	}
}
