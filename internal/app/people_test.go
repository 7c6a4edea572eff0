package app

import (
	"context"
	"errors"
	"fmt"
	"os"
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
	"mithaq/internal/evidence/vault"
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
	step(omar, "second_same", Step{Stage: "put", Assessor: "lina", Put: ask}) // whoever was the second cannot be both
	step(lina, "<nil>", Step{Stage: "put", Put: ask})
	sees("put to the north", "nada", "rami", "lina")
	step(omar, "put_waiting", Step{Stage: "published", Assessor: "lina", Second: "lina"})
	*clock = clock.Add(10 * 24 * time.Hour)
	step(lina, "right", Step{Stage: "published"})
	step(omar, "<nil>", Step{Stage: "published", Assessor: "lina", Second: "lina"})
	c, err := lina.Case(ctx, "i1")
	if f := c.Finding("lina"); err != nil || f.Stage != "published" || len(f.Persons) != 2 || f.Persons[0].Signed {
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

func TestSessions(t *testing.T) {
	as, clock := team(t)
	ctx := t.Context()
	a := as("")
	token, err := a.SignIn(ctx, "rami", time.Hour)
	if err != nil || len(token) != 43 {
		t.Fatal(token, err)
	}
	if s, err := a.SessionOf(ctx, token); err != nil || s.User != "rami" || strings.Contains(s.ID, token) {
		t.Fatalf("%+v, %v", s, err)
	}
	for e, err := range a.store.Entries(ctx, 0) {
		if err != nil || strings.Contains(string(e.Payload), token) {
			t.Fatalf("the token stands in the record: %v", err)
		}
	}
	gone := func(what, token string) {
		t.Helper()
		if s, err := a.SessionOf(ctx, token); !errors.Is(err, ErrNoSession) {
			t.Errorf("%s: %+v, %v", what, s, err)
		}
	}
	gone("another token", token[1:]+"A")
	if _, err := a.SignIn(ctx, "nobody", time.Hour); codes(err) != "unknown_user who" {
		t.Error(codes(err))
	}
	s, err := a.SessionOf(ctx, token)
	if err != nil {
		t.Fatal(err)
	}
	if err := as("lina").EndSession(ctx, s.ID); codes(err) != "right" {
		t.Errorf("another's session: %v", err)
	}
	if _, err := as("lina").Sessions(ctx, "rami"); codes(err) != "right" {
		t.Errorf("another's sessions: %v", err)
	}
	if list, err := as("rami").Sessions(ctx, "rami"); err != nil || len(list) != 1 {
		t.Errorf("%+v, %v", list, err)
	}
	if err := as("rami").EndSession(ctx, s.ID); err != nil {
		t.Error(err)
	}
	gone("ended", token)
	late, err := a.SignIn(ctx, "rami", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	*clock = clock.Add(time.Hour)
	gone("expired", late)
	revoked, err := a.SignIn(ctx, "lina", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if err := as("anna").EndSessions(ctx, "lina"); err != nil {
		t.Fatal(err)
	}
	gone("revoked", revoked)
	fired, err := a.SignIn(ctx, "lina", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := as("anna").SetUser(ctx, "lina", "left", func(u *record.User) { u.Roles = nil }); err != nil {
		t.Fatal(err)
	}
	gone("of a user who left", fired)
}

func TestKeys(t *testing.T) {
	as, _ := team(t)
	ctx := t.Context()
	dir := t.TempDir()
	for name, pass := range map[string]string{"open": "", "locked": "a long phrase"} {
		path := filepath.Join(dir, name)
		public, err := MakeKey(path, pass)
		if err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v, %v", info.Mode(), err)
		}
		if _, err := MakeKey(path, pass); !errors.Is(err, os.ErrExist) {
			t.Errorf("written over: %v", err)
		}
		if pass != "" {
			if _, err := ReadKey(path, ""); !errors.Is(err, ErrNoPassphrase) {
				t.Error(err)
			}
			if _, err := ReadKey(path, "another"); !errors.Is(err, ErrBadPassphrase) {
				t.Error(err)
			}
			if b, _ := os.ReadFile(path); strings.Contains(string(b), keyMark) {
				t.Error("the locked file holds the key")
			}
		}
		key, err := ReadKey(path, pass)
		if err != nil {
			t.Fatal(err)
		}
		lina := as("lina")
		if _, err := lina.SignEntry(ctx, 1, key); codes(err) != "key_not_named" {
			t.Error(codes(err))
		}
		if _, err := lina.SetUser(ctx, "lina", "", func(u *record.User) { u.Keys = []string{public} }); err != nil {
			t.Errorf("one's own key: %v", err)
		}
		if _, err := lina.SetUser(ctx, "lina", "", func(u *record.User) { u.Roles = []string{"administrator"} }); codes(err) != "right" {
			t.Errorf("one's own roles: %v", err)
		}
		if _, err := lina.SetUser(ctx, "rami", "", func(u *record.User) { u.Keys = []string{public} }); codes(err) != "right" {
			t.Errorf("another's key: %v", err)
		}
		if _, err := lina.SignEntry(ctx, 1, key); err != nil {
			t.Error(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "no"), []byte("MITHAQ-KEY-1:AAAA\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadKey(filepath.Join(dir, "no"), ""); !errors.Is(err, ErrNotAKey) {
		t.Error(err)
	}
}

// TestNobodyWrites: where there are users, whoever does not say who they are enters nothing and is shown nothing that is kept for some.
func TestNobodyWrites(t *testing.T) {
	as, _ := team(t)
	enterIncident(t, as("rami"), "i1")
	ctx := t.Context()
	a := as("")
	before, err := a.store.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	of := vault.Of{Kind: record.KindSource, Subject: "s1"}
	for what, do := range map[string]func() error{
		"a row": func() error {
			return addRow(a, intake.LayoutIncidents, "incident", "i9", "act", "attack", "when", "2016")
		},
		"a text": func() error {
			_, err := a.AddTexts(ctx, []Text{{Name: "a.mithaq", Content: "vocabulary v\n"}})
			return err
		},
		"a user": func() error {
			_, err := a.SetUser(ctx, "x", "", func(u *record.User) { u.Roles = []string{"reader"} })
			return err
		},
		"a signature":  func() error { _, err := a.SignEntry(ctx, 1, nil); return err },
		"consent":      func() error { _, err := a.GiveConsent(ctx, record.Consent{Kind: "source", Subject: "s1"}); return err },
		"consents":     func() error { _, err := a.Consents(ctx); return err },
		"sealing":      func() error { _, err := a.SealIdentity(ctx, of, nil, nil); return err },
		"opening":      func() error { _, err := a.OpenIdentity(ctx, of, nil, "because"); return err },
		"rehearsal":    func() error { _, err := a.RehearseIdentities(ctx, nil); return err },
		"rewrapping":   func() error { _, err := a.Rewrap(ctx, nil, nil, nil); return err },
		"removal":      func() error { _, err := a.PlanRemoval(ctx, []int64{1}, "law", ""); return err },
		"removing":     func() error { _, err := a.Remove(ctx, &Removing{}, "anna"); return err },
		"a withdrawal": func() error { _, err := a.PlanWithdrawal(ctx, of, ""); return err },
		"accesses":     func() error { _, err := a.Accesses(ctx); return err },
		"removals":     func() error { _, err := a.Removals(ctx); return err },
		"users":        func() error { _, err := a.Users(ctx); return err },
		"sessions":     func() error { _, err := a.Sessions(ctx, ""); return err },
	} {
		if got := codes(do()); got != "who" {
			t.Errorf("%s: %s", what, got)
		}
	}
	for what, do := range map[string]func() error{
		"a step":   func() error { _, err := a.TakeStep(ctx, Step{Incident: "i1", Stage: "inquiry"}); return err },
		"dissent":  func() error { _, err := a.Dissent(ctx, "i1", "x", record.Text{"en": "No."}); return err },
		"adopting": func() error { _, err := a.Adopt(ctx, "i1", "x", "", ""); return err },
		"an assessing": func() error {
			_, _, err := a.Assess(ctx, "i1", []Field{{"assessor", "x"}, {"grade", "alleged"}})
			return err
		},
	} {
		if err := do(); !errors.Is(err, record.ErrNotFound) {
			t.Errorf("%s of an incident that is not seen: %v", what, err)
		}
	}
	if now, err := a.store.Head(ctx); err != nil || now != before {
		t.Errorf("something was entered: %v, %v", now, err)
	}
}
