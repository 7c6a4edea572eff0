package monitor

import (
	"bytes"
	"testing"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/judge/core"
	"mithaq/internal/judge/core/policy"
	"mithaq/internal/judge/core/trace"
)

// parse reads and checks a policy over one of the Signatures.
func parse(tb testing.TB, kind, formula string) *policy.Checked {
	tb.Helper()
	sig, remarks := policy.ParseSignature(source.NewFile("bench.sig", Signatures[kind]))
	written, more := policy.Parse(source.NewFile("bench.mfotl", formula))
	if remarks = append(remarks, more...); diag.HasErrors(remarks) {
		tb.Fatal(remarks)
	}
	checked, remarks := policy.Check(sig, written)
	if diag.HasErrors(remarks) {
		tb.Fatal(remarks)
	}
	return checked
}

// counter counts verdicts.
func counter(o core.Options) (core.Options, *verdicts) {
	v := new(verdicts)
	o.Verdict = func(_, _ int64, rows core.Rows) error {
		v.lines++
		v.tuples += rows.N
		return nil
	}
	return o, v
}

// monitor runs a policy over a log, reading included, and counts what comes out.
func monitor(tb testing.TB, p *policy.Checked, log []byte, o core.Options) verdicts {
	tb.Helper()
	o, v := counter(o)
	e, err := core.Compile(p, o)
	if err != nil {
		tb.Fatal(err)
	}
	if err := trace.Read(bytes.NewReader(log), "bench.log", p.Sig, e.Symbols(), e); err != nil {
		tb.Fatal(err)
	}
	if err := e.Close(); err != nil {
		tb.Fatal(err)
	}
	return *v
}
