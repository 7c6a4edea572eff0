package recordtest

import (
	"context"
	"crypto/sha256"
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
