// Package unfunded finds bodies that a text founds and gives neither money nor people.
package unfunded

import (
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/check/phrase"
	"mithaq/internal/reading/check/rule"
)

// Rule is M3023.
var Rule = rule.Rule{
	Code: "M3023", Severity: diag.Remark, Run: run,
	Example: text(""), Mended: text("  1b: red must second_staff(to: commission) by 2020-04-01\n"),
}

func text(staff string) string {
	return `vocabulary v
party red
body commission
act establish (doer party, what party)
act second_staff (doer party, to party)

agreement a
  uses v
  agreed between red
  dated 2020-01-01
  zone "UTC"
term 1
  1a: red must establish(what: commission) by 2020-03-01
` + staff + `  1c: red may second_staff(to: red)
`
}

// founding and giving are words for acts by which a body comes about, and by which it gets what it works with.
var (
	founding = phrase.New(
		"form", "establish*", "found", "create", "constitute", "set up", "تشكيل", "إنشاء", "تأسيس", "созда*", "образова*", "учрежд*", "сформиро*", "формирован*",
	)
	giving = phrase.New(
		"fund*", "finance*", "budget*", "pay", "staff*", "second*", "appoint*", "nominate*", "equip*", "resource*", "contribute*", "donate*",
		"تمويل", "ميزانية", "تعيين", "ترشيح", "رفد", "تزويد", "финансир*", "бюджет*", "назнач*", "персонал*", "укомплект*", "оснащ*", "взнос*",
	)
)

func run(t *rule.Text) (found []diag.Diagnostic) {
	for _, a := range t.Book.Agreements {
		if !rule.Seen(a) {
			continue
		}
		given, told := map[*terms.Party]bool{}, map[*terms.Party]bool{}
		for n := range a.AllNorms {
			if act := n.Act.Act; act != nil && n.Modality != syntax.MustNot && giving.In(act.ID, act.Titles) {
				for _, p := range named(&n.Act) {
					given[p] = true
				}
			}
		}
		for n := range a.AllNorms {
			act := n.Act.Act
			if act == nil || n.Modality != syntax.Must || !founding.In(act.ID, act.Titles) {
				continue
			}
			for _, p := range named(&n.Act) {
				if p.Sort == terms.Body && !given[p] && !told[p] {
					told[p] = true
					found = append(found, diag.Diagnostic{
						Span: n.Label, Args: diag.Args("norm", n.ID, "body", p.ID), Related: []diag.Related{{Key: "def", Span: p.Span}},
						Fixes: []diag.Fix{{Key: "means"}},
					})
				}
			}
		}
	}
	return found
}

// named gives the parties that a pattern names.
func named(p *terms.Pattern) (list []*terms.Party) {
	for _, w := range p.Wants {
		for _, v := range w.Values {
			if v.Party != nil {
				list = append(list, v.Party)
			}
		}
	}
	return list
}
