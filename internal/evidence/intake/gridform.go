package intake

import (
	"bytes"
	"errors"
	"io"
	"strconv"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/evidence/intake/geojson"
	"mithaq/internal/evidence/intake/kobo"
	"mithaq/internal/evidence/intake/tokens"
)

// isJSON says whether a text begins as a JSON object or a list of objects does.
func isJSON(text []byte) bool {
	text = bytes.TrimLeft(text, " \t\r\n")
	if len(text) == 0 || text[0] != '{' && text[0] != '[' {
		return false
	}
	next := bytes.TrimLeft(text[1:], " \t\r\n")
	if len(next) == 0 {
		return false
	}
	return text[0] == '{' && (next[0] == '"' || next[0] == '}') || text[0] == '[' && (next[0] == '{' || next[0] == ']')
}

// formGrid gives the submissions of a form.
type formGrid struct {
	table *kobo.Table
	size  int64
	at    int // of the submission read last; -1: the header
	cells []string
	bad   []flaw
}

// openForm reads a JSON file: zones, or the submissions of a form.
func openForm(t *table, text []byte) (*table, []diag.Diagnostic) {
	if len(text) > MaxJSON {
		return nil, t.one(CodeTooLargeFile, "limit", strconv.Itoa(MaxJSON))
	}
	if geojson.Is(text) {
		t.form, t.json = FormGeoJSON, text
		return t, nil
	}
	table, err := kobo.Read(text, kobo.Limits{Field: MaxField, Columns: MaxColumns, Depth: 50})
	var s *tokens.SyntaxError
	switch {
	case errors.As(err, &s):
		code, at := CodeJSON, source.Pos(s.Place)
		switch {
		case errors.Is(err, kobo.ErrNotSubmissions):
			code = CodeNotForm
		case errors.Is(err, kobo.ErrColumns):
			code = CodeTooWide
		}
		return nil, []diag.Diagnostic{{Code: code, Span: t.span(at), Args: diag.Args("why", short(s.Err.Error()), "limit", strconv.Itoa(MaxColumns))}}
	case len(table.Submissions) == 0 || len(table.Columns) == 0:
		return nil, t.one(CodeEmpty)
	}
	t.form, t.grid = FormKobo, &formGrid{table: table, size: int64(len(text)), at: -2}
	if ds := t.readHeader(); ds != nil {
		return nil, ds
	}
	return t, nil
}

func (g *formGrid) read() ([]string, error) {
	g.at++
	if g.at < 0 {
		return g.table.Columns, nil
	}
	if g.at >= len(g.table.Submissions) {
		return nil, io.EOF
	}
	g.cells, g.bad = g.cells[:0], g.bad[:0]
	for i := range g.table.Columns {
		c, ok := g.table.Submissions[g.at].Cells[i]
		g.cells = append(g.cells, c.Text)
		switch {
		case !ok:
		case c.Long:
			g.bad = append(g.bad, flaw{column: i, code: CodeTooLarge, always: true})
		case c.Twice:
			g.bad = append(g.bad, flaw{column: i, code: CodeDuplicate, text: c.Text})
		}
	}
	return g.cells, nil
}

// place gives where the value ends; of a question without an answer, where the submission begins.
func (g *formGrid) place(i int) source.Pos {
	if g.at < 0 || g.at >= len(g.table.Submissions) {
		return source.Pos{Line: 1, Column: 1}
	}
	s := g.table.Submissions[g.at]
	if c, ok := s.Cells[i]; ok && i > 0 {
		return source.Pos(c.Place)
	}
	return source.Pos(s.Place)
}

func (g *formGrid) count() int               { return len(g.table.Columns) }
func (g *formGrid) flaws() []flaw            { return g.bad }
func (g *formGrid) exact() bool              { return true }
func (g *formGrid) notes() []diag.Diagnostic { return nil }

func (g *formGrid) progress() (int64, int64) {
	if g.at < 0 || g.at >= len(g.table.Submissions) {
		return g.size, g.size
	}
	return int64(g.table.Submissions[g.at].Place.Offset), g.size
}

var _ grid = (*formGrid)(nil)
