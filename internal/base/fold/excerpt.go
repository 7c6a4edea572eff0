package fold

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Excerpt gives the part of s in which most of the words are that a search looks for (Search.All), on one line, of about so many letters, cut
// between words, with … where something is left out; and how many of them it has. None: "" and 0.
func Excerpt(s string, sought []Word, letters int) (part string, n int) {
	marks := foundIn(s, sought)
	from, to := 0, 0
	for i := range marks {
		words, end := map[int]bool{}, 0
		for _, m := range marks[i:] {
			if end != 0 && utf8.RuneCountInString(s[marks[i].from:m.to]) > letters {
				break
			}
			words[m.word], end = true, m.to
		}
		if len(words) > n {
			n, from, to = len(words), marks[i].from, end
		}
	}
	if n == 0 {
		return "", 0
	}
	if utf8.RuneCountInString(s) <= letters {
		from, to = 0, len(s)
	}
	from = back(s, from, (letters-utf8.RuneCountInString(s[from:to]))/3)
	to = forth(s, to, letters-utf8.RuneCountInString(s[from:to]))
	part = strings.Join(strings.Fields(s[from:to]), " ")
	if strings.TrimSpace(s[:from]) != "" {
		part = "…" + part
	}
	if strings.TrimSpace(s[to:]) != "" {
		part += "…"
	}
	return part, n
}

// mark is where a word of a text is, from byte to byte, by which one of the words sought finds it.
type mark struct{ from, to, word int }

func foundIn(s string, sought []Word) (marks []mark) {
	for from := 0; from < len(s); {
		r, n := utf8.DecodeRuneInString(s[from:])
		if !ofWord(r) {
			from += n
			continue
		}
		to := from + n
		for !alone(r) && to < len(s) {
			next, n := utf8.DecodeRuneInString(s[to:])
			if !ofWord(next) || alone(next) {
				break
			}
			to += n
		}
		Tokens(s[from:to], func(t string) {
			for i := range sought {
				if sought[i].Finds(t) && !slices.Contains(marks, mark{from, to, i}) {
					marks = append(marks, mark{from, to, i})
				}
			}
		})
		from = to
	}
	return marks
}

// ofWord says that a rune of any text is part of a word, be it seen or not.
func ofWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune("'`’‘‛ʼ", r)
}

// back goes up to some letters to the left, to where a word begins.
func back(s string, from, letters int) int {
	best := from
	for at := from; at > 0 && letters > 0; letters-- {
		r, n := utf8.DecodeLastRuneInString(s[:at])
		if unicode.IsSpace(r) {
			best = at
		}
		if at -= n; at == 0 {
			return 0
		}
	}
	return best
}

// forth goes up to some letters to the right, to where a word ends.
func forth(s string, to, letters int) int {
	best := to
	for at := to; letters > 0; letters-- {
		r, n := utf8.DecodeRuneInString(s[at:])
		if unicode.IsSpace(r) {
			best = at
		}
		if at += n; at >= len(s) {
			return len(s)
		}
	}
	return best
}
