package app

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/recordtest"
)

// TestSupposed: what is judged on drafts that are only supposed is what is judged once they are in the record.
func TestSupposed(t *testing.T) {
	const first = 60
	a := generated(t, first)
	r := readAll(t, Text{Name: "truce.mithaq", Content: truce})
	rng := rand.New(rand.NewPCG(5, 6))
	var more []record.Draft
	for d, err := range recordtest.Generate(first+30, 1) {
		if err != nil {
			t.Fatal(err)
		}
		if i, ok := d.Payload.(record.Incident); ok && i.ID < fmt.Sprintf("made-up-%07d", first) || !ok && len(more) == 0 {
			continue
		}
		more = append(more, d)
	}
	some := func() string { return fmt.Sprintf("made-up-%07d", rng.IntN(first)) }
	changed, met := 0, map[string]int{}
	for round := range 40 {
		var drafts []record.Draft
		for range 1 + rng.IntN(4) {
			var p any
			switch rng.IntN(8) {
			case 0, 1:
				p = record.Assessment{
					Incident: some(), Assessor: "desk", Grade: grade.Grade(rng.IntN(4)),
					Attributions: []record.Attribution{{To: []string{"russia", "government", "nobody known"}[rng.IntN(3)], Grade: grade.Corroborated}},
				}
			case 2:
				p = record.Withdrawal{Kind: record.KindIncident, Subject: some(), By: "desk"}
			case 3:
				p = record.Account{ID: some() + "-0", Incident: some(), Source: "source-01", Published: "2016-01-01"}
			case 4:
				p = record.Position{ID: fmt.Sprint("p", round), Party: "russia", Stance: "deny", About: some(), When: "2016-01-01"}
			case 5:
				p = record.Name{Scheme: "x", Sort: "party", Word: fmt.Sprint("w", round), Means: []string{"russia"}}
			case 6:
				p = record.Coverage{ID: fmt.Sprint("c", round), Observer: "o", Zone: "ghouta", From: "2015-10-01", To: "2016-12-01"}
			default:
				if len(more) > 0 {
					n := min(len(more), 3)
					drafts, more = append(drafts, more[:n]...), more[n:]
					met["new"]++
				}
				continue
			}
			met[fmt.Sprintf("%T", p)]++
			drafts = append(drafts, record.Draft{Entered: 1, Actor: "desk", Payload: p})
		}
		drafts = slices.DeleteFunc(drafts, func(d record.Draft) bool { // of an incident that comes later
			_, ok := d.Payload.(record.Incident)
			return !ok && dangling(t, a, drafts, d)
		})
		before := judged(t, a, r, Cuts{}).Result
		store, err := suppose(t.Context(), a.store, func(yield func(record.Draft) bool) { slices.Values(drafts)(yield) })
		if err != nil {
			t.Fatal(err)
		}
		other := newApp(store, a.path, a.opts)
		supposed := judged(t, other, r, Cuts{})
		if _, err := a.store.Append(t.Context(), nil, all(drafts)); err != nil {
			t.Fatal(err)
		}
		then := judged(t, a, r, Cuts{})
		supposed.Head, supposed.Base.Head = then.Head, then.Base.Head // what is supposed has no hash
		if got, want := everything(t, supposed), everything(t, then); got != want {
			i := 0
			for i < min(len(got), len(want)) && got[i] == want[i] {
				i++
			}
			i = max(i-200, 0)
			t.Fatalf("round %d, %+v: supposed\n%.600s\nthen\n%.600s", round, drafts, got[i:], want[i:])
		}
		if len(effects(before, then.Result)) > 0 {
			changed++
		}
		other.runs.close()
	}
	t.Logf("%d of 40 rounds changed a status; %v", changed, met)
	if changed == 0 || len(met) < 7 {
		t.Error("this changes too little to test anything")
	}
}

// dangling says whether a draft speaks of an incident that neither the record nor the drafts hold.
func dangling(t *testing.T, a *App, drafts []record.Draft, d record.Draft) bool {
	for _, id := range record.Touches(d.Payload) {
		if _, err := a.store.Bundle(t.Context(), id); err == nil {
			continue
		}
		if !slices.ContainsFunc(drafts, func(o record.Draft) bool { i, ok := o.Payload.(record.Incident); return ok && i.ID == id }) {
			return true
		}
	}
	return false
}

// TestEffects: what an import is said to change is what differs after it.
func TestEffects(t *testing.T) {
	a := generated(t, 60)
	r := readAll(t, Text{Name: "truce.mithaq", Content: truce})
	plan, err := a.Plan(t.Context(), []byte("incident,act,when,zones,role:harmed,source,published,assessor,grade,attributions\n"+
		"made-up-0000003,attack,2016-02-02,ghouta,civilian,monitor,2016-03-01,desk,verified,russia=verified\n"+
		"another,attack,2016-02-03,ghouta,civilian,monitor,2016-03-01,desk,verified,government=verified\n"), intake.Options{File: "a.csv"})
	if err != nil || plan.Refused {
		t.Fatalf("%+v, %v", plan, err)
	}
	j := judged(t, a, r, Cuts{})
	before := j.Result
	said, err := a.Effects(t.Context(), r, plan)
	if err != nil {
		t.Fatal(err)
	}
	if head, err := a.store.Head(t.Context()); err != nil || head != j.Head {
		t.Errorf("asking moved the head to %v (%v)", head, err)
	}
	if _, err := a.Apply(t.Context(), plan); err != nil {
		t.Fatal(err)
	}
	is := effects(before, judged(t, a, r, Cuts{}).Result)
	if fmt.Sprint(keysOf(said)) != fmt.Sprint(keysOf(is)) || len(is) == 0 {
		t.Errorf("said %v, then %v", keysOf(said), keysOf(is))
	}
}

func keysOf(list []Effect) (out []string) {
	for _, e := range list {
		key := fmt.Sprint(e.Members)
		if e.After != nil {
			key += fmt.Sprint(e.After.Key, e.Before.Lanes, e.After.Lanes)
		} else {
			key += fmt.Sprint(e.Is.Key, e.Was.Lanes, e.Is.Lanes)
		}
		out = append(out, key)
	}
	return out
}
