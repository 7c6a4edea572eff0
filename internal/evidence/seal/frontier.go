package seal

import (
	"crypto/sha256"

	"golang.org/x/mod/sumdb/tlog"
)

// frontier gives the roots of a growing tree as RFC 6962 defines them, from the leaves alone: it reads no tile. Entry i is the root of 2^i leaves.
type frontier struct {
	perfect []tlog.Hash // from the left, the largest first
	size    int64
}

func (f *frontier) add(h tlog.Hash) {
	for n := f.size; n&1 == 1; n >>= 1 {
		last := len(f.perfect) - 1
		h = tlog.NodeHash(f.perfect[last], h)
		f.perfect = f.perfect[:last]
	}
	f.perfect = append(f.perfect, h)
	f.size++
}

func (f *frontier) root() tlog.Hash {
	if f.size == 0 {
		return sha256.Sum256(nil)
	}
	h := f.perfect[len(f.perfect)-1]
	for i := len(f.perfect) - 2; i >= 0; i-- {
		h = tlog.NodeHash(f.perfect[i], h)
	}
	return h
}
