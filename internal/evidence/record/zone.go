package record

import "fmt"

// Zone is an area, a line or some points that have a name: a demilitarised area, a line of contact, crossings. A coverage or an incident that names
// the zone by its id means it.
type Zone struct {
	ID     string      `cbor:"id" json:"id"`
	Name   Text        `cbor:"name,omitempty" json:"name,omitempty"`
	Shape  string      `cbor:"shape" json:"shape"` // ShapeArea, ShapeLine, ShapePoint
	Parts  [][][]int64 `cbor:"parts" json:"parts"` // see below
	Source string      `cbor:"source,omitempty" json:"source,omitempty"`
	Since  string      `cbor:"since,omitempty" json:"since,omitempty"` // EDTF: it is so from then on; "": not known
	Until  string      `cbor:"until,omitempty" json:"until,omitempty"`
	Note   string      `cbor:"note,omitempty" json:"note,omitempty"`
}

// The shapes of a zone. A part of an area is a polygon: its outer ring, then its holes. A part of a line is one path, a part of points one point. Rings, paths
// and points are lists of longitude, latitude, longitude, latitude ..., in 1e-7 degree. A ring ends with the position with which it begins, its most
// western and of those its most southern one; outer rings run counter-clockwise, holes clockwise (RFC 7946), so that one area has one form.
const (
	ShapeArea  = "area"
	ShapeLine  = "line"
	ShapePoint = "point"
)

// MaxVertices is how many positions a zone may have.
const MaxVertices = 1_000_000

// Vertices gives how many positions a zone has.
func (z *Zone) Vertices() (n int) {
	for _, part := range z.Parts {
		for _, path := range part {
			n += len(path) / 2
		}
	}
	return n
}

func checkZone(z Zone) error {
	if len(z.Parts) == 0 || z.Vertices() > MaxVertices {
		return fmt.Errorf("zone %s: %d parts, %d positions", z.ID, len(z.Parts), z.Vertices())
	}
	least := map[string]int{ShapeArea: 4, ShapeLine: 2, ShapePoint: 1}[z.Shape]
	for _, part := range z.Parts {
		if len(part) == 0 || len(part) > 1 && z.Shape != ShapeArea {
			return fmt.Errorf("zone %s: a part of %d paths in a zone of shape %q", z.ID, len(part), z.Shape)
		}
		for i, path := range part {
			if err := checkPath(z, path, least, i > 0); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkPath(z Zone, path []int64, least int, hole bool) error {
	n := len(path)
	if least == 0 || n%2 != 0 || n < 2*least || z.Shape == ShapePoint && n != 2 {
		return fmt.Errorf("zone %s: %d numbers in a path of shape %q", z.ID, n, z.Shape)
	}
	for i := 0; i < n; i += 2 {
		if x, y := path[i], path[i+1]; x < -180e7 || x > 180e7 || y < -90e7 || y > 90e7 {
			return fmt.Errorf("zone %s: off the globe: %d, %d", z.ID, x, y)
		}
	}
	if z.Shape != ShapeArea {
		return nil
	}
	if path[0] != path[n-2] || path[1] != path[n-1] {
		return fmt.Errorf("zone %s: a ring that is not closed", z.ID)
	}
	for i := 0; i < n; i += 2 {
		if path[i] < path[0] || path[i] == path[0] && path[i+1] < path[1] {
			return fmt.Errorf("zone %s: a ring begins at its most western position", z.ID)
		}
	}
	if RingTurn(path) > 0 == hole || RingTurn(path) == 0 {
		return fmt.Errorf("zone %s: outer rings run counter-clockwise, holes clockwise", z.ID)
	}
	return nil
}

// RingTurn says how a closed ring turns: 1 counter-clockwise, -1 clockwise, 0 where it encloses nothing. It is the sign of twice the area (the shoelace formula),
// which needs up to 84 bits for the longest rings, and is summed in two words.
func RingTurn(ring []int64) int {
	var hi, lo int64 // hi * 2^32 + lo
	for i := 0; i+3 < len(ring); i += 2 {
		for k, product := range [2]int64{(ring[i] - ring[0]) * (ring[i+3] - ring[1]), (ring[i+2] - ring[0]) * (ring[i+1] - ring[1])} {
			h, l := product>>32, product&0xFFFFFFFF
			if k == 1 {
				h, l = -h, -l
			}
			hi, lo = hi+h, lo+l
		}
	}
	hi, lo = hi+lo>>32, lo&0xFFFFFFFF
	switch {
	case hi > 0 || hi == 0 && lo > 0:
		return 1
	case hi < 0:
		return -1
	}
	return 0
}
