package link

import (
	"math"

	"mithaq/internal/evidence/record"
)

const (
	close1    = 2000 // metres: a radius of a street or a village
	beyond    = 1000 // metres between the two circles
	alikeFrom = 0.92 // of names, by JaroWinkler
	sameWords = 50   // percent
	someWords = 25
)

// comparison compares one incident with others. Each thing that is compared gives a code; how much all of them weigh is found without a word of them (score), and
// in words only of pairs that are proposed (pair).
type comparison struct {
	*Index
	one   *candidate
	live  []thing // what the one has that says something of whoever shares it
	names *naming
}

func (x *Index) comparison(one *candidate, names *naming) comparison {
	return comparison{x, one, x.live(one), names}
}

// score adds up what speaks for and against the one and another being the same incident; ok is false where it does not come up to so much. What is found in little
// time comes first, and the rest is left where it could not make up for it.
func (c *comparison) score(o *candidate, least int64) (sum int64, ok bool) {
	a := c.one
	when, _ := dates(a, o)
	sum = weights[when].weight + weights[c.acted(a, o)].weight
	if samePublisher(a, o) {
		sum += weights[publisherSame].weight
	}
	rest := atMostOf.point + atMostOf.names + atMostOf.words
	if len(c.live) > 0 {
		rest += c.live[0].weight
	}
	if sum+rest+atMostOf.parties+atMostOf.killed+atMostOf.zones < least {
		return sum, false
	}
	dead, _ := deaths(a, o)
	sum += weights[c.did(a, o)].weight + weights[dead].weight
	if c.sets.meet(a.zones, o.zones) {
		sum += weights[zoneShared].weight
	}
	if sum+rest < least {
		return sum, false
	}
	near := a.radius > 0 && o.radius > 0
	sum += weights[c.named(a, o, near)].weight
	if rest -= atMostOf.names; sum+rest < least {
		return sum, false
	}
	heaviest := c.heaviest(o)
	sum += heaviest.weight
	if heaviest.sort != ofReport { // else it says the same of the same words
		said, _ := worded(a, o)
		sum += weights[said].weight
	}
	if !near {
		return sum, sum >= least
	}
	if sum+atMostOf.point < least {
		return sum, false
	}
	at, _ := points(a, o)
	sum += weights[at].weight
	return sum, sum >= least
}

// pair compares two incidents, and tells it in words.
func (c *comparison) pair(o *candidate) Pair {
	a, b, t := c.one, o, &c.texts
	if b.id < a.id {
		a, b = b, a
	}
	p := Pair{A: a.id, B: b.id}
	when, gap := dates(a, b)
	p.add(when, Sign{N: gap})
	near := a.radius > 0 && b.radius > 0
	if near {
		at, metres := points(a, b)
		p.add(at, Sign{N: metres})
	}
	how := c.named(a, b, near)
	p.add(how, c.whichNames(how, a, b))
	switch code := c.acted(a, b); code {
	case actDiffers:
		p.add(code, Sign{A: t.list[c.acts[a.act].text], B: t.list[c.acts[b.act].text]})
	default:
		p.add(code, Sign{})
	}
	switch code := c.did(a, b); code {
	case partyShared:
		party, _ := t.both(c.sets.list[a.parties], c.sets.list[b.parties])
		p.add(code, Sign{A: party})
	case partyDiffers:
		p.add(code, Sign{A: t.least(c.sets.list[a.parties]), B: t.least(c.sets.list[b.parties])})
	}
	dead, n := deaths(a, b)
	p.add(dead, Sign{N: n})
	if zone, ok := t.both(c.sets.list[a.zones], c.sets.list[b.zones]); ok {
		p.add(zoneShared, Sign{A: zone})
	}
	shared := c.heaviest(o)
	if shared.weight > 0 {
		p.put(shared.sign(t))
	}
	if shared.sort != ofReport {
		said, percent := worded(a, b)
		p.add(said, Sign{N: percent})
	}
	if samePublisher(a, b) {
		p.SamePublisher = true
		p.add(publisherSame, Sign{A: t.list[a.publisher]})
	}
	p.sort()
	for _, l := range a.links {
		if l.A == a.id && l.B == b.id {
			p.Before = l
		}
	}
	return p
}

func samePublisher(a, b *candidate) bool {
	return a.publisher != 0 && a.publisher == b.publisher && a.scheme == b.scheme && a.keyed && b.keyed
}

func dates(a, b *candidate) (code, int64) {
	if !a.dated || !b.dated {
		return none, 0
	}
	switch gap := max(a.lo-b.hi, b.lo-a.hi); {
	case a.lo == b.lo && a.hi == b.hi && a.hi-a.lo <= 1:
		return dateSame, 0
	case gap <= 0:
		return dateOverlap, 0
	case gap == 1:
		return dateNear, gap
	default:
		return dateApart, gap
	}
}

// points compares two points with their radii, which both have.
func points(a, b *candidate) (code, int64) {
	switch d := distance(a, b); {
	case d <= a.radius+b.radius && max(a.radius, b.radius) <= close1:
		return placeHere, d
	case d <= a.radius+b.radius:
		return placeAround, d
	case d > a.radius+b.radius+beyond:
		return placeApart, d
	default:
		return none, d
	}
}

func (x *Index) acted(a, b *candidate) code {
	if a.act == b.act {
		return actSame
	}
	one, two := &x.acts[a.act], &x.acts[b.act]
	switch {
	case one.means != 0 && two.means != 0:
		if !x.sets.meet(one.means, two.means) {
			return actDiffers
		}
		return actSame
	case one.scheme != two.scheme: // nobody has said what one of them means
		return none
	case one.text == two.text:
		return actSame
	default:
		return actDiffers
	}
}

func (x *Index) did(a, b *candidate) code {
	switch {
	case a.parties == 0 || b.parties == 0:
		return none
	case x.sets.meet(a.parties, b.parties):
		return partyShared
	case a.bound && b.bound || a.scheme == b.scheme:
		return partyDiffers
	}
	return none
}

// deaths compares each number that is said of the one with each that is said of the other, and takes those closest to each other.
func deaths(a, b *candidate) (code, int64) {
	if len(a.killed) == 0 || len(b.killed) == 0 {
		return none, 0
	}
	apart, top, same, some := int64(math.MaxInt64), int64(0), true, false
	for _, x := range a.killed {
		for _, y := range b.killed {
			lo, hi := max(x.lo, y.lo), min(x.hi, y.hi)
			if gap := max(0, lo-hi); gap < apart {
				apart, top = gap, lo
			}
			same = same && x.lo == y.lo && y.hi == y.lo && x.hi == x.lo
			some = some || lo > 0
		}
	}
	switch {
	case !some:
		return none, 0
	case same:
		return killedSame, a.killed[0].lo
	case apart == 0:
		return killedOverlap, 0
	case apart <= max(1, top/4):
		return killedNear, apart
	default:
		return killedApart, apart
	}
}

func worded(a, b *candidate) (code, int64) {
	switch n := overlap(a.words, b.words); {
	case n >= sameWords:
		return wordsSame, n
	case n >= someWords:
		return wordsAlike, n
	}
	return none, 0
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
