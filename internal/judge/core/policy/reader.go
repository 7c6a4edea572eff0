package policy

import (
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
)

// reader goes through the tokens of a text and collects what is wrong.
type reader struct {
	file   *source.File
	tokens []token
	at     int
	last   int  // where the last token taken ended
	halted bool // what follows is not looked at
	found  []diag.Diagnostic
}

// newReader scans a text. Behind a string or comment without an end nothing is looked at: what seems wrong there follows from it.
func newReader(f *source.File, reserved bool) reader {
	tokens, found := scan(f, reserved)
	return reader{file: f, tokens: tokens, found: found}
}

// peek gives the next token; the end again and again.
func (p *reader) peek() token { return p.tokens[min(p.at, len(p.tokens)-1)] }

// ahead gives the token n after the next one.
func (p *reader) ahead(n int) token { return p.tokens[min(p.at+n, len(p.tokens)-1)] }

func (p *reader) next() token {
	t := p.peek()
	if t.kind != end {
		p.at++
		p.last = t.end
	}
	return t
}

// after goes on behind the next such sign or word, or to the end.
func (p *reader) after(s string) {
	for t := p.next(); t.kind != end && !t.is(s); t = p.next() {
	}
}

func (p *reader) tell(d diag.Diagnostic) {
	for _, o := range p.found {
		if (o.Code == codeString || o.Code == codeComment) && o.Span.Start.Offset <= d.Span.Start.Offset {
			return
		}
	}
	if !p.halted {
		p.found = append(p.found, d)
	}
}

func (p *reader) span(start, end int) source.Span { return p.file.Span(start, end) }

// shown gives a token as the text writes it.
func (p *reader) shown(t token) string { return p.file.Text[t.start:t.end] }

// expected tells that something is missing where the next token stands; at the end of the text, behind the last token.
func (p *reader) expected(code diag.Code, args ...string) {
	t := p.peek()
	at := p.span(t.start, t.end)
	if t.kind == end {
		at = p.span(p.last, p.last)
	}
	p.tell(diag.Diagnostic{Code: code, Span: at, Args: diag.Args(args...)})
}

// want takes this sign or word, or tells that it is missing.
func (p *reader) want(s string) bool {
	if p.peek().is(s) {
		p.next()
		return true
	}
	p.expected(codeMissing, "want", s)
	return false
}

// comma takes a comma in a list, or tells that the list neither goes on nor is closed.
func (p *reader) comma(open token) bool {
	if p.peek().is(",") {
		p.next()
		return true
	}
	n := len(p.found)
	p.expected(codeList)
	p.opened(n, open)
	return false
}

// wantClose is want for a sign that belongs to a bracket opened before; it shows where.
func (p *reader) wantClose(s string, open token) bool {
	n := len(p.found)
	if p.want(s) {
		return true
	}
	p.opened(n, open)
	return false
}

// opened adds to the remarks from number n on where the bracket was opened.
func (p *reader) opened(n int, open token) {
	for i := n; i < len(p.found); i++ {
		p.found[i].Related = []diag.Related{{Key: "open", Span: p.span(open.start, open.end)}}
	}
}

// replace is a fix that writes text instead of a token.
func (p *reader) replace(t token, key, text string) diag.Fix {
	return diag.Fix{Key: key, Args: diag.Args("want", text), Edits: []diag.Edit{{Span: p.span(t.start, t.end), Text: text}}}
}
