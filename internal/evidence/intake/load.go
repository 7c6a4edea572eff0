package intake

import (
	"bytes"
	"errors"
	"io"
	"strconv"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/evidence/intake/workbook"
)

// MaxValue is how long one field of text, quoted or not, may grow before a file is given up while it is still being read. A field between
// MaxField and this rejects its row only.
const MaxValue = 64 << 20

// Load reads a file whole, with no more memory than the file takes, and gives up early where nothing good can come: beyond MaxFile bytes, or at a field of
// more than MaxValue bytes, whose line is told. size is what the file is said to have; 0: not known. The error is the reader's.
func Load(r io.Reader, file string, size int64) ([]byte, []diag.Diagnostic, error) {
	tooLarge := func(code diag.Code, limit, line, column int) []diag.Diagnostic {
		p := source.Pos{Line: line, Column: column}
		return []diag.Diagnostic{{
			Code: code, Span: source.Span{File: file, Start: p, End: p}, Args: diag.Args("column", strconv.Itoa(column), "limit", strconv.Itoa(limit)),
		}}
	}
	if size > MaxFile {
		return nil, tooLarge(CodeTooLargeFile, MaxFile, 0, 0), nil
	}
	data := make([]byte, 0, max(size, 0)+bytes.MinRead)
	var w watch
	for {
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
		n, err := r.Read(data[len(data):min(cap(data), len(data)+1<<20)])
		if w.line == 0 && len(data)+n > 0 {
			w = watch{line: 1, json: isJSON(data[:len(data)+n]), off: workbook.IsZip(data[:len(data)+n]) || workbook.IsOld(data[:len(data)+n])}
		}
		w.see(data[len(data) : len(data)+n])
		data = data[:len(data)+n]
		switch {
		case w.longest > MaxValue:
			return nil, tooLarge(CodeTooLarge, MaxValue, w.begin, 1), nil
		case len(data) > MaxFile:
			return nil, tooLarge(CodeTooLargeFile, MaxFile, 0, 0), nil
		case errors.Is(err, io.EOF):
			return data, nil, nil
		case err != nil:
			return nil, nil, err
		}
	}
}

// watch measures the fields of a text that passes by: roughly, which is enough for a limit far above any real field.
type watch struct {
	off     bool // the file is no text
	json    bool
	quoted  bool
	escaped bool
	line    int
	begin   int // the line on which the longest field begins
	start   int // the line on which this one begins
	length  int // of this one
	longest int
}

func (w *watch) see(part []byte) {
	if w.off {
		return
	}
	for _, b := range part {
		if w.length == 0 {
			w.start = w.line
		}
		w.length++
		if b == '\n' {
			w.line++
		}
		switch {
		case w.escaped:
			w.escaped = false
		case b == '\\' && w.json && w.quoted:
			w.escaped = true
		case b == '"':
			w.quoted = !w.quoted
		case !w.quoted && (b == ',' || b == ';' || b == '\t' || b == '\n'):
			w.length = 0
		}
		if w.length > w.longest {
			w.longest, w.begin = w.length, w.start
		}
	}
}
