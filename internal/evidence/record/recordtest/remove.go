package recordtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/evidence/record"
)

// Canary stands in everything that testRemoved removes. A store's own test may look for it in the store's files.
const Canary = "khalil-canary"

// removal names entries by their positions.
func removal(t *testing.T, s record.Store, id string, seqs ...int64) record.Draft {
	t.Helper()
	r := record.Removal{ID: id, Ground: "safety", Why: "they are looked for", By: "desk", Second: "chief"}
	for e, err := range s.Entries(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if slices.Contains(seqs, e.Seq) {
			r.Entries = append(r.Entries, record.Removed{Seq: e.Seq, Entry: e.ID, Kind: e.Kind})
		}
	}
	return record.Draft{Entered: 200, Actor: "desk", Payload: r}
}

// FillWithCanaries gives a record of an incident whose first version names somebody, with an account and a source that do, and another
// incident that is all about them; then it removes what names them. It gives the positions of what is gone.
func FillWithCanaries(t *testing.T, s record.Store) []int64 {
	t.Helper()
	named, clean := incident("i1"), incident("i1")
	in := named.Payload.(record.Incident)
	in.Note, in.Title = "seen by "+Canary, record.Text{"en": Canary + " was there"}
	named.Payload = in
	about := incident(Canary + "-arrest")
	mustAppend(t, s,
		named, // 1
		record.Draft{Entered: 100, Actor: Canary, Payload: record.Source{ID: "s-" + Canary, Name: record.Text{"en": Canary}}},              // 2
		record.Draft{Entered: 100, Actor: "desk", Payload: record.Account{ID: "a1", Source: "s-" + Canary, Incident: "i1", Words: Canary}}, // 3
		clean, // 4
		record.Draft{Entered: 110, Actor: "desk", Payload: record.Account{ID: "a2", Source: "s2", Incident: "i1", Says: record.Text{"en": "it"}}}, // 5
		about, // 6
		record.Draft{Entered: 120, Actor: "desk", Payload: record.Account{ID: "a3", Source: "s2", Incident: Canary + "-arrest", Note: Canary}},     // 7
		record.Draft{Entered: 120, Actor: "desk", Payload: record.Withdrawal{Kind: record.KindSource, Subject: "s-" + Canary, By: "desk"}},         // 8
		record.Draft{Entered: 130, Actor: "desk", Payload: record.Account{ID: "a2", Source: "s2", Incident: "i1", Says: record.Text{"en": "now"}}}, // 9
	)
	mustAppend(t, s, removal(t, s, "r1", 1, 2, 3))
	mustAppend(t, s, removal(t, s, "r2", 6, 7, 8))
	return []int64{1, 2, 3, 6, 7, 8}
}

func testRemoved(t *testing.T, open func(*testing.T) record.Store) {
	ctx := context.Background()
	s := open(t)
	gone := FillWithCanaries(t, s)
	mustCount(t, s, 11)
	for e, err := range s.Entries(ctx, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Gone() != slices.Contains(gone, e.Seq) || strings.Contains(fmt.Sprintf("%+v %q", e, e.Payload), Canary) {
			t.Errorf("entry %d: %+v", e.Seq, e)
		}
		if e.Gone() && (e.Kind == "" || e.ID.IsZero() || e.Entered == 0) {
			t.Errorf("the stub of %d says too little: %+v", e.Seq, e)
		}
	}
	b, err := s.Bundle(ctx, "i1")
	if err != nil || b.Incident.Note != "" || len(b.Accounts) != 1 || b.Accounts[0].Says["en"] != "now" || b.Seq != 9 {
		t.Errorf("%+v, %v", b, err)
	}
	if b, err := s.Bundle(ctx, Canary+"-arrest"); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("%+v, %v", b, err)
	}
	if p, err := s.Incidents(ctx, record.Query{Text: "canary"}); err != nil || p.Total != 0 {
		t.Errorf("%+v, %v", p, err)
	}
	if p, err := s.Incidents(ctx, record.Query{Source: "s2", Received: record.Span{UpTo: 1}}); err != nil || p.Total != 1 {
		t.Errorf("an incident keeps its place: %+v, %v", p, err)
	}
	if h, err := s.History(ctx, record.KindIncident, "i1"); err != nil || len(h) != 5 || !h[0].Gone() || h[1].Seq != 3 {
		t.Errorf("%+v, %v", h, err)
	}
	for _, subject := range []string{"s-" + Canary, ""} {
		if h, err := s.History(ctx, record.KindSource, subject); !errors.Is(err, record.ErrNotFound) {
			t.Errorf("%q: %+v, %v", subject, h, err)
		}
		if st, err := s.Standing(ctx, record.KindSource, subject); !errors.Is(err, record.ErrNotFound) {
			t.Errorf("%q: %+v, %v", subject, st, err)
		}
	}
	for st, err := range s.Each(ctx, record.KindSource, "") {
		t.Errorf("%+v, %v", st, err)
	}
	for cut, want := range map[record.Cut]int{{}: 6, {Seq: 2}: 2, {Entered: 110}: 4} {
		if b, err := s.Base(ctx, cut); err != nil || b.Removed != want || len(b.Sources) != 0 {
			t.Errorf("at %+v: %+v, %v", cut, b, err)
		}
	}
	for cut, want := range map[record.Cut]int{{}: 1, {Seq: 3}: 0, {Seq: 4}: 1} { // the first version is gone: until the second there is nothing
		n := 0
		for b, err := range s.Bundles(ctx, cut) {
			if err != nil || b.Incident.ID != "i1" {
				t.Errorf("at %+v: %+v, %v", cut, b, err)
			}
			n++
		}
		if n != want {
			t.Errorf("at %+v: %d incidents", cut, n)
		}
	}
	if ids, whole, err := s.Touched(ctx, 9, 100); err != nil || !whole {
		t.Errorf("%v, %v, %v", ids, whole, err)
	}
	mustAppend(t, s, record.Draft{Entered: 210, Actor: "desk", Payload: record.Account{ID: "a1", Source: "s2", Incident: "i1"}}) // the subject may be used again
	if b, err := s.Bundle(ctx, "i1"); err != nil || len(b.Accounts) != 2 {
		t.Errorf("%+v, %v", b, err)
	}
}

