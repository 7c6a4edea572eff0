package monitor

import "math/bits"

// twister is the Mersenne Twister MT19937 (Matsumoto, Nishimura, ACM TOMACS 8(1), 1998) with the conversions of Python's random
// module, so that the traces are the same bytes as those of gen_trace.py.
type twister struct {
	state [624]uint32
	at    int
}

// newTwister seeds as Python's random.Random(seed) does for a seed below 2^32.
func newTwister(seed uint32) *twister {
	t := &twister{at: len(twister{}.state)}
	s := &t.state
	s[0] = 19650218
	for i := 1; i < len(s); i++ {
		s[i] = 1812433253*(s[i-1]^s[i-1]>>30) + uint32(i)
	}
	i := 1
	wrap := func() {
		if i++; i == len(s) {
			s[0] = s[len(s)-1]
			i = 1
		}
	}
	for range s {
		s[i] = (s[i] ^ (s[i-1]^s[i-1]>>30)*1664525) + seed
		wrap()
	}
	for range len(s) - 1 {
		s[i] = (s[i] ^ (s[i-1]^s[i-1]>>30)*1566083941) - uint32(i)
		wrap()
	}
	s[0] = 1 << 31
	return t
}

func (t *twister) next() uint32 {
	s := &t.state
	if t.at == len(s) {
		for k := range s {
			y := s[k]&(1<<31) | s[(k+1)%len(s)]&(1<<31-1)
			s[k] = s[(k+397)%len(s)] ^ y>>1 ^ (y&1)*0x9908b0df
		}
		t.at = 0
	}
	y := s[t.at]
	t.at++
	y ^= y >> 11
	y ^= y << 7 & 0x9d2c5680
	y ^= y << 15 & 0xefc60000
	return y ^ y>>18
}

// float gives a number in [0,1) with 53 bits.
func (t *twister) float() float64 {
	a, b := t.next()>>5, t.next()>>6
	return (float64(a)*(1<<26) + float64(b)) / (1 << 53)
}

// below gives a number in 0..n-1.
func (t *twister) below(n int) int {
	shift := 32 - bits.Len(uint(n))
	for {
		if r := int(t.next() >> shift); r < n {
			return r
		}
	}
}

// between gives a number in lo..hi-1.
func (t *twister) between(lo, hi int) int { return lo + t.below(hi-lo) }
