package project

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"mithaq/internal/base/fold"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/index"
)

// The first byte of a key in the index says of what it speaks; what follows is a word, or digits of a number (index.Tree).
const (
	keyStands    = "o" // of every incident that stands
	keyWithdrawn = "x"
	keyWaiting   = "w"
	keyAct       = "a"
	keyPublisher = "p"
	keyGrade     = "g" // "gverified"; "g" alone: no assessment stands
	keyParty     = "d"
	keySource    = "s"
	keyEnterer   = "b" // the actor of the first entry
	keyPublic    = "v" // a publication gives it to everybody
	keyPutTo     = "q" // the party to which a finding on it was put

	// A word has two keys: itself, and its first two letters. So a search for one or two letters need not go through all the words of a language.
	keyWord       = "t"
	keyWordStart  = "T"
	keyPlace      = "n"
	keyPlaceStart = "N"
)

// startLetters is how many letters the keys of word beginnings have.
const startLetters = 2

var (
	byEarliest = index.Tree{Name: 'l', Levels: []int{4, 6, 8}} // yyyymmdd
	byLatest   = index.Tree{Name: 'h', Levels: []int{4, 6, 8}}
	byKilled   = index.Tree{Name: 'k', Levels: []int{17, 19}}
	receivedAt = index.Tree{Name: 'e', Levels: []int{4, 6, 9, 11}} // seconds since 1970; the first level is 116 days
)

// KeysOf calls emit for each key that an incident has in the index, but for when it was received and from whom, which never changes. A key may come
// more than once.
func KeysOf(b *record.Bundle, emit func(key string)) {
	c := ColumnsOf(b)
	switch StateOf(b) {
	case Stands:
		emit(keyStands)
	case Withdrawn:
		emit(keyWithdrawn)
	case Merged: // it is found by those of the one that stands for it
		return
	}
	if c.Waiting {
		emit(keyWaiting)
	}
	emit(keyAct + b.Incident.Act)
	emit(keyPublisher + b.Incident.Publisher)
	emit(gradeKey(c.Grade))
	for _, party := range c.Parties {
		emit(keyParty + party)
	}
	for _, source := range c.Sources {
		emit(keySource + source)
	}
	if c.Public {
		emit(keyPublic)
	}
	for _, party := range c.PutTo {
		emit(keyPutTo + party)
	}
	byEarliest.Keys(c.Lo, emit)
	byLatest.Keys(c.Hi, emit)
	byKilled.Keys(c.Killed.Lo, emit)
	wordKeys(b, emit)
	for i := range b.Merged {
		wordKeys(&b.Merged[i], emit)
	}
}

func gradeKey(column int) string { return keyGrade + gradeWord(strconv.Itoa(column)) }

// wordKeys calls emit for the keys of all that is searched.
func wordKeys(b *record.Bundle, emit func(key string)) {
	eachWord(b, func(t string) {
		emit(keyPlace + t)
		emit(keyPlaceStart + start(t))
	}, func(t string) {
		emit(keyWord + t)
		emit(keyWordStart + start(t))
	})
}

// HasWords says whether a search for words of the place, and one for words of all that is searched, find an incident (record.Query). It is what the
// index answers, for a bundle that is in none. Both lists are as fold.Sought gives them.
func HasWords(b *record.Bundle, place, all []string) bool {
	if len(place) == 0 && len(all) == 0 {
		return true
	}
	missing := func(words []string) (see func(token string), none func() bool) {
		words = slices.Clone(words)
		return func(token string) {
			words = slices.DeleteFunc(words, func(w string) bool { return strings.HasPrefix(token, w) })
		}, func() bool { return len(words) == 0 }
	}
	seePlace, wholePlace := missing(place)
	seeAll, whole := missing(all)
	eachWord(b, seePlace, seeAll)
	return wholePlace() && whole()
}

// eachWord calls all for each token of what is searched, and place for those of the place. Who gave an account, and what is kept apart of
// persons, is not searched.
func eachWord(b *record.Bundle, place, all func(token string)) {
	text := func(s string) { fold.Tokens(s, all) }
	where := func(s string) {
		fold.Tokens(s, func(t string) {
			place(t)
			all(t)
		})
	}
	i := &b.Incident
	text(i.ID)
	for _, title := range i.Title {
		text(title)
	}
	for _, name := range i.Place.Name {
		where(name)
	}
	for _, zone := range i.Place.Zones {
		where(zone)
	}
	for j := range i.Roles {
		for _, word := range i.Roles[j].Words {
			text(word)
		}
	}
	text(i.Note)
	for j := range b.Accounts {
		a := &b.Accounts[j]
		for _, says := range a.Says {
			text(says)
		}
		text(a.Words)
		for k := range a.Translations {
			text(a.Translations[k].Text)
		}
		text(a.Note)
		text(host(a.URL))
	}
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

// beginning gives the run of keys of the words that begin with one, among all that is searched or in places alone.
func beginning(word, whole, starts string) index.Run {
	switch n := utf8.RuneCountInString(word); {
	case n < startLetters:
		return index.Beginning(starts + word)
	case n == startLetters:
		return index.Exactly(starts + word)
	}
	return index.Beginning(whole + word)
}
