package locale

import "strconv"

// Number writes a whole number with the language's group separators, in Western digits: 1,234 in English and Arabic,
// 1 234 (with a no-break space) in Russian.
func Number(l Lang, n int64) string {
	sep := ","
	if l == Ru {
		sep = "\u00a0"
	}
	digits, sign := strconv.FormatInt(n, 10), ""
	if n < 0 {
		digits, sign = digits[1:], "\u2212"
	}
	out := digits
	for i := len(digits) - 3; i > 0; i -= 3 {
		out = out[:i] + sep + out[i:]
	}
	return sign + out
}

// Range writes a range of whole numbers: "256–349", or one number where both are equal. A range without an upper limit
// (hi < lo) is "256+". In right-to-left text the smaller number is read first, so it needs no isolation there.
func Range(l Lang, lo, hi int64) string {
	switch {
	case hi < lo:
		return Number(l, lo) + "+"
	case lo == hi:
		return Number(l, lo)
	}
	return Number(l, lo) + "–" + Number(l, hi)
}

// ArabicDigits writes the Western digits of s as Arabic-Indic ones, and the comma and the point between digits as the
// Arabic separators. Arabic pages use Western digits unless the reader asks for these.
func ArabicDigits(s string) string {
	in := []rune(s)
	out := make([]rune, len(in))
	digit := func(i int) bool { return i >= 0 && i < len(in) && in[i] >= '0' && in[i] <= '9' }
	for i, r := range in {
		switch {
		case digit(i):
			r += '\u0660' - '0'
		case r == ',' && digit(i-1) && digit(i+1):
			r = '\u066c'
		case r == '.' && digit(i-1) && digit(i+1):
			r = '\u066b'
		}
		out[i] = r
	}
	return string(out)
}
