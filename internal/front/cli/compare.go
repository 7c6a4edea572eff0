package cli

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"

	"mithaq/internal/agreement/terms"
	"mithaq/internal/app"
	"mithaq/internal/base/locale"
	"mithaq/internal/base/suggest"
	"mithaq/internal/front/wording"
	"mithaq/internal/reading/compare"
)

var compareVerb = &verb{name: "compare", min: 1, max: -1, run: runCompare, flags: []flag{{"brief", "", ""}}}

func runCompare(c *call) int {
	files, names := comparedWords(c.args)
	if c.strangers(files, names) {
		return exitInput
	}
	r, code, ok := c.comparedTexts(files)
	if !ok {
		return code
	}
	list, ok := c.textsCompared(r.Book, files, names)
	if !ok {
		return exitInput
	}
	bar := c.progress("cli.progress.comparing", list[0].ID)
	tables := compare.Of(r.Book, list[0].ID, idsOf(list[1:]), bar.set)
	bar.end()
	if c.set("json") {
		return c.json("compare", c.compareData(r, tables), nil)
	}
	for k := range tables {
		if k > 0 {
			fmt.Fprintln(c.out)
		}
		c.compareTable(r, &tables[k])
	}
	return exitFine
}

// comparedWords parts files from names of agreements: a file ends as one, or is there.
func comparedWords(args []string) (files, names []string) {
	for _, a := range args {
		if _, err := os.Stat(a); err == nil || strings.HasSuffix(a, app.Suffix) {
			files = append(files, a)
		} else {
			names = append(names, a)
		}
	}
	return files, names
}

// comparedTexts reads the files; without any, the texts of the record.
func (c *call) comparedTexts(files []string) (r *app.Reading, code int, ok bool) {
	if len(files) > 0 {
		return c.read(nil, files)
	}
	code = c.withRecord(func(a *app.App) (code int) {
		r, code, ok = c.read(a, nil)
		return code
	})
	return r, code, ok
}

// strangers tells, of texts that cannot be read together, that they share no vocabulary: what one vocabulary declares another may declare
// too, and a remark on each such word would say less.
func (c *call) strangers(files, names []string) bool {
	texts, err := app.ReadFiles(files)
	if err != nil {
		return false
	}
	r := app.Read(texts)
	if r.Program != nil || r.Book == nil {
		return false
	}
	var list []*terms.Agreement
	for _, a := range r.Book.Agreements {
		named := slices.Contains(names, a.ID) || len(names) == 0 && slices.ContainsFunc(files, func(f string) bool { return within(a.Span.File, f) })
		if named && len(a.Uses) > 0 {
			list = append(list, a)
		}
	}
	first := func(a *terms.Agreement) bool {
		return len(names) > 0 && a.ID == names[0] || len(names) == 0 && within(a.Span.File, files[0])
	}
	if k := slices.IndexFunc(list, first); k > 0 {
		list[0], list[k] = list[k], list[0]
	}
	return len(list) > 1 && !c.oneVocabulary(list)
}

// textsCompared finds the terms and the initiatives: as named, or in the order of the files; what is wrong is told with its place.
func (c *call) textsCompared(book *terms.Book, files, names []string) (list []*terms.Agreement, ok bool) {
	if len(names) == 0 {
		for _, f := range files {
			for _, a := range book.Agreements {
				if within(a.Span.File, f) && !slices.Contains(list, a) {
					list = append(list, a)
				}
			}
			if len(list) > 1 && f == files[0] {
				c.say("cli.compare.which", "file", f, "names", wording.Phrase(c.agreementNames(list)))
				return nil, false
			}
		}
	}
	for _, n := range names {
		a := agreementOf(book, n)
		if a == nil {
			c.say("cli.compare.unknown", "name", n, "names", wording.Phrase(c.agreementNames(book.Agreements)))
			if near := suggest.Nearest(n, idsOf(book.Agreements)); near != "" {
				c.say("cli.usage.near", "near", near)
			}
			return nil, false
		}
		if slices.Contains(list, a) {
			c.say("cli.compare.same", "name", n)
			return nil, false
		}
		list = append(list, a)
	}
	if len(list) == 1 && len(names) == 1 { // the terms are named, the rest of the texts are what they are held against
		for _, a := range book.Agreements {
			if a != list[0] {
				list = append(list, a)
			}
		}
	}
	if len(list) < 2 {
		c.say("cli.compare.none")
		return nil, false
	}
	return list, c.oneVocabulary(list)
}

// within says whether a file is the one named, or lies in the folder named.
func within(file, named string) bool {
	return file == named || strings.HasPrefix(file, strings.TrimRight(named, "/")+"/")
}

