package monitor

import (
	"bytes"
	"testing"
	"time"

	"mithaq/internal/judge/core"
	"mithaq/internal/judge/core/policy"
	"mithaq/internal/judge/core/trace"
)

// graded gives each tuple of a log a random grade of evidence, a range of acts and a range of dates, the same for the same seed: one
// lane for each of three standards, of which the tuple certainly meets those up to its grade; one act, or one or two; half of the
// tuples exactly dated, the others within up to five time units.
type graded struct {
	engine *core.Engine
	random *twister
	stamp  int64
}

const (
	standards  = 3
	latestDate = 5
)

// Point begins a time point.
func (g *graded) Point(stamp int64) error {
	g.stamp = stamp
	return g.engine.Point(stamp)
}

// Tuple gives a tuple with what is known of it.
func (g *graded) Tuple(pred int, args []core.Word) error {
	const all = 1<<standards - 1
	bits := g.random.next()
	ev := core.Event{
		Pair: core.Pair{Must: uint64(1)<<(1+bits%standards) - 1, May: all},
		Low:  1, High: 1 + int64(bits>>4%4/3), Exact: bits>>8%2 == 0,
	}
	if !ev.Exact {
		ev.Until = g.stamp + int64(bits>>9%(latestDate+1))
	}
	return g.engine.Event(pred, args, ev)
}

// Flush and Stall are those of the engine.
func (g *graded) Flush() error { return g.engine.Flush() }

// Stall is passed on too.
func (g *graded) Stall() error { return g.engine.Stall() }

// lanes runs a policy over a log with such events, reading included.
func lanes(tb testing.TB, p *policy.Checked, log []byte) verdicts {
	tb.Helper()
	o, v := counter(core.Options{Lanes: standards})
	e, err := core.Compile(p, o)
	if err != nil {
		tb.Fatal(err)
	}
	g := &graded{engine: e, random: newTwister(2)}
	if err := trace.Read(bytes.NewReader(log), "bench.log", p.Sig, e.Symbols(), g); err != nil {
		tb.Fatal(err)
	}
	if err := e.Close(); err != nil {
		tb.Fatal(err)
	}
	return *v
}

// BenchmarkLanes runs each policy plain and over lanes, in turn, reading the log included, and reports how many times longer the
// latter takes.
func BenchmarkLanes(b *testing.B) {
	for _, p := range Policies {
		b.Run(p.Name, func(b *testing.B) {
			checked := parse(b, p.Kind, p.Formula)
			text := log(b, p.Kind)
			var plain, masked time.Duration
			for b.Loop() {
				start := processor()
				monitor(b, checked, text, core.Options{})
				middle := processor()
				lanes(b, checked, text)
				plain += middle - start
				masked += processor() - middle
			}
			b.ReportMetric(masked.Seconds()/plain.Seconds(), "times-plain")
			b.ReportMetric(float64(size(b))*float64(b.N)/masked.Seconds()/1e6, "Mevents/cpu-s")
		})
	}
}
