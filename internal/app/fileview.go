package app

import (
	"bytes"
	"context"
	"errors"
	"hash"
	"io"
	"slices"
	"strings"
	"sync"

	"mithaq/internal/evidence/files"
	"mithaq/internal/evidence/files/look"
	"mithaq/internal/evidence/files/stamp"
	"mithaq/internal/evidence/record"
)

// FileView is a file with all that can be said of it.
type FileView struct {
	File     record.File    `json:"file"`
	State    string         `json:"state"`          // "kept", "missing" or "damaged"
	Look     *look.Look     `json:"look,omitempty"` // nil: not there, damaged, or too large to be looked into
	Stamps   []StampView    `json:"stamps"`         // what stands beside it
	Accounts []FileInRecord `json:"accounts"`       // that hold it, sorted by id
}

// StampView is one thing beside a file and what a check of it found.
type StampView struct {
	stamp.Result
	File record.Hash `json:"file,omitzero"` // of the stamp itself
	Says string      `json:"says,omitempty"`
}

// FileInRecord is an account that holds a file.
type FileInRecord struct {
	Account  string `json:"account"`
	Incident string `json:"incident"`
	Source   string `json:"source"`
}

// The states of a file's bytes.
const (
	FileKept    = "kept"
	FileMissing = "missing"
	FileDamaged = "damaged"
)

// ViewFile says what there is to say of a file that is open to whoever acts (record.ErrNotFound: it is not). trust is what stamps are checked against.
func (a *App) ViewFile(ctx context.Context, f *record.File, trust stamp.Trust) (*FileView, error) {
	if _, err := a.File(ctx, f.SHA256); err != nil {
		return nil, err
	}
	store, err := a.Files()
	if err != nil {
		return nil, err
	}
	v := &FileView{File: *f, State: FileKept, Stamps: []StampView{}, Accounts: []FileInRecord{}}
	sums, data, err := digests(ctx, store, f)
	switch {
	case errors.Is(err, files.ErrNotFound):
		v.State = FileMissing
	case errors.Is(err, files.ErrDamaged):
		v.State = FileDamaged
	case err != nil:
		return nil, err
	case data != nil:
		v.Look = look.Inspect(f.Name, bytes.NewReader(data), int64(len(data)))
	}
	if v.State == FileKept {
		if v.Stamps, err = stamps(ctx, store, f, sums, trust); err != nil {
			return nil, err
		}
	}
	v.Accounts, err = a.accountsWith(ctx, f.SHA256)
	return v, err
}

// algorithms are those by which files are stamped or their hashes stated.
var algorithms = []string{"md5", "sha1", "sha256", "sha384", "sha512", "sha3256", "sha3512"}

// digests reads a file once, for all the hashes that something beside it may be made of. data is nil where the file is too large to be held.
func digests(ctx context.Context, store files.Store, f *record.File) (sums stamp.Digests, data []byte, err error) {
	r, size, err := store.Open(ctx, f.SHA256)
	if err != nil {
		return nil, nil, err
	}
	defer r.Close()
	hashes := map[string]hash.Hash{}
	var writers []io.Writer
	if len(f.Proofs) > 0 {
		for _, name := range algorithms {
			hashes[name] = stamp.New(name)
			writers = append(writers, hashes[name])
		}
	}
	var held bytes.Buffer
	if size <= MaxLook {
		writers = append(writers, &held)
	}
	if _, err := io.Copy(io.MultiWriter(writers...), r); err != nil {
		return nil, nil, err
	}
	if size <= MaxLook {
		data = append(held.Bytes(), 0)[:held.Len()] // not nil
	}
	return func(algorithm string) []byte {
		if h := hashes[algorithm]; h != nil {
			return h.Sum(nil)
		}
		return nil
	}, data, nil
}

// maxStamp is how large a stamp may be, in bytes.
const maxStamp = 1 << 20

// stamps checks what stands beside a file.
func stamps(ctx context.Context, store files.Store, f *record.File, sums stamp.Digests, trust stamp.Trust) ([]StampView, error) {
	out := []StampView{}
	for _, p := range f.Proofs {
		v := StampView{Result: stamp.Result{Sort: p.Sort, State: stamp.Missing}, File: p.File, Says: p.Says}
		if p.Sort == "hash" {
			v.Result = stamp.Stated(p.Says, sums)
			out = append(out, v)
			continue
		}
		b, err := files.ReadAll(ctx, store, p.File, maxStamp)
		of := sums
		if list, ok := strings.CutPrefix(p.Says, stamp.ListPrefix); ok && err == nil {
			of, err = listed(ctx, store, list, sums)
		}
		var large *files.TooLargeError
		switch {
		case errors.Is(err, files.ErrNotFound):
		case errors.As(err, &large), errors.Is(err, files.ErrDamaged):
			v.State = stamp.Unreadable
		case err != nil:
			return nil, err
		case of == nil:
			v.State = stamp.Fails
		case p.Sort == "rfc3161":
			v.Result = stamp.RFC3161(b, of, trust)
		case p.Sort == "opentimestamps":
			v.Result = stamp.OpenTimestamps(b, of, trust)
		default:
			v.State = stamp.Unreadable
		}
		out = append(out, v)
	}
	return out, nil
}

