package wording

import (
	"regexp"
	"strings"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/diag"
)

// of gives words for a remark on a text whose keywords are not English: what the sentences quote of the language is said in its words.
func (w *Words) of(d diag.Diagnostic) *Words {
	for _, a := range d.Args {
		if table := syntax.TableOf(a.Value); a.Name == diag.Tongue && table != nil && table != syntax.English {
			return &Words{lang: w.lang, texts: w.texts, bare: w.bare, terms: table}
		}
	}
	return w
}

// quotation finds English words in quotation marks, with the marks of direction that an Arabic sentence sets around them.
var quotation = regexp.MustCompile("\u200e?([“«])([a-z]+(?: [a-z]+)*)([”»])\u200e?")

// spoken says quoted keywords in the words of a table.
func spoken(text string, table *syntax.Table) string {
	return quotation.ReplaceAllStringFunc(text, func(s string) string {
		m := quotation.FindStringSubmatch(s)
		for _, word := range strings.Fields(m[2]) {
			if syntax.English.Keyword(word) == syntax.NoKeyword {
				return s
			}
		}
		return m[1] + table.Translate(m[2]) + m[3]
	})
}
