package policy

import "mithaq/internal/base/diag"

// normalizer brings resolved, typed formulas into normal form.
type normalizer struct{ found []diag.Diagnostic }

func (n *normalizer) tell(d diag.Diagnostic) { n.found = append(n.found, d) }

// core writes IMPLIES, EQUIV, FORALL, ALWAYS and PAST_ALWAYS with NOT, AND, OR, EXISTS, EVENTUALLY and ONCE; takes out variables of EXISTS
// that do not occur; turns > and >= round; gives ground terms their values.
func (n *normalizer) core(f Formula) Formula {
	switch f := f.(type) {
	case *Pred:
		out := &Pred{Name: f.Name, Wild: f.Wild, Decl: f.Decl, Def: f.Def, span: f.span}
		for _, t := range f.Args {
			out.Args = append(out.Args, n.constant(t))
		}
		return out
	case *Cmp:
		return n.comparison(f)
	case *Implies:
		return &Or{L: n.not(f.L, f), R: n.core(f.R), span: f.span}
	case *Equiv:
		// Each side is brought into core form once and shared.
		l, r := n.core(f.L), n.core(f.R)
		return &And{
			L:    &Or{L: &Not{F: l, via: f, span: span{l.Place()}}, R: r, span: f.span},
			R:    &Or{L: l, R: &Not{F: r, via: f, span: span{r.Place()}}, span: f.span},
			span: f.span,
		}
	case *Exists:
		return exists(f.Vars, n.core(f.F), f.span)
	case *Forall:
		return &Not{F: exists(f.Vars, n.not(f.F, f), f.span), via: f, span: f.span}
	case *Always:
		return &Not{F: &Eventually{I: f.I, F: n.not(f.F, f), span: f.span}, via: f, span: f.span}
	case *Historically:
		return &Not{F: &Once{I: f.I, F: n.not(f.F, f), span: f.span}, via: f, span: f.span}
	}
	return with(f, n.core)
}

func (n *normalizer) not(f, via Formula) Formula {
	return &Not{F: n.core(f), via: via, span: span{f.Place()}}
}

// exists binds those of the variables that are free in f.
func exists(vars []*Var, f Formula, s span) Formula {
	free := FreeVars(f)
	if vars = without(vars, without(vars, free)); len(vars) == 0 {
		return f
	}
	return &Exists{Vars: vars, F: f, span: s}
}

func (n *normalizer) comparison(f *Cmp) Formula {
	out := &Cmp{Op: f.Op, L: n.constant(f.L), R: n.constant(f.R), span: f.span}
	if f.Op == Greater || f.Op == GreaterEq {
		out.Op -= Greater - Less
		out.L, out.R, out.turned = out.R, out.L, true
	}
	return out
}

// inward pushes negations over AND and OR, and over LET into its body.
func inward(f Formula) Formula {
	n, ok := f.(*Not)
	if !ok {
		return with(f, inward)
	}
	deny := func(g Formula) Formula { return inward(&Not{F: g, via: n.via, span: span{g.Place()}}) }
	switch g := n.F.(type) {
	case *And:
		return &Or{L: deny(g.L), R: deny(g.R), span: n.span}
	case *Or:
		return &And{L: deny(g.L), R: deny(g.R), span: n.span}
	case *Let:
		return &Let{Def: g.Def, Body: deny(g.Body), span: n.span}
	}
	return with(n, inward)
}

// single takes out double negations.
func single(f Formula) Formula {
	if n, ok := f.(*Not); ok {
		if m, ok := n.F.(*Not); ok {
			return single(m.F)
		}
	}
	return with(f, single)
}

// tidy takes out LET (uses hold the definition) and double negations, and pushes a negation over AND and OR only where what it denies cannot be evaluated, guards copied or not.
func (m *memo) tidy(f Formula) Formula {
	switch f := f.(type) {
	case *Not:
		return m.denied(m.tidy(f.F), f)
	case *Let:
		return m.tidy(f.Body)
	}
	return with(f, m.tidy)
}

// denied gives the negation of a tidy formula, tidy. n is the negation as it was written.
func (m *memo) denied(f Formula, n *Not) Formula {
	stands := &Not{F: f, via: n.via, span: span{f.Place()}}
	if f.Place() == n.F.Place() {
		stands.span = n.span
	}
	switch f := f.(type) {
	case *Not:
		return f.F
	case *And:
		if !m.monitorable(f) && !m.monitorable((&guarding{memo: m}).rewrite(f)) {
			return &Or{L: m.denied(f.L, n), R: m.denied(f.R, n), span: stands.span}
		}
	case *Or:
		if !m.monitorable(f) && !m.monitorable((&guarding{memo: m}).rewrite(f)) {
			return &And{L: m.denied(f.L, n), R: m.denied(f.R, n), span: stands.span}
		}
	}
	return stands
}

// finished takes out LET, whose definition its uses hold, and turns equalities so that a variable to be defined stands on the left.
func (m *memo) finished(f Formula) Formula {
	switch f := f.(type) {
	case *Let:
		return m.finished(f.Body)
	case *Cmp:
		_, l := f.L.(*VarTerm)
		_, r := f.R.(*VarTerm)
		if f.Op == Eq && r && !l {
			return &Cmp{Op: Eq, L: f.R, R: f.L, span: f.span}
		}
		return f
	case *And:
		l, r := m.finished(f.L), m.finished(f.R)
		if c, ok := r.(*Cmp); ok && c.Op == Eq && !within(TermVars(c.L), m.free(l)) {
			// one side is the variable to be defined: the left one, unless the right side has what f.L does not bind
		} else if ok && c.Op == Eq && !within(TermVars(c.R), m.free(l)) {
			r = &Cmp{Op: Eq, L: c.R, R: c.L, span: c.span}
		}
		if l == f.L && r == f.R {
			return f
		}
		return &And{L: l, R: r, span: f.span}
	}
	return with(f, m.finished)
}
