// Package app is the only wiring of the program: it opens records, reads
// texts, holds the clock and runs the judge. The front asks it; nothing below
// knows of it.
//
//	texts ──> Book, Program ─┐
//	record ──> bind ──> facts ┴──> judge ──> Judged (status, with its inputs)
package app

import (
	"context"
	"errors"
	"iter"
	"time"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// Options are what the front decides.
type Options struct {
	Now   func() time.Time // the clock; nil: the machine's
	Actor string           // who enters things, on a single person's file
	User  string           // who acts, where there are users; on a single person's file the same as Actor

	Files      string              // where files are kept; "": beside the record
	Getenv     func(string) string // gives the keys of a bucket; nil: the process's environment
	Identities string              // the folder of sealed identities; "": beside the record's file

	PastMost int // of how many incidents lists are made as they were known on a day: each is read anew for it; 0: 20,000

	Updating func(done, total int64) // Open: told how far it is in bringing the record of an older program up to date; nil: nobody is
}

func (o Options) now() func() time.Time {
	if o.Now == nil {
		return time.Now
	}
	return o.Now
}

// App is one opened record, or none: then only texts can be read.
type App struct {
	store record.Store
	view  record.Reader // of the record, what whoever acts may see
	who   review.Principal
	path  string
	opts  Options
	runs  *runs  // the last few runs, so that pages need not judge again
	kin   *kin   // all who keep something of the same record
	looks *looks // what was found in files
	queue *queue // of duplicates proposed
	works *works // findings that wait for a step
	heads *heads // at which something changed for outsiders
	pasts *pasts // the record as it was at cuts

	previews *previews // of what goes out
}

// ErrNoRecord tells that a record is needed and there is none at the path.
var ErrNoRecord = errors.New("there is no record")

// Open opens the record at path, which may be the address of a database. A missing one is ErrNoRecord: making one is a step of its own.
func Open(ctx context.Context, path string, opts Options) (*App, error) {
	store, err := openStore(ctx, path, opts.Updating)
	if err != nil {
		return nil, err
	}
	a := newApp(store, path, opts)
	if err := a.enterAs(ctx, opts.User); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return a, nil
}

// Create makes an empty record at path, or at the address of a database, where none may be.
func Create(ctx context.Context, path string, opts Options) (*App, error) {
	store, err := createStore(ctx, path)
	if err != nil {
		return nil, err
	}
	a := newApp(store, path, opts)
	return a, a.enterAs(ctx, opts.User)
}

// newApp gives the App of whoever holds the record's file.
func newApp(store record.Store, path string, opts Options) *App {
	opts.Now = opts.now()
	return &App{store: store, view: store, who: review.Principal{ID: opts.Actor, Single: true}, path: path, opts: opts, runs: newRuns(), kin: &kin{}, looks: &looks{}, queue: newQueue(), works: newWorks(), heads: &heads{}, previews: &previews{}, pasts: &pasts{}}
}

// Close ends what is on its way and closes the record.
func (a *App) Close() error {
	a.runs.close()
	a.queue.close()
	a.kin.each(memo.close)
	return a.store.Close()
}

// Store gives of the record what whoever acts may see. What is written goes through App.
func (a *App) Store() record.Store {
	if a.who.Single {
		return a.store
	}
	return seen{a.view}
}

// seen is a record that is only looked at.
type seen struct{ record.Reader }

func (seen) Append(context.Context, *record.Head, iter.Seq2[record.Draft, error]) (record.Head, error) {
	return record.Head{}, record.ErrReadOnly
}

func (seen) AppendStored(context.Context, record.Head, iter.Seq2[record.Stored, error]) (record.Head, error) {
	return record.Head{}, record.ErrReadOnly
}

func (seen) Close() error { return nil }

// Now reads the clock, once for each thing that is done.
func (a *App) Now() time.Time { return a.opts.Now() }
