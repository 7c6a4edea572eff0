// Package delimited cuts text into rows and fields: comma-separated values as in RFC 4180, with any delimiter.
//
// It accepts what encoding/csv accepts and gives the same fields (a fuzz test holds the two together), with three differences that a reader
// of strangers' files needs: a field beyond a limit is passed over without being copied, a row with too many fields is not kept whole, and each
// field knows its place in characters.
package delimited

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"
)

// Limits on what is kept of a row.
type Limits struct {
	Field   int // bytes of one field
	Columns int // fields of one row
}

// Place is where a field begins. Line and Column count from 1, Column in characters.
type Place struct{ Offset, Line, Column int }

// QuoteError is a quotation mark out of place: inside a field that does not begin with one, after one that ended, or never ended. What follows it cannot be cut.
type QuoteError struct {
	At    Place // of the mark; the end of the text where it never ends
	Start int   // the line on which the row begins
}

func (e *QuoteError) Error() string {
	return fmt.Sprintf("line %d, column %d: a quotation mark out of place in the row of line %d", e.At.Line, e.At.Column, e.Start)
}

// Reader gives the rows of a text one after another.
type Reader struct {
	text  []byte // UTF-8
	comma []byte
	limit Limits

	at        int // of the next byte
	line      int // its line
	lineStart int // offset of that line's first byte

	n      int      // fields of the row, also those not kept
	long   int      // index of the first field beyond the limit; -1: none
	fields []string // of the row; their memory is its own
	starts []start
	buf    []byte
	ends   []int // of each field in buf
}

// start is where a field begins.
type start struct{ offset, line, lineStart int }

// New reads text, which is UTF-8, with this delimiter.
func New(text []byte, comma rune, limit Limits) *Reader {
	return &Reader{text: text, comma: utf8.AppendRune(nil, comma), limit: limit, line: 1}
}

// Read gives the fields of the next row that is not an empty line; io.EOF at the end, *QuoteError where it cannot be cut. The slice is good until the
// next call, its strings for ever. Fields beyond the limits are blank or missing: Count and Long tell.
func (r *Reader) Read() ([]string, error) {
	for r.at < len(r.text) {
		if n := r.lineEnd(r.at); n > 0 {
			r.newLine(r.at + n)
			continue
		}
		return r.row()
	}
	return nil, io.EOF
}

// Count gives how many fields the row has, also those beyond the limit that were not kept.
func (r *Reader) Count() int { return r.n }

// Long gives the index of the first field that is longer than the limit; -1: none is.
func (r *Reader) Long() int { return r.long }

// Offset gives how many bytes of the text have been read.
func (r *Reader) Offset() int { return r.at }

// Place gives where field i of the row begins; of a field that the row does not have, where the row does.
func (r *Reader) Place(i int) Place {
	if i < 0 || i >= len(r.starts) {
		i = 0
	}
	if len(r.starts) == 0 {
		return Place{0, 1, 1}
	}
	s := r.starts[i]
	return Place{s.offset, s.line, utf8.RuneCount(r.text[s.lineStart:s.offset]) + 1}
}

func (r *Reader) here() Place {
	return Place{r.at, r.line, utf8.RuneCount(r.text[r.lineStart:r.at]) + 1}
}

// lineEnd gives the length of the line end at an offset: 1, 2, or 0 where there is none. A carriage return that ends the text is one.
func (r *Reader) lineEnd(at int) int {
	switch {
	case r.text[at] == '\n':
		return 1
	case r.text[at] == '\r' && at+1 == len(r.text):
		return 1
	case r.text[at] == '\r' && r.text[at+1] == '\n':
		return 2
	}
	return 0
}

func (r *Reader) newLine(at int) { r.at, r.lineStart, r.line = at, at, r.line+1 }

func (r *Reader) row() ([]string, error) {
	r.n, r.long = 0, -1
	r.starts, r.ends, r.buf = r.starts[:0], r.ends[:0], r.buf[:0]
	begin := r.line
	for {
		keep := r.n <= r.limit.Columns
		if keep {
			r.starts = append(r.starts, start{r.at, r.line, r.lineStart})
		}
		from, size := len(r.buf), 0
		var err error
		if r.at < len(r.text) && r.text[r.at] == '"' {
			size, err = r.quoted(begin, keep)
		} else {
			size, err = r.bare(begin, keep)
		}
		if err != nil {
			return nil, err
		}
		if size > r.limit.Field {
			if r.long < 0 {
				r.long = r.n
			}
			r.buf = r.buf[:from]
		}
		if keep {
			r.ends = append(r.ends, len(r.buf))
		}
		r.n++
		switch {
		case r.at >= len(r.text):
			return r.cut(), nil
		case bytes.HasPrefix(r.text[r.at:], r.comma):
			r.at += len(r.comma)
		default: // bare and quoted stop at nothing else
			r.newLine(r.at + r.lineEnd(r.at))
			return r.cut(), nil
		}
	}
}

// cut makes the fields of what was gathered.
func (r *Reader) cut() []string {
	all, from := string(r.buf), 0
	r.fields = slices.Grow(r.fields[:0], len(r.ends))
	for _, end := range r.ends {
		r.fields = append(r.fields, all[from:end])
		from = end
	}
	return r.fields
}

// add keeps a part of a field, unless the field is beyond the limit already.
func (r *Reader) add(part []byte, size int, keep bool) int {
	if size += len(part); keep && size <= r.limit.Field {
		r.buf = append(r.buf, part...)
	}
	return size
}

// bare reads a field that does not begin with a quotation mark, up to the delimiter or the end of the line, and gives its length.
func (r *Reader) bare(begin int, keep bool) (int, error) {
	from := r.at
	for ; r.at < len(r.text); r.at++ {
		switch b := r.text[r.at]; {
		case b == r.comma[0] && bytes.HasPrefix(r.text[r.at:], r.comma), (b == '\n' || b == '\r') && r.lineEnd(r.at) > 0:
			return r.add(r.text[from:r.at], 0, keep), nil
		case b == '"':
			return 0, &QuoteError{r.here(), begin}
		}
	}
	return r.add(r.text[from:r.at], 0, keep), nil
}

// quoted reads a field between quotation marks and gives its length. A mark inside is written twice; a line end inside is one line feed.
func (r *Reader) quoted(begin int, keep bool) (int, error) {
	r.at++
	size, from := 0, r.at
	for r.at < len(r.text) {
		switch b := r.text[r.at]; {
		case b == '"' && r.at+1 < len(r.text) && r.text[r.at+1] == '"':
			size = r.add(r.text[from:r.at+1], size, keep)
			r.at += 2
			from = r.at
		case b == '"':
			size = r.add(r.text[from:r.at], size, keep)
			r.at++
			if r.at < len(r.text) && !bytes.HasPrefix(r.text[r.at:], r.comma) && r.lineEnd(r.at) == 0 {
				r.at-- // the mark itself is what is wrong
				return 0, &QuoteError{r.here(), begin}
			}
			return size, nil
		case b == '\n' || b == '\r' && r.lineEnd(r.at) > 0:
			size = r.add(r.text[from:r.at], size, keep)
			size = r.add([]byte{'\n'}, size, keep)
			r.newLine(r.at + r.lineEnd(r.at))
			from = r.at
		default:
			r.at++
		}
	}
	return 0, &QuoteError{r.here(), begin}
}
