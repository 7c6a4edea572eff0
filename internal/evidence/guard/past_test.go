package guard

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/sqlite"
	"mithaq/internal/evidence/review"
)

// TestWordsThatWereMended: what was mended before it was published, or since, is not to be had by asking for an earlier day; dates and grades of then are.
func TestWordsThatWereMended(t *testing.T) {
	ctx := t.Context()
	store, err := sqlite.Create(ctx, filepath.Join(t.TempDir(), "r.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	enter := func(at int64, payloads ...any) {
		t.Helper()
		if _, err := store.Append(ctx, nil, func(yield func(record.Draft, error) bool) {
			for _, p := range payloads {
				if !yield(record.Draft{Entered: at, Actor: "desk", Payload: p}, nil) {
					return
				}
			}
		}); err != nil {
			t.Fatal(err)
		}
	}
	enter(1000, record.Source{ID: "agency", Sort: "agency"}, record.Source{ID: "secret", Sort: "agency"},
		record.Incident{
			ID: "i1", Act: "attack", When: "2016-01-01", Title: record.Text{"en": "secret"}, Place: record.Place{Name: record.Text{"en": "secret"}, Lat: 335000001, Lon: 363000001, Radius: 10, Zones: []string{"secret"}},
			Roles: []record.Words{{Role: "harmed", Words: []string{"secret"}}, {Role: "object", Words: []string{"school"}}}, Publisher: "secret",
		},
		record.Account{ID: "a1", Source: "secret", Cites: []string{"secret"}, Incident: "i1", Words: "secret", Lang: "en", Says: record.Text{"en": "secret"}},
		record.Assessment{Incident: "i1", Assessor: "agency", Rule: "row", Grade: grade.Alleged, Why: "secret", Attributions: []record.Attribution{{To: "secret", Grade: grade.Alleged}}})
	enter(2000,
		record.Incident{
			ID: "i1", Act: "attack", When: "2016-01-02", Title: record.Text{"en": "plain"}, Place: record.Place{Lat: 335000000, Lon: 363000000, Radius: 5000},
			Roles: []record.Words{{Role: "harmed", Words: []string{"civilian"}}, {Role: "object", Words: []string{"school", "clinic"}}},
		},
		record.Account{ID: "a1", Source: "agency", Incident: "i1", Words: "plain", Lang: "en", Says: record.Text{"en": "plain"}},
		record.Assessment{Incident: "i1", Assessor: "agency", Rule: "row", Grade: grade.Verified, Why: "plain"},
		record.Publication{Kind: record.KindIncident, Subject: "i1", Public: true, By: "desk", Accounts: []string{"a1"}})
	v := View(store, review.Public, func() string { return "2016-03-01" }).(*outside)
	n := 0
	for b, err := range v.Bundles(ctx, record.Cut{Entered: 1500}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		one, err := v.At(ctx, "i1", record.Cut{Entered: 1500})
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range []*record.Bundle{b, one} {
			if b.Incident.When != "2016-01-01" || b.Assessments[0].Grade != grade.Alleged {
				t.Errorf("dates and grades are not those of then: %+v", b)
			}
			if b.Incident.Title["en"] != "plain" || b.Incident.Place.Radius != 5000 || b.Incident.Place.Name != nil || b.Accounts[0].Words != "plain" || b.Accounts[0].Says["en"] != "plain" || b.Assessments[0].Why != "plain" {
				t.Errorf("told as it was before it was mended: %+v", b)
			}
			if told := fmt.Sprintf("%+v", b); strings.Contains(told, "secret") || !strings.Contains(told, "{Role:object Words:[school] OneOf:false}") {
				t.Errorf("roles, zones, sources or attributions as they were before they were mended: %s", told)
			}
		}
	}
	if n != 1 {
		t.Errorf("%d incidents", n)
	}
	if _, err := v.At(ctx, "i1", record.Cut{Entered: 500}); err == nil {
		t.Error("it stood before it was entered")
	}
	for seq := range int64(20) {
		for b := range v.Bundles(ctx, record.Cut{Seq: seq + 1}) {
			t.Errorf("at entry %d the public sees %s", seq+1, b.Incident.ID)
		}
	}
}

// TestDissentsOfOneDay: of several persons' dissents of one day each keeps its own words, though no form says whose they are.
func TestDissentsOfOneDay(t *testing.T) {
	ctx := t.Context()
	w := newWorld(t, 1, 1)
	dissent := func(by, says string) record.Dissent {
		return record.Dissent{Incident: "i", Assessor: "agency", By: by, When: "2016-02-02", Says: record.Text{"en": says}}
	}
	for n, payloads := range [][]any{
		{
			record.Source{ID: "agency", Sort: "agency"},
			record.Incident{ID: "i", Act: "attack", When: "2016-01-01", Publisher: "agency"},
			record.Assessment{Incident: "i", Assessor: "agency", Rule: "row", Grade: grade.Alleged},
		},
		{dissent("zeina", "as it was said")},
		{dissent("amal", "by amal")},
		{dissent("zeina", "by zeina"), record.Publication{Kind: record.KindIncident, Subject: "i", Public: true, By: "anna"}},
	} {
		for _, p := range payloads {
			w.add("anna", p)
			w.drafts[len(w.drafts)-1].Entered = int64(2000 + n)
		}
		w.flush()
	}
	o := View(w.store, review.Public, today).(*outside)
	for n, want := range []string{"[]", "[by zeina]", "[by amal by zeina]", "[by amal by zeina]"} {
		b, err := o.At(ctx, "i", record.Cut{Entered: int64(2000 + n)})
		if err != nil {
			t.Fatal(err)
		}
		got := []string{}
		for i := range b.Dissents {
			got = append(got, b.Dissents[i].Says["en"])
		}
		if fmt.Sprint(got) != want {
			t.Errorf("at %d: %v, not %s", n, got, want)
		}
	}
}
