package app

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// Whatever changes who may do what, how somebody shows who they are, or who is told, stands among the accesses once it is done, with who did it, and
// without a secret.
func TestAdministrationIsAudited(t *testing.T) {
	ctx := context.Background()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	a, err := Create(ctx, filepath.Join(t.TempDir(), "audit.db"), Options{Actor: "holder", Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err = a.SetUser(ctx, "anna", "", func(u *record.User) { u.Roles = []string{review.Administrator} })
	do(err)
	anna, err := a.As(ctx, "anna")
	do(err)
	defer anna.Close()
	door, here := NewDoor(a), Here{Issuer: "https://id.example.org", Site: "board.example.org"}
	var secrets []string
	secret := func(s string) string {
		secrets = append(secrets, s)
		return s
	}
	hook, token, code, session := "", "", "", ""
	rami := func() *App {
		as, err := door.as(ctx, "rami")
		do(err)
		return as
	}
	for _, act := range []struct {
		what, by, about string
		do              func() error
	}{
		{"user_set", "anna", "rami", func() error {
			_, err := anna.SetUser(ctx, "rami", "new here", func(u *record.User) { u.Roles = []string{review.Recorder} })
			return err
		}},
		{"invited", "anna", "rami", func() (err error) {
			code, err = anna.Invite(ctx, "rami")
			secret(code)
			return err
		}},
		{"ways_replaced", "rami", "rami", func() error {
			_, err := door.Accept(ctx, code, secret("a river without bridges"))
			return err
		}},
		{"password_set", "rami", "rami", func() error {
			return door.ChangePassword(ctx, "rami", "a river without bridges", secret("a bridge without rivers"), "")
		}},
		{"account_linked", "rami", "rami", func() error {
			return door.LinkAccount(ctx, "rami", Account{Issuer: here.Issuer, Subject: secret("subject-of-rami")})
		}},
		{"account_unlinked", "rami", "rami", func() error { return door.DropAccount(ctx, "rami", here) }},
		{"passkey_removed", "rami", "rami", func() error {
			key := passkey{Name: "a key", Site: here.Site, Credential: webauthn.Credential{ID: []byte("the id of a key")}}
			if err := door.changeWays(ctx, "rami", func(w *ways) error { w.Passkeys = append(w.Passkeys, key); return nil }); err != nil {
				return err
			}
			return door.DropPasskey(ctx, "rami", key.id(), here)
		}},
		{"token_made", "rami", "", func() error {
			made, t, err := rami().MakeToken(ctx, "nightly", []review.Scope{review.ScopeEnter}, 30)
			token = t.ID
			secret(made)
			return err
		}},
		{"token_ended", "anna", "", func() error { return anna.EndToken(ctx, token) }},
		{"session_ended", "anna", "rami", func() (err error) {
			if session, err = door.SignIn(ctx, "rami", time.Hour); err != nil {
				return err
			}
			secret(session)
			return anna.EndSession(ctx, sessionID(session))
		}},
		{"webhook_added", "anna", "", func() error {
			h, err := anna.AddWebhook(ctx, "https://hooks.example.org/"+secret("path-that-opens"), "", false, []byte(secret("secret-of-webhook-1")))
			hook = h.ID
			return err
		}},
		{"webhook_rotated", "anna", "", func() error {
			_, err := anna.RotateWebhook(ctx, hook, []byte(secret("secret-of-webhook-2")))
			return err
		}},
		{"webhook_ended", "anna", "", func() error { return anna.EndWebhook(ctx, hook) }},
		{"user_ended", "anna", "rami", func() error {
			_, err := anna.SetUser(ctx, "rami", "left", func(u *record.User) { u.Roles = nil })
			return err
		}},
	} {
		before := audited(t, anna)
		now = now.Add(time.Minute)
		if err := act.do(); err != nil {
			t.Fatalf("%s: %v", act.what, err)
		}
		list := audited(t, anna)
		list = slices.DeleteFunc(list, func(x record.Access) bool { return slices.Contains(before, x) })
		if !slices.ContainsFunc(list, func(x record.Access) bool {
			return x.What == act.what && x.User == act.by && (act.about == "" || x.Subject == act.about) && x.When == now.Unix()
		}) {
			t.Errorf("%s by %s is not among what is new: %+v", act.what, act.by, list)
		}
	}
	for _, x := range audited(t, anna) {
		for _, s := range secrets {
			if s != "" && strings.Contains(x.ID+x.Subject+x.Why, s) {
				t.Errorf("%s tells a secret: %+v", x.What, x)
			}
		}
	}
}

func audited(t *testing.T, a *App) []record.Access {
	t.Helper()
	list, err := a.Accesses(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return list
}
