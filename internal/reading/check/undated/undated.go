// Package undated finds obligations without a deadline: they stay open and can never be breached.
package undated

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/check/rule"
)

// Rule is M3002.
var Rule = rule.Rule{
	Code: "M3002", Severity: diag.Remark, Run: run,
	Example: `vocabulary v
party red
act withdraw (doer party)
act report (doer party)

agreement a
  uses v
  agreed between red
  dated 2020-01-01
  zone "UTC"
term 1
  1a: red must withdraw()
  1b: red must report() at least 1 in any 30 days
`,
	Mended: `vocabulary v
party red
act withdraw (doer party)
act report (doer party)

agreement a
  uses v
  agreed between red
  dated 2020-01-01
  zone "UTC"
term 1
  1a: red must withdraw() by 2020-03-01
  1b: red must report() at least 1 in any 30 days
`,
}

// run looks at what is judged. A number asked in every stretch of time needs no deadline: each stretch is one.
func run(t *rule.Text) (found []diag.Diagnostic) {
	t.Norms(func(_ *terms.Agreement, n *terms.Norm) {
		judged := t.Judged(n)
		if judged == nil || judged.Modality != norms.Obligation || judged.Window.End != nil || !judged.AtLeast.Per.IsZero() || judged.Keep {
			return
		}
		said := "no"
		if judged.Window.Said {
			said = "yes"
		}
		d := diag.Diagnostic{Span: n.Label, Args: diag.Args("norm", n.ID, "act", n.Asks(), "said", said)}
		if judged.Window.Said {
			d.Fixes = []diag.Fix{{Key: "give"}}
		} else {
			d.Fixes = clauses(n)
		}
		found = append(found, d)
	})
	return found
}

// clauses offers to write a date behind the norm, or that the text gives none. How many days is the author's to say: 30 is a place to begin.
func clauses(n *terms.Norm) []diag.Fix {
	behind := n.Span
	behind.Start = behind.End
	table := n.Agreement.File.Table
	write := func(key, clause string) diag.Fix {
		clause = table.Translate(clause)
		return diag.Fix{Key: key, Args: diag.Args("clause", clause), Edits: []diag.Edit{{Span: behind, Text: " " + clause}}}
	}
	return []diag.Fix{write("within", "within 30 days of start"), write("undated", "undated")}
}
