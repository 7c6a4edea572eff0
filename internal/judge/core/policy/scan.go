package policy

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
)

// kind says what a token is.
type kind uint8

const (
	end    kind = iota
	name        // a name
	word        // a word of the language: AND, ONCE, CNT
	sign        // + - * / ( ) [ ] , ; . = < <= > >= <- :
	wild        // _
	number      // a whole number
	float       // a decimal number
	timed       // a whole number with a unit of time: 30s
	text        // a string in quotation marks
)

// token is one word or sign of a signature or formula. Its text is that of the file; of a string what stands between the quotation marks.
type token struct {
	kind       kind
	text       string
	start, end int // bytes
	int        int64
	float      float64
}

// is says whether the token is this word or sign.
func (t token) is(s string) bool { return (t.kind == word || t.kind == sign) && t.text == s }

// words of the language, with what each stands for: some have two spellings.
var words = map[string]string{
	"NOT": "NOT", "AND": "AND", "OR": "OR", "IMPLIES": "IMPLIES", "EQUIV": "EQUIV", "EXISTS": "EXISTS", "FORALL": "FORALL",
	"PREV": "PREV", "PREVIOUS": "PREV", "NEXT": "NEXT", "ONCE": "ONCE", "EVENTUALLY": "EVENTUALLY", "SOMETIMES": "EVENTUALLY",
	"ALWAYS": "ALWAYS", "PAST_ALWAYS": "PAST_ALWAYS", "HISTORICALLY": "PAST_ALWAYS", "SINCE": "SINCE", "UNTIL": "UNTIL",
	"LET": "LET", "IN": "IN", "CNT": "CNT", "SUM": "SUM", "MIN": "MIN", "MAX": "MAX", "AVG": "AVG", "MED": "MED",
	"TRUE": "TRUE", "FALSE": "FALSE", "MOD": "MOD", "i2f": "i2f", "f2i": "f2i",
}

// signs, the longer ones first.
var signs = [...]string{"<-", "<=", ">=", "+", "-", "*", "/", "(", ")", "[", "]", ",", ";", ".", "=", "<", ">", ":"}

// scanner cuts a text into tokens. What is no token is told and left out.
type scanner struct {
	file     *source.File
	text     string
	at       int
	reserved bool // the words of the language are no names (formulas)
	tokens   []token
	found    []diag.Diagnostic
}

// scan gives the tokens of a text; the last one is its end.
func scan(f *source.File, reserved bool) ([]token, []diag.Diagnostic) {
	s := &scanner{file: f, text: f.Text, reserved: reserved}
	for s.blank(); s.at < len(s.text); s.blank() {
		s.token()
	}
	s.tokens = append(s.tokens, token{kind: end, start: len(s.text), end: len(s.text)})
	return s.tokens, s.found
}

func (s *scanner) tell(code diag.Code, start, end int, args []diag.Arg, fixes ...diag.Fix) {
	s.found = append(s.found, diag.Diagnostic{Code: code, Span: s.file.Span(start, end), Args: args, Fixes: fixes})
}

// blank passes over space and comments: "#" to the end of the line, "(*" to "*)", not nested.
func (s *scanner) blank() {
	for s.at < len(s.text) {
		switch rest := s.text[s.at:]; {
		case strings.ContainsRune(" \t\r\n", rune(rest[0])):
			s.at++
		case rest[0] == '#':
			if n := strings.IndexByte(rest, '\n'); n >= 0 {
				s.at += n
			} else {
				s.at = len(s.text)
			}
		case strings.HasPrefix(rest, "(*"):
			n := strings.Index(rest[2:], "*)")
			if n < 0 {
				s.tell(codeComment, s.at, s.at+2, nil, advice("close"))
				s.at = len(s.text)
				return
			}
			s.at += n + 4
		default:
			return
		}
	}
}

func (s *scanner) add(k kind, text string, end int) *token {
	s.tokens = append(s.tokens, token{kind: k, text: text, start: s.at, end: end})
	s.at = end
	return &s.tokens[len(s.tokens)-1]
}

func (s *scanner) token() {
	c := s.text[s.at]
	switch {
	case c == '"':
		s.string()
	case isDigit(c) || c == '-' && s.at+1 < len(s.text) && isDigit(s.text[s.at+1]):
		s.number()
	case isLetter(c) || c == '_':
		s.name()
	default:
		s.sign()
	}
}

// string reads to the closing quotation mark on the same line. A backslash keeps the sign after it from closing; both belong to the string.
func (s *scanner) string() {
	for i := s.at + 1; i < len(s.text) && s.text[i] != '\n'; i++ {
		switch s.text[i] {
		case '\\':
			if i+1 < len(s.text) && s.text[i+1] != '\n' {
				i++
			}
		case '"':
			s.add(text, s.text[s.at+1:i], i+1)
			return
		}
	}
	stop := s.lineEnd()
	s.tell(codeString, s.at, stop, nil, advice("close"))
	s.add(text, s.text[s.at+1:stop], stop)
}

