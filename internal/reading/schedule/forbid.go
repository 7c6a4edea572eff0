package schedule

import (
	"slices"

	"mithaq/internal/agreement/norms"
)

// rule is a norm that bounds when a duty's act is allowed, and the ways to heed it.
type rule struct {
	by   *norms.Norm
	ways []way
}

// way is one way to heed it: after all of these bounds, before all of those.
type way struct {
	sort          CauseSort
	after, before []counted
}

// rules lists what bounds when the party may do what a duty asks. Left: that cannot be said in bounds.
func (t *text) rules(id string, n *norms.Norm) (list []rule, left *Left) {
	var parts *norms.Norm
	voc := &t.p.Vocabulary
	for _, q := range t.limited[n.Act.Act] {
		if !t.concerns(q, id) || q.Modality == norms.Prohibition && q.AtMost.N >= max(1, n.AtLeast.N) && q.AtMost.Role == "" {
			continue
		}
		c := cover(voc, t.mattersOf(q), t.mattersOf(n))
		for i := range q.Except {
			if cover(voc, &q.Except[i], &n.Act) == whole {
				c = nothing
			}
		}
		switch c {
		case nothing:
		case part: // the duty can be done in a way that this one does not forbid; two may leave none
			if parts != nil {
				return nil, &Left{n, Several, q.Name()}
			}
			parts = q
		case whole:
			r := rule{by: q}
			if r.ways = t.ways(q); len(r.ways) == 0 {
				return nil, &Left{n, Forbidden, q.Name()}
			}
			list = append(list, r)
		}
	}
	return list, nil
}

// concerns says whether a norm is about what the party does: it bears it, or nobody is named, or a party that it is in does.
func (t *text) concerns(q *norms.Norm, id string) bool {
	who := Bearers(q)
	return len(who) == 0 || slices.ContainsFunc(who, func(b string) bool { return len(t.p.Vocabulary.Within(id, b)) > 0 })
}

// mattersOf gives the norm's pattern without who acts.
func (t *text) mattersOf(n *norms.Norm) *norms.Pattern {
	p := n.Act
	decl := t.p.Act(p.Act)
	if decl == nil {
		return &p
	}
	p.Roles = slices.DeleteFunc(slices.Clone(p.Roles), func(w norms.Want) bool { return w.Role == decl.Doer() })
	return &p
}

// ways lists how to heed a norm that limits an act. A condition that is not read makes a prohibition hold all the time.
func (t *text) ways(q *norms.Norm) (list []way) {
	a := t.p.Agreement(q.Agree)
	if q.Modality == norms.Permission {
		conds, ok := t.times(a, q.Once)
		if !ok {
			return nil
		}
		for _, c := range conds {
			list = append(list, way{sort: OnlyOnce, after: c})
		}
		return list
	}
	if q.Window.End != nil && q.Window.Renew == nil && len(q.Extends) == 0 && q.While == nil {
		if ev, s, ok := t.anchor(a, q, q.Window.End, true); ok {
			list = append(list, way{sort: Forbids, after: []counted{{ev, s}}})
		}
	}
	if q.Until != nil {
		if conds, ok := t.times(a, q.Until); ok {
			for _, c := range conds {
				list = append(list, way{sort: Forbids, after: c})
			}
		}
	}
	if q.Window.Start != nil {
		if ev, s, ok := t.anchor(a, q, q.Window.Start, false); ok {
			list = append(list, way{sort: Forbids, before: []counted{{ev, s}}})
		}
	}
	return list
}
