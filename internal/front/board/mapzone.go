package board

import (
	"strings"

	"mithaq/internal/base/atlas"
	"mithaq/internal/base/geo"
	"mithaq/internal/evidence/ground"
	"mithaq/internal/evidence/record"
)

// MapZone is an area, a line or points with a name, as the texts or the record have them.
type MapZone struct {
	ID, Name string
	Shape    string             // record.ShapeArea, ShapeLine, ShapePoint
	Areas    []atlas.Polygon    // of an area
	Paths    [][]atlas.Position // of a line or of points
}

// ZonesOfTexts gives the zones with an outline that the texts name.
func (r *Run) ZonesOfTexts(rd Reader) (out []MapZone) {
	l := r.lookup(rd)
	for i := range r.Program.Vocabulary.Zones {
		z := &r.Program.Vocabulary.Zones[i]
		zone := MapZone{ID: z.ID, Name: plain(l.Value(z.ID))}
		switch {
		case z.Area != nil:
			zone.Shape = record.ShapeArea
			for _, rings := range z.Area.Polygons {
				var area atlas.Polygon
				for _, ring := range rings {
					area = append(area, positionsOf(ring))
				}
				zone.Areas = append(zone.Areas, area)
			}
		case len(z.Line) > 0:
			zone.Shape, zone.Paths = record.ShapeLine, [][]atlas.Position{positionsOf(z.Line)}
		default:
			continue
		}
		out = append(out, zone)
	}
	return out
}

func positionsOf(points []geo.Point) (out []atlas.Position) {
	for _, p := range points {
		out = append(out, atlas.Position{float64(p.Lon) / 1e7, float64(p.Lat) / 1e7})
	}
	return out
}

// ZoneOfRecord gives a zone of the record.
func (rd Reader) ZoneOfRecord(z *record.Zone) MapZone {
	zone := MapZone{ID: z.ID, Name: plain(rd.titleOf(z.Name, z.ID)), Shape: z.Shape}
	for _, part := range z.Parts {
		var paths [][]atlas.Position
		for _, numbers := range part {
			var path []atlas.Position
			for i := 0; i+1 < len(numbers); i += 2 {
				path = append(path, atlas.Position{float64(numbers[i]) / 1e7, float64(numbers[i+1]) / 1e7})
			}
			paths = append(paths, path)
		}
		if z.Shape == record.ShapeArea {
			zone.Areas = append(zone.Areas, paths)
		} else {
			zone.Paths = append(zone.Paths, paths...)
		}
	}
	return zone
}

// all gives every path of the zone.
func (z *MapZone) all() [][]atlas.Position {
	out := z.Paths
	for _, area := range z.Areas {
		out = append(out, area...)
	}
	return out
}

// extend widens a box so that it holds the zone.
func (z *MapZone) extend(box ground.Box) ground.Box {
	for _, path := range z.all() {
		for _, p := range path {
			box.West, box.East = min(box.West, p[0]), max(box.East, p[0])
			box.South, box.North = min(box.South, p[1]), max(box.North, p[1])
		}
	}
	return box
}

// path draws the zone; points are small crosses.
func (z *MapZone) path(q mapSquare) string {
	var out strings.Builder
	for _, path := range z.all() {
		if z.Shape == record.ShapePoint {
			for _, p := range path {
				x, y := q.at(p[0], p[1])
				out.WriteString("M" + coordinate(x-4) + " " + coordinate(y) + "h8m-4 -4v8")
			}
			continue
		}
		q.trace(&out, path, z.Shape == record.ShapeArea)
	}
	return out.String()
}

// drawn draws the zone with its name in the middle of it; the name of points stands below the first of them.
func (z *MapZone) drawn(q mapSquare, looked Looked) DrawnZone {
	d := DrawnZone{ID: z.ID, Name: z.Name, Path: z.path(q), Shape: z.Shape, Looked: looked}
	box := z.extend(ground.Box{West: 180, South: 90, East: -180, North: -90})
	x, y := q.at((box.West+box.East)/2, (box.South+box.North)/2)
	if z.Shape == record.ShapePoint && len(z.Paths) > 0 && len(z.Paths[0]) > 0 {
		x, y = q.at(z.Paths[0][0][0], z.Paths[0][0][1])
		y += 16
	}
	d.X, d.Y = coordinate(x), coordinate(y)
	return d
}

// shape is a zone as GeoJSON.
func (z *MapZone) shape() map[string]any {
	switch z.Shape {
	case record.ShapeArea:
		return map[string]any{"type": "MultiPolygon", "coordinates": z.Areas}
	case record.ShapeLine:
		return map[string]any{"type": "MultiLineString", "coordinates": z.Paths}
	}
	points := []atlas.Position{}
	for _, path := range z.Paths {
		points = append(points, path...)
	}
	return map[string]any{"type": "MultiPoint", "coordinates": points}
}
