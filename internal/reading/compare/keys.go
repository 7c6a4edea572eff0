package compare

import (
	"fmt"
	"strings"

	"mithaq/internal/agreement/norms"
)

// Keys are canonical texts of patterns, bounds and conditions, without positions in the text: two that are equal mean the
// same wherever they are read in the same way.

func keyOfValue(v norms.Value) string {
	if v.Var != "" {
		return fmt.Sprintf("$%s.%s~%d", v.Var, v.Role, v.Near)
	}
	return fmt.Sprintf("%q~%d", v.ID, v.Near)
}

func keyOfPattern(p *norms.Pattern) string {
	var b strings.Builder
	b.WriteString(p.Act)
	for _, w := range p.Roles {
		fmt.Fprintf(&b, " %s:%t", w.Role, w.All)
		if w.Amount != nil {
			fmt.Fprintf(&b, "%d %d", w.Amount.Op, w.Amount.N)
		}
		for _, v := range w.Values {
			b.WriteString(" " + keyOfValue(v))
		}
	}
	return b.String()
}

func keyOfPoint(p *norms.Point) string {
	return fmt.Sprintf("%d %d %s [%s] %s %t %s %s", p.Sort, p.Instant, p.Mark, keyOfPattern(&p.Act), p.Norm, p.Breach, p.Agree, p.Var)
}

func keyOfBound(b *norms.Bound) string {
	if b == nil {
		return "none"
	}
	return fmt.Sprintf("<%s +%v e%d p%t b%t>", keyOfPoint(&b.At), b.Plus, b.Edge, b.Period, b.Before)
}

func keyOfFigure(f *norms.Figure) string {
	if f == nil {
		return "none"
	}
	return fmt.Sprintf("{%d %s %s %s %s %v}", f.Measure, f.Role, keyOfPattern(&f.Pattern), keyOfBound(f.From), keyOfBound(f.Until), f.Last)
}

func keyOfCond(c norms.Cond) string {
	list := func(word string, conds []norms.Cond) string {
		var parts []string
		for _, x := range conds {
			parts = append(parts, keyOfCond(x))
		}
		return word + "(" + strings.Join(parts, ", ") + ")"
	}
	switch c := c.(type) {
	case nil:
		return "none"
	case norms.And:
		return list("and", c.Conds)
	case norms.Or:
		return list("or", c.Conds)
	case norms.Not:
		return "not(" + keyOfCond(c.Cond) + ")"
	case norms.Seen:
		return fmt.Sprintf("seen(%s %s %s)", keyOfPattern(&c.Pattern), keyOfBound(c.From), keyOfBound(c.Until))
	case norms.Holds:
		return "holds(" + keyOfPattern(&c.Pattern) + ")"
	case norms.NoneHolds:
		return "none(" + keyOfPattern(&c.Pattern) + ")"
	case norms.NormIs:
		return fmt.Sprintf("norm(%s %d)", c.Norm, c.Word)
	case norms.MarkSet:
		return "set(" + c.Mark + ")"
	case norms.Reached:
		return "reached(" + keyOfBound(&c.Bound) + ")"
	case norms.Compare:
		return fmt.Sprintf("compare(%s %d %d %s)", keyOfFigure(&c.Figure), c.Op, c.N, keyOfFigure(c.With))
	case norms.InEffect:
		return fmt.Sprintf("effect(%s %v %v)", c.Power, c.Undo, c.For)
	}
	panic(fmt.Sprintf("compare: unknown condition %T", c))
}
