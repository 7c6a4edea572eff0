package terms

import (
	"encoding/json"
	"errors"
	"path"
	"strconv"
	"strings"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/geo"
)

// outline reads the area or line that a zone names: "file.geojson#id" (RFC 7946). What could not be read is told.
func (r *resolver) outline(z *Zone, from string, w *syntax.Words) {
	file, id, _ := strings.Cut(w.Text, "#")
	where := path.Join(path.Dir(from), file)
	read, done := r.areas[where]
	if !done {
		read = readAreas(r.load, where)
		r.areas[where] = read
	}
	if read.err != nil {
		r.fail(codeAreaFile, w.Span, diag.Args("file", file, "why", read.err.Error()))
		return
	}
	f, ok := read.areas[id]
	fault := f.fault
	switch {
	case !ok:
		n := syntax.Name{Text: id, Span: w.Span}
		r.noFeature(n, file, names(read.areas))
		return
	case fault == "" && z.Line != (f.line != nil):
		fault = map[bool]shapeFault{false: "not_polygon", true: "not_line"}[z.Line]
	}
	if fault != "" {
		r.say(diag.Diagnostic{
			Code: codeAreaShape, Severity: diag.Error, Span: w.Span, Args: diag.Args("file", file, "id", id),
			Fixes: []diag.Fix{{Key: string(fault)}},
		})
		return
	}
	z.Area, z.Points = f.area, f.line
}

// noFeature says that a file has no such feature. It offers no edit: the id is only a part of the string.
func (r *resolver) noFeature(n syntax.Name, file string, ids []string) {
	before := len(r.diags)
	r.unknown(false, codeAreaID, n, ids, diag.Args("file", file, "id", n.Text))
	for i := range r.diags[before].Fixes {
		r.diags[before].Fixes[i].Edits = nil
	}
}

// geoFile is what is read of a GeoJSON file: a collection of features, or one feature.
type geoFile struct {
	Type       string          `json:"type"`
	Features   []geoFile       `json:"features"`
	ID         json.RawMessage `json:"id"`
	Properties struct {
		ID json.RawMessage `json:"id"`
	} `json:"properties"`
	Geometry *struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	} `json:"geometry"`
}

// readAreas reads all features of a file.
func readAreas(load Load, where string) areaFile {
	data, err := load(where)
	if err != nil {
		return areaFile{err: err}
	}
	var root geoFile
	if err := json.Unmarshal(data, &root); err != nil {
		return areaFile{err: err}
	}
	features := root.Features
	switch root.Type {
	case "FeatureCollection":
	case "Feature":
		features = []geoFile{root}
	default:
		return areaFile{err: errors.New(`"type": ` + strconv.Quote(root.Type))}
	}
	areas := make(map[string]feature, len(features))
	for i := range features {
		f := &features[i]
		id := f.ID
		if id == nil {
			id = f.Properties.ID
		}
		name := strings.Trim(string(id), `"`)
		var text string
		if json.Unmarshal(id, &text) == nil {
			name = text
		}
		if name == "" || name == "null" {
			continue // nothing can name it
		}
		if _, twice := areas[name]; twice {
			areas[name] = feature{fault: "twice"}
			continue
		}
		areas[name] = f.shape()
	}
	return areaFile{areas: areas}
}

// shapeFault is why a feature is no area: the key of a sentence under "diag.M2082".
type shapeFault string

// shape gives the feature's area or line. Coordinates are cut to 1e-7 of a degree, exactly, without binary fractions.
func (f *geoFile) shape() feature {
	switch {
	case f.Geometry == nil:
		return feature{fault: "no_geometry"}
	case f.Geometry.Type == "LineString":
		line, fault := f.line()
		return feature{line: line, fault: fault}
	}
	area, fault := f.area()
	return feature{area: area, fault: fault}
}

// line gives the points of a LineString: two or more (RFC 7946, section 3.1.4).
func (f *geoFile) line() ([]geo.Point, shapeFault) {
	var positions [][]json.Number
	if json.Unmarshal(f.Geometry.Coordinates, &positions) != nil {
		return nil, "coordinates"
	}
	if len(positions) < 2 {
		return nil, "short_line"
	}
	return places(positions)
}

// area gives the polygons of a Polygon or MultiPolygon.
func (f *geoFile) area() (*geo.Area, shapeFault) {
	var polygons [][][][]json.Number
	var err error
	switch f.Geometry.Type {
	case "Polygon":
		polygons = make([][][][]json.Number, 1)
		err = json.Unmarshal(f.Geometry.Coordinates, &polygons[0])
	case "MultiPolygon":
		err = json.Unmarshal(f.Geometry.Coordinates, &polygons)
	default:
		return nil, "not_polygon"
	}
	if err != nil {
		return nil, "coordinates"
	}
	area := &geo.Area{}
	for _, rings := range polygons {
		var polygon [][]geo.Point
		for _, ring := range rings {
			points, fault := closedRing(ring)
			if fault != "" {
				return nil, fault
			}
			polygon = append(polygon, points)
		}
		if len(polygon) == 0 {
			return nil, "coordinates"
		}
		area.Polygons = append(area.Polygons, polygon)
	}
	if len(area.Polygons) == 0 {
		return nil, "coordinates"
	}
	return area, ""
}

// closedRing reads a linear ring (RFC 7946, section 3.1.6): four or more positions, the first and the last the same; the last is dropped.
func closedRing(ring [][]json.Number) ([]geo.Point, shapeFault) {
	if len(ring) < 4 {
		return nil, "short_ring"
	}
	points, fault := places(ring)
	if fault != "" {
		return nil, fault
	}
	last := len(points) - 1
	if points[0] != points[last] {
		return nil, "open_ring"
	}
	return points[:last], ""
}

// places reads positions: longitude and latitude in degrees.
func places(positions [][]json.Number) ([]geo.Point, shapeFault) {
	points := make([]geo.Point, 0, len(positions))
	for _, position := range positions {
		if len(position) < 2 {
			return nil, "position"
		}
		lon, okLon := scaled(position[0].String())
		lat, okLat := scaled(position[1].String())
		if !okLon || !okLat || lon < -180e7 || lon > 180e7 || lat < -90e7 || lat > 90e7 {
			return nil, "position"
		}
		points = append(points, geo.Point{Lat: lat, Lon: lon})
	}
	return points, ""
}

// scaled turns a decimal number into whole 1e-7, rounded half away from zero. Numbers with an exponent
// or more than 9 digits before the point are refused.
func scaled(s string) (int64, bool) {
	s, negative := strings.CutPrefix(s, "-")
	whole, fraction, _ := strings.Cut(s, ".")
	if whole == "" || len(whole) > 9 {
		return 0, false
	}
	var n int64
	digits := whole + (fraction + "00000000")[:8] // one digit more than is kept, to round on
	for _, d := range digits + fraction {
		if d < '0' || d > '9' {
			return 0, false
		}
	}
	for _, d := range digits {
		n = n*10 + int64(d-'0')
	}
	n = (n + 5) / 10
	if negative {
		n = -n
	}
	return n, true
}
