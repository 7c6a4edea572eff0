package board

import (
	"math"

	"mithaq/internal/base/atlas"
	"mithaq/internal/evidence/ground"
)

// MapBase is what lies beneath the signs of the live map, as GeoJSON.
type MapBase struct {
	Zones  Features `json:"zones"`
	Names  Features `json:"names"`
	Bounds *Bounds  `json:"bounds"` // of what is shown; null: nothing is
}

// Bounds are west, south, east and north.
type Bounds [4]float64

// Features is a collection of GeoJSON.
type Features struct {
	Type     string    `json:"type"`
	Features []Feature `json:"features"`
}

// Feature is one of them.
type Feature struct {
	Type       string         `json:"type"`
	Geometry   map[string]any `json:"geometry"`
	Properties map[string]any `json:"properties"`
}

// MapBase makes what lies beneath the signs.
func (r *Run) MapBase(rd Reader, of MapOf) MapBase {
	base := MapBase{Zones: Features{"FeatureCollection", []Feature{}}, Names: Features{"FeatureCollection", []Feature{}}}
	looked := r.lookedOver(rd, of.Zones, of.Days)
	box, some := of.Selection.Extent()
	for i := range of.Zones {
		z := &of.Zones[i]
		box, some = z.extend(box), true
		how := looked.of(z.ID)
		base.Zones.Features = append(base.Zones.Features, Feature{"Feature", z.shape(), map[string]any{"name": z.Name, "looked": how, "shape": z.Shape}})
	}
	if some {
		base.Bounds = &Bounds{box.West, box.South, box.East, box.North}
	}
	for i := range of.Fine {
		c := &of.Fine[i]
		at, size := c.Middle()
		if name := atlas.Name(rd.Lang, c.Code); name != "" {
			base.Names.Features = append(base.Names.Features, Feature{
				"Feature", map[string]any{"type": "Point", "coordinates": at}, map[string]any{"name": name, "size": math.Round(size*10) / 10},
			})
		}
	}
	return base
}

// MapOutlines is the outlines of countries in a part of the map.
type MapOutlines struct {
	Land  Features `json:"land"`  // areas, which end where the part does
	Lines Features `json:"lines"` // their borders, which do not follow the edge of the part
}

// Outlines cuts the finer outlines to a part of the map.
func (of *MapOf) Outlines(in ground.Box) MapOutlines {
	f := atlas.Frame{West: in.West, South: in.South, East: in.East, North: in.North}
	out := MapOutlines{Land: Features{"FeatureCollection", []Feature{}}, Lines: Features{"FeatureCollection", []Feature{}}}
	for i := range of.Fine {
		cut := of.Fine[i].Cut(f)
		if len(cut.Areas) > 0 {
			for _, area := range cut.Areas {
				shorten(area)
			}
			out.Land.Features = append(out.Land.Features, Feature{"Feature", map[string]any{"type": "MultiPolygon", "coordinates": cut.Areas}, nil})
		}
		if lines := of.Fine[i].Borders(f); len(lines) > 0 {
			shorten(lines)
			out.Lines.Features = append(out.Lines.Features, Feature{"Feature", map[string]any{"type": "MultiLineString", "coordinates": lines}, nil})
		}
	}
	return out
}

// shorten rounds positions to about a hundred metres, which is finer than the outlines are. The paths are those of a cut, which nobody else holds.
func shorten(paths [][]atlas.Position) {
	for _, path := range paths {
		for i := range path {
			path[i] = atlas.Position{math.Round(path[i][0]*1e3) / 1e3, math.Round(path[i][1]*1e3) / 1e3}
		}
	}
}
