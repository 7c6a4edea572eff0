package coretest

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"mithaq/internal/judge/core/policy"
)

// How tightly a form binds, from weak to strong (conformance README, "Binding strength").
const (
	bindLet = iota
	bindSince
	bindTemporal
	bindQuantifier
	bindEquiv
	bindImplies
	bindOr
	bindAnd
	bindNot
	bindAtom
)

// printer writes formulas as text: with as few brackets as can be, or with more; blanks, units and spellings vary.
type printer struct {
	*rand.Rand
	extra int // percent of brackets that are not needed
}

// written is a formula's text: how tightly it binds, and how tightly the loosest form does that reaches its right end.
type written struct {
	text string
	bind int
	open int
}

func (s *sample) text() string {
	p := &printer{rand.New(rand.NewPCG(s.seed, 3)), 0}
	if p.IntN(2) == 0 {
		p.extra = 40
	}
	return p.formula(s.formula).text
}

func (p *printer) chance(percent int) bool { return p.IntN(100) < percent }

func (p *printer) or(a, b string) string {
	if p.chance(70) {
		return a
	}
	return b
}

func (p *printer) brackets(w written, needed bool) string {
	if needed || p.chance(p.extra) {
		return "(" + w.text + ")"
	}
	return w.text
}

func (p *printer) formula(f policy.Formula) written {
	atom := func(text string) written { return written{text, bindAtom, bindAtom} }
	switch f := f.(type) {
	case *policy.Pred:
		return atom(p.pred(f))
	case *policy.Cmp:
		return atom(p.term(f.L, false) + " " + compareNames[f.Op] + " " + p.term(f.R, false))
	case *policy.Truth:
		return atom(strings.ToUpper(strconv.FormatBool(f.Value)))
	case *policy.Not:
		return p.prefix("NOT ", bindNot, f.F)
	case *policy.And:
		return p.infix(" AND ", bindAnd, f.L, f.R, false)
	case *policy.Or:
		return p.infix(" OR ", bindOr, f.L, f.R, false)
	case *policy.Implies:
		return p.infix(" IMPLIES ", bindImplies, f.L, f.R, true)
	case *policy.Equiv:
		return p.infix(" EQUIV ", bindEquiv, f.L, f.R, false)
	case *policy.Exists:
		return p.prefix("EXISTS "+names(f.Vars)+". ", bindQuantifier, f.F)
	case *policy.Forall:
		return p.prefix("FORALL "+names(f.Vars)+". ", bindQuantifier, f.F)
	case *policy.Prev:
		return p.prefix(p.or("PREV", "PREVIOUS")+p.window(f.I), bindTemporal, f.F)
	case *policy.Next:
		return p.prefix("NEXT"+p.window(f.I), bindTemporal, f.F)
	case *policy.Once:
		return p.prefix("ONCE"+p.window(f.I), bindTemporal, f.F)
	case *policy.Eventually:
		return p.prefix(p.or("EVENTUALLY", "SOMETIMES")+p.window(f.I), bindTemporal, f.F)
	case *policy.Historically:
		return p.prefix(p.or("PAST_ALWAYS", "HISTORICALLY")+p.window(f.I), bindTemporal, f.F)
	case *policy.Always:
		return p.prefix("ALWAYS"+p.window(f.I), bindTemporal, f.F)
	case *policy.Since:
		return p.infix(" SINCE"+p.window(f.I), bindSince, f.L, f.R, true)
	case *policy.Until:
		return p.infix(" UNTIL"+p.window(f.I), bindSince, f.L, f.R, true)
	case *policy.Agg:
		text := "(" + f.Result.Name + " <- " + aggregations[f.Op] + " " + f.X.Name
		if len(f.Group) > 0 {
			text += "; " + names(f.Group)
		}
		return atom(text + " (" + p.formula(f.F).text + "))")
	case *policy.Let:
		head := "LET " + f.Def.Name + "(" + names(f.Def.Params) + ") = " + p.formula(f.Def.F).text + " IN "
		return written{head + p.formula(f.Body).text, bindLet, bindLet}
	}
	panic(fmt.Sprintf("no text for %T", f))
}

func names(vars []*policy.Var) string {
	var out []string
	for _, v := range vars {
		out = append(out, v.Name)
	}
	return strings.Join(out, ", ")
}

// prefix writes an operator before its operand: one that binds more weakly needs brackets, unless it is a prefix itself.
func (p *printer) prefix(op string, bind int, f policy.Formula) written {
	w := p.formula(f)
	loose := w.bind < bind && (!isPrefix(f) || w.bind == bindLet)
	text := p.brackets(w, loose)
	if text != w.text {
		w.open = bindAtom
	}
	return written{op + text, bind, min(bind, w.open)}
}

