package syntax

import (
	"fmt"
	"slices"
	"strings"
)

// Table gives the keywords of one human language. All tables spell the same grammar: each keyword has its place in the order of the
// English sentence, and a file is read with one table.
//
// A keyword may have several spellings, the canonical one first, and a spelling several words: these are then one token. Where keywords
// that follow one another are said otherwise than one by one, a phrase spells them together, each keyword by its own part: "must not" is
// "не вправе". So each keyword is a token in every language, and a text goes from one into another token by token.
type Table struct {
	Lang    string // "en", "ar", "ru"
	Name    string // of the language, in itself
	Words   [keywords][]string
	phrases []phrase // of several keywords, the canonical one for its keywords first
	units   unitForms
	deontic map[string]ModalityWord // what drafters write for a word that binds, with what is probably meant
	index   map[string]meaning      // of each spelling of one word
	begun   map[string][]spelled    // of spellings of several words and phrases, by their first word, the longest first
	marked  map[string]bool         // spellings in the plural
}

// phrase spells keywords together, each by the word at its place.
type phrase struct {
	keys  []Keyword
	words []string
}

func keys(list ...Keyword) []Keyword { return list }

func words(list ...string) []string { return list }

// unitForms are the forms of the units of time by number: plural gives the place in the list. governed are those behind a word that
// asks for the genitive.
type unitForms struct {
	plural          func(n int) int
	plain, governed map[Keyword][]string
	agree           map[Keyword]func(unit Keyword, number bool) string // words that agree with a unit behind them
}

// meaning says which keywords a word may be.
type meaning struct {
	key  Keyword // the first of them
	also uint32  // those of one place, bit by bit from placed
}

func (m meaning) with(k Keyword) meaning {
	if k >= placed {
		m.also |= 1 << (k - placed)
	}
	if m.key == NoKeyword || k < m.key {
		m.key = k
	}
	return m
}

// spelled is a spelling of several words: of one keyword, of a phrase, or (with no keyword) of what drafters write for a modality.
type spelled struct {
	words []string // folded
	parts []int    // how many of the words each keyword takes
	means []meaning
}

// Tables are those of all languages.
var Tables = []*Table{English, Arabic, Russian}

// TableOf gives the table of a language; nil: there is none.
func TableOf(lang string) *Table {
	for _, t := range Tables {
		if t.Lang == lang {
			return t
		}
	}
	return nil
}

func newTable(lang, name string, list [keywords][]string, phrases []phrase, units unitForms, deontic map[string]ModalityWord) *Table {
	t := &Table{
		Lang: lang, Name: name, Words: list, phrases: phrases, units: units, deontic: map[string]ModalityWord{},
		index: map[string]meaning{}, begun: map[string][]spelled{}, marked: map[string]bool{},
	}
	for k := range units.plain {
		t.Words[k] = []string{units.plain[k][units.plural(5)]} // as in a list of what may stand
		for _, s := range slices.Concat(units.plain[k], units.governed[k]) {
			if !slices.Contains(t.Words[k], s) {
				t.Words[k] = append(t.Words[k], s)
			}
		}
	}
	long := map[string]*spelled{}
	for k := Keyword(1); k < keywords; k++ {
		if len(t.Words[k]) == 0 {
			panic(fmt.Sprintf("%s has no word for keyword %d", lang, k))
		}
		for _, s := range t.Words[k] {
			w := strings.Fields(keyForm(s))
			if len(w) == 1 {
				t.index[w[0]] = t.index[w[0]].with(k)
				continue
			}
			s := strings.Join(w, " ")
			if long[s] == nil {
				long[s] = &spelled{words: w, parts: []int{len(w)}, means: make([]meaning, 1)}
			}
			long[s].means[0] = long[s].means[0].with(k)
		}
	}
	for s, m := range deontic {
		w := strings.Fields(keyForm(s))
		t.deontic[strings.Join(w, " ")] = m
		if len(w) > 1 {
			long[strings.Join(w, " ")] = &spelled{words: w, parts: []int{len(w)}, means: make([]meaning, 1)}
		}
	}
	for _, s := range long {
		t.begun[s.words[0]] = append(t.begun[s.words[0]], *s)
	}
	for _, ph := range phrases {
		s := spelled{}
		for i, part := range ph.words {
			w := strings.Fields(keyForm(part))
			s.words, s.parts, s.means = append(s.words, w...), append(s.parts, len(w)), append(s.means, meaning{}.with(ph.keys[i]))
		}
		t.begun[s.words[0]] = append(t.begun[s.words[0]], s)
	}
	for _, list := range t.begun {
		slices.SortFunc(list, func(a, b spelled) int {
			if len(a.words) != len(b.words) {
				return len(b.words) - len(a.words)
			}
			if len(a.parts) != len(b.parts) {
				return len(b.parts) - len(a.parts) // what is said together goes before what one keyword says
			}
			return strings.Compare(strings.Join(a.words, " "), strings.Join(b.words, " "))
		})
	}
	for _, s := range plurals {
		t.marked[keyForm(s)] = true
	}
	return t
}

