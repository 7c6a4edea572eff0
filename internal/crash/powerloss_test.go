package crash

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"mithaq/internal/app"
	"mithaq/internal/testroot"
)

// TestPowerLoss: the power fails at some moment, and of what was not synced nothing, some sectors, or all is on the disk. Whatever a writer had
// been told is there, nothing is there by halves, and the record is sound. What reaches the disk is taken from the system calls of a real writer.
func TestPowerLoss(t *testing.T) {
	root := t.TempDir()
	live := filepath.Join(root, "live")
	if err := os.Mkdir(live, 0o700); err != nil {
		t.Fatal(err)
	}
	trace := filepath.Join(root, "trace")
	traced(t, trace, filepath.Join(live, "record.db"), strings.Repeat("x", 12))
	all := calls(t, trace)

	r := rand.New(rand.NewPCG(rand.Uint64(), 0))
	d := newDisk()
	moments, acked, made := 0, int64(0), false
	images := 1
	if testroot.Long() {
		images = 20
	}
	spread := map[string]int{}
	for i, c := range all {
		d.take(c)
		if strings.HasPrefix(string(c.data), "ack ") {
			var letter string
			for line := range strings.Lines(string(c.data)) {
				var name string
				var n int
				if _, err := fmt.Sscanf(line, "ack %s %d %s %d", &name, &n, &letter, &acked); err != nil {
					t.Fatalf("%q: %v", line, err)
				}
			}
		}
		made = made || bytes.Equal(c.data, []byte("made\n"))
		if c.name != "fsync" && !strings.HasPrefix(string(c.data), "ack ") && r.IntN(len(all)) > 30*images {
			continue
		}
		moments++
		for range images {
			into := t.TempDir()
			d.found(t, r, live, into)
			spread[soundAfter(t, filepath.Join(into, "record.db"), acked, made, i)]++
		}
	}
	t.Logf("%d calls, power lost at %d moments: %v", len(all), moments, spread)
	if moments < 40 || acked < 1000 || spread["more than was acknowledged"] == 0 || spread["as acknowledged"] == 0 {
		t.Errorf("%d moments, entry %d acknowledged, %v: this tests too little", moments, acked, spread)
	}
}

// soundAfter opens what was found and says how it compares with what was acknowledged.
func soundAfter(t *testing.T, path string, acked int64, made bool, call int) string {
	t.Helper()
	a, err := app.Open(context.Background(), path, app.Options{})
	if !made && errors.Is(err, app.ErrNoRecord) {
		return "not made yet"
	}
	if err != nil {
		t.Fatalf("after call %d, entry %d acknowledged: %v", call, acked, err)
	}
	defer a.Close()
	switch head := whole(t, a); {
	case head.Seq < acked:
		t.Fatalf("after call %d: entry %d was acknowledged, the record ends in %d", call, acked, head.Seq)
	case head.Seq > acked:
		return "more than was acknowledged"
	}
	return "as acknowledged"
}

// take takes a system call into what the disk holds.
func (d *disk) take(c call) {
	switch c.name {
	case "pwrite64":
		d.write(c.file, c.at, c.data)
	case "ftruncate":
		d.truncate(c.file, c.at)
	case "fsync", "fdatasync":
		d.sync(c.file)
	case "rename", "renameat", "renameat2":
		d.rename(c.file, c.to)
	case "link", "linkat":
		d.link(c.file, c.to)
	case "unlink", "unlinkat":
		d.unlink(c.file)
	case "openat":
		if c.file != "" {
			d.open(c.file)
		}
	}
}

// traced makes a record and works on it under strace.
func traced(t *testing.T, trace, path, letters string) {
	t.Helper()
	strace := testroot.Tool(t, "strace", "strace")
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(strace, "-f", "-y", "-xx", "-qq", "-s", "1000000", "-o", trace,
		"-e", "trace=openat,pwrite64,write,fsync,fdatasync,ftruncate,rename,renameat,renameat2,link,linkat,unlink,unlinkat", exe)
	cmd.Env = append(os.Environ(), "CRASH_RECORD="+path, "CRASH_NAME=w", "CRASH_JOBS="+letters, "CRASH_MAKE=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		t.Fatal("no record was made")
	}
}
