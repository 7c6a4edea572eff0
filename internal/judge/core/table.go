package core

import "math/bits"

// table numbers keys of a fixed number of words 0..n-1, by open addressing with linear probing. The keys lie densely; removing one
// moves the last one into its place, so whoever keeps values beside the keys moves theirs too.
type table struct {
	width int
	n     int
	keys  []Word
	slots []uint64 // the upper half is part of the hash, the lower half the key's number + 1; 0 is free
}

func newTable(width int) *table { return &table{width: width} }

func (t *table) key(e int) []Word { return t.keys[e*t.width : (e+1)*t.width : (e+1)*t.width] }

const (
	seedA = 0x9e3779b97f4a7c15
	seedB = 0xd6e8feb86659fd93
)

func mix(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}

func hash(key []Word) uint64 {
	switch len(key) {
	case 1:
		return mix(uint64(key[0])^seedA, seedB)
	case 2:
		return mix(mix(uint64(key[0])^seedA, seedB)^uint64(key[1]), seedA)
	default:
		h := uint64(seedA)
		for _, w := range key {
			h = mix(h^uint64(w), seedB)
		}
		return h
	}
}

const tagMask = 0xffffffff << 32

// find gives the number of a key, or -1.
func (t *table) find(key []Word) int {
	if t.n == 0 {
		return -1
	}
	h := hash(key)
	mask := uint64(len(t.slots) - 1)
	for at := h & mask; ; at = (at + 1) & mask {
		slot := t.slots[at]
		if slot == 0 {
			return -1
		}
		if slot&tagMask == h&tagMask {
			if e := int(uint32(slot)) - 1; t.equal(e, key) {
				return e
			}
		}
	}
}

func (t *table) equal(e int, key []Word) bool {
	switch t.width {
	case 1:
		return t.keys[e] == key[0]
	case 2:
		return t.keys[2*e] == key[0] && t.keys[2*e+1] == key[1]
	default:
		return equal(t.keys[e*t.width:(e+1)*t.width], key)
	}
}

// put gives the number of a key, a fresh one (the old n) when it has none.
func (t *table) put(key []Word) (e int, fresh bool) {
	if 2*(t.n+1) > len(t.slots) {
		t.resize(max(16, 2*len(t.slots)))
	}
	h := hash(key)
	mask := uint64(len(t.slots) - 1)
	at := h & mask
	for ; t.slots[at] != 0; at = (at + 1) & mask {
		if slot := t.slots[at]; slot&tagMask == h&tagMask {
			if e := int(uint32(slot)) - 1; t.equal(e, key) {
				return e, false
			}
		}
	}
	e = t.n
	t.n++
	t.slots[at] = h&tagMask | uint64(e+1)
	t.keys = append(t.keys, key...)
	return e, true
}

// remove takes out key e; the key with number n-1, where n is the new number of keys plus one, gets number e.
func (t *table) remove(e int) {
	t.clearSlot(t.slot(e))
	t.n--
	if last := t.n; last != e {
		at := t.slot(last)
		t.slots[at] = t.slots[at]&tagMask | uint64(e+1)
		copy(t.key(e), t.key(last))
	}
	t.keys = t.keys[:t.n*t.width]
}

// slot finds the slot of key e.
func (t *table) slot(e int) uint64 {
	mask := uint64(len(t.slots) - 1)
	at := hash(t.key(e)) & mask
	for uint32(t.slots[at]) != uint32(e+1) {
		at = (at + 1) & mask
	}
	return at
}

// clearSlot frees a slot and moves later ones of its run up, so that no search ends too early.
func (t *table) clearSlot(at uint64) {
	mask := uint64(len(t.slots) - 1)
	for next := at; ; {
		next = (next + 1) & mask
		slot := t.slots[next]
		if slot == 0 {
			break
		}
		home := hash(t.key(int(uint32(slot))-1)) & mask
		if (next-home)&mask >= (next-at)&mask {
			t.slots[at] = slot
			at = next
		}
	}
	t.slots[at] = 0
}

// move writes key from over key to, for cut to follow.
func (t *table) move(to, from int) {
	if to != from {
		copy(t.key(to), t.key(from))
	}
}

// cut keeps the first n keys. For taking out many at once it is quicker than remove.
func (t *table) cut(n int) {
	if n == t.n {
		return
	}
	t.n = n
	t.keys = t.keys[:n*t.width]
	clear(t.slots)
	t.fill()
}

func (t *table) resize(slots int) {
	t.slots = make([]uint64, slots)
	t.fill()
}

// fill enters all keys into slots that are free.
func (t *table) fill() {
	mask := uint64(len(t.slots) - 1)
	for e := range t.n {
		h := hash(t.key(e))
		at := h & mask
		for t.slots[at] != 0 {
			at = (at + 1) & mask
		}
		t.slots[at] = h&tagMask | uint64(e+1)
	}
}

// trim gives memory back when few of many keys are left.
func (t *table) trim() {
	if len(t.slots) <= 1024 || t.n*16 > len(t.slots) {
		return
	}
	slots := 16
	for slots < 4*t.n {
		slots *= 2
	}
	t.keys = append(make([]Word, 0, 2*t.n*t.width), t.keys...)
	t.resize(slots)
}

// reset takes out all keys.
func (t *table) reset() {
	if t.n*8 < len(t.slots) {
		for e := t.n - 1; e >= 0; e-- {
			t.remove(e)
		}
		return
	}
	clear(t.slots)
	t.n = 0
	t.keys = t.keys[:0]
}
