package syntax

import (
	"strings"
	"unicode"

	"mithaq/internal/base/diag"
)

// is says whether the word may be the keyword. Which one it is, where it may be several, its place in the grammar decides.
func (t *Token) is(k Keyword) bool {
	return t.Key == k || k >= placed && t.also&(1<<(k-placed)) != 0
}

// keywords finds the keywords among the tokens: the table is that of the first line that begins with a word of the language, and what
// several words spell together becomes one token.
func (s *scanner) keywords() {
	if s.bare {
		return
	}
	if s.table == nil {
		table, at := tongue(s.tokens)
		if s.table = table; at >= 0 {
			decided := s.tokens[at]
			s.decided = &decided
		}
	}
	table := s.table // that of the words being read; another than the file's where the text goes over into another language
	line := false    // the other table holds for this statement only
	out := s.tokens[:0]
	for i := 0; i < len(s.tokens); {
		t := s.tokens[i]
		if t.Kind != Word {
			if table != s.table && line && t.Line && s.tokens[min(i+1, len(s.tokens)-1)].sign() == ":" {
				table, line = s.table, false
			}
			out = append(out, t)
			i++
			continue
		}
		if t.Line && (s.table.opener(s.tokens, i) || line && s.tokens[i+1].sign() == ":") {
			table, line = s.table, false
		}
		if table == s.table {
			if other, norm := s.foreign(i); other != nil {
				table, line = other, norm
			}
		}
		n := table.take(s.tokens, i, s.text, func(t Token) { out = append(out, t) })
		if n == 0 {
			m := table.index[keyForm(t.Text)]
			if m.key == NoKeyword {
				m = s.table.index[keyForm(t.Text)]
			}
			t.Key, t.also = m.key, m.also
			out = append(out, t)
			n = 1
		}
		i += n
	}
	s.tokens = out
}

// take reads the longest spelling of several words that stands at i, and says how many tokens it takes.
func (t *Table) take(tokens []Token, i int, text string, give func(Token)) int {
	for _, s := range t.begun[keyForm(tokens[i].Text)] {
		if !s.stands(tokens, i) {
			continue
		}
		at := i
		for k, part := range s.parts {
			last := &tokens[at+part-1]
			one := tokens[at]
			one.Text, one.Key, one.also = text[one.Offset:last.End()], s.means[k].key, s.means[k].also
			one.several = part > 1
			for j := at; j < at+part; j++ {
				one.Faulty = one.Faulty || tokens[j].Faulty
			}
			give(one)
			at += part
		}
		return len(s.words)
	}
	return 0
}

// stands says whether the words stand at i; between those of one keyword there is nothing but white space.
func (s *spelled) stands(tokens []Token, i int) bool {
	part, left := 0, s.parts[0]
	for j, word := range s.words {
		if i+j >= len(tokens) || tokens[i+j].Kind != Word || keyForm(tokens[i+j].Text) != word {
			return false
		}
		if left == 0 {
			part++
			left = s.parts[part]
		} else if j > 0 && strings.TrimFunc(tokens[i+j].Before, unicode.IsSpace) != "" {
			return false
		}
		left--
	}
	return true
}

// meaning gives what the word at i may be, alone or with those behind it.
func (t *Table) meaning(tokens []Token, i int) meaning {
	for _, s := range t.begun[keyForm(tokens[i].Text)] {
		if s.stands(tokens, i) {
			return s.means[0]
		}
	}
	return t.index[keyForm(tokens[i].Text)]
}

// opener says whether a statement, a line of a head or of a term begins with the word at i.
func (t *Table) opener(tokens []Token, i int) bool {
	k := t.meaning(tokens, i).key
	return k >= kwVocabulary && k <= kwReading
}

// tongue finds the table of a text, and the token that decides it (-1: none does): the first line that begins with a word of the language.
// Where there is no such line, the letters of its first word tell.
func tongue(tokens []Token) (*Table, int) {
	var letters *Table
	for i := range tokens {
		t := &tokens[i]
		if t.Kind != Word {
			continue
		}
		if letters == nil {
			letters = TableOf(scriptOf(t.Text))
		}
		if t.Line {
			for _, table := range Tables {
				if table.opener(tokens, i) {
					return table, i
				}
			}
		}
	}
	if letters == nil {
		letters = English
	}
	return letters, -1
}

// scriptOf gives the language of a text by most of its letters: Arabic, Cyrillic, or any other as English.
func scriptOf(text string) string {
	arabic, cyrillic, other := 0, 0, 0
	for _, r := range text {
		switch {
		case r < 0x80 && (r|0x20 < 'a' || r|0x20 > 'z') || !unicode.IsLetter(r):
		case unicode.Is(unicode.Arabic, r):
			arabic++
		case unicode.Is(unicode.Cyrillic, r):
			cyrillic++
		default:
			other++
		}
	}
	switch {
	case arabic > max(cyrillic, other):
		return "ar"
	case cyrillic > max(arabic, other):
		return "ru"
	}
	return "en"
}

// foreign says whether the text goes over into another language at the word at i, with a remark: a line that begins with a word of that
// language, or (norm) a word of it that says how a norm binds.
func (s *scanner) foreign(i int) (table *Table, norm bool) {
	t := &s.tokens[i]
	if s.table.meaning(s.tokens, i).key != NoKeyword {
		return nil, false
	}
	for _, other := range Tables {
		if other == s.table {
			continue
		}
		m := other.meaning(s.tokens, i)
		next := &s.tokens[i+1]
		switch {
		case t.Line && other.opener(s.tokens, i) && !next.Line && (next.Kind == Word || next.Kind == Label || next.Kind == Number || next.Kind == String || next.Kind == Date):
		case next.Kind == Word && binding(m.key) && s.unbound(i):
			norm = true
		default:
			continue
		}
		s.mixed(t, m.key, other)
		return other, norm
	}
	return nil, false
}

func binding(k Keyword) bool { return k == kwMust || k == kwMay || k == kwAims || k == kwCan }

// unbound says whether the word at i stands in a norm, before its act, and no word of the text's own language says how the norm binds.
func (s *scanner) unbound(i int) bool {
	const longest = 40 // words between a label and its act
	first := i - 1
	for first > 0 && first > i-longest && !(s.tokens[first].sign() == ":" && s.tokens[first-1].Line) {
		first--
	}
	if first <= 0 || s.tokens[first].sign() != ":" {
		return false
	}
	depth := 0
	for j := first + 1; j < len(s.tokens) && j < i+longest; j++ {
		t := &s.tokens[j]
		switch t.sign() {
		case "(":
			if j > i {
				return true
			}
			depth++
		case ")":
			depth--
		}
		if j == i && depth > 0 {
			return false
		}
		if _, deontic := s.table.deontic[keyForm(t.Text)]; t.Kind == Word && (deontic || binding(s.table.meaning(s.tokens, j).key)) {
			return false
		}
	}
	return true
}

// mixed remarks that a text goes over into another language.
func (s *scanner) mixed(t *Token, k Keyword, other *Table) {
	s.report(codeTongue, diag.Error, t.Offset, t.End(), "word", t.Text, "lang", other.Lang, "own", s.table.Lang, "want", s.table.Spell(k))
	remark := &s.diags[len(s.diags)-1]
	remark.Fixes = []diag.Fix{{Key: "whole"}}
	if d := s.decided; d != nil {
		remark.Related = []diag.Related{{Key: "tongue", Span: s.span(d.Offset, d.End())}}
	}
}
