package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"sync"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

// clockBlock is of how many entries it is known when they were entered, at the earliest and at the latest. Entries are mostly in the order in which they were
// entered, but a clock may have been set back.
var clockBlock = 1024

// clock knows of each whole block of entries when they were entered, which never changes: what was entered by an instant is looked for where it can be. The zero
// value is ready.
type clock struct {
	mu     sync.Mutex
	blocks []entered // block i holds the entries from i*clockBlock+1 on
}

type entered struct{ earliest, latest int64 }

const (
	selectBlocks = `SELECT min(entered), max(entered) FROM entry WHERE seq > ?1 AND seq <= ?2 GROUP BY (seq - 1) / ?3 ORDER BY (seq - 1) / ?3`
	headAmong    = `SELECT seq, id FROM entry WHERE seq > ? AND seq <= ? AND entered <= ? ORDER BY seq DESC LIMIT 1`
	latestAmong  = `SELECT coalesce(max(entered), 0) FROM entry WHERE seq > ? AND seq <= ? AND entered <= ?`
)

// known gives the blocks up to the head.
func (c *clock) known(ctx context.Context, q queryer) ([]entered, error) {
	head, err := headOf(ctx, q)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	whole := int(head.Seq) / clockBlock
	if whole <= len(c.blocks) {
		return c.blocks, nil
	}
	rows, err := q.QueryContext(ctx, selectBlocks, len(c.blocks)*clockBlock, whole*clockBlock, clockBlock)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	blocks := c.blocks
	for rows.Next() {
		var e entered
		if err := rows.Scan(&e.earliest, &e.latest); err != nil {
			return nil, err
		}
		blocks = append(blocks, e)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	c.blocks = blocks
	return blocks, nil
}

// cutHead gives the newest entry within a cut.
func (c *clock) cutHead(ctx context.Context, q queryer, cut record.Cut) (record.Head, error) {
	if cut == (record.Cut{}) {
		return headOf(ctx, q)
	}
	seq, instant := project.Bounds(cut)
	if cut.Entered == 0 {
		return headAmongEntries(ctx, q, 0, seq, instant)
	}
	blocks, err := c.known(ctx, q)
	if err != nil {
		return record.Head{}, err
	}
	for i := len(blocks); i >= 0; i-- {
		from := int64(i * clockBlock)
		if i < len(blocks) && blocks[i].earliest > instant || from >= seq {
			continue
		}
		to := seq
		if i < len(blocks) {
			to = min(seq, from+int64(clockBlock))
		}
		if h, err := headAmongEntries(ctx, q, from, to, instant); err != nil || h.Seq > 0 {
			return h, err
		}
	}
	return record.Head{}, nil
}

// headAmongEntries gives the newest of some entries that was entered by an instant; the zero one: none was.
func headAmongEntries(ctx context.Context, q queryer, after, to, instant int64) (h record.Head, err error) {
	var id []byte
	err = q.QueryRowContext(ctx, headAmong, after, to, instant).Scan(&h.Seq, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return record.Head{}, nil
	}
	if err != nil {
		return record.Head{}, err
	}
	h.Hash = record.Hash(id)
	return h, nil
}

// EnteredBy implements record.Reader.
func (s *Store) EnteredBy(ctx context.Context, instant int64) (latest int64, err error) {
	err = s.snapshot(ctx, func(tx *sql.Tx) error {
		blocks, err := s.clock.known(ctx, tx)
		if err != nil {
			return err
		}
		for i := len(blocks); i >= 0; i-- { // those after the last whole one first
			from := int64(i * clockBlock)
			switch {
			case i == len(blocks):
			case blocks[i].earliest > instant, blocks[i].latest <= latest:
				continue
			case blocks[i].latest <= instant:
				latest = blocks[i].latest
				continue
			}
			to := from + int64(clockBlock)
			if i == len(blocks) {
				_, to = project.Bounds(record.Cut{})
			}
			var at int64
			if err := tx.QueryRowContext(ctx, latestAmong, from, to, instant).Scan(&at); err != nil {
				return err
			}
			latest = max(latest, at)
		}
		return nil
	})
	return latest, err
}