// plurals are the spellings that go with several bearers.
var plurals = []string{"aim", "обязаны", "ставят", "уполномочены", "يسعون", "مخولون"}

// keyForm gives a word the form in which keywords are compared: folded, without the vowel marks and the tatweel of Arabic, its alefs
// without hamza, alef maqsura as yeh, and Russian yo as ye.
func keyForm(word string) string {
	word = fold(word)
	for i := range len(word) {
		if word[i] >= 0x80 {
			return keyLetters(word)
		}
	}
	return word
}

func keyLetters(word string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '\u064b' && r <= '\u065f', r == '\u0670', r == '\u0640':
			return -1
		case r == 'أ', r == 'إ', r == 'آ', r == 'ٱ':
			return 'ا'
		case r == 'ى':
			return 'ي'
		case r == 'ё':
			return 'е'
		}
		return r
	}, word)
}

// Spell gives the canonical spelling of keywords that follow one another, with spaces between them.
func (t *Table) Spell(ks ...Keyword) string {
	return strings.Join(t.spell(ks, func(int) bool { return false }), " ")
}

// spell gives the words of keywords that follow one another; many says which of them should be in the plural.
func (t *Table) spell(ks []Keyword, many func(int) bool) []string {
	var list []string
	for len(ks) > len(list) {
		at := len(list)
		ph := t.together(ks[at:], many(at))
		if ph == nil {
			ph = []string{t.single(ks[at], many(at))}
		}
		list = append(list, ph...)
	}
	return list
}

// together gives the longest phrase for the first of these keywords; nil: each is said alone.
func (t *Table) together(ks []Keyword, many bool) []string {
	var best []string
	fits := false
	for _, ph := range t.phrases {
		if len(ph.keys) > len(ks) || !slices.Equal(ph.keys, ks[:len(ph.keys)]) || len(ph.keys) < len(best) {
			continue
		}
		right := t.marked[keyForm(ph.words[0])] == many
		if len(ph.keys) > len(best) || right && !fits {
			best, fits = ph.words, right
		}
	}
	return best
}

// single gives the word of one keyword.
func (t *Table) single(k Keyword, many bool) string {
	for _, s := range t.Words[k] {
		if t.marked[keyForm(s)] == many {
			return s
		}
	}
	return t.Words[k][0]
}

// Keyword gives the keyword of a spelling of one word; NoKeyword for any other word.
func (t *Table) Keyword(word string) Keyword { return t.index[keyForm(word)].key }

// Translate gives a phrase of English keywords as this table spells them; words that are no keywords stay.
func (t *Table) Translate(english string) string {
	var out []string
	var run []Keyword
	flush := func() {
		out = append(out, t.spell(run, func(int) bool { return false })...)
		run = nil
	}
	for _, w := range strings.Fields(english) {
		bare, comma := strings.CutSuffix(w, ",")
		k := English.Keyword(bare)
		if k == NoKeyword {
			flush()
			out = append(out, w)
			continue
		}
		if k == kwOf && len(run) > 0 { // "30 days of start": a word of its own in some languages
			if _, unit := units[run[len(run)-1]]; unit {
				k = kwOfTime
			}
		}
		if run = append(run, k); comma {
			flush()
			if t.Lang == "ar" {
				out[len(out)-1] += "،"
			} else {
				out[len(out)-1] += ","
			}
		}
	}
	flush()
	return strings.Join(out, " ")
}

// Modality gives the word of a modality.
func (t *Table) Modality(m ModalityWord) string {
	return t.Spell([...][]Keyword{{kwMust}, {kwMust, kwNot}, {kwMay}, {kwAims, kwTo}, {kwCan}}[m]...)
}

// Type gives the word of a type of role; "" for a kind, which has a name.
func (t *Table) Type(w TypeWord) string {
	for k, x := range types {
		if x == w {
			return t.Spell(k)
		}
	}
	return ""
}

// Types lists the words of all types of roles.
func (t *Table) Types() []string {
	var list []string
	for w := TypeParty; w <= TypeText; w++ {
		list = append(list, t.Type(w))
	}
	return list
}
