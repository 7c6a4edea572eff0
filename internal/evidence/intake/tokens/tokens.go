// Package tokens reads a JSON text (RFC 8259) token by token and says where in it something stands.
package tokens

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// Place is where something ends in a text: line and column from 1, the column in characters.
type Place struct{ Offset, Line, Column int }

// SyntaxError says where a text is not what it should be.
type SyntaxError struct {
	Place Place
	Err   error
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("line %d, column %d: %v", e.Place.Line, e.Place.Column, e.Err)
}
func (e *SyntaxError) Unwrap() error { return e.Err }

// ErrMore tells that something stands behind the end.
var ErrMore = errors.New("something stands behind the end")

// Reader is a decoder over a text. Numbers are read as json.Number.
type Reader struct {
	*json.Decoder
	text []byte

	at, line, start int // how far lines have been counted
}

// New begins to read a text.
func New(text []byte) *Reader {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return &Reader{Decoder: d, text: text, line: 1}
}

// Here gives the place up to which the text has been read.
func (r *Reader) Here() Place { return r.place(int(r.InputOffset())) }

// place gives that behind so many bytes, not before one that was given already.
func (r *Reader) place(n int) Place {
	at := min(n, len(r.text))
	for ; r.at < at; r.at++ {
		if r.text[r.at] == '\n' {
			r.line, r.start = r.line+1, r.at+1
		}
	}
	return Place{at, r.line, utf8.RuneCount(r.text[r.start:at]) + 1}
}

// Whole reads all by read, behind which nothing may stand. Errors: *SyntaxError, wrapping that of read.
func (r *Reader) Whole(read func() error) error {
	err := read()
	if err == nil {
		if _, more := r.Token(); more != io.EOF {
			err = ErrMore
		}
	}
	if err != nil {
		return &SyntaxError{r.Here(), err}
	}
	return nil
}

// Skip passes over one value.
func (r *Reader) Skip() error {
	t, err := r.Token()
	if d, ok := t.(json.Delim); ok && err == nil && (d == '{' || d == '[') {
		return r.Rest(1)
	}
	return err
}

// Rest passes over what is open, up to the end of so many lists and objects.
func (r *Reader) Rest(depth int) error {
	for depth > 0 {
		t, err := r.Token()
		if err != nil {
			return err
		}
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
	}
	return nil
}
