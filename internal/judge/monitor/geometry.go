package monitor

import (
	"math/bits"

	"mithaq/internal/base/geo"
)

// near says whether every place within radius metres of p lies in the area, and whether some may.
// Errors of rounding (metres, the length of a degree of longitude) fall on the side of "may".
func near(a *geo.Area, p geo.Point, radius int64) (inside, touches bool) {
	in := false
	edge := false
	for _, rings := range a.Polygons {
		odd := false
		for _, ring := range rings {
			for i := range ring {
				q, r := ring[i], ring[(i+1)%len(ring)]
				odd = odd != crosses(p, q, r)
				edge = edge || radius > 0 && within(p, q, r, radius+2)
			}
		}
		in = in || odd
	}
	return in && !edge, in || edge
}

// crosses says whether the ray from p to the east crosses the edge q-r. A point on a western or southern edge is inside.
func crosses(p, q, r geo.Point) bool {
	if (q.Lat > p.Lat) == (r.Lat > p.Lat) {
		return false
	}
	if q.Lat > r.Lat {
		q, r = r, q
	}
	return (p.Lon-q.Lon)*(r.Lat-q.Lat) < (r.Lon-q.Lon)*(p.Lat-q.Lat)
}

// cosine of 0, 10, ... 90 degrees in thousandths; reading it at the next higher step makes longitudes look shorter than
// they are, which errs on the side of "may".
var cosine = [...]int64{1000, 984, 939, 866, 766, 642, 500, 342, 173, 0}

// within says whether the edge q-r comes within d metres of p.
func within(p, q, r geo.Point, d int64) bool {
	c := cosine[min(abs(p.Lat)/100_000_000+1, 9)]
	// 1e-7 degree of latitude is 11.132 mm.
	flat := func(s geo.Point) (x, y int64) {
		return (s.Lon - p.Lon) * c / 1000 * 11132 / 1_000_000, (s.Lat - p.Lat) * 11132 / 1_000_000
	}
	qx, qy := flat(q)
	rx, ry := flat(r)
	dx, dy := rx-qx, ry-qy
	length := dx*dx + dy*dy
	dot := -qx*dx - qy*dy
	switch {
	case length == 0 || dot <= 0:
		return qx*qx+qy*qy <= d*d
	case dot >= length:
		return rx*rx+ry*ry <= d*d
	}
	cross := abs(qx*dy - qy*dx)
	h1, l1 := bits.Mul64(uint64(cross), uint64(cross))
	h2, l2 := bits.Mul64(uint64(d)*uint64(d), uint64(length))
	return h1 < h2 || h1 == h2 && l1 <= l2
}

func abs(x int64) int64 { return max(x, -x) }