// lineEnd gives the end of the line without its line end.
func (s *scanner) lineEnd() int {
	stop := len(s.text)
	if n := strings.IndexByte(s.text[s.at:], '\n'); n >= 0 {
		stop = s.at + n
	}
	for stop > s.at+1 && s.text[stop-1] == '\r' {
		stop--
	}
	return stop
}

// number reads 12, -12, 1.5, -1.5, 12s. Whatever letters and digits hang on it belong to it.
func (s *scanner) number() {
	i := s.at + 1
	for i < len(s.text) && isDigit(s.text[i]) {
		i++
	}
	decimal := i+1 < len(s.text) && s.text[i] == '.' && isDigit(s.text[i+1])
	if decimal {
		for i++; i < len(s.text) && isDigit(s.text[i]); {
			i++
		}
	}
	digits, stop := i, i
	for stop < len(s.text) && (isLetter(s.text[stop]) || isDigit(s.text[stop]) || s.text[stop] == '_') {
		stop++
	}
	written := s.text[s.at:stop]
	switch {
	case decimal && stop == digits:
		f, err := strconv.ParseFloat(written, 64)
		if err != nil {
			s.tell(codeTooLarge, s.at, stop, diag.Args("number", written))
		}
		s.add(float, written, stop).float = f
	case !decimal && (stop == digits || allLetters(s.text[digits:stop])):
		n, err := strconv.ParseInt(s.text[s.at:digits], 10, 64)
		if err != nil {
			s.tell(codeTooLarge, s.at, digits, diag.Args("number", s.text[s.at:digits]))
		}
		k := number
		if stop > digits {
			k = timed
		}
		s.add(k, written, stop).int = n
	default:
		s.tell(codeNumber, s.at, stop, diag.Args("text", written))
		s.add(float, written, stop)
	}
}

func (s *scanner) name() {
	stop := s.at
	for stop < len(s.text) && (isLetter(s.text[stop]) || isDigit(s.text[stop]) || s.text[stop] == '_') {
		stop++
	}
	written := s.text[s.at:stop]
	switch {
	case written == "_":
		s.add(wild, written, stop)
	case written[0] == '_':
		s.tell(codeName, s.at, stop, diag.Args("name", written))
		s.add(name, written, stop)
	case s.reserved && words[written] != "":
		s.add(word, words[written], stop)
	default:
		s.add(name, written, stop)
	}
}

// wrong are signs of other languages, each with the key of the advice what to write instead, and what it is read as.
var wrong = [...]struct {
	sign, key string
	kind      kind
	text      string
}{
	{"!=", "unequal", sign, "="},
	{"<>", "unequal", sign, "="},
	{"==", "equal", sign, "="},
	{"=>", "implies", word, "IMPLIES"},
	{"->", "implies", word, "IMPLIES"},
	{"&&", "and", word, "AND"},
	{"&", "and", word, "AND"},
	{"||", "or", word, "OR"},
	{"|", "or", word, "OR"},
	{"!", "not", word, "NOT"},
}

func (s *scanner) sign() {
	rest := s.text[s.at:]
	for _, w := range wrong {
		if strings.HasPrefix(rest, w.sign) {
			s.tell(codeForeign, s.at, s.at+len(w.sign), diag.Args("sign", w.sign), advice(w.key))
			s.add(w.kind, w.text, s.at+len(w.sign))
			return
		}
	}
	for _, g := range signs {
		if strings.HasPrefix(rest, g) {
			s.add(sign, g, s.at+len(g))
			return
		}
	}
	r, n := utf8.DecodeRuneInString(rest)
	if unicode.IsLetter(r) {
		n = len(rest)
		if i := strings.IndexFunc(rest, func(r rune) bool { return !unicode.In(r, unicode.Letter, unicode.Mark, unicode.Digit) && r != '_' }); i > 0 {
			n = i
		}
		s.tell(codeName, s.at, s.at+n, diag.Args("name", rest[:n]))
		s.add(name, rest[:n], s.at+n)
		return
	}
	shown := string(r)
	if r == utf8.RuneError || !strconv.IsPrint(r) {
		shown = strconv.QuoteToASCII(rest[:n])
	}
	s.tell(codeStray, s.at, s.at+n, diag.Args("char", shown))
	s.at += n
}

// advice is a fix without an edit: its sentence stands under the code and key.
func advice(key string, args ...string) diag.Fix { return diag.Fix{Key: key, Args: diag.Args(args...)} }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

func allLetters(s string) bool { return strings.IndexFunc(s, func(r rune) bool { return r < 'A' }) < 0 }
