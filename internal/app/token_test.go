package app

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// A token stands until its day, its revoking or its user's end, is kept as a hash alone, and gives what its scopes say.
func TestTokens(t *testing.T) {
	ctx := context.Background()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	a, err := Create(ctx, filepath.Join(t.TempDir(), "t.db"), Options{Actor: "holder", Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	var refused review.Refusals
	if _, _, err := a.MakeToken(ctx, "x", []review.Scope{review.ScopeRead}, 1); !errors.As(err, &refused) || refused[0].Code != "token_single" {
		t.Errorf("on a single person's file: %v", err)
	}
	if _, err := a.SetUser(ctx, "anna", "", func(u *record.User) { u.Roles = []string{review.Administrator} }); err != nil {
		t.Fatal(err)
	}
	as := func(user string) *App {
		t.Helper()
		other, err := a.As(ctx, user)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { other.Close() })
		return other
	}
	anna := as("anna")
	if _, err := anna.SetUser(ctx, "rami", "", func(u *record.User) { u.Roles = []string{review.Recorder} }); err != nil {
		t.Fatal(err)
	}
	rami, door := as("rami"), NewDoor(a)
	for _, c := range []struct {
		name   string
		scopes []review.Scope
		days   int
		want   error
	}{
		{" ", []review.Scope{review.ScopeEnter}, 1, ErrTokenName},
		{"x", nil, 1, ErrTokenScope},
		{"x", []review.Scope{review.ScopeAssess}, 1, ErrTokenScope},
		{"x", []review.Scope{"all"}, 1, ErrTokenScope},
		{"x", []review.Scope{review.ScopeEnter}, 0, ErrTokenDays},
		{"x", []review.Scope{review.ScopeEnter}, MostTokenDays + 1, ErrTokenDays},
	} {
		if _, _, err := rami.MakeToken(ctx, c.name, c.scopes, c.days); !errors.Is(err, c.want) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	token, made, err := rami.MakeToken(ctx, "phone", []review.Scope{review.ScopeEnter, review.ScopeEnter}, 2)
	if err != nil || len(made.Scopes) != 1 {
		t.Fatal(made, err)
	}
	kept, err := a.Aside().AllKept(ctx, tokenShelf, "")
	if err != nil || len(kept) != 1 || strings.Contains(string(kept[0].Value)+kept[0].Key, token[len(tokenMark):]) {
		t.Errorf("what is kept: %+v %v", kept, err)
	}
	in, _, err := door.EnterToken(ctx, token)
	if err != nil {
		t.Fatal(err)
	}
	if !in.Who().May(review.Enter, review.State{}) || in.Who().May(review.Read, review.State{Entered: true}) || in.Who().ID != "rami" {
		t.Errorf("%+v", in.Who())
	}
	// A token makes, lists and ends none.
	if _, _, err := in.MakeToken(ctx, "more", []review.Scope{review.ScopeEnter}, 1); !errors.As(err, &refused) {
		t.Errorf("a token made a token: %v", err)
	}
	if _, err := in.Tokens(ctx, "rami"); err == nil {
		t.Error("a token lists tokens")
	}
	if err := in.EndToken(ctx, made.ID); !errors.Is(err, ErrNoToken) {
		t.Errorf("a token ended a token: %v", err)
	}
	if session, _, err := door.Enter(ctx, token); err == nil {
		t.Errorf("a token opened a session of %s", session.Who().ID)
	}
	if err := as("").EndToken(ctx, made.ID); !errors.Is(err, ErrNoToken) {
		t.Errorf("the public ended a token: %v", err)
	}
	// Its last use is told to some minutes, not at each request.
	version := func() int64 {
		k, err := a.Aside().Kept(ctx, tokenShelf, made.ID)
		if err != nil {
			t.Fatal(err)
		}
		return k.Version
	}
	was := version()
	for range 5 {
		if _, _, err := door.EnterToken(ctx, token); err != nil {
			t.Fatal(err)
		}
	}
	if version() != was {
		t.Error("each use is written")
	}
	now = now.Add(usedAnew * time.Second)
	if _, one, err := door.EnterToken(ctx, token); err != nil || one.Used != now.Unix() || version() == was {
		t.Errorf("a later use: %+v %v", one, err)
	}
	now = endOfToken(made).Add(-time.Second)
	if _, _, err := door.EnterToken(ctx, token); err != nil {
		t.Errorf("on its last day: %v", err)
	}
	now = endOfToken(made)
	if _, _, err := door.EnterToken(ctx, token); !errors.Is(err, ErrNoToken) {
		t.Errorf("after it: %v", err)
	}
	for range MostTokens {
		if _, _, err := rami.MakeToken(ctx, "many", []review.Scope{review.ScopeEnter}, 9); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := rami.MakeToken(ctx, "one more", []review.Scope{review.ScopeEnter}, 9); !errors.Is(err, ErrTokenMany) {
		t.Errorf("%v", err)
	}
	list, err := anna.Tokens(ctx, "")
	if err != nil || len(list) != MostTokens {
		t.Fatal(len(list), err)
	}
	if err := anna.EndToken(ctx, list[0].Short()); err != nil {
		t.Errorf("an administrator: %v", err)
	}
	if _, err := anna.SetUser(ctx, "rami", "left", func(u *record.User) { u.Roles = nil }); err != nil {
		t.Fatal(err)
	}
	if list, err := anna.Tokens(ctx, ""); err != nil || len(list) != 0 {
		t.Errorf("of one who left: %d %v", len(list), err)
	}
	if kept, err := a.Aside().AllKept(ctx, tokenShelf, ""); err != nil || len(kept) != 0 {
		t.Errorf("they would open again with the user's return: %d %v", len(kept), err)
	}
}

// endOfToken gives the instant at which a token ends.
func endOfToken(t Token) time.Time { return time.Unix(t.Until, 0) }
