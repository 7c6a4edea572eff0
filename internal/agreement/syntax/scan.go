package syntax

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
)

// scanner cuts a text into tokens. Nothing is ever lost: what belongs to nothing becomes a Stray token with a remark.
type scanner struct {
	file   *source.File
	text   string
	table  *Table // of the keywords; nil: that of the text itself is looked for
	at     int    // offset of the next byte
	tokens []Token
	diags  []diag.Diagnostic
	errors int // how many of diags are errors

	bare    bool   // the tokens are for another language: no keyword is looked for
	decided *Token // that which decided on the table; nil: none

	// The last position asked for: positions are asked for nearly in order, and counting from here keeps
	// even a text on one very long line linear.
	last source.Pos
}

func (s *scanner) scan() {
	if strings.HasPrefix(s.text, "\xff\xfe") || strings.HasPrefix(s.text, "\xfe\xff") {
		// Every second byte would be remarked upon: one sentence says it all.
		s.report(codeUTF16, diag.Error, 0, 2)
		s.tokens = append(s.tokens, Token{Kind: Stray, Text: s.text, Line: true, Faulty: true}, Token{Offset: len(s.text)})
		s.keywords()
		return
	}
	if i := strings.Index(s.text, "\r\n"); i >= 0 {
		s.report(codeCRLF, diag.Note, i, i+2)
	}
	s.tokens = make([]Token, 0, len(s.text)/6+8) // about what a text has; more is found room for
	line := true                                 // nothing but white space so far on this line
	for {
		before := s.at
		if s.space() {
			line = true
		}
		t := Token{Offset: s.at, Before: s.text[before:s.at], Line: line}
		line = false
		if s.at == len(s.text) {
			s.tokens = append(s.tokens, t)
			s.keywords()
			return
		}
		errors := s.errors
		t.Kind = s.token()
		t.Faulty = s.errors > errors
		t.Text = s.text[t.Offset:s.at]
		s.tokens = append(s.tokens, t)
	}
}

// space passes over white space and comments and says whether a line ended.
func (s *scanner) space() (newline bool) {
	for s.at < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[s.at:])
		switch {
		case r == '\n':
			newline = true
			s.at++
		case r == '\r':
			if !strings.HasPrefix(s.text[s.at:], "\r\n") {
				s.report(codeControl, diag.Error, s.at, s.at+1, "char", "U+000D")
			}
			s.at++
		case r == '\ufeff' && s.at == 0:
			s.report(codeBOM, diag.Remark, 0, size)
			s.fix("remove", "")
			s.at += size
		case r == '#':
			end := s.lineEnd()
			s.inspect(s.at, end)
			s.at = end
		case unicode.IsSpace(r) && r != '\u0085':
			s.at += size
		default:
			return newline
		}
	}
	return newline
}

// lineEnd gives the offset of the end of this line, without its CR LF. CRs at the end of the text or before
// others belong to it too: where a line end is put behind them, they are one.
func (s *scanner) lineEnd() int {
	end := len(s.text)
	if i := strings.IndexByte(s.text[s.at:], '\n'); i >= 0 {
		end = s.at + i
	}
	for end > s.at && s.text[end-1] == '\r' {
		end--
	}
	return end
}

// token passes over one token and says what it is.
func (s *scanner) token() TokenKind {
	r, size := utf8.DecodeRuneInString(s.text[s.at:])
	switch {
	case r == '"':
		s.quoted('"')
		return String
	case closing[r] != 0:
		return s.typographic(closing[r])
	case unicode.IsLetter(r):
		s.word()
		return Word
	case isDigit(r):
		return s.digits()
	}
	for _, sign := range [...]string{">=", "<=", "(", ")", "{", "}", ",", ":", ".", "%", ">", "<", "=", "،", "٪", "≥", "≤"} {
		if strings.HasPrefix(s.text[s.at:], sign) {
			s.at += len(sign)
			return Punct
		}
	}
	return s.stray(r, size)
}

