// Package testroot finds the module root and the shared data for tests.
package testroot

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// Root gives the directory that holds go.mod.
func Root(tb testing.TB) string {
	tb.Helper()
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..")
}

// Data gives the path of a file or folder of the shared data ($MITHAQ_DATA, default ../shared beside the module root).
// Where it is missing the test is skipped and counted; in CI that is a failure.
func Data(tb testing.TB, elem ...string) string {
	tb.Helper()
	dir := os.Getenv("MITHAQ_DATA")
	if dir == "" {
		dir = filepath.Join(Root(tb), "..", "shared")
	}
	path := filepath.Join(append([]string{dir}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") != "" {
			tb.Fatalf("shared data: %v (a skipped test is a failure in CI)", err)
		}
		tb.Skipf("shared data: %v (set MITHAQ_DATA)", err)
	}
	return path
}
