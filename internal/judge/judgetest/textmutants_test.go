package judgetest

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
)

// textMutants are those of windows, conditions and coverage.
var textMutants = []mutant{
	{"must and may swapped", "agreement", true, eachNorm(func(n *norms.Norm) {
		switch n.Modality {
		case norms.Obligation:
			n.Modality = norms.Permission
		case norms.Permission:
			n.Modality = norms.Obligation
		}
	})},
	{"the deadline a second late", "agreement", true, eachNorm(func(n *norms.Norm) { n.Window.End = shifted(n.Window.End) })},
	{"the opening a second late", "agreement", true, eachNorm(func(n *norms.Norm) { n.Window.Start = shifted(n.Window.Start) })},
	{"read a second late", "agreement", true, fedWrongly(func(s *sample) { s.at++ })},
	{"if ignored", "agreement", true, eachNorm(func(n *norms.Norm) { n.If = nil })},
	{"once ignored", "agreement", true, eachNorm(func(n *norms.Norm) { n.Once = nil })},
	{"while ignored", "agreement", true, eachNorm(func(n *norms.Norm) { n.While = nil })},
	{"until ignored", "agreement", true, eachNorm(func(n *norms.Norm) { n.Until = nil })},
	{"unless ignored", "agreement", true, eachNorm(func(n *norms.Norm) { n.Unless = nil })},
	{"only once ignored", "agreement", true, eachNorm(func(n *norms.Norm) { n.OnlyOnce = false })},
	{"one act less is enough", "agreement", true, eachNorm(func(n *norms.Norm) { n.AtLeast.N = max(1, n.AtLeast.N-1) })},
	{"one act more is allowed", "agreement", true, eachNorm(func(n *norms.Norm) { n.AtMost.N++ })},
	{"stretches ignored", "agreement", true, eachNorm(func(n *norms.Norm) { n.AtLeast.Per, n.AtMost.Per = civil.Period{}, civil.Period{} })},
	{"periods do not stop", "agreement", true, eachNorm(func(n *norms.Norm) {
		if n.Window.End != nil {
			end := *n.Window.End
			end.Period = false
			n.Window.End = &end
		}
	})},
	{"coverage ignored", "agreement", true, fedWrongly(func(s *sample) { s.set.Coverage = nil })},
	{"lag ignored", "agreement", true, fedWrongly(func(s *sample) {
		for i := range s.set.Coverage {
			s.set.Coverage[i].Lag = 0
		}
	})},
	{"denied access counted as seen", "agreement", true, fedWrongly(func(s *sample) {
		for i := range s.set.Coverage {
			s.set.Coverage[i].Denied = false
		}
	})},
	{"the share asked for ignored", "agreement", true, eachNorm(func(n *norms.Norm) { n.Observed = norms.Observed{} })},
	{"unknown coverage counted as seen", "agreement", true, fedWrongly(func(s *sample) {
		if s.set.Coverage == nil {
			s.set.Coverage = []fact.Coverage{
				{ID: "v", Observer: "osce", Zone: "y", From: s.at - 300*86400, To: s.at + 86400},
				{ID: "w", Observer: "osce", Zone: "z", From: s.at - 300*86400, To: s.at + 86400},
			}
		}
	})},
	{"whatever was seen makes absence certain", "agreement", true, fedWrongly(func(s *sample) {
		for i := range s.prog.Agreements[0].Norms {
			if n := &s.prog.Agreements[0].Norms[i]; n.Modality != norms.Prohibition && n.Observed.Percent == 0 {
				n.Observed.Percent = 1
			}
		}
	})},
	{"observed only where everything was", "agreement", true, eachNorm(func(n *norms.Norm) {
		if n.Modality == norms.Prohibition && n.Observed.Percent == 0 {
			n.Observed.Percent = 100
		}
	})},
	{"every roster complete", "agreement", true, fedWrongly(func(s *sample) {
		for i := range s.set.Rosters {
			s.set.Rosters[i].Complete = true
		}
	})},
	{"membership ignored", "agreement", true, fedWrongly(func(s *sample) {
		for i := range s.prog.Vocabulary.Parties {
			s.prog.Vocabulary.Parties[i].In = nil
		}
	})},
	{"membership without end", "agreement", true, fedWrongly(func(s *sample) {
		for i := range s.prog.Vocabulary.Parties {
			in := slices.Clone(s.prog.Vocabulary.Parties[i].In)
			for j := range in {
				in[j].Dates.Hi = civil.Forever
			}
			s.prog.Vocabulary.Parties[i].In = in
		}
	})},
	{"an incident is one act", "agreement", true, eachFact(func(f *fact.Fact) { f.Acts = fact.Range{Lo: 1, Hi: 1} })},
}
