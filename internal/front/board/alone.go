package board

import (
	"bytes"
	"html/template"
	"io"

	"mithaq/internal/base/locale"
)

// RenderAlone writes a page as a single file that needs nothing beside it, for printing and passing on.
func RenderAlone(out io.Writer, page string, p *Page, style []byte) error {
	p.Dir = locale.Dir(p.Lang)
	t := template.Must(template.New("alone").Funcs(p.funcs()).ParseFS(templateFiles, "templates/alone.html", "templates/layout.html", "templates/parts.html", "templates/state.html", "templates/"+page+".html"))
	return inOwnDirection(out, func(b *bytes.Buffer) error {
		return t.ExecuteTemplate(b, "alone", struct {
			*Page
			Style template.CSS
		}{p, template.CSS(style)})
	})
}
