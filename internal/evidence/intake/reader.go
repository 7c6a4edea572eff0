package intake

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
)

// table is a CSV file with a header, read row by row.
type table struct {
	file    string
	text    []byte // UTF-8
	lines   []int  // offset of each line's first byte, made when first needed
	comma   rune
	header  []string
	hpos    [][2]int // line and byte column of the header's cells
	columns map[string]int
	reader  *csv.Reader
	row     row               // the current one: its memory is used again
	words   map[string]string // short cells seen before, so that a large file does not hold the same word a thousand times
}

// row is one record of a table.
type row struct {
	t      *table
	fields []string
	line   int
	pos    [][2]int // line and byte column of each field
}

// open reads the header. A diagnostic here means that nothing can be imported.
func open(file string, data []byte, encoding string, delimiter rune) (*table, []diag.Diagnostic) {
	if len(data) > MaxFile {
		return nil, []diag.Diagnostic{{Code: CodeTooLargeFile, Span: source.Span{File: file}, Args: diag.Args("limit", strconv.Itoa(MaxFile))}}
	}
	text, ds := decode(file, encoding, data)
	if ds != nil {
		return nil, ds
	}
	t := &table{file: file, text: text, comma: delimiter}
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, t.one(CodeEmpty, 0)
	}
	found := sniff(text)
	if t.comma == 0 {
		t.comma = found
	}
	if t.comma == 0 {
		t.comma = ','
	}
	if t.comma == '"' || t.comma == '\r' || t.comma == '\n' || t.comma == utf8.RuneError || !utf8.ValidRune(t.comma) {
		return nil, t.one(CodeDelimiter, 0, "delimiter", string(t.comma), "columns", "0", "looks", delimiterName(found))
	}
	t.reader = csv.NewReader(bytes.NewReader(text))
	t.reader.Comma = t.comma
	t.reader.FieldsPerRecord = -1
	t.reader.ReuseRecord = true
	t.words = map[string]string{}
	header, err := t.reader.Read()
	if err != nil {
		return nil, t.syntax(err)
	}
	if len(header) > MaxColumns {
		return nil, t.one(CodeTooWide, 0, "limit", strconv.Itoa(MaxColumns))
	}
	for i, h := range header {
		t.header = append(t.header, strings.Clone(clean(h)))
		line, col := t.reader.FieldPos(i)
		t.hpos = append(t.hpos, [2]int{line, col})
	}
	if len(header) == 1 {
		if looks := sniffAny(header[0]); looks != 0 && looks != t.comma {
			return nil, t.one(CodeDelimiter, 0, "delimiter", delimiterName(t.comma), "columns", "1", "looks", delimiterName(looks))
		}
	}
	return t, nil
}

// sniff finds the delimiter: of comma, semicolon and tab the one that cuts the first record into most fields. 0: none cuts it.
func sniff(text []byte) rune {
	best, most := rune(0), 1
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
			return t.one(CodeNoHeader, 0, "layout", layout, "first", t.header[0])
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

func (t *table) headerSpan(i int) source.Span { return t.spanOf(t.hpos[i][0], t.hpos[i][1]) }

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
		fields, err := t.reader.Read()
		if err == io.EOF {
			return nil, nil, true
		}
		if err != nil {
			return nil, t.syntax(err), true
		}
		r = &t.row
		r.t, r.fields, r.pos = t, fields, r.pos[:0]
		for i := range fields {
			line, column := t.reader.FieldPos(i)
			r.pos = append(r.pos, [2]int{line, column})
		}
		r.line = r.pos[0][0]
		if r.blank() || r.hashed() {
			continue
		}
		if len(fields) > MaxColumns {
			return r, []diag.Diagnostic{{Code: CodeTooWide, Span: r.span(0), Args: diag.Args("limit", strconv.Itoa(MaxColumns))}}, false
		}
		if len(fields) != len(t.header) {
			return r, []diag.Diagnostic{{
				Code: CodeFields, Span: r.span(0),
				Args: diag.Args("n", strconv.Itoa(len(fields)), "want", strconv.Itoa(len(t.header))),
			}}, false
		}
		for i, f := range fields {
			if len(f) > MaxField {
				return r, []diag.Diagnostic{{Code: CodeTooLarge, Span: r.span(i), Args: diag.Args("limit", strconv.Itoa(MaxField))}}, false
			}
		}
		return r, nil, false
	}
}

// blank says whether a row holds nothing, as spreadsheets append them.
func (r *row) blank() bool {
	for _, f := range r.fields {
		if strings.TrimSpace(f) != "" {
			return false
		}
	}
	return true
}

// hashed says whether the row is one of HXL tags ("#date+start"), or an example that a template gives ("# ...").
func (r *row) hashed() bool {
	if strings.HasPrefix(r.fields[0], "# ") {
		return true
	}
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

// posOf gives the line and the byte column of a cell, for spanOf.
func (r *row) posOf(column string) [2]int {
	i := r.t.columns[column]
	if i >= len(r.pos) {
		i = 0
	}
	return r.pos[i]
}

// at gives the place of a cell.
func (r *row) at(column string) source.Span {
	i, ok := r.t.columns[column]
	if !ok {
		i = 0
	}
	return r.span(i)
}

func (r *row) span(i int) source.Span {
	if i >= len(r.pos) {
		i = 0
	}
	return r.t.spanOf(r.pos[i][0], r.pos[i][1])
}

// bad makes the diagnostic of a cell: what stands there, and the arguments that say what would be right.
func (r *row) bad(code diag.Code, column string, args ...string) diag.Diagnostic {
	return diag.Diagnostic{Code: code, Span: r.at(column), Args: diag.Args(append([]string{"column", column, "value", short(r.get(column))}, args...)...)}
}

// short keeps a message readable when a cell holds a page of text.
func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// spanOf turns a line and a byte column, as encoding/csv gives them, into a place.
func (t *table) spanOf(line, column int) source.Span {
	if t.lines == nil {
		t.lines = []int{0}
		for i, b := range t.text {
			if b == '\n' {
				t.lines = append(t.lines, i+1)
			}
		}
	}
	line = min(max(line, 1), len(t.lines))
	start := t.lines[line-1]
	offset := min(start+max(column-1, 0), len(t.text))
	p := source.Pos{Offset: offset, Line: line, Column: utf8.RuneCount(t.text[start:offset]) + 1}
	return source.Span{File: t.file, Start: p, End: p}
}

func (t *table) one(code diag.Code, offset int, args ...string) []diag.Diagnostic {
	return []diag.Diagnostic{{Code: code, Span: spanAt(t.file, t.text, offset, 0), Args: diag.Args(args...)}}
}

// syntax turns an error of the CSV reader into a diagnostic. A quotation mark out of place makes everything after it unsure.
func (t *table) syntax(err error) []diag.Diagnostic {
	var pe *csv.ParseError
	if !errors.As(err, &pe) {
		return t.one(CodeEmpty, 0)
	}
	d := diag.Diagnostic{Code: CodeQuote, Span: t.spanOf(pe.Line, pe.Column), Args: diag.Args("line", strconv.Itoa(pe.StartLine))}
	if pe.StartLine != pe.Line {
		d.Related = []diag.Related{{Key: "start", Span: t.spanOf(pe.StartLine, 1)}}
	}
	return []diag.Diagnostic{d}
}
