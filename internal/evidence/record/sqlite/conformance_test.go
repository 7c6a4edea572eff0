package sqlite

import (
	"context"
	"path/filepath"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/recordtest"
)

func TestConformance(t *testing.T) {
	recordtest.Run(t, func(t *testing.T) record.Store { return &checked{created(t), t} })
}

// checked is a store whose tables are compared with its entries when it is closed.
type checked struct {
	*Store
	t *testing.T
}

func (c *checked) Close() error {
	if newer, err := c.Check(context.Background()); err != nil || newer != 0 {
		c.t.Errorf("at the end: %d, %v", newer, err)
	}
	return c.Store.Close()
}

// created gives a new record that is closed at the end of the test.
func created(t testing.TB) *Store {
	t.Helper()
	s, err := Create(context.Background(), filepath.Join(t.TempDir(), "record.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}
