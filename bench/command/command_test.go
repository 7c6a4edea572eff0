// Package command measures whole commands, each as a new process of a built binary, with the record in the page cache. From the module root:
//
//	go test ./bench/command -run '^$' -bench . -benchtime 5x
//
// MITHAQ_BENCH_N sets another number of made-up incidents than 100,000. A benchmark fails when the quickest of its runs is over its budget by
// the clock and by the processor's time: on a machine that does other work besides, the clock says more of that work.
package command

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"mithaq/internal/evidence/record/recordtest"
	"mithaq/internal/evidence/record/sqlite"
	"mithaq/internal/testroot"
)

// The budgets that the project has set itself.
const (
	statusTime   = 2 * time.Second
	statusMemory = 300 << 20 // bytes resident at most
	checkTime    = 50 * time.Millisecond
)

const text = "testdata/truce.mithaq"

// dir holds what the benchmarks share.
var dir string

// generateAt tells a child process where to make the large record. This process must stay small: on Linux a process that it starts
// is said to have held as much memory as this one held when it was started.
const generateAt = "MITHAQ_BENCH_GENERATE"

func TestMain(m *testing.M) {
	var made func() error
	switch {
	case os.Getenv(generateAt) != "":
		made = func() error { return generate(os.Getenv(generateAt)) }
	case os.Getenv(accordAt) != "":
		made = makeAccord
	}
	if made != nil {
		if err := made(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	var err error
	if dir, err = os.MkdirTemp("", "mithaq-bench-"); err != nil {
		panic(err)
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// binary builds the program once.
var binary = sync.OnceValues(func() (string, error) {
	path := filepath.Join(dir, "mithaq")
	out, err := exec.Command("go", "build", "-o", path, "mithaq/cmd/mithaq").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

// incidents is how many made-up incidents the record has.
func incidents() (int, error) {
	if s := os.Getenv("MITHAQ_BENCH_N"); s != "" {
		return strconv.Atoi(s)
	}
	return 100_000, nil
}

// big makes the large record once.
var big = sync.OnceValues(func() (string, error) {
	path := filepath.Join(dir, "big.db")
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), generateAt+"="+path)
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

func generate(path string) error {
	n, err := incidents()
	if err != nil {
		return err
	}
	ctx := context.Background()
	s, err := sqlite.Create(ctx, path, sqlite.Options{})
	if err != nil {
		return err
	}
	if _, err := s.Append(ctx, nil, recordtest.Generate(n, 1)); err != nil {
		return err
	}
	return s.Close()
}

func prepared(b *testing.B) (program, record string) {
	b.Helper()
	program, err := binary()
	if err != nil {
		b.Fatal(err)
	}
	if record, err = big(); err != nil {
		b.Fatal(err)
	}
	return program, record
}

// used is what a process used.
type used struct {
	took     time.Duration // by the clock
	cpu      time.Duration // of all its threads, in user and system mode
	resident int64         // bytes at most
}

// uses are those of all runs of a benchmark.
type uses []used

// report gives the medians, and the quickest run.
func (u uses) report(b *testing.B) (quickest used) {
	middle := func(of func(used) int64) float64 {
		list := make([]int64, len(u))
		for i := range u {
			list[i] = of(u[i])
		}
		slices.Sort(list)
		return float64(list[len(list)/2])
	}
	b.ReportMetric(middle(func(x used) int64 { return x.took.Microseconds() })/1000, "ms/process")
	b.ReportMetric(middle(func(x used) int64 { return x.cpu.Microseconds() })/1000, "cpu-ms/process")
	b.ReportMetric(middle(func(x used) int64 { return x.resident })/(1<<20), "MB/process")
	return slices.MinFunc(u, func(x, y used) int { return cmp.Compare(x.took, y.took) })
}

// process runs the program.
func process(b *testing.B, program string, args ...string) (u used, out string) {
	b.Helper()
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(program, args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.Env = append(os.Environ(), "MITHAQ_LANG=en")
	start := time.Now()
	err := cmd.Run()
	u.took = time.Since(start)
	if err != nil && cmd.ProcessState.ExitCode() != 1 { // 1: remarks
		b.Fatalf("%v\n%s", err, stderr.String())
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		b.Skip("this system does not tell what a process used")
	}
	u.cpu = time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	u.resident = usage.Maxrss << 10
	return u, stdout.String()
}

// BenchmarkStatus is the status of a text with seven norms and two claims over the large record.
func BenchmarkStatus(b *testing.B) {
	program, record := prepared(b)
	for _, lang := range []string{"en", "ar"} {
		b.Run(lang, func(b *testing.B) {
			var all uses
			for b.Loop() {
				u, out := process(b, program, "status", text, "--record", record, "--as-of", "2017-12-31", "--lang", lang)
				if lines := strings.Count(out, "\n"); lines < 30 {
					b.Fatalf("%d lines:\n%s", lines, out)
				}
				all = append(all, u)
			}
			if q := all.report(b); min(q.took, q.cpu) > statusTime || q.resident > statusMemory {
				b.Errorf("%v (processor %v) and %d MB, the budget is %v and %d MB", q.took, q.cpu, q.resident>>20, statusTime, statusMemory>>20)
			}
		})
	}
}

// BenchmarkKnownAt is the same status on the record as it was known when half of it had been entered.
func BenchmarkKnownAt(b *testing.B) {
	program, record := prepared(b)
	n, err := incidents()
	if err != nil {
		b.Fatal(err)
	}
	var all uses
	for b.Loop() {
		u, _ := process(b, program, "status", text, "--record", record, "--as-of", "2017-12-31", "--known-at", fmt.Sprint("#", 2*n))
		all = append(all, u)
	}
	all.report(b)
}

// BenchmarkCheck checks the letter of the example and its vocabulary.
func BenchmarkCheck(b *testing.B) {
	program, err := binary()
	if err != nil {
		b.Fatal(err)
	}
	letter := filepath.Join(testroot.Root(b), "examples", "syria-2015", "khatib.mithaq")
	var all uses
	for b.Loop() {
		u, _ := process(b, program, "check", letter)
		all = append(all, u)
	}
	if q := all.report(b); min(q.took, q.cpu) > checkTime {
		b.Errorf("%v (processor %v), the budget is %v", q.took, q.cpu, checkTime)
	}
}

// BenchmarkImport reads 20,000 rows of our own layout into a new record, and tells how large the file becomes.
func BenchmarkImport(b *testing.B) {
	program, err := binary()
	if err != nil {
		b.Fatal(err)
	}
	const rows = 20_000
	var file strings.Builder
	file.WriteString("incident,act,when,title_en,place_en,zones,lat,lon,radius,role:object,role:harmed,source,url,published,assessor,grade,attributions,amount:killed\n")
	for i := range rows {
		fmt.Fprintf(&file, "made-up-%06d,attack,2016-%02d-%02d,Made-up incident %d,Douma,ghouta,33.57,36.40,500,hospital,civilian,source-%02d,https://example.org/%d,2016-12-31,desk,corroborated,russia=corroborated,%d-%d\n",
			i, 1+i%12, 1+i%28, i, i%20, i, i%5, i%5+3)
	}
	path := filepath.Join(dir, "rows.csv")
	if err := os.WriteFile(path, []byte(file.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	var all uses
	var size int64
	for b.Loop() {
		record := filepath.Join(b.TempDir(), "import.db")
		process(b, program, "record", "init", "--record", record)
		u, _ := process(b, program, "record", "import", path, "--record", record)
		all = append(all, u)
		info, err := os.Stat(record)
		if err != nil {
			b.Fatal(err)
		}
		size = info.Size()
	}
	q := all.report(b)
	b.ReportMetric(rows/q.took.Seconds(), "rows/s")
	b.ReportMetric(float64(size)/rows, "bytes/incident")
}
