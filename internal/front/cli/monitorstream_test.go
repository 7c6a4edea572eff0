package cli

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// policyFiles writes a signature and a formula.
func policyFiles(t *testing.T, signature, formula string) []string {
	t.Helper()
	dir := t.TempDir()
	args := []string{"monitor"}
	for _, f := range []struct{ flag, name, text string }{{"-sig", "s", signature}, {"-formula", "f", formula}} {
		path := filepath.Join(dir, f.name)
		if err := os.WriteFile(path, []byte(f.text), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, f.flag, path)
	}
	return append(args, "-log", "-")
}

// TestMonitorStreams: a line appears as soon as the log decides it, while the log still goes on.
func TestMonitorStreams(t *testing.T) {
	cmd := command(t, policyFiles(t, "p(x:int)\n", "p(x)\n")...)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill() }() // it has ended, unless the test failed
	lines := make(chan string)
	go func() {
		for s := bufio.NewScanner(out); s.Scan(); {
			lines <- s.Text()
		}
		close(lines)
	}()
	for i := range 3 {
		fmt.Fprintf(in, "@%d p(%d);\n", i, i)
		select {
		case line := <-lines:
			if want := fmt.Sprintf("@%d (time point %d): (%d)", i, i, i); line != want {
				t.Errorf("%q, want %q", line, want)
			}
		case <-time.After(10 * time.Second):
			t.Fatal("no line while the log goes on")
		}
	}
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
	for range lines {
		t.Error("more lines")
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}

// TestMonitorInterrupted: an interrupt ends a run that waits for its log.
func TestMonitorInterrupted(t *testing.T) {
	cmd := command(t, policyFiles(t, "p(x:int)\n", "p(x)\n")...)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill() }() // it has ended, unless the test failed
	fmt.Fprintln(in, "@1 p(1);")
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "@1 (time point 0): (1)\n" {
		t.Errorf("%q, %v", line, err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // its code is looked at below
	if code := cmd.ProcessState.ExitCode(); code != exitInterrupted {
		t.Errorf("it ended with %d", code)
	}
}

// TestMonitorKeepsMemoryBounded feeds ever new texts to a policy with bounded windows: the process does not grow with the log.
func TestMonitorKeepsMemoryBounded(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the size of another process is read from /proc")
	}
	cmd := command(t, policyFiles(t, "req(i:string)\nrel(i:string)\n", "(rel(i) AND NOT ONCE[0,50] req(i)) AND NOT EVENTUALLY[0,50] rel(i)\n")...)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout = io.Discard
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(in)
	feed := func(from, to int) {
		for i := from; i < to; i++ {
			fmt.Fprintf(w, "@%d req(\"the request with the number %d\") rel(\"the request with the number %d\")\n", i, i, i-40)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	feed(0, 50_000)
	early := residentKB(t, cmd.Process.Pid)
	feed(50_000, 600_000)
	late := residentKB(t, cmd.Process.Pid)
	if late > 2*early+16<<10 || late > 64<<10 {
		t.Errorf("%d kB after 50,000 time points, %d kB after 600,000", early, late)
	}
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}

// residentKB gives the memory that a process holds now, in kB.
func residentKB(t *testing.T, pid int) int {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(b), "VmRSS:")
	n, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	return n
}