// testNotRemoved: a removal that is wrong about anything removes nothing.
func testNotRemoved(t *testing.T, open func(*testing.T) record.Store) {
	ctx := context.Background()
	s := open(t)
	mustAppend(t, s, incident("i1"), incident("i2"),
		record.Draft{Actor: "desk", Payload: record.Account{ID: "a1", Source: "s", Incident: "i1"}},
		record.Draft{Actor: "desk", Payload: record.Account{ID: "a1", Source: "s", Incident: "i2"}})
	mustAppend(t, s, removal(t, s, "r1", 3))
	head := mustAppend(t, s, incident("i3"))
	right := removal(t, s, "r2", 6).Payload.(record.Removal)
	change := func(fn func(*record.Removed)) record.Draft {
		r := right
		r.Entries = slices.Clone(r.Entries)
		fn(&r.Entries[0])
		return record.Draft{Actor: "desk", Payload: r}
	}
	for name, c := range map[string]struct {
		draft record.Draft
		want  error
	}{
		"another place":     {change(func(e *record.Removed) { e.Seq = 2 }), record.ErrNotFound},
		"another id":        {change(func(e *record.Removed) { e.Entry[0]++ }), record.ErrNotFound},
		"another kind":      {change(func(e *record.Removed) { e.Kind = record.KindSource }), record.ErrNotFound},
		"no such entry":     {change(func(e *record.Removed) { e.Seq = 70 }), record.ErrNotFound},
		"removed already":   {removal(t, s, "r2", 3), record.ErrRemoved},
		"its account hangs": {removal(t, s, "r2", 2), record.ErrHangs},
		"one person":        {record.Draft{Payload: record.Removal{ID: "r2", Entries: right.Entries, Ground: "law", By: "a", Second: "a"}}, nil},
		"no ground":         {record.Draft{Payload: record.Removal{ID: "r2", Entries: right.Entries, By: "a", Second: "b"}}, nil},
		"nothing":           {record.Draft{Payload: record.Removal{ID: "r2", Ground: "law", By: "a", Second: "b"}}, nil},
		"a removal":         {removal(t, s, "r2", 5), nil},
	} {
		if _, err := s.Append(ctx, nil, seqOf([]record.Draft{c.draft})); err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if h, err := s.Head(ctx); err != nil || h != head {
		t.Errorf("%v, %v", h, err)
	}
	mustAppend(t, s, removal(t, s, "r2", 1)) // of i1 nothing is left: what spoke of it once does not hinder
	for e, err := range s.Entries(ctx, 0) {
		if err != nil || slices.Contains(e.Incidents, "i1") {
			t.Errorf("%+v, %v", e, err)
		}
	}
	mustCount(t, s, 7)
}
