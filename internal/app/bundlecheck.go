package app

import (
	"archive/zip"
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
)

// sumsFile is the file of a bundle that holds the hash of every other.
const sumsFile = "SHA256SUMS"

// ErrNoSums tells that something is no bundle: its file of hashes is not there, or is none.
var ErrNoSums = errors.New("it has no file " + sumsFile + " that names the hash of each file")

// CheckedBundle is a bundle held against its hashes. Each list is sorted.
type CheckedBundle struct {
	Files   int      // that are as they were made
	Changed []string // that are others
	Missing []string // that are not there
	Added   []string // that are not named
}

// Sound says that every file is as it was made, and none was added.
func (c *CheckedBundle) Sound() bool { return len(c.Changed)+len(c.Missing)+len(c.Added) == 0 }

// CheckBundle holds a bundle, an archive or a folder, against the hashes in it. It says that no file was changed since the hashes were written, not who wrote them:
// whoever changes a file can write its hash anew. Errors: ErrNoSums; those of files.
func CheckBundle(path string) (*CheckedBundle, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	var files fs.FS = os.DirFS(path)
	if !info.IsDir() {
		z, err := zip.OpenReader(path)
		if errors.Is(err, zip.ErrFormat) {
			err = &os.PathError{Op: "read", Path: path, Err: ErrNoSums}
		}
		if err != nil {
			return nil, err
		}
		defer z.Close()
		files = z
	}
	out, err := checkBundle(files)
	if errors.Is(err, ErrNoSums) {
		err = &os.PathError{Op: "read", Path: path, Err: err}
	}
	return out, err
}

func checkBundle(files fs.FS) (*CheckedBundle, error) {
	want, err := sumsOf(files)
	if err != nil {
		return nil, err
	}
	out := &CheckedBundle{}
	_, archived := files.(*zip.ReadCloser)
	err = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == sumsFile {
			return err
		}
		sum, named := want[name]
		delete(want, name)
		switch {
		case !named:
			out.Added = append(out.Added, name)
			return nil
		case !d.Type().IsRegular(): // a link leads to what may become another
			out.Changed = append(out.Changed, name)
			return nil
		}
		is, err := hashOf(files, name)
		switch {
		case err != nil && !archived:
			return err
		case is != sum: // or an archive in which it cannot be read any more
			out.Changed = append(out.Changed, name)
		default:
			out.Files++
		}
		return nil
	})
	for name := range want {
		out.Missing = append(out.Missing, name)
	}
	slices.Sort(out.Missing)
	return out, err
}

// hashOf gives the hash of a file as SHA256SUMS writes it, "" with an error.
func hashOf(files fs.FS, name string) (string, error) {
	f, err := files.Open(name)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	_, err = io.Copy(h, f)
	if err = errors.Join(err, f.Close()); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// sumsOf reads the hashes by name.
func sumsOf(files fs.FS) (map[string]string, error) {
	f, err := files.Open(sumsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoSums
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	sums := map[string]string{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		sum, name, ok := strings.Cut(lines.Text(), "  ")
		if _, err := hex.DecodeString(sum); !ok || err != nil || len(sum) != 2*sha256.Size || !fs.ValidPath(name) || sums[name] != "" {
			return nil, ErrNoSums
		}
		sums[name] = sum
	}
	if len(sums) == 0 {
		return nil, errors.Join(lines.Err(), ErrNoSums)
	}
	return sums, lines.Err()
}
