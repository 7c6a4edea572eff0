package sqlite

import (
	"context"
	"path/filepath"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/recordtest"
)

// TestTotalsApart: totals that are remembered are told apart by every value of the condition, numbers among them.
func TestTotalsApart(t *testing.T) {
	ctx := context.Background()
	s, err := Create(ctx, filepath.Join(t.TempDir(), "a.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Append(ctx, nil, recordtest.Generate(300, 7)); err != nil {
		t.Fatal(err)
	}
	total := func(q record.Query) int {
		page, err := s.Incidents(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		return page.Total
	}
	all, half, none := total(record.Query{To: "2018-12-31"}), total(record.Query{To: "2016-10-31"}), total(record.Query{To: "2014-01-01"})
	if all < 250 || half == 0 || half >= all || none != 0 {
		t.Errorf("totals up to 2018, 2016, 2014: %d, %d, %d", all, half, none)
	}
}
