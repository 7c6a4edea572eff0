package intake

import (
	"errors"
	"io"
	"strconv"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/evidence/intake/delimited"
)

// grid gives the rows of a file one after another, whatever its form: text with delimiters, a sheet of a workbook, the submissions of a form.
type grid interface {
	// read gives the cells of the next row, good until the one after it; io.EOF at the end. A *broken error says why nothing after it can be read.
	read() ([]string, error)
	// place gives where cell i of the row read last stands; of a cell that it does not have, where the row does.
	place(i int) source.Pos
	// count gives how many cells the row has, also those that were not kept.
	count() int
	// flaws gives what is wrong with single cells of the row.
	flaws() []flaw
	// exact says whether each row has as many cells as the header: elsewhere cells that are empty may be missing at its end.
	exact() bool
	// notes gives what is worth knowing of the whole, once it has been read.
	notes() []diag.Diagnostic
	progress() (done, total int64)
}

// flaw is a cell that cannot be used.
type flaw struct {
	column int
	code   diag.Code
	text   string // what stands there
	always bool   // also where no rule reads the column
}

// broken ends the reading of a file.
type broken struct{ ds []diag.Diagnostic }

func (b *broken) Error() string { return string(b.ds[0].Code) }

// csvGrid reads text with delimiters.
type csvGrid struct {
	file string
	r    *delimited.Reader
	size int64
	bad  []flaw
}

func newCSV(file string, text []byte, comma rune) *csvGrid {
	return &csvGrid{file: file, r: delimited.New(text, comma, delimited.Limits{Field: MaxField, Columns: MaxColumns}), size: int64(len(text))}
}

func (g *csvGrid) read() ([]string, error) {
	fields, err := g.r.Read()
	var q *delimited.QuoteError
	if errors.As(err, &q) {
		at := pos(q.At)
		d := diag.Diagnostic{Code: CodeQuote, Span: source.Span{File: g.file, Start: at, End: at}, Args: diag.Args("line", strconv.Itoa(q.Start))}
		if q.Start != q.At.Line {
			start := source.Pos{Line: q.Start, Column: 1}
			d.Related = []diag.Related{{Key: "start", Span: source.Span{File: g.file, Start: start, End: start}}}
		}
		return nil, &broken{[]diag.Diagnostic{d}}
	}
	if err != nil {
		return nil, err
	}
	g.bad = g.bad[:0]
	if i := g.r.Long(); i >= 0 {
		g.bad = append(g.bad, flaw{column: i, code: CodeTooLarge, always: true})
	}
	return fields, nil
}

func pos(p delimited.Place) source.Pos {
	return source.Pos{Offset: p.Offset, Line: p.Line, Column: p.Column}
}

func (g *csvGrid) place(i int) source.Pos   { return pos(g.r.Place(i)) }
func (g *csvGrid) count() int               { return g.r.Count() }
func (g *csvGrid) flaws() []flaw            { return g.bad }
func (g *csvGrid) exact() bool              { return true }
func (g *csvGrid) notes() []diag.Diagnostic { return nil }
func (g *csvGrid) progress() (int64, int64) { return int64(g.r.Offset()), g.size }

// small holds a few rows that were read before their turn, so that a header can be looked for, and gives them again.
type small struct {
	grid
	rows []kept // given before the grid's own
	at   int    // of the row read last among rows; len(rows): the grid's own
}

type kept struct {
	cells  []string
	places []source.Pos
	n      int
	bad    []flaw
}

// again gives the row read last once more before the others.
func again(g grid, cells []string) *small {
	k := kept{cells: append([]string(nil), cells...), n: g.count(), bad: append([]flaw(nil), g.flaws()...)}
	for i := range cells {
		k.places = append(k.places, g.place(i))
	}
	return &small{grid: g, rows: []kept{k}, at: -1}
}

func (s *small) read() ([]string, error) {
	if s.at++; s.at < len(s.rows) {
		return s.rows[s.at].cells, nil
	}
	return s.grid.read()
}

func (s *small) place(i int) source.Pos {
	if s.at < 0 || s.at >= len(s.rows) {
		return s.grid.place(i)
	}
	ps := s.rows[s.at].places
	if i >= len(ps) {
		i = 0
	}
	return ps[i]
}

func (s *small) count() int {
	if s.at < 0 || s.at >= len(s.rows) {
		return s.grid.count()
	}
	return s.rows[s.at].n
}

func (s *small) flaws() []flaw {
	if s.at < 0 || s.at >= len(s.rows) {
		return s.grid.flaws()
	}
	return s.rows[s.at].bad
}

var _, _ grid = (*csvGrid)(nil), (*small)(nil)

// refuse wraps diagnostics as the error that ends the reading of a file.
func refuse(ds ...diag.Diagnostic) error { return &broken{ds} }

// why gives the diagnostics of an error of a grid; none at the end of the file.
func why(err error) []diag.Diagnostic {
	var b *broken
	if err != io.EOF && errors.As(err, &b) {
		return b.ds
	}
	return nil
}
