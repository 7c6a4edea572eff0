package geo

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// A line from west to east along 34 north, then north. A degree of longitude has 92.18 km there.
var line = Line{deg(34, 36), deg(34, 37), deg(35, 37)}

func TestNear(t *testing.T) {
	for _, c := range []struct {
		lat, lon       float64
		radius, metres int64
		want           Relation
	}{
		{34, 36.5, 0, 0, Inside},
		{33.9, 36.5, 0, 11_119, Outside}, // a tenth of a degree: 11,119.5 m
		{33.9, 36.5, 0, 11_120, Inside},
		{34, 35.9, 0, 9_218, Outside}, // before the first point: 9,218.5 m
		{34, 35.9, 0, 9_219, Inside},
		{34.5, 36.5, 0, 45_900, Inside}, // to the part that goes north: 45.82 km
		{34.5, 36.5, 0, 45_000, Outside},
		{33.9, 36.5, 1_000, 13_000, Inside},
		{33.9, 36.5, 1_000, 12_000, Crosses},
		{33.9, 36.5, 1_000, 11_000, Crosses},
		{33.9, 36.5, 1_000, 10_000, Outside},
		{33.9, 36.5, 1_000, 500, Outside},
		{34, 36.5, 1_000, 500, Crosses},
	} {
		if got := line.Near(deg(c.lat, c.lon), c.radius, c.metres); got != c.want {
			t.Errorf("%v, %v give or take %d m, within %d m of the line: %v, want %v", c.lat, c.lon, c.radius, c.metres, got, c.want)
		}
	}
	for _, c := range []struct {
		lat, lon       float64
		radius, metres int64
		want           Relation
	}{
		{33.2, 36.2, 0, 0, Inside},
		{33.5, 36.5, 0, 9_000, Outside}, // in the hole: 9.27 km to its sides
		{33.5, 36.5, 0, 9_300, Inside},
		{33.5, 36.1, 0, 1, Inside},
		{33.5, 35.9, 0, 9_273, Inside}, // 9,272.4 m west of the outline
		{33.5, 35.9, 0, 9_272, Outside},
		{33.01, 36.5, 5_000, 10_000, Inside}, // inside near the edge
		{33.01, 36.5, 5_000, 1_000, Crosses},
		{33.2, 36.2, 10_000, 0, Inside},
	} {
		if got := area.Near(deg(c.lat, c.lon), c.radius, c.metres); got != c.want {
			t.Errorf("%v, %v give or take %d m, within %d m of the area: %v, want %v", c.lat, c.lon, c.radius, c.metres, got, c.want)
		}
	}
	if (Line{}).Near(Point{}, 0, 1000) != Outside || (Line{deg(1, 1)}).Near(deg(1, 1), 0, 0) != Inside || (&Area{}).Near(Point{}, 5, 1000) != Outside {
		t.Error("of nothing, of one point")
	}
}

// What is said of a disc holds for every true place in it; a smaller disc inside only settles more.
func TestNearIsNeverWrong(t *testing.T) {
	spread := map[Relation]int{}
	rapid.Check(t, func(t *rapid.T) {
		shift := int64(rapid.IntRange(-100, 35).Draw(t, "north")) * 1e7
		moved := func(points []Point) (out []Point) {
			for _, p := range points {
				out = append(out, Point{p.Lat + shift, p.Lon})
			}
			return out
		}
		l, a := Line(moved(line)), Area{}
		for _, rings := range area.Polygons {
			var polygon [][]Point
			for _, ring := range rings {
				polygon = append(polygon, moved(ring))
			}
			a.Polygons = append(a.Polygons, polygon)
		}
		centre := Point{int64(rapid.Float64Range(32.9, 34.3).Draw(t, "lat")*1e7) + shift, int64(rapid.Float64Range(35.7, 37.3).Draw(t, "lon") * 1e7)}
		radius, metres := rapid.Int64Range(1, 40_000).Draw(t, "radius"), rapid.Int64Range(0, 60_000).Draw(t, "metres")
		far := rapid.Float64Range(0, 1).Draw(t, "far")
		bearing := rapid.Float64Range(0, 2*math.Pi).Draw(t, "bearing")
		q := onSphere(centre, bearing, far*float64(radius))
		left := int64((1 - far) * float64(radius))
		for _, near := range []func(Point, int64, int64) Relation{l.Near, a.Near} {
			got, exact, inner := near(centre, radius, metres), near(q, 0, metres), near(q, left, metres)
			spread[got]++
			if exact == Crosses || got != Crosses && (exact != got || inner != got) {
				t.Fatalf("%v give or take %d m: %v; at %v: %v, give or take %d m: %v", centre, radius, got, q, exact, left, inner)
			}
		}
	})
	for _, r := range []Relation{Outside, Crosses, Inside} {
		if spread[r] < 10 {
			t.Errorf("only %d %v", spread[r], r)
		}
	}
}

// onSphere goes so many metres from a place.
func onSphere(p Point, bearing, metres float64) Point {
	far, φ, λ := metres/6371008.8, float64(p.Lat)/1e7*math.Pi/180, float64(p.Lon)/1e7*math.Pi/180
	φ2 := math.Asin(math.Sin(φ)*math.Cos(far) + math.Cos(φ)*math.Sin(far)*math.Cos(bearing))
	λ2 := λ + math.Atan2(math.Sin(bearing)*math.Sin(far)*math.Cos(φ), math.Cos(far)-math.Sin(φ)*math.Sin(φ2))
	return deg(φ2*180/math.Pi, λ2*180/math.Pi)
}
