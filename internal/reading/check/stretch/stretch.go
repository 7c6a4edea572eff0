// Package stretch finds numbers asked in a stretch of time that is longer than the time for which the norm holds: no such
// stretch ever ends, so nothing is asked.
package stretch

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/check/rule"
)

// Rule is M3025.
var Rule = rule.Rule{
	Code: "M3025", Severity: diag.Remark, Run: run,
	Example: text("2020-01-21"), Mended: text("2020-06-21"),
}

func text(until string) string {
	return `vocabulary v
party red
act report (doer party)

agreement a
  uses v
  agreed between red
  dated 2020-01-01
  zone "UTC"
term 1
  1a: red must report() every 30 days until ` + until + `
`
}

func run(t *rule.Text) (found []diag.Diagnostic) {
	t.Norms(func(a *terms.Agreement, n *terms.Norm) {
		judged := t.Judged(n)
		if judged == nil || judged.Modality != norms.Obligation || judged.AtLeast.Per.IsZero() || judged.Window.End == nil || judged.Window.Renew != nil {
			return
		}
		text := t.Program.Agreement(a.ID)
		from, known := text.Starts, true
		if judged.Window.Start != nil {
			from, known = text.Fixed(judged.Window.Start)
		}
		until, ok := text.Fixed(judged.Window.End)
		if known && ok && until-max(from, text.Starts) < shortest(judged.AtLeast.Per) {
			found = append(found, diag.Diagnostic{Span: n.Label, Args: diag.Args("norm", n.ID, "act", n.Asks())})
		}
	})
	return found
}

// shortest gives the seconds that a period has at least: a month of 28 days, a day on which clocks go forward.
func shortest(p civil.Period) int64 {
	const hour = 3600
	days := map[civil.Unit]int64{civil.Days: 1, civil.Weeks: 7, civil.Months: 28, civil.Years: 365}[p.Unit]
	if days == 0 {
		return int64(p.N) * hour
	}
	return int64(p.N)*days*24*hour - hour
}
