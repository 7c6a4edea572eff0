package trace_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/judge/core"
	"mithaq/internal/judge/core/policy"
	"mithaq/internal/judge/core/trace"
)

const declared = "p(int)\nq(string,float)\nr()\nlong_name2(x:int, y:int, z:string)\n"

func signature(tb testing.TB) *policy.Signature {
	tb.Helper()
	sig, remarks := policy.ParseSignature(source.NewFile("policy.sig", declared))
	if diag.HasErrors(remarks) {
		tb.Fatal(remarks)
	}
	return sig
}

// teller writes down what a log says.
type teller struct {
	strings.Builder
	sig     *policy.Signature
	symbols *core.Symbols
	last    int64
}

func (t *teller) Point(stamp int64) error {
	if t.Len() > 0 && stamp < t.last {
		return &core.Fault{Diagnostic: diag.Diagnostic{Code: core.CodeStampBack}}
	}
	t.last = stamp
	fmt.Fprintf(t, "@%d", stamp)
	return nil
}

func (t *teller) Tuple(pred int, args []core.Word) error {
	p := t.sig.Predicates[pred]
	fmt.Fprintf(t, " %s", p.Name)
	for i, w := range args {
		switch p.Params[i].Type {
		case policy.String:
			fmt.Fprintf(t, " <%s>", t.symbols.String(w))
		case policy.Float:
			fmt.Fprintf(t, " %v", w.Float())
		default:
			fmt.Fprintf(t, " %d", w)
		}
	}
	return nil
}

func (t *teller) Flush() error {
	t.WriteString(";")
	return nil
}

func read(tb testing.TB, r io.Reader) (string, error) {
	tb.Helper()
	t := &teller{sig: signature(tb), symbols: core.NewSymbols()}
	err := trace.Read(r, "trace.log", t.sig, t.symbols, t)
	return t.String(), err
}

func TestRead(t *testing.T) {
	for _, c := range []struct{ log, want string }{
		{"", ""},
		{" # nothing\n", ""},
		{"@1 p(1)(2) p(3)\n\tr\r\n@1", "@1 p 1 p 2 p 3 r@1"},
		{"@0 p(1)r()@5", "@0 p 1 r@5"},
		{"@ 7 p ( 1 ) ( -2 ); @8 r;", "@7 p 1 p -2;@8 r;"},
		{"@-3 p(9223372036854775807) p(-9223372036854775808)", "@-3 p 9223372036854775807 p -9223372036854775808"},
		{"@1 q(\"a b\",1)(x[1]/y:z-w.v!_,2.5) q(3,-1e2)", "@1 q <a b> 1 q <x[1]/y:z-w.v!_> 2.5 q <3> -100"},
		{`@1 q("say \"hi\" \\",1)`, `@1 q <say \"hi\" \\> 1`},
		{"@1 q(\"ميثاق\",0.5) # ميثاق (\n", "@1 q <ميثاق> 0.5"},
		{"@1 q(\"two\nlines\",.5)", "@1 q <two\nlines> 0.5"},
		{"@1 q(\"\",1)", "@1 q <> 1"},
		{"@1 p(0001) p(\"2\")", "@1 p 1 p 2"},
		{"@1 long_name2(1,\n2 , # two\n \"three\")", "@1 long_name2 1 2 <three>"},
	} {
		for name, r := range readers(c.log) {
			if got, err := read(t, r); err != nil || got != c.want {
				t.Errorf("%q, %s: %q %v, want %q", c.log, name, got, err, c.want)
			}
		}
	}
}

// readers gives the same bytes in pieces of several sizes.
func readers(log string) map[string]io.Reader {
	return map[string]io.Reader{
		"whole":       strings.NewReader(log),
		"byte wise":   iotest.OneByteReader(strings.NewReader(log)),
		"end at once": iotest.DataErrReader(strings.NewReader(log)),
	}
}

