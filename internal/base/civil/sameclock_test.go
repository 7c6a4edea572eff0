package civil

import (
	"math/rand"
	"testing"
)

func TestSameClock(t *testing.T) {
	for _, c := range []struct {
		zone, from string
		p          Period
		want       string
	}{
		{"UTC", "2015-01-01T10:20:30Z", Period{6, Months}, "2015-07-01T10:20:30Z"},
		{"UTC", "2015-01-31T10:00:00Z", Period{1, Months}, "2015-02-28T10:00:00Z"},
		{"UTC", "2016-02-29T10:00:00Z", Period{1, Years}, "2017-02-28T10:00:00Z"},
		{"UTC", "2015-01-01T10:00:00Z", Period{36, Hours}, "2015-01-02T22:00:00Z"},
		{"UTC", "2015-01-11T10:00:00Z", Period{-10, Days}, "2015-01-01T10:00:00Z"},
		{"UTC", "2015-03-31T10:00:00Z", Period{-1, Months}, "2015-02-28T10:00:00Z"},
		// Kyiv: 25 March 2018, 03:00 is 04:00; 28 October 2018, 04:00 is 03:00 once more.
		{"Europe/Kyiv", "2018-03-24T10:00:00Z", Period{1, Days}, "2018-03-25T09:00:00Z"},
		{"Europe/Kyiv", "2018-03-24T01:30:00Z", Period{1, Days}, "2018-03-25T01:00:00Z"}, // 03:30 is skipped
		{"Europe/Kyiv", "2018-10-27T00:30:00Z", Period{1, Days}, "2018-10-28T00:30:00Z"}, // the first 03:30
		{"Europe/Kyiv", "2018-03-24T10:00:00Z", Period{24, Hours}, "2018-03-25T10:00:00Z"},
	} {
		z := zone(t, c.zone)
		if got, want := z.SameClock(instant(t, c.from), c.p), instant(t, c.want); got != want {
			t.Errorf("%s %s + %d %v: %d s off", c.zone, c.from, c.p.N, c.p.Unit, got-want)
		}
	}
	z := zone(t, "Europe/Kyiv")
	for _, p := range []Period{{48, Hours}, {30, Days}, {6, Months}} {
		if z.SameClock(Forever, p) != Forever || z.SameClock(Ever, p) != Ever || z.SameClock(Forever-1, p) != Forever {
			t.Errorf("%v does not saturate", p)
		}
	}
}

// Every instant of an interval moves into the interval moved, and its ends are reached.
func TestSameClockWithin(t *testing.T) {
	rng := rand.New(rand.NewSource(3))
	z := zone(t, "Europe/Kyiv")
	base := instant(t, "2018-01-25T00:00:00Z")
	for range 4000 {
		lo := base + rng.Int63n(300*86400)
		if rng.Intn(3) == 0 {
			lo = instant(t, "2018-10-27T20:00:00Z") + rng.Int63n(86400/2)
		}
		i := Interval{lo, lo + rng.Int63n(6*86400)}
		p := Period{rng.Intn(9) - 4, Unit(1 + rng.Intn(4))}
		got := z.SameClockWithin(i, p)
		for range 60 {
			x := i.Lo + rng.Int63n(i.Hi-i.Lo+1)
			if y := z.SameClock(x, p); y < got.Lo || y > got.Hi {
				t.Fatalf("%v moved by %d %v: %d goes to %d, not within %v", i, p.N, p.Unit, x, y, got)
			}
		}
		in := Interval{i.Lo + (i.Hi-i.Lo)/3, i.Hi - (i.Hi-i.Lo)/3}
		if n := z.SameClockWithin(in, p); n.Lo < got.Lo || n.Hi > got.Hi {
			t.Fatalf("%v within %v, but %v not within %v", in, i, n, got)
		}
	}
}