// stray passes over bytes that belong to nothing; a run of the same fault is one remark.
func (s *scanner) stray(r rune, size int) TokenKind {
	start, sort := s.at, fault(r, size)
	for s.at < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[s.at:])
		if fault(r, size) != sort || (sort == codeStray && s.at > start) || unicode.IsSpace(r) && r != '\u0085' {
			break
		}
		s.at += size
	}
	switch sort {
	case codeUTF8:
		s.report(sort, diag.Error, start, s.at, "bytes", hexBytes(s.text[start:s.at]))
	case codeStray:
		s.report(sort, diag.Error, start, s.at, "char", s.text[start:s.at])
	default:
		s.report(sort, diag.Error, start, s.at, "char", fmt.Sprintf("U+%04X", r))
		s.fix("remove", "")
	}
	return Stray
}

// fault says which remark a rune deserves where no string or comment holds it.
func fault(r rune, size int) diag.Code {
	switch {
	case r == utf8.RuneError && size <= 1:
		return codeUTF8
	case r == 0 || unicode.IsControl(r):
		return codeControl
	case unicode.Is(unicode.Cf, r):
		return codeDirection
	}
	return codeStray
}

// word passes over a name. A name that holds an invisible character reads like another name: that is remarked upon.
func (s *scanner) word() {
	for s.at < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[s.at:])
		if unicode.Is(unicode.Cf, r) && s.joins(size) {
			s.report(codeDirection, diag.Error, s.at, s.at+size, "char", fmt.Sprintf("U+%04X", r))
			s.fix("remove", "")
		} else if !inName(r) {
			return
		}
		s.at += size
	}
}

// joins says whether more of the same name follows an invisible character.
func (s *scanner) joins(size int) bool {
	r, _ := utf8.DecodeRuneInString(s.text[s.at+size:])
	return inName(r)
}

func inName(r rune) bool {
	return r == '_' || r == '-' || unicode.IsLetter(r) || isDigit(r) || unicode.IsMark(r)
}

// digits passes over what begins with a digit: number, date, time or label.
func (s *scanner) digits() TokenKind {
	start := s.at
	s.word()
	text := fold(s.text[start:s.at])
	if day, _, found := strings.Cut(text, "T"); found && strings.Count(day, "-") == 2 {
		for strings.HasPrefix(s.text[s.at:], ":") {
			if r, _ := utf8.DecodeRuneInString(s.text[s.at+1:]); !isDigit(r) {
				break
			}
			s.at++
			s.word()
		}
		text = fold(s.text[start:s.at])
	}
	switch {
	case shaped(text, "0000-00-00"):
		return Date
	case shaped(text, "0000-00-00T00:00"):
		return Time
	case strings.Trim(text, "0123456789") == "":
		return Number
	}
	return Label
}

// shaped says whether text has the form: a digit for each 0, the same byte otherwise.
func shaped(text, form string) bool {
	if len(text) != len(form) {
		return false
	}
	for i := range len(form) {
		if digit := text[i] >= '0' && text[i] <= '9'; digit != (form[i] == '0') || !digit && text[i] != form[i] {
			return false
		}
	}
	return true
}

// quoted passes over a string, which ends on its line.
func (s *scanner) quoted(end rune) {
	start, stop := s.at, s.lineEnd()
	_, mark := utf8.DecodeRuneInString(s.text[s.at:])
	s.at += mark
	for s.at < stop {
		r, size := utf8.DecodeRuneInString(s.text[s.at:stop])
		switch {
		case r == end:
			s.at += size
			s.inspect(start, s.at)
			return
		case r == '\\' && end == '"':
			_, next := utf8.DecodeRuneInString(s.text[s.at+1 : stop])
			if escape := s.text[s.at : s.at+1+next]; next == 0 || escapes[escape] == "" {
				s.report(codeEscape, diag.Error, s.at, s.at+1+next, "escape", strings.ToValidUTF8(escape, "\ufffd"))
				s.fix("double", `\\`+s.text[s.at+1:s.at+1+next])
			}
			s.at += 1 + next
		default:
			s.at += size
		}
	}
	s.inspect(start, stop)
	// The mark goes before the white space and a comment that would otherwise be swallowed.
	close := start + len(strings.TrimRight(s.text[start:stop], " \t"))
	s.report(codeUnterminated, diag.Error, start, stop)
	last := &s.diags[len(s.diags)-1]
	last.Related = []diag.Related{{Key: "began", Span: s.span(start, start+mark)}}
	last.Fixes = []diag.Fix{{Key: "close", Edits: []diag.Edit{{Span: s.span(close, close), Text: string(end)}}}}
}

