package app

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// Limits of files that are brought to be looked at before they are imported.
const (
	MaxUpload   = 250e6 // bytes of one; larger files are imported at the command line
	MaxUploads  = 4     // of one user at a time
	MaxEvidence = 500e6 // bytes of a file of evidence that is brought
	UploadHours = 12    // a file is thrown away so long after its user did something with it last
)

// Errors of uploads.
var (
	ErrUploadSize  = errors.New("the file is too large to be brought over the board")
	ErrUploadMany  = errors.New("too many files wait to be imported")
	ErrUploadEmpty = errors.New("the file is empty")
	ErrUploadGone  = errors.New("the file is not there any more, or is not the one that was brought")
)

// uploadShelf holds what is known of files that wait to be imported, under the user's id and an id of the file's own.
const uploadShelf = "upload"

// Upload is a file that a user brought to be looked at before it is imported. Nobody but the user is told of it. Its bytes lie in a file of their
// own, which only this machine's user may read, until they are imported or thrown away; what is told here is no entry (record.Aside).
type Upload struct {
	ID     string      `json:"-"`
	Name   string      `json:"name"` // as it was called, without folders
	SHA256 record.Hash `json:"sha256"`
	Size   int64       `json:"size"`
	Came   int64       `json:"came"`
	How    UploadHow   `json:"how"`
	Stage  string      `json:"stage,omitempty"` // UploadWriting, UploadDone; "": it waits
	Of     int         `json:"of,omitempty"`    // entries that were to be written when writing began
	Seq    int64       `json:"seq,omitempty"`   // UploadDone: the record's last entry after it
	Path   string      `json:"path,omitempty"`  // of its bytes; "": they are gone
	Until  int64       `json:"-"`

	version int64
	key     string
}

// How far an upload has come.
const (
	UploadWriting = "writing"
	UploadDone    = "done"
)

// UploadHow is how a file is to be read, as far as it does not say so itself.
type UploadHow struct {
	As       string          `json:"as,omitempty"`
	Encoding string          `json:"encoding,omitempty"`
	Sheet    string          `json:"sheet,omitempty"`
	NoHeader bool            `json:"no_header,omitempty"`
	Strict   bool            `json:"strict,omitempty"`
	Release  string          `json:"release,omitempty"` // as intake.ParseRelease reads it
	Mapping  json.RawMessage `json:"mapping,omitempty"` // as intake.ParseMapping reads it; none: a layout that is known
}

// options gives what intake is told.
func (h *UploadHow) options(file string) (intake.Options, error) {
	opt := intake.Options{File: file, As: h.As, Encoding: h.Encoding, Sheet: h.Sheet, NoHeader: h.NoHeader, Strict: h.Strict}
	opt.Release, _ = intake.ParseRelease(h.Release) // "": as the layout says
	if len(h.Mapping) > 0 {
		m, ds := intake.ParseMapping(file, h.Mapping)
		if m == nil {
			return opt, fmt.Errorf("mapping: %s", ds[0].Code) // it was read before it was kept
		}
		opt.Mapping = m
	}
	return opt, nil
}

// uploadKey is the key of what a user brought. An id of a user never holds what ends it here.
func (a *App) uploadKey(id string) string { return url.PathEscape(a.who.ID) + "/" + id }

// uploadsIn gives the folder of uploads: beside the record's file; of a record in a database among what this machine's user keeps for a while.
func (a *App) uploadsIn() (string, error) {
	if !strings.Contains(a.path, "://") {
		return a.path + ".uploads", nil
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(Shown(a.path)))
	return filepath.Join(cache, "mithaq", "uploads", hex.EncodeToString(sum[:8])), nil
}

// Bring takes a file in to be looked at. Errors: ErrUploadSize, ErrUploadMany, ErrUploadEmpty; review.Refusals.
func (a *App) Bring(ctx context.Context, name string, r io.Reader) (*Upload, error) {
	if err := a.require(review.Enter); err != nil {
		return nil, err
	}
	if err := a.SweepUploads(ctx); err != nil {
		return nil, err
	}
	waiting, err := a.Uploads(ctx)
	if err != nil {
		return nil, err
	}
	n := 0
	for _, u := range waiting {
		if u.Path != "" {
			n++
		}
	}
	if n >= MaxUploads {
		return nil, ErrUploadMany
	}
	dir, err := a.uploadsFolder()
	if err != nil {
		return nil, err
	}
	u := &Upload{ID: strings.ToLower(rand.Text()), Name: uploadName(name), Came: a.Now().Unix()}
	u.key = a.uploadKey(u.ID)
	u.Path = filepath.Join(dir, u.ID)
	if u.Size, u.SHA256, err = storeUpload(u.Path, r, MaxUpload); err != nil {
		return nil, errors.Join(err, gone(os.Remove(u.Path)))
	}
	if err := a.KeepUpload(ctx, u); err != nil {
		return nil, errors.Join(err, gone(os.Remove(u.Path)))
	}
	return u, nil
}

