package trace

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"mithaq/internal/base/source"
	"mithaq/internal/judge/core"
	"mithaq/internal/judge/core/policy"
)

// written collects what a log says, as text.
type written struct {
	sig     *policy.Signature
	symbols *core.Symbols
	text    strings.Builder
}

func (w *written) Point(stamp int64) error {
	fmt.Fprintf(&w.text, "@%d\n", stamp)
	return nil
}

func (w *written) Tuple(pred int, args []core.Word) error {
	p := w.sig.Predicates[pred]
	w.text.WriteString(p.Name)
	for i, a := range args {
		if p.Params[i].Type == policy.String {
			fmt.Fprintf(&w.text, " %q", w.symbols.String(a))
		} else {
			fmt.Fprintf(&w.text, " %d", a)
		}
	}
	w.text.WriteString("\n")
	return nil
}

func (w *written) Flush() error {
	w.text.WriteString(";\n")
	return nil
}

// FuzzRead: any log gives events and at most one mistake, which has a code and a place within the log; how the bytes arrive changes nothing.
func FuzzRead(f *testing.F) {
	for _, log := range []string{
		"@10 p(1)(2) q(\"a b\", 1.5)\n    r()\n@10\n@12 q (c,2);", "@1 r # comment\n@2 p( 1 )", "@1 q(\"say \\\"hi\\\"\",3)(x,1e5)",
		"@ p(1)", "@1 p(1", "@5 p(1)\n@3", "p(1)", "@1 q(\"a", "@1 p(99999999999999999999)", "@1;@2;;", "@1 pp(1)", "@1 r(,)",
	} {
		f.Add(log)
	}
	sig, _ := policy.ParseSignature(source.NewFile("s", "p(x:int)\nq(s:string,f:float)\nr()\n"))
	f.Fuzz(func(t *testing.T, log string) {
		run := func(whole bool) (string, error) {
			w := &written{sig: sig, symbols: core.NewSymbols()}
			r := iotest.OneByteReader(strings.NewReader(log))
			if whole {
				r = strings.NewReader(log)
			}
			err := Read(r, "log", sig, w.symbols, w)
			return w.text.String(), err
		}
		said, err := run(true)
		other, otherErr := run(false)
		if said != other || fmt.Sprint(err) != fmt.Sprint(otherErr) {
			t.Errorf("as a whole:\n%s%v\nbyte by byte:\n%s%v", said, err, other, otherErr)
		}
		if err == nil {
			return
		}
		var fault *core.Fault
		if !errors.As(err, &fault) {
			t.Fatalf("%v is no fault", err)
		}
		at := fault.Diagnostic.Span
		if !at.Known() || at.Start.Offset > len(log) || at.End.Offset > len(log) || fault.Diagnostic.Code < "M92" {
			t.Errorf("%s at %+v in a log of %d bytes", fault.Diagnostic.Code, at, len(log))
		}
	})
}
