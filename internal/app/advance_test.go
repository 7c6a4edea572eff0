package app

import (
	"encoding/json"
	"fmt"
	"iter"
	"math/rand/v2"
	"testing"
	"time"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/recordtest"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// TestAdvance sees that a run made from the one before it says what one made anew says, and that the one before keeps its own.
func TestAdvance(t *testing.T) {
	const first = 60
	a := generated(t, first)
	r := readAll(t, Text{Name: "truce.mithaq", Content: truce})
	rng := rand.New(rand.NewPCG(3, 4))
	var more [][]record.Draft // each incident that is still to come, with what hangs on it
	for d, err := range recordtest.Generate(first+40, 1) {
		if err != nil {
			t.Fatal(err)
		}
		if i, ok := d.Payload.(record.Incident); ok && i.ID >= fmt.Sprintf("made-up-%07d", first) {
			more = append(more, nil)
		}
		if len(more) > 0 {
			more[len(more)-1] = append(more[len(more)-1], d)
		}
	}
	some := func() string { return fmt.Sprintf("made-up-%07d", rng.IntN(first)) }
	regraded := func() record.Draft {
		return record.Draft{Actor: "desk", Payload: record.Assessment{
			Incident: some(), Assessor: "desk", Grade: grade.Standards[rng.IntN(3)],
			Attributions: []record.Attribution{{To: []string{"russia", "government", "nobody known"}[rng.IntN(3)], Grade: grade.Corroborated}},
		}}
	}
	var merges []record.Link
	merged := map[string]bool{}
	last, advanced := judged(t, a, r, Cuts{}), 0
	for round := range 60 {
		var drafts []record.Draft
		switch v := rng.IntN(14); {
		case v >= 12:
			x, y := some(), some()
			if x == y {
				continue
			}
			l := record.Link{A: min(x, y), B: max(x, y), Decision: "merge", Into: x, By: "desk"}
			if len(merges) > 0 && v == 13 {
				l, merges = merges[0], merges[1:]
				l.Decision, l.Into = "open", ""
			} else if !merged[x] && !merged[y] {
				merges, merged[x], merged[y] = append(merges, l), true, true // each in one pair only: none is refused
			} else {
				continue
			}
			drafts = []record.Draft{{Actor: "desk", Payload: l}}
		case v < 5 && len(more) > 0:
			drafts, more = more[0], more[1:]
		case v < 9:
			drafts = []record.Draft{regraded(), regraded()}
		case v == 9:
			drafts = []record.Draft{{Actor: "desk", Payload: record.Withdrawal{Kind: record.KindIncident, Subject: some(), By: "desk"}}}
		case v == 10:
			drafts = []record.Draft{{Actor: "desk", Payload: record.Position{ID: fmt.Sprint("p", round), Party: "russia", Stance: "deny", About: some(), When: "2016-01-01"}}}
		default:
			drafts = []record.Draft{{Actor: "desk", Payload: record.Name{Scheme: "x", Sort: "party", Word: fmt.Sprint("w", round), Means: []string{"russia"}}}}
		}
		before := everything(t, last)
		if _, err := a.store.Append(t.Context(), nil, all(drafts)); err != nil {
			t.Fatal(err)
		}
		now := judged(t, a, r, Cuts{})
		if len(now.held.later) > 0 {
			advanced++
		}
		b := newApp(a.store, "", Options{Now: func() time.Time { return theDay }})
		fresh := judged(t, b, r, Cuts{})
		if got, want := everything(t, now), everything(t, fresh); got != want {
			t.Fatalf("round %d, %+v:\nadvanced %s\nanew     %s", round, drafts, got, want)
		}
		b.runs.close()
		if got := everything(t, last); got != before {
			t.Fatalf("round %d changed the run before", round)
		}
		last = now
	}
	if advanced < 10 {
		t.Errorf("%d runs of 60 were made from the one before", advanced)
	}
}

func all(drafts []record.Draft) iter.Seq2[record.Draft, error] {
	return func(yield func(record.Draft, error) bool) {
		for _, d := range drafts {
			if !yield(d, nil) {
				return
			}
		}
	}
}

// everything is what a run says, as text.
func everything(t *testing.T, j *Judged) string {
	t.Helper()
	out := []any{j.Head, j.Base, j.Result, j.Facts.Left, j.Facts.Unbound, j.Facts.Positions}
	j.reasons = map[status.Key]status.Reasons{} // asked again
	for i := range j.Result.Agreements {
		for k := range j.Result.Agreements[i].Norms {
			key := j.Result.Agreements[i].Norms[k].Key
			out = append(out, j.Reasons(key), j.Since(key, 1))
		}
	}
	for i := range 100 {
		f, _ := j.Fact(fmt.Sprintf("made-up-%07d", i))
		out = append(out, f)
	}
	facts, told := map[string]*fact.Fact{}, 0
	j.EachFact(func(f *fact.Fact) { facts[f.ID], told = f, told+1 })
	b, err := json.Marshal(append(out, facts, told))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
