package index

import (
	"encoding/binary"
	"slices"
)

// Tables is a store's table of pieces as an append sees it, inside its transaction.
type Tables interface {
	// LoadPieces gives the docs of pieces, in their order; nil for one that is not kept.
	LoadPieces(ids []ID) ([][]byte, error)
	// WritePieces keeps pieces, sorted by key and chunk, in place of what was kept under their IDs; one without docs is dropped.
	WritePieces(pieces []Piece) error
}

// Writer gathers changes and writes them at once. The zero value is ready.
type Writer struct{ changed map[string]*change }

type change struct{ put, drop []int64 } // rows

// Put says that a row has a key, also again.
func (w *Writer) Put(key string, n int64) {
	c := w.of(key)
	if k := len(c.put); k == 0 || c.put[k-1] != n {
		c.put = append(c.put, n)
	}
}

// Drop says that a row has a key no longer.
func (w *Writer) Drop(key string, n int64) {
	c := w.of(key)
	c.drop = append(c.drop, n)
}

func (w *Writer) of(key string) *change {
	c := w.changed[key]
	if c == nil {
		if w.changed == nil {
			w.changed = map[string]*change{}
		}
		c = &change{}
		w.changed[key] = c
	}
	return c
}

// atOnce is how many pieces are loaded and written together.
const atOnce = 4096

// Flush writes what was gathered. Rows from fresh on were not in the table before.
func (w *Writer) Flush(t Tables, fresh int64) error {
	keys := make([]string, 0, len(w.changed))
	for key := range w.changed {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	b := &pieces{t: t, fresh: fresh}
	for _, key := range keys {
		if err := b.add(key, w.changed[key]); err != nil {
			return err
		}
	}
	w.changed = nil // after a whole record was written it has room for all its words
	return b.flush()
}

// pieces are some changed pieces on their way.
type pieces struct {
	t     Tables
	fresh int64
	list  []changedPiece
}

type changedPiece struct {
	id        ID
	put, drop []int64 // rows, rising
}

func (b *pieces) add(key string, c *change) error {
	slices.Sort(c.put)
	slices.Sort(c.drop)
	for len(c.put) > 0 || len(c.drop) > 0 {
		chunk := leastChunk(c.put, c.drop)
		if len(b.list) == atOnce {
			if err := b.flush(); err != nil {
				return err
			}
		}
		b.list = append(b.list, changedPiece{ID{key, chunk}, cut(&c.put, chunk), cut(&c.drop, chunk)})
	}
	return nil
}

func leastChunk(put, drop []int64) int64 {
	switch {
	case len(drop) == 0:
		return put[0] / Span
	case len(put) == 0:
		return drop[0] / Span
	}
	return min(put[0], drop[0]) / Span
}

// cut takes the rows of a chunk from the beginning of a list.
func cut(rows *[]int64, chunk int64) []int64 {
	end, _ := slices.BinarySearch(*rows, (chunk+1)*Span)
	of := (*rows)[:end]
	*rows = (*rows)[end:]
	return of
}

func (b *pieces) flush() error {
	var ids []ID // those that may be kept already
	for i := range b.list {
		if p := &b.list[i]; p.id.Chunk*Span < b.fresh {
			ids = append(ids, p.id)
		}
	}
	var docs [][]byte
	if len(ids) > 0 {
		var err error
		if docs, err = b.t.LoadPieces(ids); err != nil {
			return err
		}
	}
	out := make([]Piece, len(b.list))
	for i := range b.list {
		p := &b.list[i]
		var was []byte
		if p.id.Chunk*Span < b.fresh {
			was, docs = docs[0], docs[1:]
		}
		now, err := p.apply(was)
		if err != nil {
			return err
		}
		out[i] = Piece{p.id, now}
	}
	b.list = b.list[:0]
	return b.t.WritePieces(out)
}

// apply gives the docs of a piece after the change.
func (p *changedPiece) apply(was []byte) ([]byte, error) {
	if len(was) == 0 && len(p.put) == 1 && len(p.drop) == 0 { // most words are rare
		return binary.AppendUvarint(nil, uint64(p.put[0]%Span+1)), nil
	}
	var b bitmap
	if err := b.or(was); err != nil {
		return nil, err
	}
	for _, n := range p.drop {
		b.drop(n % Span)
	}
	for _, n := range p.put {
		b.put(n % Span)
	}
	return b.pack(), nil
}
