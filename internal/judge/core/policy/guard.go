package policy

import "slices"

// The propagation of guards, after S. Müller, "Theory and Applications of Runtime Monitoring Metric First-order Temporal Logic" (PhD thesis,
// ETH Zurich, 2009), section 5.3. In "f AND g" the formula f is copied to where g has variables that nothing there restricts.
//
// MonPoly prints a verdict when the rewritten formula is decided, and a guard that looks into the future is decided late. So the strict form
// copies where MonPoly copies: it looks at the left side of OR alone, takes "x < 5" as a restriction of x (there are finitely many such
// naturals), does not take up an AND on the right of an AND, does not go into aggregations and LET, and copies where nothing asks for it. The
// other form copies only where it must.

// maxParts bounds the parts of a normal form: EQUIV and guards multiply what they copy.
const maxParts = 10000

// guarding rewrites a formula of core form.
type guarding struct {
	*memo
	strict bool
	steps  int
	ahead  bool // a copied guard looks into the future
	past   bool // a guard was copied below a past operator, from where it has to be seen in the future
}

// fits says whether the rewriting ended within maxParts.
func (g *guarding) fits(f Formula) bool { return g.steps <= maxParts && parts(f) <= maxParts }

// rewrite copies guards. After maxParts steps it leaves the rest as it is.
func (g *guarding) rewrite(f Formula) Formula {
	if g.steps++; g.steps > maxParts {
		return f
	}
	switch f := f.(type) {
	case *And:
		return g.and(f)
	case *Agg, *Let:
		if g.strict {
			return f
		}
	}
	return with(f, g.rewrite)
}

// lacks says whether guard restricts a variable that is free in f but not restricted there.
func (g *guarding) lacks(guard, f Formula) bool {
	missing := without(g.free(f), g.restricted(f))
	return len(without(missing, g.restricted(guard))) < len(missing)
}

func (g *guarding) and(f *And) Formula {
	if !g.strict {
		if g.monitorable(f) {
			return f
		}
		f = &And{L: g.rewrite(f.L), R: f.R, span: f.span}
	}
	guard := f.L
	// under gives "seen AND h", seen being the guard as it looks from h, rewritten.
	under := func(seen, h Formula) Formula {
		g.ahead = g.ahead || looksAhead(seen)
		return g.rewrite(&And{L: seen, R: h, span: span{h.Place()}})
	}
	whole := func(r Formula) Formula { return &And{L: guard, R: r, span: f.span} }
	switch r := f.R.(type) {
	case *And:
		if g.lacks(guard, r.L) || !g.strict && g.lacks(guard, r.R) {
			return g.rewrite(&And{L: under(guard, r.L), R: g.rewrite(r.R), span: f.span})
		}
		if g.strict {
			return &And{L: g.rewrite(guard), R: with(r, g.rewrite), span: f.span}
		}
	case *Or:
		if g.lacks(guard, r.L) || !g.strict && g.lacks(guard, r.R) {
			return &Or{L: under(guard, r.L), R: under(guard, r.R), span: f.span}
		}
	case *Exists:
		if g.lacks(guard, r.F) {
			return whole(&Exists{Vars: r.Vars, F: under(guard, r.F), span: r.span})
		}
	case *Not:
		if _, cmp := r.F.(*Cmp); !cmp && g.lacks(guard, r.F) {
			return whole(&Not{F: under(guard, r.F), via: r.via, span: r.span})
		}
	case *Prev:
		if g.lacks(guard, r.F) {
			g.past = true
			return whole(&Prev{I: r.I, F: under(&Next{I: r.I, F: guard, span: span{guard.Place()}}, r.F), span: r.span})
		}
	case *Next:
		if g.lacks(guard, r.F) {
			return whole(&Next{I: r.I, F: under(&Prev{I: r.I, F: guard, span: span{guard.Place()}}, r.F), span: r.span})
		}
	case *Eventually:
		if g.lacks(guard, r.F) {
			return whole(&Eventually{I: r.I, F: under(seenLater(r.I, guard), r.F), span: r.span})
		}
	case *Once:
		if r.I.Hi != Endless && g.lacks(guard, r.F) {
			g.past = true
			return whole(&Once{I: r.I, F: under(seenEarlier(r.I, guard), r.F), span: r.span})
		}
	case *Since:
		if r.I.Hi == Endless {
			break
		}
		if g.lacks(guard, r.L) {
			g.past = true
			return whole(&Since{I: r.I, L: under(seenEarlier(Interval{0, r.I.Hi}, guard), r.L), R: r.R, span: r.span})
		}
		if g.lacks(guard, r.R) {
			g.past = true
			return whole(&Since{I: r.I, L: r.L, R: under(seenEarlier(r.I, guard), r.R), span: r.span})
		}
	case *Until:
		if g.lacks(guard, r.L) {
			return whole(&Until{I: r.I, L: under(seenLater(Interval{0, r.I.Hi}, guard), r.L), R: r.R, span: r.span})
		}
		if g.lacks(guard, r.R) {
			return whole(&Until{I: r.I, L: r.L, R: under(seenLater(r.I, guard), r.R), span: r.span})
		}
	}
	if g.strict {
		return with(f, g.rewrite)
	}
	if r := g.rewrite(f.R); r != f.R {
		return whole(r)
	}
	return f
}

