package format

import (
	"strings"
	"unicode/utf8"
)

// body writes the tokens of a statement, broken where they do not fit.
func (p *printer) body(first, last, indent int) {
	if indent+p.width(first, last) <= Width && !p.commented(first, last) {
		p.stretch(first, last, indent, false)
		return
	}
	column := indent
	for i := first; i < last; {
		end := i + 1
		for end < last && p.breaks[end].level != 1 {
			end++
		}
		if i > first {
			column = p.breaks[i].indent
			p.breakLine(i, column)
		}
		p.stretch(i, end, indent, column+p.width(i, end) > Width)
		i = end
	}
}

// stretch writes the tokens [first, last) without the space before the first, broken at commas where long is set.
// A comment in between ends its line in any case.
func (p *printer) stretch(first, last, indent int, long bool) {
	for i := first; i < last; i++ {
		if i > first {
			list, _ := p.comments(i)
			switch at := p.breaks[i]; {
			case len(list) > 0 && at.level > 0:
				p.breakLine(i, at.indent)
			case len(list) > 0:
				p.breakLine(i, indent+4)
			case long && at.level == 2:
				p.breakLine(i, at.indent)
			default:
				p.out.WriteString(p.gap(i))
			}
		}
		p.out.WriteString(p.toks[i].Text)
	}
}

// breakLine begins a new line at a token, with the comments that stand before it.
func (p *printer) breakLine(token, indent int) {
	list, _ := p.comments(token)
	for _, c := range list {
		if c.trailing {
			p.out.WriteString("  " + c.text)
			continue
		}
		p.out.WriteString("\n" + spaces(indent) + c.text)
	}
	p.out.WriteString("\n" + spaces(indent))
}

// commented says whether a comment stands between the tokens [first, last).
func (p *printer) commented(first, last int) bool {
	for i := first + 1; i < last; i++ {
		if strings.Contains(p.toks[i].Before, "#") {
			return true
		}
	}
	return false
}

// width is how many characters the tokens [first, last) take on one line.
func (p *printer) width(first, last int) int {
	n := 0
	for i := first; i < last; i++ {
		if i > first {
			n += len(p.gap(i))
		}
		n += utf8.RuneCountInString(p.toks[i].Text)
	}
	return n
}

// gap gives what stands between a token and the one before it on the same line.
func (p *printer) gap(i int) string {
	switch p.toks[i].Text {
	case ",", "،", ":", ")", ".", "%", "٪":
		return ""
	case "(":
		if p.tight[i] {
			return ""
		}
	}
	switch p.toks[i-1].Text {
	case "(", ".":
		return ""
	}
	return " "
}
