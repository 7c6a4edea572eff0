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
	largestBlock = 400     // incidents
	mostSharing  = 40      // incidents that share an address which still tells something
	cell         = 2500000 // 1e-7 degree: about 28 km
	mostCells    = 9
	// MostPairs is how many proposals are kept, the highest scores.
	MostPairs = 50_000
)

// Index holds what is compared of the incidents of a record: about 600 bytes of each.
type Index struct {
	names  map[string][]string // what words mean, by scheme, sort and folded word
	all    []candidate
	blocks map[uint64][]int32
	seen   []int32 // by candidate: the last one that was compared with it
}

// Left counts what could not be compared.
type Left struct {
	Undated   int `json:"undated"`   // incidents without a date, or of a date too coarse: compared by addresses alone
	Placeless int `json:"placeless"` // incidents without point and name of a place: likewise
	Crowded   int `json:"crowded"`   // blocks of too many incidents
}

// NewIndex reads the incidents that stand. names is the names table of the record.
func NewIndex(names []record.Name, bundles iter.Seq2[*record.Bundle, error]) (*Index, error) {
	x := &Index{names: map[string][]string{}, blocks: map[uint64][]int32{}}
	for _, n := range names {
		x.names[record.Key(n.Scheme, n.Sort, fold.Text(n.Word))] = slices.Sorted(slices.Values(n.Means))
	}
	for b, err := range bundles {
		if err != nil {
			return nil, err
		}
		x.all = append(x.all, x.candidate(b))
	}
	slices.SortFunc(x.all, func(a, b candidate) int { return compareIDs(a.id, b.id) })
	for i := range x.all {
		for _, key := range x.all[i].keys(0) {
			x.blocks[key] = append(x.blocks[key], int32(i))
		}
	}
	x.seen = make([]int32, len(x.all))
	return x, nil
}

func compareIDs(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Propose gives the pairs that may be one and on which nothing is decided, the highest score first. of names the incidents to compare with all others; nil: each with all.
func (x *Index) Propose(ctx context.Context, of []string) ([]Pair, Left, error) {
	var left Left
	var out []Pair
	for i := range x.seen {
		x.seen[i] = -1
	}
	crowded := map[uint64]bool{}
	some := map[string]bool{}
	for _, id := range of {
		some[id] = true
	}
	for i := range x.all {
		if of != nil && !some[x.all[i].id] {
			continue
		}
		if i%1024 == 0 && ctx.Err() != nil {
			return nil, left, ctx.Err()
		}
		c := &x.all[i]
		if !c.comparable() {
			left.Undated++
		} else if c.radius == 0 && len(c.names) == 0 {
			left.Placeless++
		}
		for _, key := range c.keys(1) {
			block := x.blocks[key]
			if len(block) > largestBlock || key&1 == 1 && len(block) > mostSharing {
				crowded[key] = true
				continue
			}
			for _, j := range block {
				if int(j) == i || x.seen[j] == int32(i) || int(j) < i && (of == nil || some[x.all[j].id]) {
					continue
				}
				x.seen[j] = int32(i)
				if p := pair(c, &x.all[j]); p.Score >= Threshold && (p.Before.Decision == "" || !p.Decided(p.Before)) {
					out = append(out, p)
				}
			}
		}
		if len(out) > 2*MostPairs {
			out = best(out)
		}
	}
	left.Crowded = len(crowded)
	return best(out), left, nil
}

func best(pairs []Pair) []Pair {
	slices.SortFunc(pairs, func(a, b Pair) int { return a.compare(&b) })
	return pairs[:min(len(pairs), MostPairs)]
}

// Pair compares two incidents, whatever was decided of them; ok is false where one of them does not stand.
func (x *Index) Pair(a, b string) (p Pair, ok bool) {
	find := func(id string) int {
		i, found := slices.BinarySearchFunc(x.all, id, func(c candidate, id string) int { return compareIDs(c.id, id) })
		if !found {
			return -1
		}
		return i
	}
	i, j := find(a), find(b)
	if i < 0 || j < 0 || i == j {
		return Pair{}, false
	}
	return pair(&x.all[i], &x.all[j]), true
}

// comparable says whether its date is fine enough to look for others around it.
func (c *candidate) comparable() bool { return c.dated && c.hi-c.lo < longestDays }

// keys gives the blocks of an incident, with those of so many days before and after. The lowest bit says that it is an address.
func (c *candidate) keys(around int64) (out []uint64) {
	for _, a := range c.addresses {
		out = append(out, a|1)
	}
	if !c.comparable() {
		return out
	}
	places := c.cells()
	for _, s := range c.sounds {
		places = append(places, hash64(s))
	}
	for d := c.lo - around; d <= c.hi+around; d++ {
		for _, p := range places {
			out = append(out, mix(uint64(d), p)&^1)
		}
	}
	return out
}

// cells gives the squares of the map that the circle of an incident, widened by a third of a square, touches; none where it touches too many.
func (c *candidate) cells() (out []uint64) {
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

func floor(v int64) int64 { return int64(math.Floor(float64(v) / cell)) }

// mix makes one key of two (the finalizer of splitmix64: S. Vigna, 2015).
func mix(a, b uint64) uint64 {
	z := a*0x9e3779b97f4a7c15 + b
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
