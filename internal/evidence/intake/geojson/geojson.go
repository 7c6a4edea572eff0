// Package geojson reads zones and lines from GeoJSON (RFC 7946) and says what is wrong with them.
//
// Coordinates are read as decimals, without passing through floats, and cut after 1e-7 degree (about 1 cm). What comes out has one form for one shape:
// rings closed, each from its most western position on, outer ones counter-clockwise and holes clockwise, without repeated positions.
package geojson

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"mithaq/internal/evidence/intake/tokens"
	"mithaq/internal/evidence/record"
)

// Limits on a file.
type Limits struct {
	Field    int // bytes of a value
	Features int
	Vertices int // of all features together
}

// Sort says what is wrong with a shape.
type Sort string

// The faults that make a feature unusable, and, from Turned on, what is only told.
const (
	Shapeless Sort = "shapeless"  // no geometry, or of a type that names no zone (GeometryCollection)
	Broken    Sort = "broken"     // coordinates that are not lists of numbers as the type needs them
	OffGlobe  Sort = "off_globe"  // a longitude beyond 180 or a latitude beyond 90
	Swapped   Sort = "swapped"    // likewise, and latitude and longitude exchanged it would be right
	Open      Sort = "open"       // a ring that does not end where it begins
	Short     Sort = "short"      // a ring of less than four positions, a line of one
	Flat      Sort = "flat"       // a ring that encloses nothing
	Wraps     Sort = "wraps"      // an edge that crosses the antimeridian: the shape is to be cut there (RFC 7946, 3.1.9)
	TooMany   Sort = "too_many"   // more positions than a zone may have
	LongValue Sort = "long_value" // a property beyond the limit
	Turned    Sort = "turned"     // a ring turned the other way; it was put right
	Crosses   Sort = "crosses"    // a boundary that crosses itself: what is inside is not clear
	NotLooked Sort = "not_looked" // too complex to look whether it crosses itself
	Altitude  Sort = "altitude"   // heights, which are left out
)

// Fault is something wrong with a feature. At most one of a sort is told of each feature.
type Fault struct {
	Sort   Sort
	Place  tokens.Place
	Detail string // the position in question: "36.65 35.95", longitude first
}

// Told says whether the feature can be used all the same.
func (f Fault) Told() bool {
	return f.Sort == Turned || f.Sort == Crosses || f.Sort == NotLooked || f.Sort == Altitude
}

// Feature is one feature of a file. Its properties are those that are words, numbers or truths.
type Feature struct {
	Place      tokens.Place
	ID         string // as the feature has it; "": none
	Properties map[string]string
	Shape      string // record.ShapeArea ...; "" where it has none
	Parts      [][][]int64
	Faults     []Fault
}

// Errors that a tokens.SyntaxError wraps.
var (
	ErrNotGeoJSON = errors.New("neither a FeatureCollection nor a Feature")
	ErrSystem     = errors.New("coordinates in another system than WGS 84")
	ErrTooMany    = errors.New("too many features or positions")
)

// Is says whether a JSON text is GeoJSON: an object whose "type" is one of it. It looks at the members of the outermost object alone.
func Is(text []byte) bool {
	d := tokens.New(text)
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return false
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return false
		}
		if key == "type" {
			t, err := d.Token()
			return err == nil && (t == "FeatureCollection" || t == "Feature")
		}
		if err := d.Skip(); err != nil {
			return false
		}
	}
	return false
}

// Read reads a whole file. Every feature comes out, also one that cannot be used.
func Read(text []byte, limit Limits) ([]Feature, error) {
	r := &reader{d: tokens.New(text), limit: limit}
	if err := r.d.Whole(r.file); err != nil {
		return nil, err
	}
	return r.features, nil
}

type reader struct {
	d        *tokens.Reader
	limit    Limits
	features []Feature
	vertices int
}

