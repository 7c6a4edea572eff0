package record

import (
	"bytes"
	"errors"
	"fmt"
)

// Errors of Decode that callers tell apart: such an entry is kept and counted, and not read.
var (
	ErrUnknownKind  = errors.New("an entry of a kind that this program does not know")
	ErrNewerVersion = errors.New("an entry of a layout newer than this program")
)

// layout is how the payload of a kind is read. Adding a field to a payload type makes a new version; the older versions stay readable,
// with that field empty.
type layout struct {
	version int // newest
	decode  func(b []byte, strict bool) (any, []byte, error)
}

var layouts = map[Kind]layout{
	KindSource:     {1, decode[Source]},
	KindAccount:    {1, decode[Account]},
	KindIncident:   {1, decode[Incident]},
	KindAssessment: {1, decode[Assessment]},
	KindCoverage:   {1, decode[Coverage]},
	KindRoster:     {1, decode[Roster]},
	KindPosition:   {1, decode[Position]},
	KindTally:      {1, decode[Tally]},
	KindName:       {1, decode[Name]},
	KindText:       {1, decode[AgreementText]},
	KindMapping:    {1, decode[Mapping]},
	KindImport:     {1, decode[Import]},
	KindWithdrawal: {1, decode[Withdrawal]},
}

// Version gives the newest version of a kind's payload that this program knows; 0: unknown kind.
func Version(k Kind) int { return layouts[k].version }

// Decode reads a payload and gives its type by value: an Incident for KindIncident. It is as strict as DecodeEntry.
// ErrUnknownKind and ErrNewerVersion say that a newer program wrote it.
func Decode(k Kind, version int, b []byte) (any, error) {
	l, ok := layouts[k]
	switch {
	case !ok:
		return nil, fmt.Errorf("%w: %q", ErrUnknownKind, k)
	case version > l.version:
		return nil, fmt.Errorf("%w: %s, version %d (this program reads up to %d)", ErrNewerVersion, k, version, l.version)
	case version < 1:
		return nil, fmt.Errorf("%s: version %d: versions begin at 1", k, version)
	}
	v, _, err := l.decode(b, true)
	return v, err
}

// IsNewer says whether the error means that a newer program wrote the entry.
func IsNewer(err error) bool {
	return errors.Is(err, ErrUnknownKind) || errors.Is(err, ErrNewerVersion)
}

// decode reads a payload, and gives its canonical bytes; strict also refuses every form but the canonical one.
func decode[T any](b []byte, strict bool) (any, []byte, error) {
	var v T
	if err := decoder.Unmarshal(b, &v); err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrNotCanonical, err)
	}
	if err := check(v); err != nil {
		return nil, nil, err
	}
	again, err := encoder.Marshal(v)
	if err != nil || strict && !bytes.Equal(again, b) {
		return nil, nil, ErrNotCanonical
	}
	return v, again, nil
}

// EncodePayload gives a payload's kind, subject and canonical bytes, and the payload as Decode will read it (an empty list
// comes back as none). A payload that could not be read back is an error.
func EncodePayload(payload any) (k Kind, subject string, b []byte, read any, err error) {
	if k, subject, err = SubjectOf(payload); err != nil {
		return "", "", nil, nil, err
	}
	if b, err = encoder.Marshal(payload); err == nil {
		var again []byte
		read, again, err = layouts[k].decode(b, false)
		if err == nil && !bytes.Equal(again, b) { // what is empty, but was written, is left out now
			b = again
			read, _, err = layouts[k].decode(b, true)
		}
	}
	if err != nil {
		return "", "", nil, nil, fmt.Errorf("%s %s: %w", k, subject, err)
	}
	return k, subject, b, read, nil
}
