package app

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/evidence/vault"
)

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
	if _, err := as("anna").SetUser(ctx, "lina", "back", func(u *record.User) { u.Roles = []string{review.Assessor} }); err != nil {
		t.Fatal(err)
	}
	gone("of a user who left and came back", fired)
}

// Whoever comes back is invited anew: neither a password nor an invitation of before lets anybody in.
func TestShutOut(t *testing.T) {
	const password = "six small boats upriver"
	a, d := deskOf(t, time.Now, record.User{ID: "anna", Roles: []string{review.Administrator}}, record.User{ID: "rami", Roles: []string{review.Recorder}})
	ctx := t.Context()
	anna, err := a.As(ctx, "anna")
	if err != nil {
		t.Fatal(err)
	}
	defer anna.Close()
	code, err := anna.Invite(ctx, "rami")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Accept(ctx, code, password); err != nil {
		t.Fatal(err)
	}
	if code, err = anna.Invite(ctx, "rami"); err != nil {
		t.Fatal(err)
	}
	for _, roles := range [][]string{nil, {review.Recorder}} {
		if err := d.CheckPassword(ctx, "rami", password); (err == nil) != (roles == nil) {
			t.Errorf("before %v: %v", roles, err)
		}
		if _, err := anna.SetUser(ctx, "rami", "a move", func(u *record.User) { u.Roles = roles }); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.CheckPassword(ctx, "rami", password); !errors.Is(err, ErrCredentials) {
		t.Errorf("the password of before: %v", err)
	}
	if user, err := d.Invited(ctx, code); !errors.Is(err, ErrNoInvitation) {
		t.Errorf("the invitation of before invites %q: %v", user, err)
	}
	if w, err := d.Ways(ctx, "rami"); err != nil || w.Password || len(w.Passkeys)+len(w.Accounts) > 0 {
		t.Errorf("ways of before: %+v %v", w, err)
	}
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
		"dissent":  func() error { _, err := a.Dissent(ctx, "i1", "x", record.Text{"en": "No."}, 0); return err },
		"adopting": func() error { _, err := a.Adopt(ctx, "i1", "x", "", "", 0); return err },
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
