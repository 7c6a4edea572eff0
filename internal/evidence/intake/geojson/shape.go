package geojson

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/evidence/intake/tokens"
	"mithaq/internal/evidence/record"
)

// geometry is a geometry as it stands in the file.
type geometry struct {
	kind        string
	coordinates *node
	place       tokens.Place
	altitude    bool
	off         *position // the first position off the globe
}

type position struct {
	x, y  int64
	place tokens.Place
}

// node is a list of coordinates: of positions, or of lists.
type node struct {
	flat []int64 // x, y, x, y ... of positions
	kids []*node
	deep int // lists above numbers: 1 a position, 2 a list of positions ...
	n    int // positions in all
}

// geometry reads the object of a geometry; the type may stand behind the coordinates.
func (r *reader) geometry(g *geometry) error {
	t, err := r.d.Token()
	if err != nil || t == nil {
		return err
	}
	if t != json.Delim('{') {
		return ErrNotGeoJSON
	}
	g.place = r.d.Here()
	for r.d.More() {
		key, err := r.d.Token()
		if err != nil {
			return err
		}
		switch key {
		case "type":
			g.kind, err = r.word()
		case "coordinates":
			g.coordinates, err = r.coordinates(g)
		default:
			err = r.d.Skip()
		}
		if err != nil {
			return err
		}
	}
	_, err = r.d.Token()
	return err
}

// maxDeep is how deep coordinates are nested at most: a MultiPolygon's.
const maxDeep = 4

// coordinates reads the lists of a geometry; nil: they are none.
func (r *reader) coordinates(g *geometry) (*node, error) {
	t, err := r.d.Token()
	if err != nil {
		return nil, err
	}
	if t != json.Delim('[') {
		if d, ok := t.(json.Delim); ok && d == '{' {
			return nil, r.d.Rest(1)
		}
		return nil, nil
	}
	return r.nested(g, 1)
}

// nested reads a list up to its end; nil: it is no list of coordinates, and was passed over.
func (r *reader) nested(g *geometry, depth int) (*node, error) {
	if depth > maxDeep {
		return nil, r.d.Rest(1)
	}
	n := &node{}
	var numbers []int64
	sound := true
	for r.d.More() {
		t, err := r.d.Token()
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case json.Delim:
			if t == '{' {
				sound = false
				if err := r.d.Rest(1); err != nil {
					return nil, err
				}
				continue
			}
			kid, err := r.nested(g, depth+1)
			if err != nil {
				return nil, err
			}
			sound = sound && n.add(kid)
		case json.Number:
			v, ok := degrees(t.String())
			sound = sound && ok && len(numbers) < 8
			numbers = append(numbers, v)
		default:
			sound = false
		}
	}
	if _, err := r.d.Token(); err != nil {
		return nil, err
	}
	switch {
	case !sound, numbers != nil && n.deep > 0, numbers != nil && len(numbers) < 2:
		return nil, nil
	case numbers == nil:
		return n, nil
	}
	if r.vertices++; r.vertices > r.limit.Vertices {
		return nil, ErrTooMany
	}
	g.altitude = g.altitude || len(numbers) > 2
	x, y := numbers[0], numbers[1]
	if g.off == nil && !onGlobe(x, y) {
		g.off = &position{x, y, r.d.Here()}
	}
	return &node{flat: []int64{x, y}, deep: 1, n: 1}, nil
}

// add takes in a list that stands in this one; all have the same depth.
func (n *node) add(kid *node) bool {
	switch {
	case kid == nil, n.deep > 0 && n.deep != kid.deep+1:
		return false
	case kid.deep == 1:
		n.flat = append(n.flat, kid.flat...)
	default:
		n.kids = append(n.kids, kid)
	}
	n.deep, n.n = kid.deep+1, n.n+kid.n
	return true
}

func onGlobe(x, y int64) bool { return x >= -180e7 && x <= 180e7 && y >= -90e7 && y <= 90e7 }

// degrees reads a JSON number as 1e-7 degree; further digits are cut off. What no globe has comes out as beyond it.
func degrees(s string) (int64, bool) {
	if strings.ContainsAny(s, "eE") {
		f, err := strconv.ParseFloat(s, 64)
		if err != nil || f > 1e6 || f < -1e6 {
			return 1e13, err == nil
		}
		s = strconv.FormatFloat(f, 'f', 9, 64)
	}
	neg := strings.HasPrefix(s, "-")
	whole, frac, _ := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	if len(whole) > 6 {
		return 1e13, true
	}
	if len(frac) > 7 {
		frac = frac[:7]
	}
	v, err := strconv.ParseInt(whole+frac+strings.Repeat("0", 7-len(frac)), 10, 64)
	if neg {
		v = -v
	}
	return v, err == nil
}