// oneVocabulary says whether each initiative shares a vocabulary with the terms.
func (c *call) oneVocabulary(list []*terms.Agreement) bool {
	for _, a := range list[1:] {
		if slices.ContainsFunc(a.Uses, func(v *terms.Vocabulary) bool { return slices.Contains(list[0].Uses, v) }) {
			continue
		}
		c.say("cli.compare.vocabularies", "terms", list[0].ID, "initiative", a.ID)
		for _, x := range []*terms.Agreement{list[0], a} {
			var uses []string
			for _, v := range x.Uses {
				uses = append(uses, c.words.Foreign(v.ID))
			}
			c.say("cli.compare.uses", "name", x.ID, "place", x.Span.String(), "vocabularies", wording.Phrase(cmp.Or(c.words.Series(uses), "–")))
		}
		return false
	}
	return true
}

func agreementOf(book *terms.Book, id string) *terms.Agreement {
	for _, a := range book.Agreements {
		if a.ID == id {
			return a
		}
	}
	return nil
}

func idsOf(list []*terms.Agreement) (ids []string) {
	for _, a := range list {
		ids = append(ids, a.ID)
	}
	return ids
}

func (c *call) agreementNames(list []*terms.Agreement) string {
	var names []string
	for _, a := range list {
		names = append(names, c.words.Foreign(a.ID))
	}
	return c.words.Series(names)
}

// titleOf gives an agreement's title as a quotation.
func (c *call) titleOf(r *app.Reading, id string) string {
	title := id
	if a := r.Program.Agreement(id); a != nil {
		title = wording.Name(c.words.Lang(), a.Names, id)
	}
	return c.words.Text("quote", "text", title)
}

// compareTable prints one table: a row for each norm, a column for each initiative; then what they share, how they rank, the
// reasons and what each would have to add.
func (c *call) compareTable(r *app.Reading, t *compare.Table) {
	if t.Reading != "" {
		c.hanging("", c.bold(c.words.Text("compare.reading", "reading", t.Reading)))
	}
	c.hanging("", c.bold(c.words.Plural("compare.title", int64(len(t.Initiatives)), "terms", wording.Phrase(c.titleOf(r, t.Terms)))))
	fmt.Fprintln(c.out)
	c.compareRows(r, t)
	c.compareSums(t)
	if c.set("brief") {
		return
	}
	fmt.Fprintln(c.out)
	c.line(c.bold(c.words.Text("compare.reasons")))
	for i := range t.Rows {
		c.compareReasons(t, &t.Rows[i])
	}
	fmt.Fprintln(c.out)
	c.line(c.bold(c.words.Text("compare.adds")))
	c.compareAdds(r, t)
}

// leastColumn is the least width of a column of answers; where the screen has no room for all of them they stand in several tables.
const leastColumn = 16

// compareRows prints the answers.
func (c *call) compareRows(r *app.Reading, t *compare.Table) {
	label := leastLabel
	for i := range t.Rows {
		label = min(mostLabel, max(label, locale.Width(c.rowLabel(t, &t.Rows[i]))))
	}
	room := max(c.width, leastTable) - label
	fit := max(1, min(len(t.Initiatives), room/(leastColumn+1)))
	wide := min(36, room/fit-1)
	for from := 0; from < len(t.Initiatives); from += fit {
		if from > 0 {
			fmt.Fprintln(c.out)
		}
		to := min(from+fit, len(t.Initiatives))
		heads := [][]string{nil}
		for _, id := range t.Initiatives[from:to] {
			heads = append(heads, locale.Wrap(c.bold(c.words.Foreign(id)), wide))
		}
		c.setColumns(heads, label, wide)
		for i := range t.Rows {
			row := &t.Rows[i]
			columns := [][]string{locale.Wrap(c.rowLabel(t, row), label)}
			for k := from; k < to; k++ {
				cell := &row.Cells[k]
				lines := locale.Wrap(c.words.AnswerSymbol(cell.Answer)+" "+c.words.Answer(cell), wide)
				for j := 1; j < len(lines); j++ {
					lines[j] = "  " + lines[j]
				}
				columns = append(columns, lines)
			}
			c.setColumns(columns, label, wide)
		}
	}
	if len(t.Silent) > 0 {
		var names []string
		for _, s := range t.Silent {
			names = append(names, c.words.Foreign(strings.TrimPrefix(s, t.Terms+".")))
		}
		fmt.Fprintln(c.out)
		c.wrapped(0, c.words.Text("compare.silent", "terms", wording.Phrase(c.words.Series(names))))
	}
}

// rowLabel names a norm; one of a text that the terms include by its full name.
func (c *call) rowLabel(t *compare.Table, row *compare.Row) string {
	return strings.TrimPrefix(row.Norm.Name(), t.Terms+".")
}

