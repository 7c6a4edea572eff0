package web

import (
	"context"
	"log/slog"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
)

func newRecord(t *testing.T) *app.App {
	t.Helper()
	a, err := app.Create(t.Context(), filepath.Join(t.TempDir(), "r.db"), app.Options{Actor: "mona", User: "mona", Now: func() time.Time { return time.Date(2016, 3, 31, 12, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	return a
}

// What takes long is there before anybody asks, of each sight that can be expected; nothing is made once the server is to stop. One recorder of two has a session.
func TestPrepare(t *testing.T) {
	ctx, a := t.Context(), newRecord(t)
	if err := a.LoadExample(ctx); err != nil {
		t.Fatal(err)
	}
	for _, user := range []record.User{
		{ID: "mona", Roles: []string{"administrator", "assessor", "publisher"}},
		{ID: "rami", Roles: []string{"recorder"}},
		{ID: "sami", Roles: []string{"recorder"}},
		{ID: "olga", Roles: []string{"observer"}, Party: "government"},
	} {
		if _, err := a.SetUser(ctx, user.ID, "they work here", func(u *record.User) { u.Roles, u.Party = user.Roles, user.Party }); err != nil {
			t.Fatal(user.ID, err)
		}
	}
	if _, err := a.SignIn(ctx, "rami", time.Hour); err != nil {
		t.Fatal(err)
	}
	h, err := New(a, a.RecordTexts, Options{})
	if err != nil {
		t.Fatal(err)
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	h.Prepare(stopped)
	if len(h.s.runs) > 0 {
		t.Errorf("a server that stops makes %v", slices.Collect(maps.Keys(h.s.runs)))
	}
	h.Prepare(ctx)
	want := []string{"desk rami", "public", "whole"}
	for what, got := range map[string][]string{
		"judged": slices.Sorted(maps.Keys(h.s.runs)), "sources": slices.Sorted(maps.Keys(h.s.lineages.of)), "maps": slices.Sorted(maps.Keys(h.s.grounds.of)),
	} {
		if !slices.Equal(got, want) {
			t.Errorf("%s: made for %v, want %v", what, got, want)
		}
	}
	if len(h.s.compared.pairs) == 0 {
		t.Error("no texts are compared")
	}
	for sight, k := range h.s.runs {
		if k.now == nil {
			t.Errorf("%s: there is no run as of now", sight)
		}
	}
}

// Whoever serves a board prepares it.
func TestServePrepares(t *testing.T) {
	a := newRecord(t)
	asked := make(chan struct{}, 1)
	h, err := New(a, func(ctx context.Context) ([]app.Text, error) {
		select {
		case asked <- struct{}{}:
		default:
		}
		return a.RecordTexts(ctx)
	}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, Listening{Addr: "127.0.0.1:0"}, h, nil) }()
	<-asked
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// A fault in what is made beforehand ends nothing but that.
func TestPrepareOutlivesFaults(t *testing.T) {
	h, err := New(newRecord(t), func(context.Context) ([]app.Text, error) { panic("a fault") }, Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	h.Prepare(t.Context())
}