// uploadsFolder makes sure that the folder is there, for nobody else to look into.
func (a *App) uploadsFolder() (string, error) {
	dir, err := a.uploadsIn()
	if err != nil {
		return "", err
	}
	return dir, os.MkdirAll(dir, 0o700)
}

// Receive takes a file of evidence in, to be entered (AddFile) and taken away again by the caller: nothing is told of it. Errors: ErrUploadSize, ErrUploadEmpty;
// then nothing is left.
func (a *App) Receive(name string, r io.Reader) (plain, path string, err error) {
	if err := a.require(review.Enter); err != nil {
		return "", "", err
	}
	dir, err := a.uploadsFolder()
	if err != nil {
		return "", "", err
	}
	path = filepath.Join(dir, strings.ToLower(rand.Text()))
	if _, _, err = storeUpload(path, r, MaxEvidence); err != nil {
		return "", "", errors.Join(err, gone(os.Remove(path)))
	}
	return uploadName(name), path, nil
}

// storeUpload writes what comes to a new file that only this machine's user reads, up to a number of bytes.
func storeUpload(path string, r io.Reader, most int64) (size int64, sum record.Hash, err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return 0, sum, err
	}
	h := sha256.New()
	size, err = io.Copy(io.MultiWriter(f, h), io.LimitReader(r, most+1))
	if err = errors.Join(err, f.Close()); err != nil {
		return 0, sum, err
	}
	switch {
	case size > most:
		return 0, sum, ErrUploadSize
	case size == 0:
		return 0, sum, ErrUploadEmpty
	}
	return size, record.Hash(h.Sum(nil)), nil
}

// uploadName gives the last part of a name as another machine writes it, as it may be shown and entered: one line, and not too long.
func uploadName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == utf8.RuneError {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(name, "_"))
	for len(name) > 200 {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	if strings.Trim(name, ". ") == "" {
		return "file"
	}
	return name
}

// Uploads lists what the user brought and did not throw away, by their ids.
func (a *App) Uploads(ctx context.Context) (out []*Upload, err error) {
	kept, err := a.Aside().AllKept(ctx, uploadShelf, a.uploadKey(""))
	if err != nil {
		return nil, err
	}
	now := a.Now().Unix()
	for _, k := range kept {
		u, err := uploadOf(&k)
		if err != nil {
			return nil, err
		}
		if u.Until > now {
			out = append(out, u)
		}
	}
	return out, nil
}

// Upload gives one that the user brought. record.ErrNotFound: there is none, or it is another's.
func (a *App) Upload(ctx context.Context, id string) (*Upload, error) {
	k, err := a.Aside().Kept(ctx, uploadShelf, a.uploadKey(id))
	if err != nil {
		return nil, err
	}
	u, err := uploadOf(&k)
	if err == nil && u.Until <= a.Now().Unix() {
		return nil, fmt.Errorf("upload: %w", record.ErrNotFound)
	}
	return u, err
}

func uploadOf(k *record.Kept) (*Upload, error) {
	u := &Upload{Until: k.Until, version: k.Version, key: k.Key}
	_, u.ID, _ = strings.Cut(k.Key, "/")
	return u, json.Unmarshal(k.Value, u)
}

// KeepUpload keeps what is known of an upload now, for some hours from now on. record.ErrHeadMoved: it was changed meanwhile.
func (a *App) KeepUpload(ctx context.Context, u *Upload) error {
	value, err := json.Marshal(u)
	if err != nil {
		return err
	}
	u.Until = a.Now().Add(UploadHours * time.Hour).Unix()
	u.version, err = a.Aside().Keep(ctx, record.Kept{Shelf: uploadShelf, Key: u.key, Version: u.version, Until: u.Until, Value: value})
	return err
}

// EndUpload says that an upload was imported, up to an entry, and takes its bytes away.
func (a *App) EndUpload(ctx context.Context, u *Upload, head record.Head) error {
	path := u.Path
	u.Stage, u.Seq, u.Path = UploadDone, head.Seq, ""
	return errors.Join(a.KeepUpload(ctx, u), gone(os.Remove(path)))
}

// DropUpload throws an upload away, bytes and all.
func (a *App) DropUpload(ctx context.Context, u *Upload) error {
	var err error
	if u.Path != "" {
		err = gone(os.Remove(u.Path))
	}
	return errors.Join(err, a.Aside().Drop(ctx, uploadShelf, u.key))
}

