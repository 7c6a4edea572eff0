package board

import (
	"testing"

	"pgregory.net/rapid"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
)

func zoneNamed(t rapid.TB, name string) civil.Zone {
	z, err := civil.LoadZone(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// scales are views of up to some centuries in zones with and without changes of the clock.
func scales(t *rapid.T) (Scale, civil.Zone) {
	z := zoneNamed(t, rapid.SampledFrom([]string{"UTC", "Asia/Damascus", "Europe/Kyiv", "Pacific/Apia", "America/St_Johns"}).Draw(t, "zone"))
	lo := rapid.Int64Range(-2_000_000_000, 4_000_000_000).Draw(t, "lo")
	length := rapid.OneOf(rapid.Int64Range(1, 10*day), rapid.Int64Range(1, 300*365*day)).Draw(t, "length")
	return Scale{lo, lo + length, rapid.Bool().Draw(t, "backwards")}, z
}

// What lies in view keeps its order and place, what lies beyond is cut at the edge, and Arabic sees the mirror image.
func TestScale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, _ := scales(t)
		instant := rapid.Int64Range(s.Lo-1000*day, s.Hi+1000*day)
		a, b := instant.Draw(t, "a"), instant.Draw(t, "b")
		a, b = min(a, b), max(a, b)
		mirror := Scale{s.Lo, s.Hi, !s.Backwards}
		if d := float64(s.At(a) + mirror.At(a)); d < 99.999 || d > 100.001 {
			t.Fatalf("%v and its mirror image %v", s.At(a), mirror.At(a))
		}
		if s.At(a) < 0 || s.At(a) > 100 || s.Backwards != (s.At(a) >= s.At(b)) && s.At(a) != s.At(b) {
			t.Fatalf("%d at %v, %d at %v", a, s.At(a), b, s.At(b))
		}
		bar, ok := s.Bar(a, b)
		if ok != (a < b && a < s.Hi && b > s.Lo) {
			t.Fatalf("%d to %d in %v: %v", a, b, s, ok)
		}
		if bar.X < 0 || bar.W < 0 || bar.X+bar.W > 100.0001 {
			t.Fatalf("%v", bar)
		}
	})
}

// Whatever is asked for, the view lies within its bounds, is no shorter than can be read, and holds whole days or hours; its address leads back to it.
func TestViewIsWithinBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, z := scales(t)
		lo := rapid.Int64Range(-1_000_000_000, 1_000_000_000).Draw(t, "first")
		hi := lo + rapid.Int64Range(1, 40*365*day).Draw(t, "bounds")
		for range rapid.IntRange(0, 6).Draw(t, "moves") {
			switch rapid.IntRange(0, 3).Draw(t, "move") {
			case 0:
				s = s.zoomed(0.5)
			case 1:
				s = s.zoomed(2)
			case 2:
				s = s.moved(0.5)
			default:
				s = s.moved(-0.5)
			}
			s = s.within(lo, hi)
		}
		s = s.within(lo, hi)
		if s.Lo < lo || s.Hi > max(hi, lo+leastSpan) || s.Hi-s.Lo < leastSpan {
			t.Fatalf("%v leaves %d to %d", s, lo, hi)
		}
		w := s.whole(z)
		if w.Lo > s.Lo || w.Hi < s.Hi || w.Hi-w.Lo > s.Hi-s.Lo+3*day {
			t.Fatalf("%v made whole is %v", s, w)
		}
		if again := w.whole(z); again != w {
			t.Fatalf("%v made whole again is %v", w, again)
		}
		from, ok := ParseMoment(moment(w.Lo, z, false), z, false)
		to, also := ParseMoment(moment(w.Hi, z, true), z, true)
		if !ok || !also || from != w.Lo || to != w.Hi {
			t.Fatalf("%v is written %s to %s, which is %d to %d", w, moment(w.Lo, z, false), moment(w.Hi, z, true), from, to)
		}
		ticks := w.ticks(locale.En, z)
		if len(ticks) > 3*mostTicks {
			t.Fatalf("%d ticks in %v", len(ticks), w)
		}
		edges := w.bins(z, 60)
		if edges[0] > w.Lo || edges[len(edges)-1] < w.Hi || len(edges) > 64 {
			t.Fatalf("%d bins of %v: %v", len(edges), w, edges)
		}
		for i := 1; i < len(edges); i++ {
			if edges[i] <= edges[i-1] {
				t.Fatalf("bins of %v: %v", w, edges)
			}
		}
	})
}

// The day on which the clock goes forward has 23 hours, and no tick at the one that it leaves out.
func TestDayOfTheClock(t *testing.T) {
	z := zoneNamed(t, "Europe/Kyiv")
	d := civil.Date{Year: 2015, Month: 3, Day: 29} // 03:00 becomes 04:00
	lo, _ := ParseMoment(d.String(), z, false)
	hi, _ := ParseMoment(d.String(), z, true)
	if hi-lo != 23*hour {
		t.Fatalf("%d hours", (hi-lo)/hour)
	}
	var names []string
	for _, tick := range (Scale{Lo: lo, Hi: hi}).hourTicks(locale.En, z, 3) {
		names = append(names, tick.Name+" "+tick.X.String())
	}
	want := []string{"29 Mar 2015 0%", "06:00 21.74%", "09:00 34.78%", "12:00 47.83%", "15:00 60.87%", "18:00 73.91%", "21:00 86.96%"}
	if len(names) != len(want) {
		t.Fatalf("%q", names)
	}
	for i := range want {
		if names[i] != want[i] {
			t.Errorf("%q, want %q", names[i], want[i])
		}
	}
	for _, wrong := range []string{"2015-3-29", "2015-02-30", "2015-03-29T06:00", "2015-03-29T06:00:00Z", "2015-03-29T24:00Z", "0000-01-01T00:00Z", "x", ""} {
		if at, ok := ParseMoment(wrong, z, false); ok {
			t.Errorf("%q is %d", wrong, at)
		}
	}
}
