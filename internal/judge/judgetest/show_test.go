package judgetest

import (
	"encoding/json"
	"fmt"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
)

// show writes a sample so that a reader can follow it.
func (s *sample) show() string {
	var b strings.Builder
	ag := &s.prog.Agreements[0]
	when := func(t int64) string { return instantName(ag.Zone, t) }
	fmt.Fprintf(&b, "seed %d, as of %s, zone %s, starts %s, force %d by %v, observed %v\n", s.seed, when(s.at), ag.Zone, when(ag.Starts), ag.Force, ag.By, ag.Observed)
	for _, p := range s.prog.Vocabulary.Parties {
		if (p.ID == "b1" || p.ID == "h") && len(p.In) > 0 {
			fmt.Fprintf(&b, "%s in %s from %s until %s\n", p.ID, p.In[0].In, when(p.In[0].Dates.Lo), when(p.In[0].Dates.Hi))
		}
	}
	for _, ag := range s.prog.Agreements {
		if ag.Entry != nil {
			fmt.Fprintf(&b, "%s in force once %s\n", ag.ID, showCond(ag.Zone, ag.Entry))
		}
		if ag.ID != "x" && len(ag.Includes) > 0 {
			fmt.Fprintf(&b, "%s (force %d, by %v) includes %v\n", ag.ID, ag.Force, ag.By, ag.Includes)
		}
	}
	for _, p := range ag.Initially {
		fmt.Fprintf(&b, "at start %s\n", showPattern(p))
	}
	for _, c := range ag.Counts {
		fmt.Fprintf(&b, "%s: %s counts as %s for %v\n", c.ID, showPattern(c.From), showPattern(c.To), c.For)
	}
	if len(ag.Marks[0].Movers) > 0 {
		fmt.Fprintf(&b, "mark moved by %v\n", ag.Marks[0].Movers)
	}
	for i := range ag.Norms {
		b.WriteString(showNorm(ag.Zone, &ag.Norms[i]))
	}
	for _, c := range ag.Claims {
		fmt.Fprintf(&b, "claim %s: %s op %d %d number %v\n", c.ID, showFigure(ag.Zone, c.Figure), c.Op, c.N, c.Number)
	}
	b.WriteString(s.showFacts())
	return b.String()
}

func showNorm(z civil.Zone, n *norms.Norm) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %v share %d %s %s", n.ID, n.Bearers, n.Share, [...]string{"must", "must not", "may", "aims to", "can"}[n.Modality], showPattern(n.Act))
	if n.Goal != nil {
		fmt.Fprintf(&b, " goal (keep %v) %s", n.Keep, showCond(z, n.Goal))
	}
	if n.ForEach != nil {
		fmt.Fprintf(&b, " for each %s %s%v", [...]string{"roster", "act", "state", "bearer", "party", "pair"}[n.ForEach.Source], showPattern(n.ForEach.Pattern), n.ForEach.Members)
	}
	if n.BearerVar != nil {
		fmt.Fprintf(&b, " borne by %s.%s", n.BearerVar.Var, n.BearerVar.Role)
	}
	for _, p := range n.Except {
		fmt.Fprintf(&b, " except %s", showPattern(p))
	}
	fmt.Fprintf(&b, " [%s, %s)", showBound(z, n.Window.Start), showBound(z, n.Window.End))
	if r := n.Window.Renew; r != nil {
		fmt.Fprintf(&b, " renewed %s unless %s", showPeriod(r.Period), showCond(z, r.Unless))
	}
	for _, x := range n.Extends {
		fmt.Fprintf(&b, " extended by %s: %s", x.Power, showPeriod(x.By))
	}
	number := func(word string, k norms.Number) {
		fmt.Fprintf(&b, " at %s %d %s per %s every %v", word, k.N, k.Role, showPeriod(k.Per), k.Every)
	}
	if n.AtLeast.N > 1 || n.AtLeast.Per.N > 0 || n.AtLeast.Role != "" {
		number("least", n.AtLeast)
	}
	if n.AtMost.N > 0 {
		number("most", n.AtMost)
	}
	conds := []norms.Cond{n.If, n.Once, n.While, n.Until, n.Unless}
	for i, word := range []string{"if", "once", "while", "until", "unless"} {
		if conds[i] != nil {
			fmt.Fprintf(&b, " %s %s", word, showCond(z, conds[i]))
		}
	}
	if n.Clock != norms.ClockByKind {
		fmt.Fprintf(&b, " clock %d", n.Clock)
	}
	if n.OnlyOnce {
		b.WriteString(" (only once)")
	}
	if n.Cure != nil {
		fmt.Fprintf(&b, " cure %s", showPeriod(n.Cure.Period))
		if n.Cure.Notice != nil {
			fmt.Fprintf(&b, " after %s", showPattern(*n.Cure.Notice))
		}
	}
	if n.Judged != nil {
		fmt.Fprintf(&b, " judged %s or %s by %v", showPattern(n.Judged.Yes), showPattern(n.Judged.No), n.Judged.By)
	}
	if n.Observed.Percent > 0 || n.Observed.By != nil {
		fmt.Fprintf(&b, " observed %v", n.Observed)
	}
	return b.String() + "\n"
}

