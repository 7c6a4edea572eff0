package intake

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/evidence/intake/workbook"
)

// sheetLimits are the limits on a workbook: what it unpacks to is held in memory, and nothing of it is written to a temporary file.
var sheetLimits = workbook.Limits{Unpacked: MaxUnpacked, Parts: 10_000, Field: MaxField, Columns: MaxColumns}

// sheetGrid reads a sheet of a workbook. Lines are rows of the sheet, columns are its columns.
type sheetGrid struct {
	file     string
	rows     *workbook.Rows
	cells    []string
	bad      []flaw
	beyond   bool
	hidden   []int // rows
	formulas int
}

// openSheet opens the sheet that the caller names, or the only one that can be meant: the visible one, or of several the one whose header is that of a layout.
func openSheet(data []byte, opt Options) (*table, []diag.Diagnostic) {
	whole := source.Span{File: opt.File}
	book, err := workbook.Open(data, sheetLimits)
	var rows *workbook.Rows
	var name string
	if err == nil {
		var ds []diag.Diagnostic
		var s workbook.Sheet
		if s, ds = chooseSheet(book, opt); ds != nil {
			return nil, ds
		}
		name = s.Name
		rows, err = book.Rows(s)
	}
	if err != nil {
		return nil, []diag.Diagnostic{bookFault(whole, err)}
	}
	g := &sheetGrid{file: opt.File + "[" + visible(name) + "]", rows: rows}
	t := &table{file: g.file, grid: g, form: FormXLSX, sheet: name, words: map[string]string{}}
	if ds := t.readHeader(); ds != nil {
		return nil, ds
	}
	return t, nil
}

func bookFault(at source.Span, err error) diag.Diagnostic {
	var d *workbook.DamagedError
	switch {
	case errors.Is(err, workbook.ErrOld):
		return diag.Diagnostic{Code: CodeOldSheet, Span: at}
	case errors.Is(err, workbook.ErrOther):
		return diag.Diagnostic{Code: CodeNoBook, Span: at}
	case errors.Is(err, workbook.ErrTooLarge):
		return diag.Diagnostic{Code: CodeUnpacked, Span: at, Args: diag.Args("limit", strconv.Itoa(MaxUnpacked), "parts", strconv.Itoa(sheetLimits.Parts))}
	case errors.As(err, &d):
		return diag.Diagnostic{Code: CodeDamaged, Span: at, Args: diag.Args("part", short(visible(d.Part)), "why", short(d.Err.Error()))}
	}
	return diag.Diagnostic{Code: CodeDamaged, Span: at, Args: diag.Args("part", "", "why", err.Error())}
}

// chooseSheet takes the sheet that is named, by its name or its number; or the only visible one; or the only one with the header of a layout.
func chooseSheet(b *workbook.Book, opt Options) (workbook.Sheet, []diag.Diagnostic) {
	var names []string
	var open []workbook.Sheet
	for i, s := range b.Sheets {
		names = append(names, visible(s.Name))
		if opt.Sheet != "" && (s.Name == opt.Sheet || strconv.Itoa(i+1) == opt.Sheet) {
			return s, nil
		}
		if !s.Hidden {
			open = append(open, s)
		}
	}
	whole := source.Span{File: opt.File}
	if opt.Sheet != "" {
		d := diag.Diagnostic{Code: CodeNoSheet, Span: whole, Args: diag.Args("sheet", short(opt.Sheet), "sheets", joined(names))}
		if n := near(opt.Sheet, names); n != "" {
			d.Fixes = []diag.Fix{{Key: "near", Args: diag.Args("near", n)}}
		}
		return workbook.Sheet{}, []diag.Diagnostic{d}
	}
	if len(open) == 1 {
		return open[0], nil
	}
	var fits []workbook.Sheet
	for _, s := range open {
		rows, err := b.Rows(s)
		if err != nil {
			continue
		}
		g := &sheetGrid{rows: rows}
		t := &table{grid: g, words: map[string]string{}}
		if t.readHeader() != nil {
			continue
		}
		name, _ := detect(t.header)
		if name != "" || opt.Mapping != nil && lacks(t.header, opt.Mapping.columns()) == nil {
			fits = append(fits, s)
		}
	}
	if len(fits) == 1 {
		return fits[0], nil
	}
	return workbook.Sheet{}, []diag.Diagnostic{{Code: CodeWhichSheet, Span: whole, Args: diag.Args("n", strconv.Itoa(len(open)), "sheets", joined(names))}}
}

