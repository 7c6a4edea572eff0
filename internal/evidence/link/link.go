// Package link proposes which incidents of a record may be one and the same. It decides nothing: a proposal is a list of named signs for and against, each with
// a weight, and persons merge or keep apart (record.Link).
//
// # Weights
//
// A sign weighs log2(m/u), in thousandths: m is how often it is seen of two reports of one incident, u of two reports of different ones (I. P. Fellegi, A. B. Sunter,
// A Theory for Record Linkage, JASA 64, 1969). The weights add up to the score of the pair. They stand in the table of signs (weights), and what they find is measured in the tests: they were
// set by hand for incidents of armed conflicts, not estimated from a record.
//
// # Comparing
//
// Dates are compared as intervals, widened by what an approximate date leaves open; points by their distance against the two radii; names of places folded, then by how
// they sound (Sound), so that a name in Arabic, Cyrillic and Latin letters can meet. Words of acts and parties are compared by what the names table says that they
// mean; words of different schemes that nobody bound say nothing, neither for nor against. What is not known is no sign.
//
// # What is shared
//
// Pages, texts, files, and the sources to which accounts go back weigh by how rare they are in the record (rare): a source that tells of every incident says nothing of any two, nor does
// a page that lists a year. Of these signs the heaviest alone counts, for one page has one text, one source and its files.
//
// # Blocks
//
// Pairs are compared only where they share a block: something rare (up to mostSharing incidents), or two days that follow each other and a cell of the map, the sound of a place or a zone. An
// incident whose date spans more than longestDays, or that has no date, meets others by what is rare alone; a block of more than largestBlock incidents tells nothing and is passed over. Both are
// counted (Left).
//
// # Speed
//
// Texts are numbers, and sets of them too. A pair is first weighed in numbers, what is quickly found before what is not, and left as soon as the rest could not bring it up to what is proposed
// (comparison.score); only what is proposed is told in words. The plain way, which does neither, stands in the tests, and both give the same.
package link

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/evidence/record"
)

// Threshold is the score, in thousandths, from which a pair is proposed.
const Threshold = 7000

// Sign is something that speaks for or against two incidents being one.
type Sign struct {
	Code   string `json:"code"`
	Weight int64  `json:"weight"`      // thousandths; below zero: against
	A      string `json:"a,omitempty"` // what the first says, as far as the sign has words of its own
	B      string `json:"b,omitempty"` // and the second
	N      int64  `json:"n,omitempty"` // a number: days, metres, killed, percent, most incidents that share it
}

// Pair is two incidents with what speaks for and against their being one.
type Pair struct {
	A, B  string // ids, the lesser first
	Score int64  // thousandths
	Signs []Sign // the heaviest first
	// SamePublisher: both are rows of one publisher that gives its own keys, which takes them for two. It is never proposed by itself that they are one.
	SamePublisher bool
	// Before is what was decided of the two: it speaks of other signs than those of now, or it was taken back. Zero: nothing was.
	Before record.Link
}

// code is a sign of the table.
type code uint8

const (
	none code = iota
	dateSame
	dateOverlap
	dateNear
	dateApart
	placeHere
	placeAround
	placeApart
	nameSame
	nameAlike
	nameDiffers
	actSame
	actDiffers
	partyShared
	partyDiffers
	killedSame
	killedOverlap
	killedNear
	killedApart
	zoneShared
	wordsSame
	wordsAlike
	publisherSame
)

