package tokens

import (
	"encoding/json"
	"errors"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// ErrNotText tells that a text is not in UTF-8, or that half of a pair of surrogates stands alone in it.
var ErrNotText = errors.New("this is no text in UTF-8")

// TwiceError names what stands twice in one object.
type TwiceError struct{ Name string }

func (e *TwiceError) Error() string { return strconv.Quote(e.Name) + " stands twice" }

// Sound says what of a JSON text a decoder would take otherwise than it was written: for what is no text it puts U+FFFD, and of a name that stands twice it keeps
// the last value (RFC 8259, sections 4 and 8.2). Errors: *SyntaxError, wrapping ErrNotText or *TwiceError. What is no JSON at all is for the decoder to tell.
func Sound(text []byte) error {
	if at, ok := broken(text); ok {
		return &SyntaxError{placeIn(text, at+1), ErrNotText}
	}
	return twice(text)
}

// placeIn is the place behind so many bytes.
func placeIn(text []byte, n int) Place {
	r := &Reader{text: text, line: 1}
	return r.place(n)
}

// broken finds the first byte of what is no text.
func broken(text []byte) (at int, found bool) {
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == '\\': // only strings hold it: elsewhere it is no JSON
			unit, ok := escaped(text[i:])
			switch {
			case !ok:
				i += 2
			case !utf16.IsSurrogate(unit):
				i += escapeLen
			default:
				low, _ := escaped(text[min(i+escapeLen, len(text)):])
				if utf16.DecodeRune(unit, low) == utf8.RuneError {
					return i, true
				}
				i += 2 * escapeLen
			}
		case c < utf8.RuneSelf:
			i++
		default:
			r, n := utf8.DecodeRune(text[i:])
			if r == utf8.RuneError && n == 1 {
				return i, true
			}
			i += n
		}
	}
	return 0, false
}

// escapeLen is the length of an escape of four digits.
const escapeLen = len(`\u0000`)

// escaped reads an escape of four digits at the begin of a text.
func escaped(text []byte) (unit rune, ok bool) {
	if len(text) < escapeLen || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(text[2:escapeLen]), 16, 16)
	return rune(n), err == nil
}

// level is an object or a list that is open.
type level struct {
	names map[string]bool // of an object: those that it has so far; nil: a list
	named bool            // of an object: a name came, and its value did not yet
}

func twice(text []byte) error {
	r := New(text)
	var open []level
	for {
		t, err := r.Token()
		if err != nil {
			return nil
		}
		if n := len(open); n > 0 && open[n-1].names != nil && !open[n-1].named {
			if name, ok := t.(string); ok {
				if open[n-1].names[name] {
					return &SyntaxError{r.Here(), &TwiceError{name}}
				}
				open[n-1].names[name], open[n-1].named = true, true
				continue
			}
		}
		switch t {
		case json.Delim('{'):
			open = append(open, level{names: map[string]bool{}})
			continue
		case json.Delim('['):
			open = append(open, level{})
			continue
		case json.Delim('}'), json.Delim(']'):
			open = open[:len(open)-1]
		}
		if n := len(open); n > 0 {
			open[n-1].named = false
		}
	}
}
