// Package tree keeps the Merkle tree of a log (RFC 6962, 2.1) as tiles (C2SP tlog-tiles): tile N of level L is up to 256 hashes, each the root of
// 256^L leaves. A store writes the tiles that an append fills, and once at its end the open tile of each level that changed: a row or two for a
// transaction, however many entries it has. The hashes between the levels are computed when they are asked for.
package tree

import (
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	// Height is the number of levels of the tree within a tile.
	Height = 8
	// Width is the number of hashes in a full tile.
	Width = 1 << Height
	// levels is how many levels of tiles 2^63 leaves need.
	levels = 8
)

// ErrTiles tells that the tiles kept are not those of a tree of the size asked for.
var ErrTiles = errors.New("the tiles of the sealed log do not fit the record")

// Get reads a tile; none: nil. The tile may have grown beyond the width asked for, never below.
type Get func(level int, n int64) ([]byte, error)

// Put keeps a tile, in place of the narrower one that it grew from. It may hold on to the hashes.
type Put func(level int, n int64, hashes []byte) error

// Edge is the right edge of a tree, where it grows: the open tile of each level.
type Edge struct {
	put  Put
	size int64
	open [levels]openTile
}

type openTile struct {
	hashes  []byte
	changed bool // since it was put
}

// Load reads the edge of the tree of the first size leaves. A store whose open tiles are missing or of another width is ErrTiles: it was cut, or
// the tiles were changed.
func Load(size int64, get Get, put Put) (*Edge, error) {
	e := &Edge{put: put, size: size}
	for l := 0; l == 0 || size>>(Height*l) > 0; l++ { // of an empty tree it is looked that there is no tile either
		have := size >> (Height * l) // hashes at this level
		n, width := have/Width, have%Width
		got, err := get(l, n)
		if err != nil {
			return nil, err
		}
		if int64(len(got)) != width*tlog.HashSize {
			return nil, fmt.Errorf("%w: tile %d of level %d has %d hashes, %d entries give it %d", ErrTiles, n, l, len(got)/tlog.HashSize, size, width)
		}
		e.open[l].hashes = append(make([]byte, 0, Width*tlog.HashSize), got...)
	}
	return e, nil
}

// Add adds a leaf. Tiles that become full are put at once.
func (e *Edge) Add(leaf []byte) error { return e.AddHash(tlog.RecordHash(leaf)) }

// AddHash adds a leaf by its hash.
func (e *Edge) AddHash(h tlog.Hash) error {
	for l := 0; ; l++ {
		t := &e.open[l]
		t.hashes, t.changed = append(t.hashes, h[:]...), true
		if len(t.hashes) < Width*tlog.HashSize {
			break
		}
		n := e.size >> (Height * (l + 1))
		if err := e.put(l, n, t.hashes); err != nil {
			return err
		}
		h = root(t.hashes)
		t.hashes, t.changed = make([]byte, 0, Width*tlog.HashSize), false
	}
	e.size++
	return nil
}

// Flush puts the open tiles that changed.
func (e *Edge) Flush() error {
	for l := range e.open {
		t := &e.open[l]
		if !t.changed {
			continue
		}
		if err := e.put(l, e.size>>(Height*(l+1)), t.hashes); err != nil {
			return err
		}
		t.changed = false
	}
	return nil
}

// Size gives the number of leaves.
func (e *Edge) Size() int64 { return e.size }

// root gives the root of a full tile.
func root(hashes []byte) tlog.Hash {
	level := make([]tlog.Hash, len(hashes)/tlog.HashSize)
	for i := range level {
		level[i] = tlog.Hash(hashes[i*tlog.HashSize:])
	}
	for len(level) > 1 {
		for i := range len(level) / 2 {
			level[i] = tlog.NodeHash(level[2*i], level[2*i+1])
		}
		level = level[:len(level)/2]
	}
	return level[0]
}

// Reader reads the hashes of a tree from its tiles. It takes the tiles at their word; each is read once.
func Reader(get Get) tlog.HashReader {
	type key struct {
		level int
		n     int64
	}
	read := map[key][]byte{}
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			t := tlog.TileForIndex(Height, index)
			data, ok := read[key{t.L, t.N}]
			if !ok {
				var err error
				if data, err = get(t.L, t.N); err != nil {
					return nil, err
				}
				read[key{t.L, t.N}] = data
			}
			if len(data) < t.W*tlog.HashSize {
				return nil, fmt.Errorf("%w: tile %d of level %d has %d hashes, %d are asked for", ErrTiles, t.N, t.L, len(data)/tlog.HashSize, t.W)
			}
			h, err := tlog.HashFromTile(t, data[:t.W*tlog.HashSize], index)
			if err != nil {
				return nil, fmt.Errorf("%w: %w", ErrTiles, err)
			}
			out[i] = h
		}
		return out, nil
	})
}

// Root gives the root of the tree of the first size leaves; of none, the hash of nothing (RFC 6962, 2.1).
func Root(size int64, get Get) (tlog.Hash, error) { return tlog.TreeHash(size, Reader(get)) }
