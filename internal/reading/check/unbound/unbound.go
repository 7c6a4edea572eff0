// Package unbound finds parties of whom a text asks something although, by the text itself, they are not bound by it:
// a demand that its addressee has not accepted. Words of a breach are then not used (spec/norms.md, section 9).
package unbound

import (
	"slices"
	"strings"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/check/rule"
)

// Rule is M3004.
var Rule = rule.Rule{
	Code: "M3004", Severity: diag.Remark, Run: run,
	Example: `vocabulary v
party red
party blue
act shell (doer party)

agreement a
  uses v
  demand by red to blue
  dated 2020-01-01
  zone "UTC"
term 1
  1a: blue must not shell()
  1b: red must not shell()
`,
	Mended: `vocabulary v
party red
party blue
act shell (doer party)

agreement a
  uses v
  demand by red to blue
  dated 2020-01-01
  zone "UTC"
term 1
  1a: blue must not shell()
  1b: red must not shell()
position blue accepts a on 2020-01-05
`,
}

// asked is what a text asks of one party that is not bound.
type asked struct {
	party  *terms.Party
	first  *terms.Norm
	labels []string
}

// run tells each party of each text once, at the first norm that it bears.
func run(t *rule.Text) (found []diag.Diagnostic) {
	for _, a := range t.Book.Agreements {
		if a.Force == syntax.Resolution {
			continue // imposed by its body
		}
		var order []*asked
		of := map[*terms.Party]*asked{}
		t.Norms(func(b *terms.Agreement, n *terms.Norm) {
			if b != a || n.Modality == syntax.May || n.Modality == syntax.Can {
				return
			}
			for _, p := range n.Bearers {
				if bound(t, a, n.Term, p) {
					continue
				}
				if of[p] == nil {
					of[p] = &asked{party: p, first: n}
					order = append(order, of[p])
				}
				if !slices.Contains(of[p].labels, n.ID) { // a reading may have a norm of the same label
					of[p].labels = append(of[p].labels, n.ID)
				}
			}
		})
		for _, x := range order {
			found = append(found, diag.Diagnostic{
				Span:  x.first.Label,
				Args:  diag.Args("party", x.party.ID, "agreement", a.ID, "norms", strings.Join(x.labels, ", ")),
				Fixes: []diag.Fix{{Key: "accept"}},
			})
		}
	}
	return found
}

// bound says whether a party, or one that it is or was in, made the text (a demand, an offer), is a party to it, or
// accepts it, or this term, in the text itself, or is so bound to a text that includes it. What the record holds of positions comes later and is not asked here.
func bound(t *rule.Text, a *terms.Agreement, term *terms.Term, p *terms.Party) bool {
	stands := func(other *terms.Party) bool {
		return len(t.Program.Vocabulary.Within(p.ID, other.ID)) > 0
	}
	for _, by := range a.By {
		if stands(by) {
			return true
		}
	}
	for _, b := range t.Book.Agreements {
		if b != a && slices.Contains(b.Includes, a) && b.Force == syntax.Agreed && bound(t, b, nil, p) {
			return true
		}
		for _, pos := range b.Positions {
			if pos.Agreement == a && pos.Stance == syntax.Accepts && (pos.Term == nil || pos.Term == term) && stands(pos.Party) {
				return true
			}
		}
	}
	return false
}
