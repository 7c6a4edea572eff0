// Package core evaluates formulas of metric first-order temporal logic over a log, one time point after the other.
//
// A policy is compiled once to a graph of operators (Basin, Klaedtke, Müller, Zălinescu, "Monitoring metric first-order
// temporal properties", JACM 62(2), 2015; aggregations: Basin, Klaedtke, Marinovic, Zălinescu, FMSD 46, 2015). Each operator
// reads the relations of its operands and writes one relation for each time point, as soon as the log decides it.
package core

import "math"

// Word is one value in 64 bits: an int itself, the bits of a float, or the number of a string in Symbols.
type Word int64

// FloatWord gives the word of a float. Both zeros have one word, so that equal floats have equal words. f must not be NaN.
func FloatWord(f float64) Word {
	if f == 0 {
		f = 0 // drops the sign of -0
	}
	return Word(math.Float64bits(f))
}

// Float gives the float that FloatWord put in.
func (w Word) Float() float64 { return math.Float64frombits(uint64(w)) }