// weights are the signs, with about how often each is seen of two reports of one incident (m) and of two different ones that share a block (u).
var weights = [...]struct {
	code   string
	weight int64
}{
	dateSame:      {"date.same", 4000},       // m 0.70, u 0.04
	dateOverlap:   {"date.overlap", 1000},    // m 0.20, u 0.10: a coarse date leaves room for others
	dateNear:      {"date.near", 0},          // m 0.10, u 0.10: a day apart, as reports often are
	dateApart:     {"date.apart", -6000},     // m 0.01, u 0.60
	placeHere:     {"place.here", 5000},      // m 0.60, u 0.02: within the radii, both of 2 km or less
	placeAround:   {"place.around", 2500},    // m 0.30, u 0.05: within wider radii
	placeApart:    {"place.apart", -6000},    // m 0.01, u 0.60: beyond both radii by more than a kilometre
	nameSame:      {"name.same", 3500},       // m 0.60, u 0.05
	nameAlike:     {"name.alike", 2500},      // m 0.20, u 0.04
	nameDiffers:   {"name.differs", -2500},   // m 0.15, u 0.85: no name is like any of the other
	actSame:       {"act.same", 700},         // m 0.90, u 0.55
	actDiffers:    {"act.differs", -4000},    // m 0.03, u 0.45
	partyShared:   {"party.shared", 1000},    // m 0.70, u 0.35
	partyDiffers:  {"party.differs", -1200},  // m 0.22, u 0.50: accounts differ on who did it
	killedSame:    {"killed.same", 3000},     // m 0.40, u 0.05: the same number, not zero
	killedOverlap: {"killed.overlap", 700},   // m 0.45, u 0.28
	killedNear:    {"killed.near", -300},     // m 0.13, u 0.16: apart by one, or by a quarter
	killedApart:   {"killed.apart", -2500},   // m 0.08, u 0.45
	zoneShared:    {"zone.shared", 1000},     // m 0.80, u 0.40
	wordsSame:     {"words.same", 5000},      // m 0.15, u 0.005: half of the words or more
	wordsAlike:    {"words.alike", 2500},     // m 0.25, u 0.04: a quarter of them or more
	publisherSame: {"publisher.same", -9000}, // a publisher that de-duplicates its rows takes them for two
}

// atMostOf is what each comparison weighs at most.
var atMostOf = struct{ point, names, words, parties, killed, zones int64 }{
	most(placeHere, placeAround, placeApart), most(nameSame, nameAlike, nameDiffers), most(wordsSame, wordsAlike),
	most(partyShared, partyDiffers), most(killedSame, killedOverlap, killedNear, killedApart), most(zoneShared),
}

func most(codes ...code) (out int64) {
	for _, c := range codes {
		out = max(out, weights[c].weight)
	}
	return out
}

// Decided says whether the standing decision on two incidents still rests on the signs of now, so that there is nothing to ask.
func (p *Pair) Decided(l record.Link) bool {
	switch l.Decision {
	case "merge":
		return true
	case "apart":
		return l.Signs == "" || p.asThen(l.Signs) <= l.Score
	}
	return false
}

// asThen gives the score with the weights of then for those signs of something shared that were shown then: how rare it is changes with every import, and says nothing new of the two.
func (p *Pair) asThen(shown string) int64 {
	score := p.Score
	for _, s := range p.Signs {
		if !isRare(s.Code) {
			continue
		}
		for _, then := range strings.Fields(shown) {
			code, weight, _ := strings.Cut(then, ":")
			if w, err := strconv.ParseFloat(weight, 64); err == nil && code == s.Code {
				score += int64(math.Round(w*1000)) - s.Weight
			}
		}
	}
	return score
}

// Shown writes the signs as they are kept with a decision (record.Link.Signs): code and weight of each.
func (p *Pair) Shown() string {
	out := ""
	for i, s := range p.Signs {
		if i > 0 {
			out += " "
		}
		out += s.Code + ":" + Weight(s.Weight)
	}
	return out
}

// add adds a sign of the table; none is no sign.
func (p *Pair) add(c code, s Sign) {
	if c == none {
		return
	}
	s.Code, s.Weight = weights[c].code, weights[c].weight
	p.put(s)
}

func (p *Pair) put(s Sign) {
	p.Signs = append(p.Signs, s)
	p.Score += s.Weight
}

// compare orders pairs: the highest score first, then by ids.
func (p *Pair) compare(o *Pair) int {
	return cmp.Or(cmp.Compare(o.Score, p.Score), cmp.Compare(p.A, o.A), cmp.Compare(p.B, o.B))
}

func (p *Pair) sort() {
	slices.SortFunc(p.Signs, func(a, b Sign) int {
		return cmp.Or(cmp.Compare(abs(b.Weight), abs(a.Weight)), cmp.Compare(a.Code, b.Code))
	})
}

func abs(n int64) int64 { return max(n, -n) }
