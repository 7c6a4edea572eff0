package geo

import "math/bits"

// Relation says how a disc lies to an area.
type Relation uint8

// The relations.
const (
	Outside Relation = iota // no point of the disc lies in the area
	Crosses                 // some may, some may not
	Inside                  // every point of the disc lies in the area
)

// String gives the relation's English word.
func (r Relation) String() string { return [...]string{"outside", "crosses", "inside"}[r] }

// Disc says how the places within radius metres of the centre lie to the area. Radius 0 is the centre alone.
//
// Inside and Outside are never wrong; Crosses may stand where an exact answer would be one of them, because the disc is
// taken a little too large: degrees of longitude at their shortest within the disc, the radius 1 % longer (the earth is
// not a sphere: a degree of latitude has 110.57 to 111.69 km) plus 20 cm for rounding. Where two
// polygons of an area touch, a disc over their common edge crosses. Areas across the 180th meridian are to be cut there.
func (a *Area) Disc(centre Point, radius int64) Relation { return a.disc(centre, radius, nil) }

// disc skips the polygons whose box the disc does not meet; without boxes none.
func (a *Area) disc(centre Point, radius int64, boxes []box) Relation {
	if radius <= 0 {
		if a.Contains(centre) {
			return Inside
		}
		return Outside
	}
	d := newDisc(centre, radius)
	answer := Outside
	for i, rings := range a.Polygons {
		if boxes != nil && d.misses(boxes[i].south, boxes[i].north, boxes[i].west, boxes[i].east) {
			continue
		}
		near := false
		for _, ring := range rings {
			near = near || d.touches(ring)
		}
		switch {
		case near:
			answer = Crosses
		case inPolygon(rings, centre):
			return Inside
		}
	}
	return answer
}

// disc is a disc in units of 4e-7 of a degree of latitude (4.4 cm), so that all products fit.
type disc struct {
	centre Point // 1e-7 of a degree
	radius int64 // units
	cos    int64 // the cosine of the disc's latitude farthest from the equator, times 1<<30, rounded down
	north  int64 // half the height of the disc, 1e-7 of a degree
	east   int64 // half its width, 1e-7 of a degree; -1: all the way round
}

// unit is how many 1e-7 of a degree make a unit of disc.
const unit = 4

// A degree of latitude on the sphere of the earth's mean radius (6,371,008.8 m) has 111,195 m.
const metresPerDegree = 111195

func newDisc(centre Point, radius int64) disc {
	radius = min(radius, 20_037_600) // half the earth's girth
	d := disc{centre: centre}
	d.north = (radius+radius/100)*1e7/metresPerDegree + 20 + unit
	d.radius = d.north/unit + 1
	d.cos = cosine(int64(abs(centre.Lat)) + d.north)
	if d.east = -1; d.cos > 0 && d.north < (1<<32) {
		d.east = d.north<<30/d.cos + unit
	}
	return d
}

// touches says whether some edge of the ring comes within the radius.
func (d *disc) touches(ring []Point) bool {
	if len(ring) == 0 {
		return false
	}
	last := ring[len(ring)-1]
	for _, b := range ring {
		a := last
		last = b
		if !d.misses(min(a.Lat, b.Lat), max(a.Lat, b.Lat), min(a.Lon, b.Lon), max(a.Lon, b.Lon)) && d.reaches(a, b) {
			return true
		}
	}
	return false
}

// misses says whether the box of the disc and the given box have no point in common.
func (d *disc) misses(south, north, west, east int64) bool {
	return north < d.centre.Lat-d.north || south > d.centre.Lat+d.north ||
		d.east >= 0 && (east < d.centre.Lon-d.east || west > d.centre.Lon+d.east)
}

// reaches says whether the edge from a to b comes within the radius: Euclidean distance of the centre to the segment,
// squared, compared in 128 bits. Coordinates below are under 2^31 units, products of two of them under 2^63.
func (d *disc) reaches(a, b Point) bool {
	ax, ay := d.local(a)
	bx, by := d.local(b)
	dx, dy := bx-ax, by-ay
	length := uint64(dx*dx + dy*dy)
	along := -(ax*dx + ay*dy) // how far the foot of the perpendicular lies from a, times the length
	r := uint64(d.radius) * uint64(d.radius)
	switch {
	case along <= 0:
		return uint64(ax*ax+ay*ay) <= r
	case uint64(along) >= length:
		return uint64(bx*bx+by*by) <= r
	}
	cross := abs(ax*by - ay*bx)
	ch, cl := bits.Mul64(cross, cross)
	rh, rl := bits.Mul64(r, length)
	return compare128(ch, cl, rh, rl) <= 0
}

// local gives the place of p as seen from the centre, in units, longitudes shortened by the cosine.
func (d *disc) local(p Point) (x, y int64) {
	return ((p.Lon - d.centre.Lon) / unit * d.cos) >> 30, (p.Lat - d.centre.Lat) / unit
}

// cosine gives the cosine of a latitude (1e-7 of a degree, not negative) times 1<<30, never too large; 0 from the pole on.
// Taylor's series in fixed point; the error is below 1e-7.
func cosine(lat int64) int64 {
	if lat >= 900_000_000 {
		return 0
	}
	const one = 1 << 30
	x := lat * 1_874_033_014 / 1_000_000_000 // 1<<30 times pi/180 is 18,740,330.145
	x2 := x * x >> 30
	sum, term := int64(one), int64(one)
	for n := int64(1); n <= 8; n++ {
		term = -(term * x2 >> 30) / ((2*n - 1) * (2 * n))
		sum += term
	}
	return max(0, sum-64)
}
