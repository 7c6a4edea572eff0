package crash

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
)

// mounted gives a folder that is a small disk of its own.
func mounted(t *testing.T, size string) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "mithaq-disk-") // not t.TempDir, which is closed to the user of a server
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.Remove(dir); err != nil {
			t.Error(err)
		}
	})
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("mounting a small disk: %v (a skipped test is a failure in CI)", err)
		}
		t.Skipf("mounting a small disk: %v (only root may)", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// TestFullDisk: an import that does not fit is an honest error and leaves nothing of itself; the record can be read, and written to again once there
// is room.
func TestFullDisk(t *testing.T) {
	dir := mounted(t, "3m")
	ballast := filepath.Join(dir, "ballast")
	if err := os.WriteFile(ballast, bytes.Repeat([]byte{1}, 1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	where := filepath.Join(dir, "record.db")
	a, err := app.Create(t.Context(), where, app.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	var before record.Head
	for i := 0; ; i += len(jobs) {
		if before, err = a.Store().Head(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err = a.Store().Append(t.Context(), nil, drafts("desk", jobs[0].drafts("f", i))); err != nil {
			break
		}
		if i > 1000 {
			t.Fatal("the disk does not fill")
		}
	}
	if !errors.Is(err, record.ErrDiskFull) {
		t.Errorf("a full disk is told as %v", err)
	}
	if got := whole(t, a); got != before || before.Seq == 0 {
		t.Errorf("the head moved from %v to %v", before, got)
	}
	noHalfSeen(t, a)
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Store().Append(t.Context(), &before, drafts("desk", jobs[0].drafts("g", 0))); err != nil {
		t.Errorf("with room again: %v", err)
	}
	whole(t, a)
}

// TestReadOnlyDisk: a disk that turns read-only makes writing an honest error, and reading goes on.
func TestReadOnlyDisk(t *testing.T) {
	dir := mounted(t, "16m")
	where := filepath.Join(dir, "record.db")
	a, err := app.Create(t.Context(), where, app.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	head, err := a.Store().Append(t.Context(), nil, drafts("desk", jobs[0].drafts("f", 0)))
	if err != nil {
		t.Fatal(err)
	}
	remount := func(flags uintptr) {
		t.Helper()
		if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT|flags, "size=16m"); err != nil {
			t.Fatal(err)
		}
	}
	// Files open for writing keep a disk from turning read-only by request; a disk that fails does not ask.
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	remount(syscall.MS_RDONLY)
	if b, err := app.Open(t.Context(), where, app.Options{}); err == nil {
		if _, err := b.Store().Append(t.Context(), nil, drafts("desk", jobs[0].drafts("g", 0))); !errors.Is(err, record.ErrReadOnly) {
			t.Errorf("writing to a read-only disk: %v", err)
		}
		if got := whole(t, b); got != head {
			t.Errorf("the head moved from %v to %v", head, got)
		}
		b.Close()
	} else if !errors.Is(err, record.ErrReadOnly) {
		t.Errorf("opening on a read-only disk: %v", err)
	}
	remount(0)
	b := opened(t, where, app.Options{})
	if got := whole(t, b); got != head {
		t.Errorf("the head moved from %v to %v", head, got)
	}
}

// TestClockSetBack: a clock that goes back changes neither the order of entries nor what was known when; each entry says the time that the clock showed.
func TestClockSetBack(t *testing.T) {
	each(t, func(t *testing.T, where string) {
		now := time.Date(2016, 1, 10, 12, 0, 0, 0, time.UTC)
		a := opened(t, where, app.Options{Actor: "desk", Now: func() time.Time { return now }})
		enter := func(why string) {
			t.Helper()
			_, err := a.Store().Append(t.Context(), nil, func(yield func(record.Draft, error) bool) {
				for _, p := range []any{record.Incident{ID: "i", Act: "attack"}, record.Assessment{Incident: "i", Assessor: "desk", Why: why}} {
					if !yield(record.Draft{Entered: a.Now().Unix(), Actor: "desk", Payload: p}, nil) {
						return
					}
				}
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		enter("first")
		now = now.AddDate(0, 0, -5)
		enter("second")
		for at, want := range map[int64]string{0: "second", now.Unix(): "second", now.AddDate(0, 0, 9).Unix(): "second"} {
			for b, err := range a.Store().Bundles(t.Context(), record.Cut{Entered: at}) {
				if err != nil || b.Assessments[0].Why != want {
					t.Errorf("known at %d: %+v, %v; want %s", at, b.Assessments, err, want)
				}
			}
		}
		for b, err := range a.Store().Bundles(t.Context(), record.Cut{Entered: now.Unix() - 1}) {
			t.Errorf("before either clock: %+v, %v", b, err)
		}
		if _, err := a.Store().(checker).Check(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
