package judgetest

import (
	"encoding/json"
	"slices"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// mutant is an engine that is wrong in one way: the monitor, fed or read wrongly.
type mutant struct {
	name   string
	caught check // by which it must be caught
	exact  bool  // on exact facts
	engine engine
}

// fedWrongly changes the input of the monitor.
func fedWrongly(change func(*sample)) engine {
	return func(prog *norms.Program, set *fact.Set, at int64) *status.Result {
		s := copySample(&sample{prog: prog, set: set, at: at})
		change(s)
		return theMonitor(s.prog, s.set, s.at)
	}
}

func eachNorm(change func(*norms.Norm)) engine {
	return fedWrongly(func(s *sample) {
		for i := range s.prog.Agreements[0].Norms {
			change(&s.prog.Agreements[0].Norms[i])
		}
	})
}

func eachFact(change func(*fact.Fact)) engine {
	return fedWrongly(func(s *sample) {
		for i := range s.set.Facts {
			change(&s.set.Facts[i])
		}
	})
}

// readWrongly changes the output of the monitor.
func readWrongly(change func(*status.Result)) engine {
	return func(prog *norms.Program, set *fact.Set, at int64) *status.Result {
		res := theMonitor(prog, set, at)
		change(res)
		return res
	}
}

func eachLane(change func(i int, l *status.Lane)) engine {
	return readWrongly(func(res *status.Result) {
		for i := range res.Agreements[0].Norms {
			n := &res.Agreements[0].Norms[i]
			for l := range n.Lanes {
				change(l, &n.Lanes[l])
			}
			for j := range n.Instances {
				for l := range n.Instances[j].Lanes {
					change(l, &n.Instances[j].Lanes[l])
				}
			}
		}
	})
}

// shifted moves a bound by one second.
func shifted(b *norms.Bound) *norms.Bound {
	if b == nil || b.At.Sort != norms.AtInstant || b.Edge != norms.Exact {
		return b
	}
	c := *b
	c.At.Instant++
	return &c
}

var mutants = []mutant{
	{"must and may swapped", agreement, true, eachNorm(func(n *norms.Norm) {
		switch n.Modality {
		case norms.Obligation:
			n.Modality = norms.Permission
		case norms.Permission:
			n.Modality = norms.Obligation
		}
	})},
	{"the deadline a second late", agreement, true, eachNorm(func(n *norms.Norm) { n.Window.End = shifted(n.Window.End) })},
	{"the opening a second late", agreement, true, eachNorm(func(n *norms.Norm) { n.Window.Start = shifted(n.Window.Start) })},
	{"read a second late", agreement, true, fedWrongly(func(s *sample) { s.at++ })},
	{"if ignored", agreement, true, eachNorm(func(n *norms.Norm) { n.If = nil })},
	{"once ignored", agreement, true, eachNorm(func(n *norms.Norm) { n.Once = nil })},
	{"while ignored", agreement, true, eachNorm(func(n *norms.Norm) { n.While = nil })},
	{"until ignored", agreement, true, eachNorm(func(n *norms.Norm) { n.Until = nil })},
	{"unless ignored", agreement, true, eachNorm(func(n *norms.Norm) { n.Unless = nil })},
	{"only once ignored", agreement, true, eachNorm(func(n *norms.Norm) { n.OnlyOnce = false })},
	{"one act less is enough", agreement, true, eachNorm(func(n *norms.Norm) { n.AtLeast.N = max(1, n.AtLeast.N-1) })},
	{"one act more is allowed", agreement, true, eachNorm(func(n *norms.Norm) { n.AtMost.N++ })},
	{"stretches ignored", agreement, true, eachNorm(func(n *norms.Norm) { n.AtLeast.Per, n.AtMost.Per = civil.Period{}, civil.Period{} })},
	{"periods do not stop", agreement, true, eachNorm(func(n *norms.Norm) {
		if n.Window.End != nil {
			end := *n.Window.End
			end.Period = false
			n.Window.End = &end
		}
	})},
	{"coverage ignored", agreement, true, fedWrongly(func(s *sample) { s.set.Coverage = nil })},
	{"lag ignored", agreement, true, fedWrongly(func(s *sample) {
		for i := range s.set.Coverage {
			s.set.Coverage[i].Lag = 0
		}
	})},
	{"denied access counted as seen", agreement, true, fedWrongly(func(s *sample) {
		for i := range s.set.Coverage {
			s.set.Coverage[i].Denied = false
		}
	})},
	{"the share asked for ignored", agreement, true, eachNorm(func(n *norms.Norm) { n.Observed = norms.Observed{} })},
	{"unknown coverage counted as seen", agreement, true, fedWrongly(func(s *sample) {
		if s.set.Coverage == nil {
			s.set.Coverage = []fact.Coverage{
				{ID: "v", Observer: "osce", Zone: "y", From: s.at - 300*86400, To: s.at + 86400},
				{ID: "w", Observer: "osce", Zone: "z", From: s.at - 300*86400, To: s.at + 86400},
			}
		}
	})},
	{"whatever was seen makes absence certain", agreement, true, fedWrongly(func(s *sample) {
		for i := range s.prog.Agreements[0].Norms {
			if n := &s.prog.Agreements[0].Norms[i]; n.Modality != norms.Prohibition && n.Observed.Percent == 0 {
				n.Observed.Percent = 1
			}
		}
	})},
	{"observed only where everything was", agreement, true, eachNorm(func(n *norms.Norm) {
		if n.Modality == norms.Prohibition && n.Observed.Percent == 0 {
			n.Observed.Percent = 100
		}
	})},
	{"every roster complete", agreement, true, fedWrongly(func(s *sample) {
		for i := range s.set.Rosters {
			s.set.Rosters[i].Complete = true
		}
	})},
	{"membership ignored", agreement, true, fedWrongly(func(s *sample) {
		for i := range s.prog.Vocabulary.Parties {
			s.prog.Vocabulary.Parties[i].In = nil
		}
	})},
	{"membership without end", agreement, true, fedWrongly(func(s *sample) {
		for i := range s.prog.Vocabulary.Parties {
			in := slices.Clone(s.prog.Vocabulary.Parties[i].In)
			for j := range in {
				in[j].Dates.Hi = civil.Forever
			}
			s.prog.Vocabulary.Parties[i].In = in
		}
	})},
	{"an incident is one act", agreement, true, eachFact(func(f *fact.Fact) { f.Acts = fact.Range{Lo: 1, Hi: 1} })},

	{"grades ignored", soundness, false, eachFact(func(f *fact.Fact) { f.Grade = grade.Verified })},
	{"discounted acts counted", soundness, false, eachFact(func(f *fact.Fact) { f.Grade = max(f.Grade, grade.Corroborated) })},
	{"attributions taken for certain", soundness, false, eachFact(func(f *fact.Fact) {
		for i := range f.Attribution.To {
			f.Attribution.To[i].Grade = grade.Verified
		}
	})},
	{"one of taken as jointly", soundness, false, eachFact(func(f *fact.Fact) {
		f.Attribution.OneOf = false
		for i := range f.Roles {
			f.Roles[i].OneOf = false
		}
	})},
	{"alternatives taken as exhaustive", soundness, false, eachFact(func(f *fact.Fact) {
		if f.Attribution.OneOf {
			f.Attribution.Exhaustive, f.Attribution.Group = true, grade.Verified
		}
	})},
	{"the earliest date taken", soundness, false, eachFact(func(f *fact.Fact) { f.When.Hi = f.When.Lo })},
	{"the least number taken", soundness, false, eachFact(func(f *fact.Fact) { f.Acts.Hi = f.Acts.Lo })},
	{"unsure taken as sure", soundness, false, eachFact(func(f *fact.Fact) { f.Unsure = false })},
	{"the point taken for the place", soundness, false, eachFact(func(f *fact.Fact) { f.Place.Radius = 0 })},
	{"the named zone taken for the place", soundness, false, fedWrongly(func(s *sample) {
		for i := range s.set.Facts {
			if slices.Equal(s.set.Facts[i].Place.Zones, []string{"z"}) {
				s.set.Facts[i].Place.Zones = []string{"z2"}
			}
		}
	})},
	{"unknown taken as no match", soundness, false, eachFact(func(f *fact.Fact) {
		if f.Attribution.To == nil {
			f.Attribution.To = []fact.Attributed{{Party: "c", Grade: grade.Discounted}}
			f.Attribution.To = append([]fact.Attributed{{Party: "a", Grade: grade.Discounted}, {Party: "b", Grade: grade.Discounted}}, f.Attribution.To...)
		}
	})},
	{"the lowest state taken", soundness, false, eachLane(func(_ int, l *status.Lane) { l.States &= -l.States })},

	{"lanes swapped", lanes, false, readWrongly(func(res *status.Result) {
		for i := range res.Agreements[0].Norms {
			l := &res.Agreements[0].Norms[i].Lanes
			l[0], l[2] = l[2], l[0]
		}
	})},
	{"one lane for all", lanes, false, readWrongly(func(res *status.Result) {
		for i := range res.Agreements[0].Norms {
			l := &res.Agreements[0].Norms[i].Lanes
			l[2] = l[1]
		}
	})},

	{"doubts turned round", information, false, eachFact(func(f *fact.Fact) { f.Unsure = !f.Unsure })},
	{"the middle of the interval taken", information, false, eachFact(func(f *fact.Fact) { f.When = civil.At(f.When.Lo + (f.When.Hi-f.When.Lo)/2) })},
	{"unknown roles left out", information, false, fedWrongly(func(s *sample) {
		s.set.Facts = slices.DeleteFunc(s.set.Facts, func(f fact.Fact) bool { return f.Attribution.To == nil || f.Grade == grade.Alleged })
	})},

	{"the last to arrive left out", order, false, fedWrongly(func(s *sample) {
		if n := len(s.set.Facts); n > 0 {
			s.set.Facts = s.set.Facts[:n-1]
		}
	})},

	{"everybody bound", words, false, eachLane(func(_ int, l *status.Lane) { l.Bonded = l.States.Has(status.Breached) || l.States.Has(status.Cured) })},
}

// Each broken engine is caught by the check that is meant for it, within as many samples as the test of that check tries.
func TestBrokenEnginesAreCaught(t *testing.T) {
	for _, m := range mutants {
		t.Run(m.name, func(t *testing.T) {
			for seed := range uint64(2500) {
				s := newSample(seed, m.exact)
				if safely(m.caught, theMonitor, s) == "" && safely(m.caught, m.engine, s) != "" {
					return
				}
			}
			t.Error("not caught")
		})
	}
}

// What a mutant changes, it changes in a copy.
func TestMutantsLeaveTheSampleAlone(t *testing.T) {
	s := newSample(3, false)
	before, err := json.Marshal(s.set)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range mutants {
		m.engine(s.prog, s.set, s.at)
	}
	if after, err := json.Marshal(s.set); err != nil || string(after) != string(before) {
		t.Errorf("changed to %s", after)
	}
}