// into takes the geometry into a feature, in its one form, and notes what is wrong with it.
func (g *geometry) into(f *Feature) {
	deep := map[string]int{"Point": 1, "MultiPoint": 2, "LineString": 2, "MultiLineString": 3, "Polygon": 3, "MultiPolygon": 4}[g.kind]
	c := g.coordinates
	switch {
	case deep == 0:
		f.fault(Shapeless, f.Place, g.kind)
		return
	case c == nil || c.deep != deep:
		f.fault(Broken, g.place, g.kind)
		return
	case g.off != nil:
		sort := OffGlobe
		if onGlobe(g.off.y, g.off.x) {
			sort = Swapped
		}
		f.fault(sort, g.off.place, shown(g.off.x, g.off.y))
		return
	}
	if g.altitude {
		f.fault(Altitude, g.place, "")
	}
	var parts [][][]int64
	switch g.kind {
	case "Point", "MultiPoint":
		f.Shape = record.ShapePoint
		for i := 0; i < len(c.flat); i += 2 {
			parts = append(parts, [][]int64{c.flat[i : i+2]})
		}
	case "LineString", "MultiLineString":
		f.Shape = record.ShapeLine
		lines := []*node{c}
		if g.kind == "MultiLineString" {
			lines = c.kids
		}
		for _, l := range lines {
			parts = append(parts, [][]int64{g.line(f, l.flat)})
		}
	default:
		f.Shape = record.ShapeArea
		polygons := []*node{c}
		if g.kind == "MultiPolygon" {
			polygons = c.kids
		}
		for _, p := range polygons {
			var rings [][]int64
			for i, ring := range p.kids {
				rings = append(rings, g.ring(f, ring.flat, i > 0))
			}
			parts = append(parts, rings)
		}
	}
	if len(parts) == 0 || slices.ContainsFunc(parts, func(p [][]int64) bool { return len(p) == 0 }) {
		f.fault(Broken, g.place, g.kind)
		return
	}
	f.Parts = parts
	if f.Shape == record.ShapeArea && f.usable() {
		g.crossings(f)
	}
}

func shown(x, y int64) string {
	return strconv.FormatFloat(float64(x)/1e7, 'f', -1, 64) + " " + strconv.FormatFloat(float64(y)/1e7, 'f', -1, 64)
}

// once drops positions that repeat the one before.
func once(flat []int64) []int64 {
	out := flat[:0:0]
	for i := 0; i < len(flat); i += 2 {
		if n := len(out); n == 0 || out[n-2] != flat[i] || out[n-1] != flat[i+1] {
			out = append(out, flat[i], flat[i+1])
		}
	}
	return out
}

func (g *geometry) line(f *Feature, flat []int64) []int64 {
	flat = once(flat)
	if len(flat) < 4 {
		f.fault(Short, g.place, "")
	}
	g.wraps(f, flat)
	return flat
}

// ring brings a ring into its one form.
func (g *geometry) ring(f *Feature, flat []int64, hole bool) []int64 {
	flat = once(flat)
	n := len(flat)
	switch {
	case n >= 4 && (flat[0] != flat[n-2] || flat[1] != flat[n-1]):
		f.fault(Open, g.place, shown(flat[n-2], flat[n-1]))
		return flat
	case n < 8:
		f.fault(Short, g.place, "")
		return flat
	}
	g.wraps(f, flat)
	turn := record.RingTurn(flat)
	if turn == 0 {
		f.fault(Flat, g.place, shown(flat[0], flat[1]))
		return flat
	}
	if (turn > 0) == hole {
		f.fault(Turned, g.place, shown(flat[0], flat[1]))
		for i, j := 0, n-2; i < j; i, j = i+2, j-2 {
			flat[i], flat[i+1], flat[j], flat[j+1] = flat[j], flat[j+1], flat[i], flat[i+1]
		}
	}
	first := 0
	for i := 2; i < n-2; i += 2 {
		if flat[i] < flat[first] || flat[i] == flat[first] && flat[i+1] < flat[first+1] {
			first = i
		}
	}
	out := append(slices.Clone(flat[first:n-2]), flat[:first]...)
	return append(out, out[0], out[1])
}

// wraps notes an edge of more than half the globe: it means the short way round, across the antimeridian, and the file has to say so by cutting the shape.
// A shape that spans the globe goes along its edges in more steps than one.
func (g *geometry) wraps(f *Feature, flat []int64) {
	for i := 2; i < len(flat); i += 2 {
		if d := flat[i] - flat[i-2]; d > 180e7 || d < -180e7 {
			f.fault(Wraps, g.place, shown(flat[i], flat[i+1]))
			return
		}
	}
}
