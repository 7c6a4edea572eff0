package syntax

import (
	"strings"

	"mithaq/internal/base/source"
)

// Node is what every piece of the tree has.
type Node struct {
	Span   source.Span // from its first token to its last, without comments before and after
	First  int         // its tokens are File.Tokens[First:Last]
	Last   int
	Broken bool // something in it could not be read; what could be read is there
}

// Head gives the node itself, so that all nodes can be treated alike.
func (n *Node) Head() *Node { return n }

// File is one text. Its tokens, in order, are the whole input, byte for byte.
type File struct {
	Source *source.File
	Table  *Table // of the keywords that it was read with
	Tokens []Token
	Stmts  []Stmt // *Vocabulary, *Agreement, *Bad and, marked Broken, statements that stand outside of these
}

// Print gives the text back as it was read.
func (f *File) Print() string {
	var b strings.Builder
	b.Grow(len(f.Source.Text))
	for _, t := range f.Tokens {
		b.WriteString(t.Before)
		b.WriteString(t.Text)
	}
	return b.String()
}

// Stmt is a statement: one of the types below that begin with a keyword, or Norm, or Bad.
type Stmt interface{ Head() *Node }

// Name is a name or label as written, in Unicode form NFC, Arabic and Persian digits as 0 to 9.
// Text is "" where a name was expected and none stood; the span is then the empty place.
type Name struct {
	Text string
	Span source.Span
}

// Missing says whether no name stood where one was expected.
func (n Name) Missing() bool { return n.Text == "" }

// Ref is a name, or a name of something inside a named thing: "11a", "khatib.11a", "g.party".
type Ref struct {
	Of   *Name // before the dot; nil: none
	Name Name
	Span source.Span
}

// Words is a text in one language.
type Words struct {
	Lang string // "en", "ar", "ru"; "en" where the text names none
	Text string // escapes undone, pieces joined by a space
	Span source.Span
}

// Title holds the same text in several languages, in the order written; empty where none is given.
type Title []Words

// Int is a whole number, 0 or more.
type Int struct {
	Value int
	Span  source.Span
}

// Bad is a stretch that could not be read as a statement.
type Bad struct{ Node }
