package app

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"mithaq/internal/evidence/record"
)

// TestCopyOfDamage: a record that is damaged in the middle is not copied, and nothing of it is left where it should have come.
func TestCopyOfDamage(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	from, to := filepath.Join(dir, "a.db"), filepath.Join(dir, "b.db")
	a, err := Create(ctx, from, Options{Actor: "desk"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.append(ctx, nil, record.Source{ID: "s1"}, record.Source{ID: "s2"}, record.Source{ID: "s3"}); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	whole := filepath.Join(dir, "whole.db")
	if c, err := Copy(ctx, from, whole, nil); err != nil || c.Added != 3 {
		t.Fatalf("%+v, %v", c, err)
	}
	a, err = Open(ctx, from, Options{Actor: "desk"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.append(ctx, nil, record.Source{ID: "s4"}, record.Source{ID: "s5"}); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", from)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("DROP TRIGGER entry_stays; UPDATE entry SET bytes = (SELECT bytes FROM entry WHERE seq = 1) WHERE seq = 5"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if c, err := Copy(ctx, from, to, nil); !errors.Is(err, record.ErrDamaged) {
		t.Errorf("%+v, %v", c, err)
	}
	if _, err := os.Stat(to); err == nil {
		t.Error("half of it was left")
	}
	if c, err := Copy(ctx, from, whole, nil); !errors.Is(err, record.ErrDamaged) {
		t.Errorf("%+v, %v", c, err)
	}
	w, err := Open(ctx, whole, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if h, err := w.Store().Head(ctx); err != nil || h.Seq != 3 {
		t.Errorf("entries before the damage were kept: %+v, %v", h, err)
	}
	x, err := w.Examine(ctx, func(f record.Fault) { t.Error(f.Error()) }, nil)
	if err != nil || !x.Tables {
		t.Errorf("%+v, %v", x, err)
	}
}
