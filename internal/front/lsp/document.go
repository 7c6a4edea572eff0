package lsp

import (
	"sort"
	"strings"
	"unicode/utf8"

	"mithaq/internal/base/source"
)

// encoding says in which units a position counts the characters of a line.
type encoding string

// The encodings of the protocol; UTF-16 is the one that every client knows.
const (
	utf8Units  encoding = "utf-8"
	utf16Units encoding = "utf-16"
	utf32Units encoding = "utf-32"
)

// chosen gives the encoding that suits us best among those that a client offers.
func chosen(offered []string) encoding {
	for _, want := range []encoding{utf8Units, utf32Units} {
		for _, o := range offered {
			if encoding(o) == want {
				return want
			}
		}
	}
	return utf16Units
}

// width gives the units of the first rune of a text that is not empty, and its bytes.
func (e encoding) width(text string) (units, bytes int) {
	r, n := utf8.DecodeRuneInString(text)
	switch {
	case e == utf8Units:
		return n, n
	case e == utf16Units && r > 0xffff:
		return 2, n
	}
	return 1, n
}

// lines turns offsets of a text into positions of the protocol and back. There a line ends with "\n", "\r\n" or "\r".
type lines struct {
	text   string
	starts []int // offset of each line's first byte
}

func newLines(text string) lines {
	l := lines{text, []int{0}}
	for i := range len(text) {
		if text[i] == '\n' || text[i] == '\r' && (i+1 == len(text) || text[i+1] != '\n') {
			l.starts = append(l.starts, i+1)
		}
	}
	return l
}

// offset gives the byte at a position; one that the text does not have is clamped to its line, or to the text.
func (l lines) offset(e encoding, p position) int {
	switch {
	case p.Line < 0:
		return 0
	case p.Line >= len(l.starts):
		return len(l.text)
	}
	i, end := l.starts[p.Line], len(l.text)
	if p.Line+1 < len(l.starts) {
		end = l.starts[p.Line+1]
	}
	for units := 0; i < end && l.text[i] != '\n' && l.text[i] != '\r'; {
		u, n := e.width(l.text[i:])
		if units+u > p.Character {
			break
		}
		units, i = units+u, i+n
	}
	return i
}

// position gives the position of a byte offset.
func (l lines) position(e encoding, offset int) position {
	offset = max(0, min(offset, len(l.text)))
	line := sort.SearchInts(l.starts, offset+1) - 1
	p := position{Line: line}
	for rest := l.text[l.starts[line]:offset]; rest != ""; {
		u, n := e.width(rest)
		p.Character += u
		rest = rest[n:]
	}
	return p
}

func (l lines) span(e encoding, s source.Span) span {
	return span{l.position(e, s.Start.Offset), l.position(e, s.End.Offset)}
}

// changed applies what an editor says has changed, one after another.
func changed(text string, e encoding, changes []change) string {
	for _, c := range changes {
		if c.Range == nil {
			text = c.Text
			continue
		}
		l := newLines(text)
		from, to := l.offset(e, c.Range.Start), l.offset(e, c.Range.End)
		var b strings.Builder
		b.WriteString(text[:from])
		b.WriteString(c.Text)
		b.WriteString(text[max(from, to):])
		text = b.String()
	}
	return text
}
