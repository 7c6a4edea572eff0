package app

import (
	"context"
	"errors"
	"time"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/evidence/vault"
)

// today gives the day by the clock, in UTC.
func (a *App) today() string { return a.Now().UTC().Format(time.DateOnly) }

// consent gives what a source or a person allowed: nothing, where no entry says so.
func (a *App) consent(ctx context.Context, of vault.Of) (record.Consent, error) {
	s, err := a.store.Standing(ctx, record.KindConsent, record.Key(string(of.Kind), of.Subject))
	if errors.Is(err, record.ErrNotFound) {
		return record.Consent{Kind: of.Kind, Subject: of.Subject}, nil
	}
	if err != nil {
		return record.Consent{}, err
	}
	return s.Payload.(record.Consent), nil
}

// GiveConsent enters what a source or a person allows. It replaces what was allowed before.
func (a *App) GiveConsent(ctx context.Context, c record.Consent) (record.Head, error) {
	if err := a.require(review.HoldConsent); err != nil {
		return record.Head{}, err
	}
	if _, err := a.store.Standing(ctx, c.Kind, c.Subject); err != nil {
		return record.Head{}, err
	}
	c.By, c.Withdrawn = a.opts.Actor, ""
	return a.append(ctx, nil, c)
}

// Consents gives every consent that stands, in the order of kinds and ids.
func (a *App) Consents(ctx context.Context) ([]record.Consent, error) {
	if err := a.require(review.HoldConsent); err != nil {
		return nil, err
	}
	var out []record.Consent
	for s, err := range a.store.Each(ctx, record.KindConsent, "") {
		if err != nil {
			return nil, err
		}
		out = append(out, s.Payload.(record.Consent))
	}
	return out, nil
}
