package sqlite

import (
	"context"
	"path/filepath"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/recordtest"
)

func TestConformance(t *testing.T) {
	recordtest.Run(t, func(t *testing.T) record.Store { return created(t) })
}

// created gives a new record that is closed, and checked whole, at the end of the test.
func created(t testing.TB) *Store {
	t.Helper()
	s, err := Create(context.Background(), filepath.Join(t.TempDir(), "record.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}
