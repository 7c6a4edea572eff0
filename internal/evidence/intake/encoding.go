package intake

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/base/suggest"
)

// decode brings the file's bytes to UTF-8 without a byte order mark. UTF-8 is expected, and UTF-16 where a byte order mark says so; nothing is
// guessed, because a wrong guess changes names silently: the message proposes Windows-1252 and the user says so.
func decode(file, encoding string, data []byte) (text []byte, notes, ds []diag.Diagnostic) {
	one := func(code diag.Code, offset int, args ...string) ([]byte, []diag.Diagnostic, []diag.Diagnostic) {
		return nil, nil, []diag.Diagnostic{{Code: code, Span: spanAt(file, data, offset, 1), Args: diag.Args(args...)}}
	}
	little := bytes.HasPrefix(data, []byte{0xFF, 0xFE})
	if little || bytes.HasPrefix(data, []byte{0xFE, 0xFF}) {
		text, at, ok := fromUTF16(data[2:], little)
		if !ok {
			return one(CodeUTF16, 2+at)
		}
		return text, []diag.Diagnostic{{
			Code: CodeRecoded, Severity: diag.Note, Span: source.Span{File: file}, Args: diag.Args("encoding", "UTF-16"),
		}}, nil
	}
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return one(CodeUTF16, i)
	}
	switch strings.ToLower(strings.ReplaceAll(encoding, "_", "-")) {
	case "", "utf-8", "utf8":
		data = bytes.TrimPrefix(data, []byte("\uFEFF"))
		return data, nil, badBytes(file, data)
	case "windows-1252", "cp1252":
		out := make([]byte, 0, len(data)+len(data)/16)
		for i, b := range data {
			c := charmap.Windows1252.DecodeByte(b)
			if c == utf8.RuneError || b >= 0x80 && control(c) { // 81, 8D, 8F, 90, 9D mean nothing
				return one(CodeBadByte, i, "byte", fmt.Sprintf("0x%02X", b), "encoding", "Windows-1252")
			}
			out = utf8.AppendRune(out, c)
		}
		return out, nil, nil
	}
	return one(CodeEncoding, 0, "encoding", encoding)
}

// badBytes finds what is not UTF-8: one such byte says it; ten show whether it is one slip or the whole file.
func badBytes(file string, data []byte) (ds []diag.Diagnostic) {
	for i := 0; i < len(data); {
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			d := diag.Diagnostic{
				Code: CodeBadByte, Span: spanAt(file, data, i, 1),
				Args: diag.Args("byte", fmt.Sprintf("0x%02X", data[i]), "encoding", "UTF-8"),
			}
			if c := charmap.Windows1252.DecodeByte(data[i]); c != utf8.RuneError && !control(c) {
				d.Fixes = []diag.Fix{{Key: "try", Args: diag.Args("encoding", "windows-1252", "character", string(c))}}
			}
			if ds = append(ds, d); len(ds) == 10 {
				return ds
			}
		}
		i += size
	}
	return ds
}

// fromUTF16 decodes UTF-16. ok is false at half a pair, at a zero and at an odd byte at the end; at is its offset.
func fromUTF16(data []byte, little bool) (text []byte, at int, ok bool) {
	unit := func(i int) rune {
		if little {
			return rune(data[i]) | rune(data[i+1])<<8
		}
		return rune(data[i])<<8 | rune(data[i+1])
	}
	text = make([]byte, 0, len(data))
	for at = 0; at+1 < len(data); at += 2 {
		c := unit(at)
		if utf16.IsSurrogate(c) {
			if at+3 >= len(data) {
				return nil, at, false
			}
			if c = utf16.DecodeRune(c, unit(at+2)); c == utf8.RuneError {
				return nil, at, false
			}
			at += 2
		}
		if c == 0 {
			return nil, at, false
		}
		text = utf8.AppendRune(text, c)
	}
	return text, at, at == len(data)
}

func control(c rune) bool { return c >= 0x80 && c < 0xA0 }

// spanAt gives the place of n bytes at an offset. It counts lines anew: it is used for messages only.
func spanAt(file string, data []byte, offset, n int) source.Span {
	at := func(o int) source.Pos {
		o = min(max(o, 0), len(data))
		start := bytes.LastIndexByte(data[:o], '\n') + 1
		return source.Pos{Offset: o, Line: bytes.Count(data[:o], []byte{'\n'}) + 1, Column: utf8.RuneCount(data[start:o]) + 1}
	}
	return source.Span{File: file, Start: at(offset), End: at(offset + n)}
}

// near gives the name that is closest to a mistyped one: within a third of its letters, and only if one is closest.
func near(name string, known []string) string {
	best, dist, tie := "", len([]rune(name))/3+1, false
	for _, k := range known {
		switch d := suggest.Distance([]rune(strings.ToLower(name)), []rune(strings.ToLower(k))); {
		case d < dist:
			best, dist, tie = k, d, false
		case d == dist:
			tie = true
		}
	}
	if tie {
		return ""
	}
	return best
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
