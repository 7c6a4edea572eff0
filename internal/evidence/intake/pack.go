package intake

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/evidence/files"
	"mithaq/internal/evidence/files/archive"
	"mithaq/internal/evidence/files/look"
	"mithaq/internal/evidence/files/stamp"
	"mithaq/internal/evidence/record"
)

// The forms of what comes in one piece with files of evidence.
const (
	FormUwazi    = "uwazi"         // a ZIP archive with import.csv and the files that it names
	FormArchiver = "auto-archiver" // a ZIP archive or a folder with the metadata of what was archived and the files
)

// Pack is a ZIP archive or a folder: a table or metadata, and files of evidence beside.
type Pack struct {
	Name   string      // base name
	SHA256 record.Hash // of the archive; zero for a folder
	all    *archive.Archive
	file   *os.File // nil for a folder
	known  map[string]*content
}

// OpenPack opens what is at path if it is a pack; is is false for other files, such as tables and workbooks. The diagnostics say why a pack is
// refused whole. The error is the system's.
func OpenPack(path string) (p *Pack, is bool, ds []diag.Diagnostic, err error) {
	st, err := os.Stat(path)
	if err != nil {
		return nil, false, nil, err
	}
	p = &Pack{Name: filepath.Base(path), known: map[string]*content{}}
	var faults []archive.Fault
	switch {
	case st.IsDir():
		p.all, faults, err = archive.Folder(path, archive.Usual)
	case !st.Mode().IsRegular():
		return nil, false, nil, nil
	default:
		if is, err = p.openZip(path, st.Size()); err != nil || !is {
			return nil, false, nil, err
		}
		p.all, faults = archive.Zip(p.file, st.Size(), archive.Usual)
		if len(faults) == 1 && faults[0].Why == archive.Broken && !strings.EqualFold(filepath.Ext(path), ".zip") { // the readers of tables know more of it
			return nil, false, nil, p.Close()
		}
	}
	if err == nil && faults == nil && p.file != nil {
		_, err = p.file.Seek(0, io.SeekStart)
		h := sha256.New()
		if err == nil {
			_, err = io.Copy(h, p.file)
		}
		p.SHA256 = record.Hash(h.Sum(nil))
	}
	for _, f := range faults {
		args := diag.Args("name", cmp.Or(f.Name, p.Name), "other", f.Other)
		ds = append(ds, diag.Diagnostic{Code: CodeArchive, Span: source.Span{File: p.Name}, Args: args, Fixes: []diag.Fix{{Key: f.Why, Args: args}}})
	}
	if err != nil || ds != nil {
		err = errors.Join(err, p.Close())
		p = nil
	}
	return p, true, ds, err
}

// openZip opens a file that begins as ZIP archives do and is no workbook.
func (p *Pack) openZip(path string, size int64) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	head := make([]byte, 64<<10)
	n, err := f.ReadAt(head, 0)
	head = head[:n]
	if err != nil && !errors.Is(err, io.EOF) || !bytes.HasPrefix(head, []byte("PK\x03\x04")) && !bytes.HasPrefix(head, []byte("PK\x05\x06")) {
		return false, f.Close()
	}
	// A document of an office program says so by a member that every one of them has.
	if bytes.Contains(head, []byte("[Content_Types].xml")) || bytes.HasPrefix(head[min(30, n):], []byte("mimetypeapplication/")) {
		return false, f.Close()
	}
	p.file = f
	return true, nil
}

// Close lets go of the archive. A plan made from it can then not be applied any more.
func (p *Pack) Close() error {
	if p.file == nil {
		return nil
	}
	return p.file.Close()
}

// Table gives the table of a Uwazi pack; nil: it has none.
func (p *Pack) Table() ([]byte, []diag.Diagnostic, error) {
	m := p.all.Get("import.csv")
	if m == nil {
		return nil, nil, nil
	}
	return p.load(m)
}

func (p *Pack) load(m *archive.Member) ([]byte, []diag.Diagnostic, error) {
	r, err := m.Open()
	if err == nil {
		defer r.Close()
		var data []byte
		var ds []diag.Diagnostic
		if data, ds, err = Load(r, p.Name+"/"+m.Name, m.Size); err == nil {
			return data, ds, nil
		}
	}
	if errors.Is(err, archive.ErrLies) {
		return nil, []diag.Diagnostic{p.about(CodeMember, m.Name)}, nil
	}
	return nil, nil, err
}

func (p *Pack) about(code diag.Code, name string, args ...string) diag.Diagnostic {
	return diag.Diagnostic{Code: code, Span: source.Span{File: p.Name}, Args: diag.Args(append([]string{"name", look.Escape(name)}, args...)...)}
}

