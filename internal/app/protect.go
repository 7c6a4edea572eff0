package app

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/vault"
)

// Errors of what protects people.
var (
	ErrNoFolder  = errors.New("no folder for identities is named")                            // of a record that is no file
	ErrNoConsent = errors.New("no consent to it stands in the record")                        // of the source or person
	ErrSecond    = errors.New("a second person is needed, another one than the first")        //
	ErrNoUser    = errors.New("not a user of this record")                                    // where the record has users
	ErrSealed    = errors.New("no identity is sealed for it")                                 //
	ErrNoReason  = errors.New("why it is looked at is to be said")                            //
	ErrUnreached = errors.New("it is done in the record, but something could not be reached") // what was removed is left somewhere
)

// identities gives the folder of the boxes: the one configured, or the one beside the record's file.
func (a *App) identities() (*vault.Dir, error) {
	if a.opts.Identities != "" {
		return vault.NewDir(a.opts.Identities), nil
	}
	if strings.Contains(a.path, "://") {
		return nil, ErrNoFolder
	}
	return vault.NewDir(strings.TrimSuffix(a.path, filepath.Ext(a.path)) + ".identities"), nil
}

// newID gives an id that says nothing: 128 random bits.
func newID() string {
	b := make([]byte, 16)
	if _, err := rand.Read(b); err != nil {
		panic(err) // crypto/rand does not fail
	}
	return hex.EncodeToString(b)
}

// append enters payloads, whole or not at all. With expect not nil the record must still stand there.
func (a *App) append(ctx context.Context, expect *record.Head, payloads ...any) (record.Head, error) {
	now := a.Now().Unix()
	return a.store.Append(ctx, expect, func(yield func(record.Draft, error) bool) {
		for _, p := range payloads {
			if !yield(record.Draft{Entered: now, Actor: a.opts.Actor, Payload: p}, nil) {
				return
			}
		}
	})
}

// access enters that somebody looks at, or takes out, what is not for everybody. It is entered before anything is shown.
func (a *App) access(ctx context.Context, what string, kind record.Kind, subject, why string) error {
	_, err := a.append(ctx, nil, record.Access{
		ID: newID(), User: a.opts.Actor, What: what, Kind: kind, Subject: subject, When: a.Now().Unix(), Why: why,
	})
	return err
}

// twoPersons refuses a decision of two that is one person's, or that of somebody who does not work here. On a record without users both are
// declared, not known.
func (a *App) twoPersons(ctx context.Context, second string) error {
	if second == "" || second == a.opts.Actor || a.opts.Actor == "" {
		return ErrSecond
	}
	users := map[string]bool{}
	for s, err := range a.store.Each(ctx, record.KindUser, "") {
		if err != nil {
			return err
		}
		u := s.Payload.(record.User)
		users[u.ID] = len(u.Roles) > 0
	}
	if len(users) == 0 {
		return nil
	}
	for _, id := range []string{a.opts.Actor, second} {
		if !users[id] {
			return fmt.Errorf("%s: %w", id, ErrNoUser)
		}
	}
	return nil
}
