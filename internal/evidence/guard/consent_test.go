package guard

import (
	"context"
	"path/filepath"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/sqlite"
	"mithaq/internal/evidence/review"
)

// TestConsentInView: what the public sees of a witness follows each word on their consent, and ends with its day.
func TestConsentInView(t *testing.T) {
	ctx := context.Background()
	store, err := sqlite.Create(ctx, filepath.Join(t.TempDir(), "r.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	enter := func(payloads ...any) {
		t.Helper()
		_, err := store.Append(ctx, nil, func(yield func(record.Draft, error) bool) {
			for _, p := range payloads {
				if !yield(record.Draft{Entered: 1, Actor: "desk", Payload: p}, nil) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	enter(record.Source{ID: "w1", Sort: "witness", Name: record.Text{"en": "Layla Haddad"}},
		record.Incident{ID: "i1", Act: "attack", Title: record.Text{"en": "Layla Haddad saw it"}, Place: record.Place{Name: record.Text{"en": "her house"}, Lat: 335000001, Lon: 363000001, Radius: 10}},
		record.Account{ID: "a1", Source: "w1", Incident: "i1", Words: "I saw it"},
		record.Publication{Kind: record.KindIncident, Subject: "i1", Public: true, By: "desk", Accounts: []string{"a1"}, Radius: 5000})
	day := "2016-01-01"
	v := View(store, review.Public, func() string { return day })
	seen := func() int {
		t.Helper()
		b, err := v.Bundle(ctx, "i1")
		if err != nil {
			t.Fatal(err)
		}
		if b.Incident.Title != nil || b.Incident.Place.Name != nil || b.Incident.Place.Radius < 5000 || b.Incident.Place.Lat == 335000001 {
			t.Errorf("%+v", b.Incident)
		}
		base, err := v.Base(ctx, record.Cut{})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range base.Sources {
			if s.ID != "witness" || s.Name != nil {
				t.Errorf("%+v", s)
			}
		}
		if len(base.Sources) != len(b.Accounts) {
			t.Errorf("%d sources, %d accounts", len(base.Sources), len(b.Accounts))
		}
		return len(b.Accounts)
	}
	consent := func(c record.Consent) {
		c.Kind, c.Subject = record.KindSource, "w1"
		enter(c)
	}
	for _, step := range []struct {
		name string
		do   func()
		want int
	}{
		{"nothing said", func() {}, 0},
		{"recorded", func() { consent(record.Consent{Record: true}) }, 0},
		{"published", func() { consent(record.Consent{Publish: true, Until: "2016-02-01"}) }, 1},
		{"its end has come", func() { day = "2016-02-02" }, 0},
		{"given again", func() { consent(record.Consent{Publish: true}) }, 1},
		{"taken back", func() { consent(record.Consent{Publish: true, Withdrawn: "2016-02-02"}) }, 0},
	} {
		if step.do(); seen() != step.want {
			t.Errorf("%s: the public sees %d accounts", step.name, step.want)
		}
	}
}
