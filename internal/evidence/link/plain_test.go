package link

import (
	"encoding/binary"
	"hash/fnv"
	"iter"
	"math"
	"slices"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/fold"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// plainIndex compares incidents the plain way: everything in words, nothing left out, nothing kept. It is what Index is held against.
type plainIndex struct {
	names   map[string][]string
	sources map[string]record.Source
	all     []plainCandidate
	keys    [][]uint64 // of each
	blocks  map[uint64][]int
	largest int
}

func newPlain(base *record.Base, bundles []record.Bundle, largest int) *plainIndex {
	x := &plainIndex{names: map[string][]string{}, sources: map[string]record.Source{}, blocks: map[uint64][]int{}, largest: largest}
	for _, n := range base.Names {
		x.names[record.Key(n.Scheme, n.Sort, fold.Text(n.Word))] = slices.Sorted(slices.Values(n.Means))
	}
	for _, s := range base.Sources {
		x.sources[s.ID] = s
	}
	for i := range bundles {
		c := x.candidate(&bundles[i])
		x.all, x.keys = append(x.all, c), append(x.keys, c.keys())
		for _, key := range x.keys[i] {
			x.blocks[key] = append(x.blocks[key], i)
		}
	}
	return x
}

func (x *plainIndex) source(id string) (record.Source, bool) {
	s, ok := x.sources[id]
	return s, ok
}

type plainPair struct{ Pair }

func (p *plainPair) add(code string, s Sign) {
	s.Code, s.Weight = code, plainWeights[code]
	p.put(s)
}

func plainHash(s string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(s))
	return h.Sum64()
}

// plainCandidate is what is compared of an incident.
type plainCandidate struct {
	id, publisher, scheme string
	keyed                 bool // its publisher gives it a key
	act                   plainWord
	dated                 bool
	lo, hi                int64          // days since 1970, widened
	lat, lon, radius      int64          // 1e-7 degree, metres; radius 0: no point
	names                 []string       // of the place, folded, sorted
	sounds                []string       // of these names, sorted; of names too short to sound like anything, the name itself
	parties               []string       // what their words mean, or scheme and word, sorted
	bound                 bool           // all of them by the names table, or of the vocabulary
	killed                []record.Range // what each assessor says, where they say anything
	zones                 []string       // what their words mean, or scheme and word, sorted
	addresses             []uint64       // of pages that accounts cite, sorted
	reports               []uint64       // texts of accounts, sorted
	files                 []uint64       // by their bytes, sorted
	voices                []string       // sources to which the accounts go back, as far as it is known who they are, sorted
	words                 []uint32       // of titles and accounts, sorted
	links                 []record.Link
}

// plainWord is a word of a scheme with what it means, if somebody bound it.
type plainWord struct {
	scheme, text string
	means        []string // sorted
}

func (x *plainIndex) candidate(b *record.Bundle) plainCandidate {
	in := &b.Incident
	c := plainCandidate{
		id: in.ID, publisher: in.Publisher, scheme: in.Scheme, keyed: in.Key != "", act: x.word(in.Scheme, "act", in.Act),
		lat: in.Place.Lat, lon: in.Place.Lon, radius: in.Place.Radius, bound: true, links: slices.Clone(b.Links),
	}
	if e, err := civil.ParseEDTF(in.When); err == nil && in.When != "" {
		at := e.In(civil.UTC)
		c.dated = at.Lo > civil.Ever && at.Hi < civil.Forever
		c.lo, c.hi = day(at.Lo), day(at.Hi)
	}
	for _, name := range in.Place.Name {
		folded := fold.Text(name)
		sound := Sound(name)
		if len(sound) < shortestSound {
			sound = folded
		}
		c.names, c.sounds = append(c.names, folded), append(c.sounds, sound)
	}
	for _, z := range in.Place.Zones {
		w := x.word(in.Scheme, "zone", z)
		if len(w.means) == 0 {
			c.zones = append(c.zones, w.scheme+":"+w.text)
		}
		c.zones = append(c.zones, w.means...)
	}
	joined := b.Joined()
	x.findings(&c, joined)
	x.sourcesOf(&c, joined.Accounts)
	c.words = wordsOf(joined)
	c.names, c.sounds, c.parties, c.zones = unique(c.names), unique(c.sounds), unique(c.parties), unique(c.zones)
	return c
}

