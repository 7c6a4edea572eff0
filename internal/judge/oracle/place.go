package oracle

import (
	"math"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/geo"
)

// placed says whether the act's place lies in the zone, or near enough to the zone or line.
func (ev *evaluator) placed(a *Act, want norms.Value) bool {
	for _, z := range a.Zones {
		if ev.below(norms.PlaceRole, z, want.ID, 0) {
			return true
		}
	}
	if a.Point == nil {
		return want.Near > 0 && a.Near[Near{want.ID, want.Near}]
	}
	for i := range ev.prog.Vocabulary.Zones {
		z := &ev.prog.Vocabulary.Zones[i]
		if !ev.below(norms.PlaceRole, z.ID, want.ID, 0) {
			continue
		}
		if z.Area != nil && inArea(*z.Area, *a.Point) || want.Near > 0 && metres(z, *a.Point) <= float64(want.Near) {
			return true
		}
	}
	return false
}

// inArea is the even-odd rule in whole numbers. Points on an edge are avoided by those who use it to compare.
func inArea(area geo.Area, p geo.Point) bool {
	in := false
	for _, polygon := range area.Polygons {
		for _, ring := range polygon {
			for i := range ring {
				a, b := ring[i], ring[(i+1)%len(ring)]
				if (a.Lat > p.Lat) == (b.Lat > p.Lat) {
					continue
				}
				// p is left of the edge at its latitude
				cross := (p.Lon-a.Lon)*(b.Lat-a.Lat) - (b.Lon-a.Lon)*(p.Lat-a.Lat)
				if (cross < 0) == (b.Lat > a.Lat) {
					in = !in
				}
			}
		}
	}
	return in
}

// metres gives the distance from a point outside a zone's area to its border, or to its line. Distances that lie within
// a hundredth of what is asked are avoided by those who use it to compare.
func metres(z *norms.Zone, p geo.Point) float64 {
	least := math.Inf(1)
	for i := 1; i < len(z.Line); i++ {
		least = min(least, fromSegment(z.Line[i-1], z.Line[i], p))
	}
	if z.Area != nil {
		for _, polygon := range z.Area.Polygons {
			for _, ring := range polygon {
				for i := range ring {
					least = min(least, fromSegment(ring[i], ring[(i+1)%len(ring)], p))
				}
			}
		}
	}
	return least
}

// fromSegment measures on the plane that touches the earth at p.
func fromSegment(a, b, p geo.Point) float64 {
	const degree = 111_195 // metres, of a sphere of 6371 km
	flat := func(q geo.Point) (x, y float64) {
		shrink := math.Cos(float64(p.Lat) / 1e7 * math.Pi / 180)
		return float64(q.Lon-p.Lon) / 1e7 * degree * shrink, float64(q.Lat-p.Lat) / 1e7 * degree
	}
	ax, ay := flat(a)
	bx, by := flat(b)
	dx, dy := bx-ax, by-ay
	along := 0.0
	if dx != 0 || dy != 0 {
		along = max(0, min(1, -(ax*dx+ay*dy)/(dx*dx+dy*dy)))
	}
	return math.Hypot(ax+along*dx, ay+along*dy)
}
