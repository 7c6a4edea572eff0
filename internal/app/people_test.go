package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// team makes a record with users: anna administers, rami records, lina assesses, omar publishes, nada observes for the north.
func team(t *testing.T) (open func(user string) *App, clock *time.Time) {
	t.Helper()
	now := time.Date(2016, 3, 1, 12, 0, 0, 0, time.UTC)
	path := filepath.Join(t.TempDir(), "record.db")
	first, err := Create(t.Context(), path, Options{Actor: "anna", Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = first.Close() })
	for _, u := range []record.User{
		{ID: "anna", Roles: []string{"administrator"}},
		{ID: "rami", Roles: []string{"recorder"}},
		{ID: "lina", Roles: []string{"assessor"}},
		{ID: "omar", Roles: []string{"publisher"}},
		{ID: "nada", Roles: []string{"observer"}, Party: "north"},
	} {
		if _, err := first.SetUser(t.Context(), u.ID, "", func(was *record.User) { *was = u }); err != nil {
			t.Fatal(err)
		}
		if first, err = first.As(t.Context(), "anna"); err != nil { // from the first user on it is anna who acts, and no longer the holder of the file
			t.Fatal(err)
		}
	}
	return func(user string) *App {
		a, err := first.As(t.Context(), user)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = a.Close() })
		return a
	}, &now
}

// codes gives the codes of the refusals that an error is; other errors are told as they are.
func codes(err error) string {
	var rs review.Refusals
	if !errors.As(err, &rs) {
		return fmt.Sprint(err)
	}
	out := make([]string, len(rs))
	for i, r := range rs {
		out[i] = r.Code
	}
	return strings.Join(out, " ")
}

func addRow(a *App, layout string, fields ...string) error {
	var fs []Field
	for i := 0; i < len(fields); i += 2 {
		fs = append(fs, Field{fields[i], fields[i+1]})
	}
	p, err := a.PlanFields(context.Background(), layout, fs)
	if err == nil && p.Refused {
		err = fmt.Errorf("%v", p.Diagnostics)
	}
	if err == nil {
		_, err = a.Apply(context.Background(), p)
	}
	return err
}

func enterIncident(t *testing.T, a *App, id string) {
	t.Helper()
	if err := addRow(a, intake.LayoutIncidents, "incident", id, "act", "attack", "when", "2016-01-05", "source", "s1", "source_en", "S"); err != nil {
		t.Fatal(err)
	}
}

// TestFirstUser: a record is one person's until somebody administers it.
func TestFirstUser(t *testing.T) {
	a, err := Create(t.Context(), filepath.Join(t.TempDir(), "r.db"), Options{Actor: "desk"})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if !a.Who().Single || a.Who().ID != "desk" {
		t.Errorf("%+v", a.Who())
	}
	set := func(a *App, id string, roles ...string) string {
		_, err := a.SetUser(t.Context(), id, "", func(u *record.User) { u.Roles = roles })
		return codes(err)
	}
	if got := set(a, "rami", "recorder"); got != "first_administrator" {
		t.Error(got)
	}
	if got := set(a, "anna", "administrator"); got != "<nil>" {
		t.Error(got)
	}
	for user, want := range map[string]string{"": "who", "anna": "<nil>"} {
		b, err := a.As(t.Context(), user)
		if err != nil {
			t.Fatal(err)
		}
		if got := set(b, "rami", "recorder"); got != want {
			t.Errorf("%q: %s", user, got)
		}
	}
	if _, err := a.As(t.Context(), "nobody"); codes(err) != "unknown_user" {
		t.Error(err)
	}
}

