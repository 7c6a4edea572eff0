package postgres

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/pgxpool"

	"mithaq/internal/evidence/record"
)

const (
	// readers is how many connections read at once.
	readers = 8
	// busyWait is how long a writer waits for another program that writes.
	busyWait = 10 * time.Second
	// oldest is the oldest version of PostgreSQL that is known to do.
	oldest = 150000
)

// settings hold on every connection, and are read back: a role or a database may have others.
func settings(a *address, readOnly bool) map[string]string {
	s := map[string]string{
		"search_path":                         quoted(a.schema),
		"synchronous_commit":                  "on",
		"lock_timeout":                        strconv.FormatInt(busyWait.Milliseconds(), 10),
		"statement_timeout":                   "0",  // an import takes as long as it takes
		"idle_in_transaction_session_timeout": "0",  // likewise, between two of its statements
		"cursor_tuple_fraction":               "1",  // cursors are read to their end
		"tcp_keepalives_idle":                 "30", // a machine that vanished must not keep others from writing for hours
		"tcp_keepalives_interval":             "10",
		"tcp_keepalives_count":                "3",
		"application_name":                    "mithaq",
	}
	// Not "off" otherwise: a server or a role that takes no writes was made so by whoever administers it.
	if readOnly {
		s["default_transaction_read_only"] = "on"
	}
	return s
}

func connect(ctx context.Context, a *address, opts Options) (*Store, error) {
	s := &Store{address: a, rand: randomOf(opts), updating: opts.Updating, outcomeWait: outcomeWait}
	var err error
	if !opts.ReadOnly {
		if s.write, err = pool(ctx, a, false, 1); err != nil {
			return nil, err
		}
	}
	if s.read, err = pool(ctx, a, true, readers); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func pool(ctx context.Context, a *address, readOnly bool, n int32) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(a.server)
	if err != nil {
		return nil, errAddress // the error would repeat the address
	}
	config.MaxConns, config.MinConns, config.MinIdleConns = n, 0, 0
	want := settings(a, readOnly)
	for name, value := range want {
		config.ConnConfig.RuntimeParams[name] = value
	}
	// A context that ends asks the server to stop, and leaves the connection whole.
	config.ConnConfig.BuildContextWatcherHandler = func(c *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: c, DeadlineDelay: 5 * time.Second}
	}
	// The connection ends with either; read on, a panic would be told as an end of file.
	config.ConnConfig.OnPgError = func(_ *pgconn.PgConn, err *pgconn.PgError) bool {
		return err.SeverityUnlocalized != "FATAL" && !panicked(err)
	}
	config.AfterConnect = func(ctx context.Context, conn *pgx.Conn) error { return assertSettings(ctx, conn, want) }
	p, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	if err := p.Ping(ctx); err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

// assertSettings reads back what was asked for, and what the server itself must be.
func assertSettings(ctx context.Context, conn *pgx.Conn, want map[string]string) error {
	const ask = `SELECT current_setting('server_version_num')::integer, current_setting('server_encoding'), current_setting('fsync'),
		current_setting('synchronous_commit'), current_setting('search_path'), current_setting('default_transaction_read_only'),
		(SELECT setting FROM pg_settings WHERE name = 'lock_timeout')`
	var version int
	var encoding, fsync, synchronous, path, readOnly, lockTimeout string
	if err := conn.QueryRow(ctx, ask).Scan(&version, &encoding, &fsync, &synchronous, &path, &readOnly, &lockTimeout); err != nil {
		return err
	}
	switch {
	case version < oldest:
		return fmt.Errorf("the server is PostgreSQL %d.%d, want %d or later", version/10000, version%10000, oldest/10000)
	case encoding != "UTF8":
		return fmt.Errorf("the database's encoding is %s, want UTF8", encoding)
	case fsync != "on":
		return fmt.Errorf("the server runs with fsync %s: what it acknowledges would not survive a crash", fsync)
	}
	// What a connection asks for at its start comes before what a role, a database or a server has set.
	for name, got := range map[string]string{"synchronous_commit": synchronous, "search_path": path, "default_transaction_read_only": readOnly, "lock_timeout": lockTimeout} {
		if value, asked := want[name]; asked && got != value {
			return fmt.Errorf("%w: setting %s is %s, want %s", record.ErrPooler, name, got, value)
		}
	}
	return nil
}
