package board

import (
	"html/template"
	"math"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/base/atlas"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/ground"
	"mithaq/internal/evidence/record"
)

// MapDrawing is a map as a still picture, in the projection of Mercator, cut to where the incidents and zones are.
type MapDrawing struct {
	Width, Height float64
	Lands         []string // paths of areas
	Borders       []string // paths of lines
	Zones         []DrawnZone
	Signs         []DrawnSign
	Labels        []MapLabel
	Scale         MapScale
	Frame         [4]float64 // west, south, east, north
}

// DrawnZone is a zone with the state of who could look there.
type DrawnZone struct {
	ID, Name, Path, Shape string
	Looked                Looked
	X, Y                  string // where its name stands
}

// Unseen says whether the drawing has an area in which nobody could look.
func (d *MapDrawing) Unseen() bool {
	return slices.ContainsFunc(d.Zones, func(z DrawnZone) bool {
		return z.Shape == record.ShapeArea && (z.Looked == NothingSaid || z.Looked == AccessDenied)
	})
}

// DrawnSign is an incident, or several near each other.
type DrawnSign struct {
	X, Y, R, Reach float64
	N              int
	Area           bool // several, or one of which the place is known only roughly: a disc, and no mark of a point
	Number         string
	Class          string // of the grade, where all have the same
	Arcs           []DrawnArc
	Says           string
	Search         template.URL // of the list of its incidents: "" where its place has no name
}

// markSize is half of the side of the square that is one incident.
const markSize = 6

// Mark is the square of one incident: crossed out where the act was discounted.
func (s *DrawnSign) Mark() string {
	path := "M" + coordinate(s.X-markSize) + " " + coordinate(s.Y-markSize) + "h12v12h-12z"
	if s.Class == mapGrades[1].Class {
		path += "l12 12m0 -12l-12 12"
	}
	return path
}

// Half is the half of the square that is filled.
func (s *DrawnSign) Half() string {
	return "M" + coordinate(s.X-markSize) + " " + coordinate(s.Y-markSize) + "h6v12h-6z"
}

// ScaleX is the middle of the scale, over which its length stands: so written, it lies within the map whichever way it is read.
func (d *MapDrawing) ScaleX() float64 { return tenth(12 + d.Scale.Pixels/2) }

// ScaleY is where the scale stands.
func (d *MapDrawing) ScaleY() float64 { return d.Height - 12 }

// DrawnArc is the part of a grade in the ring of a sign.
type DrawnArc struct{ Class, Path string }

// MapLabel is the name of a country where it stands.
type MapLabel struct {
	X, Y  float64
	Name  string
	Major bool
}

// MapScale is a length drawn beneath the map.
type MapScale struct {
	Pixels float64
	Says   string
}

// roughFrom is the radius, in pixels, from which on a place is an area.
const roughFrom = 28

// Sizes of the drawing, and least sizes of what it shows, in degrees.
const (
	mapWidth     = 640
	mapLowest    = 320
	mapHighest   = 620
	leastDegrees = 0.8
	farFrom      = 35 // a map wider than so many degrees is drawn with coarse borders
)

// mapSquare is the projection to the drawing: the part of the square of the map that it shows, and how many pixels the whole would have.
type mapSquare struct{ x, y, scale float64 }

func (q mapSquare) at(lon, lat float64) (x, y float64) {
	x, y = ground.Square(lat, lon)
	return (x - q.x) * q.scale, (y - q.y) * q.scale
}

// drawMap makes the drawing; nil: no incident has coordinates, and no zone an outline.
func (r *Run) drawMap(rd Reader, of MapOf, v *MapView) *MapDrawing {
	box, some := of.Selection.Extent()
	for i := range of.Zones {
		box, some = of.Zones[i].extend(box), true
	}
	if !some {
		return nil
	}
	d := &MapDrawing{Width: mapWidth}
	frame, q := d.fit(box)
	countries := of.Fine
	if frame.East-frame.West > farFrom {
		countries = of.Borders
	}
	d.lands(rd, countries, frame, q)
	for i := range of.Zones {
		z := &of.Zones[i]
		d.Zones = append(d.Zones, z.drawn(q, v.Looked.of(z.ID)))
	}
	d.signs(rd, of.Selection, q, v.Question)
	d.scale(rd, frame, q)
	return d
}

// of gives what is known of a zone.
func (v *LookedOver) of(zone string) Looked {
	for i := range v.Zones {
		if v.Zones[i].ID == zone {
			return v.Zones[i].Looked
		}
	}
	return NothingSaid
}

// fit chooses the part of the map: the box with a margin, in a shape that fits a page.
func (d *MapDrawing) fit(box ground.Box) (atlas.Frame, mapSquare) {
	if wide := leastDegrees - (box.East - box.West); wide > 0 {
		box.West, box.East = box.West-wide/2, box.East+wide/2
	}
	x0, y0 := ground.Square(box.North, box.West)
	x1, y1 := ground.Square(box.South, box.East)
	const margin = 0.08
	w, h := (x1-x0)*(1+2*margin), (y1-y0)*(1+2*margin)
	midX, midY := (x0+x1)/2, (y0+y1)/2
	d.Height = math.Round(min(max(h/w*mapWidth, mapLowest), mapHighest))
	w = max(w, h*mapWidth/d.Height)
	q := mapSquare{midX - w/2, midY - w*d.Height/mapWidth/2, mapWidth / w}
	west, east := (q.x-0.5)*360, (q.x+w-0.5)*360
	north, south := ground.Latitude(q.y), ground.Latitude(q.y+w*d.Height/mapWidth)
	d.Frame = [4]float64{west, south, east, north}
	return atlas.Frame{West: west, South: south, East: east, North: north}, q
}

