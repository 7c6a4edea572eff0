package app

import (
	"context"
	"errors"
	"iter"
	"strconv"

	"mithaq/internal/base/diag"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

func diagArgs(pairs ...string) []diag.Arg { return diag.Args(pairs...) }

func entryNumber(n int64) string { return strconv.FormatInt(n, 10) }

// mayEnter says which drafts whoever acts may not enter, each reason once: by their kind, and because they touch incidents that are not for them to see.
func (a *App) mayEnter(ctx context.Context, drafts iter.Seq[record.Draft]) error {
	if a.who.Single {
		return nil
	}
	var refused review.Refusals
	said := map[string]bool{}
	add := func(rs review.Refusals) {
		for _, r := range rs {
			if !said[r.Error()] {
				said[r.Error()] = true
				refused = append(refused, r)
			}
		}
	}
	for d := range drafts {
		add(a.who.Require(rightFor(d.Payload), review.State{}))
		if a.who.Whole() {
			continue
		}
		touched := record.Touches(d.Payload)
		if account, ok := d.Payload.(record.Account); ok { // it may stand on another incident so far
			st, err := a.store.Standing(ctx, record.KindAccount, account.ID)
			if err != nil && !errors.Is(err, record.ErrNotFound) {
				return err
			}
			if stands, ok := st.Payload.(record.Account); ok && err == nil {
				touched = append(touched, record.Touches(stands)...)
			}
		}
		for _, id := range touched {
			unseen, err := a.unseen(ctx, id)
			if err != nil {
				return err
			}
			if unseen {
				add(review.Refusals{{Code: "unseen", Args: diagArgs("incident", id)}})
			}
		}
	}
	return refused.OrNil()
}

// rightFor gives the right that entering a payload takes. A publisher's own row is no assessment of ours.
func rightFor(payload any) review.Action {
	switch p := payload.(type) {
	case record.Assessment:
		if p.Rule == "" {
			return review.Assess
		}
	case record.Name: // what a foreign word means is assessed like a grade
		return review.Assess
	case record.User:
		return review.ManageUsers
	}
	return review.Enter
}

// unseen says that an incident is in the record and not for whoever acts to see.
func (a *App) unseen(ctx context.Context, id string) (bool, error) {
	_, err := a.view.Bundle(ctx, id)
	if !errors.Is(err, record.ErrNotFound) {
		return false, err
	}
	_, err = a.store.Bundle(ctx, id)
	if errors.Is(err, record.ErrNotFound) {
		return false, nil
	}
	return true, err
}

// require is Principal.Require of whoever acts, as an error.
func (a *App) require(action review.Action) error {
	return a.who.Require(action, review.State{}).OrNil()
}
