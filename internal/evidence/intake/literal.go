package intake

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"
)

// errLiteral tells that a cell holds no value as Python prints it.
var errLiteral = errors.New("not a printed value")

// maxDepth is how deep printed values may be nested.
const maxDepth = 30

// parseLiteral reads a value as Python prints it, or as JSON: dictionaries, lists, tuples, strings, numbers, None, True, False. What Python
// prints of other things ("datetime.datetime(2015, 11, 1)") becomes its text. Dictionaries are map[string]any, lists []any, the rest strings.
func parseLiteral(s string) (any, error) {
	p := &literal{in: s}
	v := p.value(0)
	p.space()
	if p.bad || p.at < len(p.in) {
		return nil, errLiteral
	}
	return v, nil
}

type literal struct {
	in  string
	at  int
	bad bool
}

func (p *literal) space() {
	for p.at < len(p.in) && strings.IndexByte(" \t\r\n", p.in[p.at]) >= 0 {
		p.at++
	}
}

// next takes a character if it comes next.
func (p *literal) next(c byte) bool {
	p.space()
	if p.at < len(p.in) && p.in[p.at] == c {
		p.at++
		return true
	}
	return false
}

func (p *literal) fail() any {
	p.bad = true
	return nil
}

func (p *literal) value(depth int) any {
	p.space()
	if p.bad || p.at >= len(p.in) || depth > maxDepth {
		return p.fail()
	}
	switch c := p.in[p.at]; {
	case c == '{':
		return p.dict(depth)
	case c == '[':
		return p.list(']', depth)
	case c == '(':
		return p.list(')', depth)
	case c == '\'' || c == '"':
		return p.text(c)
	}
	return p.word(depth)
}

func (p *literal) dict(depth int) any {
	p.at++
	out := map[string]any{}
	for !p.next('}') {
		key, ok := p.value(depth + 1).(string)
		if !ok || !p.next(':') {
			return p.fail()
		}
		out[key] = p.value(depth + 1)
		if p.bad || !p.next(',') && (p.at >= len(p.in) || p.in[p.at] != '}') {
			return p.fail()
		}
	}
	return out
}

func (p *literal) list(end byte, depth int) any {
	p.at++
	out := []any{}
	for !p.next(end) {
		out = append(out, p.value(depth+1))
		if p.bad || !p.next(',') && (p.at >= len(p.in) || p.in[p.at] != end) {
			return p.fail()
		}
	}
	return out
}

// text reads a string between two quotation marks of a kind.
func (p *literal) text(quote byte) any {
	var b strings.Builder
	for p.at++; p.at < len(p.in); p.at++ {
		switch c := p.in[p.at]; c {
		case quote:
			p.at++
			if !utf8.ValidString(b.String()) {
				return p.fail()
			}
			return b.String()
		case '\\':
			p.escape(&b)
			if p.bad {
				return nil
			}
		default:
			b.WriteByte(c)
		}
	}
	return p.fail()
}

// escape reads what follows a backslash, up to its last character.
func (p *literal) escape(b *strings.Builder) {
	p.at++
	if p.at >= len(p.in) {
		p.bad = true
		return
	}
	c := p.in[p.at]
	if i := strings.IndexByte("nrtbf", c); i >= 0 {
		b.WriteByte("\n\r\t\b\f"[i])
		return
	}
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[c]
	if digits == 0 {
		b.WriteByte(c)
		return
	}
	if p.at+digits >= len(p.in) {
		p.bad = true
		return
	}
	n, err := strconv.ParseUint(p.in[p.at+1:p.at+1+digits], 16, 32)
	p.bad = err != nil
	b.WriteRune(rune(n))
	p.at += digits
}

// word reads a number, a name, or a name with what stands in parentheses after it. None and null are "".
func (p *literal) word(depth int) any {
	start := p.at
	for p.at < len(p.in) && strings.IndexByte(",:]})('\"{[ \t\r\n", p.in[p.at]) < 0 {
		p.at++
	}
	if p.at == start {
		return p.fail()
	}
	word := p.in[start:p.at]
	if p.at < len(p.in) && p.in[p.at] == '(' {
		p.list(')', depth)
		return p.in[start:p.at]
	}
	if word == "None" || word == "null" {
		return ""
	}
	return word
}
