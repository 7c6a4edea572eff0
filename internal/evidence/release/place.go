package release

import (
	"maps"
	"math/bits"
	"slices"

	"mithaq/internal/evidence/record"
)

// degreeMetres is the length of a degree of latitude, in metres, rounded up so that a grid is never finer than it says.
const degreeMetres = 111_700

// Place tells a place no more closely than a radius, in metres; 0: as it is. The point goes to the nearest one of a grid that lies still: asking
// again, or about other incidents at the same spot, gives the same point, so that nothing averages out. The names of a place and of zones are as
// close as a point, nobody knows how close: they go. A place that is known no more closely stays.
func Place(p record.Place, radius int64) record.Place {
	if radius <= 0 {
		return p
	}
	if p.Radius == 0 { // a name alone may be that of a house
		return record.Place{}
	}
	if p.Radius >= radius {
		return record.Place{Lat: p.Lat, Lon: p.Lon, Radius: p.Radius}
	}
	lat := snap(p.Lat, step(radius, degreeMetres))
	lat = min(max(lat, -90*degree), 90*degree)
	lon := snap(p.Lon, step(radius, parallel(lat)))
	lon = min(max(lon, -180*degree), 180*degree)
	// In a cell whose sides are the radius nothing is farther from the middle than 0.71 of it, and 0.8 where the grid is a little wider; the
	// place's own radius comes on top.
	return record.Place{Lat: lat, Lon: lon, Radius: max(radius, radius*8/10+1+p.Radius)}
}

const degree = 10_000_000 // in 1e-7 degree

// step gives how many 1e-7 degrees make a distance, where a degree has so many metres; never more than half the globe.
func step(metres, perDegree int64) int64 {
	hi, lo := bits.Mul64(uint64(metres), degree)
	if hi >= uint64(perDegree) {
		return 180 * degree
	}
	q, _ := bits.Div64(hi, lo, uint64(perDegree))
	return min(max(int64(q), 1), 180*degree)
}

// parallel gives the metres of a degree of longitude at a latitude, rounded down, from a table of cosines: whole numbers give the same grid
// on every machine. Towards the poles it is at least that of 89 degrees.
func parallel(lat int64) int64 {
	if lat < 0 {
		lat = -lat
	}
	i := min(lat/(10*degree), 8)
	// between two lines of the table, in a straight line: below the curve
	a, b := cosines[i], cosines[i+1]
	c := a - (a-b)*(lat-i*10*degree)/(10*degree)
	return max(degreeMetres*c/10_000, 1900)
}

// cosines of 0, 10 ... 90 degrees, in ten-thousandths.
var cosines = [10]int64{10000, 9848, 9396, 8660, 7660, 6427, 5000, 3420, 1736, 0}

// snap gives the nearest multiple.
func snap(v, step int64) int64 {
	if v < 0 {
		return -snap(-v, step)
	}
	return (v + step/2) / step * step
}

func samePlace(a, b record.Place) bool {
	return a.Lat == b.Lat && a.Lon == b.Lon && a.Radius == b.Radius && maps.Equal(a.Name, b.Name) && slices.Equal(a.Zones, b.Zones)
}
