package record

import (
	"context"
	"iter"
)

// Log is what a store offers of its sealed log (spec/log.md): the tree over the ids of all entries, which grows in the transaction that appends
// them, and the statements made about it.
type Log interface {
	// Head gives the newest entry. The tree has as many leaves as there are entries.
	Head(ctx context.Context) (Head, error)
	// Stored gives the entries after position after as they are stored, in order, with nothing checked.
	Stored(ctx context.Context, after int64) iter.Seq2[Stored, error]
	// Tile gives tile n of a level of the tree: 32 bytes a hash, at most 256 of them; nil where there is none.
	Tile(ctx context.Context, level int, n int64) ([]byte, error)
	// Seals gives the statements about the log, in the order in which they were kept.
	Seals(ctx context.Context) ([]Seal, error)
	// AddSeal keeps a statement. One of the same sort with the same body is kept once.
	AddSeal(ctx context.Context, s Seal) error
}

// Stored is an entry as a store holds it.
type Stored struct {
	Seq   int64
	ID    Hash   // by which the store knows it, and which the log commits to
	Bytes []byte // for DecodeStored

	Removed int64 // the entry that says that its content was removed; 0: it is there
}

// SealSort says what a statement about the log is. Sorts are never given another meaning.
type SealSort string

// The sorts of statement.
const (
	SealKey        SealSort = "key"        // a verifier key of the log (C2SP signed-note). The first names the log's origin; Size of a later one is the position of the LogKey that names it
	SealCheckpoint SealSort = "checkpoint" // a signed checkpoint, maybe cosigned
	SealStamp      SealSort = "timestamp"  // an RFC 3161 time stamp of a checkpoint's text
	SealOTS        SealSort = "ots"        // an OpenTimestamps proof file of a checkpoint's text, by SHA-256
)

// Seal is a statement about the log. It stands beside the entries and is none: it is made after what it speaks of, and some are made outside.
type Seal struct {
	Sort SealSort
	Size int64  // how many entries it speaks for; 0: none
	Kept int64  // when it was kept, seconds UTC
	Body []byte // what is signed, with its signatures
}
