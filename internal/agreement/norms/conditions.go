package norms

import "mithaq/internal/agreement/terms"

// cond writes a condition out; nil for none.
func (a *Agreement) cond(x terms.Cond) Cond {
	switch x := x.(type) {
	case *terms.And:
		return And{a.conds(x.Conds)}
	case *terms.Or:
		return Or{a.conds(x.Conds)}
	case *terms.Not:
		return Not{a.cond(x.Cond)}
	case *terms.Seen:
		seen := Seen{Pattern: lowerPattern(&x.Pattern), From: a.from(x.From), Until: a.until(x.Until)}
		if x.No {
			return Not{seen}
		}
		return seen
	case *terms.Holds:
		if x.No {
			return NoneHolds{lowerPattern(&x.Pattern)}
		}
		return Holds{lowerPattern(&x.Pattern)}
	case *terms.NormIs:
		return NormIs{Norm: x.Norm.Name(), Word: NormWord(x.Word), Span: x.Span}
	case *terms.MarkSet:
		return MarkSet{x.Mark.ID}
	case *terms.After:
		return Reached{a.after(&x.Point)}
	case *terms.Compare:
		c := Compare{Figure: a.figure(&x.Figure), Op: Op(x.Op), N: x.N}
		if x.With != nil {
			with := a.figure(x.With)
			c.With = &with
		}
		return c
	}
	return nil
}

func (a *Agreement) conds(list []terms.Cond) []Cond {
	out := make([]Cond, 0, len(list))
	for _, x := range list {
		out = append(out, a.cond(x))
	}
	return out
}

func (a *Agreement) figure(x *terms.Figure) Figure {
	f := Figure{Measure: Measure(x.Measure), Pattern: lowerPattern(&x.Pattern), From: a.from(x.From), Until: a.until(x.Until), Last: x.Last}
	if x.Role != nil {
		f.Role = x.Role.Name
	}
	return f
}