func TestMistakes(t *testing.T) {
	for _, c := range []struct{ log, place, code, args string }{
		{"p(1)", "1:1", "M9202", "found=p"},
		{"@1 p(1); p(2)", "1:10", "M9202", "found=p"},
		{"\n @", "2:2", "M9203", "found="},
		{"@1\n@ (2)", "2:1", "M9203", "found=("},
		{"@later p(1)", "1:1", "M9204", "text=later"},
		{"@1.5 p(1)", "1:1", "M9204", "text=1.5"},
		{"@9223372036854775808", "1:1", "M9204", "text=9223372036854775808"},
		{"@1 p(1) $", "1:9", "M9205", "found=$"},
		{"@1 p(1) 7", "1:9", "M9205", "found=7"},
		{"@1 > help <", "1:4", "M9205", "found=>"},
		{"@1 q(\"ж\",1) ж", "1:13", "M9205", "found=ж"},
		{"@1 pp(1)", "1:4", "M9206", "name=pp"},
		{"@1 unknown", "1:4", "M9206", "name=unknown"},
		{"@1 p", "1:4", "M9207", "name=p want=1 got=0"},
		{"@1 p()", "1:4", "M9207", "name=p want=1 got=0"},
		{"@1 p(1)(1,2)", "1:8", "M9207", "name=p want=1 got=2"},
		{"@1 r(1)", "1:4", "M9207", "name=r want=0 got=1"},
		{"@1 q(a)", "1:4", "M9207", "name=q want=2 got=1"},
		{"@1 p(abc)", "1:4", "M9208", "name=p n=1 text=abc want=int"},
		{"@1 p(2.5)", "1:4", "M9208", "name=p n=1 text=2.5 want=int"},
		{"@1 p(-)", "1:4", "M9208", "name=p n=1 text=- want=int"},
		{"@1 p(\"a b\")", "1:4", "M9208", "name=p n=1 text=\"a b\" want=int"},
		{"@1 q(a,nan)", "1:4", "M9208", "name=q n=2 text=nan want=float"},
		{"@1 q(a,inf)", "1:4", "M9208", "name=q n=2 text=inf want=float"},
		{"@1 q(a,0x10)", "1:4", "M9208", "name=q n=2 text=0x10 want=float"},
		{"@1 q(a,1-2)", "1:4", "M9208", "name=q n=2 text=1-2 want=float"},
		{"@1 p(9223372036854775808)", "1:4", "M9209", "name=p n=1 text=9223372036854775808 want=int"},
		{"@1 p(99999999999999999999999)", "1:4", "M9209", "name=p n=1 text=99999999999999999999999 want=int"},
		{"@1 q(a,1e999)", "1:4", "M9209", "name=q n=2 text=1e999 want=float"},
		{"@1 p(,1)", "1:4", "M9210", "name=p found=,"},
		{"@1 q(a,)", "1:4", "M9210", "name=q found=)"},
		{"@1 q(é,1)", "1:4", "M9210", "name=q found=é"},
		{"@1 q(a 1)", "1:4", "M9211", "name=q found=1"},
		{"@1 p(2\n@2 p(3)", "1:4", "M9211", "name=p found=@"},
		{"@1 p(2", "1:4", "M9212", "name=p"},
		{"@1 p(", "1:4", "M9212", "name=p"},
		{"@1 q(a,", "1:4", "M9212", "name=q"},
		{"@1 p(1)(", "1:8", "M9212", "name=p"},
		{"@1 q(\"b)\n", "1:4", "M9213", ""},
		{"@1 q(\"b\\\"", "1:4", "M9213", ""},
		{"@5\n# ж\n\n  @4 r", "4:3", "M9201", ""},
	} {
		for name, r := range readers(c.log) {
			_, err := read(t, r)
			var f *core.Fault
			if !errors.As(err, &f) {
				t.Errorf("%q, %s: %v", c.log, name, err)
				continue
			}
			var args []string
			for _, a := range f.Diagnostic.Args {
				args = append(args, a.Name+"="+a.Value)
			}
			got := fmt.Sprintf("%s %s %s", f.Diagnostic.Span, f.Diagnostic.Code, strings.Join(args, " "))
			if want := fmt.Sprintf("trace.log:%s %s %s", c.place, c.code, c.args); got != want {
				t.Errorf("%q, %s: %q, want %q", c.log, name, got, want)
			}
		}
	}
}

// TestPlaceFarInside: lines and columns are right where most of the log is no longer held.
func TestPlaceFarInside(t *testing.T) {
	var b strings.Builder
	for i := range 50_000 {
		fmt.Fprintf(&b, "@%d q(\"ميثاق\",1)\n", i)
	}
	b.WriteString("@50000" + strings.Repeat(" q(\"ж\",1)", 40_000) + " q(ж)")
	_, err := read(t, strings.NewReader(b.String()))
	var f *core.Fault
	if !errors.As(err, &f) || f.Diagnostic.Span.String() != fmt.Sprintf("trace.log:50001:%d", 7+40_000*9+1) {
		t.Errorf("%v", err)
	}
	if want := strings.Index(b.String(), " q(ж)") + 1; f.Diagnostic.Span.Start.Offset != want {
		t.Errorf("offset %d, want %d", f.Diagnostic.Span.Start.Offset, want)
	}
}

// TestNoEnd: a missing quotation mark does not fill the memory.
func TestNoEnd(t *testing.T) {
	_, err := read(t, io.MultiReader(strings.NewReader("@1 q(\""), endless{}))
	var f *core.Fault
	if !errors.As(err, &f) || f.Diagnostic.Code != "M9214" {
		t.Errorf("%v", err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

func TestErrorOfReaderIsReturned(t *testing.T) {
	broken := errors.New("broken")
	_, err := read(t, io.MultiReader(strings.NewReader("@1 p(1"), iotest.ErrReader(broken)))
	if !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
}

// TestStallComesFirst: what has been put off is asked for before the reader waits for more.
func TestStallComesFirst(t *testing.T) {
	s := &stalled{teller: teller{sig: signature(t), symbols: core.NewSymbols()}}
	if err := trace.Read(iotest.OneByteReader(strings.NewReader("@1 r")), "trace.log", s.sig, s.symbols, s); err != nil {
		t.Fatal(err)
	}
	if want := "|||@1|| r"; s.String() != want {
		t.Errorf("%q, want %q", s.String(), want)
	}
}

type stalled struct{ teller }

func (s *stalled) Stall() error {
	s.WriteString("|")
	return nil
}

// FuzzPieces: any bytes give the same, and no panic, in whichever pieces they come; what is wrong has a place.
func FuzzPieces(f *testing.F) {
	for _, log := range []string{"@1 p(1)(2) r;", "@2 q(\"a\\\"b\",1e5) # c\n@3", "@1 q(\"x", "@", "@1 long_name2(1,2,ж)"} {
		f.Add(log)
	}
	f.Fuzz(func(t *testing.T, log string) {
		whole, err := read(t, strings.NewReader(log))
		bytewise, again := read(t, iotest.OneByteReader(strings.NewReader(log)))
		if whole != bytewise || fmt.Sprint(err) != fmt.Sprint(again) {
			t.Errorf("%q: %q %v, byte by byte %q %v", log, whole, err, bytewise, again)
		}
		var fault *core.Fault
		if err != nil && (!errors.As(err, &fault) || !fault.Diagnostic.Span.Known()) {
			t.Errorf("%q: %v", log, err)
		}
	})
}
