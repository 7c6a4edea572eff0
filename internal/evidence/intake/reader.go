package intake

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/evidence/intake/workbook"
	"mithaq/internal/evidence/record"
)

// The forms of files.
const (
	FormCSV     = "csv"
	FormXLSX    = "xlsx"
	FormKobo    = "kobo"    // submissions of a form, as KoboToolbox gives them
	FormGeoJSON = "geojson" // zones and lines
)

// table is a file with a header, read row by row.
type table struct {
	file    string // with its sheet, where it has one: "rows.xlsx[Incidents]"
	form    string
	sheet   string
	grid    grid
	json    []byte // of zones, which have no rows
	header  []string
	hpos    []source.Pos // of the header's cells
	tags    []string     // the row of HXL tags under the header
	columns map[string]int
	ids     []string            // columns in which a row gives an id to something
	row     row                 // the current one: its memory is used again
	words   map[string]string   // short cells seen before, so that a large file does not hold the same word a thousand times
	notes   []diag.Diagnostic   // what is worth knowing of the file before any row
	days    map[string]*[2]int  // of a workbook: how many cells of a column are days, how many words that name one
	today   civil.Date          // the day of the reading; zero: not said
	ground  extent              // in which the record's zones and incidents lie
	doubts  []diag.Diagnostic   // cells that are taken as they are, and are probably a slip of the pen
	opaque  map[source.Pos]bool // cells in which something that is not seen was written visibly
}

// row is one record of a table.
type row struct {
	t      *table
	fields []string
	line   int
	n      int // cells, also those that were not kept
}

// open reads the header. A diagnostic here means that nothing can be imported.
func open(data []byte, opt Options) (*table, []diag.Diagnostic) {
	whole := source.Span{File: opt.File}
	switch {
	case len(data) > MaxFile:
		return nil, []diag.Diagnostic{{Code: CodeTooLargeFile, Span: whole, Args: diag.Args("limit", strconv.Itoa(MaxFile))}}
	case workbook.IsZip(data), workbook.IsOld(data):
		return openSheet(data, opt)
	}
	text, notes, ds := decode(opt.File, opt.Encoding, data)
	if ds != nil {
		return nil, ds
	}
	t := &table{file: opt.File, form: FormCSV, words: map[string]string{}, notes: notes}
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, t.one(CodeEmpty)
	}
	if isJSON(text) && opt.Delimiter == 0 {
		return openForm(t, text)
	}
	comma, found := opt.Delimiter, sniff(text)
	if comma == 0 {
		comma = found
	}
	if comma == 0 {
		comma = ','
	}
	if comma == '"' || comma == '\r' || comma == '\n' || comma == utf8.RuneError || !utf8.ValidRune(comma) {
		return nil, t.one(CodeDelimiter, "delimiter", string(comma), "columns", "0", "looks", delimiterName(found))
	}
	t.grid = newCSV(opt.File, text, comma)
	if ds := t.readHeader(); ds != nil {
		return nil, ds
	}
	if len(t.header) == 1 {
		if looks := sniffAny(t.header[0]); looks != 0 && looks != comma {
			return nil, t.one(CodeDelimiter, "delimiter", delimiterName(comma), "columns", "1", "looks", delimiterName(looks))
		}
	}
	return t, nil
}

// readHeader takes the first row as the names of the columns.
func (t *table) readHeader() []diag.Diagnostic {
	header, err := t.grid.read()
	switch {
	case err == io.EOF:
		return t.one(CodeEmpty)
	case err != nil:
		return why(err)
	case t.grid.count() > MaxColumns:
		return t.one(CodeTooWide, "limit", strconv.Itoa(MaxColumns))
	}
	for _, f := range t.grid.flaws() {
		return []diag.Diagnostic{{
			Code: f.code, Span: t.span(t.grid.place(f.column)),
			Args: diag.Args("column", strconv.Itoa(f.column+1), "value", short(f.text), "limit", strconv.Itoa(MaxField)),
		}}
	}
	for i, h := range header {
		t.header = append(t.header, strings.Clone(visible(clean(h))))
		t.hpos = append(t.hpos, t.grid.place(i))
	}
	if !t.grid.exact() { // what a sheet shows as empty columns
		for n := len(t.header); n > 1 && t.header[n-1] == ""; n-- {
			t.header, t.hpos = t.header[:n-1], t.hpos[:n-1]
		}
	}
	return nil
}

// sniffed is how much of a text is looked at to find its delimiter.
const sniffed = 1 << 20

// sniff finds the delimiter: of comma, semicolon and tab the one that cuts the first row into most fields. 0: none cuts it.
func sniff(text []byte) rune {
	best, most := rune(0), 1
	if len(text) > sniffed {
		text = text[:sniffed]
	}
	for _, c := range ",;\t" {
		r := csv.NewReader(bytes.NewReader(text))
		r.Comma, r.FieldsPerRecord, r.LazyQuotes = c, -1, true
		if fields, err := r.Read(); err == nil && len(fields) > most {
			best, most = c, len(fields)
		}
	}
	return best
}

