// Package wording turns codes and arguments into sentences, in the reader's language.
//
// Everything below the front speaks in codes; every word that a reader sees
// about a status, a reason, a norm or a remark is made here, from the
// catalogues in catalog/{en,ar,ru}/*.txt. All files of a language are merged.
//
// A catalogue line is
//
//	key = text with {arg}
//
// Lines that begin with # are comments. A sentence with a number has a variant
// for each plural form of its language, "key#one", "key#other", ...; {n} stands
// for the number. Fixed words are always *reasons*, *status*, *on this record*.
//
// Names and titles that are put into a sentence are isolated with FSI and PDI
// (Unicode Standard Annex 9) where their direction may differ from the
// sentence's. Markup turns these into <bdi>; Bare leaves them out.
package wording

import (
	"fmt"
	"slices"
	"strings"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/locale"
)

// Phrase is text made by this package: put into another sentence it is neither formatted nor isolated.
type Phrase string

// Words makes sentences in one language. A Words is never changed after it is made and may be shared.
type Words struct {
	lang  locale.Lang
	texts map[string]string
	bare  bool
	terms *syntax.Table // the keywords of the text that is spoken of, where they are not English; nil: they are
}

// For gives the words of a language.
func For(lang locale.Lang) *Words {
	return &Words{lang: lang, texts: catalogues()[string(lang)]}
}

// Bare gives the same words without marks of isolation, for text that another program reads.
func (w *Words) Bare() *Words {
	return &Words{lang: w.lang, texts: w.texts, bare: true, terms: w.terms}
}

// Variant is what tells words of a language apart: what was written with some reads the same written with others of the same language and variant.
type Variant struct {
	bare  bool
	terms *syntax.Table
}

// Variant gives it.
func (w *Words) Variant() Variant { return Variant{w.bare, w.terms} }

// Lang gives the language.
func (w *Words) Lang() locale.Lang { return w.lang }

// Below gives the keys of which this one is the beginning up to a dot, sorted; of plural forms none.
func (w *Words) Below(key string) (keys []string) {
	for k := range w.texts {
		if strings.HasPrefix(k, key+".") && !strings.Contains(k, "#") {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	return keys
}

// Has says whether the catalogue has the key, itself or in some plural form.
func (w *Words) Has(key string) bool {
	if _, ok := w.texts[key]; ok {
		return true
	}
	for _, form := range locale.Categories(w.lang) {
		if _, ok := w.texts[key+"#"+string(form)]; ok {
			return true
		}
	}
	return false
}

// Text gives the sentence of a key. Args are name, value pairs; a value is a Phrase, a string, an int, an int64 or a fmt.Stringer.
// A key that is missing gives the key in brackets, so that a test can find it; an argument that is missing stays in braces.
func (w *Words) Text(key string, args ...any) string {
	text, ok := w.texts[key]
	if !ok {
		return "[" + key + "]"
	}
	return w.fill(text, args)
}

// Plural gives the sentence of a key in the plural form that n asks for. {n} stands for n.
func (w *Words) Plural(key string, n int64, args ...any) string {
	text, ok := w.texts[key+"#"+string(locale.Plural(w.lang, n))]
	if !ok {
		text, ok = w.texts[key+"#other"]
	}
	if !ok {
		return w.Text(key, append([]any{"n", n}, args...)...)
	}
	return w.fill(text, append([]any{"n", n}, args...))
}

// fill puts the arguments into the text.
func (w *Words) fill(text string, args []any) string {
	if w.terms != nil {
		text = spoken(text, w.terms)
	}
	if !strings.Contains(text, "{") {
		return text
	}
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		name, after, ok := strings.Cut(rest, "}")
		if !ok {
			b.WriteString("{" + rest)
			return b.String()
		}
		if value, ok := argument(args, name); ok {
			b.WriteString(w.value(value))
		} else {
			b.WriteString("{" + name + "}")
		}
		text = after
	}
}

// filled says whether every argument of the text is given.
func (w *Words) filled(text string, args []any) bool {
	for {
		_, rest, ok := strings.Cut(text, "{")
		if !ok {
			return true
		}
		name, after, _ := strings.Cut(rest, "}")
		if _, ok := argument(args, name); !ok {
			return false
		}
		text = after
	}
}

// argument finds a value by its name; the first of a name stands.
func argument(args []any, name string) (any, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return args[i+1], true
		}
	}
	return nil, false
}

// value writes one argument.
func (w *Words) value(v any) string {
	switch v := v.(type) {
	case Phrase:
		return string(v)
	case string:
		return w.name(v)
	case int:
		return locale.Number(w.lang, int64(v))
	case int64:
		return locale.Number(w.lang, v)
	case fmt.Stringer:
		return w.name(v.String())
	}
	return w.name(fmt.Sprint(v))
}