// ReadPack reads a pack against the record and says what importing it would do, as Read does with a file.
func ReadPack(ctx context.Context, store record.Store, p *Pack, opt Options) (*Plan, error) {
	opt.File = p.Name
	if p.all.Get("import.csv") != nil {
		return p.readUwazi(ctx, store, opt)
	}
	return p.readArchiver(ctx, store, opt)
}

// PlanFile is a file of evidence that a plan keeps.
type PlanFile struct {
	Name   string         `json:"name"` // in the pack, with what cannot be shown written visibly
	SHA256 record.Hash    `json:"sha256"`
	Size   int64          `json:"size"`
	Type   string         `json:"type"`
	Known  bool           `json:"known"`            // the record has an entry of it already
	Stamps []stamp.Result `json:"stamps,omitempty"` // what a check of what stands beside it found

	member *archive.Member
}

// Open gives its bytes as they came.
func (f *PlanFile) Open() (io.ReadCloser, error) { return f.member.Open() }

// KeepFiles puts the plan's files into a store, before their entries are made: an entry never names what is not there. A member that is not what it
// was when the plan was made is an error.
func (p *Plan) KeepFiles(ctx context.Context, store files.Store, told func(done, total int64)) error {
	for i := range p.Files {
		f := &p.Files[i]
		r, err := f.Open()
		if err != nil {
			return err
		}
		b, _, err := store.Put(ctx, r)
		if err = errors.Join(err, r.Close()); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
		if b.SHA256 != f.SHA256 {
			return fmt.Errorf("%s: %w", f.Name, archive.ErrLies)
		}
		if told != nil {
			told(int64(i+1), int64(len(p.Files)))
		}
	}
	return nil
}

// content is what was found in a member.
type content struct {
	member *archive.Member
	sha256 record.Hash
	kind   string
	sums   map[string][]byte // by the names of package stamp
	err    error
}

func (c *content) digests(algorithm string) []byte { return c.sums[algorithm] }

// algorithms are those by which archivers state hashes and stamps are made.
var algorithms = []string{"md5", "sha1", "sha256", "sha384", "sha512", "sha3256", "sha3512"}

// content reads a member once.
func (p *Pack) content(m *archive.Member) *content {
	if c := p.known[m.Name]; c != nil {
		return c
	}
	c := &content{member: m, sums: map[string][]byte{}}
	p.known[m.Name] = c
	r, err := m.Open()
	if err != nil {
		c.err = err
		return c
	}
	defer r.Close()
	hashes := map[string]hash.Hash{}
	var writers []io.Writer
	for _, name := range algorithms {
		hashes[name] = stamp.New(name)
		writers = append(writers, hashes[name])
	}
	head := &bytes.Buffer{}
	all := io.MultiWriter(writers...)
	if _, c.err = io.Copy(io.MultiWriter(all, head), io.LimitReader(r, 64<<10)); c.err == nil {
		_, c.err = io.Copy(all, r)
	}
	for name, h := range hashes {
		c.sums[name] = h.Sum(nil)
	}
	c.sha256 = record.Hash(c.sums["sha256"])
	c.kind = look.TypeOf(head.Bytes())
	return c
}

// keep notes that a member is to be kept, and gives its file entry; once for each content.
func (p *Plan) keep(c *content, f record.File) {
	if slices.ContainsFunc(p.Files, func(o PlanFile) bool { return o.SHA256 == c.sha256 }) {
		return
	}
	p.Files = append(p.Files, PlanFile{Name: look.Escape(c.member.Name), SHA256: c.sha256, Size: c.member.Size, Type: c.kind, member: c.member})
	p.kept = append(p.kept, f)
}

// entry is what is entered of a member, before anything else is known of it.
func (p *Pack) entry(c *content) record.File {
	name := c.member.Name
	return record.File{SHA256: c.sha256, Size: c.member.Size, Type: c.kind, Name: name[strings.LastIndexByte(name, '/')+1:], Within: p.SHA256}
}

// fileDrafts drafts an entry for each file to be kept of which nothing stands, and marks the others.
func (p *Plan) fileDrafts(ctx context.Context, store record.Store, draft func(record.Kind, int, any) record.Draft) ([]record.Draft, error) {
	var out []record.Draft
	for i, f := range p.kept {
		switch _, err := store.Standing(ctx, record.KindFile, f.SHA256.String()); {
		case err == nil:
			p.Files[i].Known = true
		case errors.Is(err, record.ErrNotFound):
			out = append(out, draft(record.KindFile, 0, f))
		default:
			return nil, err
		}
	}
	return out, nil
}
