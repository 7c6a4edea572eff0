package cli

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/app"
	"mithaq/internal/base/locale"
	"mithaq/internal/front/answers"
	"mithaq/internal/front/board"
	"mithaq/internal/front/web"
	"mithaq/internal/front/wording"
)

// column is one run in a comparison, with its name.
type column struct {
	name  string
	cells map[string]board.Cell // by the label of a norm or claim, at the standard that leads
}

// column takes the leading cells of one agreement from a run.
func (c *call) column(name string, j *app.Judged, agreement string) column {
	out := column{name, map[string]board.Cell{}}
	v := web.RunOf(j).AgreementTable(c.reader(), agreement)
	for i := range v.Terms {
		for k := range v.Terms[i].Lines {
			line := &v.Terms[i].Lines[k]
			out.cells[line.ID] = lead(line.Cells[:])
		}
	}
	for _, rows := range [][]board.ClaimRow{v.Claims, v.RedLines} {
		for i := range rows {
			out.cells[rows[i].ID] = lead(rows[i].Cells[:])
		}
	}
	return out
}

func lead(cells []board.Cell) board.Cell {
	return cells[max(0, slices.IndexFunc(cells, func(x board.Cell) bool { return x.Lead }))]
}

// labels gives the norms and claims of an agreement in the order of the text, of several runs each once.
func labels(agreement string, runs ...*app.Judged) (out []string) {
	put := func(id string) {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	for _, j := range runs {
		a := j.Program.Agreement(agreement)
		for i := range a.Norms {
			put(a.Norms[i].ID)
		}
	}
	for i := range runs[0].Program.Agreement(agreement).Claims {
		put(runs[0].Program.Agreement(agreement).Claims[i].ID)
	}
	return out
}

// compared prints, for each label that always stands or differs, what each run says. It says how many it printed.
func (c *call) compared(labels []string, columns []column, always func(label string) bool) (n int) {
	wide := 0
	for _, col := range columns {
		wide = max(wide, locale.Width(col.name))
	}
	for _, label := range labels {
		first, there := columns[0].cells[label]
		differs := slices.ContainsFunc(columns[1:], func(col column) bool {
			cell, has := col.cells[label]
			return has != there || cell.Word != first.Word
		})
		if !differs && !always(label) {
			continue
		}
		n++
		head := locale.Pad(label, leastLabel) + " "
		for _, col := range columns {
			word := c.words.Text("cli.reading.absent")
			if cell, has := col.cells[label]; has {
				word = cell.Symbol + cell.Mark + " " + cell.Word
			}
			c.hanging(head+locale.Pad(col.name, wide)+"  ", word)
			head = locale.Pad("", leastLabel) + " "
		}
	}
	return n
}

// sideBySide prints the readings of each text beside the text as written, and an illustration beside the record as it stands.
func (c *call) sideBySide(v *views, only string) {
	for i := range v.Run.Program.Agreements {
		a := &v.Run.Program.Agreements[i]
		if only != "" && a.ID != only {
			continue
		}
		if v.whole != nil {
			c.line("")
			c.wrapped(0, c.bold(c.words.Text("cli.angle.differs", "agreement", a.ID)))
			columns := []column{c.column(c.words.Text("cli.angle.record"), v.whole, a.ID), c.column(c.words.Text("cli.angle.so_read"), v.Run, a.ID)}
			if c.compared(labels(a.ID, v.Run), columns, func(string) bool { return false }) == 0 {
				c.wrapped(leastLabel+1, c.words.Text("cli.angle.same"))
			}
		}
		if len(a.Readings) == 0 {
			continue
		}
		c.line("")
		c.wrapped(0, c.bold(c.words.Text("cli.reading.side", "agreement", a.ID)))
		columns := []column{c.column(c.words.Text("cli.reading.written"), v.Run, a.ID)}
		runs := []*app.Judged{v.Run}
		for _, j := range v.Readings {
			if r := answers.ReadingOf(a, j.Angle.Reading); r != nil {
				c.wrapped(0, c.readingTitle(j, r))
				columns = append(columns, c.column(c.words.Foreign(r.ID), j, a.ID))
				runs = append(runs, j)
			}
		}
		c.compared(labels(a.ID, runs...), columns, func(label string) bool { return disputed(a, label) })
	}
}

// readingTitle names a reading and who put it forward.
func (c *call) readingTitle(j *app.Judged, r *norms.Reading) string {
	l := wording.Lookup{Program: j.Program}.In(c.words)
	title := wording.Name(c.words.Lang(), r.Names, r.ID)
	return c.words.Text("cli.reading.one", "title", title, "id", r.ID, "by", wording.Phrase(c.words.And(l.Parties(r.By))))
}

// disputed says whether some reading has the norm.
func disputed(a *norms.Agreement, label string) bool {
	return slices.ContainsFunc(a.Readings, func(r norms.Reading) bool {
		return slices.ContainsFunc(r.Norms, func(n norms.Norm) bool { return n.ID == label })
	})
}
