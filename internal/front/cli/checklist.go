package cli

import (
	"fmt"

	"mithaq/internal/base/diag"
	"mithaq/internal/reading/check"
)

// checkJSON is one check, for JSON.
type checkJSON struct {
	Code     diag.Code     `json:"code"`
	Severity diag.Severity `json:"severity"`
	Title    string        `json:"title"`
	Page     string        `json:"page"`
	Example  string        `json:"example"`
	Mended   string        `json:"mended"`
}

// listChecks prints all checks: code, how grave, what it looks for.
func (c *call) listChecks() int {
	pages := check.Pages()
	if c.set("json") {
		out := struct {
			Checks []checkJSON `json:"checks"`
		}{}
		for _, p := range pages {
			out.Checks = append(out.Checks, checkJSON{p.Code, p.Severity, c.words.Bare().Text(p.Title), c.words.Bare().Text(p.Page), p.Example, p.Mended})
		}
		return c.json("check", out, nil)
	}
	for _, p := range pages {
		c.hanging(string(p.Code)+"  ", c.words.Text(p.Title)+" ("+c.words.Severity(p.Severity)+")")
	}
	fmt.Fprintln(c.out)
	c.wrapped(0, c.words.Text("cli.check.list.more"))
	return exitFine
}