// sniffAny says which delimiter a header that came out as one column seems to have.
func sniffAny(header string) rune {
	for _, c := range ";\t|,:" {
		if strings.ContainsRune(header, c) {
			return c
		}
	}
	return 0
}

func delimiterName(c rune) string {
	switch c {
	case '\t':
		return "TAB"
	case 0:
		return ","
	}
	return string(c)
}

// bind finds columns by name: exactly, or without regard to case where only one fits. All that is missing or stands twice is named at once.
func (t *table) bind(layout string, required, optional []string) []diag.Diagnostic {
	var ds []diag.Diagnostic
	var missing, nears []string
	t.columns = map[string]int{}
	find := func(name string) (int, bool) {
		exact, folded := -1, -1
		n := 0
		for i, h := range t.header {
			switch {
			case h == name && exact >= 0:
				ds = append(ds, diag.Diagnostic{
					Code: CodeDuplicate, Span: t.headerSpan(i), Args: diag.Args("column", name),
					Related: []diag.Related{{Key: "first", Span: t.headerSpan(exact)}},
				})
			case h == name:
				exact = i
			case strings.EqualFold(h, name):
				folded = i
				n++
			}
		}
		if exact < 0 && n == 1 {
			exact = folded
		}
		return exact, exact >= 0
	}
	for i, name := range append(slices.Clone(required), optional...) {
		at, ok := find(name)
		switch {
		case ok:
			t.columns[name] = at
		case i < len(required):
			missing = append(missing, name)
		}
	}
	if missing != nil {
		if t.headless() {
			return t.one(CodeNoHeader, "layout", layout, "first", t.header[0])
		}
		var free []string
		for i, h := range t.header {
			if !t.uses(i) && h != "" {
				free = append(free, h)
			}
		}
		for _, m := range missing {
			if n := near(m, free); n != "" {
				nears = append(nears, n+" → "+m)
			}
		}
		d := diag.Diagnostic{
			Code: CodeMissing, Span: t.headerSpan(0),
			Args: diag.Args("layout", layout, "n", strconv.Itoa(len(missing)), "columns", strings.Join(missing, ", ")),
		}
		if nears != nil {
			d.Fixes = []diag.Fix{{Key: "near", Args: diag.Args("near", strings.Join(nears, ", "))}}
		}
		ds = append(ds, d)
	}
	return ds
}

func (t *table) headerSpan(i int) source.Span { return t.span(t.hpos[i]) }

func (t *table) uses(i int) bool {
	for _, at := range t.columns {
		if at == i {
			return true
		}
	}
	return false
}

// headless says whether the first line holds values: a number or a date is no column name.
func (t *table) headless() bool {
	for _, h := range t.header {
		if h == "" {
			continue
		}
		if _, err := strconv.ParseFloat(h, 64); err == nil {
			return true
		}
		if _, _, ok := parseDay(h, anyDate); ok {
			return true
		}
	}
	return false
}

// next gives the next row, good until the one after it; nil at the end. The diagnostic concerns this row only, unless stop is true.
func (t *table) next() (r *row, ds []diag.Diagnostic, stop bool) {
	for {
		fields, err := t.grid.read()
		if err != nil {
			return nil, why(err), true
		}
		r = &t.row
		r.t, r.fields, r.n = t, fields, t.grid.count()
		r.line = t.grid.place(0).Line
		if r.blank() {
			continue
		}
		if r.hashed() {
			if t.tags == nil && r.tagged() {
				for _, f := range fields {
					t.tags = append(t.tags, clean(strings.Clone(f)))
				}
			}
			continue
		}
		return r, r.faults(), false
	}
}

// faults gives what is wrong with the form of a row.
func (r *row) faults() []diag.Diagnostic {
	t := r.t
	if r.n > MaxColumns {
		return []diag.Diagnostic{{Code: CodeTooWide, Span: r.span(0), Args: diag.Args("limit", strconv.Itoa(MaxColumns))}}
	}
	if n, want := r.n, len(t.header); n != want && (t.grid.exact() || n > want && r.filledFrom(want)) {
		return []diag.Diagnostic{{Code: CodeFields, Span: r.span(0), Args: diag.Args("n", strconv.Itoa(n), "want", strconv.Itoa(want))}}
	}
	var ds []diag.Diagnostic
	for _, f := range t.grid.flaws() {
		if f.column < len(t.header) && (f.always || t.uses(f.column)) {
			ds = append(ds, diag.Diagnostic{
				Code: f.code, Span: r.span(f.column),
				Args: diag.Args("column", t.header[f.column], "value", short(visible(f.text)), "limit", strconv.Itoa(MaxField)),
			})
		}
	}
	for _, column := range t.ids {
		if record.Dots(r.get(column)) {
			ds = append(ds, r.bad(CodeDots, column))
		}
	}
	return ds
}