// file reads a collection, or a feature alone: which it is may stand behind its content.
func (r *reader) file() error {
	if t, err := r.d.Token(); err != nil {
		return err
	} else if t != json.Delim('{') {
		return ErrNotGeoJSON
	}
	alone := Feature{Place: r.d.Here(), Properties: map[string]string{}}
	g := geometry{}
	kind, listed := "", false
	for r.d.More() {
		key, err := r.d.Token()
		if err != nil {
			return err
		}
		switch key {
		case "type":
			if kind, err = r.word(); err != nil {
				return err
			}
		case "crs":
			if err := r.system(); err != nil {
				return err
			}
		case "features":
			if listed {
				return ErrNotGeoJSON
			}
			listed = true
			if err := r.list(); err != nil {
				return err
			}
		default:
			if err := r.member(&alone, &g, key); err != nil {
				return err
			}
		}
	}
	if _, err := r.d.Token(); err != nil {
		return err
	}
	switch {
	case kind == "FeatureCollection" && listed:
		return nil
	case kind == "Feature" && !listed:
		return r.finish(&alone, &g)
	}
	return ErrNotGeoJSON
}

func (r *reader) list() error {
	if t, err := r.d.Token(); err != nil {
		return err
	} else if t != json.Delim('[') {
		return ErrNotGeoJSON
	}
	for r.d.More() {
		if t, err := r.d.Token(); err != nil {
			return err
		} else if t != json.Delim('{') {
			return ErrNotGeoJSON
		}
		f := Feature{Place: r.d.Here(), Properties: map[string]string{}}
		g := geometry{}
		for r.d.More() {
			key, err := r.d.Token()
			if err != nil {
				return err
			}
			if key == "type" {
				if kind, err := r.word(); err != nil {
					return err
				} else if kind != "Feature" {
					return ErrNotGeoJSON
				}
				continue
			}
			if err := r.member(&f, &g, key); err != nil {
				return err
			}
		}
		if _, err := r.d.Token(); err != nil {
			return err
		}
		if err := r.finish(&f, &g); err != nil {
			return err
		}
	}
	_, err := r.d.Token()
	return err
}

// member reads a member of a feature.
func (r *reader) member(f *Feature, g *geometry, key json.Token) (err error) {
	switch key {
	case "id":
		f.ID, err = r.word()
		return err
	case "geometry":
		return r.geometry(g)
	case "properties":
		return r.properties(f)
	}
	return r.d.Skip()
}

// properties keeps those that are words, numbers or truths.
func (r *reader) properties(f *Feature) error {
	t, err := r.d.Token()
	if err != nil || t == nil {
		return err
	}
	if t != json.Delim('{') {
		return ErrNotGeoJSON
	}
	for r.d.More() {
		key, err := r.d.Token()
		if err != nil {
			return err
		}
		v, err := r.word()
		if err != nil {
			return err
		}
		if len(v) > r.limit.Field {
			f.fault(LongValue, r.d.Here(), "")
			v = ""
		}
		if name, ok := key.(string); ok && v != "" {
			f.Properties[name] = v
		}
	}
	_, err = r.d.Token()
	return err
}

// word reads a value as words; an object, a list and null are none.
func (r *reader) word() (string, error) {
	var v any
	if err := r.d.Decode(&v); err != nil {
		return "", err
	}
	switch v := v.(type) {
	case string:
		return v, nil
	case json.Number:
		return v.String(), nil
	case bool:
		return strconv.FormatBool(v), nil
	}
	return "", nil
}

// system refuses the coordinates of another system than WGS 84, which files from before RFC 7946 could name.
func (r *reader) system() error {
	var crs struct {
		Properties struct{ Name string }
	}
	if err := r.d.Decode(&crs); err != nil {
		return err
	}
	name := strings.ToUpper(crs.Properties.Name)
	if name == "" || strings.HasSuffix(name, "CRS84") || strings.HasSuffix(name, ":4326") {
		return nil
	}
	return ErrSystem
}

// fault notes what is wrong with a feature, once of each sort.
func (f *Feature) fault(s Sort, at tokens.Place, detail string) {
	for _, x := range f.Faults {
		if x.Sort == s {
			return
		}
	}
	f.Faults = append(f.Faults, Fault{s, at, detail})
}

// usable says whether nothing stands against the feature's use.
func (f *Feature) usable() bool {
	for _, x := range f.Faults {
		if !x.Told() {
			return false
		}
	}
	return true
}

// finish takes the geometry into the feature.
func (r *reader) finish(f *Feature, g *geometry) error {
	if len(r.features) >= r.limit.Features {
		return ErrTooMany
	}
	if g.coordinates != nil && g.coordinates.n > record.MaxVertices {
		f.fault(TooMany, g.place, strconv.Itoa(g.coordinates.n))
	} else {
		g.into(f)
	}
	if !f.usable() {
		f.Parts = nil
	}
	r.features = append(r.features, *f)
	return nil
}
