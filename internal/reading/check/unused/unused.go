// Package unused finds acts, kinds and parties that nothing speaks of, in vocabularies that stand in one file with
// an agreement. A vocabulary in a file of its own serves many texts and is passed over.
package unused

import (
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/reading/check/rule"
)

// Rule is M3007.
var Rule = rule.Rule{
	Code: "M3007", Severity: diag.Note, Run: run,
	Example: `vocabulary v
party red
act publish (doer party)
act retract (doer party)

agreement a
  uses v
  agreed between red
  dated 2020-01-01
  zone "UTC"
term 1
  1a: red must publish() by 2020-02-01
`,
	Mended: `vocabulary v
party red
act publish (doer party)
act retract (doer party)

agreement a
  uses v
  agreed between red
  dated 2020-01-01
  zone "UTC"
term 1
  1a: red must publish() by 2020-02-01
  1b: red must not retract()
`,
}

func run(t *rule.Text) (found []diag.Diagnostic) {
	used := collect(t.Book)
	withText := map[string]bool{}
	for _, a := range t.Book.Agreements {
		withText[a.Span.File] = true
	}
	note := func(sort, id string, span source.Span) {
		found = append(found, diag.Diagnostic{Span: span, Args: diag.Args("sort", sort, "name", id)})
	}
	for _, v := range t.Book.Vocabularies {
		if !withText[v.Span.File] {
			continue
		}
		for _, p := range v.Parties {
			if !used.parties[p] {
				note("party", p.ID, p.Span)
			}
		}
		for _, k := range v.Kinds {
			if k.Parent == nil && !used.kinds[k] { // sub-kinds are there for the record
				note("kind", k.ID, k.Span)
			}
		}
		for _, a := range v.Acts {
			if !used.acts[a] {
				note("act", a.ID, a.Span)
			}
		}
	}
	return found
}
