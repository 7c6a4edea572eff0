package board

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/locale"
	"mithaq/internal/front/wording"
	"mithaq/internal/reading/compare"
)

// DraftCompare holds a draft beside texts of the board, as the compare room does; each cell opens in place, since a draft has no pages.
type DraftCompare struct {
	Wrong   string // why they cannot be compared
	Tables  []DraftCompareTable
	Pending []string // titles of texts that are not compared yet
}

// DraftCompareTable is a comparison with the text whose norms are asked for.
type DraftCompareTable struct {
	ID      string // of that text
	Terms   string // its title
	Draft   bool   // it is the draft
	Partial bool   // of the one text beside it, where there is one
	CompareTable
}

// CompareOf tells a table in which a draft is the terms, or stands beside them. name is what the draft is called in the program.
func CompareOf(rd Reader, p *norms.Program, t *compare.Table, draft, file string) DraftCompareTable {
	v := &CompareView{}
	for i := range p.Agreements {
		a := &p.Agreements[i]
		one := CompareText{ID: a.ID, Title: wording.Name(rd.Lang, a.Names, a.ID), Dated: locale.Date(rd.Lang, a.Dated), Force: rd.W.Force(a.Force).Word, Partial: a.Partial}
		if a.ID == draft {
			one.Title = rd.W.Bare().Text("draft.compare.yours", "title", one.Title)
		}
		v.Texts = append(v.Texts, one)
	}
	out := DraftCompareTable{ID: t.Terms, Terms: v.text(t.Terms).Title, Draft: t.Terms == draft, CompareTable: rd.compareTable(v, t)}
	if len(t.Initiatives) == 1 {
		out.Partial = v.text(t.Initiatives[0]).Partial
	}
	line := func(n *norms.Norm) int {
		if n != nil && n.Span.File == file {
			return n.Span.Start.Line
		}
		return 0
	}
	for i := range out.Rows {
		row := &out.Rows[i]
		of := &t.Rows[slices.IndexFunc(t.Rows, func(x compare.Row) bool { return compareLabel(t.Terms, x.Norm) == row.ID })]
		l := wording.Lookup{Program: of.Cells[0].Program}
		_, a := l.Norm(of.Norm.Name())
		row.Line, row.Texts, row.Back = line(of.Norm), rd.officialOf(a, of.Norm.Term), rd.W.Norm(l, of.Norm)
		for k := range row.Cells {
			way := rd.compareWay(v, row.ID, &of.Cells[k])
			for j := range way.Links {
				n, _ := wording.Lookup{Program: of.Cells[k].Program}.Norm(way.Links[j].Agreement + "." + way.Links[j].Norm)
				way.Links[j].Line = line(n)
			}
			row.Cells[k].Way = &way
		}
	}
	return out
}
