package export

import (
	"archive/zip"
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"mithaq/internal/evidence/record"
)

// The lossless form is a zip file that holds
//
//	manifest.json   format, head of the record, and of each other member its size and SHA-256
//	entries         each entry as it is stored, in order: its length in bytes (unsigned varint, as in Go's encoding/binary), then the bytes
//	seals.json      what was said of the log: keys, signed checkpoints, time stamps (record.Seal), in their order
//	files/HASH      each file of evidence, by its SHA-256
//
// An entry is stored as its canonical bytes, or as the stub of one that was removed (spec/record.md). Sealed identities are not in it.
const (
	ArchiveFormat = "mithaq/record-export/1"
	mostEntry     = 64 << 20 // bytes of one entry
	mostSeals     = 64 << 20 // bytes of all seals
	sealsName     = "seals.json"
	filesBegin    = "files/"
)

// ErrArchive says that a file is no export of a record, or was changed.
var ErrArchive = errors.New("not a whole export of a record")

// Manifest says what is in an archive.
type Manifest struct {
	Format  string      `json:"format"`
	Program string      `json:"program"`
	Made    string      `json:"made"`
	Head    record.Head `json:"record"`
	Entries int64       `json:"entries"`
	Members []Member    `json:"members"`
}

// Member is a file in an archive.
type Member struct {
	Name   string      `json:"name"`
	Size   int64       `json:"size"`
	SHA256 record.Hash `json:"sha256"`
}

// File gives a file of evidence: its bytes are read once.
type File struct {
	SHA256 record.Hash
	Open   func() (io.ReadCloser, error)
}

// WriteArchive writes entries, as they are stored, and files. The manifest comes last: it holds the hashes of the rest.
func WriteArchive(w io.Writer, about *About, stored iter.Seq2[[]byte, error], seals []record.Seal, files []File) (*Manifest, error) {
	z := zip.NewWriter(w)
	m := &Manifest{Format: ArchiveFormat, Program: about.Program, Made: about.Made, Head: about.Head}
	err := m.member(z, "entries", func(w io.Writer) error {
		var size [binary.MaxVarintLen64]byte
		for b, err := range stored {
			if err != nil {
				return err
			}
			m.Entries++
			if _, err := w.Write(size[:binary.PutUvarint(size[:], uint64(len(b)))]); err != nil {
				return err
			}
			if _, err := w.Write(b); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = m.member(z, sealsName, func(w io.Writer) error { return json.NewEncoder(w).Encode(seals) })
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		err := m.member(z, filesBegin+f.SHA256.String(), func(w io.Writer) error {
			r, err := f.Open()
			if err != nil {
				return err
			}
			_, err = io.Copy(w, r)
			return errors.Join(err, r.Close())
		})
		if err != nil {
			return nil, err
		}
		if m.Members[len(m.Members)-1].SHA256 != f.SHA256 {
			return nil, fmt.Errorf("%w: the file %s is damaged", ErrArchive, f.SHA256)
		}
	}
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, err
	}
	f, err := z.Create("manifest.json")
	if err == nil {
		_, err = f.Write(append(b, '\n'))
	}
	return m, errors.Join(err, z.Close())
}

func (m *Manifest) member(z *zip.Writer, name string, write func(io.Writer) error) error {
	f, err := z.Create(name)
	if err != nil {
		return err
	}
	h := sha256.New()
	n := &count{w: io.MultiWriter(f, h)}
	if err := write(n); err != nil {
		return err
	}
	m.Members = append(m.Members, Member{name, n.n, record.Hash(h.Sum(nil))})
	return nil
}

type count struct {
	w io.Writer
	n int64
}

func (c *count) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}

// Archive is an export that is read.
type Archive struct {
	Manifest Manifest
	files    map[string]*zip.File
}

// ReadArchive looks at an export and holds every member against the manifest before anything of it is used.
func ReadArchive(r io.ReaderAt, size int64) (*Archive, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrArchive, err)
	}
	a := &Archive{files: map[string]*zip.File{}}
	for _, f := range z.File {
		if a.files[f.Name] != nil {
			return nil, fmt.Errorf("%w: it holds two members of one name", ErrArchive)
		}
		a.files[f.Name] = f
	}
	if err := a.manifest(); err != nil {
		return nil, err
	}
	if len(a.files) != len(a.Manifest.Members) { // each is looked up below: none is named twice then
		return nil, fmt.Errorf("%w: it holds what its manifest does not name", ErrArchive)
	}
	for _, m := range a.Manifest.Members {
		if err := a.check(m); err != nil {
			return nil, err
		}
	}
	return a, nil
}

func (a *Archive) manifest() error {
	f := a.files["manifest.json"]
	if f == nil {
		return fmt.Errorf("%w: it has no manifest", ErrArchive)
	}
	delete(a.files, "manifest.json")
	r, err := f.Open()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrArchive, err)
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, 256<<20))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrArchive, err)
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&a.Manifest); err != nil || a.Manifest.Format != ArchiveFormat {
		return fmt.Errorf("%w: its manifest is not of the form %s", ErrArchive, ArchiveFormat)
	}
	return nil
}

// check reads a member through. A member that says another size than it has is not read further than it says.
func (a *Archive) check(m Member) error {
	r, err := a.open(m.Name)
	if err != nil {
		return err
	}
	defer r.Close()
	h := sha256.New()
	n, err := io.Copy(h, io.LimitReader(r, m.Size+1))
	if err != nil || n != m.Size || record.Hash(h.Sum(nil)) != m.SHA256 {
		return fmt.Errorf("%w: %s is not what the manifest says", ErrArchive, m.Name)
	}
	return nil
}

func (a *Archive) open(name string) (io.ReadCloser, error) {
	f := a.files[name]
	if f == nil {
		return nil, fmt.Errorf("%w: %s is missing", ErrArchive, name)
	}
	return f.Open()
}

// Stored gives the entries as they were stored, in order.
func (a *Archive) Stored() iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		r, err := a.open("entries")
		if err != nil {
			yield(nil, err)
			return
		}
		defer r.Close()
		in := bufio.NewReaderSize(r, 1<<16)
		for n := int64(0); ; n++ {
			size, err := binary.ReadUvarint(in)
			if errors.Is(err, io.EOF) && n == a.Manifest.Entries {
				return
			}
			if err != nil || size == 0 || size > mostEntry {
				yield(nil, fmt.Errorf("%w: after entry %d", ErrArchive, n))
				return
			}
			b := make([]byte, size)
			if _, err := io.ReadFull(in, b); err != nil {
				yield(nil, fmt.Errorf("%w: entry %d is cut short", ErrArchive, n+1))
				return
			}
			if !yield(b, nil) {
				return
			}
		}
	}
}

// Seals gives what was said of the log.
func (a *Archive) Seals() (seals []record.Seal, err error) {
	r, err := a.open(sealsName)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if err := json.NewDecoder(io.LimitReader(r, mostSeals)).Decode(&seals); err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrArchive, sealsName, err)
	}
	return seals, nil
}

// Files gives the files of evidence.
func (a *Archive) Files() []File {
	var out []File
	for _, m := range a.Manifest.Members {
		if strings.HasPrefix(m.Name, filesBegin) {
			out = append(out, File{m.SHA256, func() (io.ReadCloser, error) { return a.open(m.Name) }})
		}
	}
	return out
}
