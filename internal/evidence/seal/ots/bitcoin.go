package ots

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/big"
	"slices"
	"time"
)

// HeaderSize is the length of a Bitcoin block header in bytes.
const HeaderSize = 80

// Block is what a block header says. Whether the block is part of Bitcoin's chain is not in it: the user compares its Hash with a source of their own.
type Block struct {
	Hash string    // as explorers print it: in reverse, in hexadecimal
	Root []byte    // Merkle root of its transactions, as it stands in the header
	Time time.Time // as its miner set it; it may be up to two hours off
}

// ParseHeader reads the 80 bytes of a block header, and holds the hash against the work that the header claims, so that a slip is noticed. That the claimed
// work is as much as Bitcoin asks for at that height it cannot see.
func ParseHeader(b []byte) (*Block, error) {
	if len(b) != HeaderSize {
		return nil, fmt.Errorf("%w: %d bytes, not %d", ErrHeader, len(b), HeaderSize)
	}
	once := sha256.Sum256(b)
	id := sha256.Sum256(once[:])
	slices.Reverse(id[:])
	if new(big.Int).SetBytes(id[:]).Cmp(target(binary.LittleEndian.Uint32(b[72:]))) > 0 {
		return nil, fmt.Errorf("%w: its hash %x does not carry the work that it claims", ErrHeader, id)
	}
	return &Block{
		Hash: hex.EncodeToString(id[:]), Root: bytes.Clone(b[36:68]),
		Time: time.Unix(int64(binary.LittleEndian.Uint32(b[68:])), 0).UTC(),
	}, nil
}

// target is the number that a block's hash must not exceed, from its compact form: an exponent of 256 and 23 bits.
func target(bits uint32) *big.Int {
	exponent, mantissa := int(bits>>24), int64(bits&0x7fffff)
	if bits&0x800000 != 0 || exponent > 32 { // negative, or above every hash
		return new(big.Int)
	}
	t := big.NewInt(mantissa)
	if exponent <= 3 {
		return t.Rsh(t, uint(8*(3-exponent)))
	}
	return t.Lsh(t, uint(8*(exponent-3)))
}

// RootOf reads a Merkle root as explorers print it: in reverse, in hexadecimal.
func RootOf(printed string) ([]byte, error) {
	b, err := hex.DecodeString(printed)
	if err != nil || len(b) != sha256.Size {
		return nil, fmt.Errorf("%w: %q is no Merkle root of 64 hexadecimal digits", ErrHeader, printed)
	}
	slices.Reverse(b)
	return b, nil
}

// Check holds a Bitcoin attestation against the Merkle root of the block at its height. With it in order, the file existed when the block was made.
func (a *Attestation) Check(root []byte) error {
	if a.Kind != Bitcoin {
		return fmt.Errorf("%w: the attestation is of the kind %s", ErrOther, a.Kind)
	}
	if !bytes.Equal(a.Message, root) {
		return fmt.Errorf("%w: the proof leads to %x, the block's Merkle root is %x", ErrOther, a.Message, root)
	}
	return nil
}
