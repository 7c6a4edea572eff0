package board

import (
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/wording"
)

// LineageView says to how few voices the accounts of an incident go back.
type LineageView struct {
	Count string   // how many accounts, how many voices
	Rests []string // who rests on whom
	Roots []string // each voice
	One   bool     // a finding of ours calls corroborated what goes back to one source
}

// Lineage makes the view of an incident, with what was merged into it; nil: it has no account.
func Lineage(rd Reader, base *record.Base, b *record.Bundle, name func(id string) string, party func(word string) string) *LineageView {
	joined := b.Joined()
	l := record.LineageOf(joined.Accounts, record.SourceIn(base.Sources))
	if l.Accounts == 0 {
		return nil
	}
	roots := rd.Range(record.Range{Lo: int64(l.Low), Best: int64(l.Low), Hi: int64(l.Low)})
	if l.Low != l.High {
		roots = rd.W.Text("board.roots.range", "low", l.Low, "high", l.High)
	}
	names := func(ids []string) string {
		out := make([]string, len(ids))
		for i, id := range ids {
			out[i] = name(id)
		}
		return rd.W.And(out)
	}
	v := &LineageView{
		Count: rd.W.Text("board.roots.count", "accounts", wording.Phrase(rd.W.Plural("board.roots.accounts", int64(l.Accounts))), "roots", wording.Phrase(roots)),
		One:   l.RestsOnOne(b.Assessments, b.Incident.Publisher),
	}
	for _, r := range l.Rests {
		v.Rests = append(v.Rests, rd.W.Text("board.roots.rests", "source", name(r.Source), "on", wording.Phrase(names(r.On))))
	}
	for _, r := range l.Roots {
		key := "board.roots.root"
		switch {
		case r.Unknown:
			key = "board.roots.unknown"
		case r.Party != "":
			key = "board.roots.party"
		case len(r.Sources) > 1:
			key = "board.roots.circle"
		}
		v.Roots = append(v.Roots, rd.W.Text(key, "source", wording.Phrase(names(r.Sources)), "party", party(r.Party)))
	}
	return v
}
