package monitor

import (
	"os"
	"runtime"
	"strconv"
	"sync"
	"syscall"
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
	l := Generate(kind, size(tb), 1)
	logs.Store(kind, l)
	return l
}

// expect checks the verdicts where the README gives their number.
func expect(tb testing.TB, b Policy, n int, got verdicts) {
	tb.Helper()
	if n == 100_000 && got != b.small || n == 1_000_000 && got != b.large {
		tb.Fatalf("%s: %+v are not the verdicts expected", b.Name, got)
	}
}

// stopwatch begins to measure; its result reports events per second, by the clock and by the processor's time of this process,
// which other processes on the machine disturb less.
func stopwatch() func(b *testing.B, events float64) {
	start, used := time.Now(), processor()
	return func(b *testing.B, events float64) {
		b.Helper()
		b.ReportMetric(events/time.Since(start).Seconds()/1e6, "Mevents/s")
		b.ReportMetric(events/(processor()-used).Seconds()/1e6, "Mevents/cpu-s")
	}
}

// processor gives the processor's time that this process has used.
func processor() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkPlain runs each policy on one core, reading the log included.
func BenchmarkPlain(b *testing.B) {
	for _, p := range Policies {
		b.Run(p.Name, func(b *testing.B) {
			run(b, p, core.Options{})
		})
	}
}

// BenchmarkSliced runs each policy on two cores, reading the log included.
func BenchmarkSliced(b *testing.B) {
	for _, p := range Policies {
		b.Run(p.Name, func(b *testing.B) {
			run(b, p, core.Options{Workers: 2})
		})
	}
}

func run(b *testing.B, p Policy, o core.Options) {
	b.Helper()
	text := log(b, p.Kind)
	n := size(b)
	checked := parse(b, p.Kind, p.Formula)
	b.ReportAllocs()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	spent := stopwatch()
	for b.Loop() {
		expect(b, p, n, monitor(b, checked, text, o))
	}
	events := float64(n) * float64(b.N)
	spent(b, events)
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.Mallocs-before.Mallocs)/events, "allocs/event")
}

// BenchmarkLoop times the loops written by hand.
func BenchmarkLoop(b *testing.B) {
	for _, p := range Policies {
		loop := loops[p.Name]
		if loop == nil {
			continue
		}
		b.Run(p.Name, func(b *testing.B) {
			text := log(b, p.Kind)
			n := size(b)
			spent := stopwatch()
			for b.Loop() {
				loop(text)
			}
			spent(b, float64(n)*float64(b.N))
		})
	}
}
