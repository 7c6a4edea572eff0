package trace

import (
	"io"
	"unicode/utf8"

	"mithaq/internal/base/source"
)

const (
	bufferSize = 1 << 16
	// wordLimit is the length of the longest word or string: a log in which a quotation mark is missing must not fill the memory.
	wordLimit = 1 << 24
)

// scanner reads bytes and knows where it stands. What lies before keep is forgotten when it reads on.
type scanner struct {
	r    io.Reader
	file string
	buf  []byte
	pos  int // the next byte
	keep int // the first byte that is still needed, -1: none before pos
	err  error

	base      int // offset in the log of buf[0]
	line      int // of pos, from 1
	lineStart int // index in buf of the line's first byte that is still held; negative: none
	before    int // code points of the line that are no longer in buf
}

// fill reads more, at least one byte unless the log has ended.
func (s *scanner) fill() bool {
	if s.err != nil {
		return false
	}
	from := s.pos
	if s.keep >= 0 {
		from = s.keep
	}
	if from > 0 {
		if s.lineStart < from {
			s.before += utf8.RuneCount(s.buf[s.lineStart:from])
			s.lineStart = from
		}
		n := copy(s.buf, s.buf[from:])
		s.buf = s.buf[:n]
		s.base += from
		s.pos -= from
		s.lineStart -= from
		if s.keep >= 0 {
			s.keep = 0
		}
	}
	if len(s.buf) == cap(s.buf) {
		larger := make([]byte, len(s.buf), 2*cap(s.buf))
		copy(larger, s.buf)
		s.buf = larger
	}
	for tries := 0; ; tries++ {
		n, err := s.r.Read(s.buf[len(s.buf):cap(s.buf)])
		s.buf = s.buf[:len(s.buf)+n]
		switch {
		case err != nil:
			s.err = err
			return n > 0
		case n > 0:
			return true
		case tries == 100:
			s.err = io.ErrNoProgress
			return false
		}
	}
}

// more says whether there is a next byte, at buf[pos].
func (s *scanner) more() bool { return s.pos < len(s.buf) || s.fill() }

// newline notes that buf[pos-1] ended a line.
func (s *scanner) newline() {
	s.line++
	s.lineStart = s.pos
	s.before = 0
}

// blank passes blanks, line ends and comments, and says whether there is a next byte.
func (s *scanner) blank() bool {
	for s.more() {
		switch s.buf[s.pos] {
		case ' ', '\t', '\r':
			s.pos++
		case '\n':
			s.pos++
			s.newline()
		case '#':
			for s.more() && s.buf[s.pos] != '\n' {
				s.pos++
			}
		default:
			return true
		}
	}
	return false
}

// word reads a run of the bytes in set; the result is valid until the scanner reads on. ok is false for a word beyond the limit.
func (s *scanner) word(set *[256]bool) (w []byte, ok bool) {
	s.keep = s.pos
	for s.more() && set[s.buf[s.pos]] {
		s.pos++
		if s.pos-s.keep > wordLimit {
			return nil, false
		}
	}
	w = s.buf[s.keep:s.pos]
	s.keep = -1
	return w, true
}

// place gives the position of buf[at].
func (s *scanner) place(at int) source.Pos {
	return source.Pos{
		Offset: s.base + at,
		Line:   s.line,
		Column: s.before + utf8.RuneCount(s.buf[min(s.lineStart, at):at]) + 1,
	}
}

// found gives what stands at pos, for a remark: a word, a single sign, or "" at the end.
func (s *scanner) found() string {
	if !s.more() {
		return ""
	}
	for len(s.buf)-s.pos < 64 && s.fill() {
	}
	rest := s.buf[s.pos:min(len(s.buf), s.pos+64)]
	n := 0
	for n < len(rest) && wordBytes[rest[n]] {
		n++
	}
	if n == 0 {
		_, n = utf8.DecodeRune(rest)
	}
	return string(rest[:n])
}

// The bytes of names and of words without quotation marks.
var (
	nameBytes = byteSet("_")
	wordBytes = byteSet("_[]/:-.!")
)

func byteSet(signs string) *[256]bool {
	var set [256]bool
	for c := '0'; c <= '9'; c++ {
		set[c] = true
	}
	for c := 'a'; c <= 'z'; c++ {
		set[c], set[c-'a'+'A'] = true, true
	}
	for _, c := range []byte(signs) {
		set[c] = true
	}
	return &set
}
