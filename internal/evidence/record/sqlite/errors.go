package sqlite

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"mithaq/internal/evidence/record"
)

// named puts what SQLite met under the record's own errors, so that callers can tell it without knowing SQLite. Other errors stay as they are.
func named(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() & 0xff { // the rest of the number says more closely what happened (sqlite.org/rescode.html)
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return fmt.Errorf("%w: %w", record.ErrBusy, err)
	case lib.SQLITE_FULL:
		return fmt.Errorf("%w: %w", record.ErrDiskFull, err)
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
		return fmt.Errorf("%w: %w", record.ErrDamaged, err)
	case lib.SQLITE_READONLY, lib.SQLITE_CANTOPEN, lib.SQLITE_PERM:
		return fmt.Errorf("%w: %w", record.ErrReadOnly, err)
	}
	return err
}
