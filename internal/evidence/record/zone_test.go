package record

import (
	"strings"
	"testing"
)

func TestZones(t *testing.T) {
	square := []int64{0, 0, 20, 0, 20, 20, 0, 20, 0, 0}
	hole := []int64{5, 5, 5, 8, 8, 8, 8, 5, 5, 5}
	area := func(rings ...[]int64) Zone { return Zone{ID: "z", Shape: ShapeArea, Parts: [][][]int64{rings}} }
	world := []int64{-180e7, -90e7, 180e7, -90e7, 180e7, 90e7, -180e7, 90e7, -180e7, -90e7}
	for name, z := range map[string]Zone{
		"a square": area(square), "with a hole": area(square, hole), "two": {ID: "z", Shape: ShapeArea, Parts: [][][]int64{{square}, {square}}},
		"the world": area(world), "a line": {ID: "z", Shape: ShapeLine, Parts: [][][]int64{{{0, 0, -1, 5}}}}, "points": {ID: "z", Shape: ShapePoint, Parts: [][][]int64{{{1, 2}}, {{3, 4}}}},
	} {
		if _, _, _, _, err := EncodePayload(z); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for want, z := range map[string]Zone{
		"0 parts":                    {ID: "z", Shape: ShapeArea},
		"a part of 0 paths":          area(),
		"of shape \"blob\"":          {ID: "z", Shape: "blob", Parts: [][][]int64{{{0, 0}}}},
		"a part of 2 paths":          {ID: "z", Shape: ShapeLine, Parts: [][][]int64{{{0, 0, 1, 1}, {0, 0, 1, 1}}}},
		"3 numbers":                  {ID: "z", Shape: ShapeLine, Parts: [][][]int64{{{0, 0, 1}}}},
		"2 numbers":                  {ID: "z", Shape: ShapeLine, Parts: [][][]int64{{{0, 0}}}},
		"4 numbers":                  {ID: "z", Shape: ShapePoint, Parts: [][][]int64{{{0, 0, 1, 1}}}},
		"off the globe":              {ID: "z", Shape: ShapePoint, Parts: [][][]int64{{{0, 91e7}}}},
		"a ring that is not closed":  area([]int64{0, 0, 20, 0, 20, 20, 0, 20}),
		"most western":               area([]int64{20, 0, 20, 20, 0, 20, 0, 0, 20, 0}),
		"outer rings run":            area(hole),
		"holes clockwise":            area(square, []int64{5, 5, 8, 5, 8, 8, 5, 8, 5, 5}),
		"outer rings run counter-cl": area([]int64{0, 0, 10, 0, 20, 0, 0, 0}), // encloses nothing
		"the date \"soon\"":          {ID: "z", Shape: ShapePoint, Parts: [][][]int64{{{0, 0}}}, Since: "soon"},
	} {
		if _, _, _, _, err := EncodePayload(z); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	long := Zone{ID: "z", Shape: ShapeLine, Parts: [][][]int64{{make([]int64, 2*MaxVertices+2)}}}
	if _, _, _, _, err := EncodePayload(long); err == nil {
		t.Error("a million and one positions were taken")
	}
}

// TestRingTurn: the sign of the area is right where the sum of the products is beyond 64 bits.
func TestRingTurn(t *testing.T) {
	var ring []int64
	for range 1000 {
		ring = append(ring, -180e7, -90e7, 180e7, -90e7, 180e7, 90e7, -180e7, 90e7)
	}
	ring = append(ring, -180e7, -90e7)
	if RingTurn(ring) != 1 {
		t.Error("counter-clockwise a thousand times round the globe")
	}
	back := make([]int64, 0, len(ring))
	for i := len(ring) - 2; i >= 0; i -= 2 {
		back = append(back, ring[i], ring[i+1])
	}
	if RingTurn(back) != -1 || RingTurn(append(ring, back...)) != 0 {
		t.Error("clockwise, or there and back")
	}
}
