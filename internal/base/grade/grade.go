// Package grade holds the standards of evidence: how well a reported act, or
// its attribution to somebody, is supported (DESIGN 4.1).
//
// The grades are an order of support, not a ladder of blame.
package grade

import "fmt"

// Grade says how well an act or an attribution is supported, as assessed by somebody.
type Grade uint8

const (
	Discounted   Grade = iota // assessed as not so; counts at no standard
	Alleged                   // somebody reported it
	Corroborated              // two or more independent credible sources
	Verified                  // direct verification by a named method, or a party's admission against its own interest
)

var names = [...]string{"discounted", "alleged", "corroborated", "verified"}

// String gives the field's word.
func (g Grade) String() string { return names[g] }

// Parse reads the field's word.
func Parse(s string) (Grade, error) {
	for i, n := range names {
		if n == s {
			return Grade(i), nil
		}
	}
	return 0, fmt.Errorf("unknown grade %q: want discounted, alleged, corroborated or verified", s)
}

// MarshalText writes the field's word.
func (g Grade) MarshalText() ([]byte, error) { return []byte(g.String()), nil }

// UnmarshalText reads the field's word.
func (g *Grade) UnmarshalText(b []byte) (err error) {
	*g, err = Parse(string(b))
	return err
}

// Standards are the three standards at which every status is given, always in this order.
var Standards = [...]Grade{Alleged, Corroborated, Verified}

// Lane gives the index of a standard in Standards: 0 alleged, 1 corroborated, 2 verified.
func (g Grade) Lane() int { return int(g) - 1 }

// Mask is a set of lanes: bit i stands for lane i. Lanes 0 to 2 are the three
// standards; further lanes (sources left out, author hypotheses, point
// readings) follow, up to 64.
type Mask uint64

// AllStandards is the mask of the three standards.
const AllStandards Mask = 0b111

// Has says whether lane i is in the mask.
func (m Mask) Has(i int) bool { return m>>i&1 == 1 }

// Certain is the set of standards at which something graded g is certain: those not above g.
func (g Grade) Certain() Mask { return AllStandards & (1<<g - 1) }

// Possible is the set of standards at which something graded g is at least possible: all, unless it is discounted.
func (g Grade) Possible() Mask {
	if g == Discounted {
		return 0
	}
	return AllStandards
}

// Truth is a strong Kleene value in every lane at once: a lane may be true
// (in Must and May), unknown (in May only) or false (in neither). Must is always a subset of May.
type Truth struct{ Must, May Mask }

// True, False and Unknown are the same in all three standards.
var (
	True    = Truth{AllStandards, AllStandards}
	False   = Truth{}
	Unknown = Truth{0, AllStandards}
)

// And is strong Kleene conjunction.
func (a Truth) And(b Truth) Truth { return Truth{a.Must & b.Must, a.May & b.May} }

// Or is strong Kleene disjunction.
func (a Truth) Or(b Truth) Truth { return Truth{a.Must | b.Must, a.May | b.May} }

// Not is strong Kleene negation: it swaps the pair.
func (a Truth) Not() Truth { return Truth{AllStandards &^ a.May, AllStandards &^ a.Must} }

// Join covers both values: true or false only where both agree.
func (a Truth) Join(b Truth) Truth { return Truth{a.Must & b.Must, a.May | b.May} }
