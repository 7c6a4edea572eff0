package locale

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Bidirectional controls (Unicode UAX #9).
const (
	fsi = '\u2068' // first strong isolate
	pdi = '\u2069' // pop directional isolate
)

// Isolate wraps a name or a quotation so that its direction does not disturb the sentence around it, and the sentence
// does not disturb it. Controls inside that would reach beyond its end are taken out.
func Isolate(s string) string {
	if s == "" {
		return ""
	}
	return string(fsi) + contain(s) + string(pdi)
}

// contain takes out all bidirectional embeddings and isolates unless they are balanced.
func contain(s string) string {
	var open []rune
	balanced := true
	for _, r := range s {
		switch {
		case r >= '\u202a' && r <= '\u202e' && r != '\u202c', r >= '\u2066' && r <= fsi:
			open = append(open, r)
		case r == '\u202c' || r == pdi:
			isolate := len(open) > 0 && open[len(open)-1] >= '\u2066'
			if len(open) == 0 || isolate != (r == pdi) {
				balanced = false
				continue
			}
			open = open[:len(open)-1]
		}
	}
	if balanced && len(open) == 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= pdi {
			return -1
		}
		return r
	}, s)
}

// Width gives the number of terminal cells that s takes: none for marks, invisible characters and controls, two for
// wide East Asian characters, one otherwise. A terminal that draws lam-alef as one cell pads such words itself.
func Width(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

func runeWidth(r rune) int {
	switch {
	case r >= ' ' && r < 0x7f:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Cc), r >= '\u1160' && r <= '\u11ff':
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// Pad adds spaces after s up to the width; in a right-to-left line these stand at its left.
func Pad(s string, cells int) string { return s + strings.Repeat(" ", max(0, cells-Width(s))) }

// PadStart adds spaces before s up to the width, for columns of numbers.
func PadStart(s string, cells int) string { return strings.Repeat(" ", max(0, cells-Width(s))) + s }

// Wrap breaks s at spaces into lines of at most so many cells. Line breaks in s stay. A longer word is broken between
// letters, never between a letter and its marks. There is always at least one line. Below one cell nothing is broken.
func Wrap(s string, cells int) []string {
	var lines []string
	for para := range strings.SplitSeq(s, "\n") {
		if cells < 1 {
			lines = append(lines, para)
			continue
		}
		line := ""
		used := 0
		for _, word := range strings.FieldsFunc(para, breakable) {
			w := Width(word)
			if used > 0 && used+1+w <= cells {
				line, used = line+" "+word, used+1+w
				continue
			}
			if used > 0 {
				lines = append(lines, line)
			}
			for w > cells {
				head := clip(word, cells)
				if head == word {
					break // one character wider than the line
				}
				lines = append(lines, head)
				word = word[len(head):]
				w = Width(word)
			}
			line, used = word, w
		}
		lines = append(lines, line)
	}
	return lines
}

// breakable says whether a line may end at r: at white space that is not a no-break space.
func breakable(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' }

// clip gives the longest start of s that fits, at least one character, with the marks that follow its last letter.
func clip(s string, cells int) string {
	used := 0
	for i, r := range s {
		w := runeWidth(r)
		if used > 0 && used+w > cells {
			return s[:i]
		}
		used += w
	}
	return s
}
