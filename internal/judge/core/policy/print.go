package policy

import (
	"strconv"
	"strings"
)

// Print writes a formula so that Parse reads the same tree back, with brackets where they are needed. Variables are written by their names.
func Print(f Formula) string {
	var b strings.Builder
	write(&b, f, bindAll)
	return b.String()
}

// strength says how strongly the outermost operator of f binds; an atom most strongly.
func strength(f Formula) int {
	switch f.(type) {
	case *Let, *Agg:
		return bindAll
	case *Since, *Until:
		return bindSince
	case *Prev, *Next, *Once, *Eventually, *Always, *Historically:
		return bindTemporal
	case *Exists, *Forall:
		return bindQuantifier
	case *Equiv:
		return bindEquiv
	case *Implies:
		return bindImplies
	case *Or:
		return bindOr
	case *And:
		return bindAnd
	case *Not:
		return bindNot
	}
	return bindNot + 1
}

// write puts f in brackets unless it binds at least so strongly. Prefix operators run to the right as far as they can, so that in the
// middle of another formula they stand in brackets too.
func write(b *strings.Builder, f Formula, least int) {
	if strength(f) < least {
		b.WriteByte('(')
		defer b.WriteByte(')')
	}
	two := func(l Formula, op string, r Formula, left, right int) {
		write(b, l, left)
		b.WriteString(" " + op + " ")
		write(b, r, right)
	}
	one := func(op string, i Interval, g Formula) {
		b.WriteString(op + i.String() + " ")
		write(b, g, bindTemporal)
	}
	switch f := f.(type) {
	case *Truth:
		b.WriteString(strings.ToUpper(strconv.FormatBool(f.Value)))
	case *Pred:
		b.WriteString(f.Name + "(" + printArgs(f) + ")")
	case *Cmp:
		if l, r := PrintTerm(f.L), PrintTerm(f.R); f.turned {
			b.WriteString(r + compareSigns[f.Op+Greater-Less] + l)
		} else {
			b.WriteString(l + compareSigns[f.Op] + r)
		}
	case *Not:
		b.WriteString("NOT ")
		write(b, f.F, bindNot)
	case *And:
		two(f.L, "AND", f.R, bindAnd, bindNot)
	case *Or:
		two(f.L, "OR", f.R, bindOr, bindAnd)
	case *Implies:
		two(f.L, "IMPLIES", f.R, bindOr, bindImplies)
	case *Equiv:
		two(f.L, "EQUIV", f.R, bindEquiv, bindImplies)
	case *Since:
		two(f.L, "SINCE"+f.I.String(), f.R, bindTemporal, bindSince)
	case *Until:
		two(f.L, "UNTIL"+f.I.String(), f.R, bindTemporal, bindSince)
	case *Exists:
		b.WriteString("EXISTS " + names(f.Vars) + ". ")
		write(b, f.F, bindQuantifier)
	case *Forall:
		b.WriteString("FORALL " + names(f.Vars) + ". ")
		write(b, f.F, bindQuantifier)
	case *Prev:
		one("PREV", f.I, f.F)
	case *Next:
		one("NEXT", f.I, f.F)
	case *Once:
		one("ONCE", f.I, f.F)
	case *Eventually:
		one("EVENTUALLY", f.I, f.F)
	case *Always:
		one("ALWAYS", f.I, f.F)
	case *Historically:
		one("PAST_ALWAYS", f.I, f.F)
	case *Agg:
		b.WriteString(f.Result.Name + " <- " + f.Op.String() + " " + f.X.Name)
		if len(f.Group) > 0 {
			b.WriteString("; " + names(f.Group))
		}
		b.WriteString(" (")
		write(b, f.F, bindAll)
		b.WriteByte(')')
	case *Let:
		b.WriteString("LET " + f.Def.Name + "(" + names(f.Def.Params) + ") = ")
		write(b, f.Def.F, bindAll)
		b.WriteString(" IN ")
		write(b, f.Body, bindAll)
	}
}

// String gives the interval as a formula writes it, nothing for [0,*).
func (i Interval) String() string {
	lo := "[" + strconv.FormatInt(i.Lo, 10) + ","
	switch {
	case i.Hi == Endless && i.Lo == 0:
		return ""
	case i.Hi == Endless:
		return lo + "*)"
	}
	return lo + strconv.FormatInt(i.Hi, 10) + "]"
}

var compareSigns = [...]string{Eq: " = ", Less: " < ", LessEq: " <= ", Greater: " > ", GreaterEq: " >= "}

func printArgs(f *Pred) string {
	args := make([]string, len(f.Args))
	for i, t := range f.Args {
		args[i] = PrintTerm(t)
	}
	return strings.Join(args, ", ")
}

func names(vars []*Var) string {
	list := make([]string, len(vars))
	for i, v := range vars {
		list[i] = v.Name
	}
	return strings.Join(list, ", ")
}

// PrintTerm writes a term so that it is read back as it is.
func PrintTerm(t Term) string {
	switch t := t.(type) {
	case *VarTerm:
		return t.Var.Name
	case *Const:
		switch t.Type {
		case Int:
			return strconv.FormatInt(t.Int, 10)
		case Float:
			s := strconv.FormatFloat(t.Float, 'f', -1, 64)
			if !strings.Contains(s, ".") {
				s += ".0"
			}
			return s
		}
		return `"` + t.Str + `"`
	case *Neg:
		return "- " + inner(t.X)
	case *Arith:
		return inner(t.L) + " " + [...]string{"+", "-", "*", "/", "MOD"}[t.Op] + " " + inner(t.R)
	case *Convert:
		if t.To == Float {
			return "i2f(" + PrintTerm(t.X) + ")"
		}
		return "f2i(" + PrintTerm(t.X) + ")"
	}
	return ""
}

// inner puts a term with an operator of its own in brackets.
func inner(t Term) string {
	switch t.(type) {
	case *Arith, *Neg:
		return "(" + PrintTerm(t) + ")"
	}
	return PrintTerm(t)
}
