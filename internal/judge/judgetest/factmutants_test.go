package judgetest

import (
	"slices"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// factMutants read the record, or the result, wrongly.
var factMutants = []mutant{
	{"grades ignored", "soundness", false, eachFact(func(f *fact.Fact) { f.Grade = grade.Verified })},
	{"discounted acts counted", "soundness", false, eachFact(func(f *fact.Fact) { f.Grade = max(f.Grade, grade.Corroborated) })},
	{"attributions taken for certain", "soundness", false, eachFact(func(f *fact.Fact) {
		for i := range f.Attribution.To {
			f.Attribution.To[i].Grade = grade.Verified
		}
	})},
	{"one of taken as jointly", "soundness", false, eachFact(func(f *fact.Fact) {
		f.Attribution.OneOf = false
		for i := range f.Roles {
			f.Roles[i].OneOf = false
		}
	})},
	{"alternatives taken as exhaustive", "soundness", false, eachFact(func(f *fact.Fact) {
		if f.Attribution.OneOf {
			f.Attribution.Exhaustive, f.Attribution.Group = true, grade.Verified
		}
	})},
	{"the earliest date taken", "soundness", false, eachFact(func(f *fact.Fact) { f.When.Hi = f.When.Lo })},
	{"the least number taken", "soundness", false, eachFact(func(f *fact.Fact) { f.Acts.Hi = f.Acts.Lo })},
	{"unsure taken as sure", "soundness", false, eachFact(func(f *fact.Fact) { f.Unsure = false })},
	{"the point taken for the place", "soundness", false, eachFact(func(f *fact.Fact) { f.Place.Radius = 0 })},
	{"the named zone taken for the place", "soundness", false, fedWrongly(func(s *sample) {
		for i := range s.set.Facts {
			if slices.Equal(s.set.Facts[i].Place.Zones, []string{"z"}) {
				s.set.Facts[i].Place.Zones = []string{"z2"}
			}
		}
	})},
	{"unknown taken as no match", "soundness", false, eachFact(func(f *fact.Fact) {
		if f.Attribution.To == nil {
			f.Attribution.To = []fact.Attributed{{Party: "c", Grade: grade.Discounted}}
			f.Attribution.To = append([]fact.Attributed{{Party: "a", Grade: grade.Discounted}, {Party: "b", Grade: grade.Discounted}}, f.Attribution.To...)
		}
	})},
	{"the lowest state taken", "soundness", false, eachLane(func(_ int, l *status.Lane) { l.States &= -l.States })},

	{"lanes swapped", "lanes", false, readWrongly(func(res *status.Result) {
		for i := range res.Agreements[0].Norms {
			l := &res.Agreements[0].Norms[i].Lanes
			l[0], l[2] = l[2], l[0]
		}
	})},
	{"one lane for all", "lanes", false, readWrongly(func(res *status.Result) {
		for i := range res.Agreements[0].Norms {
			l := &res.Agreements[0].Norms[i].Lanes
			l[2] = l[1]
		}
	})},

	{"doubts turned round", "information", false, eachFact(func(f *fact.Fact) { f.Unsure = !f.Unsure })},
	{"the middle of the interval taken", "information", false, eachFact(func(f *fact.Fact) { f.When = civil.At(f.When.Lo + (f.When.Hi-f.When.Lo)/2) })},
	{"unknown roles left out", "information", false, fedWrongly(func(s *sample) {
		s.set.Facts = slices.DeleteFunc(s.set.Facts, func(f fact.Fact) bool { return f.Attribution.To == nil || f.Grade == grade.Alleged })
	})},

	{"the last to arrive left out", "order", false, fedWrongly(func(s *sample) {
		if n := len(s.set.Facts); n > 0 {
			s.set.Facts = s.set.Facts[:n-1]
		}
	})},

	{"everybody bound", "words", false, eachLane(func(_ int, l *status.Lane) { l.Bonded = l.States.Has(status.Breached) || l.States.Has(status.Cured) })},
	{"the least amount taken", "soundness", false, eachFact(func(f *fact.Fact) {
		for i := range f.Amounts {
			f.Amounts[i].Hi = f.Amounts[i].Lo
		}
	})},
	{"unknown amounts taken as none", "soundness", false, eachFact(func(f *fact.Fact) {
		if f.Amounts == nil {
			f.Amounts = []fact.Amount{{Role: "calibre"}, {Role: "killed"}, {Role: "trucks"}}
		}
	})},
	{"the name of a place ignored where it has coordinates", "agreement", true, eachFact(func(f *fact.Fact) {
		if f.Place.Point != nil {
			f.Place.Zones = nil
		}
	})},
	{"coordinates ignored where a place has a name", "agreement", true, eachFact(func(f *fact.Fact) {
		if len(f.Place.Zones) > 0 {
			f.Place.Point = nil
		}
	})},
	{"only the first doer taken", "agreement", true, eachFact(func(f *fact.Fact) {
		if len(f.Attribution.To) > 1 {
			f.Attribution.To = f.Attribution.To[:1]
		}
	})},
	{"positions ignored", "agreement", true, fedWrongly(func(s *sample) { s.set.Positions = nil })},
	{"every position accepts", "agreement", true, fedWrongly(func(s *sample) {
		for i := range s.set.Positions {
			s.set.Positions[i].Stance = "accept"
		}
	})},
	{"somebody bound although the deciding thing came before", "words", false, eachLane(func(_ int, l *status.Lane) {
		l.Bonded = l.Bonded || l.States.Has(status.Breached) || l.States.Has(status.NoBreachSeen)
	})},
}
