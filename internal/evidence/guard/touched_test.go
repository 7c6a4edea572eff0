package guard

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// happens adds something to a world, after all that is there.
func (w *world) happens(n int) {
	i := w.r.IntN(len(w.facts))
	switch w.r.IntN(9) {
	case 0:
		w.incident(i)
	case 1:
		w.add("rami", record.Account{ID: fmt.Sprintf("late-%d", n), Source: fmt.Sprintf("s-%s-0", zq(i)), Incident: id(i), Says: record.Text{"en": "late"}})
	case 2:
		w.add("anna", record.Access{ID: fmt.Sprintf("late-%d", n), User: "anna", What: "zprivate"})
	case 3:
		w.add("rami", record.Dissent{Incident: id(i), Assessor: "desk", By: "rami", When: "2016-01-02", Says: record.Text{"en": fmt.Sprint(n)}})
	case 4, 7:
		w.add("anna", record.Publication{Kind: record.KindIncident, Subject: id(i), Public: w.one(2), By: "anna"})
	case 5:
		w.add("rami", record.Incident{ID: fmt.Sprintf("late-%d", n), Act: "attack", When: "2015-11-01", Title: record.Text{"en": "late"}})
	case 6:
		w.add("anna", record.Withdrawal{Kind: record.KindIncident, Subject: id(i), By: "anna"})
	default:
		w.add("lina", record.Assessment{Incident: id(i), Assessor: "desk", Grade: []grade.Grade{grade.Alleged, grade.Verified}[w.r.IntN(2)]})
	}
	for k := range w.drafts {
		w.drafts[k].Entered = int64(2000 + n)
	}
	w.flush()
}

// TestTouchedOutside: what outsiders are told is what they were told, in every answer, as long as they are told that nothing was touched.
func TestTouchedOutside(t *testing.T) {
	still, moved := 0, 0
	for seed := range uint64(2) {
		w := newWorld(t, seed, 5)
		for _, p := range principals[:2] {
			v := View(w.store, p, today)
			tells := func() map[string]string {
				out := answers(w, v)
				for method, text := range out { // kinds are asked for in any order
					lines := strings.Split(text, "\n")
					slices.Sort(lines)
					out[method] = strings.Join(lines, "\n")
				}
				base, err := v.Base(t.Context(), record.Cut{})
				if err != nil {
					t.Fatal(err)
				}
				base.Head = record.Head{}
				text, err := json.Marshal(base)
				if err != nil {
					t.Fatal(err)
				}
				out["Base"] = string(text)
				return out
			}
			before := tells()
			for n := range 14 {
				head, err := v.Head(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				w.happens(n)
				_, touched, err := v.Touched(t.Context(), head.Seq, 1)
				if err != nil {
					t.Fatal(err)
				}
				now := tells()
				if touched {
					moved++
				} else if still++; !maps.Equal(now, before) {
					for method := range now {
						if now[method] != before[method] {
							t.Errorf("world %d, %+v: nothing was touched, and %s something else", seed, p, method)
						}
					}
				}
				before = now
			}
		}
	}
	if still < 15 || moved < 8 {
		t.Errorf("%d times nothing was touched, %d times something", still, moved)
	}
}
