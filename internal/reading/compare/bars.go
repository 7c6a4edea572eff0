package compare

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/judge/status"
	"mithaq/internal/reading/run"
)

// A long text asks for so much that no run of a length that anybody would read keeps all of it, or has a date that moves on for as long as a run is made
// to go on. Each of some hundred runs made up for each of its norms would be judged, norm by norm, to find that out again. So it is found
// out once: bars are what stands in the way of every run in which nothing happens that bears on it (ownBearing). What make answers is the same without them.
type bars struct {
	owed  []owed
	out   int // acts that mending a run for the first time may take out, at most
	stuck []*stuck
}

// owed is an instance that is left open or breached where nobody does anything, so that mending a run adds acts.
type owed struct {
	count int
	by    acts // what bears on it
}

// stuck is a norm that is suspended, with an end that moves while it is: until something happens that bears on what suspends it, that end is still to
// come, however long a run goes on.
type stuck struct {
	name string
	by   acts  // what bears on what suspends it
	end  int64 // of its window, where nobody does anything
}

// ground is what is known of a pair before anything happens.
type ground struct {
	ready    run.Ready // the whole program
	idle     map[[2]int64]map[string]*run.Instance
	bearings map[string]*bearing
	alone    map[string]*run.Ready // norms by themselves
}

func newGround(prog *norms.Program) ground {
	return ground{
		ready: run.Ready{Program: prog}, idle: map[[2]int64]map[string]*run.Instance{}, bearings: map[string]*bearing{}, alone: map[string]*run.Ready{},
	}
}

// idle gives how plain norms stand at the end of a run that begins at an instant and in which nobody does anything.
func (x *pair) idle(from, end int64) map[string]*run.Instance {
	g := &x.ground
	key := [2]int64{from, end}
	if known, ok := g.idle[key]; ok {
		return known
	}
	out := map[string]*run.Instance{}
	if j, err := g.ready.Idle(from, end); err == nil {
		list := j.Instances()
		for i := range list {
			if in := &list[i]; in.Norm.ForEach == nil {
				out[in.Norm.Name()] = in
			}
		}
	}
	g.idle[key] = out
	return out
}

// pursuesByDates says whether making up what helps a norm's condition along notes instants of which the condition speaks.
func pursuesByDates(s side) bool {
	if s.n.Goal == nil {
		return false
	}
	dated := false
	for _, c := range []norms.Cond{s.n.Goal, s.ag.Entry} {
		norms.Walk(c, func(c norms.Cond) {
			switch c := c.(type) {
			case norms.Seen:
				dated = dated || c.From != nil || c.Until != nil
			case norms.Reached:
				dated = true
			case norms.Compare:
				dated = dated || c.Figure.From != nil || c.Figure.Until != nil
			}
		})
	}
	return dated
}

// barred says that the run that begins so comes to nothing: follow would give nil.
func (m *maker) barred(r *run.Run) bool {
	if m.notes {
		return false
	}
	if m.bars == nil {
		m.bars = m.barsOf()
	}
	done := acts{}
	for i := range r.Acts {
		if !m.x.rules.without("bearing") {
			done[whole(m.x.prog, r.Acts[i].Act)] = true
		}
	}
	left := -m.bars.out
	for i := range m.bars.owed {
		if o := &m.bars.owed[i]; !o.by.meet(done) {
			if left += o.count; left > maxActs {
				return true
			}
		}
	}
	return some(m.bars.stuck, func(s *stuck) bool { return s.stays(m, r, done) })
}

func (m *maker) barsOf() *bars {
	b := &bars{}
	idle := m.x.idle(m.from, m.to)
	mended := acts{} // what mending adds
	for _, i := range m.x.initiative() {
		n := i.n
		if !m.x.asked(n) || n.Modality == norms.Aim && !m.aims || faults(n) == 0 {
			continue
		}
		if takesOut(n) {
			b.out += m.atMost(n)
		}
		switch {
		case n.Modality != norms.Obligation && n.Modality != norms.Aim:
			continue
		case n.Goal != nil:
			for id := range m.x.bearing(n.Name()).acts {
				mended[id] = true
			}
			continue
		}
		mended[whole(m.x.prog, n.Act.Act)] = true
		in, by := idle[n.Name()], m.x.bearing(n.Name())
		if in == nil || !by.plain || !n.AtLeast.Per.IsZero() || m.x.prog.Act(n.Act.Act) == nil {
			continue
		}
		if s, settled := in.States.Settled(); settled && faults(n).Has(s) {
			o := owed{count: 1, by: by.acts}
			if n.AtLeast.Role == "" {
				o.count = max(1, n.AtLeast.N)
			}
			b.owed = append(b.owed, o)
		}
	}
	for i := range m.prog.Agreements {
		a := &m.prog.Agreements[i]
		for k := range a.Norms {
			if s := m.stuckAt(side{m.prog, a, &a.Norms[k]}, idle); s != nil && (!s.by.meet(mended) || m.x.rules.without("mended")) {
				b.stuck = append(b.stuck, s)
			}
		}
	}
	return b
}

