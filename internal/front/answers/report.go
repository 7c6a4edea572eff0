package answers

import (
	"mithaq/internal/app"
	"mithaq/internal/base/grade"
	"mithaq/internal/front/board"
)

// Report is the periodic report (spec/schema/report.json).
type Report struct {
	From       string          `json:"from"`
	To         string          `json:"to"`
	Before     [2]string       `json:"before"`
	CountsNow  bool            `json:"counts_now,omitempty"`
	Dated      int             `json:"dated"`
	DatedThen  int             `json:"dated_before"`
	Received   *int            `json:"received,omitempty"` // this and what follows: not told to outsiders
	Assessed   *int            `json:"assessed,omitempty"`
	Waiting    *int            `json:"waiting,omitempty"`
	Agreements []reportPartOne `json:"agreements"`
}

type reportPartOne struct {
	ID       string          `json:"id"`
	Norms    []reportLine    `json:"norms"`
	RedLines []reportRedLine `json:"red_lines,omitempty"`
}

type reportRedLine struct {
	claim
	Changed bool `json:"changed"`
}

type reportLine struct {
	norm
	Changed bool           `json:"changed"`
	Acts    map[string]int `json:"acts"`
	Then    map[string]int `json:"acts_before"`
}

// ReportOf makes the answer of a periodic report. run is that of its end.
func ReportOf(rd board.Reader, run *board.Run, rep *app.Report, v *board.ReportView) Report {
	out := Report{
		From: rep.From.String(), To: rep.To.String(), Before: [2]string{rep.BeforeFrom.String(), rep.BeforeTo.String()},
		CountsNow: rep.CountsNow, Dated: v.Dated, DatedThen: v.DatedBefore, Agreements: []reportPartOne{},
	}
	if v.Insider {
		out.Received, out.Assessed, out.Waiting = &v.Received, &v.Assessed, &v.Waiting
	}
	rd.W = rd.W.Bare()
	for i := range v.Agreements {
		part := reportPartOne{ID: v.Agreements[i].Head.ID, Norms: []reportLine{}}
		for k := range v.Agreements[i].Rows {
			row := &v.Agreements[i].Rows[k]
			line := reportLine{normData(run, rd, &row.Line), row.Changed, map[string]int{}, map[string]int{}}
			for lane, g := range grade.Standards {
				line.Acts[g.String()], line.Then[g.String()] = row.Acts[lane], row.ActsWere[lane]
			}
			part.Norms = append(part.Norms, line)
		}
		a, of := run.Agreement(part.ID) // the view has another order than the run
		s := of.Claims
		lines := 0
		for k := range s {
			if a.Claims[k].RedLine {
				row := &v.Agreements[i].RedLines[lines]
				part.RedLines = append(part.RedLines, reportRedLine{claimData(run, &a.Claims[k], row.ClaimRow, &s[k]), row.Changed})
				lines++
			}
		}
		out.Agreements = append(out.Agreements, part)
	}
	return out
}
