// Package index finds the incidents of a record: by the words in them, and by everything that a list is filtered or sorted by. It holds no
// SQL: a store keeps pieces in one table, (key, chunk) -> docs, in the order of the bytes of their keys, and hands them out.
//
// A key names a property ("graded verified", "has a word that is harasta"); its rows are the incidents that have it, by row numbers that count from 1 in the order
// of entry. They are kept in chunks of Span rows, each a piece of at most 960 bytes. Every answer is a meeting of such sets, so that
// totals are exact whatever the filters are, and two stores answer alike.
//
// A number (a day, a count of killed, the time of entry) has one key at each of some levels of its decimal digits (Tree): a range of
// numbers is then a few runs of keys, and rows are brought into the order of a number without being read.
package index

import (
	"context"
	"iter"
)

// ID names a piece.
type ID struct {
	Key   string // bytes, not text
	Chunk int64
}

// Piece is the rows of a key in one chunk.
type Piece struct {
	ID
	Docs []byte // packed; empty: the key has no rows there, and the piece is not kept
}

// Reader hands out pieces of one state of a store.
type Reader interface {
	// Pieces gives the pieces with from <= key < to in the order of key and chunk, or with down from the greatest key on, chunks in any order. docs are valid
	// until each returns. When that says that it has enough, or fails, no more are given.
	Pieces(ctx context.Context, from, to string, down bool, each func(key string, chunk int64, docs []byte) (more bool, err error)) error
}

// Run is keys from From up to, but not with, To.
type Run struct {
	From, To string
	Only     func(key string) bool // of those the ones that it says yes to; nil: all
}

// Exactly is the run of one key.
func Exactly(key string) Run { return Run{From: key, To: key + "\x00"} }

// Beginning is the run of the keys that begin with some text, in UTF-8: no byte of that is 255.
func Beginning(key string) Run { return Run{From: key, To: key + "\xff"} }

// Each tells of each key of a run which of some rows have it. What is told of a key comes in parts, of rows in order.
func Each(ctx context.Context, r Reader, run Run, of *Set, tell func(key string, rows iter.Seq[int64])) error {
	return r.Pieces(ctx, run.From, run.To, false, func(key string, chunk int64, docs []byte) (bool, error) {
		wanted := of.chunks[chunk]
		if wanted == nil || run.Only != nil && !run.Only(key) {
			return true, nil
		}
		var has bitmap
		if err := has.or(docs); err != nil {
			return false, err
		}
		if has.and(wanted) {
			tell(key, (&Set{map[int64]*bitmap{chunk: &has}}).Rows(false))
		}
		return true, nil
	})
}

// Any gives the rows that have a key of one of some runs.
func Any(ctx context.Context, r Reader, runs ...Run) (*Set, error) {
	s := NewSet()
	for _, run := range runs {
		err := r.Pieces(ctx, run.From, run.To, false, func(key string, chunk int64, docs []byte) (bool, error) {
			if run.Only != nil && !run.Only(key) {
				return true, nil
			}
			return true, s.chunk(chunk).or(docs)
		})
		if err != nil {
			return nil, err
		}
	}
	return s, nil
}