// setColumns sets columns of lines side by side.
func (c *call) setColumns(columns [][]string, label, wide int) {
	height := 0
	for _, col := range columns {
		height = max(height, len(col))
	}
	for line := range height {
		var b strings.Builder
		for i, col := range columns {
			cell, room := "", wide
			if i == 0 {
				room = label
			} else {
				b.WriteByte(' ')
			}
			if line < len(col) {
				cell = col[line]
			}
			b.WriteString(locale.Pad(cell, room))
		}
		c.line(strings.TrimRight(b.String(), " "))
	}
}

// compareSums prints what all initiatives meet, and how they rank.
func (c *call) compareSums(t *compare.Table) {
	fmt.Fprintln(c.out)
	if common := t.Common(); len(common) == 0 {
		c.wrapped(0, c.words.Text("compare.common.none"))
	} else {
		var names []string
		for _, n := range common {
			names = append(names, c.words.Foreign(strings.TrimPrefix(n, t.Terms+".")))
		}
		c.wrapped(0, c.words.Text("compare.common", "norms", wording.Phrase(c.words.Series(names))))
	}
	fmt.Fprintln(c.out)
	c.line(c.bold(c.words.Text("compare.ranking")))
	wide := 0
	for _, id := range t.Initiatives {
		wide = max(wide, locale.Width(id))
	}
	for _, rank := range t.Ranking() {
		met := rank.Count[compare.Met] + rank.Count[compare.MetInVacuo]
		line := c.words.Plural("compare.rank", int64(len(t.Rows)), "met", wording.Phrase(locale.Number(c.words.Lang(), int64(met))))
		var rest []string
		for _, a := range []compare.Answer{compare.NotMet, compare.Contradicted, compare.Missing, compare.NotSeen, compare.NotDecided} {
			if n := rank.Count[a]; n > 0 {
				rest = append(rest, whole(c.words.Text("compare.rank.part", "answer", wording.Phrase(c.words.AnswerWord(a)), "count", wording.Phrase(locale.Number(c.words.Lang(), int64(n))))))
			}
		}
		if rest != nil {
			line = c.words.Text("compare.rank.rest", "line", wording.Phrase(line), "rest", wording.Phrase(c.words.Series(rest)))
		}
		c.hanging("  "+locale.Pad(rank.Initiative, wide)+"  ", line)
	}
}

// compareReasons prints a norm of the terms, and why each initiative is answered as it is.
func (c *call) compareReasons(t *compare.Table, row *compare.Row) {
	fmt.Fprintln(c.out)
	l := wording.Lookup{Program: row.Cells[0].Program}
	c.hanging("", c.bold(c.rowLabel(t, row))+"  "+c.words.Foreign(row.Norm.Span.String()))
	c.wrapped(2, c.words.Norm(l, row.Norm).Text)
	for _, clause := range c.words.Norm(l, row.Norm).Clauses {
		c.wrapped(2, clause)
	}
	for _, a := range []compare.Answer{compare.Missing, compare.NotSeen} {
		var silent []string
		for k := range row.Cells {
			if cell := &row.Cells[k]; cell.Answer == a {
				silent = append(silent, c.words.Foreign(cell.Initiative))
			}
		}
		if silent != nil {
			c.hanging("  "+c.words.AnswerSymbol(a)+" ", c.words.Series(silent)+": "+c.words.AnswerWord(a))
		}
	}
	for k := range row.Cells {
		cell := &row.Cells[k]
		if cell.Answer == compare.Missing || cell.Answer == compare.NotSeen {
			continue
		}
		c.hanging("  "+c.words.AnswerSymbol(cell.Answer)+" ", c.words.Foreign(cell.Initiative)+": "+c.words.Answer(cell))
		lines, story := c.words.CompareReasons(cell)
		for _, line := range lines {
			c.wrapped(6, line)
		}
		for n, line := range story {
			c.hanging("        "+locale.Number(c.words.Lang(), int64(n+1))+". ", line)
		}
	}
}

// compareAdds prints what each initiative would have to add.
func (c *call) compareAdds(r *app.Reading, t *compare.Table) {
	for k, id := range t.Initiatives {
		c.hanging("", c.words.Foreign(id)+"  "+c.titleOf(r, id))
		any := false
		for i := range t.Rows {
			if text := c.words.ToAdd(&t.Rows[i].Cells[k]); text != "" {
				any = true
				c.hanging("  "+locale.Pad(c.rowLabel(t, &t.Rows[i]), leastLabel)+" ", text)
			}
		}
		if !any {
			c.wrapped(2, c.words.Text("compare.adds.nothing"))
		}
	}
}
