package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/postgres"
	"mithaq/internal/evidence/record/sqlite"
)

// A record is named by the path of its file, or by the address of a database: postgres://USER@HOST/DATABASE?record=NAME (docs/postgresql.md).

// Shown gives the name of a record as it may be told to anybody: an address is given without its password.
func Shown(name string) string {
	if postgres.IsAddress(name) {
		return postgres.Shown(name)
	}
	return name
}

// openStore opens the record of a name, and tells updating, unless it is nil, how far it is in bringing it up to date. ErrNoRecord: there is none.
func openStore(ctx context.Context, name string, updating func(done, total int64)) (s record.Store, err error) {
	if postgres.IsAddress(name) {
		s, err = opened(postgres.Open(ctx, name, postgres.Options{Updating: updating}))
	} else {
		s, err = opened(sqlite.Open(ctx, name, sqlite.Options{Updating: updating}))
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w at %s", ErrNoRecord, Shown(name))
	}
	return s, err
}

// createStore makes an empty record. fs.ErrExist: there is one, or another file.
func createStore(ctx context.Context, name string) (record.Store, error) {
	if postgres.IsAddress(name) {
		return opened(postgres.Create(ctx, name, postgres.Options{}))
	}
	return opened(sqlite.Create(ctx, name, sqlite.Options{}))
}

// openSource opens a record to be read, and changes it only where it must first be brought up to date.
func openSource(ctx context.Context, name string) (s record.Store, err error) {
	if postgres.IsAddress(name) {
		s, err = opened(postgres.Open(ctx, name, postgres.Options{ReadOnly: true}))
	} else {
		s, err = opened(sqlite.Open(ctx, name, sqlite.Options{ReadOnly: true}))
	}
	if err == nil {
		return s, nil
	}
	return openStore(ctx, name, nil)
}

// opened keeps a store that is none from becoming an interface that holds something.
func opened[S record.Store](s S, err error) (record.Store, error) {
	if err != nil {
		return nil, err
	}
	return s, nil
}
