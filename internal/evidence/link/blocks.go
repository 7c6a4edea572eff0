package link

import (
	"cmp"
	"iter"
	"math/bits"
	"slices"
)

// blocks holds which incidents share a block: made once in a few arrays, 4 bytes of each and 12 of each block, and beside them the blocks that changed since.
type blocks struct {
	shift uint     // what is left of a key beyond it is where to begin in first
	first []uint32 // where the keys of such a beginning begin in keys; one more than there are beginnings
	keys  []uint64 // sorted
	ends  []uint32 // of the incidents of each key
	items []int32
	since map[uint64][]int32 // by key; an empty one: the block is no more
}

// perBeginning is about how many incidents of blocks have the beginning of a key in common: keys are mixed (mix), so that all beginnings come about as often.
const perBeginning = 8

// makeBlocks makes the blocks of incidents from the keys of each, each once, and where they end.
func makeBlocks(keys []uint64, ends []uint32) blocks {
	b := blocks{shift: 64 - uint(bits.Len(uint(len(keys)/perBeginning))), since: map[uint64][]int32{}}
	type entry struct {
		key uint64
		i   int32
	}
	b.first = make([]uint32, 1<<(64-b.shift)+1)
	for _, key := range keys {
		b.first[key>>b.shift+1]++
	}
	for k := range len(b.first) - 1 {
		b.first[k+1] += b.first[k]
	}
	all, next, begin := make([]entry, len(keys)), slices.Clone(b.first), uint32(0)
	for i, end := range ends {
		for _, key := range keys[begin:end] {
			at := &next[key>>b.shift]
			all[*at] = entry{key, int32(i)}
			*at++
		}
		begin = end
	}
	different := 0
	for k := range len(b.first) - 1 {
		of := all[b.first[k]:b.first[k+1]]
		slices.SortFunc(of, func(x, y entry) int { return cmp.Or(cmp.Compare(x.key, y.key), cmp.Compare(x.i, y.i)) })
		for j := range of {
			if j == 0 || of[j].key != of[j-1].key {
				different++
			}
		}
	}
	b.keys, b.ends, b.items = make([]uint64, 0, different), make([]uint32, 0, different), make([]int32, len(keys))
	last := 0
	for k := range len(b.first) - 1 {
		end := int(b.first[k+1])
		b.first[k] = uint32(len(b.keys))
		for j := last; j < end; j++ {
			if j == last || all[j].key != all[j-1].key {
				b.keys, b.ends = append(b.keys, all[j].key), append(b.ends, 0)
			}
			b.items[j] = all[j].i
			b.ends[len(b.ends)-1] = uint32(j + 1)
		}
		last = end
	}
	b.first[len(b.first)-1] = uint32(len(b.keys))
	return b
}

// of gives the incidents of a block. They are not to be changed.
func (b *blocks) of(key uint64) []int32 {
	if len(b.since) > 0 {
		if block, ok := b.since[key]; ok {
			return block
		}
	}
	if b.first == nil {
		return nil
	}
	from := b.first[key>>b.shift]
	for k, other := range b.keys[from:b.first[key>>b.shift+1]] {
		if other != key {
			continue
		}
		at, begin := from+uint32(k), uint32(0)
		if at > 0 {
			begin = b.ends[at-1]
		}
		return b.items[begin:b.ends[at]]
	}
	return nil
}

// sizes gives of each block as it was made how many incidents it holds.
func (b *blocks) sizes() iter.Seq2[uint64, int] {
	return func(yield func(uint64, int) bool) {
		begin := uint32(0)
		for k, key := range b.keys {
			if !yield(key, int(b.ends[k]-begin)) {
				return
			}
			begin = b.ends[k]
		}
	}
}

// own gives a block that may be changed and is to be put back into since.
func (b *blocks) own(key uint64) []int32 {
	if block, ok := b.since[key]; ok {
		return block
	}
	return slices.Clone(b.of(key))
}

// put takes an incident into a block and gives how many it holds then.
func (b *blocks) put(key uint64, i int32) int {
	block := append(b.own(key), i)
	b.since[key] = block
	return len(block)
}

// drop takes an incident out of a block and gives how many it holds then.
func (b *blocks) drop(key uint64, i int32) int {
	block := slices.DeleteFunc(b.own(key), func(j int32) bool { return j == i })
	b.since[key] = block
	return len(block)
}

// grown says that so much has changed that the blocks are better made anew.
func (b *blocks) grown() bool { return len(b.since) > 100+len(b.keys)/8 }
