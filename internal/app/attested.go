package app

import (
	"context"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/seal"
	"mithaq/internal/evidence/seal/ots"
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
	p, err := ots.Parse(file)
	if err != nil {
		return nil, err
	}
	var held seal.Attested
	err = a.sealNewest(ctx, func(kept seal.Kept) (s record.Seal, err error) {
		held, err = seal.CheckAttested(p, kept.Checkpoint, headers)
		return record.Seal{Sort: record.SealOTS, Size: held.Size, Body: file}, err
	})
	if err != nil {
		return nil, err
	}
	return &held, nil
}
