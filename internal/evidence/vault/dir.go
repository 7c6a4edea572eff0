package vault

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"mithaq/internal/evidence/record"
)

// Dir is a folder of boxes. The folder is made by the first Put.
type Dir struct{ path string }

// NewDir gives the folder at path.
func NewDir(path string) *Dir { return &Dir{path} }

// Path gives the folder.
func (d *Dir) Path() string { return d.path }

const suffix = ".age"

func (d *Dir) file(h record.Hash) string { return filepath.Join(d.path, h.String()+suffix) }

// Put keeps a box: whole and on the disk when it returns, or not at all. Only ciphertext is ever written, also to the file on its way.
func (d *Dir) Put(box []byte) (record.Hash, error) {
	h := Name(box)
	if err := os.MkdirAll(d.path, 0o700); err != nil {
		return h, err
	}
	if err := os.Chmod(d.path, 0o700); err != nil { // it may have been made by somebody less careful
		return h, err
	}
	f, err := os.CreateTemp(d.path, "put-") // mode 0600
	if err != nil {
		return h, err
	}
	_, err = f.Write(box)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), d.file(h))
	}
	if err != nil {
		return h, errors.Join(err, os.Remove(f.Name()))
	}
	return h, d.sync()
}

// Get reads a box and holds it against its hash.
func (d *Dir) Get(h record.Hash) ([]byte, error) {
	f, err := os.Open(d.file(h))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", h, ErrMissing)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	box, err := io.ReadAll(io.LimitReader(f, 4*MostContent))
	if err != nil {
		return nil, err
	}
	if Name(box) != h {
		return nil, fmt.Errorf("%s: %w", h, ErrDamaged)
	}
	return box, nil
}

// Delete overwrites a box once and takes it away. One that is not there is no error: a removal that was interrupted is done again. What the file
// system or a disk keeps of its blocks it does not reach: there it stays encrypted.
func (d *Dir) Delete(h record.Hash) error {
	f, err := os.OpenFile(d.file(h), os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err == nil {
		_, err = f.Write(make([]byte, info.Size()))
	}
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Remove(d.file(h)); err != nil {
		return err
	}
	return d.sync()
}

// List gives the boxes that are there, sorted.
func (d *Dir) List() ([]record.Hash, error) {
	files, err := os.ReadDir(d.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []record.Hash
	for _, f := range files {
		name, ok := strings.CutSuffix(f.Name(), suffix)
		var h record.Hash
		if b, err := hex.DecodeString(name); ok && err == nil && len(b) == len(h) {
			out = append(out, record.Hash(b))
		}
	}
	slices.SortFunc(out, func(a, b record.Hash) int { return slices.Compare(a[:], b[:]) })
	return out, nil
}

func (d *Dir) sync() error {
	f, err := os.Open(d.path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
