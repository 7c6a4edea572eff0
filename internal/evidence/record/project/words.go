package project

import (
	"slices"
	"strings"
	"unicode/utf8"

	"mithaq/internal/base/fold"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/index"
)

// startLetters is how many letters the keys of word beginnings have.
const startLetters = 2

// wordKeys calls emit for the keys of all that is searched.
func wordKeys(b *record.Bundle, emit func(key string)) {
	eachText(b, func(s string, place bool) {
		fold.Keys(s, func(t string) {
			emit(keyWord + t)
			emit(keyWordStart + start(t))
			if place {
				emit(keyPlace + t)
				emit(keyPlaceStart + start(t))
			}
		}, func(first, second string) { emit(pairKey(first, second)) })
	})
}

// HasWords says whether a search of the place, and one of all that is searched, find an incident (record.Query). It is what the index answers, for a
// bundle that is in none.
func HasWords(b *record.Bundle, place, all *fold.Search) bool {
	return has(b, place, all, true)
}

// has leaves out what is said of the incidents merged into it, unless merged.
func has(b *record.Bundle, place, all *fold.Search, merged bool) bool {
	inPlace, inAll := newSought(place), newSought(all)
	look := func(b *record.Bundle) {
		eachText(b, func(s string, place bool) {
			if place {
				inPlace.in(s)
			}
			inAll.in(s)
		})
	}
	look(b)
	if merged {
		for i := range b.Merged {
			look(&b.Merged[i])
		}
	}
	return inPlace.Empty() && inAll.Empty()
}

// sought is what of a search was not found yet.
type sought struct{ fold.Search }

func newSought(s *fold.Search) sought {
	return sought{fold.Search{Words: slices.Clone(s.Words), Phrases: slices.Clone(s.Phrases)}}
}

func (o *sought) in(s string) {
	if len(o.Words) > 0 {
		fold.Tokens(s, func(token string) {
			o.Words = slices.DeleteFunc(o.Words, func(w fold.Word) bool { return w.Finds(token) })
		})
	}
	o.Phrases = slices.DeleteFunc(o.Phrases, func(phrase []string) bool { return fold.Holds(s, phrase) })
}

// eachText calls text for everything of an incident itself that is searched, and says what of it is a name of the place. Who gave an account or took a
// decision, and what is kept apart of persons, is not searched.
func eachText(b *record.Bundle, text func(s string, place bool)) {
	some := func(words record.Text) {
		for _, s := range words {
			text(s, false)
		}
	}
	i := &b.Incident
	text(i.ID, false)
	some(i.Title)
	for _, name := range i.Place.Name {
		text(name, true)
	}
	for _, zone := range i.Place.Zones {
		text(zone, true)
	}
	for j := range i.Roles {
		for _, word := range i.Roles[j].Words {
			text(word, false)
		}
	}
	some(i.Verbatim)
	text(i.Note, false)
	for j := range b.Accounts {
		a := &b.Accounts[j]
		some(a.Says)
		text(a.Words, false)
		for k := range a.Translations {
			text(a.Translations[k].Text, false)
		}
		text(a.Note, false)
		text(host(a.URL), false)
	}
	for j := range b.Assessments {
		text(b.Assessments[j].Verbatim, false)
		text(b.Assessments[j].Why, false)
	}
	for j := range b.Denials {
		some(b.Denials[j].Says)
	}
	for j := range b.Reviews {
		for k := range b.Reviews[j].Put {
			some(b.Reviews[j].Put[k].Answer)
		}
	}
	for j := range b.Dissents {
		some(b.Dissents[j].Says)
	}
}

// pairs is how many sets the pairs of words are thrown into. More make fewer incidents that have to be read because one of their other pairs
// fell into the set of one that is sought, and take more room.
const pairs = 1 << 12

// pairKeys are the keys of the sets, each with two bytes of six bits.
var pairKeys = func() (keys [pairs]string) {
	for n := range keys {
		keys[n] = keyPair + string([]byte{byte(n >> 6), byte(n & 0x3f)})
	}
	return keys
}()

// pairKey gives the key of the set of a pair: by FNV-1a of the two words with a zero byte between them.
func pairKey(first, second string) string {
	const offset, prime = 14695981039346656037, 1099511628211
	h := uint64(offset)
	for i := range len(first) {
		h = (h ^ uint64(first[i])) * prime
	}
	h *= prime
	for i := range len(second) {
		h = (h ^ uint64(second[i])) * prime
	}
	return pairKeys[(h^h>>32)%pairs]
}

// start gives the first letters of a word.
func start(word string) string {
	n := 0
	for i := range word {
		if n == startLetters {
			return word[:i]
		}
		n++
	}
	return word
}

// host gives the name of the site of an address.
func host(address string) string {
	_, rest, ok := strings.Cut(address, "://")
	if !ok {
		return ""
	}
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		rest = rest[:end]
	}
	return strings.TrimPrefix(rest[strings.LastIndexByte(rest, '@')+1:], "www.")
}

// searchRuns gives for each word of a search the keys of which an incident must have one, among all that is searched or in places alone; and for each two
// words of a phrase the set of their pair.
func searchRuns(s *fold.Search, whole, starts string) (all [][]index.Run) {
	for i := range s.Words {
		all = append(all, wordRuns(&s.Words[i], whole, starts))
	}
	for _, phrase := range s.Phrases {
		for i, word := range phrase {
			if i > 0 {
				all = append(all, []index.Run{index.Exactly(pairKey(fold.Core(phrase[i-1]), fold.Core(word)))})
			}
			all = append(all, []index.Run{index.Exactly(whole + word)})
		}
	}
	return all
}

// wordRuns gives the keys of the tokens that a word finds.
func wordRuns(w *fold.Word, whole, starts string) []index.Run {
	if w.Whole {
		return []index.Run{index.Exactly(whole + w.Text)}
	}
	if w.Stem != "" {
		stem := index.Beginning(whole + w.Stem)
		stem.Only = func(key string) bool { return w.Finds(key[len(whole):]) }
		return []index.Run{stem}
	}
	runs := []index.Run{beginning(w.Text, whole, starts)}
	for _, bare := range w.Bare {
		runs = append(runs, index.Exactly(whole+bare))
	}
	return runs
}

// beginning gives the run of keys of the words that begin with one.
func beginning(word, whole, starts string) index.Run {
	switch n := utf8.RuneCountInString(word); {
	case n < startLetters:
		return index.Beginning(starts + word)
	case n == startLetters:
		return index.Exactly(starts + word)
	}
	return index.Beginning(whole + word)
}
