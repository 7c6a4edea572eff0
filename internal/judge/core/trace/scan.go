package trace

import (
	"io"
	"unicode/utf8"

	"mithaq/internal/base/source"
)

const (
	bufferSize = 1 << 16
	// itemLimit is the length of the longest tuple: a log in which a quotation mark or bracket is missing must not fill the memory.
	itemLimit = 1 << 24
)

// spot is a place in the log whose line and column can still be told.
type spot struct {
	at        int // index in the buffer
	line      int // from 1
	lineStart int // index of the first byte of the line that is still held
	before    int // code points of the line that are held no longer
}

// shift follows the buffer when its first n bytes are dropped.
func (s *spot) shift(buf []byte, n int) {
	if s.lineStart < n {
		s.before += characters(buf[s.lineStart:n])
		s.lineStart = n
	}
	s.lineStart -= n
	s.at -= n
}

// characters counts the code points that begin in b, so that one that was cut in two counts once.
func characters(b []byte) (n int) {
	for _, c := range b {
		if c&0xC0 != 0x80 { // no continuation byte (RFC 3629, section 3)
			n++
		}
	}
	return n
}

// scanner reads bytes and knows where it stands. All from item on is held; what lies before is forgotten when it reads on.
type scanner struct {
	r    io.Reader
	file string
	buf  []byte
	here spot
	item spot // where the time point or tuple that is being read begins
	base int  // offset in the log of buf[0]
	err  error
	wait func() error // called before more input is waited for
}

// begin notes that an item begins here.
func (s *scanner) begin() { s.item = s.here }

// fill reads more, at least one byte unless the log has ended.
func (s *scanner) fill() bool {
	if s.err != nil {
		return false
	}
	if n := s.item.at; n > 0 {
		s.here.shift(s.buf, n)
		s.item.shift(s.buf, n)
		s.buf = s.buf[:copy(s.buf, s.buf[n:])]
		s.base += n
	}
	if len(s.buf) == cap(s.buf) {
		if len(s.buf) > itemLimit {
			s.err = errTooLong
			return false
		}
		larger := make([]byte, len(s.buf), 2*cap(s.buf))
		copy(larger, s.buf)
		s.buf = larger
	}
	if s.err = s.wait(); s.err != nil {
		return false
	}
	for range 100 {
		n, err := s.r.Read(s.buf[len(s.buf):cap(s.buf)])
		s.buf = s.buf[:len(s.buf)+n]
		if err != nil {
			s.err = err
			return n > 0
		}
		if n > 0 {
			return true
		}
	}
	s.err = io.ErrNoProgress
	return false
}

// more says whether there is a next byte, at buf[here.at].
func (s *scanner) more() bool { return s.here.at < len(s.buf) || s.fill() }

// next gives the next byte, which more has found.
func (s *scanner) next() byte { return s.buf[s.here.at] }

// newline notes that the byte before ended a line.
func (s *scanner) newline() {
	s.here.line++
	s.here.lineStart = s.here.at
	s.here.before = 0
}

// blank passes blanks, line ends and comments, and says whether there is a next byte.
func (s *scanner) blank() bool {
	at := s.here.at
	for ; at < len(s.buf); at++ { // the quick way, within what is held
		switch c := s.buf[at]; {
		case c > ' ' && c != '#':
			s.here.at = at
			return true
		case c == '\n':
			s.here.at = at + 1
			s.newline()
		case c != ' ':
			s.here.at = at
			return s.blankSlowly()
		}
	}
	s.here.at = at
	return s.blankSlowly()
}

func (s *scanner) blankSlowly() bool {
	for s.more() {
		switch s.next() {
		case ' ', '\t', '\r':
			s.here.at++
		case '\n':
			s.here.at++
			s.newline()
		case '#':
			for s.more() && s.next() != '\n' {
				s.here.at++
				s.begin() // a comment need not be held
			}
		default:
			return true
		}
	}
	return false
}

// digits reads a whole number of at most 18 digits if it stands in the buffer with one of two signs after it: the quick way for most
// numbers. If not it reads nothing.
func (s *scanner) digits(stop, other byte) (n int64, ok bool) {
	rest := s.buf[s.here.at:min(len(s.buf), s.here.at+19)]
	for k, c := range rest {
		if d := c - '0'; d <= 9 {
			n = n*10 + int64(d)
			continue
		}
		if k == 0 || c != stop && c != other {
			return 0, false
		}
		s.here.at += k
		return n, true
	}
	return 0, false
}

// word reads a run of the bytes in set. The result is valid until the scanner reads on.
func (s *scanner) word(set *[256]bool) []byte {
	n := 0 // bytes of the word so far; the item's beginning keeps them in the buffer
	for {
		rest := s.buf[s.here.at:]
		k := 0
		for k < len(rest) && set[rest[k]] {
			k++
		}
		s.here.at += k
		n += k
		if s.here.at < len(s.buf) || !s.fill() {
			return s.buf[s.here.at-n : s.here.at]
		}
	}
}

// pos gives the position of a spot.
func (s *scanner) pos(p spot) source.Pos {
	return source.Pos{
		Offset: s.base + p.at,
		Line:   p.line,
		Column: p.before + characters(s.buf[p.lineStart:p.at]) + 1,
	}
}

// found gives what stands here, for a remark: a word, a single sign, or "" at the end.
func (s *scanner) found() string {
	const longest = 64
	for len(s.buf)-s.here.at < longest && s.fill() {
	}
	rest := s.buf[s.here.at:min(len(s.buf), s.here.at+longest)]
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
