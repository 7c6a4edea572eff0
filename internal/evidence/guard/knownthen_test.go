package guard

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// later enters on a twin what was not known before.
func later(t *testing.T, s record.Store) {
	t.Helper()
	incident := func(id, title, when string) record.Incident {
		return record.Incident{ID: id, Act: "attack", When: when, Title: record.Text{"en": title}, Publisher: "p", Place: record.Place{Name: record.Text{"en": "Douma"}}}
	}
	if _, err := s.Append(context.Background(), nil, func(yield func(record.Draft, error) bool) {
		for _, p := range []any{
			incident("new", "market new", "2015-11-02"),
			record.Publication{Kind: record.KindIncident, Subject: "new", Public: true, By: "anna"},
			incident("i0", "market later", "2015-11-05"),
			record.Account{ID: "c-i1", Source: "agency", Incident: "i1", Says: record.Text{"en": "market later"}},
			record.Publication{Kind: record.KindIncident, Subject: "i2", Public: false, By: "anna"},
			record.Withdrawal{Kind: record.KindIncident, Subject: "i3", Why: "it was another"},
			record.Link{A: "i4", B: "i5", Decision: "merge", Into: "i4", By: "anna", Why: "one"},
		} {
			if !yield(record.Draft{Entered: 2000, Actor: "rami", Payload: p}, nil) {
				return
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
}

// A record as it was known at a cut is found, sorted and counted as the record was that held no more than what was entered by then.
func TestPastIsWhatWasKnown(t *testing.T) {
	ctx := context.Background()
	was, is := twin(t, 1), twin(t, 1)
	later(t, is)
	cut := record.Cut{Entered: 1999}
	for _, who := range []review.Principal{{ID: "holder", Single: true}, {ID: "anna", Roles: []string{review.Assessor}}, {ID: "rami", Roles: []string{review.Recorder}}} {
		then, now := View(was, who, today), View(is, who, today)
		p, err := Past(ctx, now, cut, 1000)
		if err != nil || p == nil {
			t.Fatalf("%v %v", p, err)
		}
		told := func(r record.Reader) (out []string) {
			say := func(what string, x any, err error) {
				if err != nil && !errors.Is(err, record.ErrNotFound) {
					t.Fatalf("%s: %v", what, err)
				}
				b, _ := json.Marshal(x)
				out = append(out, fmt.Sprintf("%s: %s", what, b))
			}
			for _, q := range []record.Query{{}, {Text: "market"}, {Text: "later"}, {Act: "arrest"}, {From: "2015-11-02", To: "2015-11-09"}, {Party: "south"}, {Waiting: true}} {
				for _, sort := range []string{"date", "-entered", "killed"} {
					q.Sort, q.Limit = sort, 500
					page, err := r.Incidents(ctx, q)
					var ids []string
					for i := range page.Rows {
						ids = append(ids, page.Rows[i].Incident.ID+" "+page.Rows[i].Incident.Title["en"]+" "+page.Rows[i].Incident.When)
					}
					say(fmt.Sprintf("%+v", q), ids, err)
				}
				groups, err := r.Count(ctx, []record.CountBy{record.ByMonth, record.ByGrade}, q)
				say(fmt.Sprintf("%+v counted", q), groups, err)
			}
			for _, id := range []string{"i0", "i1", "i2", "i3", "i4", "i5", "new", "secret-1-0", "none"} {
				b, err := r.Bundle(ctx, id)
				if b != nil {
					b.Seq = 0
				}
				say(id, b, err)
			}
			return out
		}
		a, b := told(then), told(p)
		for i := range a {
			if a[i] != b[i] {
				t.Errorf("%s: it was\n%.500s\nand is told to have been\n%.500s", who.ID, a[i], b[i])
			}
		}
		for _, id := range []string{"i0", "i1", "i3", "i4", "i5", "new"} {
			one, err := At(ctx, now, id, cut)
			other, err2 := p.Bundle(ctx, id)
			x, _ := json.Marshal(one)
			y, _ := json.Marshal(other)
			if string(x) != string(y) || errors.Is(err, record.ErrNotFound) != errors.Is(err2, record.ErrNotFound) {
				t.Errorf("%s, %s alone: %s %v, not %s %v", who.ID, id, x, err, y, err2)
			}
		}
	}
	if p, err := Past(ctx, is, cut, 3); p != nil || err != nil {
		t.Errorf("more than is read anew: %v %v", p, err)
	}
}

// Outsiders are shown of what was known then nothing that they are not shown now, and nothing that came later.
func TestPastIsGuarded(t *testing.T) {
	ctx := context.Background()
	s := twin(t, 2)
	later(t, s)
	view := View(s, review.Public, today)
	p, err := Past(ctx, view, record.Cut{Entered: 1999}, 1000)
	if err != nil || p == nil {
		t.Fatalf("%v %v", p, err)
	}
	page, err := p.Incidents(ctx, record.Query{Sort: "date", Limit: 500})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for i := range page.Rows {
		ids = append(ids, page.Rows[i].Incident.ID)
		if page.Rows[i].Incident.ID == "i0" && page.Rows[i].Incident.When == "2015-11-05" {
			t.Error("a date that was entered later is shown")
		}
	}
	for _, id := range ids {
		if _, err := view.Bundle(ctx, id); err != nil {
			t.Errorf("%s is shown, and is not now: %v", id, err)
		}
	}
	if got := fmt.Sprint(ids); page.Total != len(ids) || len(ids) < 4 {
		t.Errorf("%s of %d", got, page.Total)
	}
	for _, id := range []string{"new", "i2", "i3", "secret-0-0"} {
		if b, err := p.Bundle(ctx, id); !errors.Is(err, record.ErrNotFound) {
			t.Errorf("%s: %+v %v", id, b, err)
		}
		if b, err := At(ctx, view, id, record.Cut{Entered: 1999}); !errors.Is(err, record.ErrNotFound) {
			t.Errorf("%s alone: %+v %v", id, b, err)
		}
	}
}
