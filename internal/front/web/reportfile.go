package web

import (
	"io"

	"mithaq/internal/app"
	"mithaq/internal/front/board"
)

// ReportFile writes the report as one page that needs nothing beside it: the style stands in it, fonts are the reader's own.
func ReportFile(out io.Writer, rd board.Reader, rep *app.Report, v *board.ReportView) error {
	p := &board.Page{
		Reader: rd, Title: rd.W.Text("board.report.title", "from", v.From, "to", v.To), Section: "report", Static: true,
		AsOfDay: rd.W.Day(rep.Now.In.At, rep.Zone), Body: v,
	}
	if v.Head != "" { // who sees a part of the record is not told how much more there is
		p.Head, p.Seq = v.Head[:12], v.HeadSequence
	}
	return board.RenderAlone(out, "report", p, board.Style())
}
