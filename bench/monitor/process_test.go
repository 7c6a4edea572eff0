package monitor

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// writeTrace tells a child process which log to write: kind, events, path. This process must stay small where a process is measured:
// on Linux a process that it starts is said to have held as much memory as this one held when it was started.
const writeTrace = "MITHAQ_BENCH_TRACE"

func TestMain(m *testing.M) {
	if task := os.Getenv(writeTrace); task != "" {
		words := strings.SplitN(task, " ", 3)
		n, err := strconv.Atoi(words[1])
		if err == nil {
			err = os.WriteFile(words[2], Generate(words[0], n, 1), 0o600)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// BenchmarkProcess runs "mithaq monitor" as a new process for each policy, the log in a file and its output to a file. Alone in its
// run (-bench Process) it also tells the memory at most.
func BenchmarkProcess(b *testing.B) {
	dir := b.TempDir()
	program := filepath.Join(dir, "mithaq")
	command(b, exec.Command("go", "build", "-o", program, "mithaq/cmd/mithaq"))
	for kind, sig := range Signatures {
		write(b, filepath.Join(dir, kind+".sig"), sig)
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), fmt.Sprintf("%s=%s %d %s", writeTrace, kind, size(b), filepath.Join(dir, kind+".log")))
		command(b, child)
	}
	for _, p := range Policies {
		b.Run(p.Name, func(b *testing.B) {
			write(b, filepath.Join(dir, "policy"), p.Formula)
			var used time.Duration
			var resident int64
			for b.Loop() {
				out, err := os.Create(filepath.Join(dir, "out"))
				if err != nil {
					b.Fatal(err)
				}
				cmd := exec.Command(program, "monitor", "--sig", filepath.Join(dir, p.Kind+".sig"),
					"--formula", filepath.Join(dir, "policy"), "--log", filepath.Join(dir, p.Kind+".log"))
				cmd.Stdout = out
				command(b, cmd)
				usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
				if !ok || out.Close() != nil {
					b.Skip("this system does not tell what a process used")
				}
				used += time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
				resident = max(resident, usage.Maxrss<<10)
			}
			events := float64(size(b)) * float64(b.N)
			b.ReportMetric(events/b.Elapsed().Seconds()/1e6, "Mevents/s")
			b.ReportMetric(events/used.Seconds()/1e6, "Mevents/cpu-s")
			b.ReportMetric(float64(resident)/(1<<20), "MB")
			lines, err := os.ReadFile(filepath.Join(dir, "out"))
			if err != nil {
				b.Fatal(err)
			}
			if got := bytes.Count(lines, []byte("\n")); size(b) == 1_000_000 && got != p.large.lines {
				b.Errorf("%d lines, want %d", got, p.large.lines)
			}
		})
	}
}

func command(b *testing.B, cmd *exec.Cmd) {
	b.Helper()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		b.Fatalf("%v: %v\n%s", cmd.Args, err, stderr.Bytes())
	}
}

func write(b *testing.B, path, text string) {
	b.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
}
