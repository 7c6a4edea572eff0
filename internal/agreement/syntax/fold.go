package syntax

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold gives a word the form under which it is compared: Unicode NFC, Arabic and Persian digits as 0 to 9, without
// invisible characters (these have their own remark).
func fold(word string) string {
	plain := true
	for i := range len(word) {
		plain = plain && word[i] < 0x80
	}
	if plain {
		return word
	}
	return norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r):
			return -1
		case isDigit(r):
			return '0' + digit(r)
		}
		return r
	}, word))
}

// zeros are the first digits of the scripts whose digits count as digits: European, Arabic, Persian.
var zeros = [...]rune{'0', '\u0660', '\u06f0'}

// digit gives the value of a digit, -1 for anything else.
func digit(r rune) rune {
	for _, zero := range zeros {
		if r >= zero && r <= zero+9 {
			return r - zero
		}
	}
	return -1
}

func isDigit(r rune) bool { return digit(r) >= 0 }
