package board

import (
	"math"
	"slices"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// ReportView is the periodic report: by term, against the period before.
type ReportView struct {
	From, To     string // "": no period was asked for yet
	Periods      []PeriodLink
	FirstDay     string // the same as days of a form, YYYY-MM-DD
	LastDay      string
	BeforeFrom   string
	BeforeTo     string
	Open         string // that the period is not over, or has not begun; "": it is over
	Agreements   []ReportAgreement
	CountsNow    string // says, beside the pages of a board, that incidents are counted as they are now although the report is of what was known
	Dated        int    // incidents dated in the period
	DatedBefore  int
	Insider      bool // how work on the record went is told: Received, Assessed and Waiting
	Received     int  // entered in the period
	Assessed     int  // of those dated in it, how many stand assessed by us
	Waiting      int
	Coverage     []CoverageRow
	ByGrade      []Pair
	Charts       Charts
	Denied       []CoverageRow // of Coverage, where access was denied
	Unbound      int
	Head         string
	HeadSequence int64
	Latest       []ReportPeriod // what may be asked for, while no period is: then nothing else is here
}

// ReportPeriod is a period for which a report can be asked.
type ReportPeriod struct {
	Name     string
	From, To civil.Date
}

// LatestPeriods gives the day of the latest incident in the zone of the agreement, the week up to it and its month; none where nothing is dated.
func (r *Run) LatestPeriods(rd Reader, zone civil.Zone) []ReportPeriod {
	latest := int64(math.MinInt64)
	r.eachFact(func(f *fact.Fact) {
		if at := f.When.Lo; at <= r.Result.At {
			latest = max(latest, at)
		}
	})
	if latest == math.MinInt64 {
		return nil
	}
	d := zone.DateOf(latest)
	first := civil.Date{Year: d.Year, Month: d.Month, Day: 1}
	return []ReportPeriod{
		{locale.Date(rd.Lang, d), d, d},
		{rd.W.Text("board.report.week"), d.AddDays(-6), d},
		{locale.Month(rd.Lang, d.Year, d.Month), first, first.AddMonths(1).AddDays(-1)},
	}
}

// ReportAgreement is one text in the report.
type ReportAgreement struct {
	dated    civil.Date
	Head     AgreementHead
	Rows     []ReportRow
	RedLines []ReportRedLine
}

// ReportRedLine is one red line in the report.
type ReportRedLine struct {
	ClaimRow
	Changed bool // at the standard that leads
	Was     Cell // there, at the end of the period before; of what changed alone
}

// ReportRow is one norm in the report.
type ReportRow struct {
	Line
	Changed  bool              // at the standard that leads
	Was      Cell              // there, at the end of the period before; of what changed alone
	Acts     [status.Lanes]int // deciding acts dated in the period, certain at each standard
	ActsWere [status.Lanes]int // in the period before
}

// AnyActs says whether any act decided in the period or in the one before.
func (r *ReportRow) AnyActs() bool { return r.Acts != r.ActsWere || r.Acts != [status.Lanes]int{} }

// Period is a stretch of days with its instants.
type Period struct {
	From, To civil.Date
	Span     civil.Interval
}

// Earlier is the status of the texts of a run as of an earlier instant: norms and claims by their full names.
type Earlier interface {
	States(norm status.Key) [status.Lanes]status.Set
	Norm(name string) status.Norm
	Claim(name string) status.Claim
}

// Report makes the rows of the report: this run stands at the end of the period, before at the end of the one before.
func (r *Run) Report(rd Reader, before Earlier, period, earlier Period) []ReportAgreement {
	acts := r.actsIn(period, earlier)
	var out []ReportAgreement
	for i := range r.Result.Agreements {
		a, s := r.Agreement(r.Result.Agreements[i].ID)
		ra, lines, lead := ReportAgreement{Head: r.head(rd, a)}, r.Lines(rd, a.ID), rd.lead(a)
		for j := range s.Norms {
			row := ReportRow{Line: lines[j], Changed: s.Norms[j].Lanes[lead].States != before.States(s.Norms[j].Key)[lead]}
			if row.Changed {
				was := before.Norm(s.Norms[j].Key.Norm)
				row.Was = rd.cell(a, &was, lead)
			}
			if n := acts[s.Norms[j].Key]; n != nil {
				row.Acts, row.ActsWere = n[0], n[1]
			}
			ra.Rows = append(ra.Rows, row)
		}
		for j := range s.Claims {
			if c := &a.Claims[j]; c.RedLine {
				was := before.Claim(s.Claims[j].Key.Norm)
				line := ReportRedLine{ClaimRow: r.claimRow(rd, a, c, &s.Claims[j]), Changed: s.Claims[j].Lanes[lead].States != was.Lanes[lead].States}
				if line.Changed {
					line.Was = rd.cells(a, func(lane int) wording.StateText { return rd.W.Claim(r.lookup(rd), &was, lane) })[lead]
				}
				ra.RedLines = append(ra.RedLines, line)
			}
		}
		ra.dated = a.Dated
		out = append(out, ra)
	}
	slices.SortStableFunc(out, func(x, y ReportAgreement) int { return x.dated.Compare(y.dated) })
	return out
}

func within(i, span civil.Interval) bool { return i.Lo >= span.Lo && i.Hi <= span.Hi }

// CoverageIn lists the coverage entries that speak of the period.
func (r *Run) CoverageIn(rd Reader, p Period) (rows []CoverageRow) {
	all := r.CoverageRows(rd)
	for i := range r.Base.Coverage {
		c := &r.Base.Coverage[i]
		if c.From <= p.To.String() && c.To >= p.From.String() {
			rows = append(rows, all[i])
		}
	}
	return rows
}
