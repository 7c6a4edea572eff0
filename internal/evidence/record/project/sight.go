package project

import (
	"context"
	"fmt"
	"slices"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/index"
)

// Sees says whether an incident is visible. packed is its row of bundle, first the bytes of its first entry.
func Sees(v *record.Visible, packed string, first []byte) (bool, error) {
	if v.Enterer != "" {
		e, err := record.DecodeStored(first)
		if err != nil {
			return false, fmt.Errorf("the first entry of an incident: %w", err)
		}
		if e.Actor == v.Enterer {
			return true, nil
		}
	}
	if !v.Public && v.PutTo == "" && !v.Waiting {
		return false, nil
	}
	var b record.Bundle
	if err := Unpack(packed, &b); err != nil {
		return false, err
	}
	joined := b.Joined()
	return v.Public && b.Publication.Public || v.PutTo != "" && slices.Contains(putTo(joined), v.PutTo) || v.Waiting && waits(joined), nil
}

// waits says that no assessment by us stands.
func waits(b *record.Bundle) bool {
	return !slices.ContainsFunc(b.Assessments, func(a record.Assessment) bool { return a.Rule == "" })
}

// SightsAtOnce is how many visible incidents a store reads together.
const SightsAtOnce = 500

// Visible gives the rows of the incidents that stand and are visible.
func Visible(ctx context.Context, f Finder, v record.Visible) (*index.Set, error) {
	h, err := hitsOf(ctx, f, &Conditions{State: Stands, Visible: &v}) // certain: no words are asked for
	return h.Set, err
}
