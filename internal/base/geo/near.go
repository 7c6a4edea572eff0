package geo

// Line is a line on the map, from point to point.
type Line []Point

// Near says how the places within radius metres of the centre lie to the places within so many metres of the line.
//
// For radius 0 it is the definition of the distance: measured in the plane of the centre, where a degree of latitude has
// 111,195 m and a degree of longitude as many times the cosine of the centre's latitude. For a radius, Inside and Outside
// are never wrong of any place of the disc, so measured; Crosses may stand where an exact answer would be one of them.
func (l Line) Near(centre Point, radius, metres int64) Relation {
	n := newNearness(centre, radius, metres)
	return n.relation(n.sure.meets(l, false), n.possible.meets(l, false))
}

// Near is Line.Near for an area; what lies in the area has distance 0.
func (a *Area) Near(centre Point, radius, metres int64) Relation {
	if a.Disc(centre, radius) == Inside {
		return Inside
	}
	n := newNearness(centre, radius, metres)
	in := a.Contains(centre)
	must, may := in && n.reaches, in
	for _, rings := range a.Polygons {
		for _, ring := range rings {
			must = must || n.sure.meets(ring, true)
			may = may || n.possible.meets(ring, true)
		}
	}
	return n.relation(must, may)
}

// nearness holds two discs around the centre of a disc of true places. What the smaller one meets is near every true
// place; what is near some true place meets the larger one.
type nearness struct {
	sure, possible disc
	reaches        bool // the centre itself is near every true place
}

// newNearness measures both discs so that they hold for every true place q, whose own latitude shortens the longitudes
// by its own cosine: with c the greatest and b the least cosine in the disc, |q-s| as measured at q is at most |q-p| +
// |p-s| as measured with c, and at least |p-s| - |q-p| as measured with b. The disc's own radius is taken 1 % longer (the
// earth is not a sphere), by c/b where measured with c, and by 20 cm for rounding.
func newNearness(centre Point, radius, metres int64) nearness {
	metres = min(max(metres, 0), 20_037_600)
	want := metres * 1e7 / metresPerDegree / unit
	lat := int64(abs(centre.Lat))
	if radius <= 0 {
		d := discOf(centre, want, cosine(lat))
		return nearness{d, d, true}
	}
	radius = min(radius, 20_037_600)
	wide := (radius+radius/100)*1e7/metresPerDegree + 20 + unit
	most, least := cosine(max(0, lat-wide)), cosine(lat+wide)
	far := wide/unit + 1
	n := nearness{sure: disc{radius: -1}, possible: discOf(centre, want+far, least)}
	if least > 0 {
		if far = far*most/least + 1; far <= want {
			n.sure, n.reaches = discOf(centre, want-far, most), true
		}
	}
	return n
}

func (n *nearness) relation(must, may bool) Relation {
	switch {
	case must:
		return Inside
	case may:
		return Crosses
	}
	return Outside
}

// discOf makes a disc of a radius in units, longitudes shortened by a given cosine.
func discOf(centre Point, radius, cos int64) disc {
	d := disc{centre: centre, radius: radius, cos: cos, north: (radius + 1) * unit, east: -1}
	if cos > 0 && d.north < 1<<32 {
		d.east = d.north<<30/cos + unit
	}
	return d
}

// meets says whether some edge comes within the radius; a ring has one from its last point to its first, a line of one
// point is that point.
func (d *disc) meets(points []Point, ring bool) bool {
	if d.radius < 0 || len(points) == 0 {
		return false
	}
	if ring || len(points) == 1 {
		return d.touches(points)
	}
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		if !d.misses(min(a.Lat, b.Lat), max(a.Lat, b.Lat), min(a.Lon, b.Lon), max(a.Lon, b.Lon)) && d.reaches(a, b) {
			return true
		}
	}
	return false
}
