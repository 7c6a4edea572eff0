package postgres

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"mithaq/internal/evidence/record"
)

// TestCheckFinds: whatever is changed behind the store's back is found; of several faults every one is told.
func TestCheckFinds(t *testing.T) {
	ctx := context.Background()
	s := created(t)
	for q, want := range map[string][]string{
		"DELETE FROM entry WHERE seq = 1":                                                                {"gap 2 ", "chain 2 ", "tables 0 "},
		"UPDATE entry SET subject = 'x' WHERE seq = 1":                                                   {"column 1 subject"},
		"UPDATE entry SET entered = 5 WHERE seq = 2":                                                     {"column 2 entered"},
		"UPDATE entry SET bytes = (SELECT bytes FROM entry WHERE seq = 1) WHERE seq = 2":                 nil, // whatever
		"UPDATE head SET hash = decode(repeat('00', 32), 'hex')":                                         {"head 0 "},
		"UPDATE bundle SET state = 1":                                                                    {"projection 0 bundle"},
		"UPDATE incident SET grade = 3":                                                                  {"projection 0 incident"},
		"UPDATE piece SET docs = '\\x01' WHERE key = 'aattack'":                                          nil,
		"DELETE FROM piece WHERE key = 'aattack'":                                                        {"projection 0 piece"},
		"DELETE FROM touch WHERE seq = 2":                                                                {"projection 0 touch"},
		"DELETE FROM layout":                                                                             {"layout 0 ", "layout 0 "},
		"UPDATE entry SET based = true WHERE seq = 2; UPDATE incident SET year = '1'; DELETE FROM touch": {"column 2 based", "projection 0 touch", "projection 0 incident"},
	} {
		behind(t, s, "SET session_replication_role = origin")
		wipe(t, s)
		if _, err := s.Append(ctx, nil, drafts(record.Incident{ID: "i", Act: "attack"}, record.Incident{ID: "i2", Act: "attack"}, record.Account{ID: "a", Source: "s", Incident: "i"})); err != nil {
			t.Fatal(err)
		}
		if n, err := s.Check(ctx); err != nil || n != 0 {
			t.Fatalf("untouched: %d, %v", n, err)
		}
		before, err := s.Head(ctx)
		if err != nil {
			t.Fatal(err)
		}
		behind(t, s, "SET session_replication_role = replica; "+q)
		var found []string
		x, err := s.Examine(ctx, func(f record.Fault) { found = append(found, fmt.Sprintf("%s %d %s", f.Sort, f.Entry, f.Table)) }, nil)
		if err != nil || x.Faults == 0 || x.Faults != len(found) || want != nil && !slices.Equal(found, want) {
			t.Errorf("%s: found %q (%+v, %v), want %q", q, found, x, err, want)
		}
		if h, err := s.Head(ctx); err != nil || h.Seq != before.Seq {
			t.Errorf("%s: checking moved the head to %+v (%v)", q, h, err)
		}
	}
}
