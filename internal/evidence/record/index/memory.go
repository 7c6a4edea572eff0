package index

import (
	"cmp"
	"context"
	"slices"
)

// Memory is a table of pieces in memory. The zero value is ready. Several may read it at once; whoever writes does so alone.
type Memory struct {
	keys   []string // sorted
	pieces map[string][]kept
}

// kept is a piece of a key.
type kept struct {
	chunk int64
	docs  []byte
}

func (k kept) of(chunk int64) int { return cmp.Compare(k.chunk, chunk) }

// Pieces implements Reader.
func (m *Memory) Pieces(ctx context.Context, from, to string, down bool, each func(key string, chunk int64, docs []byte) (bool, error)) error {
	lo, _ := slices.BinarySearch(m.keys, from)
	hi, _ := slices.BinarySearch(m.keys, to)
	for i := range max(0, hi-lo) {
		at := lo + i
		if down {
			at = hi - 1 - i
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		key := m.keys[at]
		for _, p := range m.pieces[key] {
			if more, err := each(key, p.chunk, p.docs); err != nil || !more {
				return err
			}
		}
	}
	return nil
}

// LoadPieces implements Tables.
func (m *Memory) LoadPieces(ids []ID) ([][]byte, error) {
	docs := make([][]byte, len(ids))
	for i, id := range ids {
		of := m.pieces[id.Key]
		if at, found := slices.BinarySearchFunc(of, id.Chunk, kept.of); found {
			docs[i] = of[at].docs
		}
	}
	return docs, nil
}

// WritePieces implements Tables.
func (m *Memory) WritePieces(pieces []Piece) error {
	if m.pieces == nil {
		m.pieces = map[string][]kept{}
	}
	var fresh []string
	gone := false
	for _, p := range pieces {
		of, known := m.pieces[p.Key]
		at, found := slices.BinarySearchFunc(of, p.Chunk, kept.of)
		switch {
		case len(p.Docs) == 0 && found:
			of = slices.Delete(of, at, at+1)
		case len(p.Docs) == 0:
		case found:
			of[at].docs = p.Docs
		default:
			of = slices.Insert(of, at, kept{p.Chunk, p.Docs})
		}
		if len(of) == 0 {
			delete(m.pieces, p.Key)
			gone = gone || known
			continue
		}
		if m.pieces[p.Key] = of; !known {
			fresh = append(fresh, p.Key)
		}
	}
	if gone {
		m.keys = slices.DeleteFunc(m.keys, func(key string) bool { return m.pieces[key] == nil })
	}
	if len(fresh) > 0 { // they come sorted
		m.keys = merged(m.keys, fresh)
	}
	return nil
}

// merged merges two sorted lists without a common item.
func merged(a, b []string) []string {
	out := make([]string, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0] < b[0] {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}
