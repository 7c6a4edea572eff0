package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"

	"mithaq/internal/base/suggest"
	"mithaq/internal/evidence/intake/tokens"
)

// badJSON tells what of a body is not understood, and where.
type badJSON struct {
	code         string // "bad_json", "not_text", "twice", "unknown_field", "bad_type", "missing", "bad_value"
	field        string
	line, column int
	value        string
	near         string // what was probably meant
}

func (e *badJSON) Error() string {
	return fmt.Sprintf("%s: %s at %d:%d", e.code, e.field, e.line, e.column)
}

// json reads the body into v, a pointer to a struct. What a decoder would take otherwise than it was sent is refused: nobody would find out what became of it. So is a
// field that is not known: it may be a slip for one that is.
func (q *apiRequest) json(v any) error {
	if err := tokens.Sound(q.content); err != nil {
		return q.unsound(err)
	}
	dec := json.NewDecoder(bytes.NewReader(q.content))
	err := dec.Decode(v)
	if err == nil {
		if _, err = dec.Token(); err == io.EOF {
			return q.onlyFields(v)
		}
		return q.badAt("bad_json", "", dec.InputOffset())
	}
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return q.badAt("bad_json", "", syntax.Offset)
	case errors.As(err, &kind):
		return q.badAt("bad_type", kind.Field, kind.Offset)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return q.badAt("bad_json", "", int64(len(q.content)))
	}
	return q.badAt("bad_json", "", dec.InputOffset())
}

// unsound tells a fault that tokens.Sound found.
func (q *apiRequest) unsound(err error) error {
	code, field, offset := "not_text", "", 0
	var at *tokens.SyntaxError
	if errors.As(err, &at) {
		offset = at.Place.Offset
	}
	var twice *tokens.TwiceError
	if errors.As(err, &twice) {
		code, field = "twice", clip(twice.Name)
	}
	return q.badAt(code, field, int64(offset))
}

// onlyFields refuses a body that has other fields than the struct into which it was read, to the letter: a decoder takes ROWS for rows.
func (q *apiRequest) onlyFields(v any) error {
	var sent map[string]json.RawMessage
	if err := json.Unmarshal(q.content, &sent); err != nil {
		return err
	}
	var known []string
	for f := range reflect.TypeOf(v).Elem().Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		known = append(known, name)
	}
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		if slices.Contains(known, name) {
			continue
		}
		bad := q.badAt("unknown_field", clip(name), int64(bytes.Index(q.content, []byte(`"`+name+`"`))+1))
		bad.near = suggest.Nearest(clip(name), known)
		return bad
	}
	return nil
}

// badAt tells the place of an offset in the body: lines, and characters in them, from 1.
func (q *apiRequest) badAt(code, field string, offset int64) *badJSON {
	before := q.content[:min(max(offset, 0), int64(len(q.content)))]
	last := before[bytes.LastIndexByte(before, '\n')+1:]
	return &badJSON{code: code, field: field, line: bytes.Count(before, []byte("\n")) + 1, column: max(1, len([]rune(string(last))))}
}
