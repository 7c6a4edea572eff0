package board

import (
	"html/template"
	"strconv"
	"strings"

	"mithaq/internal/base/locale"
	"mithaq/internal/front/wording"
)

// linesMarkup writes the rows of a term from within the first on: of each norm who bears it, why it stands so, and its three cells. page is the address of the
// term's page, keep what links keep.
func (rd Reader) linesMarkup(lines []Line, page string, keep template.URL) template.HTML {
	var b strings.Builder
	b.Grow(len(lines) * 2 << 10)
	for i := range lines {
		l := &lines[i]
		if i > 0 {
			b.WriteString("\n<tr id=\"n")
			escape(&b, l.ID)
			b.WriteString(`">`)
		}
		b.WriteString(`<td class="who"><small class="id">`)
		escape(&b, l.ID)
		b.WriteString(`</small> `)
		b.WriteString(string(wording.Markup(l.Who)))
		b.WriteString(`<span class="why">`)
		b.WriteString(string(wording.Markup(l.Why)))
		rd.writeReasonsLink(&b, l.ID, page, keep)
		b.WriteString(`</span></td>`)
		for k := range l.Cells {
			rd.writeCell(&b, &l.Cells[k])
		}
		b.WriteString(`</tr>`)
	}
	return template.HTML(b.String()) // escaped on its way
}

// writeReasonsLink writes the link to the reasons of a norm.
func (rd Reader) writeReasonsLink(b *strings.Builder, id, page string, keep template.URL) {
	b.WriteString(` <a class="more" href="`)
	address(b, page, true)
	address(b, string(keep), true)
	b.WriteByte('#')
	b.WriteByte('n')
	address(b, id, false)
	b.WriteString(`">`)
	b.WriteString(string(wording.Markup(rd.W.Text("board.reasons"))))
	b.WriteString(`<span class="vh"> `)
	escape(b, id)
	b.WriteString(`</span></a>`)
}

// address writes a part of an address as html/template does: what an address cannot hold as %xx, and with whole also what divides its parts left as it is.
func address(b *strings.Builder, s string, whole bool) {
	from := 0
	var out strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '.', c == '_', c == '~':
			continue
		case whole && strings.IndexByte("!#$&*+,/:;=?@[]", c) >= 0:
			continue
		case whole && c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			continue
		default:
			out.WriteString(s[from:i])
			const digits = "0123456789abcdef"
			out.Write([]byte{'%', digits[c>>4], digits[c&15]})
			from = i + 1
		}
	}
	if from == 0 {
		escape(b, s)
		return
	}
	out.WriteString(s[from:])
	escape(b, out.String())
}

