// Package collective finds duties on a collective of which the text names no member: "all foreign armed formations" are to
// leave, and nobody can be pointed at who did not.
package collective

import (
	"slices"
	"strings"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/check/phrase"
	"mithaq/internal/reading/check/rule"
)

// Rule is M3008.
var Rule = rule.Rule{
	Code: "M3008", Severity: diag.Remark, Run: run,
	Example: text(""),
	Mended:  text("party brigade \"Third Brigade\" in formations\n"),
}

func text(member string) string {
	return `vocabulary v
party formations "Foreign armed formations"
` + member + `act leave (doer party)

agreement a
  uses v
  resolution of formations
  dated 2020-01-01
  zone "UTC"
term 1
  1a: formations must leave() by 2020-03-01
`
}

// collectives are words that stand for several whose number and names are left open.
var collectives = phrase.New(
	"all", "any", "every", "others", "groups", "formations", "factions", "militias", "parties", "states concerned",
	"فصائل", "الفصائل", "جماعات", "الجماعات", "تشكيلات", "التشكيلات", "ميليشيات", "الميليشيات", "مليشيات", "الأطراف", "جميع", "كل", "كافة",
	"الدول المعنية",
	"все", "всех", "любые", "вооружённые группы", "вооружённые группировки", "вооружённые формирования", "иностранные формирования",
	"незаконные формирования", "причастные государства", "заинтересованные государства",
)

// run tells each collective of each text once, at the first norm that it bears.
func run(t *rule.Text) (found []diag.Diagnostic) {
	hasMember := map[*terms.Party]bool{}
	for _, v := range t.Book.Vocabularies {
		for _, p := range v.Parties {
			for _, m := range p.In {
				hasMember[m.In] = true
			}
		}
	}
	for _, a := range t.Book.Agreements {
		var order []*terms.Party
		first, labels := map[*terms.Party]*terms.Norm{}, map[*terms.Party][]string{}
		for n := range a.AllNorms {
			if n.Modality == syntax.May || n.Modality == syntax.Can {
				continue
			}
			for _, p := range n.Bearers {
				if p.Sort != terms.PlainParty || hasMember[p] || !collectives.In(p.ID, p.Titles) {
					continue
				}
				if first[p] == nil {
					first[p], order = n, append(order, p)
				}
				if !slices.Contains(labels[p], n.ID) {
					labels[p] = append(labels[p], n.ID)
				}
			}
		}
		for _, p := range order {
			found = append(found, diag.Diagnostic{
				Span: first[p].Label, Args: diag.Args("party", p.ID, "norms", strings.Join(labels[p], ", ")),
				Related: []diag.Related{{Key: "def", Span: p.Span}}, Fixes: []diag.Fix{{Key: "members"}},
			})
		}
	}
	return found
}