func (s *sample) showFacts() string {
	var b strings.Builder
	when := func(t int64) string { return instantName(s.prog.Agreements[0].Zone, t) }
	for _, f := range s.set.Facts {
		fmt.Fprintf(&b, "%s %s %s unsure=%v [%s, %s] x%d..%d by", f.ID, f.Act, f.Grade, f.Unsure, when(f.When.Lo), when(f.When.Hi), f.Acts.Lo, f.Acts.Hi)
		for _, to := range f.Attribution.To {
			fmt.Fprintf(&b, " %s(%s)", to.Party, to.Grade)
		}
		if f.Attribution.OneOf {
			fmt.Fprintf(&b, " one of, exhaustive %v group %s", f.Attribution.Exhaustive, f.Attribution.Group)
		}
		fmt.Fprintf(&b, " roles %v zones %v", f.Roles, f.Place.Zones)
		if f.Place.Point != nil {
			fmt.Fprintf(&b, " point %v radius %d", *f.Place.Point, f.Place.Radius)
		}
		if f.Amounts != nil {
			fmt.Fprintf(&b, " amounts %v", f.Amounts)
		}
		b.WriteString("\n")
	}
	for _, c := range s.set.Coverage {
		fmt.Fprintf(&b, "coverage %s %s %s [%s, %s) acts %v denied %v lag %d\n", c.ID, c.Observer, c.Zone, when(c.From), when(c.To), c.Acts, c.Denied, c.Lag)
	}
	for _, p := range s.set.Positions {
		fmt.Fprintf(&b, "position %s %s %s %s\n", p.Party, p.Stance, p.Agree, when(p.When.Lo))
	}
	for _, t := range s.set.Tallies {
		fmt.Fprintf(&b, "tally %s %s %s %v %v [%s, %s)\n", t.Act, t.What, t.Grade, t.Number, t.Roles, when(t.From), when(t.To))
	}
	for _, ro := range s.set.Rosters {
		fmt.Fprintf(&b, "roster %s complete %v declared %s\n", ro.ID, ro.Complete, when(ro.Declared))
		for _, m := range ro.Members {
			fmt.Fprintf(&b, "  %s %s [%s, %s] %v\n", m.ID, m.Grade, when(m.When.Lo), when(m.When.Hi), m.Roles)
		}
	}
	return b.String()
}

func showPeriod(p civil.Period) string { return fmt.Sprintf("%d %s", p.N, p.Unit) }

func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

func instantName(z civil.Zone, t int64) string {
	switch {
	case t <= civil.Ever:
		return "ever"
	case t >= civil.Forever:
		return "forever"
	}
	d := z.DateOf(t)
	return fmt.Sprintf("%02d-%02d+%d", d.Month, d.Day, t-z.Start(d))
}

func showPattern(p norms.Pattern) string {
	var parts []string
	for _, w := range p.Roles {
		var vs []string
		for _, v := range w.Values {
			s := v.ID
			if v.Var != "" {
				s = v.Var + "." + v.Role
			}
			if v.Near > 0 {
				s = fmt.Sprintf("within %d m of %s", v.Near, s)
			}
			vs = append(vs, s)
		}
		word := w.Role + ":"
		if w.All {
			word += "all "
		}
		if w.Amount != nil {
			word += fmt.Sprintf("%s %d", showOp(w.Amount.Op), w.Amount.N)
		}
		parts = append(parts, word+strings.Join(vs, "|"))
	}
	return p.Act + "(" + strings.Join(parts, ", ") + ")"
}

func showBound(z civil.Zone, b *norms.Bound) string {
	if b == nil {
		return "-"
	}
	p := b.At
	s := [...]string{instantName(z, p.Instant), "mark", "act " + showPattern(p.Act), p.Norm, "var " + p.Var, "start " + p.Agree}[p.Sort]
	if p.Breach {
		s = "breach of " + s
	}
	if b.Plus.N > 0 {
		s += [...]string{" plus ", " minus "}[map[bool]int{b.Before: 1}[true]] + showPeriod(b.Plus)
	}
	s += [...]string{" exact", " daystart", " dayend", " sameclock"}[b.Edge]
	if b.Period {
		s += " (period)"
	}
	return s
}

func showOp(op norms.Op) string { return [...]string{">=", "<=", ">", "<", "="}[op] }

func showFigure(z civil.Zone, f norms.Figure) string {
	s := fmt.Sprintf("%s %s %s from %s until %s", [...]string{"count", "distinct", "sum"}[f.Measure], f.Role, showPattern(f.Pattern), showBound(z, f.From), showBound(z, f.Until))
	if f.Last.N > 0 {
		s += " in the last " + showPeriod(f.Last)
	}
	return s
}

func showCond(z civil.Zone, c norms.Cond) string {
	list := func(word string, cs []norms.Cond) string {
		var parts []string
		for _, c := range cs {
			parts = append(parts, showCond(z, c))
		}
		return "(" + strings.Join(parts, " "+word+" ") + ")"
	}
	switch c := c.(type) {
	case norms.And:
		return list("and", c.Conds)
	case norms.Or:
		return list("or", c.Conds)
	case norms.Not:
		return "not " + showCond(z, c.Cond)
	case norms.Seen:
		return fmt.Sprintf("seen %s from %s until %s", showPattern(c.Pattern), showBound(z, c.From), showBound(z, c.Until))
	case norms.Holds:
		return "holds " + showPattern(c.Pattern)
	case norms.NoneHolds:
		return "none " + showPattern(c.Pattern)
	case norms.NormIs:
		return c.Norm + [...]string{" kept", " breached", " due", " in force"}[c.Word]
	case norms.MarkSet:
		return "mark set"
	case norms.Reached:
		return "after " + showBound(z, &c.Bound)
	case norms.Compare:
		if c.With != nil {
			return fmt.Sprintf("(%s) %s (%s)", showFigure(z, c.Figure), showOp(c.Op), showFigure(z, *c.With))
		}
		return fmt.Sprintf("(%s) %s %d", showFigure(z, c.Figure), showOp(c.Op), c.N)
	case norms.InEffect:
		return fmt.Sprintf("in effect %s undone by %v for %s", c.Power, c.Undo, showPeriod(c.For))
	case nil:
		return "never"
	}
	return fmt.Sprintf("%T", c)
}
