package trace

import (
	"math"
	"strconv"

	"mithaq/internal/base/diag"
	"mithaq/internal/judge/core"
	"mithaq/internal/judge/core/policy"
)

// convert gives the word of a value of a type, or the code of what is wrong with it.
func (t *reader) convert(w []byte, typ policy.Type) (core.Word, diag.Code) {
	switch typ {
	case policy.Int:
		n, code := integer(w)
		return core.Word(n), code
	case policy.Float:
		f, code := decimal(w)
		return core.FloatWord(f), code
	default:
		return t.symbols.Word(w), ""
	}
}

// integer reads a whole number of 64 bits with an optional sign.
func integer(w []byte) (int64, diag.Code) {
	digits := w
	negative := len(w) > 0 && w[0] == '-'
	if negative {
		digits = w[1:]
	}
	if len(digits) == 0 {
		return 0, codeType
	}
	var n uint64
	large := false
	for _, c := range digits {
		d := uint64(c - '0')
		if d > 9 {
			return 0, codeType
		}
		large = large || n > (math.MaxUint64-9)/10
		n = n*10 + d
	}
	switch {
	case large, n > 1<<63, n == 1<<63 && !negative:
		return 0, codeRange
	case negative:
		return int64(-n), ""
	}
	return int64(n), ""
}

// decimal reads a number with an optional fraction and exponent. Words such as nan and inf are no numbers.
func decimal(w []byte) (float64, diag.Code) {
	if len(w) == 0 {
		return 0, codeType
	}
	for i, c := range w {
		switch {
		case c >= '0' && c <= '9', c == '.', c == '-', i > 0 && (c == 'e' || c == 'E'):
		default:
			return 0, codeType
		}
	}
	f, err := strconv.ParseFloat(string(w), 64)
	switch {
	case err == nil:
		return f, ""
	case math.IsInf(f, 0):
		return 0, codeRange
	}
	return 0, codeType
}
