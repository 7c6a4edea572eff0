// Package atlas reads outlines of countries, cuts them to a part of the map and names them. What borders a map shows is the choice of whoever
// serves it: the outlines come from a file, TopoJSON as the package world-atlas has it or any GeoJSON.
package atlas

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"

	"mithaq/internal/base/locale"
)

// Position is a longitude and a latitude, in degrees.
type Position [2]float64

// Polygon is an outer ring and its holes.
type Polygon [][]Position

// Country is one outline of the map.
type Country struct {
	Code  string // ISO 3166-1, three digits; "": it has none
	Title string // as its file has it
	Areas []Polygon
	Lines [][]Position // borders that enclose nothing
}

// ErrForm tells that a file is no map that can be read.
var ErrForm = errors.New("neither TopoJSON with countries nor GeoJSON with areas or lines")

// geometry is one of GeoJSON or TopoJSON.
type geometry struct {
	Type        string          `json:"type"`
	ID          json.RawMessage `json:"id"`
	Coordinates json.RawMessage `json:"coordinates"`
	Arcs        json.RawMessage `json:"arcs"`
	Properties  struct {
		Name string `json:"name"`
	} `json:"properties"`
	Geometries []geometry `json:"geometries"`
	Geometry   *geometry  `json:"geometry"`
	Features   []geometry `json:"features"`
}

// Read reads a map: TopoJSON with the object "countries", or GeoJSON. Countries keep the order of the file.
func Read(data []byte) ([]Country, error) {
	var file struct {
		geometry
		Objects   map[string]geometry `json:"objects"`
		Transform *transform          `json:"transform"`
		Arcs      [][][2]float64      `json:"arcs"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrForm, err)
	}
	var out []Country
	var err error
	if file.Type == "Topology" {
		arcs := lines(file.Arcs, file.Transform)
		for _, g := range file.Objects["countries"].Geometries {
			if out, err = g.take(out, &g, func(into any) error { return arcs.of(g.Arcs, into) }); err != nil {
				return nil, err
			}
		}
	} else if out, err = file.features(out, &file.geometry); err != nil {
		return nil, err
	}
	for i := range out {
		if !out[i].sound() {
			return nil, fmt.Errorf("%w: a position that is not on the globe", ErrForm)
		}
	}
	if len(out) == 0 {
		return nil, ErrForm
	}
	return out, nil
}

// features takes the shapes of GeoJSON. of is the feature that a geometry belongs to.
func (g *geometry) features(out []Country, of *geometry) ([]Country, error) {
	var err error
	for i := range g.Features {
		if out, err = g.Features[i].features(out, &g.Features[i]); err != nil {
			return nil, err
		}
	}
	if g.Geometry != nil {
		return g.Geometry.features(out, g)
	}
	for i := range g.Geometries {
		if out, err = g.Geometries[i].features(out, of); err != nil {
			return nil, err
		}
	}
	return g.take(out, of, func(into any) error { return json.Unmarshal(g.Coordinates, into) })
}

// take adds the shape of a geometry; other geometries than areas and lines are passed over.
func (g *geometry) take(out []Country, of *geometry, read func(into any) error) ([]Country, error) {
	c := Country{Code: strings.Trim(string(of.ID), `"`), Title: of.Properties.Name}
	if !code(c.Code) {
		c.Code = ""
	}
	var err error
	switch g.Type {
	case "Polygon":
		c.Areas = make([]Polygon, 1)
		err = read(&c.Areas[0])
	case "MultiPolygon":
		err = read(&c.Areas)
	case "LineString":
		c.Lines = make([][]Position, 1)
		err = read(&c.Lines[0])
	case "MultiLineString":
		err = read(&c.Lines)
	default:
		return out, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrForm, err)
	}
	return append(out, c), nil
}

// code says whether a text is a code of ISO 3166-1 as numbers.
func code(s string) bool { return len(s) == 3 && strings.Trim(s, "0123456789") == "" }

func (c *Country) sound() bool {
	for _, path := range c.paths() {
		for _, p := range path {
			if !(p[0] >= -180.001 && p[0] <= 180.001 && p[1] >= -90.001 && p[1] <= 90.001) { // also what is no number
				return false
			}
		}
	}
	return true
}

// paths gives all rings and lines.
func (c *Country) paths() [][]Position {
	paths := c.Lines
	for _, area := range c.Areas {
		paths = append(paths, area...)
	}
	return paths
}

//go:embed names.tsv
var namesFile string

var names = sync.OnceValue(func() map[string]map[locale.Lang]string {
	all := map[string]map[locale.Lang]string{}
	for line := range strings.Lines(namesFile) {
		if f := strings.Split(strings.TrimSpace(line), "\t"); len(f) == 4 {
			all[f[0]] = map[locale.Lang]string{locale.En: f[1], locale.Ar: f[2], locale.Ru: f[3]}
		}
	}
	return all
})

// Name gives the name of a country by its code; "" where none is known.
func Name(lang locale.Lang, code string) string { return names()[code][lang] }
