package app

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"mithaq/internal/evidence/record"
)

// TestHolders: after every entry the accounts that hold a file are those that a look through all of them finds.
func TestHolders(t *testing.T) {
	ctx := context.Background()
	a, err := Create(ctx, filepath.Join(t.TempDir(), "r.db"), Options{Actor: "desk"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	one, two := record.Hash{1}, record.Hash{2}
	of := func(id string, files ...record.Hash) record.Account {
		return record.Account{ID: id, Source: "s", Incident: "i", Files: files}
	}
	gone := func(id string) record.Withdrawal { return record.Withdrawal{Kind: record.KindAccount, Subject: id} }
	for step, payload := range []any{
		record.Source{ID: "s", Name: record.Text{"en": "S"}},
		record.Incident{ID: "i", Act: "attack"},
		of("a", one), of("b", one, two), of("c"),
		of("c", two), of("a", two), gone("b"), of("b", one), of("b"),
		record.Incident{ID: "i", Act: "fire"},
		gone("a"), gone("c"), of("c", one, two),
	} {
		if _, err := a.store.Append(ctx, nil, func(yield func(record.Draft, error) bool) {
			yield(record.Draft{Entered: 100, Actor: "desk", Payload: payload}, nil)
		}); err != nil {
			t.Fatal(step, err)
		}
		for _, h := range []record.Hash{one, two} {
			var want []string
			for st, err := range a.store.Each(ctx, record.KindAccount, "") {
				if err != nil {
					t.Fatal(err)
				}
				if acc, ok := st.Payload.(record.Account); ok && slices.Contains(acc.Files, h) {
					want = append(want, acc.ID)
				}
			}
			var got []string
			found, err := a.accountsWith(ctx, h)
			for _, in := range found {
				got = append(got, in.Account)
			}
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("step %d: %v, not %v; %v", step, got, want, err)
			}
		}
	}
}
