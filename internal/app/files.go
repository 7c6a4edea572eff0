package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/evidence/files"
	"mithaq/internal/evidence/files/display"
	"mithaq/internal/evidence/files/look"
	"mithaq/internal/evidence/files/s3"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// ErrNoFiles tells that it was not said where files are kept, and that a record of this kind has no place beside it.
var ErrNoFiles = errors.New("it is not said where files are kept")

// FileError tells that something about a file that was to be entered is not right. Its sentence stands under "cli.error.file_WHAT".
type FileError struct{ What, Value string }

func (e *FileError) Error() string { return e.What + ": " + e.Value }

// Files gives the store of files: where Options.Files says (a folder, or "s3://BUCKET/PREFIX?endpoint=HOST"), else the folder
// beside the record that is named after it.
func (a *App) Files() (files.Store, error) {
	where := a.opts.Files
	switch {
	case strings.HasPrefix(where, "s3:"):
		opt, err := s3.ParseURL(where, a.opts.getenv())
		if err != nil {
			return nil, err
		}
		return s3.New(opt)
	case where != "":
		return files.NewDir(where, 0), nil
	case strings.Contains(a.path, "://"):
		return nil, ErrNoFiles
	}
	return files.NewDir(a.path+".files", 0), nil
}

func (o *Options) getenv() func(string) string {
	if o.Getenv != nil {
		return o.Getenv
	}
	return os.Getenv
}

// NewFile is a file to be entered.
type NewFile struct {
	Path     string
	Name     string // under which it is entered; "": that of its path
	Account  string // that it belongs to; or
	Incident string // on which Source gives a new account that holds it
	Source   string
	URL      string
	Obtained string // EDTF
	Note     string
	Graphic  bool
}

// AddedFile is what became of it.
type AddedFile struct {
	File    record.File `json:"file"`
	Look    *look.Look  `json:"look"`
	Kept    bool        `json:"kept"`              // its bytes are new
	Account string      `json:"account,omitempty"` // that holds it now
	Head    record.Head `json:"entered"`
	Changed bool        `json:"changed"` // something was entered; else all of it stood already
}

