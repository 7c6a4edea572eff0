package lsp

import (
	"slices"
	"strings"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/reading/symbols"
)

// cursor is a place in a text that is being written: the tokens before it, without the word that is just being typed.
type cursor struct {
	place
	tokens []syntax.Token // before the word at the cursor
	from   int            // where that word begins
	silent bool           // inside a string, a comment or a number: nothing is offered
	table  *syntax.Table
	norm   written
	inNorm bool
	of     *symbols.Symbol // the agreement
}

func newCursor(pl place) *cursor {
	f := pl.parsed.Tree
	c := &cursor{place: pl, from: pl.offset, table: f.Table}
	for i := range f.Tokens {
		t := &f.Tokens[i]
		if t.Offset >= pl.offset {
			c.silent = comment(t.Before, pl.offset-(t.Offset-len(t.Before)))
			break
		}
		if t.End() < pl.offset || t.Kind == syntax.Punct {
			c.tokens = append(c.tokens, *t)
			continue
		}
		c.from = t.Offset // the word at the cursor
		c.silent = t.Kind != syntax.Word && t.Kind != syntax.Label && t.End() != pl.offset || t.Kind == syntax.Number || t.Kind == syntax.String && t.End() != pl.offset
		break
	}
	for _, stmt := range f.Stmts {
		if a, ok := stmt.(*syntax.Agreement); ok && a.Span.Start.Offset < pl.offset {
			c.of = pl.index.Find(symbols.Agreement, nil, a.Name.Text)
		}
	}
	// A norm that is being written may end before the cursor: its statement goes on to the next one.
	normsOf(f, func(n written) bool {
		if n.Span.Start.Offset <= pl.offset && !c.statementBetween(n.Span.Start.Offset) {
			c.norm, c.inNorm = n, true
		}
		return n.Span.Start.Offset <= pl.offset
	})
	return c
}

// comment says whether the place n bytes into white space and comments lies in a comment.
func comment(before string, n int) bool {
	n = max(0, min(n, len(before)))
	line := before[strings.LastIndexAny(before[:n], "\n\r")+1 : n]
	return strings.Contains(line, "#")
}

// statementBetween says whether a statement begins between an offset and the cursor, apart from what begins at the offset.
func (c *cursor) statementBetween(start int) bool {
	for i := len(c.tokens) - 1; i >= 0 && c.tokens[i].Offset > start; i-- {
		if t := &c.tokens[i]; t.Line && (c.begins(i) || i+1 < len(c.tokens) && c.tokens[i+1].Sign() == ":") {
			return true
		}
	}
	return false
}

// starters begin statements, whatever came before them on other lines.
var starters = []string{
	"vocabulary", "agreement", "party", "body", "person", "office", "kind", "act", "state", "zone", "line", "roster", "mark", "track", "term", "claim",
	"red", "concern", "position", "text", "reading", "applies", "recital", "belief", "warning", "unseen",
}

func (c *cursor) begins(i int) bool { return slices.Contains(starters, keyword(&c.tokens[i])) }

// back gives the n-th token before the cursor, from 1; an empty one where there is none.
func (c *cursor) back(n int) *syntax.Token {
	if n > len(c.tokens) {
		return &syntax.Token{}
	}
	return &c.tokens[len(c.tokens)-n]
}

// word gives the keyword of the n-th token before the cursor, in English.
func (c *cursor) word(n int) string { return keyword(c.back(n)) }

// head gives the index of the token with which the statement at the cursor begins.
func (c *cursor) head() int {
	for i := len(c.tokens) - 1; i >= 0; i-- {
		if t := &c.tokens[i]; t.Line && (c.begins(i) || slices.Contains(headings, keyword(t)) || i+1 < len(c.tokens) && c.tokens[i+1].Sign() == ":") {
			return i
		}
	}
	return 0
}

// headings begin lines at the head of an agreement.
var headings = []string{
	"uses", "demand", "offer", "agreed", "resolution", "dated", "in", "standard", "observed", "supersedes", "includes", "disputes", "first", "at", "partial",
}

// newLine says whether the cursor stands at the first word of its line.
func (c *cursor) newLine() bool {
	text := c.lines.text[:c.from]
	return strings.TrimSpace(text[strings.LastIndexAny(text, "\n\r")+1:]) == ""
}

// bracket gives the index of the bracket that is open at the cursor; -1: none.
func (c *cursor) bracket() int {
	depth := 0
	for i := len(c.tokens) - 1; i >= 0; i-- {
		switch c.tokens[i].Sign() {
		case ")":
			depth++
		case "(":
			if depth--; depth < 0 {
				return i
			}
		}
		if c.tokens[i].Line && c.begins(i) && i < len(c.tokens)-1 {
			return -1
		}
	}
	return -1
}