// gone makes of a file that is gone already what was wanted.
func gone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// SweepUploads takes away the bytes of what was kept long enough, whoever brought it, and files of which nothing is told any more.
func (a *App) SweepUploads(ctx context.Context) error {
	kept, err := a.Aside().AllKept(ctx, uploadShelf, "")
	if err != nil {
		return err
	}
	now := a.Now().Unix()
	named := map[string]bool{}
	for i := range kept {
		u, err := uploadOf(&kept[i])
		if err != nil {
			return err
		}
		if u.Until > now {
			named[u.ID] = true
			continue
		}
		if err := a.DropUpload(ctx, u); err != nil {
			return err
		}
	}
	dir, err := a.uploadsIn()
	if err != nil {
		return err
	}
	left, err := os.ReadDir(dir)
	if err != nil {
		return gone(err)
	}
	for _, e := range left {
		info, err := e.Info()
		if err != nil || named[e.Name()] || !e.Type().IsRegular() || time.Since(info.ModTime()) < time.Hour { // it may be on its way in
			continue
		}
		if err := gone(os.Remove(filepath.Join(dir, e.Name()))); err != nil {
			return err
		}
	}
	return nil
}

// Planned is what importing an upload would do. It holds the file open until Close.
type Planned struct {
	*intake.Plan
	pack *intake.Pack
}

// Close lets go of the file.
func (p *Planned) Close() error {
	if p.pack == nil {
		return nil
	}
	return p.pack.Close()
}

// PlanUpload reads an upload against the record, as it stands now. ErrUploadGone: its bytes are not those that were brought.
func (a *App) PlanUpload(ctx context.Context, u *Upload, progress func(done, total int64)) (*Planned, error) {
	opt, err := u.How.options(u.Name)
	if err != nil {
		return nil, err
	}
	opt.Progress = progress
	pack, data, refused, err := u.open()
	switch {
	case err != nil:
		return nil, err
	case refused != nil:
		return &Planned{Plan: refused}, nil
	case pack != nil:
		p, err := a.PlanPack(ctx, pack, opt)
		if err != nil {
			return nil, errors.Join(err, pack.Close())
		}
		return &Planned{p, pack}, nil
	}
	p, err := a.Plan(ctx, data, opt)
	if err != nil {
		return nil, err
	}
	return &Planned{Plan: p}, nil
}

// open reads the bytes: a pack, or a table; refused says why neither can be read.
func (u *Upload) open() (pack *intake.Pack, data []byte, refused *intake.Plan, err error) {
	if u.Path == "" {
		return nil, nil, nil, ErrUploadGone
	}
	refuse := func() *intake.Plan { return &intake.Plan{File: u.Name, SHA256: u.SHA256, Refused: true} }
	pack, is, ds, err := intake.OpenPack(u.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, nil, ErrUploadGone
	case err != nil:
		return nil, nil, nil, err
	case ds != nil:
		refused = refuse()
	case is:
		if pack.SHA256 != u.SHA256 {
			return nil, nil, nil, errors.Join(ErrUploadGone, pack.Close())
		}
		pack.Name = u.Name
		return pack, nil, nil, nil
	default:
		f, err := os.Open(u.Path)
		if err != nil {
			return nil, nil, nil, err
		}
		defer f.Close()
		data, ds, err = intake.Load(f, u.Name, u.Size)
		if err == nil && ds == nil && record.Hash(sha256.Sum256(data)) != u.SHA256 {
			err = ErrUploadGone
		}
		if err != nil || ds == nil {
			return nil, data, nil, err
		}
		refused = refuse()
	}
	for i := range ds {
		ds[i].Span.File = u.Name
		if len(ds[i].Args) > 0 && ds[i].Args[0].Name == "name" && ds[i].Args[0].Value == filepath.Base(u.Path) {
			ds[i].Args[0].Value = u.Name // a pack that is refused names itself
		}
	}
	refused.Diagnostics = ds
	return nil, nil, refused, nil
}

// Propose says what a file lets one guess of itself, with a few of its rows. nil: it cannot be read at all, and PlanUpload says why.
func (u *Upload) Propose() (*intake.Proposal, *intake.Sample, error) {
	opt, err := u.How.options(u.Name)
	if err != nil {
		return nil, nil, err
	}
	pack, data, refused, err := u.open()
	if err != nil || refused != nil {
		return nil, nil, err
	}
	if pack != nil {
		defer pack.Close()
		if data, _, err = pack.Table(); err != nil || data == nil {
			return nil, nil, err
		}
	}
	p, _ := intake.Propose(data, opt)
	return p, intake.SampleOf(data, opt), nil
}
