package web

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"path"
	"strconv"
	"sync"

	"mithaq/internal/evidence/files"
	"mithaq/internal/evidence/files/display"
	"mithaq/internal/evidence/files/stamp"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/board"
)

// addFiles puts the files of its accounts on the page of an incident.
func (s *server) addFiles(r *request, b *record.Bundle, v *board.IncidentView) error {
	found, err := r.app.FilesOf(r.Context(), b)
	if err != nil {
		return err
	}
	for i := range b.Accounts {
		for _, h := range b.Accounts[i].Files {
			f := found[h]
			v.Accounts[i].Files = append(v.Accounts[i].Files, r.rd.FileRow(&f.File, f.State, f.Look, display.Has(f.File.Type), display.Likely(f.File.Type, f.Look), b.Incident.Graphic))
		}
	}
	return nil
}

// fileOf finds a file by an address: only one that an account of an incident which the reader may see holds.
func (s *server) fileOf(r *request) (*record.File, *record.Bundle, error) {
	var h record.Hash
	if err := h.UnmarshalText([]byte(r.PathValue("hash"))); err != nil {
		return nil, nil, errNotFound
	}
	b, err := r.app.Store().Bundle(r.Context(), r.PathValue("incident"))
	if err != nil {
		return nil, nil, err
	}
	f, _, err := r.app.FileIn(r.Context(), b, h)
	return f, b, err
}

// file answers with the page of one file.
func (s *server) file(r *request) (*answer, error) {
	f, b, err := s.fileOf(r)
	if err != nil {
		return nil, err
	}
	found, err := r.app.ViewFile(r.Context(), f, stamp.Trust{})
	if err != nil {
		return nil, err
	}
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	row := r.rd.FileRow(f, found.State, found.Look, display.Has(f.Type), display.Likely(f.Type, found.Look), b.Incident.Graphic)
	v := r.rd.FilePage(row, f, found.Look, b.Incident.ID)
	v.Of = run.IncidentRow(r.rd, &record.Row{Incident: b.Incident, Killed: record.Range{Best: -1, Hi: -1}}).Title
	for i := range found.Stamps {
		v.AddStamp(r.rd, &found.Stamps[i].Result, found.Stamps[i].Says)
	}
	for _, in := range found.Accounts {
		v.Accounts = append(v.Accounts, board.FileAccount(in))
	}
	return &answer{page: "file", section: "incidents", title: row.Name, body: v, run: run}, nil
}

// sealed is the policy of what is not a page of ours: it may do nothing at all, wherever it is opened.
const sealed = "default-src 'none'; sandbox; frame-ancestors 'none'"

// fileContent gives a display copy, a blurred one, or the original: the last always as something to be saved, of no type that is opened.
func (s *server) fileContent(w http.ResponseWriter, r *request) {
	h := w.Header()
	h.Set("Content-Security-Policy", sealed)
	h.Set("Cache-Control", "private, no-store")
	f, _, err := s.fileOf(r)
	if err == nil {
		switch form := r.PathValue("form"); form {
		case "copy", "blurred":
			err = s.giveCopy(w, r, f, form == "blurred")
		case "original":
			err = s.giveOriginal(w, r, f)
		default:
			err = errNotFound
		}
	}
	var large *display.TooLargeError
	switch {
	case err == nil:
	case errors.Is(err, errNotFound), errors.Is(err, record.ErrNotFound), errors.Is(err, files.ErrNotFound):
		http.Error(w, "404: there is no such file", http.StatusNotFound)
	case errors.Is(err, display.ErrNoCopy), errors.Is(err, display.ErrBroken), errors.As(err, &large):
		http.Error(w, "422: this file has no display copy", http.StatusUnprocessableEntity)
	default:
		s.log.Error("file", "form", r.PathValue("form"), "hash", f.SHA256.String()[:12], "error", err)
		http.Error(w, "500", http.StatusInternalServerError)
	}
}

func (s *server) giveCopy(w http.ResponseWriter, r *request, f *record.File, blurred bool) error {
	c, err := s.copies.get(f.SHA256, blurred, func() (*display.Copy, error) { return r.app.CopyOf(r.Context(), f, blurred) })
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", c.Type)
	h.Set("Content-Length", strconv.Itoa(len(c.Data)))
	h.Set("Content-Disposition", "inline")
	_, _ = w.Write(c.Data) // the reader has gone: nobody is left to tell
	return nil
}

func (s *server) giveOriginal(w http.ResponseWriter, r *request, f *record.File) error {
	original, size, err := r.app.Original(r.Context(), f)
	if err != nil {
		return err
	}
	defer original.Close()
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Length", strconv.FormatInt(size, 10))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": saveName(f)}))
	if _, err := io.Copy(w, original); err != nil {
		// The length was promised: the connection is cut, so that nobody takes what came for the whole.
		s.log.Error("file", "form", "original", "hash", f.SHA256.String()[:12], "error", err)
		panic(http.ErrAbortHandler)
	}
	return nil
}

// saveName is the name under which a browser saves an original: what came after the last dot is kept where it is plain.
func saveName(f *record.File) string {
	ext := path.Ext(f.Name)
	if len(ext) < 2 || len(ext) > 6 || !plain(ext[1:]) {
		ext = ".bin"
	}
	return f.SHA256.String()[:16] + ext
}

func plain(s string) bool {
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') {
			return false
		}
	}
	return true
}

// copies keeps the display copies that were asked for last. One is made at a time: an image of the largest size takes a quarter of a gigabyte while it is decoded.
type copies struct {
	making sync.Mutex
	mu     sync.Mutex
	held   map[copyKey]*display.Copy
	order  []copyKey
	size   int
}

type copyKey struct {
	hash    record.Hash
	blurred bool
}

// maxCopies is how many bytes of copies are kept.
const maxCopies = 32 << 20

func (c *copies) find(k copyKey) *display.Copy {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.held[k]
}

func (c *copies) get(h record.Hash, blurred bool, produce func() (*display.Copy, error)) (*display.Copy, error) {
	k := copyKey{h, blurred}
	if found := c.find(k); found != nil {
		return found, nil
	}
	c.making.Lock()
	defer c.making.Unlock()
	if found := c.find(k); found != nil {
		return found, nil
	}
	made, err := produce()
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held == nil {
		c.held = map[copyKey]*display.Copy{}
	}
	c.held[k] = made
	c.order = append(c.order, k)
	for c.size += len(made.Data); c.size > maxCopies && len(c.order) > 1; c.order = c.order[1:] {
		c.size -= len(c.held[c.order[0]].Data)
		delete(c.held, c.order[0])
	}
	return made, nil
}