func (g *sheetGrid) read() ([]string, error) {
	for {
		err := g.rows.Next()
		if err == io.EOF {
			return nil, io.EOF
		}
		if err != nil {
			at := source.Pos{Line: max(g.rows.Number(), 1), Column: 1}
			return nil, refuse(bookFault(source.Span{File: g.file, Start: at, End: at}, err))
		}
		cells := g.rows.Cells()
		if len(cells) == 0 && !g.rows.Beyond() {
			continue
		}
		g.cells, g.bad, g.beyond = g.cells[:0], g.bad[:0], g.rows.Beyond()
		if g.rows.Hidden() {
			g.hidden = append(g.hidden, g.rows.Number())
		}
		for i, c := range cells {
			g.cells = append(g.cells, c.Text)
			if c.Formula && c.Sort != workbook.Unknown {
				g.formulas++
			}
			switch c.Sort {
			case workbook.TooLong:
				g.bad = append(g.bad, flaw{column: i, code: CodeTooLarge, always: true})
			case workbook.Fault:
				g.bad = append(g.bad, flaw{column: i, code: CodeCellError, text: c.Text})
			case workbook.Unknown:
				g.bad = append(g.bad, flaw{column: i, code: CodeNoValue})
			}
		}
		return g.cells, nil
	}
}

func (g *sheetGrid) place(i int) source.Pos {
	if i < 0 || i >= max(len(g.cells), 1) {
		i = 0
	}
	return source.Pos{Line: max(g.rows.Number(), 1), Column: i + 1}
}

func (g *sheetGrid) count() int {
	if g.beyond {
		return MaxColumns + 1
	}
	return len(g.cells)
}

func (g *sheetGrid) flaws() []flaw            { return g.bad }
func (g *sheetGrid) exact() bool              { return false }
func (g *sheetGrid) progress() (int64, int64) { return g.rows.Progress() }

// notes tells what a sheet holds that a table does not: hidden rows and columns, which are read like the others; merged areas; formulas.
func (g *sheetGrid) notes() []diag.Diagnostic {
	var ds []diag.Diagnostic
	note := func(code diag.Code, n int, where []string) {
		if n > 0 {
			const most = 12
			if len(where) > most {
				where = append(where[:most:most], "…")
			}
			ds = append(ds, diag.Diagnostic{
				Code: code, Severity: diag.Note, Span: source.Span{File: g.file},
				Args: diag.Args("n", strconv.Itoa(n), "where", strings.Join(where, ", ")),
			})
		}
	}
	var areas, rows, columns []string
	for _, a := range g.rows.Merged {
		areas = append(areas, fmt.Sprintf("%s%d:%s%d", letters(a.Column), a.Row, letters(a.LastColumn), a.LastRow))
	}
	for _, r := range g.hidden {
		rows = append(rows, strconv.Itoa(r))
	}
	for _, c := range g.rows.HiddenColumns {
		columns = append(columns, letters(c))
	}
	note(CodeMerged, len(areas), areas)
	note(CodeHiddenRows, len(rows), rows)
	note(CodeHiddenColumns, len(columns), columns)
	note(CodeFormulas, g.formulas, nil)
	return ds
}

// letters gives a column as a sheet names it: 28 is AB.
func letters(n int) string {
	var s string
	for ; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}

var _ grid = (*sheetGrid)(nil)

// lacks gives the columns that a header does not have.
func lacks(header, columns []string) (missing []string) {
	for _, c := range columns {
		if !hasColumn(header, c) {
			missing = append(missing, c)
		}
	}
	return missing
}
