// Package files keeps the content of evidence files (photographs, videos, documents, archived pages) by SHA-256, outside the record's
// database. The record's entries name a file by its hash; a Store gives the bytes back and holds them against that hash each time they
// are read. Nothing here looks into a file (look), makes copies for the eye (display) or opens archives (archive).
//
// What is promised of a store, and tried on each by filestest.Run:
//
//   - content is kept whole or not at all: a failed or killed Put leaves nothing that List or Open shows;
//   - content is never changed once it is kept, and never overwritten;
//   - a reader learns at the end whether what it read is what was asked for.
package files

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"iter"
	"slices"

	"mithaq/internal/evidence/record"
)

// DefaultLimit is how large a file may be where the caller says nothing else: 2 GiB.
const DefaultLimit = 2 << 30

// Errors that callers tell apart.
var (
	ErrNotFound = errors.New("the file is not in the store")
	ErrDamaged  = errors.New("the stored file is not what its hash says")
)

// TooLargeError tells that a file has more bytes than the store takes.
type TooLargeError struct{ Limit int64 }

func (e *TooLargeError) Error() string { return fmt.Sprintf("a file of more than %d bytes", e.Limit) }

// Blob is the content of one file.
type Blob struct {
	SHA256 record.Hash `json:"sha256"`
	Size   int64       `json:"size"` // bytes
}

// Store keeps files by the hash of their content. Every method may be called from several goroutines.
type Store interface {
	// Put keeps what r gives until its end; added is false where it was there already. More than the store's limit is a *TooLargeError, no
	// room record.ErrDiskFull, no right to write record.ErrReadOnly. With an error nothing is kept.
	Put(ctx context.Context, r io.Reader) (b Blob, added bool, err error)
	// Open gives the content and its size in bytes. The reader ends with ErrDamaged, in place of io.EOF, where what it gave is not
	// what the hash says; whoever acts on the bytes before the end acts on what is not verified.
	Open(ctx context.Context, h record.Hash) (io.ReadCloser, int64, error)
	// Stat gives the size without reading. ErrNotFound: there is none.
	Stat(ctx context.Context, h record.Hash) (Blob, error)
	// List gives all files, sorted by hash.
	List(ctx context.Context) iter.Seq2[Blob, error]
	// Remove takes a file away, for a removal that safety or law asks for. ErrNotFound: there is none.
	Remove(ctx context.Context, h record.Hash) error
}

// Name gives the name under which a store keeps a file: two hexadecimal digits, a slash, the other 62.
func Name(h record.Hash) string {
	s := h.String()
	return s[:2] + "/" + s[2:]
}

// ParseName reads what Name gives. Anything else is not a stored file.
func ParseName(name string) (h record.Hash, ok bool) {
	if len(name) != 65 || name[2] != '/' {
		return h, false
	}
	err := h.UnmarshalText([]byte(name[:2] + name[3:]))
	return h, err == nil && Name(h) == name
}

// ReadAll gives a file's bytes once they are verified. A file of more than most bytes is a *TooLargeError.
func ReadAll(ctx context.Context, s Store, h record.Hash, most int64) ([]byte, error) {
	r, size, err := s.Open(ctx, h)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if size > most {
		return nil, &TooLargeError{most}
	}
	return io.ReadAll(r)
}

// Verified holds what r gives against a hash and a size, and ends with ErrDamaged where they differ. The last bytes are given only once all
// are verified, so that whoever counts bytes never takes what is damaged for the whole.
func Verified(r io.ReadCloser, h record.Hash, size int64) io.ReadCloser {
	return &verified{ReadCloser: r, want: h, left: size, sum: sha256.New()}
}

type verified struct {
	io.ReadCloser
	want record.Hash
	left int64
	sum  hash.Hash
}

func (v *verified) Read(b []byte) (int, error) {
	n, err := v.ReadCloser.Read(b)
	v.sum.Write(b[:n])
	v.left -= int64(n)
	switch {
	case v.left < 0, v.left > 0 && err == io.EOF, v.left == 0 && record.Hash(v.sum.Sum(nil)) != v.want:
		return 0, fmt.Errorf("%s: %w", v.want, ErrDamaged)
	}
	return n, err
}

// Spool copies r to w while it hashes, and stops at the limit or when ctx ends.
func Spool(ctx context.Context, w io.Writer, r io.Reader, limit int64) (Blob, error) {
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(w, sum), &limited{ctx, r, limit})
	return Blob{record.Hash(sum.Sum(nil)), n}, err
}

type limited struct {
	ctx  context.Context
	r    io.Reader
	left int64
}

func (l *limited) Read(b []byte) (int, error) {
	if err := l.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := l.r.Read(b)
	if l.left -= int64(n); l.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}

var errTooLarge = errors.New("beyond the limit")

// Told puts the limit into the error of a Spool that met it.
func Told(err error, limit int64) error {
	if errors.Is(err, errTooLarge) {
		return &TooLargeError{limit}
	}
	return err
}

// Report is what Check found.
type Report struct {
	Files   int           `json:"files"`   // looked at
	Bytes   int64         `json:"bytes"`   // of those that are whole
	Missing []record.Hash `json:"missing"` // named by the record, not in the store
	Damaged []record.Hash `json:"damaged"` // not what their hash says
	Orphans []Blob        `json:"orphans"` // in the store, named by no entry
}

// Check reads every file of the store, hashes it again and holds the list against what the record names. progress may be nil.
func Check(ctx context.Context, s Store, named map[record.Hash]bool, progress func(done int)) (*Report, error) {
	rep := &Report{Missing: []record.Hash{}, Damaged: []record.Hash{}, Orphans: []Blob{}}
	seen := map[record.Hash]bool{}
	for b, err := range s.List(ctx) {
		if err != nil {
			return nil, err
		}
		seen[b.SHA256] = true
		rep.Files++
		if !named[b.SHA256] {
			rep.Orphans = append(rep.Orphans, b)
		}
		n, err := readThrough(ctx, s, b.SHA256)
		switch {
		case err == nil:
			rep.Bytes += n
		case errors.Is(err, ErrDamaged):
			rep.Damaged = append(rep.Damaged, b.SHA256)
		case errors.Is(err, ErrNotFound): // taken away meanwhile
			rep.Files--
			delete(seen, b.SHA256)
		case err != nil:
			return nil, err
		}
		if progress != nil {
			progress(rep.Files)
		}
	}
	for h := range named {
		if !seen[h] {
			rep.Missing = append(rep.Missing, h)
		}
	}
	slices.SortFunc(rep.Missing, func(a, b record.Hash) int { return slices.Compare(a[:], b[:]) })
	return rep, nil
}

func readThrough(ctx context.Context, s Store, h record.Hash) (int64, error) {
	r, _, err := s.Open(ctx, h)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	return io.Copy(io.Discard, &limited{ctx, r, 1 << 62})
}
