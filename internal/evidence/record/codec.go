package record

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
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
	newer   []field // that older versions lack
}

// made gives the layout of a payload type; a field tagged since:"2" came with version 2.
func made[T any](version int) layout {
	return layout{version, decode[T], newerFields(reflect.TypeFor[T]())}
}

var layouts = map[Kind]layout{
	KindSource:     made[Source](1),
	KindAccount:    made[Account](2),
	KindIncident:   made[Incident](2),
	KindAssessment: made[Assessment](2),
	KindCoverage:   made[Coverage](1),
	KindRoster:     made[Roster](1),
	KindPosition:   made[Position](1),
	KindTally:      made[Tally](1),
	KindName:       made[Name](1),
	KindText:       made[AgreementText](1),
	KindMapping:    made[Mapping](1),
	KindImport:     made[Import](2),
	KindWithdrawal: made[Withdrawal](1),

	KindPerson:      made[Person](1),
	KindConsent:     made[Consent](1),
	KindIdentity:    made[Identity](1),
	KindFile:        made[File](1),
	KindReview:      made[Review](1),
	KindDissent:     made[Dissent](1),
	KindSignature:   made[Signature](1),
	KindUser:        made[User](1),
	KindSession:     made[Session](1),
	KindRequest:     made[Request](1),
	KindAccess:      made[Access](1),
	KindLink:        made[Link](1),
	KindPublication: made[Publication](1),
	KindZone:        made[Zone](1),
	KindRemoval:     made[Removal](2),
	KindLogKey:      made[LogKey](1),
}

// Version gives the newest version of a kind's payload that this program knows; 0: unknown kind.
func Version(k Kind) int { return layouts[k].version }

// Decode reads a payload and gives its type by value: an Incident for KindIncident. It is as strict as DecodeEntry.
// ErrUnknownKind and ErrNewerVersion say that a newer program wrote it, ErrRemoved that its content is gone.
func Decode(k Kind, version int, b []byte) (any, error) {
	l, ok := layouts[k]
	switch {
	case len(b) == 0:
		return nil, ErrRemoved
	case !ok:
		return nil, fmt.Errorf("%w: %q", ErrUnknownKind, k)
	case version > l.version:
		return nil, fmt.Errorf("%w: %s, version %d (this program reads up to %d)", ErrNewerVersion, k, version, l.version)
	case version < 1:
		return nil, fmt.Errorf("%s: version %d: versions begin at 1", k, version)
	}
	v, _, err := l.decode(b, true)
	if err == nil && version < l.version {
		err = l.older(v, version)
	}
	if err != nil {
		return nil, err
	}
	return v, nil
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
	if Dots(subject) {
		err = ErrDots
	} else if err = checkWritten(payload); err == nil {
		b, err = encoder.Marshal(payload)
	}
	if err == nil {
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
