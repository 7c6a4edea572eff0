package syntax

import "strings"

// TokenKind is the class of a token.
type TokenKind uint8

// The classes of token.
const (
	End    TokenKind = iota // the end of the text; its Before holds what follows the last token
	Word                    // a name or a keyword; which one is decided where it stands
	Label                   // begins with a digit and is no number, date or time: 11a
	Number                  // 25
	Date                    // shaped like 2015-11-01
	Time                    // shaped like 2016-02-27T00:00
	String                  // "..."
	Punct                   // ( ) { } , : . % >= <= > < =
	Stray                   // bytes that belong to nothing
)

// Token is a piece of the text with the white space and comments that stand before it.
type Token struct {
	Kind   TokenKind
	Key    Keyword // for a Word: the keyword that it may be; 0: none
	Offset int     // of Text, in bytes
	Before string  // white space, comments, a byte order mark
	Text   string  // as written
	Line   bool    // it is the first on its line
	Faulty bool    // an error lies inside it

	also    uint32  // the keywords of one place that it may be, see meaning
	used    Keyword // the keyword as which it was read, where that is not Key
	named   bool    // it was read as a name
	many    bool    // it says how several bearers are bound
	several bool    // a keyword of several words: no name
}

// spelling gives the word as it is compared with keywords, with one space between those of a spelling of several words.
func (t *Token) spelling() string {
	if t.several {
		return strings.Join(strings.Fields(keyForm(t.Text)), " ")
	}
	return keyForm(t.Text)
}

// End gives the offset after the token.
func (t *Token) End() int { return t.Offset + len(t.Text) }
