package app

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// Publish enters what the public may see of a subject, which must stand. The accounts named must be accounts of the incident.
func (a *App) Publish(ctx context.Context, p record.Publication) (record.Head, error) {
	slices.SortFunc(p.Files, func(x, y record.Hash) int { return bytes.Compare(x[:], y[:]) })
	p.Files = slices.Compact(p.Files)
	return a.decide(ctx, func() ([]any, error) {
		if err := a.require(review.Publish); err != nil {
			return nil, err
		}
		if p.Second != "" {
			if err := a.twoPersons(ctx, p.Second); err != nil {
				return nil, err
			}
		}
		if _, err := a.store.Standing(ctx, p.Kind, p.Subject); err != nil {
			return nil, err
		}
		if p.Kind == record.KindIncident {
			b, err := a.store.Bundle(ctx, p.Subject)
			if err != nil {
				return nil, err
			}
			for _, id := range p.Accounts {
				if !slices.ContainsFunc(b.Accounts, func(x record.Account) bool { return x.ID == id }) {
					return nil, fmt.Errorf("account %s: %w", id, record.ErrNotFound)
				}
			}
		}
		p.By, p.When = a.who.ID, a.today()
		return []any{p}, nil
	})
}

// EnterPerson enters somebody who suffered, saw or did something.
func (a *App) EnterPerson(ctx context.Context, p record.Person) (record.Head, error) {
	return a.decide(ctx, func() ([]any, error) { return []any{p}, a.require(review.Enter) })
}
