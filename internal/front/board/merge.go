package board

import (
	"slices"
	"strconv"

	"mithaq/internal/evidence/link"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/wording"
)

// MergeView is the page on which it is decided whether two incidents are one.
type MergeView struct {
	PairView
	One, Other *IncidentView
	Decided    string // how the two stand now: "merge", "apart"; "": undecided
	DecidedBy  string // by whom, when and why
	Into       string // of a merge, or as it is chosen
	Would      []Pair // what would stand of the merged incident
	Effects    []OtherwiseRow
	Judged     bool   // Effects is what was found; else nobody has looked
	After      string // cursor of the queue behind this pair
	Wrong      []string
	Why        string
	Seen       string // the newest entries on the two, as they were looked at
	Said       string
	Left       int  // pairs in the queue besides
	May        bool // the visitor may decide
}

// Merge makes the page of two incidents. into is the one that is to go on standing; "": that with more accounts.
func (r *Run) Merge(rd Reader, p *link.Pair, a, b *record.Bundle, into string) *MergeView {
	v := &MergeView{PairView: r.pair(rd, p, a, b), Into: into, Decided: p.Before.Decision}
	if v.Decided == "open" {
		v.Decided = ""
	}
	if l := p.Before; l.Decision != "" {
		v.DecidedBy = rd.W.Text("board.merge.decided", "decision", wording.Phrase(rd.W.Text("decision."+l.Decision)), "by", l.By, "date", wording.Phrase(rd.When(l.When)))
		if l.Why != "" {
			v.DecidedBy += " " + rd.W.Text("review.why", "why", l.Why)
		}
	}
	if v.Decided == "merge" {
		v.Before = ""
		v.Into = p.Before.Into
		return v
	}
	stands, other := a, b
	if v.Into == "" && len(b.Joined().Accounts) > len(a.Joined().Accounts) || v.Into == b.Incident.ID {
		stands, other = b, a
	}
	v.Into = stands.Incident.ID
	v.Would = r.would(rd, stands, other)
	return v
}

// would gives what would stand of an incident with another merged into it.
func (r *Run) would(rd Reader, stands, other *record.Bundle) []Pair {
	merged := *stands
	for _, b := range append(slices.Clone(other.Merged), *other) {
		b.Merged = nil
		merged.Merged = append(slices.Clip(merged.Merged), b)
	}
	slices.SortFunc(merged.Merged, func(x, y record.Bundle) int {
		if x.Incident.ID < y.Incident.ID {
			return -1
		}
		return 1
	})
	joined := merged.Joined()
	l := record.LineageOf(joined.Accounts, record.SourceIn(r.Base.Sources))
	voices := strconv.Itoa(l.Low)
	if l.Low != l.High {
		voices = rd.W.Text("board.roots.range", "low", l.Low, "high", l.High)
	}
	out := []Pair{
		{rd.W.Text("board.accounts.title"), strconv.Itoa(len(joined.Accounts))},
		{rd.W.Text("board.merge.voices"), voices},
		{rd.W.Text("board.col.when"), rd.When(stands.Incident.When)},
	}
	for i := range joined.Assessments {
		as := &joined.Assessments[i]
		said := rd.W.Assessment(as, r.lookup(rd).Party)
		for _, n := range rd.W.Counts(as.Amounts, rd.Range) {
			said += "; " + n.Role + ": " + n.Text
		}
		out = append(out, Pair{rd.W.Text("board.assessed_by", "by", r.sourceName(rd, as.Assessor)), said})
	}
	return out
}
