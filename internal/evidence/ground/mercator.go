package ground

import "math"

// Point is a place on the globe, in 1e-7 degree.
type Point struct{ Lat, Lon int64 }

// Box is a part of the map, in degrees. East may be below West: the box then holds the line opposite Greenwich.
type Box struct{ West, South, East, North float64 }

// World is all of the map.
var World = Box{-180, -90, 180, 90}

// furthest is the latitude at which the square of the map ends (Web Mercator).
const furthest = 85.051129

// Equator is the length of the Equator, in metres, on the sphere of Web Mercator.
const Equator = 40_075_016.7

// Square gives where in the square of the map a place lies: both from 0 to 1, from the west and from the north (Web Mercator).
func Square(lat, lon float64) (x, y float64) {
	lat = min(max(lat, -furthest), furthest) * math.Pi / 180
	return lon/360 + 0.5, 0.5 - math.Log(math.Tan(math.Pi/4+lat/2))/(2*math.Pi)
}

func (p Point) square() (x, y float64) { return Square(p.degrees()) }

func (p Point) degrees() (lat, lon float64) { return float64(p.Lat) / 1e7, float64(p.Lon) / 1e7 }

// Latitude gives the latitude of a position in the square.
func Latitude(y float64) float64 { return math.Atan(math.Sinh(2*math.Pi*(0.5-y))) * 180 / math.Pi }

// unsquare gives the place of a position in the square.
func unsquare(x, y float64) Point {
	return Point{int64(math.Round(Latitude(y) * 1e7)), int64(math.Round((x - 0.5) * 360e7))}
}

// metres gives how far two places are apart, near enough for a circle on a map.
func metres(a, b Point) float64 {
	const degree = Equator / 360
	mid := float64(a.Lat+b.Lat) / 2e7 * math.Pi / 180
	east := math.Abs(float64(a.Lon-b.Lon)) / 1e7
	return math.Hypot(float64(a.Lat-b.Lat)/1e7, min(east, 360-east)*math.Cos(mid)) * degree
}

// view is a box in cells of the map, widened to whole ones: where a view begins changes no cell.
type view struct{ cells, west, width, north, south float64 }

// in gives the box on a map of so many cells from west to east.
func (b Box) in(cells float64) view {
	x0, y0 := Square(b.North, b.West)
	x1, y1 := Square(b.South, b.East)
	v := view{cells: cells, west: math.Floor(x0 * cells), north: math.Floor(y0 * cells), south: math.Floor(y1 * cells)}
	if v.width = math.Ceil(x1*cells) - v.west; b.East < b.West {
		v.width += cells
	}
	if b.East-b.West >= 360 {
		v.width = cells
	}
	return v
}

// holds says whether a position in the square lies in the view.
func (v *view) holds(x, y float64) bool {
	if row := math.Floor(y * v.cells); row < v.north || row > v.south {
		return false
	}
	at := math.Mod(math.Floor(x*v.cells)-v.west, v.cells)
	if at < 0 {
		at += v.cells
	}
	return at < v.width
}