// AddFile keeps a file's bytes, and enters what is known of it. The bytes are kept first: an entry never names what is not there.
// review.Refusals: whoever acts may not enter it.
func (a *App) AddFile(ctx context.Context, n NewFile) (*AddedFile, error) {
	if refused := a.who.Require(review.Enter, review.State{}); refused != nil {
		return nil, refused
	}
	if err := a.checkNewFile(ctx, &n); err != nil {
		return nil, err
	}
	store, err := a.Files()
	if err != nil {
		return nil, err
	}
	name := cmp.Or(n.Name, filepath.Base(n.Path))
	f, err := os.Open(n.Path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	st, err := f.Stat()
	switch {
	case err != nil:
		return nil, err
	case !st.Mode().IsRegular():
		return nil, &FileError{"not_plain", n.Path}
	}
	added := &AddedFile{Look: look.Inspect(name, f, st.Size())}
	blob, kept, err := store.Put(ctx, f)
	if err != nil {
		return nil, err
	}
	added.Kept = kept
	added.File = record.File{
		SHA256: blob.SHA256, Size: blob.Size, Type: added.Look.Type, Name: strings.ToValidUTF8(name, "\uFFFD"), URL: n.URL, Source: n.Source,
		Obtained: n.Obtained, By: a.who.ID, Graphic: n.Graphic, Note: n.Note,
	}
	again := func() (io.ReadCloser, error) {
		_, err := f.Seek(0, io.SeekStart)
		return io.NopCloser(f), err
	}
	to := bringing{a.store, store, map[record.Hash]func() (io.ReadCloser, error){blob.SHA256: again}}
	return added, a.enterFile(ctx, to, added, &n)
}

// HasAccount says, by record.ErrNotFound, that whoever acts sees no such incident, or no such account of it ("": of any).
func (a *App) HasAccount(ctx context.Context, incident, account string) error {
	b, err := a.view.Bundle(ctx, incident)
	if err == nil && account != "" && !slices.ContainsFunc(b.Accounts, func(x record.Account) bool { return x.ID == account }) {
		err = record.ErrNotFound
	}
	return err
}

// checkNewFile looks at what is said of the file before its bytes are read.
func (a *App) checkNewFile(ctx context.Context, n *NewFile) error {
	if n.Obtained != "" {
		if _, err := civil.ParseEDTF(n.Obtained); err != nil {
			return &FileError{"obtained", n.Obtained}
		}
	}
	switch {
	case n.Account != "" && n.Incident != "":
		return &FileError{"both", n.Account}
	case n.Incident != "" && n.Source == "":
		return &FileError{"no_source_given", n.Incident}
	}
	for _, there := range []struct {
		kind record.Kind
		id   string
	}{{record.KindAccount, n.Account}, {record.KindIncident, n.Incident}, {record.KindSource, n.Source}} {
		if there.id == "" {
			continue
		}
		if _, err := a.Store().Standing(ctx, there.kind, there.id); errors.Is(err, record.ErrNotFound) {
			return &FileError{"no_" + string(there.kind), there.id}
		} else if err != nil {
			return err
		}
	}
	return nil
}

// enterFile makes the entries: of the file, where it says more than what stands, and of the account that is to hold it.
func (a *App) enterFile(ctx context.Context, to record.Store, added *AddedFile, n *NewFile) error {
	for try := 0; ; try++ {
		head, err := a.store.Head(ctx)
		if err != nil {
			return err
		}
		drafts, err := a.fileDrafts(ctx, added, n)
		if err != nil {
			return err
		}
		if err := a.mayEnter(ctx, slices.Values(drafts)); err != nil {
			return err
		}
		added.Head, added.Changed = head, len(drafts) > 0
		if !added.Changed {
			return nil
		}
		added.Head, err = to.Append(ctx, &head, func(yield func(record.Draft, error) bool) {
			for _, d := range drafts {
				if !yield(d, nil) {
					return
				}
			}
		})
		if !errors.Is(err, record.ErrHeadMoved) || try == 4 {
			return err
		}
	}
}

func (a *App) fileDrafts(ctx context.Context, added *AddedFile, n *NewFile) ([]record.Draft, error) {
	now := a.Now().Unix()
	draft := func(payload any) record.Draft {
		return record.Draft{Entered: now, Actor: a.who.ID, Payload: payload, Origin: record.Origin{File: added.File.Name}}
	}
	var drafts []record.Draft
	st, err := a.store.Standing(ctx, record.KindFile, added.File.SHA256.String())
	switch {
	case errors.Is(err, record.ErrNotFound):
		drafts = append(drafts, draft(added.File))
	case err != nil:
		return nil, err
	default:
		file, _ := st.Payload.(record.File)
		merged := said(file, added.File)
		if !sameFile(merged, file) {
			drafts = append(drafts, draft(merged))
		}
		if _, err := a.File(ctx, added.File.SHA256); err == nil { // or else whoever brings a file would learn what others said of it
			added.File = merged
		}
	}
	account := record.Account{ID: n.Incident + ":file:" + added.File.SHA256.String()[:16], Source: n.Source, Incident: n.Incident, URL: n.URL}
	switch {
	case n.Account != "":
		st, err := a.Store().Standing(ctx, record.KindAccount, n.Account)
		if err != nil {
			return nil, err
		}
		account, _ = st.Payload.(record.Account)
	case n.Incident == "":
		return drafts, nil
	default:
		if st, err := a.Store().Standing(ctx, record.KindAccount, account.ID); err == nil {
			account, _ = st.Payload.(record.Account)
		} else if !errors.Is(err, record.ErrNotFound) {
			return nil, err
		}
	}
	added.Account = account.ID
	if !slices.Contains(account.Files, added.File.SHA256) {
		account.Files = append(slices.Clone(account.Files), added.File.SHA256)
		slices.SortFunc(account.Files, func(a, b record.Hash) int { return slices.Compare(a[:], b[:]) })
		drafts = append(drafts, draft(account))
	}
	return drafts, nil
}

// said adds to what stands of a file what is newly said of it. What nothing is said about stays.
func said(stands, now record.File) record.File {
	for _, f := range []struct{ was, is *string }{
		{&stands.URL, &now.URL}, {&stands.Source, &now.Source}, {&stands.Obtained, &now.Obtained}, {&stands.Note, &now.Note},
	} {
		if *f.is != "" {
			*f.was = *f.is
		}
	}
	stands.Graphic = stands.Graphic || now.Graphic
	return stands
}

func sameFile(a, b record.File) bool {
	return a.URL == b.URL && a.Source == b.Source && a.Obtained == b.Obtained && a.Note == b.Note && a.Graphic == b.Graphic
}

// File gives what stands of a file. ErrNotFound: nothing does, or not for whoever acts.
func (a *App) File(ctx context.Context, h record.Hash) (*record.File, error) {
	st, err := a.Store().Standing(ctx, record.KindFile, h.String())
	if err != nil {
		return nil, err
	}
	f, ok := st.Payload.(record.File)
	if !ok {
		return nil, fmt.Errorf("%s: %w", h, record.ErrNotFound)
	}
	return &f, nil
}

// FileIn gives a file of an incident as whoever acts was shown it. open says that all of the file is open to them; else only so much is given
// as a display copy needs. ErrNotFound: no account that they were shown holds it.
func (a *App) FileIn(ctx context.Context, shown *record.Bundle, h record.Hash) (f *record.File, open bool, err error) {
	if !slices.ContainsFunc(shown.Accounts, func(acc record.Account) bool { return slices.Contains(acc.Files, h) }) {
		return nil, false, fmt.Errorf("%s: %w", h, record.ErrNotFound)
	}
	if f, err = a.File(ctx, h); !errors.Is(err, record.ErrNotFound) {
		return f, err == nil, err
	}
	st, err := a.store.Standing(ctx, record.KindFile, h.String())
	if err != nil {
		return nil, false, err
	}
	whole, _ := st.Payload.(record.File)
	return &record.File{SHA256: h, Size: whole.Size, Type: whole.Type, Graphic: whole.Graphic}, false, nil
}

// FindFile reads a hash, or the beginning of one that only one file of the record has (8 digits at least). record.ErrNotFound: none or several do.
func (a *App) FindFile(ctx context.Context, word string) (record.Hash, error) {
	var h record.Hash
	word = strings.ToLower(word)
	if h.UnmarshalText([]byte(word)) == nil {
		return h, nil
	}
	if len(word) < 8 || strings.Trim(word, "0123456789abcdef") != "" {
		return h, record.ErrNotFound
	}
	found := 0
	for st, err := range a.Store().Each(ctx, record.KindFile, before(word)) {
		if err != nil {
			return h, err
		}
		if !strings.HasPrefix(st.Entry.Subject, word) {
			break
		}
		if f, ok := st.Payload.(record.File); ok {
			h = f.SHA256
		}
		if found++; found > 1 {
			break
		}
	}
	if found != 1 {
		return record.Hash{}, record.ErrNotFound
	}
	return h, nil
}

// before gives a text that sorts before all that begin with prefix, and after all others that do: the last digit less one, and the highest after it.
func before(prefix string) string {
	last := len(prefix) - 1
	return prefix[:last] + string(prefix[last]-1) + "\x7f"
}

// MaxLook is up to how many bytes a file is read into memory, to be looked into or copied for display.
const MaxLook = display.MaxBytes

// CopyOf makes the display copy of a file. display.ErrNoCopy: files of its type have none.
func (a *App) CopyOf(ctx context.Context, f *record.File, blurred bool) (*display.Copy, error) {
	if !display.Has(f.Type) {
		return nil, display.ErrNoCopy
	}
	store, err := a.Files()
	if err != nil {
		return nil, err
	}
	data, err := files.ReadAll(ctx, store, f.SHA256, MaxLook)
	var large *files.TooLargeError
	switch {
	case errors.As(err, &large):
		return nil, &display.TooLargeError{}
	case err != nil:
		return nil, err
	case blurred:
		return display.MakeBlurred(data)
	}
	return display.Make(data)
}

// Original gives a file as it came, with its size. The reader ends with files.ErrDamaged where it is not what its hash says. record.ErrNotFound:
// the file is not open to whoever acts.
func (a *App) Original(ctx context.Context, f *record.File) (io.ReadCloser, int64, error) {
	if _, err := a.File(ctx, f.SHA256); err != nil {
		return nil, 0, err
	}
	store, err := a.Files()
	if err != nil {
		return nil, 0, err
	}
	if _, err := store.Stat(ctx, f.SHA256); err != nil {
		return nil, 0, err
	}
	// What is not for everybody is entered before it is given.
	if err := a.access(ctx, "original", record.KindFile, f.SHA256.String(), ""); err != nil {
		return nil, 0, err
	}
	return store.Open(ctx, f.SHA256)
}

// SaveFile writes a file's original, or its display copy, to a path at which there is nothing yet. With an error nothing is left there.
func (a *App) SaveFile(ctx context.Context, f *record.File, path string, original bool) (size int64, err error) {
	var r io.Reader
	if original {
		rc, _, err := a.Original(ctx, f)
		if err != nil {
			return 0, err
		}
		defer rc.Close()
		r = rc
	} else {
		c, err := a.CopyOf(ctx, f, false)
		if err != nil {
			return 0, err
		}
		r = strings.NewReader(string(c.Data))
	}
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return 0, err
	}
	size, err = io.Copy(out, r)
	if err = errors.Join(err, out.Close()); err != nil {
		return 0, errors.Join(err, os.Remove(path))
	}
	return size, nil
}

// CheckFiles reads every file of the store again and holds what is there against what the record names. progress may be nil.
func (a *App) CheckFiles(ctx context.Context, progress func(done, total int64)) (*files.Report, error) {
	if refused := a.who.Require(review.Read, review.State{}); refused != nil {
		return nil, refused
	}
	store, err := a.Files()
	if err != nil {
		return nil, err
	}
	named := map[record.Hash]bool{}
	for st, err := range a.Store().Each(ctx, record.KindFile, "") {
		if err != nil {
			return nil, err
		}
		f, ok := st.Payload.(record.File)
		if !ok {
			continue
		}
		named[f.SHA256] = true
		for _, p := range f.Proofs {
			if !p.File.IsZero() {
				named[p.File] = true
			}
		}
	}
	return files.Check(ctx, store, named, func(done int) {
		if progress != nil {
			progress(int64(done), int64(max(done, len(named))))
		}
	})
}
