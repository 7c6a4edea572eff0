package app

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"mithaq/internal/evidence/link"
	"mithaq/internal/evidence/record"
)

// Proposal gives what speaks for and against two incidents being one: as the queue proposes it, else of these two alone. Errors: record.ErrNotFound, Preparing.
func (a *App) Proposal(ctx context.Context, x, y string) (*link.Pair, [2]*record.Bundle, error) {
	var both [2]*record.Bundle
	for i, id := range []string{min(x, y), max(x, y)} {
		b, err := a.view.Bundle(ctx, id)
		if err != nil {
			return nil, both, err
		}
		both[i] = b
	}
	is, err := a.queue.proposed(ctx, a)
	if err != nil {
		return nil, both, err
	}
	for i := range is.pairs {
		if p := is.pairs[i]; p.A == both[0].Incident.ID && p.B == both[1].Incident.ID {
			return &p, both, nil
		}
	}
	p, err := a.compared(ctx, both[:])
	p.Before, _ = linkOf(both[0], p.A, p.B)
	return &p, both, err
}

// PairSeen names two incidents as they stand, and how they were decided on: whoever decides has looked at that.
func PairSeen(both [2]*record.Bundle) string {
	was, _ := linkOf(both[0], both[0].Incident.ID, both[1].Incident.ID)
	return fmt.Sprintf("%d-%d-%s", both[0].Seq, both[1].Seq, was.Decision)
}

// MergeEffects judges the record as it stands and as it would stand if one incident were merged into another, and gives what differs. Nothing is stored.
// ErrTexts: the texts have errors.
func (a *App) MergeEffects(ctx context.Context, r *Reading, from, into string) ([]Effect, error) {
	return a.effectsOf(ctx, r, func() (*supposed, error) { return supposeMerged(ctx, a.store, from, into) })
}

// supposeMerged is the record with one incident merged into another.
func supposeMerged(ctx context.Context, store record.Store, from, into string) (*supposed, error) {
	base, err := store.Base(ctx, record.Cut{})
	if err != nil {
		return nil, err
	}
	s := &supposed{Store: store, head: base.Head, bundles: map[string]*record.Bundle{}, added: -1}
	s.head.Seq++
	s.head.Hash = sha256.Sum256(fmt.Append(s.head.Hash[:], "merge ", from, " ", into)) // no entry's: what is supposed has none
	base.Head = s.head
	s.base = base
	merged, err := store.Bundle(ctx, from)
	if err != nil {
		return nil, err
	}
	stands, err := store.Bundle(ctx, into)
	if err != nil {
		return nil, err
	}
	all := append(merged.Merged, *merged)
	for i := range all {
		all[i].Merged, all[i].Into = nil, into
	}
	stands.Merged = append(stands.Merged, all...)
	slices.SortFunc(stands.Merged, func(x, y record.Bundle) int { return strings.Compare(x.Incident.ID, y.Incident.ID) })
	merged.Into, stands.Seq = into, s.head.Seq
	s.bundles[from], s.bundles[into] = merged, stands
	return s, nil
}
