package bind

import "mithaq/internal/base/geo"

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