// atMost bounds the instances of a norm in a run that begins.
func (m *maker) atMost(n *norms.Norm) int {
	if n.ForEach == nil {
		return 1
	}
	const begun = 8 // acts, at most
	count := begun + len(n.ForEach.Members)
	if st := m.x.prog.State(n.ForEach.Pattern.Act); st != nil {
		count += begun * len(st.Begins)
	}
	for i := range m.setting.Rosters {
		count += len(m.setting.Rosters[i].Members)
	}
	for i := range m.prog.Agreements {
		count += len(m.prog.Agreements[i].Initially)
	}
	parties := len(m.x.prog.Vocabulary.Parties)
	return count + parties*parties
}

// stuckAt gives a norm as one that is stuck where nobody does anything; nil: it is none, or that cannot be told.
func (m *maker) stuckAt(s side, idle map[string]*run.Instance) *stuck {
	n := s.n
	if n.ForEach != nil || n.Window.End == nil || n.Window.Renew != nil || len(n.Extends) > 0 || n.If != nil || n.Once != nil || n.Until != nil ||
		n.While == nil || !halts(n) || s.ag.Entry != nil || len(s.ag.Counts) > 0 || !byActsAlone(n.While) {
		return nil
	}
	for _, b := range []*norms.Bound{n.Window.Start, n.Window.End} {
		if b != nil {
			if _, fixed := s.ag.Fixed(b); !fixed {
				return nil
			}
		}
	}
	in := idle[n.Name()]
	if in == nil || in.States != status.Of(status.Suspended) || in.Window.End.Lo <= m.to {
		return nil
	}
	out := &stuck{name: n.Name(), by: acts{}, end: in.Window.End.Lo}
	norms.Walk(n.While, func(c norms.Cond) {
		switch c := c.(type) {
		case norms.Seen:
			out.by[whole(m.prog, c.Pattern.Act)] = true
		case norms.Compare:
			out.by[whole(m.prog, c.Figure.Pattern.Act)] = true
		}
	})
	return out
}

// byActsAlone says whether a condition changes when acts happen, and by nothing else.
func byActsAlone(c norms.Cond) bool {
	switch c := c.(type) {
	case norms.And:
		return each(c.Conds, byActsAlone)
	case norms.Or:
		return each(c.Conds, byActsAlone)
	case norms.Not:
		return byActsAlone(c.Cond)
	case norms.Seen:
		return c.From == nil && c.Until == nil
	case norms.Compare:
		return c.With == nil && c.Figure.From == nil && c.Figure.Until == nil && c.Figure.Last.IsZero()
	case nil, norms.Holds, norms.NoneHolds, norms.NormIs, norms.MarkSet, norms.Reached, norms.InEffect:
	}
	return false
}

// stays says that the norm is stuck in a run that begins so too. Where something happens that may bear on what suspends it the norm is judged, by itself: it
// was suspended all the time if its end moved as far as where nothing happened.
func (s *stuck) stays(m *maker, r *run.Run, done acts) bool {
	if !s.by.meet(done) {
		return true
	}
	if anyAct(r, func(a *run.Act) bool { return a.At >= m.to-1 }) {
		return false
	}
	one := m.x.ground.alone[s.name]
	if one == nil {
		one = &run.Ready{Program: alone(m.x.prog, s.name)}
		m.x.ground.alone[s.name] = one
	}
	j, err := one.Look(r) // nothing else bears on its window
	return err == nil && len(j.Instances()) == 1 && j.Instances()[0].Window.End.Lo == s.end
}

// alone gives the program with one norm.
func alone(prog *norms.Program, name string) *norms.Program {
	out := &norms.Program{Vocabulary: prog.Vocabulary}
	for _, a := range prog.Agreements {
		var own []norms.Norm
		for i := range a.Norms {
			if a.Norms[i].Name() == name {
				own = a.Norms[i : i+1]
			}
		}
		a.Norms, a.Readings, a.Claims, a.Terms = own, nil, nil, nil
		out.Agreements = append(out.Agreements, a)
	}
	out.Index()
	return out
}
