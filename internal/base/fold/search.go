package fold

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Search is what a search asks of some texts: all its words and all its phrases. The zero one asks nothing.
type Search struct {
	Words   []Word
	Phrases [][]string // of two words or more, as Holds looks for them
}

// Word is a word that is looked for.
type Word struct {
	Text  string   // a token begins with it
	Whole bool     // it stood in quotation marks: a token is it
	Bare  []string // Arabic: what may be left of it without what is written together with it; a token is one of them
	Stem  string   // Russian: it without its ending; a token is that with an ending, or without; "": it has none
}

// longestPhrase is how many words of a phrase count.
const longestPhrase = 60

// Sought reads a search: words, and phrases in quotation marks of any form. A mark that is not closed is none. Each word comes once, in the order
// of the words. The Arabic article is left out: الغوطة and غوطة look for the same.
//
// Outside quotation marks a word also finds other forms of itself: بحلب and للمدرسة find حلب and مدرسة, Дамаске finds Дамаск.
func Sought(s string) Search {
	var out Search
	parts := strings.Split(Text(s), `"`)
	for i, part := range parts {
		if i%2 == 0 || i == len(parts)-1 {
			for word := range words(part) {
				out.add(loose(whole(word)))
			}
			continue
		}
		var phrase []string
		for word := range words(part) {
			if len(phrase) < longestPhrase {
				phrase = append(phrase, unarticled(whole(word)))
			}
		}
		switch {
		case len(phrase) == 1:
			out.add(Word{Text: phrase[0], Whole: true})
		case len(phrase) > 1 && !slices.ContainsFunc(out.Phrases, func(p []string) bool { return slices.Equal(p, phrase) }):
			out.Phrases = append(out.Phrases, phrase)
		}
	}
	return out
}

func (s *Search) add(w Word) {
	if !slices.ContainsFunc(s.Words, func(o Word) bool { return o.Text == w.Text && o.Whole == w.Whole }) {
		s.Words = append(s.Words, w)
	}
}

// Empty says that it asks nothing.
func (s *Search) Empty() bool { return len(s.Words)+len(s.Phrases) == 0 }

// All gives the words, and those of the phrases, each once.
func (s *Search) All() []Word {
	all := Search{Words: slices.Clone(s.Words)}
	for _, phrase := range s.Phrases {
		for _, word := range phrase {
			all.add(Word{Text: word, Whole: true})
		}
	}
	return all.Words
}

// Finds says whether a token is one that the word looks for.
func (w *Word) Finds(token string) bool {
	switch {
	case w.Whole:
		return token == w.Text
	case strings.HasPrefix(token, w.Text), slices.Contains(w.Bare, token):
		return true
	case w.Stem == "":
		return false
	}
	ending, of := strings.CutPrefix(token, w.Stem)
	return of && (ending == "" || slices.Contains(endings[:], ending))
}

// Holds says whether a phrase stands in a text: words one right after another, of each of which a token is the phrase's. What stands between
// words (a comma, a hyphen, the end of a sentence) does not count.
func Holds(s string, phrase []string) bool {
	begun := uint64(1) // bit i: the last words were the first i of the phrase
	for word := range words(Text(s)) {
		next := uint64(1)
		tokens(word, func(token string) {
			for i, want := range phrase {
				if begun>>i&1 == 1 && token == want {
					next |= 2 << i
				}
			}
		})
		if begun = next; begun>>len(phrase)&1 == 1 {
			return true
		}
	}
	return false
}

// Core gives what all tokens of an Arabic word have in common: the word without anything that may be written together with it, as often as it stands
// there. Any other token is its own.
func Core(token string) string {
	if !arabic(token) {
		return token
	}
	for {
		rest := token
		if r, n := utf8.DecodeRuneInString(token); strings.ContainsRune("وفبكل", r) {
			rest = token[n:]
		} else if cut, article := strings.CutPrefix(token, "ال"); article {
			rest = cut
		}
		if rest == token || !enough(rest) {
			return token
		}
		token = rest
	}
}

// unarticled takes the Arabic article off a word.
func unarticled(word string) string {
	if rest, ok := strings.CutPrefix(word, "ال"); ok && enough(rest) {
		return rest
	}
	return word
}

// loose gives a word with its other forms.
func loose(word string) Word {
	w := Word{Text: unarticled(word)}
	switch {
	case arabic(word):
		w.Bare = bares(word)
	case word[0] == 0xd0 || word[0] == 0xd1: // the Cyrillic block in UTF-8
		w.Stem = stem(word)
	}
	return w
}

// bares gives what may be left of an Arabic word of a search, but for the article alone. like (ك) is not taken off where no article follows: of the words of places that
// begin with it none was meant so (docs/decisions/0016).
func bares(word string) (out []string) {
	bare(word, 0, func(rest string) {
		if before := word[:len(word)-len(rest)]; before != "ال" && before != "ك" && before != "وك" && before != "فك" && !slices.Contains(out, rest) {
			out = append(out, rest)
		}
	})
	return out
}

// endings are those of Russian nouns and adjectives, the longer ones first.
var endings = [...]string{
	"ями", "ами", "ого", "его", "ому", "ему", "ыми", "ими", "ией",
	"ая", "яя", "ое", "ее", "ой", "ей", "ый", "ий", "ую", "юю", "ые", "ие", "ых", "их", "ым", "им", "ом", "ем", "ам", "ям", "ах", "ях", "ов", "ев", "ью",
	"а", "я", "о", "е", "ы", "и", "у", "ю", "ь",
}

// leastStem is how many letters a stem has: shorter ones are the beginning of too many words.
const leastStem = 4

// stem gives a Russian word without its ending; "": it has none.
func stem(word string) string {
	for _, ending := range endings {
		if rest, ok := strings.CutSuffix(word, ending); ok {
			if utf8.RuneCountInString(rest) >= leastStem {
				return rest
			}
		}
	}
	return ""
}
