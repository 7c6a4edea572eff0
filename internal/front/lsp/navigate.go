package lsp

import (
	"context"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/source"
	"mithaq/internal/reading/symbols"
)

// definition goes to where a name is declared.
func (s *server) definition(_ context.Context, p at) ([]location, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.uses(p, func(u symbols.Use) bool { return u.Declares }), nil
}

// references lists where the same thing is named.
func (s *server) references(_ context.Context, p referenceParams) ([]location, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.uses(p.at, func(u symbols.Use) bool { return !u.Declares || p.Context.IncludeDeclaration }), nil
}

func (s *server) uses(p at, wanted func(symbols.Use) bool) []location {
	list := []location{}
	pl, ok := s.find(p)
	if !ok {
		return list
	}
	use, ok := pl.index.At(pl.path, pl.offset)
	if !ok {
		return list
	}
	for _, u := range use.Symbol.Uses {
		if l, ok := s.location(pl.folder, u.Span); ok && wanted(u) {
			list = append(list, l)
		}
	}
	return list
}

// highlights marks where the same thing is named in the document.
func (s *server) highlights(_ context.Context, p at) ([]highlight, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []highlight{}
	pl, ok := s.find(p)
	if !ok {
		return list, nil
	}
	use, ok := pl.index.At(pl.path, pl.offset)
	if !ok {
		return list, nil
	}
	for _, u := range use.Symbol.Uses {
		if u.Span.File == pl.path {
			kind := 2
			if u.Declares {
				kind = 3
			}
			list = append(list, highlight{pl.lines.span(s.units, u.Span), kind})
		}
	}
	return list, nil
}

// outline lists what a document holds: vocabularies with what they declare, agreements with their terms and norms.
func (s *server) outline(_ context.Context, p at) ([]documentSymbol, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.work.docs[pathOf(p.TextDocument.URI)]
	list := []documentSymbol{}
	if d == nil {
		return list, nil
	}
	o := outliner{s, d}
	for _, stmt := range d.parsed.Tree.Stmts {
		switch stmt := stmt.(type) {
		case *syntax.Vocabulary:
			list = append(list, o.entry(stmt.Name, stmt.Title, symbolModule, stmt.Span, o.items(stmt.Items)))
		case *syntax.Agreement:
			list = append(list, o.entry(stmt.Name, stmt.Title, symbolNamespace, stmt.Span, o.items(stmt.Items)))
		}
	}
	return list, nil
}

type outliner struct {
	*server
	d *doc
}

func (o outliner) entry(n syntax.Name, title syntax.Title, kind int, whole source.Span, children []documentSymbol) documentSymbol {
	name := n.Text
	if n.Missing() {
		name = "…" // the protocol wants a name; it is being written
	}
	detail := ""
	for _, w := range title {
		if detail == "" || w.Lang == string(o.words.Lang()) {
			detail = w.Text
		}
	}
	at := o.d.lines.span(o.units, n.Span)
	if n.Missing() {
		at = o.d.lines.span(o.units, whole)
	}
	return documentSymbol{name, detail, kind, o.d.lines.span(o.units, whole), at, children}
}

func (o outliner) items(items []syntax.Stmt) (list []documentSymbol) {
	leaf := func(n syntax.Name, title syntax.Title, kind int, whole source.Span) {
		list = append(list, o.entry(n, title, kind, whole, nil))
	}
	for _, item := range items {
		switch s := item.(type) {
		case *syntax.Party:
			leaf(s.Name, s.Title, symbolClass, s.Span)
		case *syntax.Office:
			leaf(s.Name, s.Title, symbolClass, s.Span)
		case *syntax.Kind:
			leaf(s.Name, s.Title, symbolEnum, s.Span)
		case *syntax.Act:
			leaf(s.Name, s.Title, symbolFunction, s.Span)
		case *syntax.State:
			leaf(s.Name, s.Title, symbolEvent, s.Span)
		case *syntax.Zone:
			leaf(s.Name, s.Title, symbolObject, s.Span)
		case *syntax.Roster:
			leaf(s.Name, s.Title, symbolObject, s.Span)
		case *syntax.Mark:
			leaf(s.Name, s.Title, symbolConstant, s.Span)
		case *syntax.Track:
			leaf(s.Name, s.Title, symbolConstant, s.Span)
		case *syntax.Claim:
			leaf(s.Name, s.Title, symbolConstant, s.Span)
		case *syntax.Concern:
			leaf(s.Name, s.Title, symbolConstant, s.Span)
		case *syntax.Term:
			list = append(list, o.entry(s.Label, s.Title, symbolNamespace, s.Span, o.items(s.Items)))
		case *syntax.Reading:
			leaf(s.Name, s.Title, symbolNamespace, s.Span)
		case *syntax.CountsAs:
			leaf(s.Label, nil, symbolMethod, s.Span)
		case *syntax.Norm:
			e := o.entry(s.Label, nil, symbolMethod, s.Span, nil)
			e.Detail = o.firstLine(s.Span, s.Label.Span)
			list = append(list, e)
		}
	}
	return list
}

// firstLine gives the words of a norm behind its label, as far as its first line goes.
func (o outliner) firstLine(whole, label source.Span) string {
	text := o.d.lines.text[label.End.Offset:whole.End.Offset]
	for i := range len(text) {
		if text[i] == '\n' || text[i] == '\r' {
			text = text[:i]
			break
		}
	}
	for len(text) > 0 && (text[0] == ':' || text[0] == ' ') {
		text = text[1:]
	}
	return text
}
