// Package unnamed finds norms that name nobody: what they ask is done or not done, and can be held against no one.
package unnamed

import (
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/check/rule"
)

// Rule is M3001.
var Rule = rule.Rule{
	Code: "M3001", Severity: diag.Remark, Run: run,
	Example: `vocabulary v
party red
act publish (doer party, about text)

agreement a
  uses v
  agreed between red
  dated 2020-01-01
  zone "UTC"
term 1
  1a: unnamed must publish(about: "the list") by 2020-02-01
  1b: red may publish()
`,
	Mended: `vocabulary v
party red
act publish (doer party, about text)

agreement a
  uses v
  agreed between red
  dated 2020-01-01
  zone "UTC"
term 1
  1a: red must publish(about: "the list") by 2020-02-01
  1b: red may publish()
`,
}

func run(t *rule.Text) (found []diag.Diagnostic) {
	t.Norms(func(_ *terms.Agreement, n *terms.Norm) {
		if len(n.Bearers) == 0 && n.Bearer == nil {
			found = append(found, diag.Diagnostic{Span: n.Label, Args: diag.Args("norm", n.ID, "act", n.Asks()), Fixes: []diag.Fix{{Key: "name"}}})
		}
	})
	return found
}
