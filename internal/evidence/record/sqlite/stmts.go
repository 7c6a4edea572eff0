package sqlite

import (
	"context"
	"database/sql"
)

// stmts prepares each statement of a transaction once.
type stmts struct {
	ctx  context.Context // of the transaction
	conn preparer
	made map[string]*sql.Stmt
}

// preparer is a connection, or a transaction on one.
type preparer interface {
	queryer
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

func newStmts(ctx context.Context, conn preparer) *stmts {
	return &stmts{ctx: ctx, conn: conn, made: map[string]*sql.Stmt{}}
}

func (s *stmts) prepare(query string) (*sql.Stmt, error) {
	if st, ok := s.made[query]; ok {
		return st, nil
	}
	st, err := s.conn.PrepareContext(s.ctx, query)
	if err != nil {
		return nil, err
	}
	s.made[query] = st
	return st, nil
}

// exec and get run without the context: the driver would watch it in a goroutine of its own for each of hundreds of thousands of short
// statements. Whoever loops over them asks the context between two.
func (s *stmts) exec(query string, args ...any) error {
	st, err := s.prepare(query)
	if err != nil {
		return err
	}
	_, err = st.Exec(args...)
	return err
}

func (s *stmts) get(query string, args []any, dest ...any) error {
	st, err := s.prepare(query)
	if err != nil {
		return err
	}
	return st.QueryRow(args...).Scan(dest...)
}

func (s *stmts) each(query string, args []any, row func(*sql.Rows) error) error {
	st, err := s.prepare(query)
	if err != nil {
		return err
	}
	rows, err := st.Query(args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (s *stmts) close() {
	for _, st := range s.made {
		_ = st.Close() // the transaction has already told what went wrong
	}
}
