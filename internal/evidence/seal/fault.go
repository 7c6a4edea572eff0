package seal

import "mithaq/internal/evidence/record"

// FaultKind says what is wrong. Each has a sentence in front/wording under "log.fault.KIND"; kinds are never given another meaning.
type FaultKind string

// What Verify finds.
const (
	FaultMissing    FaultKind = "missing"    // entries Seq to Until are not there; others stand after them, or the log holds them
	FaultBeyond     FaultKind = "beyond"     // entries Seq to Until stand after the record's head
	FaultUnsealed   FaultKind = "unsealed"   // entries Seq to Until are not in the log
	FaultHead       FaultKind = "head"       // the head does not name the last entry, Seq
	FaultChanged    FaultKind = "changed"    // the content of entry Seq gives the id Got, it is held under the id Want
	FaultUnreadable FaultKind = "unreadable" // the content of entry Seq is in no form that this program writes
	FaultUnchained  FaultKind = "unchained"  // entry Seq follows on the entry Got, the one before it is Want
	FaultReplaced   FaultKind = "replaced"   // entry Seq is not the one that was sealed there
	FaultMoved      FaultKind = "moved"      // entry Seq was sealed as entry Other
	FaultEmptied    FaultKind = "emptied"    // the content of entry Seq is gone, and no removal after it names it
	FaultLingering  FaultKind = "lingering"  // removal Other says that the content of entry Seq is gone: it is another entry, or the content is there
	FaultTile       FaultKind = "tile"       // tile Tile of level Level is not what the hashes below it give, or not whole
	FaultSignature  FaultKind = "signature"  // the checkpoint of Size entries is signed by no key of the log, or with another text
	FaultOrigin     FaultKind = "origin"     // the checkpoint is one of the log Got, not Want
	FaultShort      FaultKind = "short"      // the checkpoint names Size entries, the log holds Until
	FaultForked     FaultKind = "forked"     // the first Size entries are not those of the checkpoint; up to Since another checkpoint agrees (0: none)
	FaultStamp      FaultKind = "stamp"      // the time stamp of Size entries is not one of this log, or not in order
	FaultKey        FaultKind = "key"        // a key kept for the log is none
	FaultStranger   FaultKind = "stranger"   // the key kept for the log, Got, is not one that the user knows, nor follows from one
	FaultUnnamed    FaultKind = "unnamed"    // the key kept for the log, Got, is named by no entry
	FaultSuccession FaultKind = "succession" // entry Seq names a key of the log that does not follow on the one before: Got
	FaultRetired    FaultKind = "retired"    // the checkpoint of Size entries is signed by a key that did not speak for the log then: Got
)

// Fault is one thing that is wrong. The fields that its kind does not name are zero.
type Fault struct {
	Kind  FaultKind   `json:"kind"`
	Seq   int64       `json:"seq,omitempty"`
	Until int64       `json:"until,omitempty"`
	Other int64       `json:"other,omitempty"`
	Size  int64       `json:"size,omitempty"`
	Since int64       `json:"since,omitempty"`
	Level int         `json:"level,omitempty"`
	Tile  int64       `json:"tile,omitempty"`
	Entry record.Kind `json:"entry,omitempty"` // what sort of entry Seq is, where it can be read
	About string      `json:"about,omitempty"` // its subject
	Want  string      `json:"want,omitempty"`
	Got   string      `json:"got,omitempty"`
	File  string      `json:"file,omitempty"` // of a checkpoint or time stamp given from outside; "": kept in the record
}

// maxFaults is how many are listed.
const maxFaults = 200

// FaultKinds are all of them.
var FaultKinds = []FaultKind{
	FaultMissing, FaultBeyond, FaultUnsealed, FaultHead, FaultChanged, FaultUnreadable, FaultUnchained, FaultReplaced, FaultMoved, FaultEmptied,
	FaultLingering, FaultTile, FaultSignature, FaultOrigin, FaultShort, FaultForked, FaultStamp, FaultKey, FaultStranger,
	FaultUnnamed, FaultSuccession, FaultRetired,
}