func isHex(c byte) bool { return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' }

// rowMarkup writes a row of the timeline. base is the address of the text.
func (rd Reader) rowMarkup(row *TimelineRow, base string, keep template.URL) template.HTML {
	b := &strings.Builder{}
	b.Grow(4 << 10)
	say := func(text string) { b.WriteString(string(wording.Markup(text))) }
	b.WriteString(`<li class="tl-row"><details id="w`)
	escape(b, row.ID)
	b.WriteString(`"><summary><span class="tl-label"><small class="id">`)
	escape(b, row.ID)
	b.WriteString(`</small> <bdi>`)
	escape(b, row.Title)
	b.WriteString(`</bdi> `)
	rd.writeState(b, &row.Cell)
	b.WriteString(` <span class="tl-when">`)
	say(row.When)
	if row.Slack != "" {
		b.WriteString(` · <b>`)
		say(row.Slack)
		b.WriteString(`</b>`)
	}
	b.WriteString("</span></span>\n")
	rd.writePlot(b, row)
	b.WriteString("</summary>\n<div class=\"tl-more\"><p>")
	say(row.Who)
	b.WriteString(": ")
	say(row.Says)
	b.WriteString("</p>\n<p class=\"why\">")
	say(row.Why)
	rd.writeReasonsLink(b, row.ID, base+"/t/"+Segment(row.Term), keep)
	b.WriteString("</p>\n")
	if row.Looked != "" {
		b.WriteString(`<p class="soft">`)
		say(row.Looked)
		b.WriteString(`</p>`)
	}
	b.WriteByte('\n')
	if len(row.Parts) > 0 {
		b.WriteString(`<h4>`)
		say(rd.W.Text("board.status_history.title"))
		b.WriteString(`</h4><ul class="chain">`)
		for i := range row.Parts {
			b.WriteString(`<li>`)
			say(rd.W.Text("board.timeline.since", "date", row.Parts[i].From))
			b.WriteByte(' ')
			rd.writeState(b, &row.Parts[i].Cell)
			b.WriteString(`</li>`)
		}
		b.WriteString(`</ul>`)
	}
	b.WriteByte('\n')
	rd.writeActs(b, row, keep)
	b.WriteByte('\n')
	rd.writeInstances(b, row)
	b.WriteString(`</div></details></li>`)
	return template.HTML(b.String()) // escaped on its way
}

// writeActs writes the acts that decide.
func (rd Reader) writeActs(b *strings.Builder, row *TimelineRow, keep template.URL) {
	if len(row.Acts) == 0 {
		return
	}
	say := func(text string) { b.WriteString(string(wording.Markup(text))) }
	b.WriteString(`<h4>`)
	say(rd.W.Text("board.timeline.acts"))
	b.WriteString(`</h4><ul class="chain">`)
	for i := range row.Acts {
		act := &row.Acts[i]
		b.WriteString(`<li>`)
		escape(b, act.When)
		b.WriteString(`: <a href="`)
		address(b, "/"+string(rd.Lang)+"/i/"+Segment(act.ID), true)
		address(b, string(keep), true)
		b.WriteString(`"><bdi>`)
		escape(b, act.Title)
		b.WriteString(`</bdi></a>`)
		if !act.Sure {
			b.WriteString(` <span class="soft">`)
			say(rd.W.Text("board.timeline.unsure"))
			b.WriteString(`</span>`)
		}
		b.WriteString(`</li>`)
	}
	b.WriteString(`</ul>`)
	if row.More > 0 {
		b.WriteString(`<p class="soft">`)
		say(rd.W.Plural("board.more_between", int64(row.More)))
		b.WriteString(`</p>`)
	}
}

// writeInstances writes the members of a family.
func (rd Reader) writeInstances(b *strings.Builder, row *TimelineRow) {
	if len(row.Instances) == 0 {
		return
	}
	say := func(text string) { b.WriteString(string(wording.Markup(text))) }
	b.WriteString(`<h4>`)
	say(rd.W.Text("board.instances"))
	b.WriteString(`</h4><ul class="chain">`)
	for i := range row.Instances {
		in := &row.Instances[i]
		b.WriteString(`<li><bdi>`)
		escape(b, in.Member)
		b.WriteString(`</bdi>: `)
		say(in.When)
		b.WriteByte(' ')
		rd.writeState(b, &in.Cell)
		b.WriteString(`</li>`)
	}
	b.WriteString(`</ul>`)
	if row.Members > 0 {
		b.WriteString(`<p class="soft">`)
		say(rd.W.Plural("board.more", int64(row.Members)))
		b.WriteString(`</p>`)
	}
}

// writePlot draws a row.
func (rd Reader) writePlot(b *strings.Builder, row *TimelineRow) {
	b.WriteString(`<svg class="tl-plot" width="100%" height="36" aria-hidden="true" focusable="false"><svg class="tl-in" x="0" width="100%" height="36">`)
	hatch := func(bar Bar, y string) {
		b.WriteString(`<rect`)
		bar.write(b)
		b.WriteString(` y="` + y + `" height="11" fill="url(#hatch)"></rect>`)
	}
	windows := func(list []Span, y, h int) {
		for i := range list {
			b.WriteString(`<rect class="win`)
			if list[i].Hatched {
				b.WriteString(` loose`)
			}
			b.WriteByte('"')
			list[i].write(b)
			b.WriteString(` y="` + strconv.Itoa(y) + `" height="` + strconv.Itoa(h) + `"></rect>`)
		}
	}
	windows(row.Window, 3, 11)
	for i := range row.Window {
		if row.Window[i].Hatched {
			hatch(row.Window[i].Bar, "3")
		}
	}
	for i := range row.Course {
		c := &row.Course[i]
		b.WriteString(`<rect class="course c-`)
		escape(b, string(c.Class))
		b.WriteByte('"')
		c.write(b)
		b.WriteString(` y="18" height="11"></rect>`)
		if c.Hatched {
			hatch(c.Bar, "18")
		}
		if c.Symbol != "" {
			b.WriteString(`<text class="course-sym y-`)
			escape(b, string(c.Class))
			b.WriteString(`" x="` + c.Begin.String() + `" dx="`)
			if locale.Dir(rd.Lang) == "rtl" {
				b.WriteByte('-')
			}
			b.WriteString(`8" y="27">`)
			escape(b, c.Symbol)
			b.WriteString(`</text>`)
		}
	}
	for i := range row.Instances[:min(4, len(row.Instances))] {
		windows(row.Instances[i].Window, 31+i, 1)
	}
	line := func(class string, at Percent, y string) {
		x := at.String()
		b.WriteString(`<line class="`)
		escape(b, class)
		b.WriteString(`" x1="` + x + `" x2="` + x + `" ` + y + `></line>`)
	}
	for i := range row.Deeds {
		d := &row.Deeds[i]
		class := d.Kind
		if !d.Sure {
			class += " unsure"
		}
		line("deed "+class, d.X, `y1="1" y2="16"`)
	}
	if row.End != nil {
		line("end", *row.End, `y1="0" y2="17"`)
	}
	b.WriteString(`</svg></svg>`)
}

func (bar Bar) write(b *strings.Builder) {
	b.WriteString(` x="` + bar.X.String() + `" width="` + bar.W.String() + `"`)
}
