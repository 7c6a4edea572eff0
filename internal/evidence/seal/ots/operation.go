package ots

import (
	"bytes"
	"crypto/sha1" // of proofs made with it: a collision that was made later proves nothing earlier
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"

	"golang.org/x/crypto/ripemd160" //lint:ignore SA1019 Bitcoin and this format use it
	"golang.org/x/crypto/sha3"
)

// Hash is a hash operation, by its tag in the format.
type Hash byte

// The hashes that a file can be stamped by.
const (
	SHA1      Hash = 0x02
	RIPEMD160 Hash = 0x03
	SHA256    Hash = 0x08
	keccak256 Hash = 0x67 // an operation only
)

var hashes = map[Hash]struct {
	name string
	size int
	make func() hash.Hash
}{
	SHA1:      {"SHA-1", 20, sha1.New},
	RIPEMD160: {"RIPEMD-160", 20, ripemd160.New},
	SHA256:    {"SHA-256", 32, sha256.New},
	keccak256: {"Keccak-256", 32, sha3.NewLegacyKeccak256},
}

// New begins a hash of this kind.
func (h Hash) New() hash.Hash { return hashes[h].make() }

// String gives the usual name.
func (h Hash) String() string {
	if k, ok := hashes[h]; ok {
		return k.name
	}
	return fmt.Sprintf("operation %#x", byte(h))
}

// operation reads an operation and applies it.
func (r *reader) operation(tag byte, message []byte) []byte {
	var out []byte
	switch h, isHash := hashes[Hash(tag)]; {
	case isHash:
		w := h.make()
		w.Write(message)
		out = w.Sum(nil)
	case tag == 0xf0:
		out = slices.Concat(message, r.varbytes(1, maxMessage))
	case tag == 0xf1:
		out = slices.Concat(r.varbytes(1, maxMessage), message)
	case tag == 0xf2:
		out = bytes.Clone(message)
		slices.Reverse(out)
	case tag == 0xf3:
		out = hex.AppendEncode(nil, message)
	case r.err == nil:
		r.err = fmt.Errorf("%w: operation %#x", ErrUnsupported, tag)
	}
	if r.err == nil && len(out) > maxMessage {
		r.fail("a message of %d bytes", len(out))
	}
	return out
}

// reader reads from the front; the first fault stays.
type reader struct {
	in  []byte
	err error
}

func (r *reader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%w: %s", ErrMalformed, fmt.Sprintf(format, args...))
	}
}

func (r *reader) bytes(n int) ([]byte, bool) {
	if r.err != nil || n > len(r.in) {
		r.fail("it ends in the middle")
		return nil, false
	}
	out := r.in[:n]
	r.in = r.in[n:]
	return out, true
}

func (r *reader) byte() byte {
	if b, ok := r.bytes(1); ok {
		return b[0]
	}
	return 0
}

func (r *reader) varuint() (v uint64) {
	for shift := 0; ; shift += 7 {
		b := r.byte()
		if shift > 56 { // 63 bits: no number of this format comes near
			r.fail("a number of more than 63 bits")
		}
		if r.err != nil {
			return 0
		}
		if v |= uint64(b&0x7f) << shift; b < 0x80 {
			return v
		}
	}
}

func (r *reader) varbytes(least, most uint64) []byte {
	n := r.varuint()
	if r.err == nil && (n < least || n > most) {
		r.fail("%d bytes where %d to %d may stand", n, least, most)
	}
	out, _ := r.bytes(int(min(n, most)))
	return out
}
