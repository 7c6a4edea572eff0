package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// withTx runs fn in a transaction that takes the write lock at once, so that what fn reads is what it writes upon. It keeps nothing unless fn and
// the commit both succeed. The statements are written out: after a commit that fails, SQLite keeps the transaction open, and only a rollback ends it.
func withTx(ctx context.Context, db *sql.DB, fn func(*sql.Conn) error) (err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return fmt.Errorf("waiting to write: %w", err)
	}
	done := false
	defer func() {
		if !done { // also when fn panics. SQLite may have rolled back by itself already: then there is nothing to end
			_, _ = conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		}
	}()
	if err := fn(conn); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if _, err := conn.ExecContext(context.WithoutCancel(ctx), "COMMIT"); err != nil {
		return fmt.Errorf("the record could not be written: %w", err)
	}
	done = true
	return nil
}
