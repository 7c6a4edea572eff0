package atlas

import (
	"errors"
	"math"
	"testing"

	"mithaq/internal/base/locale"
)

// Two squares that share a side, as a topology: the shared arc is told once, and read backwards by the second.
const squares = `{"type":"Topology","transform":{"scale":[0.5,0.5],"translate":[10,20]},
"arcs":[[[2,0],[0,2]],[[2,2],[-2,0],[0,-2],[2,0]],[[2,0],[2,0],[0,2],[-2,0]]],
"objects":{"countries":{"type":"GeometryCollection","geometries":[
 {"type":"Polygon","arcs":[[0,1]],"id":"760","properties":{"name":"West"}},
 {"type":"MultiPolygon","arcs":[[[2,-1]]],"id":"x1","properties":{"name":"East"}}]}}}`

func TestTopology(t *testing.T) {
	cs, err := Read([]byte(squares))
	if err != nil || len(cs) != 2 {
		t.Fatalf("%+v, %v", cs, err)
	}
	if cs[0].Code != "760" || cs[1].Code != "" || cs[1].Title != "East" {
		t.Errorf("%+v", cs)
	}
	for i, want := range []Position{{10.5, 20.5}, {11.5, 20.5}} {
		if at, size := cs[i].Middle(); math.Hypot(at[0]-want[0], at[1]-want[1]) > 1e-9 || math.Abs(size-1) > 1e-9 {
			t.Errorf("%d: the middle of %v is %v, its size %v", i, cs[i].Areas, at, size)
		}
	}
	if Name(locale.Ar, "760") != "سوريا" || Name(locale.En, "") != "" {
		t.Errorf("names: %q", Name(locale.Ar, "760"))
	}
}

func TestGeoJSON(t *testing.T) {
	cs, err := Read([]byte(`{"type":"FeatureCollection","features":[
	{"type":"Feature","id":"887","properties":{"name":"A"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,4],[0,0]]]}},
	{"type":"Feature","properties":{},"geometry":{"type":"GeometryCollection","geometries":[{"type":"LineString","coordinates":[[0,0],[1,1]]},{"type":"Point","coordinates":[0,0]}]}}]}`))
	if err != nil || len(cs) != 2 || cs[0].Code != "887" || len(cs[1].Lines) != 1 {
		t.Fatalf("%+v, %v", cs, err)
	}
	for _, wrong := range []string{
		``, `[]`, `{}`, `{"type":"Topology"}`, `{"type":"FeatureCollection","features":[]}`, `{"type":"Point","coordinates":[1,2]}`,
		`{"type":"LineString","coordinates":[[0,0],[1e9,1]]}`, `{"type":"Polygon","coordinates":[["a"]]}`,
		`{"type":"Topology","arcs":[],"objects":{"countries":{"geometries":[{"type":"Polygon","arcs":[[7]]}]}}}`,
	} {
		if _, err := Read([]byte(wrong)); !errors.Is(err, ErrForm) {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}

func TestCut(t *testing.T) {
	c := Country{Areas: []Polygon{{{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}}, {{{50, 50}, {51, 50}, {51, 51}}}}, Lines: [][]Position{{{60, 60}, {61, 61}}}}
	cut := c.Cut(Frame{1, -1, 3, 2})
	if at, size := cut.Middle(); len(cut.Areas) != 1 || len(cut.Lines) != 0 || math.Abs(size-4) > 1e-9 || math.Hypot(at[0]-2, at[1]-1) > 1e-9 {
		t.Errorf("%+v: %v, %v", cut, at, size)
	}
	if cut := c.Cut(Frame{-10, -10, 100, 89}); len(cut.Areas) != 2 || len(cut.Lines) != 1 {
		t.Errorf("%+v", cut)
	}
	if lines := c.Borders(Frame{1, -1, 3, 2}); len(lines) != 1 || len(lines[0]) != 2 || lines[0][0] != (Position{0, 0}) {
		t.Errorf("the lines in the frame are %v", lines)
	}
	if lines := c.Borders(Frame{-1, -1, 3, 2}); len(lines) != 2 || len(lines[0]) != 2 || len(lines[1]) != 2 {
		t.Errorf("the lines in the frame are %v", lines)
	}
	if _, size := c.Middle(); math.Abs(size-16) > 1e-9 {
		t.Errorf("the whole is %v", size)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(squares))
	f.Add([]byte(`{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1]]]]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		cs, err := Read(data)
		if err != nil {
			return
		}
		for i := range cs {
			cut := cs[i].Cut(Frame{-10, -10, 10, 10})
			cut.Middle()
		}
	})
}
