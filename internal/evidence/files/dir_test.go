package files_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"mithaq/internal/evidence/files"
	"mithaq/internal/evidence/files/filestest"
	"mithaq/internal/evidence/record"
)

func TestDir(t *testing.T) {
	filestest.Run(t, func(t *testing.T) filestest.Opened {
		path := filepath.Join(t.TempDir(), "r.db.files")
		return filestest.Opened{Store: files.NewDir(path, filestest.Limit), Damage: func(t *testing.T, h record.Hash, content []byte) {
			name := filepath.Join(path, filepath.FromSlash(files.Name(h)))
			if err := errors.Join(os.Remove(name), os.WriteFile(name, content, 0o400)); err != nil {
				t.Fatal(err)
			}
		}}
	})
}

// TestDirModes: nobody but the owner may look in, and nobody may write; a file that is there stays the same file.
func TestDirModes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r.db.files")
	d := files.NewDir(path, 0)
	b, _, err := d.Put(context.Background(), bytes.NewReader([]byte("x")))
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(path, filepath.FromSlash(files.Name(b.SHA256)))
	before, err := os.Stat(name)
	if err != nil || before.Mode() != 0o400 {
		t.Errorf("mode %v (%v)", before.Mode(), err)
	}
	for _, folder := range []string{path, filepath.Join(path, "tmp"), filepath.Dir(name)} {
		if st, err := os.Stat(folder); err != nil || st.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v (%v)", folder, st.Mode(), err)
		}
	}
	if _, _, err := d.Put(context.Background(), bytes.NewReader([]byte("x"))); err != nil {
		t.Fatal(err)
	}
	if after, err := os.Stat(name); err != nil || !os.SameFile(before, after) {
		t.Error("it was overwritten")
	}
	if left, err := os.ReadDir(filepath.Join(path, "tmp")); err != nil || len(left) != 0 {
		t.Errorf("left over: %v (%v)", left, err)
	}
}

// TestDirLink: a link under the name of a file is not followed, even to the right content.
func TestDirLink(t *testing.T) {
	dir := t.TempDir()
	d := files.NewDir(dir, 0)
	b, _, err := d.Put(context.Background(), bytes.NewReader([]byte("x")))
	if err != nil {
		t.Fatal(err)
	}
	name, other := filepath.Join(dir, filepath.FromSlash(files.Name(b.SHA256))), filepath.Join(dir, "other")
	if err := errors.Join(os.Rename(name, other), os.Symlink(other, name)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.Open(context.Background(), b.SHA256); !errors.Is(err, files.ErrDamaged) {
		t.Errorf("the link was followed: %v", err)
	}
}

// TestDirSweeps: what a killed program left goes after a day, what is being written now stays, and neither is ever shown.
func TestDirSweeps(t *testing.T) {
	dir := t.TempDir()
	tmp := filepath.Join(dir, "tmp")
	old, fresh := filepath.Join(tmp, "put-old"), filepath.Join(tmp, "put-fresh")
	yesterday := time.Now().Add(-25 * time.Hour)
	if err := errors.Join(os.Mkdir(tmp, 0o700), os.WriteFile(old, nil, 0o600), os.WriteFile(fresh, nil, 0o600), os.Chtimes(old, yesterday, yesterday)); err != nil {
		t.Fatal(err)
	}
	d := files.NewDir(dir, 0)
	for b := range d.List(context.Background()) {
		t.Errorf("shown: %v", b)
	}
	if _, _, err := d.Put(context.Background(), bytes.NewReader([]byte("x"))); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(old); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the old one: %v", err)
	}
	if _, err := os.Stat(fresh); err != nil {
		t.Errorf("the fresh one: %v", err)
	}
}

func TestName(t *testing.T) {
	h := record.Hash{0xab, 0xcd}
	if got, ok := files.ParseName(files.Name(h)); !ok || got != h {
		t.Errorf("%s, %v", got, ok)
	}
	for _, bad := range []string{"", "ab", "../" + h.String()[3:], h.String(), "AB/" + h.String()[2:], "ab/" + h.String()[2:] + "0"} {
		if _, ok := files.ParseName(bad); ok {
			t.Errorf("%q passes", bad)
		}
	}
}
