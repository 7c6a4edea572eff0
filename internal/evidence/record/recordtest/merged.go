package recordtest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"mithaq/internal/evidence/record"
)

// testMerged takes incidents through merges, step by step: what stands is asked after each.
func testMerged(t *testing.T, open func(*testing.T) record.Store) {
	ctx := context.Background()
	s := open(t)
	link := func(a, b, into string) record.Draft {
		l := record.Link{A: min(a, b), B: max(a, b), Decision: "open", By: "u0"}
		if into != "" {
			l.Decision, l.Into = "merge", into
		}
		return record.Draft{Entered: 500, Actor: "desk", Payload: l}
	}
	account := func(id, of string, entered int64) record.Draft {
		return record.Draft{Entered: entered, Actor: "desk", Payload: record.Account{ID: id, Source: "s", Incident: of}}
	}
	see := func(what string, c record.Cut, want string) {
		t.Helper()
		got := ""
		for b, err := range s.Bundles(ctx, c) {
			if err != nil {
				t.Fatal(err)
			}
			got += b.Incident.ID + ":"
			for _, a := range b.Joined().Accounts {
				got += a.ID
			}
			for _, m := range b.Merged {
				got += "<" + m.Incident.ID
			}
			got += " "
		}
		if got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
		if c == (record.Cut{}) {
			if p, err := s.Incidents(ctx, record.Query{}); err != nil || p.Total != len(strings.Fields(want)) {
				t.Errorf("%s: a page of %d, %v", what, p.Total, err)
			}
		}
	}
	refused := func(what string, d record.Draft) {
		t.Helper()
		if _, err := s.Append(ctx, nil, seqOf([]record.Draft{d})); !errors.Is(err, record.ErrMerge) {
			t.Errorf("%s: %v", what, err)
		}
	}
	mustAppend(t, s, incident("a"), incident("b"), incident("c"), account("1", "a", 200), account("2", "b", 200))
	see("apart", record.Cut{}, "a:1 b:2 c: ")
	apart := mustAppend(t, s)
	mustAppend(t, s, link("a", "b", "b"))
	see("a into b", record.Cut{}, "b:12<a c: ")
	refused("what is merged already", link("a", "c", "c"))
	mustAppend(t, s, link("b", "c", "c"))
	see("b into c", record.Cut{}, "c:12<a<b ")
	refused("a circle", link("a", "c", "a"))
	late := mustAppend(t, s, account("3", "a", 900))
	see("an account of what was merged", record.Cut{}, "c:123<a<b ")
	see("before any merge", record.Cut{Seq: apart.Seq}, "a:1 b:2 c: ")
	see("before the late account", record.Cut{Seq: late.Seq - 1}, "c:12<a<b ")
	see("as it was known before the late account", record.Cut{Entered: 600}, "c:12<a<b ")
	see("as it was known before any merge", record.Cut{Entered: 400}, "a:1 b:2 c: ")
	if b, err := s.Bundle(ctx, "a"); err != nil || b.Into != "c" || b.Stands() || len(b.Accounts) != 2 {
		t.Errorf("what was merged can be read, and says into what: %+v, %v", b, err)
	}
	if es, err := s.History(ctx, record.KindIncident, "c"); err != nil || len(es) != 2 {
		t.Errorf("the history of each is its own: %d, %v", len(es), err)
	}
	if ids, whole, err := s.Touched(ctx, late.Seq-1, 10); err != nil || whole || fmt.Sprint(ids) != "[a b c]" {
		t.Errorf("touched: %v, %v, %v", ids, whole, err)
	}
	mustAppend(t, s, record.Draft{Entered: 1000, Actor: "pub", Payload: record.Withdrawal{Kind: record.KindIncident, Subject: "c", By: "pub"}})
	see("the one that stands is withdrawn", record.Cut{}, "b:123<a ")
	mustAppend(t, s, record.Draft{Entered: 1000, Actor: "pub", Payload: record.Incident{ID: "c", Act: "attack"}})
	see("and is back", record.Cut{}, "c:123<a<b ")
	mustAppend(t, s, link("b", "c", ""))
	see("the second merge undone first", record.Cut{}, "b:123<a c: ")
	mustAppend(t, s, link("a", "b", ""))
	see("all undone", record.Cut{}, "a:13 b:2 c: ")
	see("as it stood before", record.Cut{Seq: late.Seq}, "c:123<a<b ")
	mustAppend(t, s, link("a", "b", "a"), account("4", "b", 2000))
	see("the other way", record.Cut{}, "a:1234<b c: ")
	see("without what was entered later of the one merged", record.Cut{Entered: 1500}, "a:123<b c: ")
}
