package terms

import (
	"strings"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/source"
)

// intended resolves "intended CODE of NORM "reason"", at the head (t nil) or in a term. Whole is the stretch of text of
// the agreement or the term.
func (c *context) intended(t *Term, whole source.Span, s *syntax.Intended) {
	out := Intended{Code: strings.ToUpper(s.Code.Text), Term: t, Why: c.r.titles(s.Why), Within: []source.Span{whole}, Span: s.Code.Span}
	switch {
	case s.Of != nil:
		n, ok := c.norm(syntax.Ref{Name: *s.Of}, codeNorm)
		if !ok {
			return
		}
		out.Norm, out.Within = n, []source.Span{n.Span}
	case t == nil:
		for _, v := range c.draft.Uses {
			out.Within = append(out.Within, vocabularySpan(v))
		}
	}
	if !s.Broken && !s.Code.Missing() {
		c.draft.Intended = append(c.draft.Intended, out)
	}
}

// vocabularySpan gives the stretch of text of a vocabulary.
func vocabularySpan(v *Vocabulary) source.Span {
	for _, s := range v.File.Stmts {
		if x, ok := s.(*syntax.Vocabulary); ok && x.Name.Span == v.Span {
			return x.Span
		}
	}
	return v.Span
}
