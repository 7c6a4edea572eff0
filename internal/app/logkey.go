package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/evidence/seal"
)

// Rotation is a change of the log's key.
type Rotation struct {
	Old    LogKey // the key until now; File "": it is lost, and two administrators decide
	New    LogKey // where the new one goes; File "": beside the record, under the new key's id
	Second string // another administrator, where the old key is lost
	Why    string
}

// Rotated is what a change of the key gives.
type Rotated struct {
	File       string // of the new key
	Public     string // its public half
	Seq        int64  // position of the entry that names it
	Checkpoint []byte // of the log with that entry, signed by the new key and, where that was at hand, by the old one
}

// RotateLog gives the log another key: the private half goes into a new file that nobody else may read; an entry names the public half, with a
// statement that the old key signed, or two administrators where it is lost. Errors: seal.ErrNoKey, seal.ErrRetired, ErrSecond, ErrNoUser.
func (a *App) RotateLog(ctx context.Context, r Rotation) (*Rotated, error) {
	if err := a.require(review.ManageUsers); err != nil {
		return nil, err
	}
	if err := a.settleKeys(ctx); err != nil {
		return nil, err
	}
	keys, err := seal.Keys(ctx, a.Log())
	if err != nil {
		return nil, err
	}
	var old *seal.Signer
	if r.Old.File != "" {
		old, err = a.keyOf(r.Old, keys.Newest()).signer(a.opts)
	} else {
		err = a.twoAdministrators(ctx, r.Second)
	}
	if err != nil {
		return nil, err
	}
	private, public, err := seal.NewLogKey(rand.Reader, keys.Origin())
	if err != nil {
		return nil, err
	}
	next, err := seal.ParseSigner(private, a.opts.now())
	if err != nil {
		return nil, err
	}
	note, err := seal.Succeed(keys.Newest().Verifier, old, next)
	if err != nil {
		return nil, err
	}
	if r.New.File == "" {
		r.New.File = numberedKey(KeyFile(a.path), next.ID())
	}
	if err := writeKey(r.New, private); err != nil {
		return nil, err
	}
	named := record.LogKey{Key: public, Old: keys.Newest().Public(), Note: note, By: a.opts.Actor, Why: r.Why, When: a.today()}
	if old == nil {
		named.Second = r.Second
	}
	head, err := a.append(ctx, nil, named)
	if err != nil {
		return nil, errors.Join(err, os.Remove(r.New.File)) // a key that no record knows is of no use
	}
	if err := a.keepKey(ctx, public, head.Seq); err != nil {
		return nil, err // what is missing is made up for when the key is used next
	}
	out := &Rotated{File: r.New.File, Public: public, Seq: head.Seq}
	var before []*seal.Signer
	if old != nil {
		before = append(before, old)
	}
	out.Checkpoint, err = seal.Make(ctx, a.Log(), next, a.Now().Unix(), before...)
	return out, err
}

func (a *App) keepKey(ctx context.Context, public string, seq int64) error {
	return a.Log().AddSeal(ctx, record.Seal{Sort: record.SealKey, Size: seq, Kept: a.Now().Unix(), Body: []byte(public)})
}

// settleKeys keeps the keys that entries name and that are not kept yet: a change of the key that was stopped between the two.
func (a *App) settleKeys(ctx context.Context) error {
	seals, err := a.Log().Seals(ctx)
	if err != nil {
		return err
	}
	kept := map[string]bool{}
	for _, s := range seals {
		if s.Sort == record.SealKey {
			kept[string(s.Body)] = true
		}
	}
	var missing []record.Entry
	for s, err := range a.store.Each(ctx, record.KindLogKey, "") {
		if err != nil {
			return err
		}
		if !kept[s.Entry.Subject] {
			missing = append(missing, s.Entry)
		}
	}
	slices.SortFunc(missing, func(x, y record.Entry) int { return int(x.Seq - y.Seq) })
	for i := range missing {
		if err := a.keepKey(ctx, missing[i].Subject, missing[i].Seq); err != nil {
			return err
		}
	}
	return nil
}

// numberedKey is where a key that follows on the first stands.
func numberedKey(file, id string) string { return file + "." + id }

// keyOf gives the file of the newest key where the user named none: that of the first key, or of a later one beside it.
func (a *App) keyOf(k LogKey, newest *seal.Key) LogKey {
	if file := KeyFile(a.path); file != "" && k.File == file && newest.From > 0 {
		numbered := numberedKey(file, newest.ID())
		if _, err := os.Stat(numbered); !errors.Is(err, fs.ErrNotExist) {
			k.File = numbered
		}
	}
	return k
}

// twoAdministrators is twoPersons for what administrators alone decide.
func (a *App) twoAdministrators(ctx context.Context, second string) error {
	if err := a.twoPersons(ctx, second); err != nil {
		return err
	}
	for s, err := range a.store.Each(ctx, record.KindUser, "") {
		if err != nil {
			return err
		}
		if u := s.Payload.(record.User); u.ID == second && !slices.Contains(u.Roles, review.Administrator) {
			return fmt.Errorf("%s: %w", second, ErrNotAdministrator)
		}
	}
	return nil
}
