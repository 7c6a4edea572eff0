package bind

import (
	"slices"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/fact"
)

// without leaves out what the sources of Options.Without say (DESIGN 4.1: "what if X is unreliable"): their accounts, their own
// assessments, what others took from them alone, and the incidents that rest on nothing else; ok is false for these.
//
// The record does not say on which accounts an assessment rests. So where an account is left out, what others assessed
// counts for no more than the accounts left can carry, by the voices to which they go back (record.LineageWithout). most is that grade.
func (b *binder) without(in *record.Bundle) (out *record.Bundle, most grade.Grade, ok bool) {
	most = grade.Verified
	if len(b.leftOut) == 0 {
		return in, most, true
	}
	kept := *in
	voices, accounts := record.LineageWithout(in.Accounts, b.source, func(id string) bool { return b.leftOut[id] })
	kept.Accounts = accounts
	kept.Assessments = slices.DeleteFunc(slices.Clone(in.Assessments), func(a record.Assessment) bool { return b.leftOut[a.Assessor] })
	kept.Denials = slices.DeleteFunc(slices.Clone(in.Denials), func(p record.Position) bool { return b.leftOut[p.Source] })
	switch {
	case len(kept.Accounts) == len(in.Accounts) && len(kept.Assessments) == len(in.Assessments):
		return &kept, most, true
	case len(in.Accounts) > 0 && len(kept.Accounts) == 0, len(in.Accounts) == 0 && len(kept.Assessments) == 0:
		return nil, most, false
	case len(kept.Accounts) < len(in.Accounts):
		most = voices.Carries()
	}
	return &kept, most, true
}

// atMost grades a fact down.
func atMost(f *fact.Fact, most grade.Grade) {
	if most == grade.Verified {
		return
	}
	f.OneVoice = f.OneVoice && most == grade.Corroborated // there is nothing to remark on a grade that is not given
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
