package app

import (
	"fmt"
	"testing"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// TestWaitingFollowsTheRecord: after each entry what is kept of the queue is what one made anew says.
func TestWaitingFollowsTheRecord(t *testing.T) {
	as, _ := team(t)
	lina, ctx := as("lina"), t.Context()
	enter := func(actor string, payloads ...any) {
		t.Helper()
		if _, err := lina.store.Append(ctx, nil, func(yield func(record.Draft, error) bool) {
			for i, p := range payloads {
				if !yield(record.Draft{Entered: lina.Now().Unix() + int64(i), Actor: actor, Payload: p}, nil) {
					return
				}
			}
		}); err != nil {
			t.Fatal(err)
		}
	}
	said := func(a *App) (out []string) {
		t.Helper()
		list, err := a.Waiting(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range list {
			out = append(out, fmt.Sprintf("%s %s %s %v %d %q %s", w.Incident.ID, w.Finding.Assessor, w.For(a.Today()), w.Finding.Named, w.Since, w.Second, w.Incident.Title["en"]))
		}
		return out
	}
	kept := as("lina")
	same := func(what string, n int) {
		t.Helper()
		got, want := said(kept), said(as("lina"))
		if fmt.Sprint(got) != fmt.Sprint(want) || len(got) != n {
			t.Errorf("after %s: kept\n%q\nanew\n%q, want %d", what, got, want, n)
		}
	}
	incident := func(id string) record.Incident {
		return record.Incident{ID: id, Act: "attack", When: "2016-01-05", Title: record.Text{"en": "About " + id}}
	}
	holds := func(id string, g grade.Grade) record.Assessment {
		return record.Assessment{Incident: id, Assessor: "lina", Grade: g, Attributions: []record.Attribution{{To: "north", Grade: g}}}
	}
	enter("rami", incident("i1"), incident("i2"), incident("i3"))
	same("three incidents", 0)
	enter("lina", holds("i1", grade.Alleged), holds("i2", grade.Alleged), record.Assessment{Incident: "i3", Assessor: "pub", Rule: "pub.row", Grade: grade.Alleged})
	same("two assessments of ours", 2)
	step := func(s Step) {
		t.Helper()
		s.Incident, s.Assessor = "i1", "lina"
		if _, err := lina.TakeStep(ctx, s); err != nil {
			t.Fatal(err)
		}
	}
	step(Step{Stage: "inquiry"})
	same("an inquiry", 2)
	step(Step{Stage: "finding", Second: "omar"})
	same("a finding", 2)
	if got := said(kept); got[0][:len("i2")] != "i2" && got[1][:len("i2")] != "i2" {
		t.Errorf("%q", got)
	}
	if _, err := as("omar").Confirm(ctx, "i1", "lina", 0); err != nil {
		t.Fatal(err)
	}
	same("omar confirmed", 2)
	enter("lina", holds("i1", grade.Verified))
	same("a changed assessment", 2)
	enter("lina", record.Link{A: "i1", B: "i2", Decision: "merge", Into: "i1", By: "lina", Why: "one"})
	same("a merge", 1)
	enter("lina", record.Link{A: "i1", B: "i2", Decision: "open", By: "lina"})
	same("the merge undone", 2)
	enter("rami", record.Withdrawal{Kind: record.KindIncident, Subject: "i2", By: "rami"})
	same("an incident withdrawn", 1)
	changed := incident("i2")
	changed.Title = record.Text{"en": "It is back"}
	enter("rami", changed)
	same("an incident that is back", 2)
	enter("lina", record.Withdrawal{Kind: record.KindAssessment, Subject: "i2/lina", By: "lina"})
	same("an assessment withdrawn", 1)
}
