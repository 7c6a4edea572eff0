package terms

import (
	"slices"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
)

// written gives the text of a place, as it stands.
func (c *context) written(at source.Span) string {
	return c.draft.File.Source.Text[at.Start.Offset:at.End.Offset]
}

// modalityIs refuses a clause that the norm's modality does not take.
func (c *context) modalityIs(n *Norm, takes []syntax.ModalityWord, at source.Span) bool {
	if slices.Contains(takes, n.Modality) {
		return true
	}
	var fixes []diag.Fix
	for _, m := range takes {
		fixes = append(fixes, diag.Fix{Key: "takes", Args: diag.Args("modality", c.modality(m))})
	}
	c.r.say(diag.Diagnostic{
		Code: codeClause, Severity: diag.Error, Span: at, Args: diag.Args("clause", c.written(at), "modality", c.modality(n.Modality)), Fixes: fixes,
	})
	return false
}

// takes refuses clauses that speak of an act where the norm asks a condition.
func (c *context) takes(n *Norm, s syntax.Clause) bool {
	if n.Deed != syntax.KeepCond && n.Deed != syntax.BringAbout {
		return true
	}
	switch s.(type) {
	case *syntax.Amount, *syntax.Except, *syntax.Participation, *syntax.Judged:
		at := s.Head().Span
		c.r.fail(codeNoAct, at, diag.Args("clause", c.written(at)))
		return false
	}
	return true
}

// together refuses clauses that cannot stand together, once all are known.
func (c *context) together(n *Norm, first map[string]source.Span, ended bool) bool {
	ok := true
	refuse := func(code diag.Code, clause, why string) {
		c.r.say(diag.Diagnostic{Code: code, Severity: diag.Error, Span: first[clause], Fixes: []diag.Fix{{Key: why}}})
		ok = false
	}
	if n.Cure != nil {
		switch {
		case n.Modality != syntax.Must || n.AtMost != nil:
			refuse(codeCure, "cure", "must")
		case n.Deed == syntax.KeepCond:
			refuse(codeCure, "cure", "keep")
		case n.Judged != nil:
			refuse(codeCure, "cure", "judged")
		case n.AtLeast != nil && !n.AtLeast.Per.IsZero():
			refuse(codeCure, "cure", "stretches")
		case !ended:
			refuse(codeCure, "cure", "no_end")
		}
	}
	if n.Clock != nil && !ended {
		refuse(codeClock, "clock", "no_end")
	}
	if n.Judged != nil && (n.AtLeast != nil || n.AtMost != nil) {
		c.r.fail(codeJudgedNumber, first["judged"], nil)
		ok = false
	}
	for i := range n.Bounds {
		if b := &n.Bounds[i]; n.Lasts != nil && b.Word == syntax.From && !b.Point.Offset.IsZero() {
			c.r.fail(codeOffset, b.Point.Span, nil)
			ok = false
		}
	}
	return ok
}
