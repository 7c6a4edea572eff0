package record

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/fxamacker/cbor/v2"
)

// The byte form of an entry (spec/record.md) is one CBOR map with integer keys in the core deterministic encoding of
// RFC 8949 section 4.2.1: shortest integers and lengths, definite lengths, keys sorted by their bytes, no tags, no
// floats, text in UTF-8. What is empty and optional is left out; an empty list or map that must stand is written empty.
const idPrefix = "mithaq/entry/v1\n"

// SaltSize is the length of an entry's salt in bytes.
const SaltSize = 16

// ErrNotCanonical says that bytes are not the one form that spec/record.md allows.
var ErrNotCanonical = errors.New("not the canonical form of an entry")

// wire is the layout of an entry. Keys are never given another meaning.
type wire struct {
	Kind    Kind   `cbor:"1,keyasint"`
	Version int    `cbor:"2,keyasint"`
	Subject string `cbor:"3,keyasint"`
	Entered int64  `cbor:"4,keyasint"`
	Actor   string `cbor:"5,keyasint"`
	Origin  Origin `cbor:"6,keyasint,omitzero"`
	Salt    []byte `cbor:"7,keyasint"`
	Prev    Hash   `cbor:"8,keyasint"`
	Payload []byte `cbor:"9,keyasint"`
}

var encoder, decoder = codec()

func codec() (cbor.EncMode, cbor.DecMode) {
	enc := cbor.CoreDetEncOptions()
	enc.NilContainers = cbor.NilContainerAsEmpty
	enc.TagsMd = cbor.TagsForbidden
	em, err := enc.EncMode()
	if err != nil {
		panic(err) // the options are constants
	}
	dm, err := cbor.DecOptions{
		DupMapKey:         cbor.DupMapKeyEnforcedAPF,
		IndefLength:       cbor.IndefLengthForbidden,
		TagsMd:            cbor.TagsForbidden,
		UTF8:              cbor.UTF8RejectInvalid,
		FieldNameMatching: cbor.FieldNameMatchingCaseSensitive,
		ExtraReturnErrors: cbor.ExtraDecErrorUnknownField,
	}.DecMode()
	if err != nil {
		panic(err)
	}
	return em, dm
}

// Marshal gives any plain value of this package's types in the encoding of payloads.
func Marshal(v any) []byte {
	b, err := encoder.Marshal(v)
	if err != nil {
		panic(err) // plain data
	}
	return b
}

// Unmarshal reads what Marshal gave.
func Unmarshal(b []byte, v any) error { return decoder.Unmarshal(b, v) }

// Encode gives the canonical bytes of an entry. ID and Seq are no part of them: the one is their hash, the other a place in a chain.
func Encode(e *Entry) ([]byte, error) {
	if err := checkEntry(e); err != nil {
		return nil, err
	}
	return encode(e)
}

func encode(e *Entry) ([]byte, error) {
	return encoder.Marshal(wire{e.Kind, e.Version, e.Subject, e.Entered, e.Actor, e.Origin, e.Salt, e.Prev, e.Payload})
}

// DecodeEntry reads canonical bytes and sets the ID. Anything but the one canonical form is an error, and an error comes with no entry.
// The payload is kept as it is: Decode reads it.
func DecodeEntry(b []byte) (Entry, error) {
	var w wire
	if err := decoder.Unmarshal(b, &w); err != nil {
		return Entry{}, fmt.Errorf("%w: %w", ErrNotCanonical, err)
	}
	e := Entry{
		ID: IDOf(b), Kind: w.Kind, Version: w.Version, Subject: w.Subject, Entered: w.Entered, Actor: w.Actor,
		Origin: w.Origin, Salt: w.Salt, Prev: w.Prev, Payload: w.Payload,
	}
	if err := checkEntry(&e); err != nil {
		return Entry{}, fmt.Errorf("%w: %w", ErrNotCanonical, err)
	}
	again, err := encode(&e)
	if err != nil || !bytes.Equal(again, b) {
		return Entry{}, ErrNotCanonical
	}
	return e, nil
}

// IDOf gives the ID of an entry from its canonical bytes: SHA-256 over a prefix that no other hash of this program begins with, and the bytes.
func IDOf(canonical []byte) Hash {
	h := sha256.New()
	h.Write([]byte(idPrefix))
	h.Write(canonical)
	return Hash(h.Sum(nil))
}

func checkEntry(e *Entry) error {
	switch {
	case e.Kind == "":
		return errors.New("an entry without a kind")
	case e.Version < 1:
		return fmt.Errorf("version %d: versions begin at 1", e.Version)
	case e.Subject == "":
		return errors.New("an entry without a subject")
	case len(e.Salt) != SaltSize:
		return fmt.Errorf("a salt of %d bytes: want %d", len(e.Salt), SaltSize)
	case len(e.Payload) == 0:
		return errors.New("an entry without a payload")
	case e.Origin.Line < 0:
		return fmt.Errorf("origin: line %d", e.Origin.Line)
	}
	return nil
}
