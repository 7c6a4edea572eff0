package link

import (
	"context"
	"iter"
	"math"
	"slices"

	"mithaq/internal/base/fold"
	"mithaq/internal/evidence/record"
)

const (
	longestDays  = 33      // a month, with a day on each side
	largestBlock = 800     // incidents of one place on two days
	mostSharing  = 40      // incidents that share something which brings them together by itself
	cell         = 2500000 // 1e-7 degree: about 28 km
	mostCells    = 9
	// MostPairs is how many proposals are kept, the highest scores.
	MostPairs = 50_000
)

// Index holds what is compared of the incidents of a record: about 500 bytes of each.
type Index struct {
	names   map[string][]string // what words mean, by scheme, sort and folded word
	sources map[string]record.Source
	met     map[string]bool // sources to which some account goes back, or through which it does
	texts   texts
	sets    sets
	sounds  map[uint32]uint32 // set: how names sound, by the set of names
	acts    []act
	actOf   map[act]uint32
	all     []candidate      // an empty id: a place that is free
	at      map[string]int32 // of an incident, where it stands in all
	free    []int32
	blocks  blocks
	left    Left
	largest int // block of two days and a place
}

// Left counts what could not be compared.
type Left struct {
	Undated   int `json:"undated"`   // incidents without a date, or of a date too coarse: compared by what is rare alone
	Placeless int `json:"placeless"` // incidents without point, name of a place and zone: likewise
	Crowded   int `json:"crowded"`   // places and two days of too many incidents
}

// NewIndex reads the incidents that stand. Of base it needs the names table and the sources.
func NewIndex(base *record.Base, bundles iter.Seq2[*record.Bundle, error]) (*Index, error) {
	return newIndex(base, bundles, largestBlock)
}

func newIndex(base *record.Base, bundles iter.Seq2[*record.Bundle, error], largest int) (*Index, error) {
	x := &Index{
		largest: largest, names: map[string][]string{}, sources: map[string]record.Source{}, met: map[string]bool{}, at: map[string]int32{},
		texts: newTexts(), sets: newSets(), sounds: map[uint32]uint32{}, actOf: map[act]uint32{},
	}
	for _, n := range base.Names {
		x.names[record.Key(n.Scheme, n.Sort, fold.Text(n.Word))] = slices.Sorted(slices.Values(n.Means))
	}
	for _, s := range base.Sources {
		x.sources[s.ID] = s
	}
	r := x.reader()
	for b, err := range bundles {
		if err != nil {
			return nil, err
		}
		c := r.candidate(b)
		x.at[c.id] = int32(len(x.all))
		x.all = append(x.all, c)
		x.left.count(&c, 1)
	}
	x.all = slices.Clip(x.all)
	x.block()
	return x, nil
}

// block makes the blocks anew.
func (x *Index) block() {
	var keys []uint64
	ends := make([]uint32, len(x.all))
	for i := range x.all {
		if c := &x.all[i]; c.id != "" {
			keys = x.keys(c, keys)
		}
		ends[i] = uint32(len(keys))
	}
	x.blocks = makeBlocks(keys, ends)
	x.left.Crowded = 0
	for key, n := range x.blocks.sizes() {
		if key&1 == 0 && x.crowded(key, n) {
			x.left.Crowded++
		}
	}
}

func (x *Index) actNumber(a act) uint32 {
	n, known := x.actOf[a]
	if !known {
		n = uint32(len(x.acts))
		x.actOf[a], x.acts = n, append(x.acts, a)
	}
	return n
}

// Len is how many incidents it holds.
func (x *Index) Len() int { return len(x.at) }

func (x *Index) insert(c candidate) int32 {
	i := int32(len(x.all))
	if n := len(x.free); n > 0 {
		i, x.free = x.free[n-1], x.free[:n-1]
		x.all[i] = c
	} else {
		x.all = append(x.all, c)
	}
	x.at[c.id] = i
	for _, key := range x.keys(&c, nil) {
		if n := x.blocks.put(key, i); key&1 == 0 && n == x.largest+1 {
			x.left.Crowded++
		}
	}
	x.left.count(&c, 1)
	return i
}

func (x *Index) remove(i int32) {
	c := &x.all[i]
	for _, key := range x.keys(c, nil) {
		if n := x.blocks.drop(key, i); key&1 == 0 && n == x.largest {
			x.left.Crowded--
		}
	}
	x.left.count(c, -1)
	delete(x.at, c.id)
	x.all[i] = candidate{}
	x.free = append(x.free, i)
}

func (l *Left) count(c *candidate, n int) {
	if !c.comparable() {
		l.Undated += n
	} else if c.placeless() {
		l.Placeless += n
	}
}

// crowded says that a block is of too many incidents to tell anything.
func (x *Index) crowded(key uint64, n int) bool {
	if key&1 == 1 {
		return n > mostSharing
	}
	return n > x.largest
}

