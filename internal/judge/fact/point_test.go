package fact

import (
	"reflect"
	"testing"

	"mithaq/internal/base/civil"
)

func pointSet() *Set {
	return &Set{
		Facts: []Fact{
			{ID: "a", When: civil.Interval{Lo: 10, Hi: 90}, Acts: Range{2, 5}, Amounts: []Amount{{Role: "killed", Range: Range{1, Unbounded}, Best: 3}}},
			{ID: "b", When: civil.Interval{Lo: 20, Hi: 30}, Acts: Range{1, Unbounded}},
			{ID: "c", When: civil.Interval{Lo: 40, Hi: civil.Forever}, Acts: Range{0, 1}},
		},
		Rosters:   []Roster{{ID: "r", Members: []Member{{ID: "m", When: civil.Interval{Lo: civil.Ever, Hi: 7}}}}},
		Positions: []Position{{ID: "p", When: civil.Interval{Lo: 3, Hi: 4}}},
		Tallies:   []Tally{{ID: "t", Number: Range{10, 20}}},
	}
}

func TestPointReadings(t *testing.T) {
	early := pointSet().At(PointReading{Lowest, Lowest})
	late := pointSet().At(PointReading{Highest, Highest})
	for i, c := range []struct{ got, want any }{
		{early.Facts[0].When, civil.At(10)},
		{early.Facts[0].Acts, Range{2, 2}},
		{early.Facts[0].Amounts[0].Range, Range{1, 1}},
		{early.Facts[1].Acts, Range{1, 1}},
		{early.Facts[2].When, civil.At(40)},
		{early.Facts[2].Acts, Range{}},
		{early.Rosters[0].Members[0].When, civil.Interval{Lo: civil.Ever, Hi: 7}}, // no earliest is known
		{early.Positions[0].When, civil.At(3)},
		{early.Tallies[0].Number, Range{10, 10}},
		{late.Facts[0].ID, "b"}, // in order of the dates read
		{late.Facts[0].When, civil.At(30)},
		{late.Facts[0].Acts, Range{1, Unbounded}}, // no greatest is known
		{late.Facts[1].When, civil.Interval{Lo: 40, Hi: civil.Forever}},
		{late.Facts[2].When, civil.At(90)},
		{late.Facts[2].Amounts[0].Range, Range{1, Unbounded}},
		{late.Rosters[0].Members[0].When, civil.At(7)},
		{late.Tallies[0].Number, Range{20, 20}},
	} {
		if c.got != c.want {
			t.Errorf("%d: %v, want %v", i, c.got, c.want)
		}
	}
	if got := pointSet().At(PointReading{}); !reflect.DeepEqual(got, pointSet()) {
		t.Errorf("read whole: %+v", got)
	}
	s := pointSet()
	s.At(PointReading{Highest, Lowest})
	if !reflect.DeepEqual(s, pointSet()) {
		t.Error("the set that was read changed")
	}
}
