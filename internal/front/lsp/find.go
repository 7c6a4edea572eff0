package lsp

import (
	"path/filepath"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/source"
	"mithaq/internal/reading"
)

// current gives what a document says now: as the analyst read it, or, where he has not come so far, read here.
func (s *server) current(d *doc) *analysis {
	docs := together(d, s.work.folder(filepath.Dir(d.path)))
	a := s.latest[d.path]
	if a != nil && a.doc == d && a.whole != nil {
		return a
	}
	parsed := make([]reading.Parsed, len(docs))
	for i := range docs {
		parsed[i] = docs[i].parsed
	}
	now := &analysis{doc: d, docs: docs, whole: reading.Glance(parsed, s.work.load(filepath.Dir(d.path)))}
	if a != nil {
		now.good, now.marks = a.good, a.marks
	}
	if now.whole.Program != nil {
		now.good = now.whole
	}
	return now
}

// written is a norm as written, with where it stands.
type written struct {
	*syntax.Norm
	agreement string
	reading   string // "": the text as written
}

// name gives the full name.
func (n written) name() string { return n.agreement + "." + n.Label.Text }

// judged gives the norm as it is judged; nil: there is none of that name.
func (n written) judged(p *norms.Program) *norms.Norm {
	if n.reading == "" {
		return p.Norm(n.name())
	}
	a := p.Agreement(n.agreement)
	if a == nil {
		return nil
	}
	for i := range a.Readings {
		r := &a.Readings[i]
		for j := range r.Norms {
			if r.ID == n.reading && r.Norms[j].ID == n.Label.Text {
				return &r.Norms[j]
			}
		}
	}
	return nil
}

// normsOf visits the norms of a text, in its order.
func normsOf(f *syntax.File, yield func(written) bool) {
	for _, s := range f.Stmts {
		a, ok := s.(*syntax.Agreement)
		if !ok {
			continue
		}
		for _, item := range a.Items {
			t, ok := item.(*syntax.Term)
			if !ok {
				continue
			}
			by := ""
			for _, item := range t.Items {
				switch n := item.(type) {
				case *syntax.Reading:
					by = n.Name.Text
				case *syntax.Norm:
					if !yield(written{n, a.Name.Text, by}) {
						return
					}
				}
			}
		}
	}
}

// normAt gives the norm at an offset; false: there is none.
func normAt(f *syntax.File, offset int) (found written, ok bool) {
	normsOf(f, func(n written) bool {
		if holds(n.Span, offset) {
			found, ok = n, true
		}
		return !ok
	})
	return found, ok
}

// holds says whether an offset lies in a span, its end included.
func holds(s source.Span, offset int) bool { return s.Start.Offset <= offset && offset <= s.End.Offset }

// tokenAt gives the index of the token in which an offset lies, or directly behind which it stands; -1: none.
func tokenAt(f *syntax.File, offset int) int {
	for i := range f.Tokens {
		t := &f.Tokens[i]
		if t.Offset > offset {
			return -1
		}
		if offset <= t.End() && t.Kind != syntax.End && (offset < t.End() || t.Kind == syntax.Word || t.Kind == syntax.Label) {
			return i
		}
	}
	return -1
}

// keyword gives the English spelling of the keyword that a token may be; "": none.
func keyword(t *syntax.Token) string {
	if t.Kind != syntax.Word || t.Key == syntax.NoKeyword {
		return ""
	}
	return syntax.English.Spell(t.Key)
}
