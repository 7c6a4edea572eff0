package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"mithaq/internal/evidence/record"
)

// named puts what the database met under the record's own errors, so that callers can tell it without knowing PostgreSQL. Other errors stay as they are.
func named(err error) error {
	if err == nil || isNamed(err) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	var pg *pgconn.PgError
	var connect *pgconn.ConnectError
	if errors.As(err, &pg) {
		if pg.Code == "08P01" && errors.As(err, &connect) { // protocol_violation: settings at the start of a connection are a part of the protocol
			return fmt.Errorf("%w: %w", record.ErrPooler, err)
		}
		if as := byState(pg.Code); as != nil {
			return fmt.Errorf("%w: %w", as, err)
		}
	}
	if lost(err) {
		return fmt.Errorf("%w: %w", record.ErrLost, err)
	}
	return err
}

func isNamed(err error) bool {
	for _, e := range []error{record.ErrLost, record.ErrUnknown, record.ErrBusy, record.ErrDiskFull, record.ErrHeadMoved, record.ErrNotFound, record.ErrDamaged, record.ErrPooler} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// byState gives the record's error for a SQLSTATE (Appendix A of PostgreSQL's manual); nil: there is none.
func byState(code string) error {
	switch code {
	case "53100": // disk_full
		return record.ErrDatabaseFull
	case "55P03", "40P01", "40001": // lock_not_available, deadlock_detected, serialization_failure
		return record.ErrBusy
	case "25006", "42501": // read_only_sql_transaction, insufficient_privilege
		return record.ErrReadOnly
	case "XX001", "XX002": // data_corrupted, index_corrupted
		return record.ErrDamaged
	}
	if lostState(code) {
		return record.ErrLost
	}
	return nil
}

// lostState: the connection's own class, the server shutting down, crashing or starting, too many connections.
func lostState(code string) bool {
	return strings.HasPrefix(code, "08") || strings.HasPrefix(code, "57P0") || code == "53300"
}

func panicked(err *pgconn.PgError) bool { return err.SeverityUnlocalized == "PANIC" }

// lost says that the connection is gone, not that the database refused something. After a panic the server throws every connection away and comes
// back from its write-ahead log: what was asked may stand there or not, whatever the panic was about (a full disk, most often).
func lost(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return lostState(pg.Code) || panicked(pg)
	}
	var connect *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connect) || errors.As(err, &network) || pgconn.SafeToRetry(err) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || errors.Is(err, pgconn.ErrConnClosed)
}
