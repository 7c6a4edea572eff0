package bind

import (
	"slices"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/fact"
)

// without leaves out what the sources of Options.Without say (DESIGN 4.1: "what if X is unreliable"): their accounts, their own
// assessments, and the incidents that rest on nothing else; ok is false for these.
//
// The record does not say on which accounts an assessment rests. So where an account is left out, what others assessed
// counts for no more than the accounts left can carry: two independent sources may corroborate, one alleges. most is that
// grade. Sources of which one republishes the other are not independent.
func (b *binder) without(in *record.Bundle) (out *record.Bundle, most grade.Grade, ok bool) {
	most = grade.Verified
	if len(b.leftOut) == 0 {
		return in, most, true
	}
	kept := *in
	kept.Accounts = slices.DeleteFunc(slices.Clone(in.Accounts), func(a record.Account) bool { return b.leftOut[a.Source] })
	kept.Assessments = slices.DeleteFunc(slices.Clone(in.Assessments), func(a record.Assessment) bool { return b.leftOut[a.Assessor] })
	kept.Denials = slices.DeleteFunc(slices.Clone(in.Denials), func(p record.Position) bool { return b.leftOut[p.Source] })
	switch {
	case len(kept.Accounts) == len(in.Accounts) && len(kept.Assessments) == len(in.Assessments):
		return &kept, most, true
	case len(in.Accounts) > 0 && len(kept.Accounts) == 0, len(in.Accounts) == 0 && len(kept.Assessments) == 0:
		return nil, most, false
	case len(kept.Accounts) < len(in.Accounts):
		most = grade.Alleged
		if b.independent(kept.Accounts) {
			most = grade.Corroborated
		}
	}
	return &kept, most, true
}

// independent says whether two of the accounts are by sources of which neither republishes the other.
func (b *binder) independent(accounts []record.Account) bool {
	for i := range accounts {
		for j := range accounts[:i] {
			x, y := accounts[i].Source, accounts[j].Source
			if x != y && !slices.Contains(b.cites[x], y) && !slices.Contains(b.cites[y], x) {
				return true
			}
		}
	}
	return false
}

// atMost grades a fact down.
func atMost(f *fact.Fact, most grade.Grade) {
	if most == grade.Verified {
		return
	}
	f.Grade, f.Attribution.Group = min(f.Grade, most), min(f.Attribution.Group, most)
	f.Attribution.To = slices.Clone(f.Attribution.To)
	for i := range f.Attribution.To {
		f.Attribution.To[i].Grade = min(f.Attribution.To[i].Grade, most)
	}
}

// baseWithout leaves out what the sources say that does not hang on an incident.
func (b *binder) baseWithout(base *record.Base) *record.Base {
	if len(b.leftOut) == 0 {
		return base
	}
	out := *base
	out.Coverage = slices.DeleteFunc(slices.Clone(base.Coverage), func(c record.Coverage) bool { return b.leftOut[c.Source] || b.leftOut[c.Observer] })
	out.Rosters = slices.DeleteFunc(slices.Clone(base.Rosters), func(r record.Roster) bool { return b.leftOut[r.Source] })
	out.Positions = slices.DeleteFunc(slices.Clone(base.Positions), func(p record.Position) bool { return b.leftOut[p.Source] })
	out.Tallies = slices.DeleteFunc(slices.Clone(base.Tallies), func(t record.Tally) bool { return b.leftOut[t.Source] })
	return &out
}