// listed gives the hashes of the list that was stamped in place of the file, or nil where the list does not name the file.
func listed(ctx context.Context, store files.Store, list string, sums stamp.Digests) (stamp.Digests, error) {
	var h record.Hash
	if err := h.UnmarshalText([]byte(list)); err != nil {
		return nil, nil
	}
	b, err := files.ReadAll(ctx, store, h, maxStamp)
	if err != nil || !stamp.Names(b, sums) {
		return nil, err
	}
	return stamp.DigestsOf(b), nil
}

// accountsWith gives those of the accounts that hold a file which whoever acts may see.
func (a *App) accountsWith(ctx context.Context, h record.Hash) ([]FileInRecord, error) {
	ids, err := a.looks.holders.with(ctx, a.store, h)
	if err != nil {
		return nil, err
	}
	out := []FileInRecord{}
	for _, id := range ids {
		st, err := a.Store().Standing(ctx, record.KindAccount, id)
		if errors.Is(err, record.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if acc, ok := st.Payload.(record.Account); ok && slices.Contains(acc.Files, h) {
			out = append(out, FileInRecord{acc.ID, acc.Incident, acc.Source})
		}
	}
	return out, nil
}

// Limits on what is looked into for one page: a page must not wait for films.
const (
	maxPageFile  = 32 << 20 // bytes of one file
	maxPageFiles = 96 << 20 // of all that were not looked into before
	maxLooks     = 5000     // kept in memory; one takes some kilobytes
)

// looks keeps what was found in files, whose content never changes, and who holds them.
type looks struct {
	mu sync.Mutex
	m  map[record.Hash]*look.Look

	holders holders
}

func (l *looks) get(h record.Hash) *look.Look {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.m[h]
}

func (l *looks) set(h record.Hash, found *look.Look) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.m == nil || len(l.m) >= maxLooks {
		l.m = map[record.Hash]*look.Look{}
	}
	l.m[h] = found
}

// forget drops what was found, as some of the files may be gone.
func (l *looks) forget() {
	l.holders.forget()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.m = nil
}

// FilesOf gives the files of an incident's accounts with what is quickly said of them: no stamps are checked, large files are not looked into.
func (a *App) FilesOf(ctx context.Context, b *record.Bundle) (map[record.Hash]*FileView, error) {
	out := map[record.Hash]*FileView{}
	left := int64(maxPageFiles)
	for i := range b.Accounts {
		for _, h := range b.Accounts[i].Files {
			if out[h] != nil {
				continue
			}
			v, err := a.glance(ctx, b, h, &left)
			if err != nil {
				return nil, err
			}
			out[h] = v
		}
	}
	return out, nil
}

func (a *App) glance(ctx context.Context, b *record.Bundle, h record.Hash, left *int64) (*FileView, error) {
	v := &FileView{File: record.File{SHA256: h}, State: FileKept}
	f, open, err := a.FileIn(ctx, b, h)
	switch {
	case errors.Is(err, record.ErrNotFound): // an account names it, and no entry says what it is
	case err != nil:
		return nil, err
	default:
		v.File = *f
	}
	if !open { // what a file says of itself is for those who may have it
		return v, nil
	}
	if v.Look = a.looks.get(h); v.Look != nil {
		return v, nil
	}
	store, err := a.Files()
	if err != nil {
		return nil, err
	}
	blob, err := store.Stat(ctx, h)
	switch {
	case errors.Is(err, files.ErrNotFound):
		v.State = FileMissing
		return v, nil
	case err != nil && !errors.Is(err, files.ErrDamaged):
		return nil, err
	case err == nil && (blob.Size > maxPageFile || blob.Size > *left):
		return v, nil
	}
	*left -= blob.Size
	data, err := files.ReadAll(ctx, store, h, maxPageFile)
	switch {
	case errors.Is(err, files.ErrDamaged):
		v.State = FileDamaged
		return v, nil
	case err != nil:
		return nil, err
	}
	v.Look = look.Inspect(v.File.Name, bytes.NewReader(data), int64(len(data)))
	a.looks.set(h, v.Look)
	return v, nil
}
