package web

import (
	"io"

	"mithaq/internal/app"
	"mithaq/internal/front/board"
)

// ReportFile writes the report as one page that needs nothing beside it: the style stands in it, fonts are the reader's own.
func ReportFile(out io.Writer, rd board.Reader, rep *app.Report, v *board.ReportView) error {
	return board.RenderAlone(out, "report", &board.Page{
		Reader: rd, Title: rd.W.Text("board.report.title", "from", v.From, "to", v.To), Section: "report", Static: true,
		AsOfDay: rd.W.Day(rep.Now.In.At, rep.Zone), Head: v.Head[:12], Seq: v.HeadSequence, Body: v,
	}, board.Style())
}
