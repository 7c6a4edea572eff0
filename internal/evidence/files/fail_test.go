package files

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"mithaq/internal/evidence/record"
)

// TestMain lets the test binary be the process that is killed.
func TestMain(m *testing.M) {
	if path := os.Getenv("MITHAQ_TEST_PUT"); path != "" {
		putForEver(path)
	}
	os.Exit(m.Run())
}

// putForEver puts files of up to 300,000 bytes and says so after each.
func putForEver(path string) {
	d := NewDir(path, 0)
	for {
		content := make([]byte, rand.IntN(300_000))
		for i := range content {
			content[i] = byte(rand.Uint32())
		}
		b, _, err := d.Put(context.Background(), bytes.NewReader(content))
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println(b.SHA256)
	}
}

// TestDirKilled: a program killed at any moment loses nothing that it acknowledged, and no half of a file is ever shown.
func TestDirKilled(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	rounds := 10
	if os.Getenv("MITHAQ_LONG") != "" {
		rounds = 200
	}
	path := filepath.Join(t.TempDir(), "files")
	acknowledged := map[record.Hash]bool{}
	for range rounds {
		cmd := exec.Command(exe)
		cmd.Env = append(os.Environ(), "MITHAQ_TEST_PUT="+path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); n++ {
			var h record.Hash
			if err := h.UnmarshalText(lines.Bytes()); err != nil {
				t.Fatalf("the writer said %q", lines.Text())
			}
			acknowledged[h] = true
			if n == 0 {
				time.AfterFunc(time.Duration(rand.IntN(40_000))*time.Microsecond, func() { _ = cmd.Process.Kill() }) // SIGKILL
			}
		}
		if err := cmd.Wait(); err == nil {
			t.Fatal("the writer ended by itself")
		}
		rep, err := Check(context.Background(), NewDir(path, 0), acknowledged, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(rep.Missing) > 0 || len(rep.Damaged) > 0 {
			t.Errorf("missing %v, damaged %v", rep.Missing, rep.Damaged)
		}
	}
	if len(acknowledged) < rounds {
		t.Errorf("only %d files were put", len(acknowledged))
	}
}

// TestDirFull: a full disk is told as such, and nothing is left behind. /dev/full answers every write with ENOSPC.
func TestDirFull(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip(err)
	}
	d := NewDir(t.TempDir(), 0)
	d.temp = func(dir string) (*os.File, error) {
		name := filepath.Join(dir, "put-full")
		if err := os.Symlink("/dev/full", name); err != nil {
			return nil, err
		}
		return os.OpenFile(name, os.O_WRONLY, 0)
	}
	_, _, err := d.Put(context.Background(), bytes.NewReader([]byte("x")))
	if !errors.Is(err, record.ErrDiskFull) {
		t.Errorf("the error is %v", err)
	}
	left, err := os.ReadDir(filepath.Join(d.path, "tmp"))
	if err != nil || len(left) != 0 {
		t.Errorf("left over: %v (%v)", left, err)
	}
	for b := range d.List(context.Background()) {
		t.Errorf("shown: %v", b)
	}
}

// TestDirReadOnly: no right to write is told as such.
func TestDirReadOnly(t *testing.T) {
	d := NewDir(t.TempDir(), 0)
	d.temp = func(string) (*os.File, error) {
		return nil, &os.PathError{Op: "open", Path: "x", Err: os.ErrPermission}
	}
	if _, _, err := d.Put(context.Background(), bytes.NewReader(nil)); !errors.Is(err, record.ErrReadOnly) {
		t.Errorf("the error is %v", err)
	}
}

// TestVerifiedStops: a stream that goes on for ever is stopped at the size that it should have.
func TestVerifiedStops(t *testing.T) {
	r := Verified(io.NopCloser(endless{}), record.Hash{}, 1000)
	if _, err := io.Copy(io.Discard, r); !errors.Is(err, ErrDamaged) {
		t.Errorf("the error is %v", err)
	}
}

type endless struct{}

func (endless) Read(b []byte) (int, error) { return len(b), nil }

// TestVerifiedHoldsBack: of a file that is not what its hash says the last bytes are never given.
func TestVerifiedHoldsBack(t *testing.T) {
	for _, size := range []int{1, 100, 32 << 10, 100_000} {
		n, err := io.Copy(io.Discard, Verified(io.NopCloser(bytes.NewReader(make([]byte, size))), record.Hash{1}, int64(size)))
		if !errors.Is(err, ErrDamaged) || n >= int64(size) {
			t.Errorf("%d of %d bytes were given, %v", n, size, err)
		}
	}
}
