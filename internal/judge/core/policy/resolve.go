package policy

import (
	"slices"
	"strconv"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/base/suggest"
)

// resolver gives each binding of a variable one Var and each use of a predicate what it stands for. The written tree stays as it is.
type resolver struct {
	sig      *Signature
	declared map[string]*Predicate
	defs     []*Definition // what LET defines around here, the inner ones last
	all      []*Definition // every definition, the inner ones first
	found    []diag.Diagnostic
}

// scope is where a name is looked up: what one operator binds, and then what stands around it.
type scope struct {
	vars  map[string]*Var
	outer *scope
}

func (r *resolver) tell(code diag.Code, at source.Span, fixes []diag.Fix, args ...string) {
	r.found = append(r.found, diag.Diagnostic{Code: code, Span: at, Args: diag.Args(args...), Fixes: fixes})
}

// lookup gives the variable of a name; a name that nothing binds is a free variable of the outermost scope.
func (s *scope) lookup(name string, at source.Span) *Var {
	for ; ; s = s.outer {
		if v := s.vars[name]; v != nil {
			return v
		}
		if s.outer == nil {
			v := &Var{Name: name, Span: at}
			s.vars[name] = v
			return v
		}
	}
}

// bind opens a scope in which the written variables have Vars of their own. Of one named twice the first stands.
func (s *scope) bind(written []*Var) (*scope, []*Var) {
	inner := &scope{vars: map[string]*Var{}, outer: s}
	var vars []*Var
	for _, w := range written {
		if inner.vars[w.Name] == nil {
			v := &Var{Name: w.Name, Span: w.Span}
			inner.vars[w.Name] = v
			vars = append(vars, v)
		}
	}
	return inner, vars
}

// formula resolves f in a scope.
func (r *resolver) formula(f Formula, s *scope) Formula {
	switch f := f.(type) {
	case *Pred:
		return r.pred(f, s)
	case *Cmp:
		return &Cmp{Op: f.Op, L: term(f.L, s), R: term(f.R, s), span: f.span}
	case *Not:
		return &Not{F: r.formula(f.F, s), span: f.span}
	case *And:
		return &And{L: r.formula(f.L, s), R: r.formula(f.R, s), span: f.span}
	case *Or:
		return &Or{L: r.formula(f.L, s), R: r.formula(f.R, s), span: f.span}
	case *Implies:
		return &Implies{L: r.formula(f.L, s), R: r.formula(f.R, s), span: f.span}
	case *Equiv:
		return &Equiv{L: r.formula(f.L, s), R: r.formula(f.R, s), span: f.span}
	case *Exists:
		inner, vars := s.bind(f.Vars)
		return &Exists{Vars: vars, F: r.formula(f.F, inner), span: f.span}
	case *Forall:
		inner, vars := s.bind(f.Vars)
		return &Forall{Vars: vars, F: r.formula(f.F, inner), span: f.span}
	case *Prev:
		return &Prev{I: f.I, F: r.formula(f.F, s), span: f.span}
	case *Next:
		return &Next{I: f.I, F: r.formula(f.F, s), span: f.span}
	case *Once:
		return &Once{I: f.I, F: r.formula(f.F, s), span: f.span}
	case *Eventually:
		return &Eventually{I: f.I, F: r.formula(f.F, s), span: f.span}
	case *Historically:
		return &Historically{I: f.I, F: r.formula(f.F, s), span: f.span}
	case *Always:
		return &Always{I: f.I, F: r.formula(f.F, s), span: f.span}
	case *Since:
		return &Since{I: f.I, L: r.formula(f.L, s), R: r.formula(f.R, s), span: f.span}
	case *Until:
		return &Until{I: f.I, L: r.formula(f.L, s), R: r.formula(f.R, s), span: f.span}
	case *Agg:
		return r.aggregation(f, s)
	case *Let:
		return r.let(f, s)
	}
	return f
}

func (r *resolver) pred(f *Pred, s *scope) Formula {
	out := &Pred{Name: f.Name, Wild: f.Wild, span: f.span}
	for i, t := range f.Args {
		if v, ok := t.(*VarTerm); ok && f.Wild[i] {
			t = &VarTerm{Var: &Var{Name: "_", Span: v.Span}, Span: v.Span}
		} else {
			t = term(t, s)
		}
		out.Args = append(out.Args, t)
	}
	r.stands(out)
	return out
}

