package cli

import (
	"fmt"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/locale"
	"mithaq/internal/front/board"
	"mithaq/internal/front/web"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/status"
)

// statusTables prints where each agreement stands. Of several, first all of them in a line or two each.
func (c *call) statusTables(v *views, only string) {
	j := v.Run
	run := web.RunOf(j)
	rd := c.reader()
	var rows []board.AgreementRow
	wide := 0
	for _, row := range run.AgreementsPage(rd).Rows {
		if only == "" || row.Head.ID == only {
			rows = append(rows, row)
			wide = max(wide, locale.Width(row.Head.ID))
		}
	}
	if len(rows) > 1 {
		c.line(c.bold(c.words.Plural("cli.status.index", int64(len(rows)))))
		for i := range rows {
			c.hanging("  "+locale.Pad(rows[i].Head.ID, wide)+"  ", c.words.Text("quote", "text", rows[i].Head.Title))
			c.wrapped(4+wide, c.summary(&rows[i]))
		}
		fmt.Fprintln(c.out)
	}
	for i := range rows {
		if i > 0 {
			fmt.Fprintln(c.out)
		}
		c.statusTable(run.AgreementTable(rd, rows[i].Head.ID), &rows[i])
	}
	c.sideBySide(v, only)
	if len(j.Result.Unbound) > 0 {
		fmt.Fprintln(c.out)
	}
	for _, u := range j.Result.Unbound {
		if u.Count == 0 {
			c.hanging("", c.words.Text("cli.status.unbound_nowhere", "word", unboundName(u)))
			continue
		}
		c.hanging("", c.words.Plural("cli.status.unbound", int64(u.Count), "word", unboundName(u)))
	}
	for _, i := range j.Base.Imports {
		if i.Of > 0 {
			c.hanging("", c.words.Text("cli.status.import_unfinished", "file", i.File, "done", i.Done, "of", i.Of))
		}
	}
	fmt.Fprintln(c.out)
	c.asOf(j)
}

// asOf ends an answer: what the mark in its tables means, and that everything in it stands on this record, as of a day.
func (c *call) asOf(j *app.Judged) {
	c.line(c.words.Text("cli.status.lead"))
	c.line(upper(c.words.AsOf(j.In.At, j.Program.Agreements[0].Zone)) + ".")
}

// summary counts the terms of an agreement by the state they are in at its own standard.
func (c *call) summary(row *board.AgreementRow) string {
	var marks []string
	for _, m := range row.Marks {
		mark := m.Symbol + " " + m.Word + " " + locale.Number(c.words.Lang(), int64(m.N))
		marks = append(marks, whole(mark))
	}
	if len(marks) == 0 {
		return c.words.Text("cli.status.none")
	}
	return c.words.Text("cli.status.terms", "marks", wording.Phrase(strings.Join(marks, " · ")))
}

// whole keeps words together on one line.
func whole(s string) string { return strings.ReplaceAll(s, " ", "\u00a0") }

// statusTable prints one agreement: its head, then a row for each norm with the three standards, and under it why.
func (c *call) statusTable(v *board.AgreementView, row *board.AgreementRow) {
	h := v.Head
	c.hanging("", c.bold(c.words.Text("quote", "text", h.Title))+" ["+h.ID+"]")
	parts := []string{h.Force.Word}
	if h.By != "" {
		parts = append(parts, c.words.Text("board.by", "by", h.By))
	}
	if h.To != "" {
		parts = append(parts, c.words.Text("board.to", "to", h.To))
	}
	c.wrapped(0, strings.Join(append(parts, whole(h.Dated)), " · "))
	if h.Nobody {
		c.wrapped(0, c.words.Text("board.nobody_bound"))
	}
	if h.Partial {
		c.wrapped(0, c.words.Text("board.partial"))
	}
	c.wrapped(0, c.summary(row))
	fmt.Fprintln(c.out)
	t := c.newStatusTable(v)
	for _, term := range v.Terms {
		t.title(term.ID, term.Title, term.Nature)
		for i := range term.Lines {
			t.row(term.Lines[i].ID, term.Lines[i].Who, term.Lines[i].Cells)
			t.why(term.Lines[i].Why)
		}
	}
	t.claims("board.claims.title", v.Claims)
	t.claims("board.redlines.title", v.RedLines)
}

