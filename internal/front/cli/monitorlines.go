package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"

	"mithaq/internal/front/answers"
	"mithaq/internal/judge/core"
	"mithaq/internal/judge/core/policy"
)

// rows is where the answer of a run goes.
type rows interface {
	strings(*core.Symbols) // the table in which strings are numbered, before the first row
	verdict(point, stamp int64, r core.Rows) error
	flush() error
	close(remarks []answers.Remark)
}

// errAnswer says that the answer could not be written.
var errAnswer = errors.New("the answer cannot be written")

// lines writes the lines that MonPoly prints: "@TS (time point I): (v1,v2) (w1,w2)", or "true" where the formula is closed.
type lines struct {
	w       *bufio.Writer
	types   []policy.Type
	symbols *core.Symbols
	line    []byte
}

func newLines(w io.Writer, columns []*policy.Var) *lines {
	return &lines{w: bufio.NewWriterSize(w, 1<<16), types: types(columns)}
}

func types(columns []*policy.Var) (list []policy.Type) {
	for _, v := range columns {
		list = append(list, v.Type)
	}
	return list
}

func (l *lines) strings(s *core.Symbols) { l.symbols = s }

func (l *lines) verdict(point, stamp int64, r core.Rows) error {
	b := append(l.line[:0], '@')
	b = strconv.AppendInt(b, stamp, 10)
	b = append(b, " (time point "...)
	b = strconv.AppendInt(b, point, 10)
	b = append(b, "):"...)
	if r.Width == 0 {
		b = append(b, " true"...)
	}
	for i := 0; i < r.N && r.Width > 0; i++ {
		b = append(b, " ("...)
		for k, w := range r.Row(i) {
			if k > 0 {
				b = append(b, ',')
			}
			b = l.value(b, w, l.types[k])
		}
		b = append(b, ')')
	}
	l.line = append(b, '\n')
	return written(l.w.Write(l.line))
}

// value writes one value as MonPoly does: strings in quotation marks and otherwise as they are, floats like C's %g.
func (l *lines) value(b []byte, w core.Word, t policy.Type) []byte {
	switch t {
	case policy.Int:
		return strconv.AppendInt(b, int64(w), 10)
	case policy.Float:
		return appendFloat(b, w.Float())
	}
	b = append(b, '"')
	b = append(b, l.symbols.String(w)...)
	return append(b, '"')
}

// appendFloat writes a float with 6 significant digits and no trailing zeros (ISO C, 7.21.6.1, %g).
func appendFloat(b []byte, f float64) []byte {
	switch {
	case math.IsInf(f, 1):
		return append(b, "inf"...)
	case math.IsInf(f, -1):
		return append(b, "-inf"...)
	}
	return strconv.AppendFloat(b, f, 'g', 6, 64)
}

func (l *lines) flush() error { return written(0, l.w.Flush()) }

func (l *lines) close([]answers.Remark) { _ = l.w.Flush() } // the sink behind it remembers the error

func written(_ int, err error) error {
	if err != nil {
		return fmt.Errorf("%w: %w", errAnswer, err)
	}
	return nil
}
