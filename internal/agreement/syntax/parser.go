package syntax

import (
	"slices"
	"strings"
	"unicode/utf8"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/base/suggest"
)

// Parse reads a text; its first word says in which language its keywords are. It always gives a whole tree; the remarks are sorted by place.
// Tree and remarks depend on the text alone.
func Parse(name, text string) (*File, []diag.Diagnostic) { return parse(name, text, nil) }

func parse(name, text string, table *Table) (*File, []diag.Diagnostic) {
	src := source.NewFile(name, text)
	s := scanner{file: src, text: text, table: table}
	s.scan()
	p := parser{table: s.table, file: &File{Source: src, Table: s.table, Tokens: s.tokens}, toks: s.tokens, diags: s.diags, quiet: -1, respelt: -1}
	p.place()
	p.parseFile()
	diag.Sort(p.diags)
	return p.file, p.diags
}

// parser is a recursive descent over the tokens. It recovers at three places: the separators of a list in
// brackets, the keyword of the next clause, and the beginning of the next statement.
type parser struct {
	table   *Table
	file    *File
	toks    []Token
	starts  []source.Pos // of each token
	ends    []source.Pos
	faulty  []int // how many tokens before this one have an error inside
	at      int   // index of the next token
	diags   []diag.Diagnostic
	respelt int     // the keyword last read in spite of its spelling
	quiet   int     // the token at which something has been reported: one fault, one remark
	scope   scope   // which lines begin statements here
	column  int     // the column at which the statement being read begins
	opened  []int   // the brackets open in this statement
	depth   int     // nesting of conditions and kinds
	asked   bool    // the condition being read is what a norm asks
	nodes   []*bool // Broken of the statement being read, so that a remark marks it
}

// scope says where the parser is: what begins a statement depends on it.
type scope uint8

const (
	inFile scope = iota
	inVocabulary
	inHead
	inTerms
)

// place computes the positions of all tokens in one pass.
func (p *parser) place() {
	p.faulty = make([]int, len(p.toks)+1)
	p.starts, p.ends = make([]source.Pos, len(p.toks)), make([]source.Pos, len(p.toks))
	pos := source.Pos{Line: 1, Column: 1}
	move := func(text string) source.Pos {
		if n := strings.Count(text, "\n"); n > 0 {
			pos.Line += n
			pos.Column = 1 + utf8.RuneCountInString(text[strings.LastIndexByte(text, '\n')+1:])
		} else {
			pos.Column += utf8.RuneCountInString(text)
		}
		pos.Offset += len(text)
		return pos
	}
	for i := range p.toks {
		p.starts[i] = move(p.toks[i].Before)
		p.ends[i] = move(p.toks[i].Text)
		p.faulty[i+1] = p.faulty[i]
		if p.toks[i].Faulty {
			p.faulty[i+1]++
		}
		if t := &p.toks[i]; t.Key == kwRed && (p.toks[i+1].Key != kwLine || p.toks[i+1].Line) {
			t.Key = NoKeyword // only "red line" is a word of the language
		}
	}
}

func (p *parser) tok() *Token { return &p.toks[p.at] }

// peek gives the token n further on; beyond the end it is the end.
func (p *parser) peek(n int) *Token { return &p.toks[min(p.at+n, len(p.toks)-1)] }

// is says whether the next token is this keyword.
func (p *parser) is(k Keyword) bool { return p.tok().is(k) && !p.boundary() }

// take passes over the keyword if it is next.
func (p *parser) take(k Keyword) bool {
	if p.is(k) {
		p.tok().used = k
		p.at++
		return true
	}
	return false
}

// signs are other spellings of the signs.
var signs = map[string]string{"،": ",", "٪": "%", "≥": ">=", "≤": "<="}

func (t *Token) sign() string {
	if t.Kind != Punct {
		return ""
	}
	if s, ok := signs[t.Text]; ok {
		return s
	}
	return t.Text
}

// isSign says whether the next token is this sign.
func (p *parser) isSign(s string) bool { return p.tok().sign() == s }

func (p *parser) takeSign(s string) bool {
	if p.isSign(s) {
		p.at++
		return true
	}
	return false
}

// boundary says whether the next token begins another statement, or the text ends. A line that begins with the
// word of a statement begins one, whatever came before: so a half-written statement never swallows the next.
func (p *parser) boundary() bool { return p.boundaryAt(p.at) }

