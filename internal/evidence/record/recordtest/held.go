package recordtest

import (
	"context"
	"slices"
	"testing"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// askOften asks a store until it holds in memory what it is asked for.
func askOften(t *testing.T, s record.Store) {
	for range 33 {
		if _, err := s.Count(context.Background(), nil, record.Query{}); err != nil {
			t.Fatal(err)
		}
	}
}

// testHeld: a store that was asked often answers of the record as it is now, whatever came since.
func testHeld(t *testing.T, open func(*testing.T) record.Store) {
	ctx := context.Background()
	s := open(t)
	see := func(after string, n int, best int64, ids ...string) {
		t.Helper()
		groups, err := s.Count(ctx, []record.CountBy{record.ByAct}, record.Query{Act: "attack"})
		if err != nil || len(groups) != 1 || groups[0].N != n || groups[0].Killed.Best != best {
			t.Errorf("after %s: %+v, %v; want %d and %d", after, groups, err, n, best)
		}
		found, err := s.Matching(ctx, record.Query{From: "2015-11-01"})
		if slices.Sort(found); err != nil || !slices.Equal(found, ids) {
			t.Errorf("after %s: %v, %v; want %v", after, found, err, ids)
		}
	}
	killed := func(id string, n int64) record.Draft {
		return record.Draft{Entered: 110, Actor: "desk", Payload: record.Assessment{
			Incident: id, Assessor: "desk", Grade: grade.Verified, Amounts: []record.Amount{{Role: "killed", Range: record.Range{Lo: n, Best: n, Hi: n}}},
		}}
	}
	mustAppend(t, s, incident("i1"), incident("i2"), incident("i3"), killed("i1", 2), killed("i2", 3), killed("i3", 0))
	askOften(t, s)
	see("much asking", 3, 5, "i1", "i2", "i3")
	mustAppend(t, s, killed("i3", 7))
	see("an assessment", 3, 12, "i1", "i2", "i3")
	mustAppend(t, s, record.Draft{Entered: 120, Actor: "desk", Payload: record.Source{ID: "s", Name: record.Text{"en": "S"}, Sort: "ngo"}}, incident("i4"), killed("i4", 0))
	see("a source and an incident", 4, 12, "i1", "i2", "i3", "i4")
	mustAppend(t, s, record.Draft{Entered: 120, Actor: "desk", Payload: record.Withdrawal{Kind: record.KindIncident, Subject: "i2", By: "desk"}})
	see("a withdrawal", 3, 9, "i1", "i3", "i4")
	many := make([]record.Draft, 0, 1400) // more than are taken up one by one
	for i := range 700 {
		id := "m" + string(rune('a'+i/26)) + string(rune('a'+i%26))
		many = append(many, incident(id), killed(id, 1))
	}
	mustAppend(t, s, many...)
	if groups, err := s.Count(ctx, nil, record.Query{}); err != nil || len(groups) != 1 || groups[0].N != 703 || groups[0].Killed.Best != 709 {
		t.Errorf("after many: %+v, %v", groups, err)
	}
	mustAppend(t, s, removal(t, s, "r1", 1, 4))
	if groups, err := s.Count(ctx, nil, record.Query{}); err != nil || len(groups) != 1 || groups[0].N != 702 || groups[0].Killed.Best != 707 {
		t.Errorf("after a removal: %+v, %v", groups, err)
	}
	if found, err := s.Matching(ctx, record.Query{}); err != nil || len(found) != 702 || slices.Contains(found, "i1") {
		t.Errorf("after a removal: %d, %v", len(found), err)
	}
}
