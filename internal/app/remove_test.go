package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/vault"
)

// protected makes a record with a witness, a person and an incident about both, and the keys of its two holders.
func protected(t *testing.T) (a *App, keys []age.Identity, to []record.Recipient) {
	t.Helper()
	ctx := context.Background()
	a, err := Create(ctx, filepath.Join(t.TempDir(), "r.db"), Options{Actor: "desk", Now: func() time.Time { return time.Unix(1_460_000_000, 0) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	for _, name := range []string{"A", "B"} {
		k, err := age.GenerateX25519Identity()
		if err != nil {
			t.Fatal(err)
		}
		keys, to = append(keys, k), append(to, record.Recipient{Name: name, Key: k.Recipient().String()})
	}
	_, err = a.append(ctx, nil,
		record.Source{ID: "w1", Name: record.Text{"en": "canary-source"}},
		record.Source{ID: "agency", Name: record.Text{"en": "An agency"}},
		record.Person{ID: "p1", Name: record.Text{"en": "canary-person"}},
		record.Incident{ID: "i1", Act: "attack", When: "2016-03-01", Persons: []record.Involved{{Person: "p1", As: "victim"}}, Note: "canary-note"},
		record.Incident{ID: "i1", Act: "attack", When: "2016-03-01", Persons: []record.Involved{{Person: "p1", As: "victim"}, {Person: "p2", As: "witness"}}},
		record.Account{ID: "a1", Source: "w1", Incident: "i1", Words: "canary-words"},
		record.Account{ID: "a2", Source: "agency", Incident: "i1", Words: "kept words"},
		record.Assessment{Incident: "i1", Assessor: "desk", Degrees: []record.Degree{{Person: "p1", How: "suspected"}}},
		record.Publication{Kind: record.KindIncident, Subject: "i1", Public: true, By: "desk", Accounts: []string{"a1", "a2"}},
		record.Publication{Kind: record.KindPerson, Subject: "p1", Public: true, By: "desk"},
		record.Consent{Kind: record.KindSource, Subject: "w1", Record: true, Publish: true, How: "canary-how"},
		record.Consent{Kind: record.KindPerson, Subject: "p1", Record: true, How: "canary-how"},
	)
	if err != nil {
		t.Fatal(err)
	}
	return a, keys, to
}

// noCanary looks for a canary in everything beside the record.
func noCanary(t *testing.T, a *App, canary string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(filepath.Dir(a.path), "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err == nil && bytes.Contains(b, []byte(canary)) {
			t.Errorf("%s holds %q", filepath.Base(f), canary)
		}
	}
	for e, err := range a.store.Entries(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(fmt.Sprintf("%+v %q", e, e.Payload), canary) {
			t.Errorf("entry %d holds %q", e.Seq, canary)
		}
	}
}

// TestSourceWithdraws: a source that takes its consent back takes its entry, its accounts and its identity along, and what was published of them.
func TestSourceWithdraws(t *testing.T) {
	ctx := context.Background()
	a, _, to := protected(t)
	of := vault.Of{Kind: record.KindSource, Subject: "w1"}
	if _, err := a.SealIdentity(ctx, of, []byte("canary-identity"), to); err != nil {
		t.Fatal(err)
	}
	if err := a.access(ctx, "export", "", "", "a request"); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Aside().Keep(ctx, record.Kept{Shelf: OnceShelf, Key: "desk/1", Value: []byte("canary-answer")}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Aside().Keep(ctx, record.Kept{Shelf: "seen", Key: "desk", Value: []byte("7")}); err != nil {
		t.Fatal(err)
	}
	p, err := a.PlanWithdrawal(ctx, of, "they asked")
	if err != nil || len(p.Entries) != 4 || len(p.Boxes) != 1 || len(p.Publications) != 1 || len(p.Taken) != 1 {
		t.Fatalf("%+v, %v", p, err)
	}
	for _, second := range []string{"", "desk"} {
		if _, err := a.Remove(ctx, p, second); !errors.Is(err, ErrSecond) {
			t.Errorf("%q: %v", second, err)
		}
	}
	if _, err := a.Remove(ctx, p, "chief"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []string{"canary-source", "canary-words", "canary-identity", "canary-answer"} {
		noCanary(t, a, c)
	}
	if kept, err := a.Aside().AllKept(ctx, OnceShelf, ""); err != nil || len(kept) != 0 {
		t.Errorf("answers that repeat what was removed are kept: %d, %v", len(kept), err)
	}
	if _, err := a.Aside().Kept(ctx, "seen", "desk"); err != nil {
		t.Errorf("what has nothing to do with it went along: %v", err)
	}
	b, err := a.store.Bundle(ctx, "i1")
	if err != nil || len(b.Accounts) != 1 || fmt.Sprint(b.Publication.Accounts) != "[a2]" || !b.Publication.Public {
		t.Errorf("%+v, %v", b, err)
	}
	if files, err := os.ReadDir(strings.TrimSuffix(a.path, ".db") + ".identities"); err != nil || len(files) != 0 {
		t.Errorf("%v, %v", files, err)
	}
	if c, err := a.consent(ctx, of); err != nil || c.Withdrawn == "" || c.MayPublish("2016-01-01") {
		t.Errorf("%+v, %v", c, err)
	}
	if _, err := a.SealIdentity(ctx, of, []byte("x"), to); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("sealed after a withdrawal: %v", err)
	}
	if _, _, err := record.Verify(a.store.Entries(ctx, 0)); err != nil {
		t.Error(err)
	}
	again, err := a.PlanWithdrawal(ctx, of, "")
	if err == nil && len(again.Entries) > 0 {
		t.Errorf("something is left: %+v", again)
	}
}

// TestPersonWithdraws: incidents and findings stand without a person who takes their consent back, and no version that names them is left.
func TestPersonWithdraws(t *testing.T) {
	ctx := context.Background()
	a, _, _ := protected(t)
	p, err := a.PlanWithdrawal(ctx, vault.Of{Kind: record.KindPerson, Subject: "p1"}, "")
	if err != nil || fmt.Sprint(p.Changed) != "[i1]" {
		t.Fatalf("%+v, %v", p, err)
	}
	if _, err := a.Remove(ctx, p, "chief"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []string{"canary-person", "canary-note"} {
		noCanary(t, a, c)
	}
	b, err := a.store.Bundle(ctx, "i1")
	if err != nil || fmt.Sprint(b.Incident.Persons) != "[{p2 witness}]" || len(b.Assessments) != 1 || len(b.Assessments[0].Degrees) != 0 || len(b.Accounts) != 2 {
		t.Errorf("%+v, %v", b, err)
	}
	for e, err := range a.store.Entries(ctx, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if (e.Kind == record.KindIncident || e.Kind == record.KindAssessment) && !e.Gone() && bytes.Contains(e.Payload, []byte("p1")) {
			t.Errorf("entry %d still names the person", e.Seq)
		}
	}
	if s, err := a.store.Standing(ctx, record.KindPublication, "person/p1"); err != nil || s.Payload.(record.Publication).Public {
		t.Errorf("%+v, %v", s, err)
	}
	if _, _, err := record.Verify(a.store.Entries(ctx, 0)); err != nil {
		t.Error(err)
	}
}

// TestRemovalRaces: a plan holds for the record that it was made on, and no other.
func TestRemovalRaces(t *testing.T) {
	ctx := context.Background()
	a, _, _ := protected(t)
	p, err := a.PlanRemoval(ctx, []int64{6}, "safety", "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.append(ctx, nil, record.Account{ID: "a3", Source: "w1", Incident: "i1"}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Remove(ctx, p, "chief"); !errors.Is(err, record.ErrHeadMoved) {
		t.Errorf("got %v", err)
	}
	if _, err := a.PlanRemoval(ctx, []int64{6, 99}, "safety", ""); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("got %v", err)
	}
}

// TestTwoPersonsAreUsers: on a record that has users, both persons must be among them.
func TestTwoPersonsAreUsers(t *testing.T) {
	ctx := context.Background()
	a, _, _ := protected(t)
	if _, err := a.append(ctx, nil, record.User{ID: "desk", Roles: []string{"administrator"}}, record.User{ID: "gone"}, record.User{ID: "chief", Roles: []string{"publisher"}}); err != nil {
		t.Fatal(err)
	}
	p, err := a.PlanRemoval(ctx, []int64{6}, "safety", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, second := range []string{"anybody", "gone"} {
		if _, err := a.Remove(ctx, p, second); !errors.Is(err, ErrNoUser) {
			t.Errorf("%s: %v", second, err)
		}
	}
	if _, err := a.Remove(ctx, p, "chief"); err != nil {
		t.Error(err)
	}
}

// TestIdentityIsEnteredFirst: a look that cannot be entered shows nothing; without consent nothing is sealed.
func TestIdentityIsEnteredFirst(t *testing.T) {
	ctx := context.Background()
	a, keys, to := protected(t)
	of := vault.Of{Kind: record.KindSource, Subject: "w1"}
	if _, err := a.SealIdentity(ctx, of, []byte("canary-identity"), to); err != nil {
		t.Fatal(err)
	}
	noCanary(t, a, "canary-identity")
	got, err := a.OpenIdentity(ctx, of, keys[:1], "a call")
	if err != nil || string(got) != "canary-identity" {
		t.Fatalf("%q, %v", got, err)
	}
	if list, err := a.Accesses(ctx); err != nil || len(list) != 1 || list[0].Subject != "w1" || list[0].User != "desk" || list[0].Why != "a call" {
		t.Errorf("%+v, %v", list, err)
	}
	a.store = readOnly{a.store}
	if got, err := a.OpenIdentity(ctx, of, keys, "a call"); err == nil || got != nil {
		t.Errorf("shown without an entry: %q", got)
	}
	if _, err := a.SealIdentity(ctx, vault.Of{Kind: record.KindSource, Subject: "agency"}, []byte("x"), to); !errors.Is(err, ErrNoConsent) {
		t.Errorf("got %v", err)
	}
}

// readOnly is a store that takes no entries.
type readOnly struct{ record.Store }

func (readOnly) Append(context.Context, *record.Head, iter.Seq2[record.Draft, error]) (record.Head, error) {
	return record.Head{}, record.ErrReadOnly
}
