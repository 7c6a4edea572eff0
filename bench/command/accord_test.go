package command

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"mithaq/bench/accord"
)

// The budgets of a status of the made-up accord over a million incidents.
const (
	accordTime   = 10 * time.Second
	accordMemory = 2 << 30
)

// accordAt tells a child process to make the accord's record, where it is not there yet (see generateAt).
const accordAt = "MITHAQ_BENCH_ACCORD"

// accordIncidents is how many incidents the accord's record has; MITHAQ_BENCH_ACCORD_N sets another number than a million.
func accordIncidents() (int, error) {
	if s := os.Getenv("MITHAQ_BENCH_ACCORD_N"); s != "" {
		return strconv.Atoi(s)
	}
	return 1_000_000, nil
}

func makeAccord() error {
	n, err := accordIncidents()
	if err != nil {
		return err
	}
	path, err := accord.Cached(context.Background(), n)
	if err != nil {
		return err
	}
	fmt.Println(path)
	return nil
}

// BenchmarkAccord is the status of 600 norms over a million incidents.
func BenchmarkAccord(b *testing.B) {
	program, err := binary()
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), accordAt+"=1")
	out, err := cmd.Output()
	if err != nil {
		b.Fatal(err)
	}
	record := strings.TrimSpace(string(out))
	text := filepath.Join(dir, "accord.mithaq")
	if err := os.WriteFile(text, []byte(accord.Text(accord.Seed)), 0o600); err != nil {
		b.Fatal(err)
	}
	var all uses
	for b.Loop() {
		u, out := process(b, program, "status", text, "--record", record, "--as-of", accord.LastDay)
		if lines := strings.Count(out, "\n"); lines < accord.Stipulations+accord.Annexed {
			b.Fatalf("%d lines", lines)
		}
		all = append(all, u)
	}
	if q := all.report(b); min(q.took, q.cpu) > accordTime || q.resident > accordMemory {
		b.Logf("%v (processor %v) and %d MB: over the budget of %v and %d MB", q.took, q.cpu, q.resident>>20, accordTime, accordMemory>>20)
	}
}
