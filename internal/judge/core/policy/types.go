package policy

import (
	"fmt"
	"slices"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
)

// typing infers the types of variables: two things that must be of one type share a class, and a class has at most one type.
type typing struct {
	classes map[*Var]*class
	found   []diag.Diagnostic
}

// class is a set of terms of one type.
type class struct {
	of      *class // the class that this one was joined to
	typ     Type
	known   bool
	numeric bool        // int or float; read when not known
	why     source.Span // what made it so
}

func known(t Type, at source.Span) *class { return &class{typ: t, known: true, why: at} }

func (c *class) root() *class {
	for c.of != nil {
		c = c.of
	}
	return c
}

func (ty *typing) of(v *Var) *class {
	c := ty.classes[v]
	if c == nil {
		c = &class{}
		ty.classes[v] = c
	}
	return c.root()
}

// join makes the class of a term that of what is needed at its place; the term and the place are told where they differ.
func (ty *typing) join(need, got *class, at source.Span, text fmt.Stringer) {
	need, got = need.root(), got.root()
	switch {
	case need == got:
		return
	case need.known && got.known && need.typ != got.typ:
		ty.clash(codeClash, at, need, got, "term", text.String(), "got", got.typ.String(), "want", need.typ.String())
		return
	case got.known && got.typ == String && need.numeric:
		ty.clash(codeNotNumeric, at, need, got, "term", text.String())
		return
	case need.known && need.typ == String && got.numeric:
		ty.clash(codeNotNumeric, at, got, need, "term", text.String())
		return
	}
	from, to := need, got
	if need.known {
		from, to = got, need
	}
	to.numeric = to.numeric || from.numeric
	if !to.why.Known() {
		to.why = from.why
	}
	from.of = to
}

// printed and named are what a clash names, written out only where there is one.
type (
	printed struct{ Term }
	named   struct{ *Var }
)

func (p printed) String() string { return PrintTerm(p.Term) }
func (n named) String() string   { return n.Name }

// clash tells that two types meet, and where each comes from.
func (ty *typing) clash(code diag.Code, at source.Span, need, got *class, args ...string) {
	d := diag.Diagnostic{Code: code, Span: at, Args: diag.Args(args...)}
	if got.why.Known() && got.why != at {
		d.Related = append(d.Related, diag.Related{Key: "got", Span: got.why})
	}
	if need.why.Known() && need.why != at {
		d.Related = append(d.Related, diag.Related{Key: "want", Span: need.why})
	}
	if code == codeClash && need.typ != String && got.typ != String {
		d.Fixes = []diag.Fix{advice("convert")}
	}
	ty.found = append(ty.found, d)
}

// formula types a resolved formula.
func (ty *typing) formula(f Formula) {
	switch f := f.(type) {
	case *Pred:
		ty.pred(f)
	case *Cmp:
		l, r := ty.term(f.L), ty.term(f.R)
		ty.join(l, r, place(f.R), printed{f.R})
	case *Agg:
		ty.formula(f.F)
		ty.agg(f)
	default:
		for _, g := range Children(f) {
			ty.formula(g)
		}
	}
}

func (ty *typing) pred(f *Pred) {
	for i, t := range f.Args {
		got := ty.term(t)
		switch {
		case f.Decl != nil && i < len(f.Decl.Params):
			ty.join(known(f.Decl.Params[i].Type, f.Decl.Span), got, place(t), printed{t})
		case f.Def != nil && i < len(f.Def.Params):
			ty.join(ty.of(f.Def.Params[i]), got, place(t), printed{t})
		}
	}
}

func (ty *typing) agg(f *Agg) {
	x, result := ty.of(f.X), &class{}
	if slices.Contains([]AggOp{Sum, Avg, Med}, f.Op) {
		ty.join(&class{numeric: true, why: f.Span}, x, f.X.Span, named{f.X})
	}
	switch f.Op {
	case Cnt:
		result = known(Int, f.Span)
	case Avg, Med:
		result = known(Float, f.Span)
	default:
		result = ty.of(f.X)
	}
	ty.join(result, ty.of(f.Result), f.Result.Span, named{f.Result})
}

// term gives the class of a term.
func (ty *typing) term(t Term) *class {
	switch t := t.(type) {
	case *VarTerm:
		return ty.of(t.Var)
	case *Const:
		return known(t.Type, t.Span)
	case *Neg:
		c := &class{numeric: true, why: t.Span}
		ty.join(c, ty.term(t.X), place(t.X), printed{t.X})
		return c
	case *Arith:
		c := &class{numeric: true, why: t.Span}
		if t.Op == Mod {
			c = known(Int, t.Span)
		}
		ty.join(c, ty.term(t.L), place(t.L), printed{t.L})
		ty.join(c, ty.term(t.R), place(t.R), printed{t.R})
		return c
	case *Convert:
		from := Int
		if t.To == Int {
			from = Float
		}
		ty.join(known(from, t.Span), ty.term(t.X), place(t.X), printed{t.X})
		return known(t.To, t.Span)
	}
	return &class{}
}

// settle writes the types into the variables.
func (ty *typing) settle() {
	for v, c := range ty.classes {
		v.Type = c.root().typ
	}
}

// place gives the words of a term.
func place(t Term) source.Span {
	switch t := t.(type) {
	case *VarTerm:
		return t.Span
	case *Const:
		return t.Span
	case *Arith:
		return t.Span
	case *Neg:
		return t.Span
	case *Convert:
		return t.Span
	}
	return source.Span{}
}
