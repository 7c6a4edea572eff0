package sqlite

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

var update = flag.Bool("update", false, "write testdata/record-v1 anew: only before the version is released")

const fixture = "testdata/record-v1.mithaq.db"

// zeros is a source of salts for the fixture, so that it is the same each time.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

var _ io.Reader = zeros{}

// TestFixture: a record made by version 1 opens for ever, and says the same.
func TestFixture(t *testing.T) {
	ctx := context.Background()
	if *update {
		makeFixture(t)
	}
	content, err := os.ReadFile(fixture)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "record.db") // a later version may bring it up to date
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Check(ctx); err != nil {
		t.Error(err)
	}
	got := told(t, s)
	want := fixture + ".json"
	if *update {
		if err := os.WriteFile(want, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	wanted, err := os.ReadFile(want)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, wanted) {
		t.Errorf("the record of version 1 says\n%s\nit said\n%s", got, wanted)
	}
	if _, err := s.Append(ctx, nil, drafts(record.Source{ID: "later"})); err != nil {
		t.Errorf("writing on: %v", err)
	}
}

// told is everything that a record says, as JSON.
func told(t *testing.T, s *Store) []byte {
	t.Helper()
	ctx := context.Background()
	var all struct {
		Heads   []record.Hash
		Base    *record.Base
		Bundles []record.Bundle
		Before  []record.Bundle // before the last entry
	}
	for e, err := range s.Entries(ctx, 0) {
		if err != nil {
			t.Fatal(err)
		}
		all.Heads = append(all.Heads, e.ID)
	}
	var err error
	if all.Base, err = s.Base(ctx, record.Cut{}); err != nil {
		t.Fatal(err)
	}
	for b, err := range s.Bundles(ctx, record.Cut{}) {
		if err != nil {
			t.Fatal(err)
		}
		all.Bundles = append(all.Bundles, *b)
	}
	for b, err := range s.Bundles(ctx, record.Cut{Seq: all.Base.Head.Seq - 1}) {
		if err != nil {
			t.Fatal(err)
		}
		all.Before = append(all.Before, *b)
	}
	out, err := json.MarshalIndent(all, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return append(out, '\n')
}

func makeFixture(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "record.db")
	s, err := Create(ctx, path, Options{Rand: zeros{}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(ctx, nil, drafts(fixturePayloads()...)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(fixture, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// fixturePayloads is a payload of each kind, made up, with every part that one can have.
func fixturePayloads() []any {
	const text = "agreement sample \"A made-up sample\"\n"
	sum := sha256.Sum256([]byte(text))
	return []any{
		record.Source{ID: "s1", Name: record.Text{"en": "Made-up monitor", "ar": "مرصد متخيل", "ru": "Вымышленный наблюдатель"}, Sort: "monitor", URL: "https://example.org", Party: "north", Reliability: "B", Cites: []string{"s2"}, Note: "made up"},
		record.Source{ID: "s2", Name: record.Text{"en": "Made-up newsroom"}},
		record.Incident{
			ID: "i1", Scheme: "made-up", Act: "attack", Title: record.Text{"en": "A made-up attack"}, When: "2015-11-01/2015-11-03~", Zone: "Asia/Damascus",
			Place:     record.Place{Name: record.Text{"en": "Nowhere", "ar": "لا مكان"}, Zones: []string{"zone1"}, Lat: 335714000, Lon: -364027000, Radius: 500},
			Roles:     []record.Words{{Role: "harmed", Words: []string{"man", "woman"}, OneOf: true}, {Role: "object", Words: []string{"school"}}},
			Publisher: "made-up", Key: "17", Verbatim: map[string]string{"grade": "Fair"}, Graphic: true, Note: "made up",
		},
		record.Incident{ID: "i2", Act: "release", When: "2016"},
		record.Incident{ID: "i3", Act: "meet"},
		record.Account{ID: "a1", Source: "s1", Incident: "i1", Published: "2015-11-04", Lang: "ar", Says: record.Text{"en": "It was said."}, URL: "https://example.org/1", Note: "made up"},
		record.Assessment{
			Incident: "i1", Assessor: "made-up", When: "2015-12-01", Grade: grade.Corroborated, Verbatim: "Fair", Scheme: "made-up",
			Attributions: []record.Attribution{{To: "north", Grade: grade.Alleged}, {To: "south", Grade: grade.Discounted}}, OneOf: true, Exhaustive: true, Group: grade.Corroborated,
			Contested: true, Excuses: []string{"error"}, Amounts: []record.Amount{{Role: "killed", Range: record.Range{Lo: 2, Best: 3, Hi: 5}}}, Acts: record.Range{Lo: 1, Best: -1, Hi: 4},
			Method: "video", Rule: "made-up.row", Why: "made up",
		},
		record.Coverage{ID: "c1", Observer: "s1", Zone: "zone1", From: "2015-11-01", To: "2015-11-30", Acts: []string{"attack"}, Means: "remote", Denied: true, DeniedBy: "north", LagDays: 3, Source: "s1", Note: "made up"},
		record.Roster{ID: "r1", Members: []record.Member{{ID: "m1", Roles: []record.Words{{Role: "people", Words: []string{"child"}}}, Since: "2015", Grade: grade.Verified}}, Complete: true, Declared: "2016-01-01", By: "s1", Source: "s1"},
		record.Position{ID: "p1", Party: "north", Stance: "deny", About: "i1", When: "2015-11-05", Says: record.Text{"en": "No."}, Source: "s2", URL: "https://example.org/2"},
		record.Position{ID: "p2", Party: "south", Stance: "accept", Agree: "sample", Term: "1", When: "2015-11-05"},
		record.Tally{ID: "t1", Source: "s1", Act: "attack", Roles: []record.Words{{Role: "object", Words: []string{"school"}}}, Doers: []string{"north"}, What: "acts", Number: record.Range{Lo: 12, Best: 12, Hi: -1}, From: "2015-09-30", To: "2015-11-01", Grade: grade.Alleged, By: "desk", When: "2015-11-02", Says: record.Text{"en": "Twelve."}, URL: "https://example.org/3"},
		record.Name{Scheme: "made-up", Sort: "party", Word: "Northern / Army", Means: []string{"north"}, By: "desk", Why: "made up"},
		record.Name{Scheme: "made-up", Sort: "party", Word: "Passers-by", Means: nil},
		record.AgreementText{File: "sample.mithaq", SHA256: sum, Text: text},
		record.Mapping{ID: "map1", Publisher: "made-up", JSON: "{}"},
		record.Import{File: "a.csv", SHA256: sum, Publisher: "made-up", Mapping: "map1", Added: 2, Changed: 1, Same: 3, Withdrawn: 1, Scope: record.Scope{From: "2015-01-01", To: "2015-12-31", Countries: []string{"SY"}}},
		record.Withdrawal{Kind: record.KindIncident, Subject: "i3", By: "made-up", Why: "made up"},
		record.Assessment{Incident: "i1", Assessor: "made-up", Grade: grade.Discounted},
	}
}
