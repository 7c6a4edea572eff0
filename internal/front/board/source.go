package board

import (
	"html/template"

	"mithaq/internal/evidence/record"
)

// SourceView is the page of a source: who it is, and what it says.
type SourceView struct {
	ID, Name, Sort, URL, Party, Note string
	Rows                             []IncidentRow
	Total                            int
	Next                             template.URL // query string of the next page of incidents; "": the last
	First                            template.URL // of the first page; "": this is it
	Tallies                          []string
	Coverage                         []CoverageRow
	MayEnter                         bool
	Graph                            *GraphView // nil: it rests on nobody, and nobody on it
	Own                              string     // whether it speaks for itself
	Alone                            []PairSide // incidents whose accounts all go back to one voice
	AloneTotal                       int
}

// CoverageRow says what an observer could see.
type CoverageRow struct {
	Observer, Zone, From, To, Means, By, Note string
	Acts                                      []string
	Denied                                    bool
	ID                                        string
	Edit                                      string // the address at which it is corrected; "": whoever looks may not
}

// SourcePage makes the page of a source; nil when there is none. rows are incidents of which it gives an account.
func (r *Run) SourcePage(rd Reader, id string, rows []record.Row) *SourceView {
	for i := range r.Base.Sources {
		s := &r.Base.Sources[i]
		if s.ID != id {
			continue
		}
		l := r.lookup(rd)
		v := &SourceView{ID: id, Name: rd.titleOf(s.Name, id), Sort: rd.sortOf(s.Sort), URL: s.URL, Party: l.Party(s.Party), Note: s.Note}
		for j := range rows {
			v.Rows = append(v.Rows, r.IncidentRow(rd, &rows[j]))
		}
		for j := range r.Base.Tallies {
			if t := &r.Base.Tallies[j]; t.Source == id {
				v.Tallies = append(v.Tallies, rd.titleOf(t.Says, t.ID))
			}
		}
		for _, c := range r.CoverageRows(rd) {
			if c.Observer == v.Name {
				v.Coverage = append(v.Coverage, c)
			}
		}
		return v
	}
	return nil
}

// CoverageRows lists all coverage entries.
func (r *Run) CoverageRows(rd Reader) (rows []CoverageRow) {
	l := r.lookup(rd)
	for i := range r.Base.Coverage {
		c := &r.Base.Coverage[i]
		row := CoverageRow{
			ID: c.ID, Observer: r.sourceName(rd, c.Observer), Zone: l.Value(c.Zone), From: rd.When(c.From), To: rd.When(c.To), Means: rd.W.Means(c.Means),
			Denied: c.Denied, By: l.Party(c.DeniedBy), Note: c.Note,
		}
		for _, a := range c.Acts {
			row.Acts = append(row.Acts, l.Act(a))
		}
		rows = append(rows, row)
	}
	return rows
}