// sourcesOf takes what accounts show of where they come from: pages, texts, files, and the sources to which they go back.
func (x *plainIndex) sourcesOf(c *plainCandidate, accounts []record.Account) {
	for i := range accounts {
		a := &accounts[i]
		if page := address(a.URL); page != "" {
			c.addresses = append(c.addresses, plainHash(page))
		}
		for _, said := range a.Says {
			c.reports = plainText(c.reports, said)
		}
		c.reports = plainText(c.reports, a.Words)
		for _, f := range a.Files {
			c.files = append(c.files, binary.BigEndian.Uint64(f[:]))
		}
	}
	lineage := record.LineageOf(accounts, x.source)
	for _, r := range lineage.Roots {
		if !r.Unknown {
			c.voices = append(c.voices, r.Sources[0])
		}
	}
	c.addresses, c.reports, c.files, c.voices = unique(c.addresses), unique(c.reports), unique(c.files), unique(c.voices)
}

// appendText adds what tells a text: its words, however they are set.
func plainText(list []uint64, said string) []uint64 {
	var words strings.Builder
	fold.Tokens(said, func(t string) { words.WriteString(t + " ") })
	if words.Len() >= shortestText {
		return append(list, plainHash(words.String()))
	}
	return list
}

func (x *plainIndex) findings(c *plainCandidate, b *record.Bundle) {
	for i := range b.Assessments {
		a := &b.Assessments[i]
		if a.Grade == grade.Discounted {
			continue
		}
		for _, t := range a.Attributions {
			if t.Grade == grade.Discounted {
				continue
			}
			w := x.word(a.Scheme, "party", t.To)
			if len(w.means) == 0 {
				c.bound = false
				c.parties = append(c.parties, w.scheme+":"+w.text)
			}
			c.parties = append(c.parties, w.means...)
		}
		for _, m := range a.Amounts {
			if m.Role != "killed" || !m.Total() {
				continue
			}
			c.killed = append(c.killed, m.Range) // never joined: between what two say may lie what nobody says
		}
	}
}

// word folds a word and looks up what it means. A word of the vocabulary means itself.
func (x *plainIndex) word(scheme, sort, text string) plainWord {
	w := plainWord{scheme: scheme, text: fold.Text(text)}
	if scheme == "" {
		w.means = []string{text}
		return w
	}
	w.means = x.names[record.Key(scheme, sort, w.text)]
	return w
}

