package recordtest

import (
	"context"
	"errors"
	"fmt"

	"mithaq/internal/evidence/record"
)

// compareSights compares what is visible, one by one and all together.
func (h *history) compareSights(ctx context.Context) {
	h.Helper()
	for _, v := range []record.Visible{
		{},
		{Public: true, PutTo: oneOf(h, "sights put to", "russia", "government", "")},
		{Enterer: "anna", Waiting: h.pick("sights waiting", 2) == 0},
		{Waiting: true},
	} {
		want, all := map[string]bool{}, []record.Sight{}
		ids := []string{"nowhere"}
		for _, b := range h.model.bundles(record.Cut{}) {
			at := h.model.hit(&b)
			ids = append(ids, b.Incident.ID)
			if h.model.visible(&b, &at, &v) {
				want[b.Incident.ID] = true
			}
		}
		for _, hit := range h.model.hits(record.Query{Visible: &v, Sort: "entered"}) {
			b, err := h.store.Bundle(ctx, hit.row.Incident.ID)
			if err != nil {
				h.Fatal(err)
			}
			at := record.Sight{Bundle: b, First: hit.first}
			entries, err := h.store.History(ctx, record.KindIncident, hit.row.Incident.ID)
			if err != nil {
				h.Fatal(err)
			}
			at.Earliest, at.Latest = entries[0].Entered, entries[0].Entered
			for i := range entries {
				at.Earliest, at.Latest = min(at.Earliest, entries[i].Entered), max(at.Latest, entries[i].Entered)
			}
			all = append(all, at)
		}
		several, err := h.store.Several(ctx, ids)
		if err != nil {
			h.Fatal(err)
		}
		one := map[string]*record.Bundle{}
		for _, id := range ids {
			b, err := h.store.Bundle(ctx, id)
			if err == nil {
				one[id] = b
			} else if !errors.Is(err, record.ErrNotFound) {
				h.Fatal(err)
			}
		}
		h.same("several at once", several, one)
		seen, err := h.store.Seen(ctx, v, ids)
		if err != nil {
			h.Fatal(err)
		}
		h.same(fmt.Sprintf("seen as %+v", v), seen, want)
		got := []record.Sight{}
		for at, err := range h.store.Sights(ctx, v) {
			if err != nil {
				h.Fatal(err)
			}
			got = append(got, at)
		}
		h.same(fmt.Sprintf("sights as %+v", v), got, all)
		h.met["some are seen, others not"] = h.met["some are seen, others not"] || len(want) > 0 && len(want) < len(ids)-1
		h.met["visible, though it does not stand"] = h.met["visible, though it does not stand"] || len(want) > len(all)
	}
}
