package board

import (
	"html/template"
	"strings"

	"mithaq/internal/base/locale"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/status"
)

// reportRowMarkup writes the row of a norm in the report.
func (rd Reader) reportRowMarkup(r ReportRow) template.HTML {
	b := &strings.Builder{}
	b.Grow(2 << 10)
	b.WriteString(`<tr><td class="id">`)
	escape(b, r.ID)
	b.WriteString(`</td><td class="who">`)
	b.WriteString(string(wording.Markup(r.Who)))
	b.WriteString(`</td>`)
	for i := range r.Cells {
		c := &r.Cells[i]
		rd.beginCell(b, c)
		if c.Lead && r.Changed {
			b.WriteString(`<br><small>`)
			rd.writeWas(b)
			b.WriteString(string(wording.Markup(r.Was.Word)))
			b.WriteString(`</small>`)
		}
		b.WriteString(`</td>`)
	}
	rd.writeActsOf(b, &r)
	b.WriteString(`<td class="why">`)
	b.WriteString(string(wording.Markup(r.Why)))
	b.WriteString(`</td></tr>`)
	return template.HTML(b.String()) // escaped on its way
}

// writeWas writes the word that stands before what was so in the period before.
func (rd Reader) writeWas(b *strings.Builder) {
	b.WriteString(string(wording.Markup(rd.W.Text("board.report.was"))))
	b.WriteByte(' ')
}

// writeActsOf writes how many acts of a period decide, at each standard, and how many of the one before.
func (rd Reader) writeActsOf(b *strings.Builder, r *ReportRow) {
	b.WriteString(`<td class="n`)
	if !r.AnyActs() {
		b.WriteString(` none`)
	}
	b.WriteString(`" data-name="`)
	escape(b, rd.W.Bare().Text("board.report.acts"))
	b.WriteString(`">`)
	numbers := func(list [status.Lanes]int) {
		for i, n := range list {
			if i > 0 {
				b.WriteString(` / `)
			}
			escape(b, locale.Number(rd.Lang, int64(n)))
		}
	}
	if r.AnyActs() {
		numbers(r.Acts)
		b.WriteString(`<br><small>`)
		rd.writeWas(b)
		b.WriteString(`<span class="figures">`)
		numbers(r.ActsWere)
		b.WriteString(`</span></small>`)
	} else {
		b.WriteString(`<span class="soft">`)
		escape(b, locale.Number(rd.Lang, 0))
		b.WriteString(`</span>`)
	}
	b.WriteString(`</td>`)
}
