// Package vague finds words in the official wording that set a time or a measure which nobody can check: "as soon as
// possible", "where appropriate".
package vague

import (
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/check/phrase"
	"mithaq/internal/reading/check/rule"
)

// Rule is M3011.
var Rule = rule.Rule{
	Code: "M3011", Severity: diag.Remark, Run: run,
	Example: text("as soon as possible"), Mended: text("by 1 March 2020"),
}

func text(when string) string {
	return `vocabulary v
party red
act open_road (doer party)

agreement a
  uses v
  agreed between red
  dated 2020-01-01
  zone "UTC"
term 1
  text "Red opens the road ` + when + `."
  1a: red must open_road() by 2020-03-01
`
}

// words are what drafters write in the place of a day, a number or a condition. "At once" and "immediately" are not among
// them: they name a time, and what they lack is remarked as a missing deadline.
var words = phrase.New(
	"as soon as possible", "as soon as practicable", "as soon as feasible", "as soon as practicably possible", "as early as possible",
	"as quickly as possible", "at the earliest opportunity", "at the earliest possible date", "at the earliest possible time", "at an early date",
	"in the near future", "in the shortest possible time", "in due course", "in due time", "in good time", "in a timely manner", "in a timely fashion", "timely",
	"without delay", "without undue delay", "promptly", "expeditiously", "urgently", "within a reasonable time", "within a reasonable period",
	"where appropriate", "as appropriate", "if appropriate", "when appropriate", "where necessary", "as necessary", "if necessary", "when necessary",
	"where possible", "wherever possible", "whenever possible", "if possible", "where feasible", "to the extent possible", "to the extent feasible",
	"to the extent practicable", "to the maximum extent possible", "as far as possible", "as much as possible", "gradually", "progressively", "in principle",
	"make every effort", "makes every effort", "every effort", "best efforts", "best endeavours", "endeavour to", "endeavours to", "strive to", "etc", "and so on",

	"في أقرب وقت", "في أقرب وقت ممكن", "في أقرب الآجال", "في أقرب فرصة", "في أسرع وقت", "في أسرع وقت ممكن", "بأسرع وقت", "بأسرع ما يمكن", "بأقرب وقت",
	"قدر الإمكان", "بقدر الإمكان", "قدر المستطاع", "إلى أقصى حد ممكن", "عند الاقتضاء", "حسب الاقتضاء", "عند الضرورة", "عند اللزوم", "حيثما أمكن", "حيثما كان مناسباً",
	"إن أمكن", "إذا أمكن", "كلما أمكن", "في الوقت المناسب", "في حينه", "في المستقبل القريب", "في القريب العاجل", "في غضون فترة معقولة", "خلال مدة معقولة",
	"دون تأخير", "بدون تأخير", "دون إبطاء", "على وجه السرعة", "بصورة عاجلة", "تدريجياً", "من حيث المبدأ", "قصارى الجهد", "قصارى جهده", "قصارى جهدهم", "كل جهد ممكن", "إلخ",

	"по возможности", "по мере возможности", "при возможности", "в меру возможности", "насколько возможно", "в максимально возможной степени", "как можно скорее",
	"как можно раньше", "как можно быстрее", "в кратчайшие сроки", "в кратчайший срок", "в возможно короткие сроки", "в сжатые сроки", "в ближайшее время", "в ближайшем будущем",
	"в разумные сроки", "в разумный срок", "в надлежащее время", "в должное время", "в надлежащих случаях", "своевременно", "без промедления", "безотлагательно", "срочно",
	"при необходимости", "по мере необходимости", "в случае необходимости", "постепенно", "в принципе", "где это уместно", "все усилия", "всемерно", "и так далее", "и т д", "и т п",
)

func run(t *rule.Text) (found []diag.Diagnostic) {
	for _, f := range words.InTerms(t.Book) {
		found = append(found, f.Remark("say"))
	}
	return found
}
