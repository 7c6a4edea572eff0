package app

import (
	"fmt"
	"testing"

	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/record"
)

// TestQueueFollowsTheRecord: after each kind of entry that can change a proposal, what was kept is what an App without anything kept proposes; and it is kept where nothing
// on which all rest has changed.
func TestQueueFollowsTheRecord(t *testing.T) {
	as, _ := team(t)
	rami, lina := as("rami"), as("lina")
	row := func(id, when, place, source, url string) {
		t.Helper()
		if err := addRow(rami, intake.LayoutIncidents, "incident", id, "act", "attack", "when", when, "place_en", place, "account", id+"-1", "source", source, "source_en", "S", "url", url); err != nil {
			t.Fatal(err)
		}
	}
	pairs := func(a *App) string {
		t.Helper()
		d, err := a.Duplicates(t.Context(), 0, "", 100)
		if err != nil {
			t.Fatal(err)
		}
		out := fmt.Sprint(d.Total, d.Left)
		for _, p := range d.Pairs {
			out += fmt.Sprintf("; %s %s %s %v", p.A, p.B, p.Shown(), p.Before.Decision)
		}
		return out
	}
	enter := func(p any) {
		t.Helper()
		if _, err := lina.store.Append(t.Context(), nil, all([]record.Draft{{Actor: "lina", Payload: p}})); err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range []string{"one", "two", "four", "five"} { // four and five are left when the others are decided on
		row(id, "2016-01-05", "Karata", "s"+id, "https://a.example/"+id)
	}
	last := pairs(lina)
	for _, step := range []struct {
		what string
		do   func()
		kept bool // what was made before is still used
	}{
		{"an incident", func() { row("three", "2016-01-05", "Karata", "s3", "https://a.example/one") }, true},
		{"a correction", func() { row("three", "2016-01-05", "Karata", "s3", "https://a.example/five") }, true},
		{"a decision", func() { enter(record.Link{A: "one", B: "two", Decision: "apart", By: "lina"}) }, true},
		{"a merge", func() { enter(record.Link{A: "one", B: "three", Decision: "merge", Into: "one", By: "lina", Why: "w"}) }, true},
		{"an account that moves", func() {
			enter(record.Account{ID: "three-1", Source: "s3", Incident: "two", URL: "https://a.example/four"})
		}, true},
		{"taken back", func() { enter(record.Link{A: "one", B: "three", Decision: "open", By: "lina"}) }, true},
		{"who rests on whom", func() { enter(record.Source{ID: "s3", Name: record.Text{"en": "S"}, Cites: []string{"sfive"}}) }, false},
		{"a withdrawal", func() { enter(record.Withdrawal{Kind: record.KindAccount, Subject: "three-1", Why: "wrong"}) }, true},
		{"an incident withdrawn", func() { enter(record.Withdrawal{Kind: record.KindIncident, Subject: "three", Why: "wrong"}) }, true},
	} {
		made := lina.queue.made
		step.do()
		got, want := pairs(lina), pairs(as("lina"))
		if got != want {
			t.Errorf("%s:\n%s\nwant\n%s", step.what, got, want)
		}
		if got == last {
			t.Errorf("%s changed nothing: %s", step.what, got)
		}
		if kept := lina.queue.made == made; kept != step.kept {
			t.Errorf("%s: kept %v", step.what, kept)
		}
		last = got
	}
	if mine, all := pairs(as("")), pairs(lina); mine == all {
		t.Errorf("the public is shown %s", mine)
	}
}
