package lsp

import (
	"context"
	"path/filepath"

	"github.com/creachadair/jrpc2"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/diag"
	"mithaq/internal/front/wording"
	"mithaq/internal/reading"
	"mithaq/internal/reading/symbols"
)

// refused is the protocol's code for a request that cannot be answered as the text stands (RequestFailed).
const refused jrpc2.Code = -32803

func (s *server) refuse(key string, args ...any) error {
	return jrpc2.Errorf(refused, "%s", s.words.Text(key, args...))
}

// prepareRename says which name would be renamed.
func (s *server) prepareRename(_ context.Context, p at) (*prepared, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	pl, ok := s.find(p)
	if !ok {
		return nil, nil
	}
	use, ok := pl.index.At(pl.path, pl.offset)
	if !ok {
		return nil, s.refuse("lsp.rename.nothing")
	}
	return &prepared{pl.lines.span(s.units, use.Span), use.Symbol.Name}, nil
}

// rename gives the edits by which a thing gets another name, in all texts of the folder. It is refused where the texts would have errors
// that they have not now: nothing is left half-renamed.
func (s *server) rename(_ context.Context, p renameParams) (*workspaceEdit, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	pl, ok := s.find(p.at)
	if !ok {
		return nil, nil
	}
	use, ok := pl.index.At(pl.path, pl.offset)
	if !ok {
		return nil, s.refuse("lsp.rename.nothing")
	}
	if !fitsAs(use.Symbol, p.NewName) {
		return nil, s.refuse("lsp.rename.name", "name", p.NewName)
	}
	edits := renaming(use.Symbol, p.NewName)
	for path := range edits {
		if d := s.work.docs[path]; s.work.closed && !d.open {
			return nil, s.refuse("lsp.rename.elsewhere", "name", use.Symbol.Name, "file", path)
		}
	}
	if fault, found := s.breaks(pl.folder, edits); found {
		return nil, s.refuse("lsp.rename.breaks", "name", p.NewName, "why", wording.Phrase(fault))
	}
	out := &workspaceEdit{map[string][]textEdit{}}
	for path, list := range edits {
		d := s.work.docs[path]
		for _, e := range list {
			out.Changes[d.uri] = append(out.Changes[d.uri], textEdit{d.lines.span(s.units, e.Span), e.Text})
		}
	}
	return out, nil
}

// fitsAs says whether a text is a name, or where labels may stand a label.
func fitsAs(sym *symbols.Symbol, name string) bool {
	_, tokens, ds := syntax.Tokens("", name)
	if len(ds) > 0 || len(tokens) != 2 || tokens[0].Before != "" || tokens[1].Before != "" {
		return false
	}
	switch tokens[0].Kind {
	case syntax.Word:
		return true
	case syntax.Label, syntax.Number:
		return sym.Sort == symbols.Term || sym.Sort == symbols.Norm
	}
	return false
}

// renaming gives the edits by file. Where one name stands for two things (a role and its type, the roles of an act and of a state), the
// other of the two is written beside it.
func renaming(sym *symbols.Symbol, name string) map[string][]diag.Edit {
	edits := map[string][]diag.Edit{}
	for _, u := range sym.Uses {
		text := name
		switch {
		case u.Doubles != nil && sym.Sort == symbols.Kind:
			text = u.Doubles.Name + " " + name
		case u.Doubles != nil:
			text = name + " " + u.Doubles.Name
		case u.Declares && sym.Role != nil && sym.Role.Type == nil: // a type of the language, such as "person"
			text = name + " " + sym.Name
		case u.Ties != nil && u.Ties.Of.Sort == symbols.State:
			text = name + ": " + u.Ties.Name
		case u.Ties != nil:
			text = u.Ties.Name + ": " + name
		}
		edits[u.Span.File] = append(edits[u.Span.File], diag.Edit{Span: u.Span, Text: text})
	}
	return edits
}

// breaks says whether the texts of a folder would have more errors with the edits made, and gives the first that is new.
func (s *server) breaks(folder []*doc, edits map[string][]diag.Edit) (string, bool) {
	after := make([]*doc, len(folder))
	for i, d := range folder {
		after[i] = d
		if list, touched := edits[d.path]; touched {
			text := diag.Apply(d.lines.text, list)
			after[i] = &doc{path: d.path, uri: d.uri, lines: newLines(text), parsed: reading.Parse(d.path, text)}
		}
	}
	for i, d := range folder {
		if _, touched := edits[d.path]; !touched {
			continue
		}
		was, is := s.errorsOf(d, folder), s.errorsOf(after[i], after)
		if len(is) > len(was) {
			known := map[diag.Code]int{}
			for _, e := range was {
				known[e.Code]++
			}
			for _, e := range is {
				if known[e.Code]--; known[e.Code] < 0 {
					return s.words.Diagnostic(e).Title, true
				}
			}
		}
	}
	return "", false
}

func (s *server) errorsOf(d *doc, folder []*doc) (list []diag.Diagnostic) {
	var parsed []reading.Parsed
	for _, x := range together(d, folder) {
		parsed = append(parsed, x.parsed)
	}
	for _, e := range reading.Glance(parsed, s.work.load(filepath.Dir(d.path))).Diagnostics {
		if e.Severity == diag.Error {
			list = append(list, e)
		}
	}
	return list
}
