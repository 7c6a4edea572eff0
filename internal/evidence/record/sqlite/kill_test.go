package sqlite

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"mithaq/internal/evidence/record"
)

// TestMain lets the test binary be the process that is killed, and the second writer of the race.
func TestMain(m *testing.M) {
	if path := os.Getenv("MITHAQ_TEST_APPEND"); path != "" {
		appendForEver(path, os.Getenv("MITHAQ_TEST_NAME"))
	}
	os.Exit(m.Run())
}

// appendForEver appends pairs of an incident and its assessment, each pair in one transaction, and says so after each.
func appendForEver(path, name string) {
	ctx := context.Background()
	s, err := Open(ctx, path, Options{})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	for i := 0; ; i++ {
		id := fmt.Sprintf("%s-%d", name, i)
		head, err := s.Append(ctx, nil, drafts(
			record.Incident{ID: id, Act: "attack", When: "2015-11-01", Note: "made up"},
			record.Account{ID: id, Source: "s", Incident: id},
			record.Assessment{Incident: id, Assessor: "desk"},
		))
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Printf("%s %d\n", id, head.Seq)
	}
}

func drafts(payloads ...any) func(yield func(record.Draft, error) bool) {
	return func(yield func(record.Draft, error) bool) {
		for _, p := range payloads {
			if !yield(record.Draft{Entered: 100, Actor: "desk", Payload: p}, nil) {
				return
			}
		}
	}
}

// child starts a writer and gives, once it has ended, the last line that it acknowledged.
func child(t *testing.T, path, name string, after time.Duration) string {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), "MITHAQ_TEST_APPEND="+path, "MITHAQ_TEST_NAME="+name)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	last := ""
	if !lines.Scan() { // from here on it is appending
		t.Fatal("the writer did not begin")
	}
	last = lines.Text()
	time.AfterFunc(after, func() { _ = cmd.Process.Kill() }) // SIGKILL
	for lines.Scan() {
		last = lines.Text()
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("the writer ended by itself")
	}
	return last
}

// TestTwoProcesses: another process that appends all the time disturbs neither the chain nor a writer that expects a head.
func TestTwoProcesses(t *testing.T) {
	ctx := context.Background()
	s := created(t)
	done := make(chan string)
	go func() { done <- child(t, s.path, "other", 300*time.Millisecond) }()
	own, moved := 0, 0
	for running := true; running; {
		select {
		case <-done:
			running = false
		default:
		}
		head, err := s.Head(ctx)
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Millisecond)
		got, err := s.Append(ctx, &head, drafts(record.Source{ID: fmt.Sprint("s", own)}))
		switch {
		case err == nil && got.Seq != head.Seq+1:
			t.Fatalf("built on %d, came out at %d", head.Seq, got.Seq)
		case err == nil:
			own++
		default:
			moved++
		}
	}
	if own == 0 || moved == 0 {
		t.Errorf("%d of this process, %d refused: the two never met", own, moved)
	}
	if _, err := s.Check(ctx); err != nil {
		t.Error(err)
	}
}