func isPrefix(f policy.Formula) bool {
	switch f.(type) {
	case *policy.Not, *policy.Exists, *policy.Forall, *policy.Prev, *policy.Next, *policy.Once, *policy.Eventually, *policy.Historically, *policy.Always:
		return true
	}
	return false
}

// infix writes an operator between its operands. What stands at the right end of the left one must not take the operator in.
func (p *printer) infix(op string, bind int, l, r policy.Formula, toRight bool) written {
	left, right := p.formula(l), p.formula(r)
	tight := 1
	if toRight {
		tight = 0
	}
	a := p.brackets(left, left.bind < bind+1-tight || left.open < bind || toRight && left.open == bind)
	b := p.brackets(right, right.bind < bind+tight && (!isPrefix(r) || right.bind == bindLet))
	if b != right.text {
		right.open = bindAtom
	}
	return written{a + op + b, bind, min(bind, right.open)}
}

func (p *printer) pred(f *policy.Pred) string {
	var args []string
	for i, a := range f.Args {
		if f.Wild[i] {
			args = append(args, "_")
		} else {
			args = append(args, p.term(a, false))
		}
	}
	return f.Name + p.or("", " ") + "(" + strings.Join(args, p.or(", ", ",")) + ")"
}

var arithSigns = []string{" + ", " - ", " * ", " / ", " MOD "}

// term writes a term; inside another one in brackets, unless it is short.
func (p *printer) term(t policy.Term, inside bool) string {
	text := ""
	switch t := t.(type) {
	case *policy.VarTerm:
		return t.Var.Name
	case *policy.Const:
		switch t.Type {
		case policy.Int:
			return strconv.FormatInt(t.Int, 10)
		case policy.Float:
			text := strconv.FormatFloat(t.Float, 'f', -1, 64)
			if !strings.Contains(text, ".") {
				text += ".0"
			}
			return text
		}
		return `"` + t.Str + `"`
	case *policy.Convert:
		if t.To == policy.Float {
			return "i2f(" + p.term(t.X, false) + ")"
		}
		return "f2i(" + p.term(t.X, false) + ")"
	case *policy.Neg:
		text = "-(" + p.term(t.X, false) + ")"
	case *policy.Arith:
		product, _ := t.L.(*policy.Arith) // * and / bind tighter than + and -, from the left
		bare := product != nil && product.Op != policy.Mod && t.Op != policy.Mod && (t.Op < policy.Mul || product.Op >= policy.Mul)
		text = p.term(t.L, !bare) + arithSigns[t.Op] + p.term(t.R, t.Op != policy.Mod)
	}
	if inside {
		return "(" + text + ")"
	}
	return text
}

// window writes an interval in one of the ways to write it.
func (p *printer) window(w policy.Interval) string {
	if w.Lo == 0 && w.Hi == policy.Endless && p.chance(60) {
		return " "
	}
	text := "[" + p.seconds(w.Lo)
	if w.Lo > 0 && p.chance(25) {
		text = "(" + p.seconds(w.Lo-1)
	}
	text += p.or(",", ", ")
	switch {
	case w.Hi == policy.Endless:
		text += "*" + p.or(")", "]")
	case p.chance(25):
		text += p.seconds(w.Hi+1) + ")"
	default:
		text += p.seconds(w.Hi) + "]"
	}
	return text + " "
}

func (p *printer) seconds(n int64) string {
	for _, u := range []struct {
		name string
		n    int64
	}{{"d", 86400}, {"h", 3600}, {"m", 60}, {"s", 1}} {
		if n%u.n == 0 && p.chance(60) {
			return strconv.FormatInt(n/u.n, 10) + u.name
		}
	}
	return strconv.FormatInt(n, 10)
}

var typeNames = []string{"int", "float", "string"}

// showSignature writes the signature file.
func showSignature(sig *policy.Signature) string {
	var b strings.Builder
	for _, d := range sig.Predicates {
		var params []string
		for _, p := range d.Params {
			params = append(params, p.Name+":"+typeNames[p.Type])
		}
		fmt.Fprintf(&b, "%s(%s)\n", d.Name, strings.Join(params, ", "))
	}
	return b.String()
}

// showLog writes the log file of exact events.
func showLog(sig *policy.Signature, log []instant) string {
	var b strings.Builder
	for _, p := range log {
		fmt.Fprintf(&b, "@%d", p.stamp)
		for _, ev := range p.events {
			var args []string
			for _, a := range ev.args {
				args = append(args, a.String())
			}
			fmt.Fprintf(&b, " %s(%s)", sig.Predicates[ev.pred].Name, strings.Join(args, ","))
		}
		b.WriteString("\n")
	}
	return b.String()
}
