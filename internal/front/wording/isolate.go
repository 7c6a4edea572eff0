package wording

import (
	"html"
	"html/template"
	"strings"
	"unicode"

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
	var b strings.Builder
	depth, typed := 0, false
	for i, r := range sentence {
		switch {
		case r == '`' && depth == 0 && typed:
			b.WriteString("</code>")
			typed = false
		case r == '`' && depth == 0 && strings.Contains(sentence[i+1:], "`"):
			b.WriteString(`<code dir="ltr">`)
			typed = true
		case r == fsi:
			b.WriteString("<bdi>")
			depth++
		case r == pdi && depth > 0:
			b.WriteString("</bdi>")
			depth--
		case r == pdi:
		default:
			b.WriteString(html.EscapeString(string(r)))
		}
	}
	b.WriteString(strings.Repeat("</bdi>", depth))
	if typed {
		b.WriteString("</code>")
	}
	return template.HTML(b.String()) // every rune of the sentence was escaped above
}