// stands finds what a predicate's use stands for: the innermost definition of its name and number of arguments, else the declared predicate.
func (r *resolver) stands(f *Pred) {
	var other source.Span // the nearest one of the name with another number of arguments
	var names []string
	want := 0
	for i := len(r.defs) - 1; i >= 0; i-- {
		d := r.defs[i]
		if d.Name == f.Name && len(d.Params) == len(f.Args) {
			f.Def = d
			return
		}
		if names = append(names, d.Name); d.Name == f.Name && !other.Known() {
			other, want = d.Span, len(d.Params)
		}
	}
	if d := r.declared[f.Name]; d != nil {
		if f.Decl = d; len(d.Params) == len(f.Args) {
			return
		}
		if !other.Known() {
			other, want = d.Span, len(d.Params)
		}
	}
	if other.Known() {
		r.found = append(r.found, diag.Diagnostic{
			Code: codeArity, Span: f.Span, Related: []diag.Related{{Key: "here", Span: other}},
			Args: diag.Args("name", f.Name, "want", strconv.Itoa(want), "got", strconv.Itoa(len(f.Args))),
		})
		return
	}
	at := source.Span{File: f.Span.File, Start: f.Span.Start, End: f.Span.Start}
	at.End.Offset += len(f.Name)
	at.End.Column += len(f.Name)
	for _, p := range r.sig.Predicates {
		names = append(names, p.Name)
	}
	var fixes []diag.Fix
	if near := suggest.Nearest(f.Name, names); near != "" {
		fixes = []diag.Fix{{Key: "mean", Args: diag.Args("want", near), Edits: []diag.Edit{{Span: at, Text: near}}}}
	}
	r.tell(codeUndeclared, at, fixes, "name", f.Name)
}

// aggregation binds all free variables of the body except the groups; the result and the groups belong to the scope around it.
func (r *resolver) aggregation(f *Agg, s *scope) Formula {
	out := &Agg{Op: f.Op, span: f.span}
	open := &scope{vars: map[string]*Var{}} // with nothing around it, so that it collects what is free in the body
	for _, g := range f.Group {
		if open.vars[g.Name] != nil {
			r.tell(codeRepeated, g.Span, nil, "var", g.Name)
			continue
		}
		v := s.lookup(g.Name, g.Span)
		open.vars[g.Name] = v
		out.Group = append(out.Group, v)
	}
	out.F = r.formula(f.F, open)
	free := FreeVars(out.F)
	out.X = open.lookup(f.X.Name, f.X.Span)
	if !slices.Contains(free, out.X) {
		r.tell(codeNotInBody, f.X.Span, nil, "var", f.X.Name)
	}
	for _, g := range f.Group {
		if !slices.Contains(free, open.vars[g.Name]) {
			r.tell(codeNotInBody, g.Span, nil, "var", g.Name)
		}
		if g.Name == f.Result.Name {
			r.tell(codeResultGroup, f.Result.Span, nil, "var", g.Name)
		}
	}
	out.Result = s.lookup(f.Result.Name, f.Result.Span)
	return out
}

// let resolves the definition in a scope of its own: its parameters are all that is free in it, and its predicate has there the meaning it
// had before.
func (r *resolver) let(f *Let, s *scope) Formula {
	def := &Definition{Name: f.Def.Name, span: f.Def.span}
	own := &scope{vars: map[string]*Var{}}
	for _, p := range f.Def.Params {
		if own.vars[p.Name] != nil {
			r.tell(codeRepeated, p.Span, nil, "var", p.Name)
			continue
		}
		v := &Var{Name: p.Name, Span: p.Span}
		own.vars[p.Name] = v
		def.Params = append(def.Params, v)
	}
	def.F = r.formula(f.Def.F, own)
	free := FreeVars(def.F)
	for _, v := range def.Params {
		if !slices.Contains(free, v) {
			r.tell(codeNotDefined, v.Span, nil, "var", v.Name, "name", def.Name)
		}
	}
	for _, v := range without(free, def.Params) {
		r.tell(codeNotParameter, v.Span, []diag.Fix{advice("exists", "var", v.Name)}, "var", v.Name, "name", def.Name)
	}
	r.all = append(r.all, def)
	r.defs = append(r.defs, def)
	body := r.formula(f.Body, s)
	r.defs = r.defs[:len(r.defs)-1]
	return &Let{Def: def, Body: body, span: f.span}
}

// term resolves the variables of a term.
func term(t Term, s *scope) Term {
	switch t := t.(type) {
	case *VarTerm:
		return &VarTerm{Var: s.lookup(t.Var.Name, t.Span), Span: t.Span}
	case *Arith:
		return &Arith{Op: t.Op, L: term(t.L, s), R: term(t.R, s), Span: t.Span}
	case *Neg:
		return &Neg{X: term(t.X, s), Span: t.Span}
	case *Convert:
		return &Convert{To: t.To, X: term(t.X, s), Span: t.Span}
	}
	return t
}
