package bind

import (
	"strings"

	"mithaq/internal/base/geo"
)

// arena hands out short slices of one long one, so that a hundred thousand facts are not a million small allocations.
type arena[T any] struct{ free []T }

// take gives a slice of n zero values that cannot grow into its neighbour.
func (a *arena[T]) take(n int) []T {
	if n == 0 {
		return nil
	}
	if len(a.free) < n {
		a.free = make([]T, max(n, 4096))
	}
	s := a.free[:n:n]
	a.free = a.free[n:]
	return s
}

type points struct{ arena arena[geo.Point] }

func (p *points) at(lat, lon int64) *geo.Point {
	s := p.arena.take(1)
	s[0] = geo.Point{Lat: lat, Lon: lon}
	return &s[0]
}

// texts keeps copies of short strings, many of them in one piece of memory. A string of a bundle is a part of all that the store
// read of the incident: kept as it is, it would keep everything else from being freed.
type texts struct{ piece strings.Builder }

const textPiece = 1 << 15 // bytes

func (t *texts) keep(s string) string {
	if s == "" {
		return ""
	}
	if t.piece.Cap()-t.piece.Len() < len(s) { // a builder that does not grow leaves what it gave out where it is
		t.piece = strings.Builder{}
		t.piece.Grow(max(textPiece, len(s)))
	}
	from := t.piece.Len()
	t.piece.WriteString(s)
	return t.piece.String()[from:]
}
