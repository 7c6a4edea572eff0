package recordtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"mithaq/internal/evidence/record"
)

// testAside: what is kept aside is kept by version, is found by its beginning, goes when it is dropped or old, and moves no head.
func testAside(t *testing.T, open func(*testing.T) record.Store) {
	ctx := context.Background()
	s := open(t)
	a, ok := s.(record.Aside)
	if !ok {
		t.Fatalf("%T keeps nothing aside", s)
	}
	keep := func(k record.Kept) int64 {
		t.Helper()
		v, err := a.Keep(ctx, k)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	if _, err := a.Kept(ctx, "draft", "one"); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("what is not there: %v", err)
	}
	if v := keep(record.Kept{Shelf: "draft", Key: "anna/1", Value: []byte("first"), Until: 500}); v != 1 {
		t.Errorf("the first version is %d", v)
	}
	if _, err := a.Keep(ctx, record.Kept{Shelf: "draft", Key: "anna/1", Value: []byte("late")}); !errors.Is(err, record.ErrHeadMoved) {
		t.Errorf("kept over what stood: %v", err)
	}
	if v := keep(record.Kept{Shelf: "draft", Key: "anna/1", Version: 1, Value: []byte("second"), Until: 600}); v != 2 {
		t.Errorf("the second version is %d", v)
	}
	for _, version := range []int64{1, 3} {
		if _, err := a.Keep(ctx, record.Kept{Shelf: "draft", Key: "anna/1", Version: version}); !errors.Is(err, record.ErrHeadMoved) {
			t.Errorf("kept over version %d where 2 stood: %v", version, err)
		}
	}
	keep(record.Kept{Shelf: "draft", Key: "anna/2"})
	keep(record.Kept{Shelf: "draft", Key: "anna%"})
	keep(record.Kept{Shelf: "draft", Key: "أنا/1", Value: []byte{0, 255}})
	keep(record.Kept{Shelf: "other", Key: "anna/3", Until: 100})
	got := func(shelf, prefix string) (keys string) {
		t.Helper()
		list, err := a.AllKept(ctx, shelf, prefix)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range list {
			keys += fmt.Sprintf("%s %d %d; ", k.Key, k.Version, k.Until)
		}
		return keys
	}
	if keys := got("draft", "anna/"); keys != "anna/1 2 600; anna/2 1 0; " {
		t.Errorf("by the beginning: %s", keys)
	}
	if keys := got("draft", ""); keys != "anna% 1 0; anna/1 2 600; anna/2 1 0; أنا/1 1 0; " {
		t.Errorf("all: %s", keys)
	}
	if k, err := a.Kept(ctx, "draft", "أنا/1"); err != nil || !bytes.Equal(k.Value, []byte{0, 255}) {
		t.Errorf("%+v, %v", k, err)
	}
	if n, err := a.DropOld(ctx, 600); err != nil || n != 1 || got("other", "") != "" || got("draft", "anna/1") == "" {
		t.Errorf("%d old ones were dropped (%v): %s%s", n, err, got("other", ""), got("draft", ""))
	}
	for range 2 {
		if err := a.Drop(ctx, "draft", "anna/1"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := a.Kept(ctx, "draft", "anna/1"); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("dropped and there: %v", err)
	}
	for _, wrong := range []record.Kept{{Key: "k"}, {Shelf: "s"}, {Shelf: "s", Key: "k", Value: make([]byte, record.AsideBytes+1)}} {
		if _, err := a.Keep(ctx, wrong); err == nil {
			t.Errorf("kept %q %q with %d bytes", wrong.Shelf, wrong.Key, len(wrong.Value))
		}
	}
	// Of writers at the same time one comes first.
	var won atomic.Int64
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			switch _, err := a.Keep(ctx, record.Kept{Shelf: "race", Key: "k", Value: []byte{byte(i)}}); {
			case err == nil:
				won.Add(1)
			case !errors.Is(err, record.ErrHeadMoved):
				t.Error(err)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 {
		t.Errorf("%d writers kept the same key", won.Load())
	}
	if h, err := s.Head(ctx); err != nil || h != (record.Head{}) {
		t.Errorf("the head moved to %v (%v)", h, err)
	}
}
