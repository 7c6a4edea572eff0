package accord

import (
	"syscall"
	"testing"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/judge/monitor"
	"mithaq/internal/reading/compare"
)

// BenchmarkCompare compares the accord with its protocol, both ways, whole.
func BenchmarkCompare(b *testing.B) {
	r := app.Read([]app.Text{{Name: "accord.mithaq", Content: Text(Seed)}})
	inProcessorTime(b, func() {
		for _, way := range [2][2]string{{"accord", "protocol"}, {"protocol", "accord"}} {
			compare.Of(r.Book, way[0], way[1:], nil)
		}
	})
}

// BenchmarkCompile makes the judge of both texts ready.
func BenchmarkCompile(b *testing.B) {
	r := app.Read([]app.Text{{Name: "accord.mithaq", Content: Text(Seed)}})
	inProcessorTime(b, func() {
		if _, err := monitor.New(r.Program, monitor.Options{}); err != nil {
			b.Fatal(err)
		}
	})
}

// inProcessorTime reports what a piece of work takes of the processors, for itself and in the system.
func inProcessorTime(b *testing.B, work func()) {
	b.Helper()
	used := func() time.Duration {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	b.ReportAllocs()
	before := used()
	for b.Loop() {
		work()
	}
	b.ReportMetric(float64((used()-before).Microseconds())/1000/float64(b.N), "cpu-ms/op")
}
