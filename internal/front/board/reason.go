package board

import (
	"html/template"

	"mithaq/internal/evidence/record"
)

// ReasonReports are the reports behind an incident that a reason names, to be opened in place.
type ReasonReports struct {
	ID       string // of the part of the page
	Lang     string
	Keep     template.URL // the state of the address
	Incident string
	Graphic  bool // what it says is shown only on its own page, where it is asked for
	Assessed []Pair
	Accounts []AccountRow
}

// ReasonReports tells who reports an incident, and who assesses it at which grade. Files are put to the accounts by whoever has them.
func (r *Run) ReasonReports(rd Reader, b *record.Bundle) *ReasonReports {
	v := &ReasonReports{Lang: string(rd.Lang), Incident: b.Incident.ID, Graphic: b.Incident.Graphic}
	for i := range b.Assessments {
		x := &b.Assessments[i]
		v.Assessed = append(v.Assessed, Pair{r.sourceName(rd, x.Assessor), rd.W.Grade(x.Grade).Word})
	}
	for i := range b.Accounts {
		v.Accounts = append(v.Accounts, r.account(rd, &b.Accounts[i]))
	}
	return v
}
