package run

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/status"
)

// triggers lists the acts on which norms wait, or which they are about, and which no norm asks for: somebody may do them, or not.
func (j *Judged) triggers() (list []Move) {
	owed := j.owed()
	add := func(m Move, c norms.Cond) {
		for _, x := range j.toward(nil, m, c) {
			if !owed(&x) {
				list = append(list, x)
			}
		}
	}
	for i := range j.Program.Agreements {
		a := &j.Program.Agreements[i]
		if a.Entry != nil {
			add(Move{For: status.Key{Norm: a.ID}, Why: Trigger, From: a.Starts, End: civil.Forever}, a.Entry)
		}
	}
	for i := range j.list {
		in := &j.list[i]
		if in.States&status.Of(status.NotYet, status.Suspended) == 0 {
			continue
		}
		n := in.Norm
		m := Move{For: in.Key, Norm: n, Why: Trigger, From: j.Run.End, End: civil.Forever, vars: j.variables(in), Part: 100}
		for _, c := range []norms.Cond{n.Once, n.While, n.If} {
			add(m, c)
			m.Part += 100
		}
		for _, b := range []*norms.Bound{n.Window.Start, n.Window.End} {
			if b == nil {
				continue
			}
			switch b.At.Sort {
			case norms.AtAct:
				add(m, norms.Seen{Pattern: b.At.Act})
			case norms.AtMark:
				add(m, norms.MarkSet{Mark: b.At.Mark})
			}
			m.Part += 100
		}
	}
	for i := range j.Program.Agreements {
		for k := range j.Program.Agreements[i].Norms {
			n := &j.Program.Agreements[i].Norms[k]
			if n.ForEach == nil {
				continue
			}
			m := Move{For: status.Key{Norm: n.Name()}, Norm: n, Why: Trigger, From: j.Run.End, End: civil.Forever, Part: 1000}
			switch n.ForEach.Source {
			case norms.FromAct:
				add(m, norms.Seen{Pattern: n.ForEach.Pattern})
			case norms.FromState:
				add(m, norms.Holds{Pattern: n.ForEach.Pattern})
			}
		}
	}
	return list
}

// owed says of a move whether doing what some norm asks for, allows or aims at would be that act too.
func (j *Judged) owed() func(*Move) bool {
	type deed struct {
		act  Act
		open []string // roles that a variable gives: any value may be meant
	}
	byAct := map[string][]deed{}
	for i := range j.Program.Agreements {
		for k := range j.Program.Agreements[i].Norms {
			n := &j.Program.Agreements[i].Norms[k]
			if n.Modality == norms.Prohibition || n.Goal != nil {
				continue
			}
			for choice := range (&Move{pattern: n.Act}).Choices() {
				if a, ok := fill(j.Program, &n.Act, nil, nil, choice, civil.Date{}); ok {
					act := whole(j.Program, a.Act)
					d := deed{act: a}
					for _, w := range n.Act.Roles {
						if slices.ContainsFunc(w.Values, func(v norms.Value) bool { return v.Var != "" }) {
							d.open = append(d.open, w.Role)
						}
					}
					byAct[act] = append(byAct[act], d)
				}
			}
		}
	}
	return func(m *Move) bool {
		decl := j.Program.Act(m.pattern.Act)
		if decl == nil {
			return true // it cannot be done at all
		}
		for _, d := range byAct[whole(j.Program, m.pattern.Act)] {
			p := m.pattern
			p.Roles = slices.DeleteFunc(slices.Clone(p.Roles), func(w norms.Want) bool { return slices.Contains(d.open, w.Role) })
			if matches(j.Program, &d.act, decl, &p, m.vars) {
				return true
			}
		}
		return false
	}
}
