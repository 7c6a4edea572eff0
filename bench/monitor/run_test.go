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

// parse reads and checks a policy over one of the signatures.
func parse(tb testing.TB, kind, formula string) *policy.Checked {
	tb.Helper()
	sig, remarks := policy.ParseSignature(source.NewFile("bench.sig", signatures[kind]))
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

// recording is a log that has been read: the numbers that the reader would give to the engine.
type recording struct {
	stamps []int64
	ends   []int // of the tuples of each time point
	preds  []int
	words  []core.Word
	sig    *policy.Signature
}

// Point begins a time point.
func (r *recording) Point(stamp int64) error {
	r.stamps = append(r.stamps, stamp)
	r.ends = append(r.ends, len(r.preds))
	return nil
}

// Tuple notes a tuple.
func (r *recording) Tuple(pred int, args []core.Word) error {
	r.preds = append(r.preds, pred)
	r.words = append(r.words, args...)
	r.ends[len(r.ends)-1] = len(r.preds)
	return nil
}

// Flush has nothing to do.
func (r *recording) Flush() error { return nil }

func record(tb testing.TB, p *policy.Checked, log []byte) *recording {
	tb.Helper()
	r := &recording{sig: p.Sig}
	if err := trace.Read(bytes.NewReader(log), "bench.log", p.Sig, core.NewSymbols(), r); err != nil {
		tb.Fatal(err)
	}
	return r
}

// play gives the log to an engine.
func (r *recording) play(tb testing.TB, p *policy.Checked, o core.Options) verdicts {
	tb.Helper()
	o, v := counter(o)
	e, err := core.Compile(p, o)
	if err != nil {
		tb.Fatal(err)
	}
	k, word := 0, 0
	for i, stamp := range r.stamps {
		err = e.Point(stamp)
		for ; k < r.ends[i] && err == nil; k++ {
			n := len(r.sig.Predicates[r.preds[k]].Params)
			err = e.Tuple(r.preds[k], r.words[word:word+n])
			word += n
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	if err := e.Close(); err != nil {
		tb.Fatal(err)
	}
	return *v
}
