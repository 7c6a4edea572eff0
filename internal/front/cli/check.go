package cli

import (
	"fmt"
	"strconv"

	"mithaq/internal/app"
	"mithaq/internal/base/diag"
	"mithaq/internal/front/answers"
	"mithaq/internal/front/wording"
	"mithaq/internal/reading/check"
)

var checkVerb = &verb{name: "check", max: -1, run: runCheck, flags: []flag{{"list", "", ""}, {"fail-on-notes", "", ""}}}

func runCheck(c *call) int {
	if c.set("list") {
		return c.listChecks()
	}
	if len(c.args) == 0 {
		return c.misuse(&usage{"cli.usage.few", []any{"verb", c.verb.name}})
	}
	texts, err := app.ReadFiles(c.args)
	if err != nil {
		return c.failEach(err)
	}
	reading := app.Read(texts)
	if c.set("json") {
		if code := c.json("check", checkData(c, reading), nil); code != exitFine {
			return code
		}
		return remarkCode(reading.Diagnostics, c.set("fail-on-notes"))
	}
	open, intended := diag.Open(reading.Diagnostics)
	c.remarks(c.out, open, reading.Files)
	var n [3]int64
	for _, d := range open {
		n[d.Severity]++
	}
	if len(open) > 0 {
		fmt.Fprintln(c.out)
	}
	if len(intended) > 0 {
		c.line(c.bold(c.words.Text("cli.check.intended")))
		fmt.Fprintln(c.out)
		c.remarks(c.out, intended, reading.Files)
		fmt.Fprintln(c.out)
	}
	sum := c.words.Text("cli.check.sum",
		"files", wording.Phrase(c.words.Plural("cli.check.files", int64(len(reading.Texts)))),
		"errors", wording.Phrase(c.words.Plural("cli.check.errors", n[diag.Error])),
		"remarks", wording.Phrase(c.words.Plural("cli.check.remarks", n[diag.Remark])),
		"notes", wording.Phrase(c.words.Plural("cli.check.notes", n[diag.Note])))
	if len(intended) > 0 {
		sum += " " + c.words.Text("cli.check.intended.sum", "n", strconv.Itoa(len(intended)))
	}
	fmt.Fprintln(c.out, sum)
	if code := paged(open); code != "" {
		fmt.Fprintln(c.out, c.words.Text("cli.check.more", "command", "mithaq explain "+string(code)))
	}
	return remarkCode(reading.Diagnostics, c.set("fail-on-notes"))
}

// paged gives the code of the first remark that has a page of its own, of the first note where there is none; "" for neither.
func paged(ds []diag.Diagnostic) (code diag.Code) {
	for _, d := range ds {
		if _, ok := check.Page(d.Code); ok && (code == "" || d.Severity != diag.Note) {
			code = d.Code
			if d.Severity != diag.Note {
				break
			}
		}
	}
	return code
}

// remarkCode gives the exit code for remarks about a text. What the text marks as intended does not count.
func remarkCode(ds []diag.Diagnostic, notes bool) int {
	code := exitFine
	for _, d := range ds {
		switch {
		case d.Intended != nil:
		case d.Severity == diag.Error:
			return exitInput
		case d.Severity == diag.Remark || notes:
			code = exitRemarks
		}
	}
	return code
}

func checkData(c *call, r *app.Reading) any {
	open, intended := diag.Open(r.Diagnostics)
	out := struct {
		Files    []string         `json:"files"`
		Remarks  []answers.Remark `json:"remarks"`
		Intended []answers.Remark `json:"intended"`
	}{Files: []string{}, Remarks: answers.Remarks(c.words, open), Intended: answers.Remarks(c.words, intended)}
	for _, t := range r.Texts {
		out.Files = append(out.Files, t.Name)
	}
	return out
}

// read reads the texts named, or those of the record, and tells their errors. The reading is whole when ok.
func (c *call) read(a *app.App, files []string) (r *app.Reading, code int, ok bool) {
	var texts []app.Text
	var err error
	switch {
	case len(files) > 0:
		texts, err = app.ReadFiles(files)
	case c.given != nil:
		texts = c.given.texts
	default:
		texts, err = a.RecordTexts(c.ctx)
	}
	if err != nil {
		return nil, c.failEach(err), false
	}
	if len(texts) == 0 {
		c.say("cli.error.no_texts")
		return nil, exitInput, false
	}
	r = app.Read(texts)
	if r.Program == nil {
		c.remarks(c.err, onlyErrors(r.Diagnostics), r.Files)
		return nil, exitInput, false
	}
	return r, exitFine, true
}

func onlyErrors(ds []diag.Diagnostic) (errs []diag.Diagnostic) {
	for _, d := range ds {
		if d.Severity == diag.Error {
			errs = append(errs, d)
		}
	}
	return errs
}
