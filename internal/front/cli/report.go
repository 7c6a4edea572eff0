package cli

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/front/answers"
	"mithaq/internal/front/board"
	"mithaq/internal/front/web"
)

var reportVerb = &verb{name: "report", max: -1, run: runReport, flags: []flag{
	{"from", "", "cli.value.day"},
	{"to", "", "cli.value.day"},
	{"format", "f", "cli.value.format"},
	{"out", "o", "cli.value.file"},
}}

func runReport(c *call) int {
	if u := c.period(); u != nil {
		return c.misuse(u)
	}
	format := c.get("format", "md")
	return c.withRecord(func(a *app.App) int {
		r, code, ok := c.read(a, c.args)
		if !ok {
			return code
		}
		rep, err := a.Report(c.ctx, r, c.get("from", ""), c.get("to", ""), c.cutsOf())
		if err != nil {
			return c.fail(err)
		}
		view := web.ReportView
		if c.set("json") {
			view = web.ReportNumbers
		}
		v, err := view(c.ctx, c.reader(), rep, runOf)
		if err != nil {
			return c.fail(err)
		}
		if !a.Who().Whole() {
			v.Head = "" // how much more there is than they see is not for everybody
		}
		if rep.CountsNow {
			v.CountsNow = c.words.Text("board.report.counts_now", "at", c.get("known-at", ""))
		}
		if c.set("json") {
			return c.json("report", answers.ReportOf(c.reader(), runOf(rep.Now), rep, v), rep.Now)
		}
		var b bytes.Buffer
		if format == "html" {
			err = web.ReportFile(&b, c.reader(), rep, v)
		} else {
			c.markdown(&b, rep, v)
		}
		if err != nil {
			return c.fail(err)
		}
		if path := c.get("out", ""); path != "" {
			if err := replaceFile(path, b.Bytes()); err != nil {
				return c.fail(err)
			}
			return exitFine
		}
		if _, err := c.out.Write(b.Bytes()); err != nil {
			return c.fail(err)
		}
		return exitFine
	})
}

// period says what is wrong with the days and the format that were asked for.
func (c *call) period() *usage {
	if !c.set("from") || !c.set("to") {
		return &usage{"cli.usage.period", nil}
	}
	first, err1 := civil.ParseDate(c.get("from", ""))
	last, err2 := civil.ParseDate(c.get("to", ""))
	if err1 == nil && err2 == nil && last.Compare(first) < 0 {
		return &usage{"cli.usage.period_order", []any{"from", first.String(), "to", last.String()}}
	}
	if format := c.get("format", "md"); format != "md" && format != "html" {
		return &usage{"cli.usage.format", []any{"value", format}}
	}
	return nil
}

