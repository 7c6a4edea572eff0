package scenario

import (
	"fmt"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/monitor"
	"mithaq/internal/judge/status"
)

// Outcome is what came of one expectation.
type Outcome struct {
	Expect  *Expect
	Facts   *fact.Set      // what was recorded by then
	Program *norms.Program // the bundle that was judged
	Norm    *status.Norm   // what came out: of a norm or an instance (as a norm of its own), with all its reasons
	Term    *status.Term
	Norms   []status.Norm // OfTerm: the norms of its text
	Claim   *status.Claim
	Faults  []Fault // none: it holds
}

// FaultSort says in what an expectation fails.
type FaultSort uint8

// The faults.
const (
	OtherStates FaultSort = iota // other states are left
	OtherVoice                   // the states are told in another voice
	NoReason                     // a reason is not among those given
	NoMember                     // there is no such instance
)

// Fault is one way in which an expectation fails.
type Fault struct {
	Sort     FaultSort
	Standard grade.Grade // OtherStates, OtherVoice
	Reason   Because     // NoReason
}

// Run runs a test. programs holds the text as written under "" and each reading under its name.
func (t *Test) Run(programs map[string]*norms.Program) ([]Outcome, error) {
	var set fact.Set
	var out []Outcome
	for i := range t.Steps {
		s := &t.Steps[i]
		if s.Expect == nil {
			s.Enter(&set)
			continue
		}
		o, err := s.Expect.check(programs[s.Expect.Bundle], &set)
		if err != nil {
			return out, err
		}
		out = append(out, o)
	}
	return out, nil
}

// Enter puts what a line says into the set; what the set shares with others is not changed. An expectation enters nothing.
func (s *Step) Enter(set *fact.Set) {
	switch {
	case s.Fact != nil:
		set.Facts = slices.DeleteFunc(slices.Clone(set.Facts), func(f fact.Fact) bool { return f.ID == s.Fact.ID })
		set.Facts = append(set.Facts, *s.Fact)
	case s.Drop != "":
		set.Facts = slices.DeleteFunc(slices.Clone(set.Facts), func(f fact.Fact) bool { return f.ID == s.Drop })
	case s.Coverage != nil:
		set.Coverage = append(slices.Clone(set.Coverage), *s.Coverage)
	case s.Member != nil:
		r := roster(set, s.Member.Roster)
		r.Members = slices.DeleteFunc(slices.Clone(r.Members), func(m fact.Member) bool { return m.ID == s.Member.ID })
		r.Members = append(r.Members, s.Member.Member)
	case s.Declared != nil:
		r := roster(set, s.Declared.Roster)
		r.Complete, r.Declared, r.By = true, s.Declared.On, s.Declared.By
	case s.Position != nil:
		set.Positions = append(slices.Clone(set.Positions), *s.Position)
	case s.Tally != nil:
		set.Tallies = append(slices.Clone(set.Tallies), *s.Tally)
	}
	set.Sort()
}

// roster gives the roster of that name in a copy of the list, made where it is not there yet.
func roster(set *fact.Set, id string) *fact.Roster {
	set.Rosters = slices.Clone(set.Rosters)
	for i := range set.Rosters {
		if set.Rosters[i].ID == id {
			return &set.Rosters[i]
		}
	}
	set.Rosters = append(set.Rosters, fact.Roster{ID: id})
	return &set.Rosters[len(set.Rosters)-1]
}

// check judges what was recorded so far and compares.
func (e *Expect) check(prog *norms.Program, set *fact.Set) (Outcome, error) {
	snapshot := *set
	o := Outcome{Expect: e, Facts: &snapshot, Program: prog}
	m, err := monitor.New(prog, monitor.Options{})
	if err != nil {
		return o, err
	}
	m.Context(set)
	for i := range set.Facts {
		m.Step(monitor.Event{Fact: &set.Facts[i]})
	}
	m.Step(monitor.Event{Tick: e.At})
	res := m.Result()
	i := slices.IndexFunc(res.Agreements, func(a status.Agreement) bool { return a.ID == e.Agree })
	if i < 0 {
		return o, fmt.Errorf("scenario: no status of agreement %q", e.Agree)
	}
	ag := &res.Agreements[i]
	switch e.Sort {
	case OfTerm:
		o.Norms = ag.Norms
		for i := range ag.Terms {
			if ag.Terms[i].ID == e.ID {
				o.Term = &ag.Terms[i]
			}
		}
		e.compare(&o, func(lane int) status.Set { return o.Term.Lanes[lane].Headline }, nil)
	case OfClaim:
		for i := range ag.Claims {
			if c := &ag.Claims[i]; c.Key.Norm == ag.ID+"."+e.ID || c.Key.Norm == e.ID {
				o.Claim = c
			}
		}
		e.compare(&o, func(lane int) status.Set { return o.Claim.Lanes[lane].States }, &o.Claim.Reasons)
	default:
		if o.Norm = e.norm(ag, m); o.Norm == nil {
			o.Faults = append(o.Faults, Fault{Sort: NoMember})
			return o, nil
		}
		e.compare(&o, func(lane int) status.Set { return o.Norm.Lanes[lane].States }, &o.Norm.Reasons)
	}
	return o, nil
}

// norm gives the status of the norm, or of the instance, that is asked for.
func (e *Expect) norm(ag *status.Agreement, m *monitor.Machine) *status.Norm {
	i := slices.IndexFunc(ag.Norms, func(n status.Norm) bool { return n.Key.Norm == e.ID })
	if i < 0 {
		return nil
	}
	n := ag.Norms[i]
	if e.Sort == OfInstance {
		j := slices.IndexFunc(n.Instances, func(x status.Instance) bool { return x.Key.Member == e.Member })
		if j < 0 {
			return nil
		}
		x := n.Instances[j]
		n.Key, n.Lanes, n.Window, n.Family, n.Instances = x.Key, x.Lanes, x.Window, nil, nil
	}
	n.Reasons = m.Reasons(n.Key)
	return &n
}

// compare holds states, voice and reasons against what is expected.
func (e *Expect) compare(o *Outcome, states func(lane int) status.Set, reasons *status.Reasons) {
	for _, g := range e.Standard {
		lane := g.Lane()
		switch {
		case states(lane) != e.States:
			o.Faults = append(o.Faults, Fault{Sort: OtherStates, Standard: g})
		case len(e.Voices) > 0 && (o.Norm == nil || !slices.Contains(e.Voices, status.VoiceOf(o.Norm.Bond, &o.Norm.Lanes[lane]))):
			o.Faults = append(o.Faults, Fault{Sort: OtherVoice, Standard: g})
		}
	}
	for _, b := range e.Because {
		if reasons == nil || !b.among(reasons) {
			o.Faults = append(o.Faults, Fault{Sort: NoReason, Reason: b})
		}
	}
}

// among says whether the reason is one of those given.
func (b Because) among(r *status.Reasons) bool {
	switch b.Sort {
	case ByRule:
		return slices.ContainsFunc(r.Steps, func(s status.Step) bool { return s.Rule == b.Ref })
	case ByMiss:
		return slices.ContainsFunc(r.Misses, func(m status.Miss) bool { return m.Fact == b.Ref })
	case ByWait:
		return slices.ContainsFunc(r.Waits, func(w status.Wait) bool { return w.Ref == b.Ref || w.On == b.Ref })
	case ByExcuse:
		return slices.ContainsFunc(r.Excuses, func(x status.Excuse) bool { return x.Code == b.Ref })
	}
	return slices.ContainsFunc(r.Deciding, func(d status.Deciding) bool { return d.Fact == b.Ref })
}
