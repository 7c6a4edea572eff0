// Package fold brings words to one form for searching and matching. The whole
// program uses this one function, so that what the search finds, what the
// names table binds and what a text says agree.
//
// Folded are: compatibility forms and ligatures (Unicode NFKD), letter case,
// Latin and Greek diacritics, Arabic vowel marks and tatweel, the forms of
// alef, the carriers of hamza, alef maqsura and the Persian yeh (to yeh), ta
// marbuta (to heh), the Persian kaf, Arabic-Indic and Persian digits, Hebrew points,
// Cyrillic yo (to ye; short i stays a letter of its own), typographic quotation marks and dashes.
// Dropped are invisible characters: bidirectional controls, joiners, soft hyphens.
// Runs of white space become one space; none is left at the ends.
//
// Folding is for comparing, never for showing.
package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// letters maps letters that no decomposition reaches, after lower-casing. "" drops the letter.
var letters = map[rune]string{
	'ß': "ss", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'æ': "ae", 'œ': "oe", 'ħ': "h", 'ŧ': "t",
	'\u0671': "ا", '\u0672': "ا", '\u0673': "ا", // alef wasla, alef with wavy hamza
	'\u0649': "ي", '\u06cc': "ي", '\u06d2': "ي", // alef maqsura, Persian yeh, yeh barree
	'\u0629': "ه", '\u06c1': "ه", '\u06be': "ه", '\u06d5': "ه", '\u06c3': "ه", // ta marbuta and the forms of heh
	'\u06a9': "ك", '\u06aa': "ك", // the forms of kaf
	'\u0640': "",                                                    // tatweel
	'‘':      "'", '’': "'", '‛': "'", 'ʼ': "'", '`': "'", 'ʻ': "'", // apostrophes
	'ʾ': "'", 'ʿ': "'", '\u02b9': "'", // hamza, ayn and the soft sign in transliteration
	'“': `"`, '”': `"`, '„': `"`, '«': `"`, '»': `"`, // quotation marks
	'‐': "-", '‒': "-", '–': "-", '—': "-", '―': "-", '−': "-", // dashes
}

// Text folds s. Folding twice is folding once.
func Text(s string) string {
	if plain(s) {
		return s
	}
	var visible strings.Builder
	visible.Grow(len(s))
	for _, r := range s {
		// Invisible characters go first: between two marks they would keep these from their canonical order.
		if !invisible(r) {
			visible.WriteRune(r)
		}
	}
	out := make([]byte, 0, len(s))
	space := false // white space is pending
	var base rune  // the letter that a mark stands on
	for _, r := range norm.NFKD.String(visible.String()) {
		switch {
		case unicode.IsSpace(r):
			space, base = len(out) > 0, 0
			continue
		case unicode.Is(unicode.Mn, r) && strippable(r):
			if r == '\u0306' && base == 'и' { // short i is another letter, not a marked one
				out = append(out[:len(out)-len("и")], "й"...)
				base = 'й'
			}
			continue
		}
		end := len(out)
		if space {
			out = append(out, ' ')
		}
		letter := len(out)
		if out, base = one(out, r); len(out) == letter {
			out = out[:end] // the letter was dropped: no space stands before nothing
		} else {
			space = false
		}
	}
	return string(out)
}

// one appends the folded form of a rune, and gives the letter that a following mark would stand on.
func one(out []byte, r rune) ([]byte, rune) {
	// Upper case first, so that letters with two small forms (sigma) meet.
	r = unicode.ToLower(unicode.ToUpper(r))
	switch {
	case r >= '\u0660' && r <= '\u0669':
		r += '0' - '\u0660'
	case r >= '\u06f0' && r <= '\u06f9':
		r += '0' - '\u06f0'
	}
	if to, ok := letters[r]; ok {
		return append(out, to...), 0
	}
	return utf8.AppendRune(out, r), r
}

// plain says whether s is ASCII and already folded.
func plain(s string) bool {
	space := true
	for i := range len(s) {
		c := s[i]
		if c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' || c < ' ' || c == 0x7f || c == '`' || c == ' ' && space {
			return false
		}
		space = c == ' '
	}
	return !space || s == ""
}

// invisible says whether r is shown as nothing and changes no letter.
func invisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) || r == '\u034f' ||
		unicode.Is(unicode.Cc, r) && !unicode.IsSpace(r)
}

// strippable says whether a mark may be dropped: in scripts where letters are read without it, not in those where it is a vowel (Devanagari).
func strippable(r rune) bool {
	return unicode.In(r, unicode.Inherited, unicode.Arabic, unicode.Hebrew, unicode.Cyrillic, unicode.Latin, unicode.Greek, unicode.Syriac)
}
