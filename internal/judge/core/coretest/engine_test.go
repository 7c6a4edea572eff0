package coretest

import (
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/judge/core"
	"mithaq/internal/judge/core/policy"
	"mithaq/internal/judge/core/trace"
)

// files are the texts of a run.
type files struct{ sig, formula, log string }

// files writes a sample's files.
func (s *sample) files() files {
	return files{showSignature(s.sig), s.text(), showLog(s.sig, s.log)}
}

// refused holds the remarks on a signature or a formula.
type refused []diag.Diagnostic

func (r refused) Error() string {
	var out []string
	for _, d := range r {
		out = append(out, fmt.Sprintf("%s %s %v", d.Code, d.Span, d.Args))
	}
	return strings.Join(out, "; ")
}

// check reads a signature and a formula.
func (t files) check() (*policy.Checked, error) {
	sig, remarks := policy.ParseSignature(source.NewFile("policy.sig", t.sig))
	if diag.HasErrors(remarks) {
		return nil, refused(remarks)
	}
	f, remarks := policy.Parse(source.NewFile("policy.mfotl", t.formula))
	if diag.HasErrors(remarks) {
		return nil, refused(remarks)
	}
	p, remarks := policy.Check(sig, f)
	if diag.HasErrors(remarks) {
		return nil, refused(remarks)
	}
	return p, nil
}

// engine runs a checked policy over the text of a log.
type engine func(p *policy.Checked, log string) ([]verdict, error)

// theEngine is judge/core with the reader of logs.
func theEngine(p *policy.Checked, log string) ([]verdict, error) { return monitored(p, log, 1) }

// sliced is judge/core on three workers, where the policy allows it.
func sliced(p *policy.Checked, log string) ([]verdict, error) { return monitored(p, log, 3) }

func monitored(p *policy.Checked, log string, workers int) (out []verdict, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	symbols := core.NewSymbols()
	e, err := core.Compile(p, core.Options{Symbols: symbols, Workers: workers, Verdict: func(point, stamp int64, rows core.Rows) error {
		v := verdict{point: point, stamp: stamp}
		for i := range rows.N {
			v.tuples = append(v.tuples, plainTuple(p, symbols, rows.Row(i)))
		}
		out = append(out, v)
		return nil
	}})
	if err != nil {
		return nil, err
	}
	if err := trace.Read(strings.NewReader(log), "trace.log", p.Sig, symbols, e); err != nil {
		return out, err
	}
	return out, e.Close()
}

func plainTuple(p *policy.Checked, symbols *core.Symbols, words []core.Word) string {
	if len(words) == 0 {
		return "true"
	}
	var out []string
	for i, w := range words {
		out = append(out, fromWord(p.Columns[i].Type, symbols, w).String())
	}
	return "(" + strings.Join(out, ",") + ")"
}

func fromWord(t policy.Type, symbols *core.Symbols, w core.Word) value {
	switch t {
	case policy.Int:
		return intValue(int64(w))
	case policy.Float:
		return floatValue(w.Float())
	}
	return stringValue(symbols.String(w))
}

// readLog reads the text of a log of exact events.
func readLog(sig *policy.Signature, text string) ([]instant, error) {
	symbols := core.NewSymbols()
	c := &collector{sig: sig, symbols: symbols}
	err := trace.Read(strings.NewReader(text), "trace.log", sig, symbols, c)
	return c.log, err
}

// collector keeps a log as it is read.
type collector struct {
	sig     *policy.Signature
	symbols *core.Symbols
	log     []instant
}

func (c *collector) Point(stamp int64) error {
	if n := len(c.log); n > 0 && stamp < c.log[n-1].stamp {
		return errors.New("a stamp goes back")
	}
	c.log = append(c.log, instant{stamp: stamp})
	return nil
}

func (c *collector) Tuple(pred int, args []core.Word) error {
	p := &c.log[len(c.log)-1]
	ev := exactly(p.stamp, pred)
	for i, w := range args {
		ev.args = append(ev.args, fromWord(c.sig.Predicates[pred].Params[i].Type, c.symbols, w))
	}
	p.events = append(p.events, ev)
	return nil
}

func (c *collector) Flush() error { return nil }

// refer evaluates a formula, written or checked, on a log of exact events.
func refer(sig *policy.Signature, f policy.Formula, columns []*policy.Var, decided int, log []instant, text func(cell) string) (out []verdict, err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case fault:
			err = errors.New(string(r))
		case unbound:
			err = errUnbound
		default:
			panic(r)
		}
	}()
	slots, events := perLane(sig, log, 0)
	return referred(newReference(slots, events, false), f, columns, decided, text), nil
}

var errUnbound = errors.New("the reference cannot list the assignments")

// difference says what is wrong with an engine on a sample, "" for nothing.
func difference(run engine, s *sample) string {
	t := s.files()
	p, err := t.check()
	if err != nil {
		if s.loose {
			return ""
		}
		return "refused: " + err.Error()
	}
	var names, want []string
	for _, v := range p.Columns {
		names = append(names, v.Name)
	}
	columns := free(s.formula)
	for _, v := range columns {
		want = append(want, v.Name)
	}
	if !slices.Equal(names, want) {
		return fmt.Sprintf("columns %v, by the definition %v", names, want)
	}
	decided := known(p.Formula, stamps(s.log))
	if n := known(s.formula, stamps(s.log)); n != decided && !s.loose {
		return fmt.Sprintf("%d time points are decided by the formula as checked, %d as written", decided, n)
	}
	expected, refErr := refer(s.sig, s.formula, columns, decided, s.log, cell.String)
	if refErr != nil && errors.Is(refErr, errUnbound) {
		return refErr.Error()
	}
	checked, checkedErr := refer(p.Sig, p.Formula, p.Columns, decided, s.log, cell.String)
	if (refErr == nil) != (checkedErr == nil) {
		return fmt.Sprintf("the formula as written gives %v, as checked %v", refErr, checkedErr)
	}
	if d := differences(checked, expected); d != "" && refErr == nil {
		return "the checked formula means something else (engine: as checked; reference: as written)\n" + policy.Print(p.Formula) + "\n" + d
	}
	got, err := run(p, t.log)
	if (err == nil) != (refErr == nil) {
		return fmt.Sprintf("engine: %v, reference: %v", err, refErr)
	}
	if err != nil {
		return ""
	}
	return differences(got, expected)
}
