package geojson

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"mithaq/internal/evidence/intake/tokens"
	"mithaq/internal/evidence/record"
)

var wide = Limits{Field: 1 << 20, Features: 1000, Vertices: 5_000_000}

// one reads a feature of a geometry.
func one(t testing.TB, geometry string) Feature {
	t.Helper()
	fs, err := Read([]byte(`{"type": "FeatureCollection", "features": [{"type": "Feature", "id": "z", "geometry": `+geometry+`}]}`), wide)
	if err != nil || len(fs) != 1 {
		t.Fatalf("%s: %v, %v", geometry, fs, err)
	}
	return fs[0]
}

func describe(f Feature) string {
	s := f.Shape + " " + fmt.Sprint(f.Parts)
	for _, x := range f.Faults {
		s += " " + string(x.Sort)
		if x.Detail != "" {
			s += "(" + x.Detail + ")"
		}
	}
	return s
}

func TestShapes(t *testing.T) {
	for geometry, want := range map[string]string{
		`{"type": "Point", "coordinates": [36.65, 35.95]}`:                                                       "point [[[366500000 359500000]]]",
		`{"coordinates": [36.123456789, -3.5e1, 120], "type": "Point"}`:                                          "point [[[361234567 -350000000]]] altitude",
		`{"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]}`:                                                "point [[[10000000 20000000]] [[30000000 40000000]]]",
		`{"type": "LineString", "coordinates": [[1, 2], [1, 2], [3, 4]]}`:                                        "line [[[10000000 20000000 30000000 40000000]]]",
		`{"type": "MultiLineString", "coordinates": [[[1, 2], [3, 4]], [[0, 0], [0, 1]]]}`:                       "line [[[10000000 20000000 30000000 40000000]] [[0 0 0 10000000]]]",
		`{"type": "Polygon", "coordinates": [[[1, 0], [1, 1], [0, 1], [0, 0], [1, 0]]]}`:                         "area [[[0 0 10000000 0 10000000 10000000 0 10000000 0 0]]]",
		`{"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]]}`:                         "area [[[0 0 10000000 0 10000000 10000000 0 10000000 0 0]]] turned(0 0)",
		`{"type": "Polygon", "coordinates": [[[0,0],[9,0],[9,9],[0,9],[0,0]], [[1,1],[1,2],[2,2],[2,1],[1,1]]]}`: "area [[[0 0 90000000 0 90000000 90000000 0 90000000 0 0] [10000000 10000000 10000000 20000000 20000000 20000000 20000000 10000000 10000000 10000000]]]",
		`{"type": "MultiPolygon", "coordinates": [[[[0,0],[1,0],[1,1],[0,0]]], [[[1,1],[2,1],[2,2],[1,1]]]]}`:    "area [[[0 0 10000000 0 10000000 10000000 0 0]] [[10000000 10000000 20000000 10000000 20000000 20000000 10000000 10000000]]]", // they touch in a corner
		`{"type": "Polygon", "coordinates": [[[0,0],[2,2],[2,0],[0,2],[0,0]]]}`:                                  "area [] flat(0 0)",                                                                                                           // a bow tie of two equal halves
		`{"type": "Polygon", "coordinates": [[[0,0],[4,0],[4,4],[2,-1],[0,4],[0,0]]]}`:                           "area [[[0 0 40000000 0 40000000 40000000 20000000 -10000000 0 40000000 0 0]]] crosses(0 4)",
		`{"type": "Polygon", "coordinates": [[[0,0],[4,0],[4,4],[0,0]], [[2,1],[2,9],[3,9],[2,1]]]}`:             "area [[[0 0 40000000 0 40000000 40000000 0 0] [20000000 10000000 20000000 90000000 30000000 90000000 20000000 10000000]]] crosses(2 1)",
		`{"type": "Polygon", "coordinates": [[[0,0],[4,0],[4,4],[4,2],[4,3],[0,3],[0,0]]]}`:                      "crosses",
		`{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}`:                                 "area [] open(0 1)",
		`{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [0, 0]]]}`:                                         "area [] short",
		`{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [2, 0], [0, 0]]]}`:                                 "area [] flat(0 0)",
		`{"type": "LineString", "coordinates": [[1, 2], [1, 2]]}`:                                                "line [] short",
		`{"type": "LineString", "coordinates": [[179, 2], [-179, 2]]}`:                                           "line [] wraps(-179 2)",
		`{"type": "Polygon", "coordinates": [[[170,0],[-170,0],[-170,9],[170,9],[170,0]]]}`:                      "area [] wraps(-170 0) turned(170 0)",
		`{"type": "Point", "coordinates": [35.95, 136.65]}`:                                                      " [] swapped(35.95 136.65)",
		`{"type": "Point", "coordinates": [236.65, 135.95]}`:                                                     " [] off_globe(236.65 135.95)",
		`{"type": "Point", "coordinates": [1e300, 0]}`:                                                           " [] off_globe(1000000 0)",
		`null`: " [] shapeless",
		`{"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1, 2]}]}`: " [] shapeless(GeometryCollection)",
		`{"type": "Point", "coordinates": [[1, 2]]}`:                                               " [] broken(Point)",
		`{"type": "Point", "coordinates": ["1", "2"]}`:                                             " [] broken(Point)",
		`{"type": "Point", "coordinates": [1]}`:                                                    " [] broken(Point)",
		`{"type": "Point", "coordinates": {"x": [1, 2]}}`:                                          " [] broken(Point)",
		`{"type": "Point"}`: " [] broken(Point)",
		`{"type": "LineString", "coordinates": [[1, 2], [[3, 4]]]}`: " [] broken(LineString)",
		`{"type": "Polygon", "coordinates": []}`:                    " [] broken(Polygon)",
		`{"type": "MultiPolygon", "coordinates": [[[[[1, 2]]]]]}`:   " [] broken(MultiPolygon)",
	} {
		f := one(t, geometry)
		if got := describe(f); got != want && !(want == "crosses" && strings.Contains(got, " crosses(")) {
			t.Errorf("%s:\ngot  %s\nwant %s", geometry, got, want)
		}
		if !f.usable() {
			continue
		}
		if _, _, _, _, err := record.EncodePayload(record.Zone{ID: "z", Shape: f.Shape, Parts: f.Parts}); err != nil {
			t.Errorf("%s: %v", geometry, err)
		}
	}
}

