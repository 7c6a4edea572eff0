package core

import (
	"math"
	"math/bits"
)

// wide is a sum of ints in 128 bits, two's complement, so that adding and taking away in any order ends at the same number.
type wide struct{ hi, lo uint64 }

func (s wide) add(w Word) wide {
	lo, carry := bits.Add64(s.lo, uint64(w), 0)
	hi, _ := bits.Add64(s.hi, uint64(w>>63), carry)
	return wide{hi, lo}
}

func (s wide) sub(w Word) wide {
	lo, borrow := bits.Sub64(s.lo, uint64(w), 0)
	hi, _ := bits.Sub64(s.hi, uint64(w>>63), borrow)
	return wide{hi, lo}
}

// word gives the sum if it is a 64-bit integer.
func (s wide) word() (Word, bool) {
	w := Word(s.lo)
	return w, uint64(w>>63) == s.hi
}

// float gives the sum rounded to the nearest float, ties to even.
func (s wide) float() float64 {
	negative := int64(s.hi) < 0
	if negative {
		var borrow uint64
		s.lo, borrow = bits.Sub64(0, s.lo, 0)
		s.hi, _ = bits.Sub64(0, s.hi, borrow)
	}
	f := float64(s.lo)
	if s.hi != 0 {
		shift := bits.LeadingZeros64(s.hi)
		top := s.hi<<shift | s.lo>>(64-shift)
		if s.lo<<shift != 0 {
			top |= 1 // what is cut off only breaks ties
		}
		f = math.Ldexp(float64(top), 64-shift)
	}
	if negative {
		return -f
	}
	return f
}

// exact is a sum of floats without any rounding: a fixed-point number that spans all exponents, in digits of 32 bits. It does not
// depend on the order, and taking away undoes adding (Kulisch, "Computer Arithmetic and Validity", 2013, chapter 8).
type exact struct {
	digits      [exactDigits]int64
	pending     int // additions since the carries were last passed on
	plus, minus int // infinities
}

// The lowest bit is worth 2^-1074; the largest float reaches bit 2098, and 32 bits more hold the carries.
const exactDigits = 68

func (x *exact) add(f float64, sign int64) {
	if math.IsInf(f, 0) {
		if f > 0 {
			x.plus += int(sign)
		} else {
			x.minus += int(sign)
		}
		return
	}
	b := math.Float64bits(f)
	exponent := int(b >> 52 & 0x7ff)
	mantissa := b & (1<<52 - 1)
	if exponent > 0 {
		mantissa |= 1 << 52
		exponent--
	}
	if b>>63 != 0 {
		sign = -sign
	}
	digit, shift := exponent/32, uint(exponent%32)
	hi, lo := bits.Mul64(mantissa, 1<<shift)
	x.digits[digit] += sign * int64(lo&0xffffffff)
	x.digits[digit+1] += sign * int64(lo>>32)
	x.digits[digit+2] += sign * int64(hi)
	if x.pending++; x.pending == 1<<29 {
		x.carry()
	}
}

// carry brings every digit but the last into 0..2^32-1.
func (x *exact) carry() {
	x.pending = 0
	for i := range exactDigits - 1 {
		x.digits[i+1] += x.digits[i] >> 32
		x.digits[i] &= 0xffffffff
	}
}

// float gives the sum rounded to the nearest float, ties to even; NaN for infinities of both signs.
func (x *exact) float() float64 {
	switch {
	case x.plus > 0 && x.minus > 0:
		return math.NaN()
	case x.plus > 0:
		return math.Inf(1)
	case x.minus > 0:
		return math.Inf(-1)
	}
	x.carry()
	y := *x
	negative := y.digits[exactDigits-1] < 0
	if negative {
		for i := range y.digits {
			y.digits[i] = -y.digits[i]
		}
		y.carry()
	}
	top := exactDigits - 1
	for top >= 0 && y.digits[top] == 0 {
		top--
	}
	if top < 0 {
		return 0
	}
	// The upper 64 bits, with what is below them folded into the lowest one, which only breaks ties.
	digit := func(i int) uint64 {
		if i < 0 {
			return 0
		}
		return uint64(y.digits[i])
	}
	a, b, c := digit(top), digit(top-1), digit(top-2)
	shift := uint(bits.LeadingZeros64(a)) - 32
	m := a<<(32+shift) | b<<shift | c>>(32-shift)
	sticky := c<<(32+shift) != 0
	for i := top - 3; i >= 0 && !sticky; i-- {
		sticky = y.digits[i] != 0
	}
	if sticky {
		m |= 1
	}
	f := math.Ldexp(float64(m), 32*(top-1)-int(shift)-1074)
	if negative {
		return -f
	}
	return f
}

// addTimes adds a word n times, n not negative, or takes it away where sign is -1; not ok where a product is so large that the sum
// cannot be a 64-bit integer any more.
func (s wide) addTimes(w Word, n, sign int64) (_ wide, ok bool) {
	hi, lo := bits.Mul64(magnitude(w), uint64(n))
	if hi >= 1<<30 {
		return s, false
	}
	if (w < 0) != (sign < 0) {
		var borrow uint64
		lo, borrow = bits.Sub64(0, lo, 0)
		hi, _ = bits.Sub64(0, hi, borrow)
	}
	lo, carry := bits.Add64(s.lo, lo, 0)
	hi, _ = bits.Add64(s.hi, hi, carry)
	return wide{hi, lo}, true
}

// addTimes adds f n times, n not negative: both halves of n exactly, as a product and its rounding error.
func (x *exact) addTimes(f float64, n int64) {
	for _, half := range [2]float64{float64(n >> 32 << 32), float64(n & 0xffffffff)} {
		if half == 0 {
			continue
		}
		product := f * half
		x.add(product, 1)
		if !math.IsInf(product, 0) {
			x.add(math.FMA(f, half, -product), 1)
		}
	}
}
