package ground

import "hash/maphash"

// ids finds spots by their ids, in four to eight bytes for each: a table of the numbers of spots, from 1, in the first free place from that of the hash on.
type ids struct {
	spots []spot
	seed  maphash.Seed
	table []int32
}

func idsOf(spots []spot) *ids {
	size := 1
	for size < len(spots)*3/2+1 {
		size *= 2
	}
	x := &ids{spots, maphash.MakeSeed(), make([]int32, size)}
	for i := range spots {
		at := x.place(spots[i].id)
		for x.table[at] != 0 {
			at = (at + 1) & (size - 1)
		}
		x.table[at] = int32(i) + 1
	}
	return x
}

func (x *ids) place(id string) int { return int(maphash.String(x.seed, id) & uint64(len(x.table)-1)) }

// find gives the number of the spot of an incident; false: there is none.
func (x *ids) find(id string) (int32, bool) {
	for at := x.place(id); x.table[at] != 0; at = (at + 1) & (len(x.table) - 1) {
		if i := x.table[at] - 1; x.spots[i].id == id {
			return i, true
		}
	}
	return 0, false
}
