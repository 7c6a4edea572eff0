package recordtest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"testing"

	"mithaq/internal/evidence/record"
)

// testTexts: of two versions of a file the one entered later comes later.
func testTexts(t *testing.T, open func(*testing.T) record.Store) {
	s := open(t)
	text := func(words string) record.Draft {
		return record.Draft{Actor: "desk", Payload: record.AgreementText{File: "k.mithaq", SHA256: sha256.Sum256([]byte(words)), Text: words}}
	}
	for range 2 { // whatever their hashes are
		mustAppend(t, s, text("one"), text("two"))
		b, err := s.Base(context.Background(), record.Cut{})
		if err != nil || len(b.Texts) != 2 || b.Texts[1].Text != "two" {
			t.Errorf("%+v, %v", b, err)
		}
		mustAppend(t, s, text("two"), text("one"))
		b, err = s.Base(context.Background(), record.Cut{})
		if err != nil || len(b.Texts) != 2 || b.Texts[1].Text != "one" {
			t.Errorf("%+v, %v", b, err)
		}
	}
}

func testRefused(t *testing.T, open func(*testing.T) record.Store) {
	ctx := context.Background()
	s := open(t)
	mustAppend(t, s, incident("i0"), incident("i1"))
	page, err := s.Incidents(ctx, record.Query{Limit: 1})
	if err != nil || page.Next == "" {
		t.Fatalf("%+v, %v", page, err)
	}
	for name, q := range map[string]record.Query{
		"an unknown order":        {Sort: "fame"},
		"too long a page":         {Limit: 501},
		"a page of less than one": {Limit: -1},
		"no cursor":               {After: "x"},
		"another order's cursor":  {After: page.Next, Sort: "killed"},
		"no day":                  {From: "2015-02-30"},
		"no day to":               {To: "soon"},
	} {
		if p, err := s.Incidents(ctx, q); err == nil || p != nil {
			t.Errorf("%s: %+v", name, p)
		}
	}
	if g, err := s.Count(ctx, []record.CountBy{"weather"}, record.Query{}); err == nil || g != nil {
		t.Errorf("count by an unknown dimension: %+v", g)
	}
}

// testMany: findings that come in several batches come once each, and may be left at any of them.
func testMany(t *testing.T, open func(*testing.T) record.Store) {
	s := open(t)
	const n = 700
	drafts := make([]record.Draft, n)
	for i := range drafts {
		drafts[i] = incident(fmt.Sprintf("i%03d", i))
	}
	mustAppend(t, s, drafts...)
	for _, stop := range []int{1, 256, 257, n, n + 1} {
		seen := map[string]bool{}
		for b, err := range s.Findings(context.Background(), record.Cut{}) {
			if err != nil {
				t.Fatal(err)
			}
			seen[b.Incident.ID] = true
			if len(seen) == stop {
				break
			}
		}
		if len(seen) != min(stop, n) {
			t.Errorf("%d findings, want %d", len(seen), min(stop, n))
		}
	}
}

// testTouched: whoever has read the record up to a position learns which incidents to read again.
func testTouched(t *testing.T, open func(*testing.T) record.Store) {
	ctx := context.Background()
	s := open(t)
	head := func() int64 {
		h, err := s.Head(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return h.Seq
	}
	see := func(what string, after int64, most int, whole bool, want ...string) {
		t.Helper()
		ids, all, err := s.Touched(ctx, after, most)
		if err != nil || all != whole || !slices.Equal(ids, want) {
			t.Errorf("%s: %v, %v, %v; want %v, %v", what, ids, all, err, want, whole)
		}
	}
	account := func(of string) record.Draft {
		return record.Draft{Actor: "desk", Payload: record.Account{ID: "a", Source: "s", Incident: of}}
	}
	mustAppend(t, s, incident("i0"), incident("i1"), incident("i2"))
	first := head()
	see("nothing new", first, 10, false)
	see("from the start", 0, 10, false, "i0", "i1", "i2")
	see("more than asked for", 0, 2, true)
	mustAppend(t, s, account("i1"))
	see("an account", first, 10, false, "i1")
	moved := head()
	mustAppend(t, s, account("i2"))
	see("an account that spoke of another incident", moved, 10, false, "i1", "i2")
	withdrawn := head()
	mustAppend(t, s, record.Draft{Actor: "desk", Payload: record.Withdrawal{Kind: record.KindAccount, Subject: "a", By: "desk"}})
	see("an account withdrawn", withdrawn, 10, false, "i1", "i2")
	mustAppend(t, s, record.Draft{Actor: "desk", Payload: record.Source{ID: "s", Name: record.Text{"en": "S"}, Sort: "ngo"}})
	see("a source", withdrawn, 10, true)
}
