package syntax

import (
	"slices"
	"strconv"
	"strings"
)

// In gives the text with its keywords in another language. Names, texts, numbers and comments stay; the comma and the percent sign are those
// of the language. The spelling is the canonical one, in the plural where the text has one, units of time by their number.
func (f *File) In(t *Table) string {
	var b strings.Builder
	b.Grow(len(f.Source.Text) * 2)
	arabic := (f.Table.Lang == "ar") != (t.Lang == "ar")
	for i := 0; i < len(f.Tokens); {
		n := 0
		for f.Tokens[i+n].keyword() != NoKeyword {
			n++
		}
		for j, word := range f.wordsIn(t, i, n) {
			b.WriteString(f.Tokens[i+j].Before)
			b.WriteString(word)
		}
		if i += n; n > 0 {
			continue
		}
		b.WriteString(f.Tokens[i].Before)
		if sign, ok := turned[f.Tokens[i].Text]; ok && arabic && f.Tokens[i].Kind == Punct {
			b.WriteString(sign)
		} else {
			b.WriteString(f.Tokens[i].Text)
		}
		i++
	}
	return b.String()
}

// turned are the signs that Arabic writes otherwise, both ways: so a text that mixes them comes back as it was.
var turned = map[string]string{",": "،", "،": ",", "%": "٪", "٪": "%"}

// keyword gives the keyword as which the token was read; none for a name.
func (t *Token) keyword() Keyword {
	switch {
	case t.Kind != Word:
		return NoKeyword
	case t.used != NoKeyword:
		return t.used
	case t.named:
		return NoKeyword
	}
	return t.Key
}

// wordsIn gives the words of n keywords that follow one another from token first on.
func (f *File) wordsIn(t *Table, first, n int) []string {
	list := make([]Keyword, n)
	for i := range list {
		list[i] = f.Tokens[first+i].keyword()
	}
	words := t.spell(list, func(i int) bool { return f.plural(first + i) })
	for i, k := range list {
		if _, unit := t.units.plain[k]; unit {
			words[i] = f.unitIn(t, first+i)
		} else if agree := t.units.agree[k]; agree != nil {
			words[i] = agree(f.measured(first + i + 1))
		}
	}
	return words
}

// plural says whether the keyword at i is said of several: where its language has a form for that, the form tells.
func (f *File) plural(i int) bool {
	tok := &f.Tokens[i]
	for _, s := range f.Table.Words[tok.keyword()] {
		if f.Table.marked[keyForm(s)] {
			return f.Table.marked[tok.spelling()]
		}
	}
	return tok.many
}

// measured gives the unit of what an "every" or "any" stands before, and whether a number stands between them.
func (f *File) measured(i int) (unit Keyword, number bool) {
	if f.Tokens[i].Kind == Number {
		return f.Tokens[i+1].keyword(), true
	}
	return f.Tokens[i].keyword(), false
}

// unitIn gives the unit at i in the form that its number asks for. Where the text has a form that is wrong for its number, it gets one that
// is wrong too: nothing is mended in passing.
func (f *File) unitIn(t *Table, i int) string {
	k, n, governed := f.Tokens[i].keyword(), 1, false
	if number := &f.Tokens[i-1]; number.Kind == Number {
		n, _ = strconv.Atoi(fold(number.Text))
		governed = slices.Contains(governing, f.Tokens[i-2].keyword())
	}
	right := t.units.right(k, n)
	if !slices.ContainsFunc(f.Table.units.right(k, n), func(s string) bool { return keyForm(s) == f.Tokens[i].spelling() }) {
		for _, s := range t.Words[k] {
			if !slices.Contains(right, s) {
				return s
			}
		}
	}
	if governed {
		return right[len(right)-1]
	}
	return right[0]
}

// governing are the words behind which a period stands in the genitive, where the language has one.
var governing = []Keyword{kwWithin, kwWith, kwLast, kwBy, kwBefore}

// right gives the forms of a unit that fit a number: the plain one, and last the governed one.
func (u *unitForms) right(k Keyword, n int) []string {
	forms := []string{u.plain[k][u.plural(n)]}
	if g := u.governed[k]; g != nil {
		forms = append(forms, g[u.plural(n)])
	}
	return forms
}
