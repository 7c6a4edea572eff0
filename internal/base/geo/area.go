package geo

import "math/bits"

// Contains says whether the point lies in the area. A point on an edge, also on that of a hole, lies in it. Exact.
func (a *Area) Contains(p Point) bool {
	for _, rings := range a.Polygons {
		if inPolygon(rings, p) {
			return true
		}
	}
	return false
}

func inPolygon(rings [][]Point, p Point) bool {
	for i, ring := range rings {
		inside, edge := inRing(ring, p)
		switch {
		case edge:
			return true
		case inside == (i > 0): // outside the outline, or inside a hole
			return false
		}
	}
	return len(rings) > 0
}

// inRing counts how often the ray from p to the east crosses the ring: an odd number means inside.
func inRing(ring []Point, p Point) (inside, edge bool) {
	if len(ring) == 0 {
		return false, false
	}
	last := ring[len(ring)-1]
	for _, b := range ring {
		a := last
		last = b
		if max(a.Lat, b.Lat) < p.Lat || min(a.Lat, b.Lat) > p.Lat || max(a.Lon, b.Lon) < p.Lon {
			continue
		}
		if a.Lat > b.Lat {
			a, b = b, a
		}
		// side is positive where p lies west of the edge from a up to b.
		side := compareProducts(b.Lon-a.Lon, p.Lat-a.Lat, p.Lon-a.Lon, b.Lat-a.Lat)
		if side == 0 && p.Lon >= min(a.Lon, b.Lon) {
			return true, true
		}
		// The lower end counts, the upper does not, so that a vertex on the ray counts once.
		if side > 0 && a.Lat <= p.Lat && p.Lat < b.Lat {
			inside = !inside
		}
	}
	return inside, false
}

// compareProducts compares a*b with c*d without overflow.
func compareProducts(a, b, c, d int64) int {
	s, t := sign(a)*sign(b), sign(c)*sign(d)
	if s != t || s == 0 {
		return sign(int64(s - t))
	}
	ah, al := bits.Mul64(abs(a), abs(b))
	ch, cl := bits.Mul64(abs(c), abs(d))
	return s * compare128(ah, al, ch, cl)
}

func compare128(ah, al, bh, bl uint64) int {
	switch {
	case ah == bh && al == bl:
		return 0
	case ah > bh || ah == bh && al > bl:
		return 1
	}
	return -1
}

func sign(a int64) int {
	switch {
	case a > 0:
		return 1
	case a < 0:
		return -1
	}
	return 0
}

func abs(a int64) uint64 {
	if a < 0 {
		return uint64(-a)
	}
	return uint64(a)
}
