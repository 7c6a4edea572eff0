package policy

import (
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/base/suggest"
)

// typeNames as a signature writes them, in the order of Type.
var typeNames = [...]string{"int", "float", "string"}

// String gives the type as a signature writes it.
func (t Type) String() string { return typeNames[t] }

// ParseSignature reads a signature: declarations such as publish(title:string, n:int), publish(string,int) or tick(), each predicate
// once. The signature holds all that could be read; it is whole when no remark is an error.
func ParseSignature(f *source.File) (*Signature, []diag.Diagnostic) {
	p := newReader(f, false)
	sig := &Signature{}
	for p.peek().kind != end {
		if d, ok := p.declaration(); ok {
			for i := range sig.Predicates {
				if first := &sig.Predicates[i]; first.Name == d.Name {
					p.tell(diag.Diagnostic{
						Code: codeTwice, Span: d.Span, Args: diag.Args("name", d.Name),
						Related: []diag.Related{{Key: "first", Span: first.Span}},
					})
				}
			}
			sig.Predicates = append(sig.Predicates, d)
		}
	}
	diag.Sort(p.found)
	return sig, p.found
}

// declaration reads one declaration. After a mistake it goes on behind the next closing bracket.
func (p *reader) declaration() (d Predicate, ok bool) {
	if p.peek().kind != name {
		p.expected(codeDeclaration)
		p.after(")")
		return d, false
	}
	t := p.next()
	d = Predicate{Name: t.text, Span: p.span(t.start, t.end)}
	open := p.peek()
	if !p.want("(") {
		return d, false
	}
	for !p.peek().is(")") {
		param, ok := p.param()
		if !ok {
			p.after(")")
			return d, false
		}
		d.Params = append(d.Params, param)
		if p.peek().is(")") {
			break
		}
		if !p.comma(open) {
			p.after(")")
			return d, false
		}
	}
	p.next()
	return d, true
}

// param reads "title:string" or "string".
func (p *reader) param() (Param, bool) {
	if p.peek().kind != name {
		p.expected(codeNoType)
		return Param{}, false
	}
	t := p.next()
	param := Param{}
	if p.peek().is(":") {
		p.next()
		param.Name = t.text
		if t = p.peek(); t.kind == name {
			p.next()
		}
	}
	for i, n := range typeNames {
		if t.kind == name && t.text == n {
			param.Type = Type(i)
			return param, true
		}
	}
	if t.kind != name {
		p.expected(codeNoType)
		return param, false
	}
	d := diag.Diagnostic{Code: codeType, Span: p.span(t.start, t.end), Args: diag.Args("name", t.text)}
	if near := suggest.Nearest(t.text, typeNames[:]); near != "" {
		d.Fixes = []diag.Fix{p.replace(t, "mean", near)}
	}
	p.tell(d)
	return param, true
}
