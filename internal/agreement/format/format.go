// Package format lays out texts in the language of terms in one canonical way.
//
// It moves white space and nothing else: every token and every comment stays, in its order. A statement that fits
// stands on one line; one that does not is broken first at its clauses, then at commas, "and" and "or". What the
// parser could not read is copied as it stands. Formatting twice changes nothing more.
//
//	vocabulary, agreement, declarations, mark, term, claim ...  at the margin
//	headings, text, recital, norms                              indented by 2
//	what continues a statement                                  by 4 more (a claim's figure, a sub-kind: by 2)
package format

import (
	"strings"

	"mithaq/internal/agreement/syntax"
)

// Width is the number of characters that a line should not exceed.
const Width = 100

// Text formats a text. What it cannot read it leaves alone, so it never fails.
func Text(text string) string {
	f, _ := syntax.Parse("", text)
	return File(f)
}

// File formats a tree.
func File(f *syntax.File) string {
	if len(f.Tokens) == 2 && f.Tokens[0].Kind == syntax.Stray {
		return f.Source.Text // nothing but bytes that mean nothing, such as a text in UTF-16
	}
	p := printer{file: f, toks: f.Tokens, breaks: make([]point, len(f.Tokens)), tight: make([]bool, len(f.Tokens))}
	p.out.Grow(len(f.Source.Text) + len(f.Source.Text)/8)
	for _, s := range f.Stmts {
		p.block(s)
	}
	p.tail()
	return p.out.String()
}

// printer writes the statements in order. next is the token that comes next.
type printer struct {
	file    *syntax.File
	toks    []syntax.Token
	out     strings.Builder
	breaks  []point // where each statement may be broken
	tight   []bool  // opening brackets that stand close to the name before them
	next    int
	indent  int  // of the statement written last
	reading bool // the norms of a reading stand deeper than the reading
}

// point says that a line may be broken before a token.
type point struct {
	level  uint8 // 0: not here; 1: at clauses; 2: at commas, and, or
	indent int   // of the line that then begins
}

// block writes a vocabulary, an agreement, a term with what they hold, or any other statement.
func (p *printer) block(s syntax.Stmt) {
	switch s := s.(type) {
	case *syntax.Vocabulary:
		p.holder(s, s.Items, s.Title, 0)
	case *syntax.Agreement:
		items := make([]syntax.Stmt, 0, len(s.Headings)+len(s.Items))
		headings := s.Headings
		for _, item := range s.Items {
			for len(headings) > 0 && headings[0].Head().First < item.Head().First {
				items, headings = append(items, headings[0]), headings[1:]
			}
			items = append(items, item)
		}
		for _, h := range headings {
			items = append(items, h)
		}
		p.holder(s, items, s.Title, 0)
	case *syntax.Term:
		p.holder(s, s.Items, s.Title, 0)
		p.reading = false
	case *syntax.Reading:
		p.statement(s, s.First, s.Last, margin(s))
		p.reading = true
	case *syntax.Norm:
		indent := margin(s)
		if p.reading {
			indent += 2
		}
		p.statement(s, s.First, s.Last, indent)
	default:
		p.statement(s, s.Head().First, s.Head().Last, margin(s))
	}
}

// holder writes the head of a statement that holds others, then these.
func (p *printer) holder(s syntax.Stmt, items []syntax.Stmt, title syntax.Title, indent int) {
	n := s.Head()
	head := n.Last
	if len(items) > 0 {
		head = items[0].Head().First
	}
	p.title(title, indent+4)
	p.statement(s, n.First, head, indent)
	for _, item := range items {
		p.block(item)
	}
}

// margin gives the indentation of a statement.
func margin(s syntax.Stmt) int {
	switch s.(type) {
	case *syntax.Norm, *syntax.CountsAs, *syntax.Text, *syntax.TextOnly, *syntax.Nature, *syntax.Reading, *syntax.Applies, *syntax.Intended,
		*syntax.Uses, *syntax.Force, *syntax.Dated, *syntax.InForce, *syntax.TimeZone, *syntax.Standard, *syntax.Observed,
		*syntax.Supersedes, *syntax.Includes, *syntax.Disputes, *syntax.FirstDay, *syntax.AtStart, *syntax.Partial:
		return 2
	}
	return 0
}

// spaced says whether an empty line always stands before the statement.
func spaced(s syntax.Stmt) bool {
	switch s.(type) {
	case *syntax.Vocabulary, *syntax.Agreement, *syntax.Term:
		return true
	}
	return false
}

// statement writes the tokens [first, last) of a statement, with what stands before them.
func (p *printer) statement(s syntax.Stmt, first, last, indent int) {
	if first >= last {
		return
	}
	if s.Head().Broken {
		p.copy(first, last)
		return
	}
	p.lead(first, indent, spaced(s))
	p.layout(s, indent)
	p.body(first, last, indent)
	p.next, p.indent = last, indent
}

// copy writes tokens as they stand.
func (p *printer) copy(first, last int) {
	for i := first; i < last; i++ {
		p.out.WriteString(p.toks[i].Before)
		p.out.WriteString(p.toks[i].Text)
	}
	p.next = last
}
