package fold

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// longest is how many letters of a word count: what is longer is an address or no word at all.
	longest = 40
	// shortest is how many letters are left of a word that is taken apart: fewer are no word, as in باب or الله.
	shortest = 3
)

// before is what Arabic writes together with the word after it, in the order in which it stands there: and; in, like, for; the article, also
// with the for before it.
var before = [...][]string{{"و", "ف"}, {"ب", "ك", "ل"}, {"ال", "لل"}}

// Tokens calls emit for everything by which a search finds s: each of its words, folded; the part of a word after an apostrophe; an Arabic
// word also without what is written together with it, so that حلب finds بحلب, والحلب and للحلب. A token may come more than once.
//
// Words are runs of letters, digits and marks. Signs of scripts that are written without spaces (Han, kana) are words of one letter each.
func Tokens(s string, emit func(token string)) {
	for word := range words(Text(s)) {
		tokens(word, emit)
	}
}

// Keys calls token as Tokens does, and pair for each two words of s of which one stands right after the other, by the cores of their tokens: whoever looks
// for the cores of each two words of a phrase finds all texts that hold it (Holds), and some more. Both may come more than once.
func Keys(s string, token func(t string), pair func(first, second string)) {
	var before, now []string // the cores of the word before, and of this one
	take := func(t string) {
		token(t)
		if core := Core(t); !slices.Contains(now, core) {
			now = append(now, core)
		}
	}
	for word := range words(Text(s)) {
		now = now[:0]
		tokens(word, take)
		for _, first := range before {
			for _, second := range now {
				pair(first, second)
			}
		}
		before, now = now, before
	}
}

// tokens calls emit for the tokens of one word.
func tokens(word string, emit func(token string)) {
	emit(whole(word))
	for rest := word; ; {
		_, after, found := strings.Cut(rest, "'")
		if !found {
			break
		}
		if enough(after) {
			emit(whole(after))
		}
		rest = after
	}
	if arabic(word) {
		bare(whole(word), 0, emit)
	}
}

// arabic says that a word begins with a letter of the Arabic block.
func arabic(word string) bool { return word[0] >= 0xd8 && word[0] <= 0xdb }

// bare calls emit for what is left of an Arabic word when what stands before it is taken away, from one place in the order on.
func bare(word string, from int, emit func(string)) {
	for i := from; i < len(before); i++ {
		for _, short := range before[i] {
			if rest, ok := strings.CutPrefix(word, short); ok && enough(rest) {
				emit(rest)
				bare(rest, i+1, emit)
			}
		}
	}
}

func enough(rest string) bool { return utf8.RuneCountInString(rest) >= shortest }

// whole gives a word as it is looked for: without the apostrophes in it, and no longer than counts.
func whole(word string) string {
	word = strings.ReplaceAll(word, "'", "")
	if len(word) <= longest {
		return word
	}
	n := 0
	for i := range word {
		if n == longest {
			return word[:i]
		}
		n++
	}
	return word
}

// words walks through the words of a folded text; apostrophes inside a word are left in it.
func words(folded string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for rest := folded; ; {
			start := strings.IndexFunc(rest, letter)
			if start < 0 {
				return
			}
			rest = rest[start:]
			n := lengthOfWord(rest)
			if !yield(rest[:n]) {
				return
			}
			rest = rest[n:]
		}
	}
}

// lengthOfWord gives how many bytes the word is long that s begins with.
func lengthOfWord(s string) int {
	end := 0
	for end < len(s) {
		r, n := utf8.DecodeRuneInString(s[end:])
		switch {
		case alone(r):
			if end == 0 {
				return n
			}
			return end
		case r == '\'':
			if after, _ := utf8.DecodeRuneInString(s[end+n:]); !unicode.IsLetter(after) || alone(after) {
				return end
			}
		case !letter(r):
			return end
		}
		end += n
	}
	return end
}

// letter says that a rune of a folded text is part of a word.
func letter(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// alone says that a sign is a word by itself.
func alone(r rune) bool {
	return r >= 0x2e80 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}
