package intake

import (
	"fmt"
	"strings"
)

// visible writes characters that can hide or turn round what stands beside them so that they are seen: "‮" as "⟨U+202E⟩". Those are controls
// other than tab and line end, overrides of direction, embeddings and isolates that are not closed in the same text, blanks without width, and
// tags. What Arabic, Persian and Hebrew need inside a word (marks, joiners, closed isolates) stays. The text keeps all that its author wrote, and cannot
// pass for another text.
func visible(s string) string {
	if plainText(s) {
		return s
	}
	var open []int // indexes into out of the pieces that opened an embedding or isolate
	var out []string
	for _, c := range s {
		switch {
		case c >= 0x202A && c <= 0x202B, c >= 0x2066 && c <= 0x2068:
			open = append(open, len(out))
			out = append(out, string(c))
		case c == 0x202C || c == 0x2069:
			if n := len(open); n > 0 && closes(c, out[open[n-1]]) {
				open = open[:n-1]
				out = append(out, string(c))
			} else {
				out = append(out, shownAs(c))
			}
		case hides(c):
			out = append(out, shownAs(c))
		default:
			out = append(out, string(c))
		}
	}
	for _, i := range open {
		out[i] = shownAs([]rune(out[i])[0])
	}
	return strings.Join(out, "")
}

func closes(c rune, opened string) bool {
	o := []rune(opened)[0]
	return c == 0x202C && o <= 0x202B || c == 0x2069 && o >= 0x2066
}

func shownAs(c rune) string { return fmt.Sprintf("⟨U+%04X⟩", c) }

// plainText says whether visible has nothing to look at: quickly, because it is asked of each cell.
func plainText(s string) bool {
	for i := 0; i < len(s); i++ {
		switch b := s[i]; {
		case b < 0x20 && b != '\t' && b != '\n' && b != '\r', b == 0x7F, b == 0xC2, b == 0xE1, b == 0xE2, b == 0xEF, b == 0xF3:
			for _, c := range s[i:] {
				if hides(c) || c >= 0x202A && c <= 0x202C || c >= 0x2066 && c <= 0x2069 {
					return false
				}
			}
			return true
		}
	}
	return true
}

// hides says whether a character hides or turns round others by itself.
func hides(c rune) bool {
	switch {
	case c < 0x20:
		return c != '\t' && c != '\n' && c != '\r'
	case c >= 0x7F && c <= 0x9F, c == 0xAD, c == 0x180E, c == 0x200B, c == 0x202D, c == 0x202E, c >= 0x2060 && c <= 0x2064, c == 0xFEFF, c >= 0xFFF9 && c <= 0xFFFB, c >= 0xE0000 && c <= 0xE007F:
		return true
	}
	return false
}

// unseen says whether a key holds a character that is not seen: then it could pass for another key.
func unseen(s string) bool {
	return strings.Contains(s, "⟨U+") || strings.ContainsFunc(s, func(c rune) bool {
		return hides(c) || c >= 0x200C && c <= 0x200F || c >= 0x202A && c <= 0x202C || c >= 0x2066 && c <= 0x2069
	})
}