// filledFrom says whether the row holds something from that column on.
func (r *row) filledFrom(column int) bool {
	return slices.ContainsFunc(r.fields[column:], func(f string) bool { return strings.TrimSpace(f) != "" })
}

// blank says whether a row holds nothing, as spreadsheets append them.
func (r *row) blank() bool {
	if len(r.t.grid.flaws()) > 0 {
		return false
	}
	for _, f := range r.fields {
		if strings.TrimSpace(f) != "" {
			return false
		}
	}
	return true
}

// hashed says whether the row is one of HXL tags ("#date+start"), or an example that a template gives ("# ...").
func (r *row) hashed() bool { return strings.HasPrefix(r.fields[0], "# ") || r.tagged() }

// tagged says whether the row is one of HXL tags.
func (r *row) tagged() bool {
	some := false
	for _, f := range r.fields {
		if f = strings.TrimSpace(f); f == "" {
			continue
		}
		if len(f) < 2 || f[0] != '#' || f[1] < 'a' || f[1] > 'z' {
			return false
		}
		some = true
	}
	return some
}

// get gives a cell by its column's name, trimmed of blanks and of invisible direction marks at its ends; "" where the file has no such column.
func (r *row) get(column string) string {
	i, ok := r.t.columns[column]
	if !ok || i >= len(r.fields) {
		return ""
	}
	s := clean(r.fields[i])
	if v := visible(s); v != s {
		if r.t.opaque == nil {
			r.t.opaque = map[source.Pos]bool{}
		}
		r.t.opaque[r.t.grid.place(i)] = true
		s = v
	}
	if len(s) > 40 {
		return strings.Clone(s) // or else it would hold the whole row
	}
	word, ok := r.t.words[s]
	if !ok {
		word = strings.Clone(s)
		if len(r.t.words) < 1<<16 {
			r.t.words[word] = word
		}
	}
	return word
}

func clean(s string) string {
	return strings.Trim(s, " \t\r\n\u00a0\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff")
}

// posOf gives the place of a cell.
func (r *row) posOf(column string) source.Pos { return r.t.grid.place(r.t.columns[column]) }

// at gives the place of a cell.
func (r *row) at(column string) source.Span {
	i, ok := r.t.columns[column]
	if !ok {
		i = 0
	}
	return r.span(i)
}

func (r *row) span(i int) source.Span { return r.t.span(r.t.grid.place(i)) }

// bad makes the diagnostic of a cell: what stands there, and the arguments that say what would be right.
func (r *row) bad(code diag.Code, column string, args ...string) diag.Diagnostic {
	return diag.Diagnostic{Code: code, Span: r.at(column), Args: diag.Args(append([]string{"column", column, "value", short(r.get(column))}, args...)...)}
}

// needed makes a diagnostic about a cell that is blank beside one that cannot stand without it. why names what would be right.
func (r *row) needed(column, beside, why string) diag.Diagnostic {
	d := r.bad(CodeNeeded, column, "beside", beside, "stands", short(r.get(beside)))
	d.Fixes = []diag.Fix{{Key: why}}
	return d
}

// short keeps a message readable when a cell holds a page of text.
func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// span makes the span of a place in the file.
func (t *table) span(p source.Pos) source.Span { return source.Span{File: t.file, Start: p, End: p} }

// one makes a diagnostic about the file as a whole.
func (t *table) one(code diag.Code, args ...string) []diag.Diagnostic {
	return []diag.Diagnostic{{Code: code, Span: t.span(source.Pos{Line: 1, Column: 1}), Args: diag.Args(args...)}}
}

// after gives what is worth knowing of the file once it has been read.
func (t *table) after() []diag.Diagnostic {
	ds := append(t.notes, t.doubts...)
	if t.grid != nil {
		ds = append(ds, t.grid.notes()...)
	}
	for _, column := range sortedKeys(t.days) {
		if n := t.days[column]; n[0] > 0 && n[1] > 0 {
			ds = append(ds, diag.Diagnostic{
				Code: CodeMixedDays, Severity: diag.Note, Span: t.headerSpan(t.columns[column]),
				Args: diag.Args("column", column, "days", strconv.Itoa(n[0]), "words", strconv.Itoa(n[1])),
			})
		}
	}
	if n := len(t.opaque); n > 0 {
		first := slices.MinFunc(slices.Collect(maps.Keys(t.opaque)), func(a, b source.Pos) int {
			return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
		})
		ds = append(ds, diag.Diagnostic{Code: CodeInvisible, Severity: diag.Note, Span: t.span(first), Args: diag.Args("n", strconv.Itoa(n))})
	}
	return ds
}
