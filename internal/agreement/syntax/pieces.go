package syntax

import (
	"slices"
	"strconv"
	"strings"
)

// name reads a name. Any word will do that does not begin a statement.
func (p *parser) name() Name {
	if p.tok().Kind == Word && !p.tok().several && !p.boundary() {
		p.at++
		return p.nameAt(p.at - 1)
	}
	p.report(codeWantName, p.where())
	return p.noName()
}

// nameBefore reads a name where one of the keywords may follow it: with one of these in its place the name is missing.
func (p *parser) nameBefore(keys ...Keyword) Name {
	for _, k := range keys {
		if next := p.peek(1); p.is(k) && (next.isLabel() || next.Kind == String) && !next.Line &&
			next.Key != kwAnd && !slices.ContainsFunc(keys, next.is) {
			p.report(codeWantName, p.where())
			return p.noName()
		}
	}
	return p.name()
}

// label reads the label of a term or norm.
func (p *parser) label() Name {
	if p.tok().isLabel() && !p.boundary() {
		p.at++
		return p.nameAt(p.at - 1)
	}
	p.report(codeWantName, p.where())
	return p.noName()
}

func (p *parser) nameAt(i int) Name {
	p.toks[i].named = true
	return Name{Text: fold(p.toks[i].Text), Span: p.span(i, i+1)}
}

func (p *parser) noName() Name { return Name{Span: p.span(p.at, p.at)} }

// names reads "a, b and c".
func (p *parser) names(stop ...Keyword) []Name {
	list := []Name{p.nameBefore(stop...)}
	for !p.boundary() {
		switch {
		case p.isSign(",") && (p.peek(1).Kind == Word || p.peek(1).Kind == End || p.peek(1).Line):
			p.at++
			p.take(kwAnd)
		case p.is(kwAnd):
			p.at++
		default:
			return list
		}
		list = append(list, p.nameBefore(stop...))
	}
	return list
}

// refs reads "a, b.3 and c".
func (p *parser) refs() []Ref {
	list := []Ref{p.ref()}
	for !p.boundary() && (p.takeSign(",") || p.take(kwAnd)) {
		p.take(kwAnd)
		list = append(list, p.ref())
	}
	return list
}

// labels reads "1, 2 and 3".
func (p *parser) labels() []Name {
	list := []Name{p.label()}
	for p.takeSign(",") || p.take(kwAnd) {
		p.take(kwAnd)
		list = append(list, p.label())
	}
	return list
}

// languages are those in which a text may be given.
var languages = []string{"en", "ar", "ru"}

// title reads a text in one or several languages; nothing where no string stands.
func (p *parser) title() Title { return p.titleOf(false) }

// titleOf reads a title. Within a kind another one may follow, so there a short word before a string is a name, not a language that is not known.
func (p *parser) titleOf(kind bool) Title {
	var title Title
	for !p.boundary() {
		first, lang := p.at, ""
		if t := p.tok(); t.Kind == Word && p.peek(1).Kind == String {
			switch {
			case t.Text == "en" || t.Text == "ar" || t.Text == "ru":
			case t.Key == NoKeyword && len(t.Text) <= 3 && !kind:
				p.report(codeWantOneOf, p.where(), "want", strings.Join(languages, ", "))
			default:
				return title
			}
			lang = t.Text
			p.at++
		} else if t.Kind != String {
			return title
		}
		var parts []string
		for p.tok().Kind == String {
			parts = append(parts, unquote(p.tok().Text))
			p.at++
		}
		text := strings.Join(parts, " ")
		if lang == "" {
			lang = scriptOf(text)
		}
		title = append(title, Words{Lang: lang, Text: text, Span: p.span(first, p.at)})
	}
	return title
}

// text reads one string.
func (p *parser) text() Words {
	if p.tok().Kind == String {
		p.at++
		return Words{Lang: "en", Text: unquote(p.toks[p.at-1].Text), Span: p.span(p.at-1, p.at)}
	}
	p.report(codeWantString, p.where())
	return Words{Lang: "en", Span: p.span(p.at, p.at)}
}

// unquote gives the text of a string token, whatever its quotation marks; an unterminated one ends with its line.
func unquote(s string) string {
	if !strings.HasPrefix(s, `"`) {
		for open, end := range closing {
			if rest, found := strings.CutPrefix(s, string(open)); found {
				return strings.TrimSuffix(rest, string(end))
			}
		}
	}
	var b strings.Builder
	for s = s[1:]; s != "" && s[0] != '"'; {
		if plain, ok := escapes[s[:min(2, len(s))]]; ok {
			b.WriteString(plain)
			s = s[2:]
			continue
		}
		n := 1
		if i := strings.IndexAny(s[1:], `"\`); i > 0 {
			n += i
		} else if i < 0 {
			n = len(s)
		}
		b.WriteString(s[:n])
		s = s[n:]
	}
	return b.String()
}

// number reads a whole number of at least low.
func (p *parser) number(low int) Int {
	if p.tok().Kind != Number {
		p.report(codeWantNumber, p.where())
		return Int{Span: p.span(p.at, p.at)}
	}
	n, err := strconv.ParseInt(fold(p.tok().Text), 10, 32)
	if err != nil {
		p.report(codeBigNumber, p.this(), "number", p.tok().Text)
	} else if int(n) < low {
		p.report(codeZero, p.this(), "number", p.tok().Text)
	}
	p.at++
	return Int{Value: int(n), Span: p.span(p.at-1, p.at)}
}

// ref reads "11a" or "khatib.11a".
func (p *parser) ref() Ref {
	first := p.at
	r := Ref{Name: p.label()}
	if p.takeSign(".") {
		of := r.Name
		r.Of, r.Name = &of, p.label()
	}
	r.Span = p.span(first, p.at)
	return r
}