func TestFile(t *testing.T) {
	fs, err := Read([]byte("{\"features\": [\n {\"type\": \"Feature\", \"id\": 7, \"properties\": {\"name\": \"Ж\", \"n\": 1.5, \"yes\": true, \"no\": null, \"list\": [1]}, \"geometry\": null},\n"+
		" {\"type\": \"Feature\", \"properties\": null, \"bbox\": [1, [2]], \"geometry\": {\"type\": \"Point\", \"coordinates\": [1, 2]}}],\n \"type\": \"FeatureCollection\"}"), wide)
	if err != nil || len(fs) != 2 {
		t.Fatal(fs, err)
	}
	if f := fs[0]; f.ID != "7" || fmt.Sprint(f.Properties) != "map[n:1.5 name:Ж yes:true]" || f.Place != (tokens.Place{Offset: 17, Line: 2, Column: 3}) {
		t.Errorf("%+v", f)
	}
	if f := fs[1]; f.ID != "" || f.Place.Line != 3 || f.Shape != record.ShapePoint {
		t.Errorf("%+v", f)
	}
	fs, err = Read([]byte(`{"geometry": {"type": "Point", "coordinates": [1, 2]}, "id": "a", "type": "Feature", "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}}`), wide)
	if err != nil || len(fs) != 1 || fs[0].ID != "a" || fs[0].Shape != record.ShapePoint {
		t.Errorf("a feature alone: %+v, %v", fs, err)
	}
}

func TestRefused(t *testing.T) {
	small := Limits{Field: 10, Features: 2, Vertices: 3}
	point := `{"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}}`
	for text, want := range map[string]error{
		`[1]`: ErrNotGeoJSON, `{"type": "Point", "coordinates": [1, 2]}`: ErrNotGeoJSON, `{"features": []}`: ErrNotGeoJSON,
		`{"type": "FeatureCollection"}`:                                                                     ErrNotGeoJSON,
		`{"type": "FeatureCollection", "features": [1]}`:                                                    ErrNotGeoJSON,
		`{"type": "FeatureCollection", "features": [{"type": "Point"}]}`:                                    ErrNotGeoJSON,
		`{"type": "FeatureCollection", "features": [], "crs": {"properties": {"name": "EPSG:3857"}}}`:       ErrSystem,
		`{"type": "FeatureCollection", "features": [` + point + "," + point + "," + point + `]}`:            ErrTooMany,
		`{"type": "Feature", "geometry": {"type": "MultiPoint", "coordinates": [[1,2],[1,2],[1,2],[1,2]]}}`: ErrTooMany,
		`{"type": "FeatureCollection", "features": [`:                                                       nil,
		`{"type": "FeatureCollection", "features": []} 1`:                                                   tokens.ErrMore,
	} {
		fs, err := Read([]byte(text), small)
		var s *tokens.SyntaxError
		if fs != nil || !errors.As(err, &s) || want != nil && !errors.Is(err, want) {
			t.Errorf("%s: %v, %v", text, fs, err)
		}
	}
	if fs, err := Read([]byte(`{"type": "Feature", "properties": {"a": "eleven bytes"}}`), small); err != nil || describe(fs[0]) != " [] long_value shapeless" {
		t.Errorf("%+v, %v", fs, err)
	}
}

