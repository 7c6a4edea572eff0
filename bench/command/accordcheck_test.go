package command

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"mithaq/bench/accord"
)

// The budgets of a check of the made-up accord of 600 norms.
const (
	accordCheckTime   = 300 * time.Millisecond
	accordCheckMemory = 150 << 20
)

// BenchmarkAccordCheck checks the text of 600 norms: every rule over every norm, as a new process.
func BenchmarkAccordCheck(b *testing.B) {
	program, err := binary()
	if err != nil {
		b.Fatal(err)
	}
	text := filepath.Join(dir, "accord-checked.mithaq")
	if err := os.WriteFile(text, []byte(accord.Text(accord.Seed)), 0o600); err != nil {
		b.Fatal(err)
	}
	var all uses
	for b.Loop() {
		u, _ := process(b, program, "check", text)
		all = append(all, u)
	}
	if q := all.report(b); min(q.took, q.cpu) > accordCheckTime || q.resident > accordCheckMemory {
		b.Errorf("%v (processor %v) and %d MB: the budget is %v and %d MB", q.took, q.cpu, q.resident>>20, accordCheckTime, accordCheckMemory>>20)
	}
}
