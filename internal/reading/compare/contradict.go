package compare

import (
	"mithaq/internal/agreement/norms"
)

// unconditional says that a norm comes to bear in every run: it waits on nothing, and nothing ends or suspends it.
func unconditional(n *norms.Norm) bool {
	return n.If == nil && n.Once == nil && n.While == nil && n.Until == nil && n.Judged == nil && n.ForEach == nil
}

// contradicts gives the steps that show that no complete lawful run of the initiative keeps t too, because of its norm i.
func (x *pair) contradicts(t, i side) (steps []Step, rests []string, ok bool) {
	switch {
	case t.n.Modality == norms.Obligation && i.n.Modality == norms.Prohibition && t.n.Goal == nil:
		return x.forbids(t, i)
	case t.n.Modality == norms.Permission && i.n.Modality == norms.Prohibition && t.n.ForEach == nil && i.n.AtMost == (norms.Number{}):
		return x.forbids(t, i)
	case t.n.Modality == norms.Prohibition && i.n.Modality == norms.Obligation && i.n.Goal == nil:
		return x.demands(t, i)
	}
	return nil, nil, false
}

// forbids: each act that would keep (or use) t is a breach of i.
func (x *pair) forbids(t, i side) ([]Step, []string, bool) {
	duty := t.n.Modality == norms.Obligation
	w := x.window(t)
	if t.n.Judged != nil || duty && (!unconditional(t.n) || !w.hasTime() || w.to.base != "" || x.waits(w)) {
		return nil, nil, false
	}
	asked := *t.n
	asked.Modality, asked.AtMost, asked.AtLeast, asked.OnlyOnce = norms.Prohibition, norms.Number{}, norms.Number{}, false
	r := x.refine(side{t.prog, t.ag, &asked}, i)
	if i.n.AtMost.N > 0 || i.n.AtMost.Role != "" { // more is asked than is allowed
		return nil, nil, false
	}
	return r.steps, r.rests, r.holds()
}

// demands: the acts that keep i breach t.
func (x *pair) demands(t, i side) ([]Step, []string, bool) {
	v, w := x.window(t), x.window(i)
	if !unconditional(t.n) || t.n.Unless != nil || t.n.AtMost.Role != "" || i.n.AtLeast.Role != "" || x.waits(v) || v.to.base != "" {
		return nil, nil, false
	}
	if max(1, i.n.AtLeast.N) <= t.n.AtMost.N || !t.n.AtMost.Per.IsZero() || !i.n.AtLeast.Per.IsZero() {
		return nil, nil, false
	}
	_, _, used, ok := x.sure(i)
	if !ok {
		return nil, nil, false
	}
	var r refinement
	r.steps = append(r.steps, x.deeds(i, t)...)
	x.excepted(&r, i, t)
	r.when(Start, opensBefore(v, w), opensAlike(v, w))
	r.when(Deadline, !w.moves && w.to.before(v.to), false)
	return r.steps, append(append(w.rests, v.rests...), used...), r.holds()
}

// waits says that a window opens only when something happens.
func (x *pair) waits(w window) bool {
	return some(w.from, func(m moment) bool { return m.base != "" })
}
