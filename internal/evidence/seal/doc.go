// Package seal makes the record's log one that others can hold against it: signed checkpoints, proofs that a third person checks without the
// record, cosignatures of witnesses, and a check of the whole record that names what was changed behind the program's back.
//
//	record.Log ──> Checkpoint, ProveEntry, ProveGrowth ──> files ──> CheckEntry, CheckGrowth (no record needed)
//	record.Log ──> Verify ──> Report
//
// The formats are those of C2SP (signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof, tlog-witness, tlog-tiles) over the tree of RFC 6962;
// spec/log.md fixes what is our own. What such a log shows and what it does not is said there too.
package seal

import "errors"

// Errors that callers tell apart.
var (
	ErrForm      = errors.New("not a file of this kind")                             // a note, a key, a proof that is not in its form
	ErrSignature = errors.New("not signed by a key that is known")                   // or not with this text
	ErrOtherLog  = errors.New("of another log")                                      // the origin differs
	ErrProof     = errors.New("the hashes do not lead to what the checkpoint names") // a proof that does not hold
	ErrBehind    = errors.New("of a smaller log than the one known")                 // a checkpoint older than what was seen
	ErrNoKey     = errors.New("the log has no key yet")
	ErrRetired   = errors.New("by a key that did not speak for the log then") // one that another key has followed on, or before it was named
)
