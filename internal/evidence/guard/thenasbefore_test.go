package guard

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
	"mithaq/internal/evidence/review"
)

// lives lets incidents of a world change over time, one entry at an instant: they are mended, assessed, looked into, published and taken back, merged and set
// apart, withdrawn.
func (w *world) lives(from, steps int) {
	w.t.Helper()
	for n := range steps {
		i, j := w.r.IntN(len(w.facts)), w.r.IntN(len(w.facts))
		switch w.r.IntN(12) {
		case 0, 1:
			w.add("rami", record.Incident{
				ID: id(i), Act: "attack", When: fmt.Sprintf("2015-11-%02d", 1+w.r.IntN(28)), Title: record.Text{"en": fmt.Sprint("mended ", n)},
				Roles: []record.Words{{Role: "object", Words: []string{[]string{"school", "clinic"}[w.r.IntN(2)]}}},
				Place: record.Place{Name: record.Text{"en": "somewhere"}, Lat: 335000000, Lon: 363000000, Radius: int64(100 + w.r.IntN(2)*9000)},
			})
		case 2, 3:
			w.add("lina", record.Assessment{
				Incident: id(i), Assessor: []string{"desk", "p-" + zq(i)}[w.r.IntN(2)], Grade: []grade.Grade{grade.Alleged, grade.Corroborated, grade.Verified}[w.r.IntN(3)],
				Why: fmt.Sprint("why ", n), Attributions: []record.Attribution{{To: []string{"north", "south"}[w.r.IntN(2)], Grade: grade.Alleged}},
			})
		case 4:
			w.add("rami", record.Account{ID: fmt.Sprintf("a-%s-0", zq(i)), Source: fmt.Sprintf("s-%s-0", zq(i)), Incident: id(i), Says: record.Text{"en": fmt.Sprint("said ", n)}})
		case 5, 6:
			w.add("anna", record.Publication{Kind: record.KindIncident, Subject: id(i), Public: !w.one(4), By: "anna", Accounts: []string{fmt.Sprintf("a-%s-0", zq(i))}})
		case 7:
			w.add("rami", record.Dissent{Incident: id(i), Assessor: "desk", By: []string{"rami", "reem"}[w.r.IntN(2)], When: "2016-01-02", Says: record.Text{"en": fmt.Sprint("dissent ", n)}})
		case 8:
			w.add("lina", record.Review{Incident: id(i), Assessor: "desk", Stage: review.Inquiry, By: "lina", When: "2016-01-01"})
		case 9:
			w.add("rami", record.Source{ID: fmt.Sprintf("s-%s-0", zq(i)), Name: record.Text{"en": fmt.Sprint("source ", n)}, Sort: "agency"})
		case 10:
			if i != j {
				decision := []string{"merge", "apart"}[w.r.IntN(2)]
				l := record.Link{A: min(id(i), id(j)), B: max(id(i), id(j)), Decision: decision, By: "lina", Why: "w"}
				if decision == "merge" {
					l.Into = id(j)
				}
				w.add("lina", l)
			}
		default:
			if w.one(4) {
				w.add("anna", record.Withdrawal{Kind: record.KindIncident, Subject: id(i), By: "anna"})
			}
		}
		for k := range w.drafts {
			w.drafts[k].Entered = int64(from + n)
			if w.one(10) {
				w.drafts[k].Entered -= int64(w.r.IntN(steps)) // a clock that was set back
			}
		}
		drafts := w.drafts
		w.drafts = nil
		for _, d := range drafts { // a merge that would not count, and what hangs on nothing, is refused
			_, _ = w.store.Append(context.Background(), nil, func(yield func(record.Draft, error) bool) { yield(d, nil) })
		}
	}
}

// aside enters of two incidents that are public that they were one, and of the one that stood for both that it was withdrawn: the other stands again, and when it
// did not hangs on entries that are not its own. later: something is entered on it afterwards.
func (w *world) aside(later bool) {
	for n, p := range []any{
		record.Incident{ID: "x", Act: "attack", When: "2015-11-01"},
		record.Incident{ID: "y", Act: "attack", When: "2015-11-01"},
		record.Publication{Kind: record.KindIncident, Subject: "x", Public: true, By: "anna"},
		record.Publication{Kind: record.KindIncident, Subject: "y", Public: true, By: "anna"},
		record.Link{A: "x", B: "y", Decision: "merge", Into: "y", By: "lina"},
		record.Coverage{ID: "c", Observer: "mission", Zone: "z", From: "2015-11-01", To: "2015-11-30"},
		record.Withdrawal{Kind: record.KindIncident, Subject: "y", By: "anna"},
	} {
		w.add("anna", p)
		w.drafts[0].Entered = int64(1300 + 2*n)
		w.flush()
	}
	w.add("anna", record.Publication{Kind: record.KindCoverage, Subject: "c", Public: true, By: "anna"})
	if later {
		w.add("anna", record.Dissent{Incident: "x", Assessor: "desk", By: "rami", When: "2016-01-02", Says: record.Text{"en": "x"}})
	}
	for i := range w.drafts {
		w.drafts[i].Entered = 1318
	}
	w.flush()
}

