package syntax

import (
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
)

// Tokens cuts a text into the tokens of the language, for other languages that share its words, numbers, dates and
// strings (tests of agreements). The last token is the End.
func Tokens(name, text string) (*source.File, []Token, []diag.Diagnostic) {
	s := scanner{file: source.NewFile(name, text), text: text, bare: true}
	s.scan()
	return s.file, s.tokens, s.diags
}

// Sign gives the sign of a Punct in its usual form ("," for the Arabic comma); "" for other tokens.
func (t *Token) Sign() string { return t.sign() }

// Value gives the folded text of a word, label, number, date or time, and what stands between the quotation marks of a String.
func (t *Token) Value() string {
	if t.Kind == String {
		return unquote(t.Text)
	}
	return fold(t.Text)
}