// markdown writes the report as Markdown (CommonMark with tables).
func (c *call) markdown(b *bytes.Buffer, rep *app.Report, v *board.ReportView) {
	w := c.words
	fmt.Fprintf(b, "# %s\n\n%s\n\n", w.Text("board.report.title", "from", v.From, "to", v.To), w.Text("board.report.against", "from", v.BeforeFrom, "to", v.BeforeTo))
	for _, note := range []string{v.Open, v.CountsNow} {
		if note != "" {
			fmt.Fprintf(b, "%s\n\n", note)
		}
	}
	item := func(key, value string) { fmt.Fprintf(b, "- %s: %s\n", w.Text(key), value) }
	item("board.report.dated", strconv.Itoa(v.Dated)+" ("+w.Text("board.report.before", "n", v.DatedBefore)+")")
	if v.Insider {
		item("board.report.received", strconv.Itoa(v.Received))
		item("board.report.assessed", strconv.Itoa(v.Assessed))
		item("board.report.waiting", strconv.Itoa(v.Waiting))
	}
	for _, p := range v.ByGrade {
		fmt.Fprintf(b, "- %s: %s\n", p.Name, p.Value)
	}
	for _, ag := range v.Agreements {
		fmt.Fprintf(b, "\n## %s\n\n%s", w.Text("quote", "text", ag.Head.Title), ag.Head.Force.Word)
		if ag.Head.By != "" {
			fmt.Fprintf(b, " · %s", w.Text("board.by", "by", ag.Head.By))
		}
		fmt.Fprintf(b, " · %s\n", ag.Head.Dated)
		if ag.Head.Nobody {
			fmt.Fprintf(b, "\n%s\n", w.Text("board.nobody_bound"))
		}
		if len(ag.Rows) == 0 {
			fmt.Fprintf(b, "\n%s\n", w.Text("board.report.no_norms"))
			c.redLines(b, ag.RedLines)
			continue
		}
		head := []string{w.Text("board.col.term"), w.Text("board.col.who")}
		for _, g := range grade.Standards {
			head = append(head, w.Grade(g).Word)
		}
		head = append(head, w.Text("board.report.acts"), w.Text("board.col.why"))
		fmt.Fprintf(b, "\n| %s |\n|%s\n", strings.Join(head, " | "), strings.Repeat("---|", len(head)))
		for _, row := range ag.Rows {
			cells := []string{row.ID, row.Who}
			for _, cell := range row.Cells {
				text := cell.Symbol + " " + cell.Word
				if cell.Lead && row.Changed {
					text += " (" + w.Text("board.report.was") + " " + row.Was.Word + ")"
				}
				cells = append(cells, text)
			}
			tableRow(b, append(cells, acts(row.Acts[:])+" ("+acts(row.ActsWere[:])+")", row.Why))
		}
		c.redLines(b, ag.RedLines)
	}
	fmt.Fprintf(b, "\n%s\n\n## %s\n\n", w.Text("board.report.acts.key"), w.Text("board.coverage.title"))
	if len(v.Coverage) == 0 {
		fmt.Fprintf(b, "%s\n", w.Text(board.Reader{Outside: !v.Insider}.Told("board.coverage.none")))
	}
	for _, k := range v.Coverage {
		means := k.Means
		if k.Denied {
			means = w.Text("board.denied", "by", k.By)
		}
		what := strings.Join(k.Acts, "; ")
		if what == "" {
			what = w.Text("board.any_act")
		}
		fmt.Fprintf(b, "- %s, %s, %s – %s: %s (%s)\n", k.Observer, k.Zone, k.From, k.To, means, what)
	}
	fmt.Fprintf(b, "\n%s\n", w.AsOf(rep.Now.In.At, rep.Zone)+".")
}

// tableRow writes a row of a table in Markdown.
func tableRow(b *bytes.Buffer, cells []string) {
	for i := range cells {
		cells[i] = strings.ReplaceAll(strings.ReplaceAll(cells[i], "|", "\\|"), "\n", " ")
	}
	fmt.Fprintf(b, "| %s |\n", strings.Join(cells, " | "))
}

// redLines writes the red lines of a text as a table of their own.
func (c *call) redLines(b *bytes.Buffer, rows []board.ReportRedLine) {
	if len(rows) == 0 {
		return
	}
	w := c.words
	fmt.Fprintf(b, "\n### %s\n\n", w.Text("board.redlines.title"))
	head := []string{w.Text("board.col.redline")}
	for _, g := range grade.Standards {
		head = append(head, w.Grade(g).Word)
	}
	head = append(head, w.Text("board.col.why"))
	tableRow(b, head)
	fmt.Fprintf(b, "|%s\n", strings.Repeat("---|", len(head)))
	for _, row := range rows {
		cells := []string{w.Text("quote", "text", row.Title) + ", " + row.Whose}
		for _, cell := range row.Cells {
			text := cell.Symbol + " " + cell.Word
			if cell.Lead && row.Changed {
				text += " (" + w.Text("board.report.was") + " " + row.Was.Word + ")"
			}
			cells = append(cells, text)
		}
		tableRow(b, append(cells, row.Why))
	}
}

func acts(n []int) string {
	var s []string
	for _, v := range n {
		s = append(s, strconv.Itoa(v))
	}
	return strings.Join(s, " / ")
}