// asBefore makes what outsiders were shown at a cut from what the record says of it, each incident anew.
func asBefore(t *testing.T, o *outside, cut record.Cut) map[string]string {
	t.Helper()
	ctx := context.Background()
	told, err := Told(ctx, o.store, o.day())
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	each(t, o.store.Bundles(ctx, cut), func(at **record.Bundle) {
		was := *at
		is, err := o.store.Bundle(ctx, was.Incident.ID)
		if err != nil {
			t.Fatal(err)
		}
		now, err := o.Bundle(ctx, was.Incident.ID)
		if err != nil || !is.Stands() {
			return // it is not shown now
		}
		history, err := o.store.History(ctx, record.KindIncident, was.Incident.ID)
		if err != nil {
			t.Fatal(err)
		}
		var said []record.Dissent
		for _, d := range was.Dissents {
			for _, e := range is.Dissents {
				if d.By == e.By && d.Assessor == e.Assessor && d.When == e.When {
					d.Says = e.Says
					said = append(said, d)
				}
			}
		}
		was.Dissents = said
		if f := o.made(told, was, &is.Publication, within(history, cut), 1); f.first != 0 {
			narrow(&f.bundle, now)
			out[was.Incident.ID] = string(project.Pack(nil, &f.bundle))
		}
	})
	return out
}

// TestThenAsBefore: what outsiders are shown at a cut, of which most is what is shown now and the rest is made once for many cuts, is what is made of all entries
// anew; and two cuts are called the same where all that is shown is.
func TestThenAsBefore(t *testing.T) {
	ctx := context.Background()
	met := map[string]int{}
	for seed := range uint64(2) {
		w := newWorld(t, seed, 12)
		w.r = rand.New(rand.NewPCG(seed, 7))
		w.lives(1200, 80)
		w.aside(seed == 1)
		for _, p := range principals[:2] {
			o := View(w.store, p, today).(*outside)
			names := map[string]string{}
			for round := range 2 {
				for n := range 20 {
					cut := record.Cut{Entered: int64(1060 + (n*37)%260)}
					if n >= 13 {
						cut.Entered = int64(1306 + 2*(n-13))
					}
					want := asBefore(t, o, cut)
					got := map[string]string{}
					each(t, o.Bundles(ctx, cut), func(b **record.Bundle) { got[(*b).Incident.ID] = string(project.Pack(nil, *b)) })
					known, err := o.Known(ctx, cut.Entered)
					if err != nil {
						t.Fatal(err)
					}
					if len(known.Forms) != len(want) || len(got) != len(want) {
						t.Fatalf("world %d, %s at %d: %d and %d incidents, not %d", seed, p.ID, cut.Entered, len(got), len(known.Forms), len(want))
					}
					all := ""
					for _, st := range known.Forms {
						one, err := o.At(ctx, st.ID, cut)
						if err != nil {
							t.Fatal(err)
						}
						is, err := o.Bundle(ctx, st.ID)
						if err != nil {
							t.Fatal(err)
						}
						if w := want[st.ID]; st.packed != w || got[st.ID] != w || string(project.Pack(nil, one)) != w {
							t.Fatalf("world %d, %s at %d: %s is\n%q\n%q\n%q\nnot\n%q", seed, p.ID, cut.Entered, st.ID, st.packed, got[st.ID], project.Pack(nil, one), w)
						}
						if met["stood"]++; st.packed != string(project.Pack(nil, is)) {
							met["stood otherwise"]++
						}
						all += fmt.Sprintf("%s\x00%s\x00", st.ID, st.packed)
					}
					base, err := o.Base(ctx, cut)
					if err != nil {
						t.Fatal(err)
					}
					base.Head = record.Head{}
					all += inJSON(t, base)
					if was, known2 := names[known.Same]; known2 {
						if met["named alike"]++; was != all {
							t.Fatalf("world %d, %s at %d: what is shown is not the same", seed, p.ID, cut.Entered)
						}
					}
					names[known.Same] = all
					if as, is, err := o.KnownAs(ctx, cut.Entered); err != nil || !is || as != known.Same {
						t.Fatalf("%s %v", as, err)
					}
				}
				o.kept.stages.mu.Lock()
				for _, kept := range o.kept.stages.of {
					met["stages kept"] += len(kept)
				}
				o.kept.stages.mu.Unlock()
				for _, l := range o.kept.lines() {
					if !l.span.alone {
						met["merged"]++
					}
				}
				w.lives(1330+round*5, 5)
			}
			distinct := map[string]bool{}
			for _, all := range names {
				distinct[all] = true
			}
			if len(distinct) != len(names) {
				t.Errorf("world %d, %s: the same is named otherwise", seed, p.ID)
			}
			met["names"] += len(names)
		}
	}
	t.Log(met)
	for what, least := range map[string]int{"stood": 300, "stood otherwise": 100, "named alike": 20, "names": 30, "stages kept": 5, "merged": 3} {
		if met[what] < least {
			t.Errorf("%s: met %d times", what, met[what])
		}
	}
}
