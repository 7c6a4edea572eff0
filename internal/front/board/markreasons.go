package board

import (
	"html/template"
	"strings"

	"mithaq/internal/front/wording"
)

// ReasonsPage gives what a chain of reasons leads to.
type ReasonsPage interface {
	LinkOf(ref string) string                     // the page of what a reason names; "": it has none
	ReportsOf(ref string) (*ReasonReports, error) // what is reported of it; nil: nothing is, or too much has been told already
}

// reasonPiece is a piece of the reasons up to a place where reports are told, and these; nil: it is the last piece.
type reasonPiece struct {
	HTML    template.HTML
	Reports *ReasonReports
}

// sectionsMarkup writes the chains of reasons: a term has thousands of lines.
func (rd Reader) sectionsMarkup(page ReasonsPage, sections []wording.Section) (out []reasonPiece, err error) {
	var b strings.Builder
	b.Grow(16 << 10)
	open := string(wording.Markup(rd.W.Text("board.open")))
	for i := range sections {
		b.WriteString("\n<h3>")
		b.WriteString(string(wording.Markup(sections[i].Title)))
		b.WriteString("</h3>\n<ul class=\"chain\">")
		for j := range sections[i].Lines {
			l := &sections[i].Lines[j]
			b.WriteString("<li>")
			b.WriteString(string(wording.Markup(l.Text)))
			if l.Ref != "" {
				if to := page.LinkOf(l.Ref); to != "" {
					b.WriteString(` <a class="noprint" href="`)
					address(&b, to, true)
					b.WriteString(`">`)
					b.WriteString(open)
					b.WriteString("</a>")
				}
			}
			if len(l.Detail) > 0 {
				b.WriteString("<ul>")
				for _, text := range l.Detail {
					b.WriteString("<li>")
					b.WriteString(string(wording.Markup(text)))
					b.WriteString("</li>")
				}
				b.WriteString("</ul>")
			}
			if l.Ref != "" {
				reports, err := page.ReportsOf(l.Ref)
				if err != nil {
					return nil, err
				}
				if reports != nil {
					out = append(out, reasonPiece{template.HTML(b.String()), reports}) // escaped on its way
					b = strings.Builder{}
				}
			}
			b.WriteString("</li>")
		}
		b.WriteString("</ul>\n")
	}
	return append(out, reasonPiece{HTML: template.HTML(b.String())}), nil // escaped on its way
}