func (p *parser) boundaryAt(i int) bool {
	t := &p.toks[i]
	if t.Kind == End {
		return true
	}
	if !t.Line || i == 0 {
		return false
	}
	next := &p.toks[i+1]
	label := t.isLabel() && next.sign() == ":" && p.scope == inTerms
	if len(p.opened) > 0 {
		// Inside brackets a role may have such a name. Only what stands as far out as the statement itself and
		// goes on like a statement ends it.
		prev := p.toks[i-1].sign()
		if label {
			return t.Kind != Word || prev != "(" && prev != ","
		}
		return p.starts[i].Column <= p.column && !next.Line && t.statement() &&
			(next.isLabel() || next.Kind == String)
	}
	return label || p.opens(i)
}

// statement says whether the word begins a statement wherever it begins a line.
func (t *Token) statement() bool { return t.Key >= kwVocabulary && t.Key <= kwPosition }

// heading says whether the word begins a line of a head, and stands at no other place of a text.
func (t *Token) heading() bool { return t.Key >= kwUses && t.Key <= kwPartial }

// opens says whether the word at i begins a statement or a line of its own where the parser is.
func (p *parser) opens(i int) bool {
	t := &p.toks[i]
	switch {
	case t.statement():
		return true
	case t.Key == kwOffer, t.Key == kwApplies, t.Key == kwIntended:
		return p.scope == inHead || p.scope == inTerms
	case t.heading(), t.Key == kwIn, t.Key == kwAt && p.toks[i+1].Key == kwStart:
		return p.scope == inHead
	case t.Key >= kwText && t.Key <= kwReading:
		return p.scope == inTerms
	}
	return false
}

func (t *Token) isLabel() bool {
	return t.Kind == Word && !t.several || t.Kind == Label || t.Kind == Number
}

// begin starts a node at the next token.
func (p *parser) begin() Node { return Node{First: p.at} }

// end closes a node behind the token read last.
func (p *parser) end(n *Node) {
	n.Last = max(p.at, n.First)
	n.Span = p.span(n.First, n.Last)
	n.Broken = n.Broken || p.faulty[n.Last] > p.faulty[n.First]
}

// endBlock closes a node that holds statements: their faults are their own, up to the first that of the block.
func (p *parser) endBlock(n *Node, body int) {
	n.Last = max(p.at, n.First)
	n.Span = p.span(n.First, n.Last)
	n.Broken = n.Broken || p.faulty[body] > p.faulty[n.First]
}

// span gives the span of tokens first up to, not including, last; an empty one where nothing stands.
func (p *parser) span(first, last int) source.Span {
	if last <= first {
		here := p.here()
		return source.Span{File: p.file.Source.Name, Start: here, End: here}
	}
	return source.Span{File: p.file.Source.Name, Start: p.starts[first], End: p.ends[last-1]}
}

// here is where something missing belongs: behind the last token when the next one stands on another line.
func (p *parser) here() source.Pos {
	if p.at > 0 && (p.tok().Line || p.tok().Kind == End) {
		return p.ends[p.at-1]
	}
	return p.starts[p.at]
}

// where is the span that a remark on something missing points at: the token that stands there instead, or the empty place.
func (p *parser) where() source.Span {
	if p.tok().Kind == End || p.at > 0 && p.tok().Line {
		return p.span(p.at, p.at)
	}
	return p.span(p.at, p.at+1)
}

// this is the span of the next token.
func (p *parser) this() source.Span {
	if p.tok().Kind == End {
		return p.where()
	}
	return p.span(p.at, p.at+1)
}

// report adds an error, unless something has been reported at the same token, and marks the statement broken.
func (p *parser) report(code diag.Code, span source.Span, args ...string) *diag.Diagnostic {
	for _, broken := range p.nodes {
		*broken = true
	}
	d := diag.Diagnostic{Code: code, Span: span, Args: diag.Args(args...)}
	if p.quiet == p.at || p.tok().Kind == Stray {
		p.quiet = p.at
		return &d // a place to hang fixes on, shown to nobody
	}
	p.quiet = p.at
	p.diags = append(p.diags, d)
	return &p.diags[len(p.diags)-1]
}

