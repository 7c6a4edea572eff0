package recordtest

import (
	"context"
	"fmt"
	"slices"

	"mithaq/internal/evidence/record"
)

// telling compares which of some sources tell of the incidents that match with what Matching gives of each.
func (h *history) telling(ctx context.Context, q record.Query) {
	all, err := h.store.Matching(ctx, q)
	if err != nil {
		h.Fatal(err)
	}
	of := []string{"s0", "pub", "desk", "nobody"}
	want := map[string][]string{}
	for _, id := range of {
		by := q
		by.Source = id
		told, err := h.store.Matching(ctx, by)
		if err != nil {
			h.Fatal(err)
		}
		if told = slices.DeleteFunc(told, func(id string) bool { return !slices.Contains(all, id) }); len(told) > 0 {
			slices.Sort(told)
			want[id] = told
		}
	}
	got, err := h.store.Telling(ctx, of, q)
	if err != nil {
		h.Fatal(err)
	}
	for _, ids := range got {
		slices.Sort(ids)
	}
	h.met["sources told of"] = h.met["sources told of"] || len(got) > 1
	h.same(fmt.Sprintf("who tells of %+v", q), got, want)
}