// lands draws the countries and names those that have room for it.
func (d *MapDrawing) lands(rd Reader, countries []atlas.Country, frame atlas.Frame, q mapSquare) {
	wider := atlas.Frame{West: frame.West - 1, South: max(frame.South-1, -85), East: frame.East + 1, North: min(frame.North+1, 85)} // the edge of a cut is not a border
	for i := range countries {
		c := countries[i].Cut(wider)
		var path strings.Builder
		for _, area := range c.Areas {
			for _, ring := range area {
				q.trace(&path, ring, true)
			}
		}
		if path.Len() > 0 {
			d.Lands = append(d.Lands, path.String())
		}
		for _, line := range c.Lines {
			var path strings.Builder
			if q.trace(&path, line, false); path.Len() > 0 {
				d.Borders = append(d.Borders, path.String())
			}
		}
		seen := countries[i].Cut(frame)
		at, size := seen.Middle()
		name := atlas.Name(rd.Lang, c.Code)
		if room := math.Sqrt(size) * q.scale / 360; name != "" && room > 8*float64(len([]rune(name))) {
			x, y := q.at(at[0], at[1])
			d.Labels = append(d.Labels, MapLabel{tenth(x), tenth(y), name, room > 200})
		}
	}
}

// trace writes a path, without positions that nobody could tell apart.
func (q mapSquare) trace(out *strings.Builder, path []atlas.Position, closed bool) {
	lastX, lastY, n := math.Inf(1), 0.0, 0
	var b strings.Builder
	for i, p := range path {
		x, y := q.at(p[0], p[1])
		if n > 0 && i < len(path)-1 && math.Abs(x-lastX) < 0.7 && math.Abs(y-lastY) < 0.7 {
			continue
		}
		b.WriteByte("ML"[min(n, 1)])
		b.WriteString(coordinate(x) + " " + coordinate(y))
		lastX, lastY, n = x, y, n+1
	}
	if n < 2 || closed && n < 3 {
		return
	}
	out.WriteString(b.String())
	if closed {
		out.WriteByte('Z')
	}
}

func tenth(x float64) float64 { return math.Round(x*10) / 10 }

// coordinate writes a coordinate of a drawing.
func coordinate(x float64) string { return strconv.FormatFloat(tenth(x), 'f', -1, 64) }

// signs draws the incidents.
func (d *MapDrawing) signs(rd Reader, s *ground.Selection, q mapSquare, question template.URL) {
	zoom := int(math.Round(math.Log2(q.scale / 512)))
	clusters := s.Clusters(ground.World.View(min(max(zoom, 0), ground.MaxZoom)))
	most := 1
	for i := range clusters {
		most = max(most, clusters[i].N)
	}
	keys := rd.GradeKeys()
	for i := range clusters {
		c := &clusters[i]
		lat, lon := float64(c.At.Lat)/1e7, float64(c.At.Lon)/1e7
		x, y := q.at(lon, lat)
		sign := DrawnSign{
			X: tenth(x), Y: tenth(y), R: 7, N: c.N, Number: locale.Number(rd.Lang, int64(c.N)), Says: rd.signSays(c, keys),
			Reach: tenth(float64(c.Reach) * q.scale / (ground.Equator * math.Cos(lat*math.Pi/180))),
		}
		if sign.Area = c.N > 1 || sign.Reach > roughFrom; sign.Area {
			sign.R = tenth(max(9+13*math.Sqrt(float64(c.N)/float64(most)), 5+4*float64(len([]rune(sign.Number)))))
		}
		if name := rd.titleOf(c.Place, ""); name != "" && c.Places == 1 {
			sign.Search = placeQuery(question, name)
		}
		sign.Arcs, sign.Class = ringOf(c.Grades, sign.X, sign.Y, sign.R)
		d.Signs = append(d.Signs, sign)
	}
}

// ringOf gives the ring of a sign: for each grade the part that it has, from the best on. one is the grade of all, where there is only one.
func ringOf(n ground.Grades, x, y, r float64) (list []DrawnArc, one string) {
	total := 0
	for _, k := range n {
		total += k
	}
	at := func(part float64) string {
		a := 2 * math.Pi * part
		return coordinate(x+r*math.Sin(a)) + " " + coordinate(y-r*math.Cos(a))
	}
	done := 0
	for i := len(n) - 1; i >= 0; i-- {
		if n[i] == total {
			return nil, mapGrades[i].Class
		}
		if n[i] == 0 {
			continue
		}
		large := "0"
		if 2*n[i] > total {
			large = "1"
		}
		from, to := float64(done)/float64(total), float64(done+n[i])/float64(total)
		list = append(list, DrawnArc{mapGrades[i].Class, "M" + at(from) + "A" + coordinate(r) + " " + coordinate(r) + " 0 " + large + " 1 " + at(to)})
		done += n[i]
	}
	return list, ""
}

// scale chooses a round length that is about a sixth of the map wide.
func (d *MapDrawing) scale(rd Reader, frame atlas.Frame, q mapSquare) {
	metre := q.scale / (ground.Equator * math.Cos((frame.South+frame.North)/2*math.Pi/180))
	wide := mapWidth / 6 / metre
	length := math.Pow(10, math.Floor(math.Log10(wide)))
	for _, k := range []float64{5, 2} {
		if k*length <= wide {
			length *= k
			break
		}
	}
	d.Scale.Pixels = tenth(length * metre)
	if length >= 1000 {
		d.Scale.Says = rd.W.Bare().Text("board.map.km", "n", int64(length/1000))
	} else {
		d.Scale.Says = rd.W.Bare().Text("board.map.m", "n", int64(length))
	}
}
