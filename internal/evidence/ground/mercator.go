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

// View is a part of the map in cells of a zoom. A box is widened to whole ones: where it begins changes no cell, and what of two boxes is the same view shows the same.
type View struct {
	Zoom         int
	West, Width  int64 // the cells from there on, and past the line opposite Greenwich from the west again
	North, South int64 // both included
}

// View gives the view that shows a box at a zoom.
func (b Box) View(zoom int) View {
	cells := math.Ldexp(1, zoom+halvings)
	x0, y0 := Square(b.North, b.West)
	x1, y1 := Square(b.South, b.East)
	west := math.Floor(x0 * cells)
	v := View{Zoom: zoom, North: int64(math.Floor(y0 * cells)), South: int64(math.Floor(y1 * cells))}
	width := math.Ceil(x1*cells) - west
	if b.East < b.West {
		width += cells
	}
	if b.East-b.West >= 360 || width >= cells {
		v.Width = int64(cells)
		return v
	}
	v.West, v.Width = modulo(int64(west), int64(cells)), max(int64(width), 0)
	return v
}

func (v *View) cells() int64 { return 1 << (v.Zoom + halvings) }

// cuts says whether what lies in a cell may be in the view, and whether all of it is.
func (v *View) cuts(at *sign) (some, whole bool) {
	x, y, wide := int64(at.x)<<at.level, int64(at.y)<<at.level, int64(1)<<at.level
	if at.past { // it may lie a cell further
		return true, false
	}
	if v.Width == 0 || y > v.South || y+wide <= v.North {
		return false, false
	}
	behind := modulo(x-v.West, v.cells())
	some = behind < v.Width || modulo(v.West-x, v.cells()) < wide
	return some, (v.Width == v.cells() || behind+wide <= v.Width) && y >= v.North && y+wide-1 <= v.South
}

// holds says whether an incident is in the view.
func (v *View) holds(s *spot) bool {
	cells := float64(v.cells())
	x, y := int64(math.Floor(s.x*cells)), int64(math.Floor(s.y*cells))
	return y >= v.North && y <= v.South && modulo(x-v.West, v.cells()) < v.Width
}

func modulo(n, of int64) int64 { return (n%of + of) % of }
