package geo

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func deg(lat, lon float64) Point {
	return Point{int64(math.Round(lat * 1e7)), int64(math.Round(lon * 1e7))}
}

// A square with a square hole, and a triangle beside it.
var area = Area{Polygons: [][][]Point{
	{
		{deg(33, 36), deg(33, 37), deg(34, 37), deg(34, 36)},
		{deg(33.4, 36.4), deg(33.4, 36.6), deg(33.6, 36.6), deg(33.6, 36.4)},
	},
	{{deg(35, 36), deg(35, 37), deg(36, 36.5)}},
}}

func TestContains(t *testing.T) {
	for _, c := range []struct {
		lat, lon float64
		want     bool
	}{
		{33.2, 36.2, true},
		{33.5, 36.5, false}, // in the hole
		{33.4, 36.5, true},  // on the hole's edge
		{33.4, 36.4, true},  // on the hole's corner
		{33, 36.5, true},    // on the outline
		{33, 36, true},
		{34, 37, true},
		{33.5, 37, true},
		{33.5, 37.0000001, false},
		{32.9999999, 36.5, false},
		{33.5, 35, false}, // a ray through both edges
		{34, 35, false},   // a ray along an edge
		{34, 38, false},
		{35.5, 36.5, true},
		{36, 36.5, true}, // the tip
		{36, 36, false},  // a ray through the tip
		{35.5, 36.25, true},
		{35.5, 36.2499999, false},
	} {
		if got := area.Contains(deg(c.lat, c.lon)); got != c.want {
			t.Errorf("%v, %v: %v, want %v", c.lat, c.lon, got, c.want)
		}
	}
	if (&Area{}).Contains(Point{}) || (&Area{}).Disc(Point{}, 10) != Outside {
		t.Error("a point lies in the empty area")
	}
}

func TestContainsDoesNotOverflow(t *testing.T) {
	world := Area{Polygons: [][][]Point{{{deg(-90, -180), deg(-90, 180), deg(90, 180)}}}}
	if !world.Contains(deg(-89, 179)) || world.Contains(deg(89, -179)) || !world.Contains(deg(0, 0)) {
		t.Error("large differences are multiplied wrongly")
	}
}

// The ray from the middle of a diamond passes through a corner, where one edge ends and the next begins.
func TestContainsCountsACornerOnce(t *testing.T) {
	diamond := Area{Polygons: [][][]Point{{{deg(0, 0), deg(1, 1), deg(2, 0), deg(1, -1)}}}}
	for lon, want := range map[float64]bool{0: true, -0.5: true, -1.5: false, 1.5: false} {
		if got := diamond.Contains(deg(1, lon)); got != want {
			t.Errorf("1, %v: %v, want %v", lon, got, want)
		}
	}
}

// At 70 degrees north a disc of 100 km reaches 2.630 degrees to the east, at the latitude where the meridians have drawn
// closer; measured along its own parallel it would be 2.629, and along its southern rim 2.52.
func TestDiscMeasuresLongitudeAtItsShortest(t *testing.T) {
	north := Area{Polygons: [][][]Point{{{deg(60, 2.6), deg(60, 10), deg(80, 10), deg(80, 2.6)}}}}
	if got := north.Disc(deg(70, 0), 100_000); got != Crosses {
		t.Errorf("%v", got)
	}
	if got := north.Disc(deg(70, 0), 90_000); got != Outside {
		t.Errorf("90 km: %v", got)
	}
}

func TestDisc(t *testing.T) {
	for _, c := range []struct {
		lat, lon float64
		radius   int64
		want     Relation
	}{
		{33.2, 36.2, 0, Inside},
		{33.5, 36.5, 0, Outside},
		{33.2, 36.2, 10_000, Inside},  // the nearest edge lies 18.6 km west
		{33.2, 36.2, 18_000, Inside},  //
		{33.2, 36.2, 18_700, Crosses}, //
		{33.5, 36.5, 9_000, Outside},  // in the hole: 9.3 km to its sides
		{33.5, 36.5, 9_400, Crosses},
		{33.5, 38, 90_000, Outside}, // 92.7 km
		{33.5, 38, 93_000, Crosses},
		{33.5, 36.5, 5_000_000, Crosses},
		{33.0, 36.5, 1, Crosses}, // on the edge
		{0, 0, 1_000, Outside},
	} {
		if got := area.Disc(deg(c.lat, c.lon), c.radius); got != c.want {
			t.Errorf("%v, %v within %d m: %v, want %v", c.lat, c.lon, c.radius, got, c.want)
		}
	}
}

