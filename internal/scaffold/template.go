package main

// folder is the file of a check.
const folder = `// Package NAME finds norms that ask for NAME.
package NAME

import (
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/check/rule"
)

// Rule is CODE.
var Rule = rule.Rule{
	Code: "CODE", Severity: diag.Remark, Run: run,
	Example: text("NAME"), Mended: text("publish"),
}

func text(act string) string {
	return ` + "`vocabulary v\nparty red\nact `" + ` + act + ` + "` (doer party)\n" + `
agreement a
  uses v
  agreed between red
  dated 2020-01-01
  zone "UTC"
term 1
  1a: red must ` + "`" + ` + act + ` + "`" + `() by 2020-02-01
` + "`" + `
}

func run(t *rule.Text) (found []diag.Diagnostic) {
	t.Norms(func(_ *terms.Agreement, n *terms.Norm) {
		if n.Asks() == "NAME" {
			found = append(found, diag.Diagnostic{Span: n.Label, Args: diag.Args("norm", n.ID, "act", n.Asks())})
		}
	})
	return found
}
`

// pair is its pair of texts, to be made from a real clause.
const pair = `Texts that differ by one clause.

-- CODE a real agreement: its clause --
vocabulary v
party red
act NAME (doer party)
act publish (doer party)

agreement a
  uses v
  agreed between red
  dated 2020-01-01
  zone "UTC"
term 1
-   1a: red must NAME() by 2020-02-01 #! CODE
+   1a: red may NAME()
  1b: red must publish() by 2020-02-01
`

// The sentences: the remark, the title and the page.
const (
	english = `# CODE
diag.CODE = Norm {norm} asks for “{act}”.
check.CODE.title = A norm that asks for NAME
check.CODE.page = What is found, why it matters, how to mend it, where this comes from.
`
	arabic = `# CODE
diag.CODE = يطلب الحكم {norm} «{act}».
check.CODE.title = حكم يطلب NAME
check.CODE.page = ما الذي وُجد، ولماذا يهم، وكيف يُصلح، ومن أين أُخذ.
`
	russian = `# CODE
diag.CODE = Норма {norm} требует «{act}».
check.CODE.title = Норма, которая требует NAME
check.CODE.page = Что найдено, почему это важно, как исправить, откуда взято.
`
)
