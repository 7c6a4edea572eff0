package policy

import (
	"strings"
	"testing"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
)

// soundRemarks holds remarks to what every one must have: a place within the text.
func soundRemarks(t *testing.T, text string, ds []diag.Diagnostic) {
	t.Helper()
	for _, d := range ds {
		if !d.Span.Known() || d.Span.Start.Offset < 0 || d.Span.End.Offset > len(text) || d.Span.Start.Offset > d.Span.End.Offset {
			t.Errorf("%s: place %v of a text of %d bytes", d.Code, d.Span, len(text))
		}
	}
}

// FuzzSignature: any text gives a signature or remarks with places; what was read whole is read back from its own writing.
func FuzzSignature(f *testing.F) {
	f.Add("publish(title:string, n:int)\ntick()\nq(int,float) # comment\n(* more *)")
	f.Add("p(x:int\nq(y:)")
	f.Add("é(1.5)((")
	f.Fuzz(func(t *testing.T, text string) {
		sig, ds := ParseSignature(source.NewFile("s", text))
		soundRemarks(t, text, ds)
		if diag.HasErrors(ds) {
			return
		}
		var b strings.Builder
		for _, p := range sig.Predicates {
			var params []string
			for _, a := range p.Params {
				params = append(params, a.Type.String())
			}
			b.WriteString(p.Name + "(" + strings.Join(params, ",") + ")\n")
		}
		again, ds := ParseSignature(source.NewFile("s", b.String()))
		if len(ds) > 0 || len(again.Predicates) != len(sig.Predicates) {
			t.Errorf("%q is read back as %v, %v", b.String(), again, ds)
		}
	})
}

// FuzzFormula: any text gives a tree or remarks with places; a tree is read back from its own writing; a formula that is accepted has the
// columns of its normal form, is in normal form, and has the same one each time.
func FuzzFormula(f *testing.F) {
	for _, text := range []string{
		"p(x) AND NOT ONCE[0,5] two(x, _)", "LET a(x) = p(x) OR q(x) IN a(y) AND y > 3", "c <- CNT x; y (ONCE(1m,2h] two(x, y))",
		"two(x, y) AND (p(x) EQUIV q(y))", "p(x) AND y = x MOD 2 * - 3 + (f2i(1.5) / 2)", "FORALL x. (p(x) IMPLIES q(x)) (* no *)",
		"(NOT p(x)) UNTIL[2,9] two(x, y)", "x<-1 (((", "ONCE[2] p(x) \"", "PAST_ALWAYS[0,*] NOT EXISTS x. p(x) SINCE tick()",
	} {
		f.Add(text)
	}
	sig, _ := ParseSignature(source.NewFile("s", "tick()\np(x:int)\nq(x:int)\nr(x:int)\ntwo(x:int,y:int)\nname(x:int,s:string)\nreal(f:float)\n"))
	f.Fuzz(func(t *testing.T, text string) {
		tree, ds := Parse(source.NewFile("f", text))
		soundRemarks(t, text, ds)
		if tree == nil {
			if !diag.HasErrors(ds) {
				t.Error("neither tree nor error")
			}
			return
		}
		printed := Print(tree)
		if again, ds := Parse(source.NewFile("g", printed)); again == nil || Print(again) != printed {
			t.Errorf("%q is written as %q and read back as %v", text, printed, ds)
		}
		checked, ds := Check(sig, tree)
		soundRemarks(t, text, ds)
		if checked == nil {
			if !diag.HasErrors(ds) {
				t.Error("refused without an error")
			}
			return
		}
		if free := FreeVars(checked.Formula); !within(free, checked.Columns) || !within(checked.Columns, free) {
			t.Errorf("columns %s of %s", names(checked.Columns), Print(checked.Formula))
		}
		if !newMemo().monitorable(checked.Formula) || unfinished(checked.Formula) {
			t.Errorf("no normal form: %s", Print(checked.Formula))
		}
		if second, _ := Check(sig, tree); second == nil || Print(second.Formula) != Print(checked.Formula) {
			t.Errorf("two checks of %q differ", text)
		}
	})
}

// unfinished says whether a node stands in f that no checked formula has.
func unfinished(f Formula) bool {
	switch f := f.(type) {
	case *Implies, *Equiv, *Forall, *Always, *Historically, *Let:
		return true
	case *Cmp:
		if f.Op == Greater || f.Op == GreaterEq {
			return true
		}
	}
	for _, g := range Children(f) {
		if unfinished(g) {
			return true
		}
	}
	return false
}
