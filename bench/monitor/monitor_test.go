package monitor

import (
	"os"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"mithaq/internal/judge/core"
)

// events is the length of the logs; MITHAQ_BENCH_N sets another one.
func size(tb testing.TB) int {
	tb.Helper()
	n, err := strconv.Atoi(os.Getenv("MITHAQ_BENCH_N"))
	if err != nil {
		return 1_000_000
	}
	return n
}

var logs sync.Map

// log gives a trace of the benchmark's size, made once.
func log(tb testing.TB, kind string) []byte {
	tb.Helper()
	if l, ok := logs.Load(kind); ok {
		return l.([]byte)
	}
	l := generate(kind, size(tb), 1)
	logs.Store(kind, l)
	return l
}

// expect checks the verdicts where the README gives their number.
func expect(tb testing.TB, b bench, n int, got verdicts) {
	tb.Helper()
	if n == 100_000 && got != b.small || n == 1_000_000 && got != b.large {
		tb.Fatalf("%s: %+v are not the verdicts expected", b.name, got)
	}
}

// BenchmarkPlain runs each policy on one core, reading the log included.
func BenchmarkPlain(b *testing.B) {
	for _, p := range benches {
		b.Run(p.name, func(b *testing.B) {
			run(b, p, core.Options{})
		})
	}
}

func run(b *testing.B, p bench, o core.Options) {
	b.Helper()
	text := log(b, p.kind)
	n := size(b)
	checked := parse(b, p.kind, p.formula)
	b.ReportAllocs()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	for b.Loop() {
		expect(b, p, n, monitor(b, checked, text, o))
	}
	spent := time.Since(start)
	runtime.ReadMemStats(&after)
	events := float64(n) * float64(b.N)
	b.ReportMetric(events/spent.Seconds()/1e6, "Mevents/s")
	b.ReportMetric(float64(after.Mallocs-before.Mallocs)/events, "allocs/event")
}

// BenchmarkLoop times the loops written by hand.
func BenchmarkLoop(b *testing.B) {
	for _, p := range benches {
		loop := loops[p.name]
		if loop == nil {
			continue
		}
		b.Run(p.name, func(b *testing.B) {
			text := log(b, p.kind)
			n := size(b)
			start := time.Now()
			for b.Loop() {
				loop(text)
			}
			b.ReportMetric(float64(n)*float64(b.N)/time.Since(start).Seconds()/1e6, "Mevents/s")
		})
	}
}
