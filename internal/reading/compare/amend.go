package compare

import (
	"mithaq/internal/agreement/norms"
)

// amend says whether the nearest norm of the initiative would meet the terms' norm if it said, in each dimension in which it falls
// short and in no other, what the terms say. Only then is that told as what it would have to add; otherwise the
// terms' norm itself is.
func (x *pair) amend(c *Cell, t side) {
	if len(c.Links) != 1 || len(c.Add) == 0 {
		return
	}
	near := x.find(c.Links[0].Norm)
	if near.n == nil {
		return
	}
	ok := true
	for _, p := range x.parts(t) {
		for _, q := range x.parts(near) {
			n := *q.n
			for _, s := range c.Add {
				ok = amended(x, &n, p.n, &s) && ok
			}
			r := x.refine(p.side, side{x.prog, near.ag, &n})
			ok = ok && r.holds()
		}
	}
	c.Enough = ok
}

// amended writes into n what t says in one dimension; false where a text could not simply say so.
func amended(x *pair, n, t *norms.Norm, s *Step) bool {
	role := s.Role
	switch s.Dimension {
	case Modality:
		n.Modality, n.AtLeast, n.AtMost = t.Modality, t.AtLeast, t.AtMost
		return (n.Modality == norms.Prohibition) == (t.Modality == norms.Prohibition)
	case Bearer:
		n.Bearers, n.BearerVar, n.Share = t.Bearers, t.BearerVar, t.Share
		if a := x.prog.Act(t.Act.Act); a != nil {
			role = a.Doer()
		}
	case Thing, Place:
	case Exception:
		n.Except = t.Except
		return true
	case Number:
		n.AtLeast, n.AtMost = t.AtLeast, t.AtMost
		return true
	case Start:
		n.Window.Start = t.Window.Start
		return true
	case Deadline:
		n.Window.End, n.Window.Renew, n.Clock = t.Window.End, t.Window.Renew, t.Clock
		return true
	case Condition:
		switch s.Word {
		case "if":
			n.If = t.If
		case "once":
			n.Once = t.Once
		case "while":
			n.While = t.While
		case "until":
			n.Until = t.Until
		case "unless":
			n.Unless = t.Unless
		}
		return true
	case Family:
		n.ForEach = t.ForEach
		return t.ForEach != nil
	case Deed:
		n.Goal = t.Goal
		return t.Goal != nil
	case OpenWord, NumDimensions:
		return false
	}
	var roles []norms.Want
	for _, w := range n.Act.Roles {
		if w.Role != role {
			roles = append(roles, w)
		}
	}
	for _, w := range t.Act.Roles {
		if w.Role == role {
			roles = append(roles, w)
		}
	}
	n.Act.Roles = sortedWants(roles)
	return true
}
