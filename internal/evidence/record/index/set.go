package index

import (
	"encoding/binary"
	"errors"
	"iter"
	"maps"
	"math/bits"
	"slices"
)

// Span is how many row numbers a piece speaks of. A piece is then never longer than the 1,000 bytes that SQLite keeps beside their key.
const Span = 7680

// words of a piece's bitmap, and its bytes.
const (
	bitWords = Span / 64
	bitBytes = Span / 8
)

type bitmap [bitWords]uint64

// Set is a set of row numbers, which count from 0.
type Set struct{ chunks map[int64]*bitmap }

// NewSet gives a set of some rows.
func NewSet(rows ...int64) *Set {
	s := &Set{chunks: map[int64]*bitmap{}}
	for _, n := range rows {
		s.chunk(n / Span).put(n % Span)
	}
	return s
}

func (s *Set) chunk(c int64) *bitmap {
	b := s.chunks[c]
	if b == nil {
		b = new(bitmap)
		s.chunks[c] = b
	}
	return b
}

// Has says whether a row is in the set.
func (s *Set) Has(n int64) bool {
	b := s.chunks[n/Span]
	return b != nil && b[n%Span/64]>>(n%64)&1 == 1
}

// Clone gives a set of the same rows.
func (s *Set) Clone() *Set {
	out := NewSet()
	for c, b := range s.chunks {
		bits := *b
		out.chunks[c] = &bits
	}
	return out
}

// Drop takes a row out.
func (s *Set) Drop(n int64) {
	b := s.chunks[n/Span]
	if b == nil {
		return
	}
	b[n%Span/64] &^= 1 << (n % 64)
	if b.len() == 0 {
		delete(s.chunks, n/Span)
	}
}

// Len counts the rows.
func (s *Set) Len() int {
	n := 0
	for _, b := range s.chunks {
		n += b.len()
	}
	return n
}

// Keep leaves only the rows that are also in another set.
func (s *Set) Keep(other *Set) {
	for c, b := range s.chunks {
		o := other.chunks[c]
		if o == nil || !b.and(o) {
			delete(s.chunks, c)
		}
	}
}

// Cut leaves only the rows up to last.
func (s *Set) Cut(last int64) {
	for c, b := range s.chunks {
		for n := max(0, last+1-c*Span); n < Span; n++ {
			b[n/64] &^= 1 << (n % 64)
		}
		if b.len() == 0 {
			delete(s.chunks, c)
		}
	}
}

// Chunks gives the first and the last row of each piece that has rows, in order.
func (s *Set) Chunks() iter.Seq2[int64, int64] {
	return func(yield func(int64, int64) bool) {
		for _, c := range slices.Sorted(maps.Keys(s.chunks)) {
			if !yield(c*Span, c*Span+Span-1) {
				return
			}
		}
	}
}

// What a stretch may hold besides rows, and how many stretches a piece may have: beyond it is cheaper to read over what lies between.
const (
	nearby    = 64
	stretches = 16
)

// Stretches gives the first and the last row of stretches that hold all rows, in order. Where rows stand close it is a whole piece.
func (s *Set) Stretches() iter.Seq2[int64, int64] {
	return func(yield func(int64, int64) bool) {
		for _, c := range slices.Sorted(maps.Keys(s.chunks)) {
			for _, at := range s.chunks[c].stretches() {
				if !yield(c*Span+at[0], c*Span+at[1]) {
					return
				}
			}
		}
	}
}

func (b *bitmap) stretches() (list [][2]int64) {
	for p := range b.positions(false) {
		switch n := len(list); {
		case n > 0 && p-list[n-1][1] <= nearby:
			list[n-1][1] = p
		case n == stretches:
			return [][2]int64{{0, Span - 1}}
		default:
			list = append(list, [2]int64{p, p})
		}
	}
	return list
}

// Rows gives the rows in order, from the greatest on when down.
func (s *Set) Rows(down bool) iter.Seq[int64] {
	return func(yield func(int64) bool) {
		order := slices.Sorted(maps.Keys(s.chunks))
		if down {
			slices.Reverse(order)
		}
		for _, c := range order {
			for p := range s.chunks[c].positions(down) {
				if !yield(c*Span + p) {
					return
				}
			}
		}
	}
}

func (b *bitmap) put(p int64)  { b[p/64] |= 1 << (p % 64) }
func (b *bitmap) drop(p int64) { b[p/64] &^= 1 << (p % 64) }

func (b *bitmap) len() int {
	n := 0
	for _, w := range b {
		n += bits.OnesCount64(w)
	}
	return n
}

// and keeps what is also in o, and says whether anything is.
func (b *bitmap) and(o *bitmap) bool {
	any := uint64(0)
	for i := range b {
		b[i] &= o[i]
		any |= b[i]
	}
	return any != 0
}

func (b *bitmap) positions(down bool) iter.Seq[int64] {
	return func(yield func(int64) bool) {
		for k := range b {
			i := k
			if down {
				i = bitWords - 1 - k
			}
			for w := b[i]; w != 0; {
				at := bits.TrailingZeros64(w)
				if down {
					at = 63 - bits.LeadingZeros64(w)
				}
				w &^= 1 << at
				if !yield(int64(64*i + at)) {
					return
				}
			}
		}
	}
}

// ErrPiece says that the bytes of a piece are none that this package writes.
var ErrPiece = errors.New("a piece of the index is damaged")

// pack gives the bytes of a piece: the distance of each position from the one before (the first: from -1) as varints, or, where that would not be
// shorter, the bitmap. An empty piece has none.
func (b *bitmap) pack() []byte {
	out := make([]byte, 0, 16)
	last := int64(-1)
	for p := range b.positions(false) {
		out = binary.AppendUvarint(out, uint64(p-last))
		last = p
		if len(out) >= bitBytes {
			out = out[:0]
			for _, w := range b {
				out = binary.LittleEndian.AppendUint64(out, w)
			}
			return out
		}
	}
	return out
}

// or takes the positions of a packed piece in.
func (b *bitmap) or(docs []byte) error {
	if len(docs) > bitBytes {
		return ErrPiece
	}
	if len(docs) == bitBytes {
		for i := range b {
			b[i] |= binary.LittleEndian.Uint64(docs[8*i:])
		}
		return nil
	}
	at := int64(-1)
	for len(docs) > 0 {
		d, n := uint64(docs[0]), 1
		if d >= 0x80 {
			d, n = binary.Uvarint(docs)
		}
		if n <= 0 || d == 0 || d > Span || at+int64(d) >= Span {
			return ErrPiece
		}
		at += int64(d)
		b.put(at)
		docs = docs[n:]
	}
	return nil
}
