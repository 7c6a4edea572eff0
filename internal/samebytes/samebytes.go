// Package samebytes runs a test natively and as WebAssembly under Node, and compares what the two write.
package samebytes

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// output names the file that the run in WebAssembly writes to.
const output = "SAMEBYTES_OUTPUT"

// Check fails the test when write gives other bytes in WebAssembly than here. It must stand in a top-level test; what comes
// before it runs in both. Where Node is missing the test is skipped and counted; in CI that is a failure.
func Check(t *testing.T, write func() []byte) {
	t.Helper()
	if d := Difference(t, write); d != "" {
		t.Error(d)
	}
}

// Difference says where the bytes differ first, "" when they are the same.
func Difference(t *testing.T, write func() []byte) string {
	t.Helper()
	if path := os.Getenv(output); path != "" { // this is the run in WebAssembly
		if err := os.WriteFile(path, write(), 0o600); err != nil {
			t.Fatal(err)
		}
		t.SkipNow()
	}
	node, err := exec.LookPath("node")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("%v (a skipped test is a failure in CI)", err)
		}
		t.Skipf("%v (install nodejs)", err)
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	program, file := filepath.Join(dir, "test.wasm"), filepath.Join(dir, "output")
	build := exec.Command("go", "test", "-c", "-o", program, ".")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0", "GOFLAGS=")
	if text, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	run := exec.Command(node, "--stack-size=8192",
		filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec_node.js"), program, "-test.run=^"+t.Name()+"$")
	run.Env = []string{output + "=" + file} // Go's script takes a few kilobytes of environment only
	if text, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	there, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return compare(write(), there)
}

// compare says where two outputs differ first.
func compare(here, there []byte) string {
	if len(here) == 0 {
		return "nothing was written"
	}
	if bytes.Equal(here, there) {
		return ""
	}
	a, b := bytes.Split(here, []byte("\n")), bytes.Split(there, []byte("\n"))
	for i := range min(len(a), len(b)) {
		if !bytes.Equal(a[i], b[i]) {
			return fmt.Sprintf("line %d differs\nhere:        %s\nWebAssembly: %s", i+1, a[i], b[i])
		}
	}
	return fmt.Sprintf("%d lines here, %d in WebAssembly", len(a), len(b))
}
