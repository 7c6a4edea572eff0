package policy

import (
	"slices"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
)

// safety looks for what makes a formula of core form unmonitorable, all of it.
type safety struct {
	*memo
	found []diag.Diagnostic
}

// isComparison says whether f is a comparison or the negation of one, which need no relation of their own on the right of AND.
func isComparison(f Formula) bool {
	if n, ok := f.(*Not); ok {
		f = n.F
	}
	switch f.(type) {
	case *Cmp, *Truth:
		return true
	}
	return false
}

func (s *safety) formula(f Formula) {
	if s.safe[f] {
		return
	}
	n := len(s.found)
	s.look(f)
	if n == 0 && len(s.found) == 0 {
		s.safe[f] = true
	}
}

func (s *safety) look(f Formula) {
	switch f := f.(type) {
	case *Pred:
		s.pred(f)
	case *Cmp:
		s.alone(f)
	case *Not:
		s.not(f)
	case *And:
		s.and(f)
	case *Or:
		l, r := s.free(f.L), s.free(f.R)
		if missing := union(without(l, r), without(r, l)); len(missing) > 0 {
			s.tell(codeSides, f.Span, missing, f, advice("same"))
		}
		s.formula(f.L)
		s.formula(f.R)
	case *Since:
		s.since("SINCE", f.L, f.R)
	case *Until:
		s.since("UNTIL", f.L, f.R)
	case *Let:
		s.formula(f.Body)
	default:
		for _, g := range Children(f) {
			s.formula(g)
		}
	}
}

// tell reports each variable that is the matter. via is the formula whose written operator brought the fault in.
func (s *safety) tell(code diag.Code, at source.Span, vars []*Var, via Formula, fix diag.Fix, args ...string) {
	for _, v := range vars {
		d := diag.Diagnostic{
			Code: code, Span: at, Args: append(diag.Args("var", v.Name), diag.Args(args...)...), Fixes: append(sugar(via), fix),
		}
		if !slices.ContainsFunc(s.found, func(o diag.Diagnostic) bool { return covers(o, d) }) {
			s.found = append(s.found, d)
		}
	}
}

// covers says whether o tells what d tells: of a formula that stands in several places, and of negations within one another.
func covers(o, d diag.Diagnostic) bool {
	if o.Code != d.Code || !slices.Equal(o.Args, d.Args) {
		return false
	}
	return o.Span == d.Span || d.Code == codeNegation && o.Span.Start.Offset <= d.Span.Start.Offset && d.Span.End.Offset <= o.Span.End.Offset
}

// sugar says what the written operator behind a negation that nobody wrote stands for.
func sugar(f Formula) []diag.Fix {
	n, ok := f.(*Not)
	if !ok {
		return nil
	}
	switch n.via.(type) {
	case *Implies:
		return []diag.Fix{advice("implies")}
	case *Equiv:
		return []diag.Fix{advice("equiv")}
	case *Forall:
		return []diag.Fix{advice("forall")}
	case *Always:
		return []diag.Fix{advice("always")}
	case *Historically:
		return []diag.Fix{advice("past_always")}
	}
	return nil
}

func (s *safety) pred(f *Pred) {
	for _, t := range f.Args {
		switch t.(type) {
		case *VarTerm, *Const:
		default:
			s.found = append(s.found, diag.Diagnostic{
				Code: codeArgument, Span: place(t), Args: diag.Args("text", PrintTerm(t)), Fixes: []diag.Fix{advice("equation")},
			})
		}
	}
}

// alone: of comparisons only x = c, c = x and c = d are relations.
func (s *safety) alone(f *Cmp) {
	_, leftVar := f.L.(*VarTerm)
	_, rightVar := f.R.(*VarTerm)
	_, leftConst := f.L.(*Const)
	_, rightConst := f.R.(*Const)
	switch vars := s.free(f); {
	case f.Op == Eq && (leftVar || leftConst) && (rightVar || rightConst) && !(leftVar && rightVar):
	case len(vars) == 0:
		s.found = append(s.found, diag.Diagnostic{
			Code: codeGround, Span: f.Span, Args: diag.Args("text", Print(f)), Fixes: []diag.Fix{advice("right")},
		})
	default:
		s.tell(codeAlone, f.Span, vars, nil, advice("right"), "text", Print(f))
	}
}

func (s *safety) not(f *Not) {
	if vars := s.free(f.F); len(vars) > 0 {
		s.tell(codeNegation, f.Span, vars, f, advice("guard"))
	}
	s.formula(f.F)
}

func (s *safety) and(f *And) {
	s.formula(f.L)
	bound := s.free(f.L)
	n, denied := f.R.(*Not)
	switch {
	case isComparison(f.R):
		s.filter(f.R, bound)
	case denied:
		if missing := without(s.free(n.F), bound); len(missing) > 0 {
			s.tell(codeGuard, n.Span, missing, n, advice("bind"))
		}
		s.formula(n.F)
	default:
		s.formula(f.R)
	}
}

// filter: a comparison on the right of AND has only variables that the left side binds, or defines one by the others.
func (s *safety) filter(f Formula, bound []*Var) {
	if c, ok := f.(*Cmp); ok && c.Op == Eq {
		if _, ok := c.L.(*VarTerm); ok && within(TermVars(c.R), bound) {
			return
		}
		if _, ok := c.R.(*VarTerm); ok && within(TermVars(c.L), bound) {
			return
		}
	}
	s.tell(codeUnbound, f.Place(), without(s.free(f), bound), f, advice("bind"), "text", Print(f))
}

func (s *safety) since(op string, l, r Formula) {
	s.formula(r)
	if missing := without(s.free(l), s.free(r)); len(missing) > 0 {
		s.tell(codeLeft, l.Place(), missing, l, advice("bind"), "op", op)
	}
	if n, ok := l.(*Not); ok {
		l = n.F
	}
	s.formula(l)
}
