package lsp

import (
	"context"
	"slices"
	"strings"

	"mithaq/internal/agreement/format"
)

// codeActions offers what mends the remarks in a range.
func (s *server) codeActions(_ context.Context, p codeActionParams) ([]codeAction, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []codeAction{}
	d := s.work.docs[pathOf(p.TextDocument.URI)]
	wanted := func(only string) bool {
		return only == "quickfix" || strings.HasPrefix("quickfix", only+".") || only == ""
	}
	if d == nil || len(p.Context.Only) > 0 && !slices.ContainsFunc(p.Context.Only, wanted) {
		return list, nil
	}
	from, to := d.lines.offset(s.units, p.Range.Start), d.lines.offset(s.units, p.Range.End)
	a := s.current(d)
	for _, r := range a.whole.Diagnostics {
		if r.Span.File != d.path || r.Span.End.Offset < from || r.Span.Start.Offset > to {
			continue
		}
		text := s.words.Diagnostic(r)
		for i, f := range r.Fixes {
			action := codeAction{Title: text.Fixes[i], Kind: "quickfix", Diagnostics: []diagnostic{s.diagnostic(a, r, text)}, Edit: workspaceEdit{map[string][]textEdit{}}}
			for _, e := range f.Edits {
				if l, ok := s.location(a.docs, e.Span); ok {
					action.Edit.Changes[l.URI] = append(action.Edit.Changes[l.URI], textEdit{l.Range, e.Text})
				}
			}
			if len(action.Edit.Changes) > 0 {
				list = append(list, action)
			}
		}
	}
	return list, nil
}

// formatting lays the document out in the canonical way.
func (s *server) formatting(_ context.Context, p at) ([]textEdit, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.work.docs[pathOf(p.TextDocument.URI)]
	if d == nil {
		return []textEdit{}, nil
	}
	text := format.File(d.parsed.Tree)
	if text == d.lines.text {
		return []textEdit{}, nil
	}
	return []textEdit{{span{End: d.lines.position(s.units, len(d.lines.text))}, text}}, nil
}

// inlays shows the present status behind the first line of each norm.
func (s *server) inlays(_ context.Context, p rangeParams) ([]inlayHint, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []inlayHint{}
	d := s.work.docs[pathOf(p.TextDocument.URI)]
	if d == nil || s.latest[d.path] == nil {
		return list, nil
	}
	marks := s.latest[d.path].marks
	from, to := d.lines.offset(s.units, p.Range.Start), d.lines.offset(s.units, p.Range.End)
	normsOf(d.parsed.Tree, func(n written) bool {
		mark, known := marks[n.name()]
		if at := n.Label.Span.Start.Offset; known && n.reading == "" && from <= at && at <= to {
			line := d.lines.position(s.units, at).Line
			end := d.lines.offset(s.units, position{line, 1 << 30})
			list = append(list, inlayHint{d.lines.position(s.units, end), mark.Short, mark.Line, true})
		}
		return true
	})
	return list, nil
}
