package wording

import (
	"strconv"
	"strings"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/locale"
	"mithaq/internal/base/source"
)

// Carets writes remarks for a terminal: where, what, the line of the text with the place marked, other places, ways to mend it.
//
// Marks stand under their place by display width. In a line with right-to-left letters each piece (before the place, the
// place, after it) is isolated and the line runs from left to right, so that the marks fit in terminals that reorder
// letters and in those that do not.
type Carets struct {
	Words  *Words
	Source func(file string) *source.File // nil, or a nil file: the text is not shown
	Colour bool                           // with ANSI colours; never when piped
	Width  int                            // columns of the terminal; 0: sentences and lines are not broken
}

// The colours: bold, and one for each severity. Words and marks say the same without them.
const (
	ansiReset = "\x1b[0m"
	ansiBold  = "\x1b[1m"
	ansiFaint = "\x1b[2m"
	ansiHelp  = "\x1b[32m"
)

var ansiSeverity = [...]string{"\x1b[31m", "\x1b[33m", "\x1b[36m"}

// Remark writes one remark, with a line end after its last line.
func (c *Carets) Remark(d diag.Diagnostic) string {
	text := c.Words.Diagnostic(d)
	var b strings.Builder
	colour := ansiSeverity[d.Severity]
	head := c.Words.Text("remark.head", "severity", Phrase(c.Words.Severity(d.Severity)), "code", string(d.Code))
	if where := c.place(d.Span); where != "" {
		b.WriteString(where + "  ")
	}
	b.WriteString(c.paint(ansiBold+colour, head) + "\n")
	c.sentence(&b, "", ansiBold, text.Title)
	c.quote(&b, d.Span, '^', colour)
	if why := c.Words.Intention(d); why != "" {
		c.sentence(&b, "", "", why)
	}
	for i, r := range d.Related {
		label := c.Words.Text("remark.related") + ": "
		c.sentence(&b, label, "", text.Related[i])
		b.WriteString("  " + c.place(r.Span) + "\n")
		c.quote(&b, r.Span, '-', ansiFaint)
	}
	for i, f := range d.Fixes {
		if d.Intended != nil {
			break // it is to stay
		}
		c.sentence(&b, c.Words.Text("remark.fix")+": ", ansiHelp, text.Fixes[i])
		c.mended(&b, f)
	}
	for _, r := range text.Runs {
		c.sentence(&b, "", "", r.Title)
		for i, line := range r.Lines {
			c.step(&b, i+1, line)
		}
	}
	return b.String()
}

// place writes "file:line:column", which editors and terminals make a link of, isolated where the sentence runs the other way.
// place tells where a remark points; of what was typed as fields there is no file, and the sentence names the field.
func (c *Carets) place(s source.Span) string {
	if s.File == "" {
		return ""
	}
	return c.Words.name(s.String())
}

// sentence writes a sentence, indented by two and broken at the width.
func (c *Carets) sentence(b *strings.Builder, label, colour, text string) {
	cells := 0
	if c.Width > 4 {
		cells = c.Width - 2
	}
	for i, line := range locale.Wrap(label+text, cells) {
		if rest, ok := strings.CutPrefix(line, strings.TrimRight(label, " ")); i == 0 && ok && label != "" {
			b.WriteString("  " + c.paint(colour, strings.TrimRight(label, " ")) + rest + "\n")
			continue
		}
		if label == "" {
			line = c.paint(colour, line)
		}
		b.WriteString("  " + line + "\n")
	}
}

// step writes one line of a story with its number.
func (c *Carets) step(b *strings.Builder, n int, line string) {
	number := locale.Number(c.Words.lang, int64(n)) + ". "
	cells := 0
	if c.Width > 12 {
		cells = c.Width - 8
	}
	for i, part := range locale.Wrap(line, cells) {
		if i > 0 {
			number = ""
		}
		b.WriteString("    " + strings.Repeat(" ", max(0, 4-locale.Width(number))) + number + part + "\n")
	}
}

func (c *Carets) paint(colour, s string) string {
	if !c.Colour || colour == "" || s == "" {
		return s
	}
	return colour + s + ansiReset
}

// quote writes the line of the text in which the span begins, and marks under the span; of a span over several lines the rest of its first.
func (c *Carets) quote(b *strings.Builder, s source.Span, mark byte, colour string) {
	line, ok := c.line(s)
	if !ok {
		return
	}
	from := s.Start.Column - 1
	to := len(line)
	if s.End.Line == s.Start.Line {
		to = s.End.Column - 1
	}
	c.marked(b, s.Start.Line, line, from, to, mark, colour)
}

// line gives the runes of the line in which the span begins.
func (c *Carets) line(s source.Span) ([]rune, bool) {
	if c.Source == nil || !s.Known() {
		return nil, false
	}
	f := c.Source(s.File)
	if f == nil {
		return nil, false
	}
	return []rune(f.Line(s.Start.Line)), true
}

// mended writes the line as it would stand after a fix of one edit within one line.
func (c *Carets) mended(b *strings.Builder, f diag.Fix) {
	if len(f.Edits) != 1 || f.Edits[0].Text == "" {
		return
	}
	e := f.Edits[0]
	if strings.ContainsAny(e.Text, "\r\n") {
		c.added(b, e)
		return
	}
	line, ok := c.line(e.Span)
	if !ok || e.Span.Start.Line != e.Span.End.Line {
		return
	}
	from := min(e.Span.Start.Column-1, len(line))
	to := min(max(from, e.Span.End.Column-1), len(line))
	text := []rune(e.Text)
	mended := append(append(append([]rune{}, line[:from]...), text...), line[to:]...)
	c.marked(b, e.Span.Start.Line, mended, from, from+len(text), '+', ansiHelp)
}

// added writes the lines that an edit adds behind a line.
func (c *Carets) added(b *strings.Builder, e diag.Edit) {
	text, whole := strings.CutPrefix(e.Text, "\n")
	line, ok := c.line(e.Span)
	if !whole || !ok || e.Span.Start != e.Span.End || e.Span.Start.Column <= len(line) {
		return
	}
	for i, s := range strings.Split(text, "\n") {
		added := []rune(s)
		blank := len(added) - len([]rune(strings.TrimLeft(s, " ")))
		c.marked(b, e.Span.Start.Line+1+i, added, blank, len(added), '+', ansiHelp)
	}
}

// marked writes a numbered line and marks under the runes [from, to), at least one.
func (c *Carets) marked(b *strings.Builder, number int, line []rune, from, to int, mark byte, colour string) {
	gutter := strconv.Itoa(number)
	before, place, after := pieces(line, from, to)
	if room := c.Width - len(gutter) - 5; c.Width > 0 && room >= 20 {
		before, place, after = clip(before, place, after, room)
	}
	shown := before + place + after
	if hasRightToLeft(shown) {
		shown = "\u2066" + locale.Isolate(before) + locale.Isolate(place) + locale.Isolate(after) + string(pdi)
	}
	pad := strings.Repeat(" ", len(gutter))
	bar := c.paint(ansiFaint, "|")
	b.WriteString("  " + c.paint(ansiFaint, gutter) + " " + bar + " " + strings.TrimRight(shown, " ") + "\n")
	marks := strings.Repeat(string(mark), max(1, locale.Width(place)))
	b.WriteString("  " + pad + " " + bar + " " + strings.Repeat(" ", locale.Width(before)) + c.paint(colour, marks) + "\n")
}