// TestWholeLadder takes a finding from the desk to the public, with each person at their place, and looks at who sees it on the way.
func TestWholeLadder(t *testing.T) {
	as, clock := team(t)
	ctx := t.Context()
	rami, lina, omar := as("rami"), as("lina"), as("omar")
	enterIncident(t, rami, "i1")
	enterIncident(t, another(t, as), "i2")
	step := func(a *App, want string, s Step) {
		t.Helper()
		s.Incident = cmpOr(s.Incident, "i1")
		if _, err := a.TakeStep(ctx, s); codes(err) != want {
			t.Fatalf("%s, %+v: %s, want %s", a.Who().ID, s, codes(err), want)
		}
	}
	sees := func(what string, want ...string) {
		t.Helper()
		var got []string
		for _, who := range []string{"", "nada", "rami", "lina"} {
			a := as(who)
			if _, err := a.Store().Bundle(ctx, "i1"); err == nil {
				got = append(got, who)
			} else if !errors.Is(err, record.ErrNotFound) {
				t.Fatal(err)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: seen by %q, want %q", what, got, want)
		}
	}
	sees("entered", "rami", "lina")
	if _, _, err := rami.Assess(ctx, "i1", []Field{{"assessor", "rami"}, {"grade", "alleged"}}); codes(err) != "right" {
		t.Error(codes(err))
	}
	if _, plan, err := lina.Assess(ctx, "i1", []Field{{"assessor", "lina"}, {"grade", "corroborated"}, {"attributions", "north=corroborated"}}); err != nil || plan.Refused {
		t.Fatal(err, plan)
	}
	step(lina, "<nil>", Step{Stage: "inquiry"})
	step(rami, "right by_entered no_second", Step{Stage: "finding", Assessor: "lina"})
	step(lina, "second_unknown", Step{Stage: "finding", Second: "zaid"})
	step(lina, "<nil>", Step{Stage: "finding", Second: "omar"})
	ask := func(r *record.Put) { r.Asked, r.Until = "2016-02-20", "2016-03-05" }
	step(omar, "second_same", Step{Stage: "put", Assessor: "lina", Second: "omar", Put: ask}) // whoever was the second cannot be both
	step(lina, "<nil>", Step{Stage: "put", Put: ask})
	sees("put to the north", "nada", "rami", "lina")
	step(omar, "put_waiting", Step{Stage: "published", Assessor: "lina", Second: "lina"})
	step(omar, "second_same put_waiting", Step{Stage: "published", Assessor: "lina", Second: "omar"})
	*clock = clock.Add(10 * 24 * time.Hour)
	step(lina, "right second_waits", Step{Stage: "published"})
	step(omar, "<nil>", Step{Stage: "published", Assessor: "lina"}) // who was the second person goes on with the one who took the step
	c, err := lina.Case(ctx, "i1")
	if f := c.Finding("lina"); err != nil || f.Stage != "published" || len(f.Persons) != 2 || f.Persons[0].Signed || f.Review.By != "omar" || f.Review.Second != "lina" {
		t.Fatalf("%+v, %v", f, err)
	}
	public := as("")
	publish(t, omar, "i1")
	sees("published", "", "nada", "rami", "lina")
	b, err := public.Store().Bundle(ctx, "i1")
	if err != nil || len(b.Assessments) != 1 || b.Reviews[0].Put[0].Asked != "2016-02-20" {
		t.Fatalf("%+v, %v", b, err)
	}
	if _, plan, err := lina.Assess(ctx, "i1", []Field{{"assessor", "lina"}, {"grade", "verified"}}); err != nil || plan.Refused {
		t.Fatal(err)
	}
	if b, err = public.Store().Bundle(ctx, "i1"); err != nil || len(b.Assessments) != 0 {
		t.Errorf("a changed finding is still shown: %+v, %v", b, err)
	}
	if _, err := public.Store().Bundle(ctx, "i2"); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("another incident: %v", err)
	}
}

