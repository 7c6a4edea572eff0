package geo

// Locator answers for one area as Area does, faster where most places lie far from it: it keeps the box around each polygon.
type Locator struct {
	area  *Area
	boxes []box
}

// box is the smallest rectangle of latitudes and longitudes around a polygon.
type box struct{ south, north, west, east int64 }

// NewLocator prepares an area, which must not change afterwards.
func NewLocator(a *Area) *Locator {
	l := &Locator{area: a, boxes: make([]box, len(a.Polygons))}
	for i, rings := range a.Polygons {
		first := true
		for _, ring := range rings[:min(1, len(rings))] { // holes lie within the outline
			for _, p := range ring {
				if first {
					l.boxes[i], first = box{p.Lat, p.Lat, p.Lon, p.Lon}, false
				}
				b := &l.boxes[i]
				b.south, b.north = min(b.south, p.Lat), max(b.north, p.Lat)
				b.west, b.east = min(b.west, p.Lon), max(b.east, p.Lon)
			}
		}
	}
	return l
}

// Disc is Area.Disc.
func (l *Locator) Disc(centre Point, radius int64) Relation {
	return l.area.disc(centre, radius, l.boxes)
}