// seenLater is what holds at every time point within i after one at which f holds.
func seenLater(i Interval, f Formula) Formula { return &Once{I: i, F: f, span: span{f.Place()}} }

// seenEarlier is the same before.
func seenEarlier(i Interval, f Formula) Formula {
	return &Eventually{I: i, F: f, span: span{f.Place()}}
}

// looksAhead says whether a future operator stands in f or in a definition that it uses.
func looksAhead(f Formula) bool {
	switch f := f.(type) {
	case *Next, *Eventually, *Until:
		return true
	case *Pred:
		return f.Def != nil && looksAhead(f.Def.F)
	}
	return slices.ContainsFunc(Children(f), looksAhead)
}

// restricted gives variables that have finitely many values in f, as far as its form shows it (rr in the thesis).
func (g *guarding) restricted(f Formula) []*Var {
	switch f := f.(type) {
	case *Pred:
		return g.free(f)
	case *Cmp:
		return g.restrictedBy(f, false)
	case *Not:
		if c, ok := f.F.(*Cmp); ok {
			return g.restrictedBy(c, true)
		}
		return nil
	case *And:
		return g.restrictedAnd(f)
	case *Or:
		l, r := g.restricted(f.L), g.restricted(f.R)
		return without(r, without(r, l))
	case *Exists:
		return without(g.restricted(f.F), f.Vars)
	case *Agg:
		inner := g.restricted(f.F)
		return append([]*Var{f.Result}, without(inner, without(inner, f.Group))...)
	case *Prev:
		return g.restricted(f.F)
	case *Next:
		return g.restricted(f.F)
	case *Once:
		return g.restricted(f.F)
	case *Eventually:
		return g.restricted(f.F)
	case *Since:
		return g.restricted(f.R)
	case *Until:
		return g.restricted(f.R)
	case *Let:
		return g.restricted(f.Body)
	}
	return nil
}

// restrictedBy gives the variables that a comparison, or its negation, restricts by itself.
func (g *guarding) restrictedBy(f *Cmp, denied bool) []*Var {
	x, leftVar := f.L.(*VarTerm)
	y, rightVar := f.R.(*VarTerm)
	_, leftConst := f.L.(*Const)
	_, rightConst := f.R.(*Const)
	switch {
	case f.Op == Eq && !denied && leftVar && rightConst:
		return []*Var{x.Var}
	case f.Op == Eq && !denied && leftConst && rightVar:
		return []*Var{y.Var}
	case !g.strict:
		return nil
	case leftVar && rightVar && x.Var == y.Var && (f.Op == Less) != denied: // x < x, NOT x = x, NOT x <= x: no value at all
		return []*Var{x.Var}
	case f.Op != Eq && !denied && leftVar && rightConst: // x < 5
		return []*Var{x.Var}
	case f.Op != Eq && denied && leftConst && rightVar: // NOT 5 < x
		return []*Var{y.Var}
	}
	return nil
}

// restrictedAnd: a comparison of two variables hands the restriction of one on to the other.
func (g *guarding) restrictedAnd(f *And) []*Var {
	l := g.restricted(f.L)
	c, ok := f.R.(*Cmp)
	denied := false
	if n, isNot := f.R.(*Not); isNot {
		c, ok = n.F.(*Cmp)
		denied = true
	}
	if ok && (c.Op != Eq || !denied) {
		x, left := c.L.(*VarTerm)
		y, right := c.R.(*VarTerm)
		has := func(v *VarTerm) bool { return within([]*Var{v.Var}, l) }
		switch {
		case c.Op == LessEq && g.strict:
			return l
		case c.Op == Eq && !g.strict && left && within(TermVars(c.R), l):
			return union(l, []*Var{x.Var})
		case c.Op == Eq && !g.strict && right && within(TermVars(c.L), l):
			return union(l, []*Var{y.Var})
		case !left || !right:
		case c.Op == Eq && (has(x) || has(y)):
			return union(l, []*Var{x.Var, y.Var})
		case c.Op == Eq:
			return l
		case g.strict && !denied && (has(y) || x.Var == y.Var):
			return union(l, []*Var{x.Var})
		case g.strict && denied && has(x):
			return union(l, []*Var{y.Var})
		case c.Op == Less:
			return l
		}
	}
	return union(l, g.restricted(f.R))
}
