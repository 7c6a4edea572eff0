package board

import (
	"html/template"
	"strings"

	"mithaq/internal/front/wording"
	"mithaq/internal/judge/status"
)

// What a page of 600 norms says thousands of times is written here, not by a template: html/template takes a microsecond for each value.

// stateMarkup writes a status: its symbol, its word, whether it is contested, and what is left where it is not settled.
func (rd Reader) stateMarkup(c Cell) template.HTML {
	var b strings.Builder
	rd.writeState(&b, &c)
	return template.HTML(b.String()) // escaped there
}

// cellsMarkup writes the three cells of a row.
func (rd Reader) cellsMarkup(cells [status.Lanes]Cell) template.HTML {
	var b strings.Builder
	b.Grow(1 << 10)
	for i := range cells {
		rd.writeCell(&b, &cells[i])
	}
	return template.HTML(b.String()) // escaped on its way
}

func (rd Reader) writeCell(b *strings.Builder, c *Cell) {
	rd.beginCell(b, c)
	b.WriteString(`</td>`)
}

// beginCell writes a cell but for its end: more may stand in it.
func (rd Reader) beginCell(b *strings.Builder, c *Cell) {
	b.WriteString(`<td class="lane`)
	if c.Lead {
		b.WriteString(` lead-lane`)
	}
	b.WriteString(`" data-lane="`)
	escape(b, c.Standard)
	b.WriteString(`">`)
	rd.writeState(b, c)
}

func (rd Reader) writeState(b *strings.Builder, c *Cell) {
	b.WriteString(`<span class="st st-`)
	escape(b, string(c.Class))
	b.WriteString(`" title="`)
	escape(b, c.Long)
	b.WriteString(`"><span class="sym" aria-hidden="true">`)
	escape(b, c.Symbol)
	b.WriteString(`</span><span class="word">`)
	b.WriteString(string(wording.Markup(c.Word)))
	if c.Mark != "" {
		b.WriteString(` <span class="mark" title="`)
		escape(b, rd.W.Bare().Text("board.contested"))
		b.WriteString(`">`)
		escape(b, c.Mark)
		b.WriteString(`<span class="vh"> `)
		b.WriteString(string(wording.Markup(rd.W.Text("board.contested"))))
		b.WriteString(`</span></span>`)
	}
	b.WriteString(`</span>`)
	if c.Rest != "" {
		b.WriteString(`<span class="rest">`)
		b.WriteString(string(wording.Markup(c.Rest)))
		b.WriteString(`</span>`)
	}
	b.WriteString(`</span>`)
}

// inHTML writes text as html/template does, between tags and in quoted attributes.
var inHTML = strings.NewReplacer("\x00", "\ufffd", `"`, "&#34;", "&", "&amp;", "'", "&#39;", "+", "&#43;", "<", "&lt;", ">", "&gt;")

func escape(b *strings.Builder, text string) {
	if !strings.ContainsAny(text, "\x00\"&'+<>") {
		b.WriteString(text)
		return
	}
	_, _ = inHTML.WriteString(b, text) // a builder takes everything
}
