package cli

import (
	"fmt"
	"slices"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/locale"
	"mithaq/internal/front/board"
	"mithaq/internal/front/web"
	"mithaq/internal/judge/status"
)

var statusVerb = &verb{name: "status", max: -1, run: runStatus, flags: []flag{
	{"agreement", "a", "cli.value.name"},
	{"fail-on", "", "cli.value.states"},
}}

func runStatus(c *call) int {
	var failing []status.State
	for _, list := range c.flags["fail-on"] {
		for word := range strings.SplitSeq(list, ",") {
			s, err := status.ParseState(strings.ReplaceAll(word, "not_met", "breached"))
			if err != nil {
				return c.misuse(&usage{"cli.usage.state", []any{"value", word}})
			}
			failing = append(failing, s)
		}
	}
	return c.withRecord(func(a *app.App) int {
		j, code, ok := c.judge(a, c.args)
		if !ok {
			return code
		}
		only := c.get("agreement", "")
		if only != "" && j.Program.Agreement(only) == nil {
			return c.unknownAgreement(j, only)
		}
		if c.set("json") {
			code = c.json("status", statusData(j, c, only), j)
		} else {
			c.statusTables(j, only)
		}
		if code == exitFine && fails(j, only, failing) {
			return exitRemarks
		}
		return code
	})
}

// fails says whether a norm stands settled in one of the states at its agreement's standard.
func fails(j *app.Judged, only string, states []status.State) bool {
	for i := range j.Result.Agreements {
		s := &j.Result.Agreements[i]
		if only != "" && s.ID != only {
			continue
		}
		lane := j.Program.Agreement(s.ID).Standard.Lane()
		for k := range s.Norms {
			if state, ok := s.Norms[k].Lanes[lane].States.Settled(); ok && slices.Contains(states, state) {
				return true
			}
		}
	}
	return false
}

// statusTables prints the status of each agreement.
func (c *call) statusTables(j *app.Judged, only string) {
	run := web.RunOf(j)
	rd := c.reader()
	shown := 0
	for i := range j.Program.Agreements {
		id := j.Program.Agreements[i].ID
		if only != "" && id != only {
			continue
		}
		if shown > 0 {
			fmt.Fprintln(c.out)
		}
		shown++
		c.statusTable(run.AgreementPage(rd, id))
	}
	for _, u := range j.Result.Unbound {
		c.line(c.words.Plural("cli.status.unbound", int64(u.Count), "scheme", u.Scheme, "word", u.Word))
	}
	fmt.Fprintln(c.out)
	c.line(c.words.AsOf(j.In.At, j.Program.Agreements[0].Zone) + ".")
}

// statusTable prints one agreement: its head, then a row for each norm with the three standards, and under it why.
func (c *call) statusTable(v *board.AgreementView) {
	h := v.Head
	c.line(c.bold(c.words.Text("quote", "text", h.Title)))
	parts := []string{h.Force.Word}
	if h.By != "" {
		parts = append(parts, c.words.Text("board.by", "by", h.By))
	}
	if h.To != "" {
		parts = append(parts, c.words.Text("board.to", "to", h.To))
	}
	c.wrapped(0, strings.Join(append(parts, h.Dated), " · "))
	if h.Nobody {
		c.wrapped(0, c.words.Text("board.nobody_bound"))
	}
	if h.Partial {
		c.wrapped(0, c.words.Text("board.partial"))
	}
	fmt.Fprintln(c.out)
	t := c.newStatusTable()
	for _, term := range v.Terms {
		if len(term.Lines) == 0 {
			t.title(term.ID, term.Title, term.Nature)
			continue
		}
		t.title(term.ID, term.Title, "")
		for i := range term.Lines {
			t.row(term.Lines[i].ID, term.Lines[i].Who, term.Lines[i].Cells, term.Lines[i].Contested)
			t.why(term.Lines[i].Why)
		}
	}
	if len(v.Claims) > 0 {
		fmt.Fprintln(c.out)
		c.line(c.bold(c.words.Text("board.claims.title")))
		for i := range v.Claims {
			k := &v.Claims[i]
			t.title("", c.words.Text("quote", "text", k.Title), "")
			t.row("", k.ID, k.Cells, false)
			t.why(k.Why)
		}
	}
}

// statusLayout prints rows of fixed columns: label, who, three states.
type statusLayout struct {
	c     *call
	label int
	who   int
	state int
}

func (c *call) newStatusTable() *statusLayout {
	t := &statusLayout{c: c, label: 5}
	rest := max(c.width, 72) - t.label - 1
	t.state = rest * 25 / 100
	t.who = rest - 3*t.state - 3
	return t
}

func (t *statusLayout) title(label, title, nature string) {
	text := t.c.bold(title)
	if nature != "" {
		text = title + " (" + nature + ")"
	}
	t.c.line(locale.Pad(label, t.label) + " " + text)
}

// row prints a norm's line; what does not fit a column goes on below it.
func (t *statusLayout) row(label, who string, cells [status.Lanes]board.Cell, contested bool) {
	columns := [][]string{locale.Wrap(label, t.label), locale.Wrap(who, t.who)}
	for i, cell := range cells {
		word := cell.Symbol + " " + cell.Word
		if contested && i == 0 {
			word += " ⇄"
		}
		columns = append(columns, locale.Wrap(word, t.state))
	}
	widths := []int{t.label, t.who, t.state, t.state, t.state}
	for line := 0; ; line++ {
		var b strings.Builder
		more := false
		for i, col := range columns {
			cell := ""
			if line < len(col) {
				cell, more = col[line], true
			}
			if i > 0 {
				b.WriteByte(' ')
			}
			if i >= 2 && cells[i-2].Lead && cell != "" {
				b.WriteString(t.c.bold(locale.Pad(cell, widths[i])))
				continue
			}
			b.WriteString(locale.Pad(cell, widths[i]))
		}
		if !more {
			return
		}
		t.c.line(strings.TrimRight(b.String(), " "))
	}
}

func (t *statusLayout) why(text string) { t.c.wrapped(t.label+1, text) }
