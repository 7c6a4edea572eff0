package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"mithaq/internal/evidence/record"
)

const (
	selectDue = `SELECT due FROM head`
	setDue    = `UPDATE head SET due = ?`
)

var _ record.Debtor = (*Store)(nil)

// Owe implements project.Removing.
func (t *tables) Owe(due []record.Due) error {
	var b []byte
	if err := t.stmts.get(selectDue, nil, &b); err != nil {
		return err
	}
	list, err := record.DecodeDue(b)
	if err != nil {
		return fmt.Errorf("%w: what is due: %w", record.ErrDamaged, err)
	}
	return t.stmts.exec(setDue, record.EncodeDue(append(list, due...)))
}

// Due implements record.Debtor.
func (s *Store) Due(ctx context.Context) ([]record.Due, error) {
	list, err := dueOf(ctx, s.read)
	return list, named(err)
}

func dueOf(ctx context.Context, q queryer) ([]record.Due, error) {
	var b []byte
	if err := q.QueryRowContext(ctx, selectDue).Scan(&b); err != nil {
		return nil, err
	}
	return record.DecodeDue(b)
}

// Pay implements record.Debtor. Those who read are not kept waiting, and take may be one of them.
func (s *Store) Pay(ctx context.Context, d record.Due, take func(record.Head) error) error {
	if s.write == nil {
		return fmt.Errorf("%s: %w", s.path, record.ErrReadOnly)
	}
	return named(withTx(ctx, s.write, func(conn *sql.Conn) error {
		head, err := headOf(ctx, conn)
		if err != nil {
			return err
		}
		if err := take(head); err != nil {
			return err
		}
		list, err := dueOf(ctx, conn)
		if err != nil {
			return err
		}
		_, err = conn.ExecContext(ctx, setDue, record.EncodeDue(record.Without(list, []record.Due{d})))
		return err
	}))
}
