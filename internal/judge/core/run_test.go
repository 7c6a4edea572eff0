package core_test

import (
	"fmt"
	"strings"
	"testing"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/judge/core"
	"mithaq/internal/judge/core/policy"
	"mithaq/internal/judge/core/trace"
)

// check reads a policy.
func check(tb testing.TB, sig, formula string) *policy.Checked {
	tb.Helper()
	s, remarks := policy.ParseSignature(source.NewFile("policy.sig", sig))
	written, more := policy.Parse(source.NewFile("policy.mfotl", formula))
	if remarks = append(remarks, more...); diag.HasErrors(remarks) {
		tb.Fatal(remarks)
	}
	p, remarks := policy.Check(s, written)
	if diag.HasErrors(remarks) {
		tb.Fatal(remarks)
	}
	return p
}

// printer writes verdicts as lines.
type printer struct {
	strings.Builder
	policy *policy.Checked
	engine *core.Engine
}

func (p *printer) verdict(point, stamp int64, rows core.Rows) error {
	fmt.Fprintf(p, "@%d (%d):", stamp, point)
	for i := range rows.N {
		p.WriteString(" ")
		for c, w := range rows.Row(i) {
			switch p.policy.Columns[c].Type {
			case policy.String:
				fmt.Fprintf(p, "%q,", p.engine.Symbols().String(w))
			case policy.Float:
				fmt.Fprintf(p, "%v,", w.Float())
			default:
				fmt.Fprintf(p, "%d,", w)
			}
		}
	}
	p.WriteString("\n")
	return nil
}

// start compiles a policy; what it finds goes to the printer.
func start(tb testing.TB, p *policy.Checked, o core.Options) *printer {
	tb.Helper()
	out := &printer{policy: p}
	o.Verdict = out.verdict
	e, err := core.Compile(p, o)
	if err != nil {
		tb.Fatal(err)
	}
	out.engine = e
	return out
}

// run gives the verdicts over a log.
func run(tb testing.TB, p *policy.Checked, log string, o core.Options) (string, error) {
	tb.Helper()
	out := start(tb, p, o)
	err := trace.Read(strings.NewReader(log), "trace.log", p.Sig, out.engine.Symbols(), out.engine)
	if err == nil {
		err = out.engine.Close()
	}
	return out.String(), err
}

// stepwise gives the verdicts over a log when each time point is evaluated at once.
func stepwise(tb testing.TB, p *policy.Checked, log string) string {
	tb.Helper()
	out := start(tb, p, core.Options{})
	if err := trace.Read(strings.NewReader(log), "trace.log", p.Sig, out.engine.Symbols(), hasty{out.engine}); err != nil {
		tb.Fatal(err)
	}
	if err := out.engine.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.String()
}

// hasty waits for the verdicts of each time point.
type hasty struct{ *core.Engine }

// Point ends the time point before, at once.
func (h hasty) Point(stamp int64) error {
	if err := h.Flush(); err != nil {
		return err
	}
	return h.Engine.Point(stamp)
}
