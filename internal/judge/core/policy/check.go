package policy

import (
	"strconv"

	"mithaq/internal/base/diag"
)

// Check types a formula against a signature, decides whether it is monitorable, and brings it into normal form. It gives nil when any
// remark is an error. The written formula stays as it is.
//
// What MonPoly accepts is rewritten as MonPoly does it, because that decides when a verdict appears. A little more is accepted (spec/monitor.md).
func Check(sig *Signature, written Formula) (*Checked, []diag.Diagnostic) {
	r := &resolver{sig: sig, declared: map[string]*Predicate{}}
	for i := range sig.Predicates {
		if p := &sig.Predicates[i]; r.declared[p.Name] == nil {
			r.declared[p.Name] = p
		}
	}
	f := r.formula(written, &scope{vars: map[string]*Var{}})
	ty := &typing{classes: map[*Var]*class{}}
	ty.formula(f)
	found := append(r.found, ty.found...)
	if parts(f) > maxParts {
		found = append(found, diag.Diagnostic{Code: codeLarge, Span: f.Place(), Args: diag.Args("limit", strconv.Itoa(maxParts))})
	}
	if len(found) > 0 {
		diag.Sort(found)
		return nil, found
	}
	ty.settle()
	out := &Checked{Sig: sig, Columns: FreeVars(f)}
	for _, d := range r.all {
		var ds []diag.Diagnostic
		d.F, ds = normal(d.F)
		found = append(found, ds...)
	}
	var ds []diag.Diagnostic
	out.Formula, ds = normal(f)
	if found = append(found, ds...); len(found) > 0 {
		diag.Sort(found)
		return nil, found
	}
	out.Unbounded = unbounded(out.Formula)
	return out, nil
}

// normal gives the normal form of a formula, or what stands against it.
//
// The forms that MonPoly tries come first: negations pushed inward, negations as they stand, guards copied. They decide when a verdict
// appears, except that a guard copied below a past operator would delay it: then a form is taken that does without, if there is one.
func normal(f Formula) (Formula, []diag.Diagnostic) {
	n := &normalizer{found: endless(f)}
	plain := n.core(f)
	m := newMemo()
	tidied := m.tidy(plain)
	if len(n.found) > 0 {
		s := &safety{memo: m}
		s.formula(tidied)
		return nil, append(n.found, s.found...)
	}
	pushed := single(inward(plain))
	for _, form := range []Formula{pushed, plain} {
		if m.monitorable(form) {
			return m.finished(form), nil
		}
	}
	strict := &guarding{memo: m, strict: true}
	guarded := strict.rewrite(pushed)
	follows := strict.fits(guarded) && m.monitorable(guarded)
	// Without a guard that looks ahead all forms are decided at once, and the one without copies is the cheapest.
	if follows && !strict.past && (strict.ahead || !m.monitorable(tidied)) {
		return m.finished(guarded), nil
	}
	if m.monitorable(tidied) {
		return m.finished(tidied), nil
	}
	free := &guarding{memo: m}
	last := free.rewrite(tidied)
	s := &safety{memo: m}
	if free.fits(last) {
		s.formula(last)
	}
	switch {
	case free.fits(last) && len(s.found) == 0:
		return m.finished(last), nil
	case follows:
		return m.finished(guarded), nil
	case !free.fits(last):
		return nil, []diag.Diagnostic{{Code: codeLarge, Span: f.Place(), Args: diag.Args("limit", strconv.Itoa(maxParts))}}
	}
	return nil, s.found
}

// endless finds the future operators without an upper bound.
func endless(f Formula) (found []diag.Diagnostic) {
	op := ""
	switch f := f.(type) {
	case *Eventually:
		op = future("EVENTUALLY", f.I)
	case *Always:
		op = future("ALWAYS", f.I)
	case *Until:
		op = future("UNTIL", f.I)
	case *Let:
		return endless(f.Body) // the definition is looked at by itself
	}
	if op != "" {
		found = append(found, diag.Diagnostic{Code: codeEndless, Span: f.Place(), Args: diag.Args("op", op), Fixes: []diag.Fix{advice("bound")}})
	}
	for _, g := range Children(f) {
		found = append(found, endless(g)...)
	}
	return found
}

func future(op string, i Interval) string {
	if i.Hi == Endless {
		return op
	}
	return ""
}

// parts counts the sub-formulas of f as a tree, up to a little over maxParts. EQUIV stands for twice its sides.
func parts(f Formula) int {
	n := 1
	for _, g := range Children(f) {
		if n += parts(g); n > maxParts {
			break
		}
	}
	if _, ok := f.(*Equiv); ok {
		n *= 2
	}
	return n
}

// unbounded finds the operators whose state may grow for ever: ONCE and SINCE without an upper bound, over tuples with variables.
func unbounded(f Formula) []Unbounded {
	seen := map[Formula]bool{}
	var list []Unbounded
	var visit func(Formula)
	visit = func(f Formula) {
		if seen[f] {
			return
		}
		seen[f] = true
		for _, g := range Children(f) {
			visit(g)
		}
		grows := Formula(nil)
		switch f := f.(type) {
		case *Once:
			if f.I.Hi == Endless {
				grows = f.F
			}
		case *Since:
			if f.I.Hi == Endless {
				grows = f.R
			}
		case *Pred:
			if f.Def != nil {
				visit(f.Def.F)
			}
		}
		if grows != nil {
			if vars := FreeVars(grows); len(vars) > 0 {
				list = append(list, Unbounded{Formula: f, Vars: vars})
			}
		}
	}
	visit(f)
	return list
}

// Notes tells, for the start of a run, which parts of the policy need state without bound.
func (c *Checked) Notes() (notes []diag.Diagnostic) {
	for _, u := range c.Unbounded {
		notes = append(notes, diag.Diagnostic{
			Code: codeGrows, Severity: diag.Note, Span: u.Formula.Place(), Args: diag.Args("vars", names(u.Vars)),
			Fixes: []diag.Fix{advice("bound")},
		})
	}
	return notes
}
