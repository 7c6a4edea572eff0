package project

import (
	"strconv"

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

	keyPair    = "y" // two words one right after the other: pairKey
	keyMerging = "m" // others were merged into it, and are found with it
)

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
	if len(b.Merged) > 0 {
		emit(keyMerging)
	}
	for i := range b.Merged {
		wordKeys(&b.Merged[i], emit)
	}
}

func gradeKey(column int) string { return keyGrade + gradeWord(strconv.Itoa(column)) }
