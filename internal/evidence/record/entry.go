// Package record is the record of what happened and who says so: sources,
// accounts, incidents, assessments, coverage, rosters, positions, tallies, the
// names table and the texts judged (DESIGN 7).
//
// It is append-only. An Entry states one version of one subject; a correction
// is a new entry on the same subject; what stands now is a projection. The
// byte form of an entry, its id and the head that links entries are fixed in
// spec/record.md. The record knows no agreement language: acts, parties and
// kinds are words, of the record's own vocabulary or of a publisher's
// (scheme), and bind gives them a meaning through the names table.
package record

import (
	"encoding/hex"
	"fmt"
)

// Hash is a SHA-256 value.
type Hash [32]byte

// String gives lower-case hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// IsZero says whether no hash is set: the previous head of the first entry.
func (h Hash) IsZero() bool { return h == Hash{} }

// MarshalText writes hexadecimal.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads hexadecimal.
func (h *Hash) UnmarshalText(b []byte) error {
	if len(b) == hex.EncodedLen(len(h)) {
		if _, err := hex.Decode(h[:], b); err == nil {
			return nil
		}
	}
	return fmt.Errorf("%.70q is not a SHA-256 in hexadecimal", b)
}

// Kind says what an entry states. Kinds are never removed or given another meaning.
type Kind string

// The kinds of entry.
const (
	KindSource     Kind = "source"
	KindAccount    Kind = "account"
	KindIncident   Kind = "incident"
	KindAssessment Kind = "assessment"
	KindCoverage   Kind = "coverage"
	KindRoster     Kind = "roster"
	KindPosition   Kind = "position"
	KindTally      Kind = "tally"
	KindName       Kind = "name"
	KindText       Kind = "text"       // an agreement's text, by hash
	KindMapping    Kind = "mapping"    // how a file's columns are read
	KindImport     Kind = "import"     // that a file was imported: its hash, mapping, counts
	KindWithdrawal Kind = "withdrawal" // a subject no longer stands: withdrawn by its publisher or its author

	KindPerson      Kind = "person"
	KindConsent     Kind = "consent"     // what a source or a person allowed
	KindIdentity    Kind = "identity"    // that a name stands encrypted, apart
	KindFile        Kind = "file"        // a file of evidence, by hash
	KindReview      Kind = "review"      // how far a finding has come
	KindDissent     Kind = "dissent"     // disagreement with a finding
	KindSignature   Kind = "signature"   // under another entry
	KindUser        Kind = "user"        // who works on the record, in which roles
	KindSession     Kind = "session"     // a user's stay
	KindRequest     Kind = "request"     // to take out what is not published
	KindAccess      Kind = "access"      // that somebody saw or took what is not for everybody
	KindLink        Kind = "link"        // whether two incidents are one
	KindPublication Kind = "publication" // what the public may see
	KindZone        Kind = "zone"        // an area, a line or points that have a name
	KindRemoval     Kind = "removal"     // that the content of entries is gone
	KindLogKey      Kind = "logkey"      // that the sealed log has another key from here on
)

// Origin says where an entry's content came from.
type Origin struct {
	File string `cbor:"1,keyasint,omitempty" json:"file,omitempty"` // base name of the imported file
	Line int    `cbor:"2,keyasint,omitempty" json:"line,omitempty"` // from 1
}

// Entry is one statement in the record.
type Entry struct {
	ID      Hash   // of its canonical bytes
	Seq     int64  // position in the record, from 1
	Kind    Kind   //
	Version int    // of the payload's layout, from 1
	Subject string // what it speaks of; unique within Kind
	Entered int64  // when it was entered, seconds UTC
	Actor   string // who entered it
	Origin  Origin //
	Salt    []byte // 16 random bytes, so that a hash does not betray a short content
	Prev    Hash   // the head before it
	Payload []byte // canonical CBOR of the payload type of Kind; none: the content was removed (Gone)

	Incidents []string // of a stub alone: incidents that its content spoke of and that stand without it; sorted
}

// Head is the state of the record after an entry.
type Head struct {
	Seq  int64 `json:"seq"`
	Hash Hash  `json:"hash"`
}

// Draft is an entry to be made: the store adds Seq, Salt, Prev and ID.
type Draft struct {
	Kind    Kind
	Subject string
	Entered int64 // seconds UTC, from the caller's one clock reading
	Actor   string
	Origin  Origin
	Payload any // the payload type of Kind, by value
}
