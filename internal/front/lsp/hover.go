package lsp

import (
	"context"
	"strings"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/source"
	"mithaq/internal/front/wording"
	"mithaq/internal/reading/check"
	"mithaq/internal/reading/symbols"
)

// hover tells what stands at a place: what a name names, how a norm reads as a sentence and what one would have to see to call it kept,
// what a word of the language means, and the page of a remark.
func (s *server) hover(_ context.Context, p at) (*hover, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	pl, ok := s.find(p)
	if !ok {
		return nil, nil
	}
	a := s.current(pl.doc)
	var parts []string
	where := source.Span{}
	n, inNorm := normAt(pl.parsed.Tree, pl.offset)
	use, named := pl.index.At(pl.path, pl.offset)
	switch {
	case named && use.Symbol.Sort != symbols.Norm:
		parts, where = append(parts, s.symbol(pl.folder, use.Symbol)), use.Span
	case named:
		parts, where = s.norms(a, use.Symbol), use.Span
	default:
		if i := tokenAt(pl.parsed.Tree, pl.offset); i >= 0 {
			t := &pl.parsed.Tree.Tokens[i]
			where = pl.parsed.Tree.Source.Span(t.Offset, t.End())
			if key := "lsp.word." + keyword(t); keyword(t) != "" && s.words.Has(key) {
				parts = append(parts, "**"+t.Text+"**: "+s.words.Text(key))
			}
		}
		if inNorm {
			parts = append(parts, s.readBack(a, n)...)
		}
	}
	parts = append(parts, s.pages(a, pl.offset)...)
	if len(parts) == 0 {
		return nil, nil
	}
	return &hover{markup{"markdown", strings.Join(parts, "\n\n")}, pl.lines.span(s.units, where)}, nil
}

// symbol tells what a name names: its sort, its titles, its declaration.
func (s *server) symbol(docs []*doc, sym *symbols.Symbol) string {
	text := s.words.Text("lsp.symbol", "sort", wording.Phrase(s.words.Text("lsp.sort."+sym.Sort.String())), "name", sym.Name)
	for _, w := range sym.Title {
		text += "  \n" + s.words.Text("quote", "text", w.Text)
	}
	declared := sym.Declared()
	for _, d := range docs {
		if d.path != declared.File || sym.Stmt == nil {
			continue
		}
		node := sym.Stmt.Head()
		switch sym.Stmt.(type) {
		case *syntax.Agreement, *syntax.Vocabulary, *syntax.Term, *syntax.Reading:
			continue // its declaration is the text itself
		}
		text += "\n\n```mithaq\n" + d.lines.text[node.Span.Start.Offset:node.Span.End.Offset] + "\n```"
	}
	return text
}

// norms tells the norms of a label: one, or one for each reading.
func (s *server) norms(a *analysis, sym *symbols.Symbol) (parts []string) {
	declared := map[source.Span]bool{}
	for _, u := range sym.Uses {
		declared[u.Span] = u.Declares
	}
	for _, d := range a.docs {
		normsOf(d.parsed.Tree, func(n written) bool {
			if declared[n.Label.Span] {
				parts = append(parts, s.readBack(a, n)...)
			}
			return true
		})
	}
	return parts
}

// readBack tells a norm as a sentence, and what one would have to see. Where the text has errors, it is the norm as it last was without.
func (s *server) readBack(a *analysis, n written) []string {
	if a.good == nil {
		return nil
	}
	judged := n.judged(a.good.Program)
	if judged == nil {
		return nil
	}
	rb := s.words.Norm(wording.Lookup{Program: a.good.Program}, judged)
	head := n.Label.Text
	if n.reading != "" {
		head += ", " + s.words.Text("lsp.sort.reading") + " " + n.reading
	}
	text := "**" + head + "** " + strings.Join(append([]string{rb.Text}, rb.Clauses...), " ")
	list := func(key string, sentences []string) {
		if len(sentences) > 0 {
			text += "\n\n*" + s.words.Text(key) + "*"
			for _, sentence := range sentences {
				text += "\n- " + sentence
			}
		}
	}
	list("lsp.hover.kept", rb.Kept)
	list("lsp.hover.not_kept", rb.NotKept)
	if mark, ok := a.marks[n.name()]; ok && n.reading == "" {
		text += "\n\n" + mark.Line
	}
	return []string{text}
}

// pages gives the pages of the checks whose remarks stand at an offset.
func (s *server) pages(a *analysis, offset int) (parts []string) {
	for _, d := range a.whole.Diagnostics {
		if d.Span.File != a.doc.path || !holds(d.Span, offset) {
			continue
		}
		if doc, ok := check.Page(d.Code); ok {
			parts = append(parts, "---\n\n"+s.words.Text("lsp.hover.remark", "code", string(d.Code), "title", wording.Phrase(s.words.Text(doc.Title)))+
				"\n\n"+s.words.Text(doc.Page))
		}
	}
	return parts
}
