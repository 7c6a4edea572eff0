package terms

import (
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
)

// prohibits says whether the norm forbids: "must not", or "must ... at most".
func prohibits(n *Norm) bool {
	return n.Modality == syntax.MustNot || n.Modality == syntax.Must && n.AtMost != nil
}

// amount resolves "at least N" and "at most N".
func (c *context) amount(n *Norm, s *syntax.Amount, said source.Span) bool {
	a := &Amount{N: s.N.Value, Every: s.Every}
	if s.Per != nil {
		var ok bool
		if a.Per, ok = c.r.period(s.Per); !ok {
			return false
		}
	}
	if s.Role != nil && n.Act.Act != nil {
		var ok bool
		if a.Role, ok = c.role(&n.Act, *s.Role); !ok || !c.r.summed(a.Role, s.Role.Span) {
			return false
		}
	}
	modality := diag.Args("modality", c.modality(n.Modality))
	switch {
	case s.Every && !s.Most && n.Modality != syntax.Must && n.Modality != syntax.AimsTo:
		c.r.fail(codeEvery, s.Span, modality)
		return false
	case s.Most && n.Modality != syntax.Must:
		d := diag.Diagnostic{Code: codeAtMost, Severity: diag.Error, Span: s.Span, Args: modality}
		if n.Modality == syntax.MustNot { // "must not attack at most 3": more than 3, or any?
			d.Fixes = []diag.Fix{{Key: "must", Edits: []diag.Edit{{Span: said, Text: c.modality(syntax.Must)}}}}
		}
		c.r.say(d)
		return false
	case !s.Most && n.Modality != syntax.Must && n.Modality != syntax.AimsTo:
		c.r.fail(codeAtLeast, s.Span, modality)
		return false
	case !s.Most && n.Modality == syntax.AimsTo && s.Per != nil:
		c.r.fail(codeAimPer, s.Span, nil)
		return false
	case s.Most:
		n.AtMost = a
	default:
		n.AtLeast = a
	}
	return true
}