func another(t *testing.T, as func(string) *App) *App {
	t.Helper()
	if _, err := as("anna").SetUser(t.Context(), "rima", "", func(u *record.User) { u.Roles = []string{"recorder"} }); err != nil {
		t.Fatal(err)
	}
	return as("rima")
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// publish enters a publication straight into the store.
func publish(t *testing.T, a *App, incident string) {
	t.Helper()
	_, err := a.store.Append(t.Context(), nil, a.drafts([]any{record.Publication{Kind: record.KindIncident, Subject: incident, Public: true, By: a.who.ID}}))
	if err != nil {
		t.Fatal(err)
	}
}

// TestBulk: a bulk assessment passes for every incident or for none, and touches none that is not seen.
func TestBulk(t *testing.T) {
	as, _ := team(t)
	ctx := t.Context()
	rami, lina := as("rami"), as("lina")
	for i := range 5 {
		enterIncident(t, rami, fmt.Sprintf("i%d", i))
	}
	fields := []Field{{"assessor", "lina"}, {"grade", "alleged"}}
	head, err := lina.store.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := rami.AssessAll(ctx, record.Query{}, fields); codes(err) != "right right right right right" {
		t.Error(codes(err))
	}
	if _, _, err := as("").AssessAll(ctx, record.Query{}, fields); codes(err) != "nothing_matches" {
		t.Error(codes(err))
	}
	if _, plan, err := lina.AssessAll(ctx, record.Query{}, append(fields, Field{"verbatim", ""}, Field{"acts", "x"})); err != nil || !plan.Refused {
		t.Errorf("a bad number: %v", err)
	}
	if now, err := lina.store.Head(ctx); err != nil || now != head {
		t.Errorf("something was entered: %v, %v", now, err)
	}
	if _, plan, err := lina.AssessAll(ctx, record.Query{Waiting: true}, fields); err != nil || plan.Refused {
		t.Fatal(err)
	}
	page, err := lina.Store().Incidents(ctx, record.Query{Waiting: true})
	if now, err2 := lina.store.Head(ctx); err != nil || err2 != nil || page.Total != 0 || now.Seq != head.Seq+5 {
		t.Errorf("%+v, %v, %v", page, now, err)
	}
}

// TestUnseenIncident: an import by somebody who does not see an incident neither changes it nor tells what stands there.
func TestUnseenIncident(t *testing.T) {
	as, _ := team(t)
	enterIncident(t, as("rami"), "i1")
	if _, _, err := as("lina").Assess(t.Context(), "i1", []Field{{"assessor", "lina"}, {"grade", "alleged"}}); err != nil {
		t.Fatal(err)
	}
	err := addRow(another(t, as), intake.LayoutIncidents, "incident", "i1", "act", "release", "when", "2016-01-06")
	if codes(err) != "unseen" {
		t.Error(codes(err))
	}
	if err := addRow(another(t, as), intake.LayoutNames, "scheme", "p", "sort", "party", "word", "W", "means", "north"); codes(err) != "right" {
		t.Error(codes(err))
	}
}

// TestNoLostUpdate: of two who act at once on what they saw, one is told that it changed.
func TestNoLostUpdate(t *testing.T) {
	as, _ := team(t)
	ctx := t.Context()
	enterIncident(t, as("rami"), "i1")
	lina := as("lina")
	if _, _, err := lina.Assess(ctx, "i1", []Field{{"assessor", "desk"}, {"grade", "alleged"}}); err != nil {
		t.Fatal(err)
	}
	c, err := lina.Case(ctx, "i1")
	if err != nil {
		t.Fatal(err)
	}
	seen := c.Finding("desk").Assessment
	race := func(n int, act func() error) (won int, lost []string) {
		var mu sync.Mutex
		var wg sync.WaitGroup
		for range n {
			wg.Go(func() {
				err := act()
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					won++
				} else {
					lost = append(lost, codes(err))
				}
			})
		}
		wg.Wait()
		return won, lost
	}
	var nth atomic.Int64 // each says something else: who says what stands already has lost nothing
	won, lost := race(4, func() error {
		_, _, err := lina.AssessOver(ctx, "i1", []Field{{"assessor", "desk"}, {"grade", "verified"}, {"why", fmt.Sprint(nth.Add(1))}}, seen)
		return err
	})
	if won != 1 || slices.ContainsFunc(lost, func(s string) bool { return s != "changed" }) {
		t.Errorf("assessing over what was seen: %d won, lost %q", won, lost)
	}
	won, lost = race(4, func() error {
		_, err := lina.TakeStep(ctx, Step{Incident: "i1", Assessor: "desk", Stage: "inquiry", Why: "begun"})
		return err
	})
	if won != 1 || slices.ContainsFunc(lost, func(s string) bool { return s != "same" }) {
		t.Errorf("the same step: %d won, lost %q", won, lost)
	}
	if _, err := lina.TakeStep(ctx, Step{Incident: "i1", Assessor: "desk", Stage: "finding", Seen: seen}); codes(err) != "changed" {
		t.Errorf("a finding of what was there before: %s", codes(err))
	}
}
