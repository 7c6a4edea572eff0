package app

import (
	"context"
	"errors"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/evidence/seal"
	"mithaq/internal/evidence/seal/ots"
	"mithaq/internal/evidence/seal/tsp"
)

// CheckpointText gives the newest checkpoint without its signatures: what OpenTimestamps is to stamp, as a file. ErrNoCheckpoint.
func (a *App) CheckpointText(ctx context.Context) ([]byte, error) {
	k, err := a.newest(ctx, 0)
	if err != nil {
		return nil, err
	}
	return []byte(k.Text()), nil
}

// TakeAttested keeps an OpenTimestamps proof file, when it is one of the text of a checkpoint that the record keeps. Without headers of Bitcoin blocks it
// is kept as it is in order in itself. Errors: ots.ErrMalformed, ots.ErrUnsupported, ots.ErrOther, tsp.ErrOther, ErrNoCheckpoint.
func (a *App) TakeAttested(ctx context.Context, file []byte, headers map[uint64]*ots.Block) (*seal.Attested, error) {
	if refused := a.who.Require(review.ManageUsers, review.State{}); refused != nil {
		return nil, refused.OrNil()
	}
	p, err := ots.Parse(file)
	if err != nil {
		return nil, err
	}
	keys, err := seal.Keys(ctx, a.Log())
	if err != nil {
		return nil, err
	}
	kept, err := seal.Checkpoints(ctx, a.Log(), keys)
	if err != nil {
		return nil, err
	}
	err = ErrNoCheckpoint
	for i := len(kept) - 1; i >= 0; i-- {
		var held seal.Attested
		if held, err = seal.CheckAttested(p, kept[i].Checkpoint, headers); errors.Is(err, tsp.ErrOther) {
			continue
		} else if err != nil {
			return nil, err
		}
		return &held, a.Log().AddSeal(ctx, record.Seal{Sort: record.SealOTS, Size: held.Size, Kept: a.Now().Unix(), Body: file})
	}
	return nil, err
}