// pair compares two incidents.
func (x *plainIndex) pair(a, b *plainCandidate) Pair {
	if b.id < a.id {
		a, b = b, a
	}
	p := plainPair{Pair{A: a.id, B: b.id}}
	p.dates(a, b)
	p.places(a, b)
	p.acts(a, b)
	p.parties(a, b)
	p.killed(a, b)
	if zone, ok := plainShare(a.zones, b.zones); ok {
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
	return p.Pair
}

func (p *plainPair) dates(a, b *plainCandidate) {
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

func (p *plainPair) places(a, b *plainCandidate) {
	known := false
	if a.radius > 0 && b.radius > 0 {
		known = true
		switch d := distance(&candidate{lat: a.lat, lon: a.lon}, &candidate{lat: b.lat, lon: b.lon}); {
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
	if name, ok := plainShare(a.names, b.names); ok {
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
	if sound, ok := plainShare(a.sounds, b.sounds); ok && len(sound) >= shortestSound {
		p.add("name.alike", Sign{A: a.names[0], B: b.names[0]})
		return
	}
	if !known {
		p.add("name.differs", Sign{A: a.names[0], B: b.names[0]})
	}
}

func (p *plainPair) acts(a, b *plainCandidate) {
	x, y := &a.act, &b.act
	switch {
	case len(x.means) > 0 && len(y.means) > 0:
		if _, ok := plainShare(x.means, y.means); !ok {
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

func (p *plainPair) parties(a, b *plainCandidate) {
	if len(a.parties) == 0 || len(b.parties) == 0 {
		return
	}
	if party, ok := plainShare(a.parties, b.parties); ok {
		p.add("party.shared", Sign{A: party})
		return
	}
	if a.bound && b.bound || a.scheme == b.scheme && !slices.Equal(a.parties, b.parties) {
		p.add("party.differs", Sign{A: a.parties[0], B: b.parties[0]})
	}
}

// killed compares each number that is said of the one with each that is said of the other, and takes those closest to each other.
func (p *plainPair) killed(a, b *plainCandidate) {
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

// crowded says that a block is of too many incidents to tell anything.
func (x *plainIndex) crowded(key uint64, n int) bool {
	if key&1 == 1 {
		return n > mostSharing
	}
	return n > x.largest
}

// propose compares each incident with all others with which it shares a block.
func (x *plainIndex) propose() (out []Pair) {
	for i := range x.all {
		for j := range i {
			if x.together(i, j) {
				if p := x.pair(&x.all[i], &x.all[j]); p.Score >= Threshold && (p.Before.Decision == "" || !p.Decided(p.Before)) {
					out = append(out, p)
				}
			}
		}
	}
	return best(out)
}

func (x *plainIndex) together(i, j int) bool {
	return slices.ContainsFunc(x.keys[i], func(key uint64) bool {
		return slices.Contains(x.keys[j], key) && !x.crowded(key, len(x.blocks[key]))
	})
}

// comparable says whether its date is fine enough to look for others around it.
func (c *plainCandidate) comparable() bool { return c.dated && c.hi-c.lo < longestDays }

// keys gives the blocks of an incident, each once. Those of days take two each, a day and the one before, so that incidents a day apart share one, and which
// pairs are compared is the same from whichever side they are looked at. The lowest bit says that it is something shared.
func (c *plainCandidate) keys() []uint64 {
	out := c.shares()
	if !c.comparable() {
		return unique(out)
	}
	places := c.cells()
	for _, s := range c.sounds {
		places = append(places, plainHash(s))
	}
	for _, z := range c.zones {
		places = append(places, plainHash("zone:"+z))
	}
	for d := c.lo; d <= c.hi+1; d++ {
		for _, p := range places {
			out = append(out, mix(uint64(d), p)&^1)
		}
	}
	return unique(out)
}

// cells gives the squares of the map that the circle of an incident, widened by a third of a square, touches; none where it touches too many.
func (c *plainCandidate) cells() (out []uint64) {
	if c.radius == 0 {
		return nil
	}
	reach := c.radius*90 + cell/3 // a metre is about 90 units of latitude
	wide := int64(float64(reach) / math.Max(0.1, math.Cos(float64(c.lat)*math.Pi/180/1e7)))
	if (2*reach/cell+2)*(2*wide/cell+2) > 4*mostCells {
		return nil
	}
	for y := floor(c.lat - reach); y <= floor(c.lat+reach); y++ {
		for x := floor(c.lon - wide); x <= floor(c.lon+wide); x++ {
			out = append(out, mix(uint64(y), uint64(x)))
		}
	}
	return out
}

// shares gives the keys of everything that an incident may share.
func (c *plainCandidate) shares() (out []uint64) {
	for _, a := range c.addresses {
		out = append(out, sharedKey(ofAddress, a))
	}
	for _, f := range c.files {
		out = append(out, sharedKey(ofFile, f))
	}
	for _, r := range c.reports {
		out = append(out, sharedKey(ofReport, r))
	}
	for _, v := range c.voices {
		out = append(out, sharedKey(ofSource, plainHash(v)))
	}
	return out
}

// shared gives the heaviest sign of something that both share; none has an empty code.
func (x *plainIndex) shared(a, b *plainCandidate) (heaviest Sign) {
	see := func(code, name string, key uint64) {
		k := band(len(x.blocks[key]))
		if w := plainRare[code][k]; w > heaviest.Weight {
			heaviest = Sign{Code: code, Weight: w, A: name, N: int64(bands[k])} // not how many: that changes with every import
		}
	}
	for _, both := range []struct {
		code string
		sort uint64
		a, b []uint64
	}{{"address.shared", ofAddress, a.addresses, b.addresses}, {"file.shared", ofFile, a.files, b.files}, {"report.shared", ofReport, a.reports, b.reports}} {
		for thing := range plainCommon(both.a, both.b) {
			see(both.code, "", sharedKey(both.sort, thing))
		}
	}
	for voice := range plainCommon(a.voices, b.voices) {
		see("source.shared", voice, sharedKey(ofSource, plainHash(voice)))
	}
	return heaviest
}

// share gives the first item that two sorted lists have in common.
func plainShare[T string | uint64](a, b []T) (T, bool) {
	for x := range plainCommon(a, b) {
		return x, true
	}
	var none T
	return none, false
}

// common gives the items that two sorted lists have in common.
func plainCommon[T string | uint64](a, b []T) iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, x := range a {
			if _, ok := slices.BinarySearch(b, x); ok && !yield(x) {
				return
			}
		}
	}
}

var plainWeights = func() map[string]int64 {
	out := map[string]int64{}
	for _, w := range weights {
		out[w.code] = w.weight
	}
	return out
}()

var plainRare = func() map[string][]int64 {
	out := map[string][]int64{}
	for _, w := range rare {
		out[w.code] = w.weight[:]
	}
	return out
}()
