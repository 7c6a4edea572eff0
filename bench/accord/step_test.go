//go:build unix

package accord

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/monitor"
	"mithaq/internal/judge/status"
)

// judged is the accord judged on the record, once for all benchmarks.
var judged = sync.OnceValues(func() (*app.Judged, error) {
	ctx := context.Background()
	n, err := strconv.Atoi(os.Getenv("MITHAQ_BENCH_N")) // another number of incidents
	if err != nil {
		n = 1_000_000
	}
	record, err := Cached(ctx, n)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "mithaq-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	text := filepath.Join(dir, "accord.mithaq")
	if err := os.WriteFile(text, []byte(Text(Seed)), 0o600); err != nil {
		return nil, err
	}
	a, err := app.Open(ctx, record, app.Options{})
	if err != nil {
		return nil, err
	}
	defer a.Close()
	texts, err := app.ReadFiles([]string{text})
	if err != nil {
		return nil, err
	}
	return a.Judge(ctx, app.Read(texts), app.Cuts{AsOf: LastDay})
})

// loaded gives a machine that has judged the whole record.
func loaded(b *testing.B) (*monitor.Machine, *app.Judged) {
	b.Helper()
	j, err := judged()
	if err != nil {
		b.Fatal(err)
	}
	m := held(b, j, j.In.At)
	m.Result()
	m.Fact("") // the table of ids
	return m, j
}

// held gives a machine that holds the whole record, as the board makes it.
func held(b *testing.B, j *app.Judged, at int64) *monitor.Machine {
	b.Helper()
	m, err := monitor.New(j.Program, monitor.Options{Ahead: 86400, Brief: true})
	if err != nil {
		b.Fatal(err)
	}
	m.Load(j.Facts)
	m.Step(monitor.Event{Tick: at})
	return m
}

// step measures steps one by one, each with the status after it: by the clock and by the processors' time of this process, which other
// work on the same machine disturbs less. The first step, which makes the tables by which the others find what they touch, is told apart.
func step(b *testing.B, m *monitor.Machine, next func() *fact.Fact) {
	var took, used []time.Duration
	for b.Loop() {
		f := next()
		start, before := time.Now(), processor()
		m.Step(monitor.Event{Fact: f})
		m.Result()
		took, used = append(took, time.Since(start)), append(used, processor()-before)
	}
	b.ReportMetric(milliseconds(used[0]), "ms-cpu/first")
	report := func(of []time.Duration, unit string) {
		slices.Sort(of)
		for _, at := range []struct {
			name    string
			percent int
		}{{"median", 50}, {"p90", 90}, {"p99", 99}, {"max", 100}} {
			b.ReportMetric(milliseconds(of[(len(of)-1)*at.percent/100]), unit+at.name)
		}
	}
	report(took, "ms/")
	if len(used) > 1 {
		report(used[1:], "ms-cpu/")
	}
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// processor gives the processors' time that this process has used.
func processor() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkIncident judges one new incident of the last days on top of all others.
func BenchmarkIncident(b *testing.B) {
	m, j := loaded(b)
	rng := rand.New(rand.NewPCG(7, 7))
	n := 0
	step(b, m, func() *fact.Fact {
		n++
		f := j.Facts.Facts[rng.IntN(len(j.Facts.Facts))]
		f.ID = fmt.Sprintf("new-%d", n)
		day := j.In.At - int64(rng.IntN(20))*86400
		f.When = civil.Interval{Lo: day - 86399, Hi: day}
		return &f
	})
}

// BenchmarkCorrection judges again after the grade of an incident of about a year before was corrected.
func BenchmarkCorrection(b *testing.B) {
	m, j := loaded(b)
	rng := rand.New(rand.NewPCG(8, 8))
	year := j.In.At - 365*86400
	first, _ := slices.BinarySearchFunc(j.Facts.Facts, year, func(f fact.Fact, t int64) int {
		if f.When.Lo < t {
			return -1
		}
		return 1
	})
	step(b, m, func() *fact.Fact {
		f := j.Facts.Facts[first+rng.IntN(10_000)]
		f.Grade = grade.Standards[rng.IntN(len(grade.Standards))]
		return &f
	})
}

// BenchmarkTick asks for the status a minute later.
func BenchmarkTick(b *testing.B) {
	m, j := loaded(b)
	at := j.In.At
	for b.Loop() {
		at += 60
		m.Step(monitor.Event{Tick: at})
		m.Result()
	}
}

// BenchmarkAsOf asks for the status as of other days, each time another one: of a machine that is made for the day, and of one that has judged the whole record. Both
// say the same.
func BenchmarkAsOf(b *testing.B) {
	m, j := loaded(b)
	rng := rand.New(rand.NewPCG(9, 9))
	first := j.Facts.Facts[0].When.Lo
	day := func() int64 { return first + rng.Int64N(j.In.At-first) }
	ask := func(b *testing.B, as func(at int64) *status.Result) {
		used := processor()
		for b.Loop() {
			as(day())
		}
		b.ReportMetric(milliseconds(processor()-used)/float64(b.N), "ms-cpu/day")
	}
	for range 3 {
		at := day()
		if !reflect.DeepEqual(m.AsOf(at).Result(), held(b, j, at).Result()) {
			b.Fatalf("as of %d the machine says something else than one that is made for it", at)
		}
	}
	b.Run("made for it", func(b *testing.B) { ask(b, func(at int64) *status.Result { return held(b, j, at).Result() }) })
	b.Run("asked", func(b *testing.B) { ask(b, func(at int64) *status.Result { return m.AsOf(at).Result() }) })
}
