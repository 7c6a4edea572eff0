package compare

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/judge/status"
	"mithaq/internal/reading/run"
)

// mendings bounds how often a run is mended.
const mendings = 10

// mend changes a run so that less of it is breached or open; false where it does not know how, or it would take more acts than a run may have.
func (m *maker) mend(j *run.Judged, r *run.Run) (changed bool) {
	out := 0 // at most so many acts are still to be taken out
	for _, in := range j.Instances() {
		if m.toMend(&in) && takesOut(in.Norm) {
			out++
		}
	}
	for _, in := range j.Instances() {
		if !m.toMend(&in) {
			continue
		}
		if takesOut(in.Norm) {
			out--
		}
		if len(r.Acts)-out > maxActs+1 && !m.notes {
			return false
		}
		switch in.Norm.Modality {
		case norms.Obligation, norms.Aim:
			m.perform(r, &in)
			changed = true
		case norms.Prohibition, norms.Permission:
			changed = m.undo(j, r, &in) || changed
		case norms.Power:
		}
	}
	if !changed { // a date that the run fixed is still to come
		last := r.End
		for _, in := range j.Instances() {
			for _, t := range []int64{in.Window.Start.Lo, in.Window.End.Lo} {
				if t < forever {
					last = max(last, t)
				}
			}
			if per := in.Norm.AtLeast.Per; !per.IsZero() && in.Window.Start.Lo < forever {
				last = max(last, in.Window.Start.Lo+per.Seconds()+4*86400)
			}
		}
		changed = last > r.End
		r.End = last + 86400
	}
	return changed
}

// toMend says whether an instance is one that a complete lawful run has otherwise.
func (m *maker) toMend(in *run.Instance) bool {
	return m.x.asked(in.Norm) && in.States&faults(in.Norm) != 0 && (in.Norm.Modality != norms.Aim || m.aims)
}

// takesOut says whether what goes against a norm may be mended by taking out an act.
func takesOut(n *norms.Norm) bool {
	return n.Goal != nil || n.Modality == norms.Prohibition || n.Modality == norms.Permission
}

// undo takes out an act that breached something.
func (m *maker) undo(j *run.Judged, r *run.Run, in *run.Instance) bool {
	id := deciding(j.Result, in.Key)
	k := slices.IndexFunc(r.Acts, func(a run.Act) bool { return a.ID == id })
	if k < 0 {
		return false
	}
	r.Acts = slices.Delete(r.Acts, k, k+1)
	return true
}

// deciding gives the first act on which the status of an instance rests.
func deciding(res *status.Result, key status.Key) string {
	for i := range res.Agreements {
		for k := range res.Agreements[i].Norms {
			st := &res.Agreements[i].Norms[k]
			if st.Key.Norm != key.Norm {
				continue
			}
			if key.Member == "" {
				return st.Lanes[0].FirstF
			}
			for l := range st.Instances {
				if st.Instances[l].Key.Member == key.Member {
					return st.Instances[l].Lanes[0].FirstF
				}
			}
		}
	}
	return ""
}

// perform does what an instance asks.
func (m *maker) perform(r *run.Run, in *run.Instance) {
	n := in.Norm
	from, to := max(in.Window.Start.Lo, m.from), min(in.Window.End.Lo, r.End)
	if n.Goal != nil {
		m.pursue(r, n, from, to)
		return
	}
	if to <= from {
		from, to = m.from, r.End
	}
	roles := m.bindings(r, in)
	count := max(1, n.AtLeast.N)
	if n.AtLeast.Role != "" {
		count = 1
	}
	add := func(at int64) {
		had := len(r.Acts)
		m.happen(r, n.Act, at, roles)
		if n.AtLeast.Role != "" && len(r.Acts) > had {
			for k := range r.Acts[had].Amounts {
				if a := &r.Acts[had].Amounts[k]; a.Role == n.AtLeast.Role {
					a.N = max(a.N, int64(n.AtLeast.N))
				}
			}
		}
	}
	if per := n.AtLeast.Per; !per.IsZero() {
		step := max(1, per.Seconds()*9/10/int64(count))
		if (to-from)/step > maxActs {
			return
		}
		for t := from + int64(m.dice.n(int(step)))/2; t < to; t += step {
			add(t)
		}
		return
	}
	for range count {
		at := from + int64(m.dice.n(int(max(1, to-from))))
		switch m.dice.n(4) {
		case 0:
			at = to - 1 - int64(m.dice.n(3))
		case 1:
			at = from + int64(m.dice.n(3))
		}
		add(max(at, from))
	}
}

// pursue does something for a condition that is to be kept or brought about: what it speaks of happens, or did not happen.
func (m *maker) pursue(r *run.Run, n *norms.Norm, from, to int64) {
	var list []norms.Pattern
	one := *n
	one.Act, one.If, one.Once, one.While, one.Until, one.Unless, one.Window, one.Except, one.ForEach = norms.Pattern{}, nil, nil, nil, nil, nil, norms.Window{}, nil, nil
	m.norm(side{m.x.prog, m.x.find(n.Name()).ag, &one}, &list)
	if len(list) == 0 || m.dice.n(3) == 0 && len(r.Acts) > 0 {
		if len(r.Acts) > 0 {
			k := m.dice.n(len(r.Acts))
			r.Acts = slices.Delete(r.Acts, k, k+1)
		}
		return
	}
	at := from - int64(m.dice.n(86400))
	if !n.Keep {
		at = from + int64(m.dice.n(int(max(1, to-from))))
	}
	m.happen(r, pick(&m.dice, list), at, nil)
}

// bindings gives what the variable of a family stands for in an instance.
func (m *maker) bindings(r *run.Run, in *run.Instance) func(norms.Value) []string {
	f := in.Norm.ForEach
	if f == nil {
		return nil
	}
	return func(v norms.Value) []string {
		if f.Source == norms.FromBearers {
			return []string{in.Key.Member}
		}
		for _, ro := range r.Rosters {
			for k := range ro.Members {
				if mem := &ro.Members[k]; mem.ID == in.Key.Member {
					if role := mem.Role(v.Role); role != nil {
						return role.Values
					}
				}
			}
		}
		for k := range r.Acts {
			if a := &r.Acts[k]; a.ID == in.Key.Member {
				for _, role := range a.Roles {
					if role.Name == v.Role {
						return role.Values
					}
				}
				if decl := m.x.prog.Act(a.Act); decl != nil && decl.Doer() == v.Role {
					return a.Doers
				}
				return a.Zones
			}
		}
		return nil
	}
}