// say adds a remark that breaks nothing.
func (p *parser) say(code diag.Code, severity diag.Severity, span source.Span, args ...string) *diag.Diagnostic {
	p.diags = append(p.diags, diag.Diagnostic{Code: code, Severity: severity, Span: span, Args: diag.Args(args...)})
	return &p.diags[len(p.diags)-1]
}

func edit(span source.Span, text string) []diag.Edit { return []diag.Edit{{Span: span, Text: text}} }

// want passes over a keyword that must stand here.
func (p *parser) want(k Keyword) bool {
	if p.take(k) {
		return true
	}
	if p.tok().Kind == Word && !p.boundary() && p.respell(k) {
		p.at++
		return true
	}
	word := p.table.Spell(k)
	here := p.span(p.at, p.at)
	p.report(codeWant, p.where(), "want", word).Fixes = []diag.Fix{{Key: "insert", Args: diag.Args("want", word), Edits: edit(here, pad(p, word))}}
	return false
}

// wantSign passes over a sign that must stand here.
func (p *parser) wantSign(sign string) bool {
	if p.takeSign(sign) {
		return true
	}
	here := p.span(p.at, p.at)
	p.report(codeWant, p.where(), "want", sign).Fixes = []diag.Fix{{Key: "insert", Args: diag.Args("want", sign), Edits: edit(here, sign)}}
	return false
}

// pad puts the spaces around a word that is to be inserted here.
func pad(p *parser, word string) string {
	if p.here() == p.starts[p.at] {
		return word + " "
	}
	return " " + word
}

// respell remarks on a misspelt keyword and reads it as the nearest of those given. It says whether one is near.
func (p *parser) respell(among ...Keyword) bool {
	t := p.tok()
	if t.Kind != Word || t.Key != NoKeyword && slices.Contains(among, t.Key) {
		return false
	}
	k := p.nearest(t.Text, among)
	if k == NoKeyword {
		return false
	}
	want := p.table.Spell(k)
	span := p.span(p.at, p.at+1)
	p.report(codeMisspelt, span, "word", t.Text, "want", want).Fixes = []diag.Fix{{
		Key: "replace", Args: diag.Args("want", want), Edits: edit(span, want),
	}}
	t.Key, p.respelt = k, p.at
	return true
}

func (p *parser) nearest(word string, among []Keyword) Keyword {
	words := make([]string, 0, len(among))
	for _, k := range among {
		words = append(words, p.table.Words[k]...)
	}
	near := suggest.Nearest(fold(word), words)
	for _, k := range among {
		if near != "" && slices.Contains(p.table.Words[k], near) {
			return k
		}
	}
	return NoKeyword
}

// open passes over an opening bracket and remembers it.
func (p *parser) open(sign string) bool {
	if !p.isSign(sign) {
		return false
	}
	p.opened = append(p.opened, p.at)
	p.at++
	return true
}

// close passes over the bracket that closes the last one opened. Where it is missing, the remark shows both ends.
func (p *parser) close(sign string) {
	begun := p.opened[len(p.opened)-1]
	if p.takeSign(sign) {
		p.opened = p.opened[:len(p.opened)-1]
		return
	}
	d := p.report(codeUnclosed, p.where(), "want", sign)
	d.Related = []diag.Related{{Key: "open", Span: p.span(begun, begun+1)}}
	d.Fixes = []diag.Fix{{Key: "insert", Args: diag.Args("want", sign), Edits: edit(p.span(p.at, p.at), sign)}}
	p.opened = p.opened[:len(p.opened)-1]
}

// skip passes over what cannot be read, up to a token for which stop is true, or the next statement. Brackets
// that open meanwhile are passed over whole.
func (p *parser) skip(stop func(*Token) bool) {
	depth := 0
	for !p.boundary() && (depth > 0 || !stop(p.tok())) {
		switch p.tok().sign() {
		case "(", "{":
			depth++
		case ")", "}":
			depth--
		}
		p.at++
	}
}

// skipItem passes over the rest of a broken item of a list in brackets.
func (p *parser) skipItem() {
	p.skip(func(t *Token) bool { s := t.sign(); return s == "," || s == ")" || s == "}" })
}

// choice lists words of the language of which one must stand somewhere.
func choice(words ...string) string { return strings.Join(words, ", ") }

// spell gives the words of keywords.
func (p *parser) spell(ks ...Keyword) string { return p.table.Spell(ks...) }
