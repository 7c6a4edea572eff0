package format

import "strings"

// comment is one comment of the stretch before a token.
type comment struct {
	text     string // from its #, without white space at its end
	trailing bool   // it stands on the line of the token before
	blank    bool   // an empty line stands before it
	indented bool   // it stands away from the margin
}

// comments takes the stretch before a token apart. blank says whether an empty line stands right before the token.
func (p *printer) comments(token int) (list []comment, blank bool) {
	before := strings.TrimPrefix(p.toks[token].Before, "\ufeff")
	lines := strings.Split(before, "\n")
	empty := false
	for i, line := range lines {
		text := strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(text, "#"):
			trailing := i == 0 && token > 0
			list = append(list, comment{text, trailing, empty && i > 0, !strings.HasPrefix(line, "#")})
			empty = false
		case i > 0 && i < len(lines)-1:
			empty = true
		}
	}
	return list, empty
}

// lead ends the line before a statement and writes its comments and its indentation.
func (p *printer) lead(token, indent int, spaced bool) {
	list, blank := p.comments(token)
	if len(list) > 0 && list[0].trailing {
		p.out.WriteString("  " + list[0].text)
		list = list[1:]
	}
	// Comments at the end of a term stay with the term.
	stay := 0
	if indent == 0 && p.indent > 0 {
		for stay < len(list) && list[stay].indented {
			stay++
		}
	}
	// The empty line that a statement wants stands before the comments that stand close above it.
	gap := len(list)
	for !blank && gap > stay && gap > 0 {
		gap--
		if list[gap].blank {
			break
		}
	}
	first := p.out.Len() == 0
	for i, c := range list {
		p.newline(&first, c.blank || spaced && !blank && i == gap)
		if i < stay {
			p.out.WriteString(spaces(p.indent))
		}
		if i >= stay {
			p.out.WriteString(spaces(indent))
		}
		p.out.WriteString(c.text)
	}
	p.newline(&first, blank || spaced && gap == len(list))
	p.out.WriteString(spaces(indent))
}

// newline ends a line, and leaves one empty where blank is set; nothing at the beginning of a file.
func (p *printer) newline(first *bool, blank bool) {
	if *first {
		*first = false
		return
	}
	if p.out.WriteByte('\n'); blank {
		p.out.WriteByte('\n')
	}
}

// tail writes the comments behind the last statement and ends the file with one line end.
func (p *printer) tail() {
	list, _ := p.comments(len(p.toks) - 1)
	first := p.out.Len() == 0
	for i, c := range list {
		if i == 0 && c.trailing {
			p.out.WriteString("  " + c.text)
			continue
		}
		p.newline(&first, c.blank)
		if c.indented {
			p.out.WriteString(spaces(p.indent))
		}
		p.out.WriteString(c.text)
	}
	if p.out.Len() > 0 {
		p.out.WriteByte('\n')
	}
}

const blanks = "                                                                                "

// spaces gives n spaces.
func spaces(n int) string {
	if n <= len(blanks) {
		return blanks[:n]
	}
	return strings.Repeat(" ", n)
}
