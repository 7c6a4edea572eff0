package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"filippo.io/age"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/evidence/vault"
)

// SealIdentity seals who a source or a person is, and enters that it is sealed. An identity that was sealed before is replaced. It needs the
// consent of the one concerned to be recorded: ErrNoConsent.
func (a *App) SealIdentity(ctx context.Context, of vault.Of, content []byte, to []record.Recipient) (record.Head, error) {
	if err := a.require(review.HoldConsent); err != nil {
		return record.Head{}, err
	}
	if _, err := a.store.Standing(ctx, of.Kind, of.Subject); err != nil {
		return record.Head{}, err
	}
	if c, err := a.consent(ctx, of); err != nil || !c.Record || c.Over(a.today()) {
		return record.Head{}, cmp.Or(err, fmt.Errorf("%s %s: %w", of.Kind, of.Subject, ErrNoConsent))
	}
	return a.seal(ctx, of, content, to)
}

// seal puts a box in place of the one before.
func (a *App) seal(ctx context.Context, of vault.Of, content []byte, to []record.Recipient) (record.Head, error) {
	dir, err := a.identities()
	if err != nil {
		return record.Head{}, err
	}
	was, err := a.identity(ctx, of)
	if err != nil && !errors.Is(err, ErrSealed) {
		return record.Head{}, err
	}
	to = slices.Clone(to)
	slices.SortFunc(to, func(x, y record.Recipient) int { return cmp.Compare(x.Name, y.Name) })
	box, err := vault.Seal(of, content, to)
	if err != nil {
		return record.Head{}, err
	}
	h, err := dir.Put(box) // first, so that no entry names a box that is not there
	if err != nil {
		return record.Head{}, err
	}
	head, err := a.append(ctx, nil, record.Identity{Kind: of.Kind, Subject: of.Subject, Box: h, Recipients: to, By: a.opts.Actor})
	if err != nil {
		return record.Head{}, errors.Join(err, dir.Delete(h))
	}
	if !was.Box.IsZero() {
		return head, dir.Delete(was.Box)
	}
	return head, nil
}

// identity gives what stands about a box. ErrSealed: there is none.
func (a *App) identity(ctx context.Context, of vault.Of) (record.Identity, error) {
	s, err := a.store.Standing(ctx, record.KindIdentity, record.Key(string(of.Kind), of.Subject))
	if errors.Is(err, record.ErrNotFound) {
		return record.Identity{}, fmt.Errorf("%s %s: %w", of.Kind, of.Subject, ErrSealed)
	}
	if err != nil {
		return record.Identity{}, err
	}
	return s.Payload.(record.Identity), nil
}

// OpenIdentity gives who a source or a person is. That somebody looks, and why, is entered before anything is decrypted, so that also a look that
// fails is known. The caller wipes what it gives.
func (a *App) OpenIdentity(ctx context.Context, of vault.Of, keys []age.Identity, why string) ([]byte, error) {
	if err := a.require(review.OpenIdentity); err != nil {
		return nil, err
	}
	if why == "" {
		return nil, ErrNoReason
	}
	i, err := a.identity(ctx, of)
	if err != nil {
		return nil, err
	}
	dir, err := a.identities()
	if err != nil {
		return nil, err
	}
	box, err := dir.Get(i.Box)
	if err != nil {
		return nil, err
	}
	if err := a.access(ctx, "identity", of.Kind, of.Subject, why); err != nil {
		return nil, err
	}
	return vault.Open(of, box, keys)
}

// RehearseIdentities tries the keys at hand on every box, and enters that it was done; nothing is shown.
func (a *App) RehearseIdentities(ctx context.Context, keys []age.Identity) (*vault.Rehearsal, error) {
	if err := a.require(review.ReadIdentity); err != nil {
		return nil, err
	}
	dir, err := a.identities()
	if err != nil {
		return nil, err
	}
	var all []record.Identity
	for s, err := range a.store.Each(ctx, record.KindIdentity, "") {
		if err != nil {
			return nil, err
		}
		all = append(all, s.Payload.(record.Identity))
	}
	if err := a.access(ctx, "rehearsal", "", "", ""); err != nil {
		return nil, err
	}
	return vault.Rehearse(dir, all, keys)
}

// Rewrap seals boxes anew for other recipients, all of them when of is nil, and gives how many. Each box that none of the keys opens is an error of its own; the
// others are done all the same. Copies of the old boxes, in backups, stay readable to who could read them.
func (a *App) Rewrap(ctx context.Context, of *vault.Of, keys []age.Identity, to []record.Recipient) (n int, err error) {
	if err := a.require(review.OpenIdentity); err != nil {
		return 0, err
	}
	var all []vault.Of
	if of != nil {
		all = append(all, *of)
	} else {
		for s, err := range a.store.Each(ctx, record.KindIdentity, "") {
			if err != nil {
				return 0, err
			}
			i := s.Payload.(record.Identity)
			all = append(all, vault.Of{Kind: i.Kind, Subject: i.Subject})
		}
	}
	var errs []error
	for _, one := range all {
		if err := a.rewrap(ctx, one, keys, to); err != nil {
			errs = append(errs, fmt.Errorf("%s %s: %w", one.Kind, one.Subject, err))
			continue
		}
		n++
	}
	return n, errors.Join(errs...)
}

func (a *App) rewrap(ctx context.Context, of vault.Of, keys []age.Identity, to []record.Recipient) error {
	content, err := a.OpenIdentity(ctx, of, keys, "rewrap")
	if err != nil {
		return err
	}
	defer clear(content)
	_, err = a.seal(ctx, of, content, to)
	return err
}
