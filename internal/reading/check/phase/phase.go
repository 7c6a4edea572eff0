// Package phase finds times and conditions that count from a long act, one with a beginning and an end of its own, without
// saying which of the two they mean ("the day after the withdrawal").
package phase

import (
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/reading/check/rule"
)

// Rule is M3010.
var Rule = rule.Rule{
	Code: "M3010", Severity: diag.Remark, Run: run,
	Example: text(""), Mended: text("begin "),
}

func text(phase string) string {
	return `vocabulary v
party red
act withdraw (doer party) in phases
act meet (doer party)

agreement a
  uses v
  agreed between red
  dated 2020-01-01
  zone "UTC"
term 1
  1a: red must withdraw() by 2020-03-01
  1b: red must meet() within 1 day of ` + phase + `withdraw(doer: red)
`
}

func run(t *rule.Text) (found []diag.Diagnostic) {
	t.Norms(func(a *terms.Agreement, n *terms.Norm) {
		told := map[*terms.Act]bool{} // a norm is told once for each act
		ask := func(p *terms.Pattern, at source.Span) {
			if p == nil || p.Act == nil || !p.Act.Phases || p.Phase != syntax.Whole || told[p.Act] {
				return
			}
			told[p.Act] = true
			d := diag.Diagnostic{Span: at, Args: diag.Args("norm", n.ID, "act", p.Act.ID), Related: []diag.Related{{Key: "def", Span: p.Act.Span}}}
			for _, word := range []string{"begin", "finish"} {
				start := source.Span{File: p.Span.File, Start: p.Span.Start, End: p.Span.Start}
				word = a.File.Table.Translate(word)
				d.Fixes = append(d.Fixes, diag.Fix{Key: "phase", Args: diag.Args("phase", word), Edits: []diag.Edit{{Span: start, Text: word + " "}}})
			}
			found = append(found, d)
		}
		terms.Walk{
			Point: func(p *terms.Point, _ bool) {
				ask(p.Act, p.Span)
				if p.Norm != nil && !p.Breach && p.Norm.Modality == syntax.Must {
					ask(&p.Norm.Act, p.Span)
				}
			},
			Cond: func(c terms.Cond, _ bool) {
				if s, ok := c.(*terms.Seen); ok && !s.No {
					ask(&s.Pattern, s.Pattern.Span)
				}
			},
		}.Norm(n)
	})
	return found
}
