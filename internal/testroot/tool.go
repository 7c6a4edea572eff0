package testroot

import (
	"os"
	"os/exec"
	"testing"
)

// Tool gives the path of a program that a test needs, and names the Debian package that brings it where it is missing: then the test is skipped and
// counted; in CI that is a failure.
func Tool(tb testing.TB, program, debian string) string {
	tb.Helper()
	path, err := exec.LookPath(program)
	if err == nil {
		return path
	}
	if os.Getenv("CI") != "" {
		tb.Fatalf("%v: apt-get install %s (a skipped test is a failure in CI)", err, debian)
	}
	tb.Skipf("%v: apt-get install %s", err, debian)
	return ""
}

// Long says whether tests may take their time: MITHAQ_LONG.
func Long() bool { return os.Getenv("MITHAQ_LONG") != "" }
