package intake

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/base/suggest"
)

// decode brings the file's bytes to UTF-8 without a byte order mark. UTF-8 is expected; nothing is guessed, because a wrong
// guess changes names silently: the message proposes Windows-1252 and the user says so.
func decode(file, encoding string, data []byte) ([]byte, []diag.Diagnostic) {
	one := func(code diag.Code, offset int, args ...string) ([]byte, []diag.Diagnostic) {
		return nil, []diag.Diagnostic{{Code: code, Span: spanAt(file, data, offset, 1), Args: diag.Args(args...)}}
	}
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}), bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		return one(CodeUTF16, 0)
	case bytes.IndexByte(data, 0) >= 0:
		return one(CodeUTF16, bytes.IndexByte(data, 0))
	}
	switch strings.ToLower(strings.ReplaceAll(encoding, "_", "-")) {
	case "", "utf-8", "utf8":
		data = bytes.TrimPrefix(data, []byte("\uFEFF"))
		var ds []diag.Diagnostic
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
				if ds = append(ds, d); len(ds) == 10 { // one says it; ten show whether it is one slip or the whole file
					return nil, ds
				}
			}
			i += size
		}
		if ds != nil {
			return nil, ds
		}
		return data, nil
	case "windows-1252", "cp1252":
		out := make([]byte, 0, len(data)+len(data)/16)
		for i, b := range data {
			c := charmap.Windows1252.DecodeByte(b)
			if c == utf8.RuneError || b >= 0x80 && control(c) { // 81, 8D, 8F, 90, 9D mean nothing
				return one(CodeBadByte, i, "byte", fmt.Sprintf("0x%02X", b), "encoding", "Windows-1252")
			}
			out = utf8.AppendRune(out, c)
		}
		return out, nil
	}
	return one(CodeEncoding, 0, "encoding", encoding)
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