// escapes are the sequences after a backslash and what they stand for.
var escapes = map[string]string{`\"`: `"`, `\\`: `\`, `\n`: "\n"}

// closing gives for an opening quotation mark of a word processor the mark that ends the string.
var closing = map[rune]rune{'“': '”', '”': '”', '„': '“', '«': '»', '»': '«'}

// typographic passes over a string in a word processor's quotation marks, which are read and remarked upon.
func (s *scanner) typographic(end rune) TokenKind {
	start, errors := s.at, len(s.diags)
	s.quoted(end)
	if len(s.diags) > errors && s.diags[len(s.diags)-1].Code == codeUnterminated {
		return String
	}
	body := strings.TrimSuffix(s.text[start:s.at], string(end))
	_, size := utf8.DecodeRuneInString(body)
	s.report(codeQuotes, diag.Error, start, s.at)
	s.fix("straight", `"`+strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(body[size:])+`"`)
	return String
}

// inspect remarks on what must not hide inside a string or a comment.
func (s *scanner) inspect(start, end int) {
	for i := start; i < end; {
		r, size := utf8.DecodeRuneInString(s.text[i:end])
		switch {
		case r == utf8.RuneError && size <= 1:
			from := i
			for i < end && size <= 1 && r == utf8.RuneError {
				i += size
				r, size = utf8.DecodeRuneInString(s.text[i:end])
			}
			s.report(codeUTF8, diag.Error, from, i, "bytes", hexBytes(s.text[from:i]))
			continue
		case unicode.IsControl(r) && r != '\t':
			s.report(codeControl, diag.Error, i, i+size, "char", fmt.Sprintf("U+%04X", r))
			s.fix("remove", "")
		case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			s.report(codeOverride, diag.Remark, i, i+size, "char", fmt.Sprintf("U+%04X", r))
			s.fix("remove", "")
		}
		i += size
	}
}

func hexBytes(s string) string {
	if len(s) > 8 {
		return fmt.Sprintf("% X …", s[:8])
	}
	return fmt.Sprintf("% X", s)
}

func (s *scanner) report(code diag.Code, severity diag.Severity, start, end int, args ...string) {
	if severity == diag.Error {
		s.errors++
	}
	s.diags = append(s.diags, diag.Diagnostic{
		Code: code, Severity: severity, Span: s.span(start, end), Args: diag.Args(args...),
	})
}

// fix gives the last remark a way to mend it: its span replaced by text.
func (s *scanner) fix(key, text string) {
	d := &s.diags[len(s.diags)-1]
	d.Fixes = append(d.Fixes, diag.Fix{Key: key, Edits: []diag.Edit{{Span: d.Span, Text: text}}})
}

func (s *scanner) span(start, end int) source.Span {
	return source.Span{File: s.file.Name, Start: s.pos(start), End: s.pos(end)}
}

// pos gives the position of an offset. Counts add up only where one rune ends and the next begins: from an offset within a
// rune, or within bytes that are none, it goes back to such a place.
func (s *scanner) pos(offset int) source.Pos {
	from := offset
	for from > 0 && from > offset-utf8.UTFMax+1 && from < len(s.text) && !utf8.RuneStart(s.text[from]) {
		from--
	}
	if from < len(s.text) && (!utf8.RuneStart(s.text[from]) || s.text[from] == '\n') {
		from = offset // behind a line end, or behind more continuation bytes than a rune has
	}
	p := s.boundary(from)
	p.Column += utf8.RuneCountInString(s.text[from:offset])
	p.Offset = offset
	return p
}

// boundary gives the position of an offset between two runes, counting on from the last one asked for where it can.
func (s *scanner) boundary(offset int) source.Pos {
	if offset < s.last.Offset {
		if back := s.text[offset:s.last.Offset]; strings.IndexByte(back, '\n') < 0 {
			s.last.Column -= utf8.RuneCountInString(back)
			s.last.Offset = offset
			return s.last
		}
	}
	if s.last.Line == 0 || offset < s.last.Offset {
		s.last = s.file.Pos(offset)
		return s.last
	}
	between := s.text[s.last.Offset:offset]
	if n := strings.Count(between, "\n"); n > 0 {
		s.last.Line += n
		s.last.Column = 1
		between = between[strings.LastIndexByte(between, '\n')+1:]
	}
	s.last.Column += utf8.RuneCountInString(between)
	s.last.Offset = offset
	return s.last
}
