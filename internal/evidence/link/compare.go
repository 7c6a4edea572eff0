package link

import (
	"math"
	"slices"

	"mithaq/internal/evidence/record"
)

const (
	close1    = 2000 // metres: a radius of a street or a village
	beyond    = 1000 // metres between the two circles
	alikeFrom = 0.92 // of names, by JaroWinkler
	sameWords = 50   // percent
	someWords = 25
)

// pair compares two incidents.
func (x *Index) pair(a, b *candidate) Pair {
	if b.id < a.id {
		a, b = b, a
	}
	p := Pair{A: a.id, B: b.id}
	p.dates(a, b)
	p.places(a, b)
	p.acts(a, b)
	p.parties(a, b)
	p.killed(a, b)
	if zone, ok := share(a.zones, b.zones); ok {
		p.add("zone.shared", Sign{A: zone})
	}
	shared := x.shared(a, b)
	if shared.Code != "" {
		p.put(shared)
	}
	switch n := overlap(a.words, b.words); {
	case shared.Code == "report.shared": // it says the same of the same words
	case n >= sameWords:
		p.add("words.same", Sign{N: n})
	case n >= someWords:
		p.add("words.alike", Sign{N: n})
	}
	if a.publisher != "" && a.publisher == b.publisher && a.scheme == b.scheme && a.keyed && b.keyed {
		p.SamePublisher = true
		p.add("publisher.same", Sign{A: a.publisher})
	}
	p.sort()
	for _, l := range a.links {
		if l.A == a.id && l.B == b.id {
			p.Before = l
		}
	}
	return p
}

func (p *Pair) dates(a, b *candidate) {
	if !a.dated || !b.dated {
		return
	}
	switch gap := max(a.lo-b.hi, b.lo-a.hi); {
	case a.lo == b.lo && a.hi == b.hi && a.hi-a.lo <= 1:
		p.add("date.same", Sign{})
	case gap <= 0:
		p.add("date.overlap", Sign{})
	case gap == 1:
		p.add("date.near", Sign{N: gap})
	default:
		p.add("date.apart", Sign{N: gap})
	}
}

func (p *Pair) places(a, b *candidate) {
	known := false
	if a.radius > 0 && b.radius > 0 {
		known = true
		switch d := distance(a, b); {
		case d <= a.radius+b.radius && max(a.radius, b.radius) <= close1:
			p.add("place.here", Sign{N: d})
		case d <= a.radius+b.radius:
			p.add("place.around", Sign{N: d})
		case d > a.radius+b.radius+beyond:
			p.add("place.apart", Sign{N: d})
		}
	}
	if len(a.names) == 0 || len(b.names) == 0 {
		return
	}
	if name, ok := share(a.names, b.names); ok {
		p.add("name.same", Sign{A: name})
		return
	}
	for _, x := range a.names {
		for _, y := range b.names {
			if JaroWinkler(x, y) >= alikeFrom {
				p.add("name.alike", Sign{A: x, B: y})
				return
			}
		}
	}
	if sound, ok := share(a.sounds, b.sounds); ok && len(sound) >= shortestSound {
		p.add("name.alike", Sign{A: a.names[0], B: b.names[0]})
		return
	}
	if !known {
		p.add("name.differs", Sign{A: a.names[0], B: b.names[0]})
	}
}

func (p *Pair) acts(a, b *candidate) {
	x, y := &a.act, &b.act
	switch {
	case len(x.means) > 0 && len(y.means) > 0:
		if _, ok := share(x.means, y.means); !ok {
			p.add("act.differs", Sign{A: x.text, B: y.text})
			return
		}
		p.add("act.same", Sign{})
	case x.scheme != y.scheme: // nobody has said what one of them means
	case x.text == y.text:
		p.add("act.same", Sign{})
	default:
		p.add("act.differs", Sign{A: x.text, B: y.text})
	}
}

func (p *Pair) parties(a, b *candidate) {
	if len(a.parties) == 0 || len(b.parties) == 0 {
		return
	}
	if party, ok := share(a.parties, b.parties); ok {
		p.add("party.shared", Sign{A: party})
		return
	}
	if a.bound && b.bound || a.scheme == b.scheme && !slices.Equal(a.parties, b.parties) {
		p.add("party.differs", Sign{A: a.parties[0], B: b.parties[0]})
	}
}

// killed compares each number that is said of the one with each that is said of the other, and takes those closest to each other.
func (p *Pair) killed(a, b *candidate) {
	if len(a.killed) == 0 || len(b.killed) == 0 {
		return
	}
	apart, top, same, any := int64(math.MaxInt64), int64(0), true, false
	for _, x := range a.killed {
		for _, y := range b.killed {
			lo, hi := max(x.Lo, y.Lo), min(atMost(x), atMost(y))
			if gap := max(0, lo-hi); gap < apart {
				apart, top = gap, lo
			}
			same = same && x.Lo == y.Lo && atMost(x) == x.Lo && atMost(y) == y.Lo
			any = any || lo > 0
		}
	}
	switch {
	case !any:
	case same:
		p.add("killed.same", Sign{N: a.killed[0].Lo})
	case apart == 0:
		p.add("killed.overlap", Sign{})
	case apart <= max(1, top/4):
		p.add("killed.near", Sign{N: apart})
	default:
		p.add("killed.apart", Sign{N: apart})
	}
}

// atMost is the highest number that a range admits.
func atMost(r record.Range) int64 {
	if r.Hi < 0 {
		return math.MaxInt64
	}
	return r.Hi
}

// distance gives the metres between two points on a sphere of the Earth's mean radius (haversine).
func distance(a, b *candidate) int64 {
	const radians, mean = math.Pi / 180 / 1e7, 6_371_008.8
	lat1, lat2 := float64(a.lat)*radians, float64(b.lat)*radians
	s1, s2 := math.Sin((lat2-lat1)/2), math.Sin(float64(b.lon-a.lon)*radians/2)
	return int64(math.Round(2 * mean * math.Asin(math.Sqrt(min(1, s1*s1+math.Cos(lat1)*math.Cos(lat2)*s2*s2)))))
}
