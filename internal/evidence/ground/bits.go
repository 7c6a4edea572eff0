package ground

import (
	"iter"
	"math/bits"
)

// set is a set of spots, by their numbers.
type set []uint64

func newSet(spots int) set { return make(set, (spots+63)/64) }

func (s set) put(i int32)      { s[i/64] |= 1 << (i % 64) }
func (s set) has(i int32) bool { return s[i/64]>>(i%64)&1 == 1 }

// each gives them in order.
func (s set) each() iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for k, w := range s {
			for ; w != 0; w &= w - 1 {
				if !yield(int32(64*k + bits.TrailingZeros64(w))) {
					return
				}
			}
		}
	}
}
