package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"mithaq/internal/evidence/record"
)

// A bundle is made again where the record moves while it is made, by the server and by the command, and not for ever; other errors are told at once.
func TestBundleAgain(t *testing.T) {
	a, _ := deskOf(t, func() time.Time { return time.Date(2016, 4, 1, 0, 0, 0, 0, time.UTC) }, record.Source{ID: "one", Sort: "agency"})
	times, moves := 0, 1
	pages := func(ctx context.Context, put func(string, []byte) error) error {
		if times++; times <= moves {
			_, err := a.Store().Append(ctx, nil, func(yield func(record.Draft, error) bool) {
				yield(record.Draft{Entered: 1, Actor: "holder", Payload: record.Source{ID: fmt.Sprint("n", times, moves), Sort: "agency"}}, nil)
			})
			return err
		}
		return nil
	}
	folder := func(name string) error {
		return Again(func() error {
			_, err := a.BundleFolder(t.Context(), filepath.Join(t.TempDir(), name), "the tests", pages)
			return err
		})
	}
	if err := folder("out"); err != nil || times != 2 {
		t.Errorf("%d times: %v", times, err)
	}
	times = 0
	f, err := a.BundleFile(t.Context(), "the tests", pages)
	if err != nil || times != 2 {
		t.Fatalf("%d times: %v", times, err)
	}
	f.Close()
	times, moves = 0, 100
	if err := folder("never"); !errors.Is(err, record.ErrHeadMoved) || times != 5 {
		t.Errorf("%d times: %v", times, err)
	}
	n := 0
	if err := Again(func() error { n++; return os.ErrExist }); !errors.Is(err, os.ErrExist) || n != 1 {
		t.Errorf("%d times: %v", n, err)
	}
}
