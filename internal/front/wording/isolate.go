package wording

import (
	"html"
	"html/template"
	"strings"
	"unicode"
	"unicode/utf8"

	"mithaq/internal/base/locale"
)

// The marks of isolation (Unicode Standard Annex 9, section 2.4).
const (
	fsi = '\u2068' // first strong isolate
	pdi = '\u2069' // pop directional isolate
)

// name puts foreign text into a sentence: control characters become spaces (a title from a file must not steer a
// terminal), and it is isolated where its direction may differ from the sentence's.
func (w *Words) name(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
	if w.bare || s == "" || !w.mayTurn(s) {
		return s
	}
	return locale.Isolate(s)
}

// Foreign makes text that others wrote (a name, an address, an id) fit to stand beside sentences: without control characters, isolated.
func (w *Words) Foreign(s string) string { return w.name(s) }

// mayTurn says whether text inside a sentence of this language could disturb the order of what stands around it:
// any text in Arabic, else text with a letter that is written from right to left.
func (w *Words) mayTurn(s string) bool {
	if w.lang == locale.Ar {
		return true
	}
	return hasRightToLeft(s)
}

// hasRightToLeft says whether the text has letters or controls that run or turn from right to left.
func hasRightToLeft(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return r >= 0x590 && unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Bidi_Control)
	})
}

// Markup makes HTML of a sentence: escaped, each isolated name in <bdi>, what stands between two backticks of the sentence (something to be typed) as code, which
// runs from left to right. A mark without its partner is dropped.
func Markup(sentence string) template.HTML {
	if plain(sentence) {
		return template.HTML(sentence) // nothing in it means anything to HTML
	}
	var b strings.Builder
	b.Grow(len(sentence) + 32)
	depth, typed, from := 0, false, 0 // what stands from from on is still to be written
	put := func(at, to int, text string) {
		b.WriteString(sentence[from:at])
		b.WriteString(text)
		from = to
	}
	for i, r := range sentence {
		switch r {
		case '`':
			switch {
			case depth == 0 && typed:
				put(i, i+1, "</code>")
				typed = false
			case depth == 0 && strings.Contains(sentence[i+1:], "`"):
				put(i, i+1, `<code dir="ltr">`)
				typed = true
			}
		case fsi:
			put(i, i+utf8.RuneLen(fsi), "<bdi>")
			depth++
		case pdi:
			if depth > 0 {
				put(i, i+utf8.RuneLen(pdi), "</bdi>")
				depth--
			} else {
				put(i, i+utf8.RuneLen(pdi), "")
			}
		case '&', '<', '>', '"', '\'':
			put(i, i+1, html.EscapeString(sentence[i:i+1]))
		case utf8.RuneError:
			_, n := utf8.DecodeRuneInString(sentence[i:])
			put(i, i+n, string(utf8.RuneError))
		}
	}
	put(len(sentence), len(sentence), strings.Repeat("</bdi>", depth))
	if typed {
		b.WriteString("</code>")
	}
	return template.HTML(b.String()) // every rune of the sentence was escaped above
}

// plain says that a sentence is its own markup.
func plain(sentence string) bool {
	ascii := true
	for i := range len(sentence) {
		switch c := sentence[i]; {
		case c == '&', c == '<', c == '>', c == '"', c == '\'', c == '`', c == 0xe2: // the first byte of the marks, and of others
			return false
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	return ascii || utf8.ValidString(sentence)
}
