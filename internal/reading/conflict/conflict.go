// Package conflict asks whether a text, or several together, ask of somebody what cannot be had at once: an act that one norm
// demands and another forbids, a permission to do what is forbidden, two deadlines for one act.
//
// Pairs of norms are found by what they say: the act of the one lies within the act of the other. A conflict is told only with
// runs that both judges confirm: one in which doing the act breaches a norm, one in which leaving it does. A norm that another
// text supersedes, that has lapsed, or that is excused gives no such run, and so no remark.
package conflict

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/judge/status"
	"mithaq/internal/reading/run"
)

// Clash is an act that one norm demands or allows, and another forbids.
type Clash struct {
	Asks, Forbids string // full names
	Done          *run.Told
	Left          *run.Told // the act is left undone, and that is a breach too; nil: of a permission, or where no date passes
}

// Most bounds the pairs of norms for which runs are made, for each sort of conflict. PassedOver says how many were left.
const Most = 40

// PassedOver counts the pairs of norms that might conflict and for which no runs are made, because there are too many.
func PassedOver(prog *norms.Program) (n int) {
	for _, asks := range []norms.Modality{norms.Obligation, norms.Permission} {
		n += max(0, len(candidates(prog, asks))-Most)
	}
	return n + max(0, len(pairsOf(prog))-Most)
}

// Clashes finds acts that are demanded (Obligation) or allowed (Permission) and forbidden.
func Clashes(prog *norms.Program, asks norms.Modality) (found []Clash) {
	pairs := candidates(prog, asks)
	for _, p := range pairs[:min(len(pairs), Most)] {
		c := Clash{Asks: p[0].Name(), Forbids: p[1].Name()}
		ok, err := run.Try(prog, c.show, c.Asks, c.Forbids)
		if err != nil {
			continue // no run is confirmed, so nothing is said
		}
		if ok {
			found = append(found, c)
		}
	}
	return found
}

// candidates pairs each norm that asks or allows an act with those that forbid every way of doing it.
func candidates(prog *norms.Program, asks norms.Modality) (pairs [][2]*norms.Norm) {
	forbid := map[string][]*norms.Norm{}
	for i := range prog.Agreements {
		for k := range prog.Agreements[i].Norms {
			n := &prog.Agreements[i].Norms[k]
			if n.Modality == norms.Prohibition && n.Judged == nil || n.Modality == norms.Permission && n.OnlyOnce {
				forbid[n.Act.Act] = append(forbid[n.Act.Act], n)
			}
		}
	}
	for i := range prog.Agreements {
		for k := range prog.Agreements[i].Norms {
			n := &prog.Agreements[i].Norms[k]
			if n.Modality != asks || n.Goal != nil || n.Judged != nil {
				continue
			}
			for _, f := range forbid[n.Act.Act] {
				if f != n && within(prog, &n.Act, &f.Act) {
					pairs = append(pairs, [2]*norms.Norm{n, f})
				}
			}
		}
	}
	return pairs
}

// within says whether every act that matches p, filled as written, matches q too.
func within(prog *norms.Program, p, q *norms.Pattern) bool {
	decl := prog.Act(p.Act)
	if decl == nil {
		return false
	}
	for i := range q.Roles {
		w := &q.Roles[i]
		role := decl.Role(w.Role)
		k := slices.IndexFunc(p.Roles, func(v norms.Want) bool { return v.Role == w.Role })
		if role == nil || k < 0 {
			return false
		}
		if w.Amount != nil {
			continue // the runs will tell
		}
		v := &p.Roles[k]
		for _, x := range v.Values {
			if !slices.ContainsFunc(w.Values, func(y norms.Value) bool { return below(prog, role.Type, x, y) }) {
				return false
			}
		}
	}
	return true
}

func below(prog *norms.Program, t norms.RoleType, x, y norms.Value) bool {
	if x.Var != "" || y.Var != "" {
		return true // the runs will tell
	}
	switch t {
	case norms.KindRole:
		return prog.Vocabulary.Below(norms.KindTree, x.ID, y.ID, 0)
	case norms.PlaceRole:
		return prog.Vocabulary.Below(norms.ZoneTree, x.ID, y.ID, 0)
	case norms.PartyRole:
		return x.ID == y.ID || len(prog.Vocabulary.Within(x.ID, y.ID)) > 0
	}
	return x.ID == y.ID
}

// manners are the times at which the act is tried: soon, at the first instant, at the last.
var manners = []run.Manner{run.Early, run.Opening, run.Late}

// show makes the runs.
func (c *Clash) show(small *norms.Program, part bool) (bool, error) {
	setting := run.Suppose(small)
	var done *run.Run
	for _, manner := range manners {
		p := &run.Policy{Leave: true, Aims: true, Free: true, Manner: func(m *run.Move) run.Manner {
			if m.For.Norm == c.Asks {
				return manner
			}
			return run.Early
		}}
		played, err := run.Play(small, setting, p)
		if err != nil {
			return false, err
		}
		i := slices.IndexFunc(played.Blocked, func(b run.Blocked) bool {
			return b.Move.For.Norm == c.Asks && slices.ContainsFunc(b.Breaches, func(k status.Key) bool { return k.Norm == c.Forbids })
		})
		if i < 0 {
			return false, nil // at this time it can be done, or it is another norm that stands against it
		}
		if did(played.Run, c.Asks) {
			return false, nil
		}
		if done == nil {
			b := &played.Blocked[i]
			done = played.Run.Until(b.Act.At - 1)
			done.Acts, done.End = append(done.Acts, b.Act), b.Act.At
		}
	}
	j, err := run.Judge(small, done)
	if err != nil {
		return false, err
	}
	if !only(j, c.Forbids) {
		return false, run.ErrElse
	}
	c.Done = &run.Told{Program: small, Run: done, Part: part}
	return true, c.left(small, setting, part)
}

func did(r *run.Run, norm string) bool {
	return slices.ContainsFunc(r.Acts, func(a run.Act) bool { return a.For.Norm == norm })
}

// left makes the run in which the act is left undone.
func (c *Clash) left(prog *norms.Program, s *run.Setting, part bool) error {
	played, err := run.Play(prog, s, &run.Policy{Leave: true, Aims: true, Free: true, Manner: func(m *run.Move) run.Manner {
		if m.For.Norm == c.Asks {
			return run.Never
		}
		return run.Early
	}})
	if err != nil {
		return err
	}
	j, err := run.Judge(prog, played.Run)
	if err != nil {
		return err
	}
	if only(j, c.Asks) {
		c.Left = &run.Told{Program: prog, Run: played.Run, Part: part}
	}
	return nil
}

// only says that this norm is breached, for certain, and no other.
func only(j *run.Judged, norm string) bool {
	keys := j.Breaches()
	for _, k := range keys {
		if _, settled := j.State(k).Settled(); k.Norm != norm || !settled {
			return false
		}
	}
	return len(keys) > 0
}
