package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"mithaq/internal/evidence/record"
)

const (
	selectDue = `SELECT due FROM head`
	setDue    = `UPDATE head SET due = $1`
)

var _ record.Debtor = (*Store)(nil)

// Owe implements project.Removing.
func (t *tables) Owe(due []record.Due) error {
	list, err := dueOf(t.ctx, t.tx)
	if err != nil {
		return err
	}
	_, err = t.tx.Exec(t.ctx, setDue, record.EncodeDue(append(list, due...)))
	return err
}

func dueOf(ctx context.Context, q queryer) ([]record.Due, error) {
	var b []byte
	if err := q.QueryRow(ctx, selectDue).Scan(&b); err != nil {
		return nil, err
	}
	list, err := record.DecodeDue(b)
	if err != nil {
		return nil, fmt.Errorf("%w: what is due: %w", record.ErrDamaged, err)
	}
	return list, nil
}

// Due implements record.Debtor.
func (s *Store) Due(ctx context.Context) (list []record.Due, err error) {
	err = s.snapshot(ctx, func(tx pgx.Tx) error {
		list, err = dueOf(ctx, tx)
		return err
	})
	return list, err
}

// Pay implements record.Debtor. Those who read are not kept waiting, and take may be one of them.
func (s *Store) Pay(ctx context.Context, d record.Due, take func(record.Head) error) error {
	if s.write == nil {
		return fmt.Errorf("%s: %w", s.address.shown, record.ErrReadOnly)
	}
	_, err := s.withTx(ctx, func(tx pgx.Tx, was record.Head) (record.Head, error) {
		if err := take(was); err != nil {
			return was, err
		}
		list, err := dueOf(ctx, tx)
		if err != nil {
			return was, err
		}
		_, err = tx.Exec(ctx, setDue, record.EncodeDue(record.Without(list, []record.Due{d})))
		return was, err
	})
	return err
}
