// Package ots reads OpenTimestamps proof files (.ots): from the hash of a file, through hash operations, to attestations that this hash existed
// at some time. The format is that of python-opentimestamps (opentimestamps/core), which defines it:
//
//	file        = magic version(01) hash-op digest timestamp
//	timestamp   = *( ff item ) item                       ; the items all act on the same message
//	item        = 00 tag(8 bytes) varbytes(payload)       ; an attestation of the message
//	            | op timestamp                            ; what follows acts on the operation's result
//	op          = 02 sha1 | 03 ripemd160 | 08 sha256 | 67 keccak256 | f0 append varbytes | f1 prepend varbytes | f2 reverse | f3 hexlify
//	varbytes    = varuint bytes                           ; varuint: 7 bits a byte, the lowest first, the high bit says that more follow
//
// Everything is done offline. A Bitcoin attestation is checked against a block header that the user brings and has compared with a source of
// their own; a pending one is a promise of a calendar, and says nothing yet.
package ots

import (
	"bytes"
	"errors"
	"fmt"
)

// Errors of Parse and Check.
var (
	ErrMalformed   = errors.New("not an OpenTimestamps proof")
	ErrUnsupported = errors.New("an OpenTimestamps proof of a newer form")
	ErrHeader      = errors.New("not a Bitcoin block header")
	ErrOther       = errors.New("the block is not the one that the proof leads to")
)

// Limits, so that a hostile file costs little. The first three are those of the format.
const (
	maxMessage      = 4096
	maxPayload      = 8192
	maxDepth        = 256
	maxSize         = 256 << 10
	maxAttestations = 512
)

// Kind is what an attestation is.
type Kind string

// The kinds of attestation.
const (
	Pending  Kind = "pending"  // a calendar promises to have it attested
	Bitcoin  Kind = "bitcoin"  // the message is the Merkle root of a block
	Litecoin Kind = "litecoin" // likewise
	Unknown  Kind = "unknown"
)

// Proof is what a file says. That it follows from the file's digest has been computed; that the attestations hold has not been checked.
type Proof struct {
	Hash         Hash
	Digest       []byte // of the file that was stamped
	Attestations []Attestation
}

// Attestation is one end of the proof.
type Attestation struct {
	Kind     Kind
	Message  []byte // what is attested: the result of the operations
	Steps    int    // how many operations lead to it
	Height   uint64 // Bitcoin, Litecoin: of the block
	Calendar string // Pending: its address
	Tag      [8]byte
}

var magic = []byte("\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94")

// Tags of attestations (opentimestamps/core/notary.py).
var (
	tagPending  = [8]byte{0x83, 0xdf, 0xe3, 0x0d, 0x2e, 0xf9, 0x0c, 0x8e}
	tagBitcoin  = [8]byte{0x05, 0x88, 0x96, 0x0d, 0x73, 0xd7, 0x19, 0x01}
	tagLitecoin = [8]byte{0x06, 0x86, 0x9a, 0x0d, 0x73, 0xd7, 0x1b, 0x45}
)

// Begins says whether a file begins as these do.
func Begins(b []byte) bool { return bytes.HasPrefix(b, magic) }

// Parse reads a proof file and runs its operations. An operation or a version that is not known is ErrUnsupported; an attestation of a kind that is
// not known is listed as Unknown.
func Parse(b []byte) (*Proof, error) {
	if len(b) > maxSize {
		return nil, fmt.Errorf("%w: %d bytes", ErrMalformed, len(b))
	}
	r := &reader{in: b}
	if got, ok := r.bytes(len(magic)); !ok || string(got) != string(magic) {
		return nil, fmt.Errorf("%w: it begins otherwise", ErrMalformed)
	}
	if version := r.byte(); version != 1 {
		return nil, fmt.Errorf("%w: version %d", ErrUnsupported, version)
	}
	p := &Proof{Hash: Hash(r.byte())}
	if _, ok := hashes[p.Hash]; !ok || p.Hash == keccak256 {
		return nil, fmt.Errorf("%w: the file was hashed with %s", ErrUnsupported, p.Hash)
	}
	p.Digest, _ = r.bytes(hashes[p.Hash].size)
	if r.err == nil {
		r.timestamp(p, p.Digest, 0, 0)
	}
	if r.err == nil && len(r.in) > 0 {
		r.fail("%d bytes after its end", len(r.in))
	}
	if r.err != nil {
		return nil, r.err
	}
	return p, nil
}

func (r *reader) timestamp(p *Proof, message []byte, depth, steps int) {
	if depth >= maxDepth {
		r.fail("more than %d operations deep", maxDepth)
		return
	}
	for more := true; more && r.err == nil; {
		tag := r.byte()
		if more = tag == 0xff; more {
			tag = r.byte()
		}
		if tag == 0 {
			r.attestation(p, message, steps)
			continue
		}
		if result := r.operation(tag, message); r.err == nil {
			r.timestamp(p, result, depth+1, steps+1)
		}
	}
}

func (r *reader) attestation(p *Proof, message []byte, steps int) {
	tag, _ := r.bytes(8)
	payload := r.varbytes(0, maxPayload)
	if r.err != nil {
		return
	}
	if len(p.Attestations) == maxAttestations {
		r.fail("more than %d attestations", maxAttestations)
		return
	}
	a := Attestation{Kind: Unknown, Message: message, Steps: steps, Tag: [8]byte(tag)}
	in := &reader{in: payload}
	switch a.Tag {
	case tagPending:
		a.Kind, a.Calendar = Pending, in.address()
	case tagBitcoin:
		a.Kind, a.Height = Bitcoin, in.varuint()
	case tagLitecoin:
		a.Kind, a.Height = Litecoin, in.varuint()
	default:
		in.in = nil
	}
	if in.err == nil && len(in.in) > 0 {
		in.fail("an attestation with %d bytes after its end", len(in.in))
	}
	r.err = in.err
	p.Attestations = append(p.Attestations, a)
}

const maxAddress = 1000

// address reads a calendar's address: only characters that can ask for nothing but a page (no query, no login).
func (r *reader) address() string {
	b := r.varbytes(0, maxAddress)
	for _, c := range b {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '.', c == '_', c == '/', c == ':':
		default:
			r.fail("a calendar's address with the byte %#x", c)
			return ""
		}
	}
	return string(b)
}
