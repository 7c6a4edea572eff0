package sqlite

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

// TestHold: what a store is told to hold is held from the first question on, and that of now; else a command would pay for it.
func TestHold(t *testing.T) {
	ctx := t.Context()
	s, err := Create(ctx, filepath.Join(t.TempDir(), "r.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	held := func() (h project.Holding) {
		t.Helper()
		if err := s.snapshot(ctx, func(tx *sql.Tx) (err error) {
			h, err = finder{tx, &s.lines}.Held(ctx)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return h
	}
	enter := func(id string) {
		t.Helper()
		if _, err := s.Append(ctx, nil, func(yield func(record.Draft, error) bool) {
			yield(record.Draft{Entered: 1, Actor: "anna", Payload: record.Incident{ID: id, Act: "attack", When: "2016-02-03"}}, nil)
		}); err != nil {
			t.Fatal(err)
		}
	}
	enter("i1")
	if held() != nil {
		t.Error("the first question reads all incidents")
	}
	if err := s.Hold(ctx); err != nil {
		t.Fatal(err)
	}
	enter("i2")
	n := 0
	if h := held(); h != nil {
		h.Each(func(int64, *project.Line) { n++ })
	}
	if n != 2 {
		t.Errorf("%d incidents are held", n)
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	if err := s.Hold(stopped); err == nil {
		t.Error("who was stopped holds")
	}
}