// Inside and outside must hold for every true place of the disc, measured on the sphere in floating point.
func TestDiscIsNeverWrong(t *testing.T) {
	spread := map[Relation]int{}
	rapid.Check(t, func(t *rapid.T) {
		south := float64(rapid.IntRange(-75, 75).Draw(t, "south"))
		shift := func(p Point) Point { return Point{p.Lat + int64((south-33)*1e7), p.Lon} }
		var a Area
		for _, rings := range area.Polygons {
			var moved [][]Point
			for _, ring := range rings {
				var points []Point
				for _, p := range ring {
					points = append(points, shift(p))
				}
				moved = append(moved, points)
			}
			a.Polygons = append(a.Polygons, moved)
		}
		lat := south + rapid.OneOf(rapid.Float64Range(-1, 4), rapid.Float64Range(0.1, 0.9)).Draw(t, "lat")
		lon := rapid.Float64Range(35, 38).Draw(t, "lon")
		radius := rapid.OneOf(rapid.Int64Range(1, 60_000), rapid.Int64Range(1, 12_000)).Draw(t, "radius")
		got := a.Disc(deg(lat, lon), radius)
		if fast := NewLocator(&a).Disc(deg(lat, lon), radius); fast != got {
			t.Fatalf("the locator says %v, the area %v", fast, got)
		}
		spread[got]++
		if got == Crosses {
			return
		}
		for range 40 {
			bearing := rapid.Float64Range(0, 2*math.Pi).Draw(t, "bearing")
			far := rapid.Float64Range(0, 1).Draw(t, "far") * float64(radius) / 6371008.8
			if bearing > 5 {
				far = float64(radius) / 6371008.8
			}
			φ, λ := lat*math.Pi/180, lon*math.Pi/180
			φ2 := math.Asin(math.Sin(φ)*math.Cos(far) + math.Cos(φ)*math.Sin(far)*math.Cos(bearing))
			λ2 := λ + math.Atan2(math.Sin(bearing)*math.Sin(far)*math.Cos(φ), math.Cos(far)-math.Sin(φ)*math.Sin(φ2))
			p := deg(φ2*180/math.Pi, λ2*180/math.Pi)
			if a.Contains(p) != (got == Inside) {
				t.Fatalf("%v, %v within %d m is %v, but %v is not", lat, lon, radius, got, p)
			}
		}
	})
	for _, r := range []Relation{Outside, Crosses, Inside} {
		if spread[r] < 2 {
			t.Errorf("only %d cases are %v: the test sees too little", spread[r], r)
		}
	}
}

func TestCosine(t *testing.T) {
	for lat := int64(0); lat <= 900_000_000; lat += 1_000_003 {
		want := math.Cos(float64(lat) / 1e7 * math.Pi / 180)
		got := float64(cosine(lat)) / (1 << 30)
		if got > want || want-got > 1e-7 {
			t.Fatalf("cosine of %v degrees: %v, want %v or just below", float64(lat)/1e7, got, want)
		}
	}
}

// ring is an outline of n points around 33.5 N, 36.5 E.
func ring(n int) Area {
	var points []Point
	for i := range n {
		at := 2 * math.Pi * float64(i) / float64(n)
		points = append(points, deg(33.5+0.5*math.Sin(at), 36.5+0.5*math.Cos(at)))
	}
	return Area{Polygons: [][][]Point{{points}}}
}

func BenchmarkDisc(b *testing.B) {
	area := ring(1000)
	zone := NewLocator(&area)
	for name, p := range map[string]Point{"inside": deg(33.6, 36.6), "edge": deg(33.5, 37), "far": deg(36, 40)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				zone.Disc(p, 1000)
			}
		})
	}
}
