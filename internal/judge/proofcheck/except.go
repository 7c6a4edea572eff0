package proofcheck

import (
	"reflect"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/judge/fact"
)

// normHits gives the acts of a norm: those that match it and none of its exceptions.
func (l *lane) normHits(n *norms.Norm, s *scope) []hit {
	list := l.hits(n.Act, s)
	for i := range n.Except {
		for j := range list {
			h := &list[j]
			x := l.excepted(h.fact, n, &n.Except[i], s)
			h.is = tri{h.is.must && !x.may, h.is.may && !x.must}
			for k := range h.ways {
				h.ways[k].is = h.ways[k].is.and(h.is)
			}
		}
		list = slices.DeleteFunc(list, func(h hit) bool { return !h.is.may })
	}
	return list
}

// excepted says whether an act that is the norm's is that of an exception: what both ask for in the same words is so.
func (l *lane) excepted(f *fact.Fact, n *norms.Norm, e *norms.Pattern, s *scope) tri {
	rules := slices.ContainsFunc(s.ag.Counts, func(r norms.CountsAs) bool {
		return slices.Contains(l.takes(e.Act), r.To.Act) || slices.Contains(l.takes(n.Act.Act), r.To.Act)
	})
	certain := *f
	certain.Grade, certain.Unsure, certain.Acts = 3, false, fact.Range{Lo: 1, Hi: 1} // that it happened is given
	if rules {
		return l.hold(&certain, *e, s).is
	}
	p := *e
	p.Roles = slices.DeleteFunc(slices.Clone(e.Roles), func(w norms.Want) bool {
		return slices.ContainsFunc(n.Act.Roles, func(own norms.Want) bool { return reflect.DeepEqual(own, w) })
	})
	return l.hold(&certain, p, s).is
}
