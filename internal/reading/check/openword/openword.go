// Package openword finds words in the official wording that somebody must judge ("effective", "in good faith", "free and
// fair"), in terms of which no norm says who judges.
package openword

import (
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/check/phrase"
	"mithaq/internal/reading/check/rule"
)

// Rule is M3012.
var Rule = rule.Rule{
	Code: "M3012", Severity: diag.Remark, Run: run,
	Example: text(""), Mended: text(` judged "effective" by mission`),
}

func text(judged string) string {
	return `vocabulary v
party red
body mission
act disarm (doer party)
act finding (doer party, of text, result text)

agreement a
  uses v
  agreed between red
  dated 2020-01-01
  zone "UTC"
term 1
  text "Red disarms its units under effective control."
  1a: red must disarm() by 2020-03-01` + judged + `
  1b: mission may finding(of: "1a")
`
}

var words = phrase.New(
	"effective", "!effective date", "!effective from", "!effective on", "!effective as of", "effectively", "adequate", "adequately", "reasonable", "reasonably", "proportionate", "sufficient", "sufficiently", "satisfactory", "credible",
	"meaningful", "genuine", "good faith", "free and fair", "inclusive process", "inclusive dialogue", "inclusive talks", "inclusive government", "inclusive governance", "inclusive political", "substantial", "clear steps", "concrete steps", "concrete measures",
	"appropriate measures", "appropriate steps", "necessary measures", "necessary steps", "serious steps",
	"فعال", "فعالة", "فعالاً", "بفعالية", "فعلياً", "كافٍ", "كافياً", "كافية", "معقول", "معقولة", "متناسب", "متناسبة", "ذات مصداقية", "بحسن نية",
	"حرة ونزيهة", "الحرة والنزيهة", "خطوات واضحة", "خطوات ملموسة", "تدابير ملموسة", "التدابير اللازمة", "الإجراءات اللازمة", "التدابير المناسبة", "الخطوات اللازمة",
	"эффективн*", "достаточн*", "разумн*", "соразмерн*", "надлежащ* мер*", "необходим* мер*", "соответствующ* мер*", "добросовестн*", "свободн* и справедлив*",
	"свободн* и честн*", "инклюзивн*", "ощутим*", "ясн* шаг*", "конкретн* шаг*", "конкретн* мер*", "чётк* шаг*",
)

func run(t *rule.Text) (found []diag.Diagnostic) {
	settled := map[*terms.Term]bool{} // a body judges a norm of the term
	t.Norms(func(_ *terms.Agreement, n *terms.Norm) {
		if n.Judged != nil {
			settled[n.Term] = true
		}
	})
	for _, f := range words.InTerms(t.Book) {
		if settled[f.Term] {
			continue
		}
		found = append(found, f.Remark("judge"))
	}
	return found
}