// Propose gives the pairs that may be one and on which nothing is decided, the highest score first. of names the incidents to compare with all others; nil: each with all.
func (x *Index) Propose(ctx context.Context, of []string) ([]Pair, Left, error) {
	if of == nil {
		pairs, err := x.propose(ctx, nil, quietly)
		return pairs, x.left, err
	}
	some, left := map[int32]bool{}, Left{}
	for _, id := range of {
		i, ok := x.at[id]
		if !ok || some[i] {
			continue
		}
		some[i] = true
		left.count(&x.all[i], 1)
	}
	tooMany := map[uint64]bool{}
	for i := range some {
		for _, key := range x.keys(&x.all[i], nil) {
			if key&1 == 0 && x.crowded(key, len(x.blocks.of(key))) {
				tooMany[key] = true
			}
		}
	}
	left.Crowded = len(tooMany)
	pairs, err := x.propose(ctx, some, quietly)
	return pairs, left, err
}

// propose compares some incidents with all; some nil: each with all. progress is told now and then how many are done.
func (x *Index) propose(ctx context.Context, some map[int32]bool, progress func(done int)) ([]Pair, error) {
	var out []Pair
	least := int64(Threshold)         // what is below it would not be kept
	seen := make([]int32, len(x.all)) // by candidate: 1 + the last one that was compared with it
	var keys []uint64
	names, n := &naming{}, 0
	for at := range x.all {
		i := int32(at)
		if some != nil && !some[i] || x.all[i].id == "" {
			continue
		}
		if n++; n%256 == 0 {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			progress(n)
		}
		one := x.comparison(&x.all[i], names)
		keys = x.keys(one.one, keys[:0])
		for _, key := range keys {
			block := x.blocks.of(key)
			if x.crowded(key, len(block)) {
				continue
			}
			for _, j := range block {
				if j == i || seen[j] == i+1 || j < i && (some == nil || some[j]) {
					continue
				}
				seen[j] = i + 1
				if _, ok := one.score(&x.all[j], least); !ok {
					continue
				}
				if p := one.pair(&x.all[j]); p.Before.Decision == "" || !p.Decided(p.Before) {
					out = append(out, p)
				}
			}
		}
		if len(out) > 2*MostPairs {
			out = best(out)
			least = out[len(out)-1].Score
		}
	}
	return slices.Clone(best(out)), nil // no longer than it is
}

func best(pairs []Pair) []Pair {
	slices.SortFunc(pairs, func(a, b Pair) int { return a.compare(&b) })
	if len(pairs) > MostPairs {
		clear(pairs[MostPairs:]) // what they say is kept by nobody
	}
	return pairs[:min(len(pairs), MostPairs)]
}

// Pair compares two incidents, whatever was decided of them; ok is false where one of them does not stand.
func (x *Index) Pair(a, b string) (p Pair, ok bool) {
	i, found := x.at[a]
	j, other := x.at[b]
	if !found || !other || i == j {
		return Pair{}, false
	}
	one := x.comparison(&x.all[i], &naming{})
	return one.pair(&x.all[j]), true
}

// comparable says whether its date is fine enough to look for others around it.
func (c *candidate) comparable() bool { return c.dated && c.hi-c.lo < longestDays }

// placeless says that nothing is known of where it was.
func (c *candidate) placeless() bool { return c.radius == 0 && c.names == 0 && c.zones == 0 }

// keys gives the blocks of an incident, each once. Those of days take two each, a day and the one before, so that incidents a day apart share one, and which
// pairs are compared is the same from whichever side they are looked at. The lowest bit says that it is something shared.
func (x *Index) keys(c *candidate, out []uint64) []uint64 {
	from := len(out)
	out = x.shares(c, out)
	if c.comparable() {
		var few [32]uint64
		places := c.cells(few[:0])
		for _, s := range x.sets.list[x.sounds[c.names]] {
			places = append(places, hash64(x.texts.list[s]))
		}
		for _, z := range x.sets.list[c.zones] {
			places = append(places, addHash(hash64("zone:"), x.texts.list[z]))
		}
		for d := c.lo; d <= c.hi+1; d++ {
			for _, p := range places {
				out = append(out, mix(uint64(d), p)&^1)
			}
		}
	}
	return out[:from+len(unique(out[from:]))]
}

// cells gives the squares of the map that the circle of an incident, widened by a third of a square, touches; none where it touches too many.
func (c *candidate) cells(out []uint64) []uint64 {
	if c.radius == 0 {
		return out
	}
	reach := c.radius*90 + cell/3 // a metre is about 90 units of latitude
	wide := int64(float64(reach) / math.Max(0.1, math.Cos(float64(c.lat)*math.Pi/180/1e7)))
	if (2*reach/cell+2)*(2*wide/cell+2) > 4*mostCells {
		return out
	}
	for y := floor(c.lat - reach); y <= floor(c.lat+reach); y++ {
		for x := floor(c.lon - wide); x <= floor(c.lon+wide); x++ {
			out = append(out, mix(uint64(y), uint64(x)))
		}
	}
	return out
}

func floor(v int64) int64 { return int64(math.Floor(float64(v) / cell)) }

// mix makes one key of two (the finalizer of splitmix64: S. Vigna, 2015).
func mix(a, b uint64) uint64 {
	z := a*0x9e3779b97f4a7c15 + b
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
