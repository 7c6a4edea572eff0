//go:build unix

package core_test

import (
	"bytes"
	"testing"
	"time"

	"mithaq/bench/monitor"
	"mithaq/internal/judge/core"
	"mithaq/internal/judge/core/trace"
)

// BenchmarkSlices evaluates each performance policy on one worker and on two in turn, over a log of 1,000,000 events that has been
// read and split before, and reports how many times faster two are: by the clock, and by the processors' time, which tells what it
// would be with nothing else running. In the same rounds two runs on one worker each, which share nothing, say what the machine grants
// two threads at that moment: the ceiling.
func BenchmarkSlices(b *testing.B) {
	for _, p := range monitor.Policies {
		b.Run(p.Name, func(b *testing.B) {
			checked := check(b, monitor.Signatures[p.Kind], p.Formula)
			log := monitor.Generate(p.Kind, 1_000_000, 1)
			var splits [2]*core.Split
			for i := range splits {
				splits[i] = core.NewSplit(checked, i+1)
				defer splits[i].Close()
				if err := trace.Read(bytes.NewReader(log), "bench.log", checked.Sig, core.NewSymbols(), splits[i]); err != nil {
					b.Fatal(err)
				}
			}
			var took, used [2]time.Duration
			var apart time.Duration
			var waits int64
			for b.Loop() {
				var found [2]int
				for i, s := range splits {
					t, u, w, n := s.Evaluate(1)
					took[i] += t
					used[i] += u
					found[i] = n
					waits += w * int64(i)
				}
				t, _, _, _ := splits[0].Evaluate(2)
				apart += t
				if found[0] != found[1] {
					b.Fatalf("one worker finds %d tuples, two %d", found[0], found[1])
				}
			}
			b.ReportMetric(took[0].Seconds()/took[1].Seconds(), "times")
			ceiling := 2 * took[0].Seconds() / apart.Seconds()
			b.ReportMetric(ceiling, "ceiling")
			b.ReportMetric(took[0].Seconds()/took[1].Seconds()/ceiling, "of-ceiling")
			b.ReportMetric(float64(waits)/float64(b.N), "waits")
			b.ReportMetric(2*used[0].Seconds()/used[1].Seconds(), "times-on-idle-cores") // by the processors' time
			b.ReportMetric(float64(b.N)/took[0].Seconds(), "Mevents/s-on-one")
			b.ReportMetric(float64(b.N)/took[1].Seconds(), "Mevents/s-on-two")
		})
	}
}