func TestIs(t *testing.T) {
	for text, want := range map[string]bool{
		`{"type": "FeatureCollection"`: true, ` {"name": "x", "features": [{"type": "y"}], "type": "Feature"}`: true,
		`{"type": "survey"}`: false, `{"results": [{"type": "Feature"}]}`: false, `[]`: false, `{"a": `: false, ``: false,
	} {
		if Is([]byte(text)) != want {
			t.Errorf("%s: want %v", text, want)
		}
	}
}

// TestCrossings: the sweep finds what looking at every pair finds.
func TestCrossings(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	crossed := 0
	for range 3000 {
		n := 4 + rnd.IntN(5)
		var flat []int64
		for range n {
			flat = append(flat, int64(rnd.IntN(6)), int64(rnd.IntN(6)))
		}
		flat = once(append(flat, flat[0], flat[1]))
		f := &Feature{Parts: [][][]int64{{flat}}, Shape: record.ShapeArea}
		(&geometry{}).crossings(f)
		want := false
		k := len(flat)/2 - 1
		for i := range k {
			for j := range i {
				want = want || meet(edgeOf(flat, i, k), edgeOf(flat, j, k))
			}
		}
		if want {
			crossed++
		}
		if (len(f.Faults) > 0) != want {
			t.Fatalf("%v: got %v, want %v", flat, f.Faults, want)
		}
	}
	if crossed < 300 || crossed > 2990 {
		t.Errorf("%d of 3000 cross", crossed)
	}
}

func edgeOf(flat []int64, i, n int) edge {
	e := edge{flat[2*i], flat[2*i+1], flat[2*i+2], flat[2*i+3], 0, i, n}
	if e.x2 < e.x1 {
		e.x1, e.y1, e.x2, e.y2 = e.x2, e.y2, e.x1, e.y1
	}
	return e
}

// circle writes a polygon of n positions.
func circle(n int) string {
	var b strings.Builder
	b.WriteString(`{"type": "Polygon", "coordinates": [[`)
	for i := range n {
		x := i
		if i > n/2 {
			x = n - i
		}
		y := x * (n/2 - x) / (n / 8)
		if i > n/2 {
			y = -y - 1
		}
		fmt.Fprintf(&b, "[%d.%07d,%d.%07d],", x/1_0000_000, x%1_0000_000, 0, 5_000_000+y)
	}
	b.WriteString("[0.0000000,0.5000000]]]}")
	return b.String()
}

func TestLong(t *testing.T) {
	if f := one(t, circle(100_000)); !f.usable() || len(f.Parts[0][0]) < 150_000 {
		t.Errorf("%v, %d", f.Faults, len(f.Parts))
	}
	many := `{"type": "LineString", "coordinates": [` + strings.Repeat("[1,2],[3,4],", record.MaxVertices/2) + "[5,6]]}"
	if f := one(t, many); len(f.Faults) != 1 || f.Faults[0].Sort != TooMany {
		t.Errorf("%+v", f.Faults)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{"type": "FeatureCollection", "features": [{"type": "Feature", "id": 1, "properties": {"name": "a"}, "geometry": {"type": "Polygon", "coordinates": [[[0,0],[9,0],[9,9],[0,0]]]}}]}`)
	f.Add(`{"type": "Feature", "geometry": {"type": "MultiLineString", "coordinates": [[[1e1, 2, 3], [-3.5, 4]]]}}`)
	f.Fuzz(func(t *testing.T, text string) {
		fs, err := Read([]byte(text), Limits{Field: 100, Features: 20, Vertices: 1000})
		if err != nil {
			if fs != nil {
				t.Error("an error with features")
			}
			return
		}
		if !json.Valid([]byte(text)) {
			t.Errorf("%q was read", text)
		}
		for _, x := range fs {
			if !x.usable() {
				continue
			}
			if _, _, _, _, err := record.EncodePayload(record.Zone{ID: "z", Shape: x.Shape, Parts: x.Parts}); err != nil {
				t.Errorf("%q: %v", text, err)
			}
		}
	})
}
