package board

import (
	"slices"
	"testing"
	"time"
)

// BenchmarkFirst has one reader ask for each kind of page, each time for another one, so that it is made anew where there are enough different ones. once-ms is
// what the first of a kind takes, and once-cpu-ms of the processor: what is made once after a start is in it, where nothing made it before. most-cpu-ms is the longest of the rest.
func BenchmarkFirst(b *testing.B) {
	n, err := incidents()
	if err != nil {
		b.Fatal(err)
	}
	board := openShared(b, n)
	for i := range pages {
		p := &pages[i]
		for _, who := range p.by {
			ask := func(i int) time.Duration {
				used := processorTime(b)
				if _, _, err := board.ask(b.Context(), who, board.address(p, who, i)); err != nil {
					b.Fatal(err)
				}
				return processorTime(b) - used
			}
			var once, took time.Duration
			next := 0
			b.Run(p.name+"/"+string(who), func(b *testing.B) {
				if next == 0 { // a benchmark is called more than once
					start := time.Now()
					once, took, next = ask(0), time.Since(start), 1
				}
				all := make([]time.Duration, b.N)
				b.ResetTimer()
				for i := range all {
					all[i] = ask(next)
					next++
				}
				b.StopTimer()
				var sum time.Duration
				for _, d := range all {
					sum += d
				}
				b.ReportMetric(milliseconds(took), "once-ms")
				b.ReportMetric(milliseconds(once), "once-cpu-ms")
				b.ReportMetric(milliseconds(sum)/float64(len(all)), "cpu-ms")
				b.ReportMetric(milliseconds(slices.Max(all)), "most-cpu-ms")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}
