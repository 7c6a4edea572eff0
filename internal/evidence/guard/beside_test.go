package guard

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/sqlite"
	"mithaq/internal/evidence/review"
)

// TestBesideIncidents: what was published beside incidents is told as it goes out, whichever way it is asked for.
func TestBesideIncidents(t *testing.T) {
	ctx := t.Context()
	store, err := sqlite.Create(ctx, filepath.Join(t.TempDir(), "r.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	says := record.Text{"en": "Zaynab Canary said so"}
	payloads := []any{
		record.Source{ID: "canary", Sort: "witness", Name: record.Text{"en": "Zaynab Canary"}},
		record.Coverage{ID: "c", Observer: "canary", Zone: "z", From: "2016-01-01", To: "2016-01-31", Source: "canary", Note: "canary"},
		record.Roster{ID: "r", Source: "canary"},
		record.Position{ID: "p", Party: "north", Stance: "accept", Agree: "a", When: "2016-01-01", Source: "canary", Says: says},
		record.Tally{ID: "t", Source: "canary", Act: "fire", What: "acts", Says: says},
	}
	for kind, id := range map[record.Kind]string{record.KindCoverage: "c", record.KindRoster: "r", record.KindPosition: "p", record.KindTally: "t"} {
		payloads = append(payloads, record.Publication{Kind: kind, Subject: id, Public: true, By: "desk"})
	}
	if _, err := store.Append(ctx, nil, func(yield func(record.Draft, error) bool) {
		for _, p := range payloads {
			if !yield(record.Draft{Entered: 1000, Actor: "desk", Payload: p}, nil) {
				return
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	v := View(store, review.Public, func() string { return "2016-03-01" })
	check := func(what string, x any, err error) {
		t.Helper()
		b, err2 := json.Marshal(x)
		if err != nil || err2 != nil {
			t.Fatal(what, err, err2)
		}
		if strings.Contains(strings.ToLower(string(b)), "canary") {
			t.Errorf("%s: %s", what, b)
		}
	}
	for _, cut := range []record.Cut{{}, {Entered: 2000}} {
		base, err := v.Base(ctx, cut)
		check("base", base, err)
		if len(base.Coverage) != 1 || len(base.Rosters) != 1 || len(base.Positions) != 1 || len(base.Tallies) != 1 {
			t.Errorf("%+v", base)
		}
	}
	for kind, id := range map[record.Kind]string{record.KindCoverage: "c", record.KindRoster: "r", record.KindPosition: "p", record.KindTally: "t"} {
		st, err := v.Standing(ctx, kind, id)
		check(string(kind), st.Payload, err)
	}
}