// claims prints claims, or red lines, under a heading of their own. Of a red line it is said who drew it.
func (t *statusLayout) claims(heading string, rows []board.ClaimRow) {
	if len(rows) == 0 {
		return
	}
	fmt.Fprintln(t.c.out)
	t.c.line(t.c.bold(t.c.words.Text(heading)))
	for i := range rows {
		k := &rows[i]
		t.title("", t.c.words.Text("quote", "text", k.Title), "")
		if k.Line {
			t.why(k.Whose)
		}
		t.row("", k.ID, k.Cells)
		t.why(k.Why)
	}
}

// statusLayout prints rows of fixed columns: label, who, three states.
type statusLayout struct {
	c     *call
	label int
	who   int
	state int
}

// The columns of the table, in cells. Labels are short as a rule; a text may have chosen longer ones.
const (
	leastLabel = 5
	mostLabel  = 8
	leastTable = 72
)

// newStatusTable fits the columns to an agreement's labels and prints their heads.
func (c *call) newStatusTable(v *board.AgreementView) *statusLayout {
	label := leastLabel
	var heads [status.Lanes]board.Cell
	for i := range v.Terms {
		for k := range v.Terms[i].Lines {
			line := &v.Terms[i].Lines[k]
			label = min(mostLabel, max(label, locale.Width(line.ID)))
			heads = line.Cells
		}
	}
	for _, rows := range [][]board.ClaimRow{v.Claims, v.RedLines} {
		if len(rows) > 0 {
			heads = rows[0].Cells
		}
	}
	t := c.columns(label)
	if heads[0].Standard != "" {
		t.heads(heads)
	}
	return t
}

func (c *call) columns(label int) *statusLayout {
	t := &statusLayout{c: c, label: label}
	rest := min(max(c.width, leastTable), 120) - t.label - 1
	t.state = rest * 25 / 100
	t.who = rest - 3*t.state - 3
	return t
}

// heads prints the names of the three standards over their columns; the one that leads is marked.
func (t *statusLayout) heads(cells [status.Lanes]board.Cell) {
	var columns [][]string
	styles := make([]string, 2+status.Lanes)
	columns = append(columns, nil, nil)
	for i, cell := range cells {
		word := cell.Standard
		if cell.Lead {
			word, styles[2+i] = word+" *", "1"
		}
		columns = append(columns, locale.Wrap(word, t.state))
	}
	t.print(columns, styles)
}

func (t *statusLayout) title(label, title, nature string) {
	if title == label { // the term has no title
		title = ""
	}
	text := t.c.bold(title)
	if nature != "" {
		text = strings.TrimLeft(title+" ("+nature+")", " ")
	}
	if text == "" {
		t.c.line(label)
		return
	}
	t.c.hanging(locale.Pad(label, t.label)+" ", text)
}

// styles are the codes of the few colours (LOOK.md: sparingly; the symbol and the word say the same).
var styles = map[wording.Class]string{
	wording.ClassBreached: "1;31", wording.ClassUnmet: "1;33", wording.ClassBlocked: "33", wording.ClassKept: "32",
}

// row prints a norm's line; what does not fit a column goes on below it.
func (t *statusLayout) row(label, who string, cells [status.Lanes]board.Cell) {
	columns := [][]string{locale.Wrap(label, t.label), locale.Wrap(who, t.who)}
	codes := make([]string, 2, 2+status.Lanes)
	for _, cell := range cells {
		word := cell.Symbol + cell.Mark + " " + cell.Word
		lines := locale.Wrap(word, t.state)
		for i := 1; i < len(lines); i++ { // under the word, not under its symbol
			lines[i] = "  " + lines[i]
		}
		columns = append(columns, lines)
		code := ""
		if cell.Lead {
			code = styles[cell.Class]
		}
		codes = append(codes, code)
	}
	t.print(columns, codes)
}

// print sets columns of lines side by side.
func (t *statusLayout) print(columns [][]string, codes []string) {
	widths := []int{t.label, t.who, t.state, t.state, t.state}
	height := 0
	for _, col := range columns {
		height = max(height, len(col))
	}
	for line := range height {
		var b strings.Builder
		for i, col := range columns {
			cell := ""
			if line < len(col) {
				cell = col[line]
			}
			if i > 0 {
				b.WriteByte(' ')
			}
			if cell != "" && codes[i] != "" {
				b.WriteString(t.c.styled(codes[i], cell) + strings.Repeat(" ", max(0, widths[i]-locale.Width(cell))))
				continue
			}
			b.WriteString(locale.Pad(cell, widths[i]))
		}
		t.c.line(strings.TrimRight(b.String(), " "))
	}
}

func (t *statusLayout) why(text string) { t.c.wrapped(t.label+1, text) }
