package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"time"

	"mithaq/internal/evidence/export"
	"mithaq/internal/evidence/files"
	"mithaq/internal/evidence/guard"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/release"
	"mithaq/internal/evidence/review"
)

// RecordFormat is the form that loses nothing.
const RecordFormat = "record"

// Exported says what went out.
type Exported struct {
	Incidents int
	Entries   int64
	Files     int
	Request   string // "": the public's view
}

// ExportPublic writes what the public may see of the incidents that a query finds.
func (a *App) ExportPublic(ctx context.Context, w io.Writer, what Asked, program string) (*Exported, error) {
	view := guard.View(a.store, review.Public, a.today)
	base, err := view.Base(ctx, record.Cut{})
	if err != nil {
		return nil, err
	}
	out := &Exported{}
	about := a.about(base, program, export.Public)
	return out, export.Formats[what.Format](w, about, counted(&out.Incidents, found(ctx, view, what.Query)))
}

// ExportRequested writes what an approved request asks for. The approval is used up, and that is entered, before anything is read.
func (a *App) ExportRequested(ctx context.Context, w io.Writer, id, program string) (*Exported, error) {
	r, what, err := a.use(ctx, id)
	if err != nil {
		return nil, err
	}
	out := &Exported{Request: id}
	base, err := a.store.Base(ctx, record.Cut{})
	if err != nil {
		return nil, err
	}
	about := a.about(base, program, "request "+id)
	if what.Format == RecordFormat {
		return out, a.archive(ctx, w, about, out)
	}
	write, ok := export.Formats[what.Format]
	if !ok {
		return nil, fmt.Errorf("%s: %w", id, ErrRequest)
	}
	view, err := guard.Told(ctx, a.store, a.today())
	if err != nil {
		return nil, err
	}
	view.Body = r.For
	if view.Names, err = guard.Suppressed(ctx, a.store, view); err != nil {
		return nil, err
	}
	about.Sources = map[string]record.Source{}
	for _, s := range base.Sources {
		if told, ok := view.Source(s); ok {
			about.Sources[told.ID] = told
		}
	}
	return out, write(w, about, counted(&out.Incidents, forBody(view, found(ctx, a.store, what.Query))))
}

func (a *App) about(base *record.Base, program, view string) *export.About {
	about := &export.About{Program: program, Head: base.Head, Made: a.Now().UTC().Format(time.RFC3339), View: view, Sources: map[string]record.Source{}}
	for _, s := range base.Sources {
		about.Sources[s.ID] = s
	}
	return about
}

// found gives the incidents that a query finds, page by page.
func found(ctx context.Context, r record.Reader, q record.Query) export.Incidents {
	return func(yield func(*record.Bundle, error) bool) {
		q.Limit = 500
		for {
			page, err := r.Incidents(ctx, q)
			if err != nil {
				yield(nil, err)
				return
			}
			for i := range page.Rows {
				b, err := r.Bundle(ctx, page.Rows[i].Incident.ID)
				if errors.Is(err, record.ErrNotFound) { // gone since the page was made
					continue
				}
				if err == nil {
					b = b.Joined()
				}
				if !yield(b, err) || err != nil {
					return
				}
			}
			if q.After = page.Next; q.After == "" {
				return
			}
		}
	}
}

func forBody(view *release.View, all export.Incidents) export.Incidents {
	return func(yield func(*record.Bundle, error) bool) {
		for b, err := range all {
			if err == nil {
				b, _ = view.Shared(b)
			}
			if !yield(b, err) {
				return
			}
		}
	}
}

func counted(n *int, all export.Incidents) export.Incidents {
	return func(yield func(*record.Bundle, error) bool) {
		for b, err := range all {
			*n++
			if !yield(b, err) {
				return
			}
		}
	}
}

// archive writes the whole record with its files. Sealed identities stay where they are.
func (a *App) archive(ctx context.Context, w io.Writer, about *export.About, out *Exported) error {
	store, err := a.Files()
	if err != nil {
		return err
	}
	var list []export.File
	for s, err := range a.store.Each(ctx, record.KindFile, "") {
		if err != nil {
			return err
		}
		h := s.Payload.(record.File).SHA256
		if _, err := store.Stat(ctx, h); errors.Is(err, files.ErrNotFound) {
			continue // the entry says that there is one; `record file check` tells that it is missing
		}
		list = append(list, export.File{SHA256: h, Open: func() (io.ReadCloser, error) {
			r, _, err := store.Open(ctx, h)
			return r, err
		}})
	}
	log, ok := a.store.(record.Log)
	if !ok {
		return fmt.Errorf("%w: it keeps no log", record.ErrNotARecord)
	}
	seals, err := log.Seals(ctx)
	if err != nil {
		return err
	}
	stored := func(yield func([]byte, error) bool) {
		for e, err := range log.Stored(ctx, 0) {
			if err == nil && e.Seq > about.Head.Seq { // entered meanwhile
				return
			}
			if err == nil && e.Removed > about.Head.Seq { // its removal would be missing
				err = record.ErrHeadMoved
			}
			if !yield(e.Bytes, err) || err != nil {
				return
			}
		}
	}
	m, err := export.WriteArchive(w, about, iter.Seq2[[]byte, error](stored), seals, list)
	if err == nil {
		out.Entries, out.Files = m.Entries, len(list)
	}
	return err
}

// Into writes to a new file that only its owner reads, whole or not at all.
func Into(path string, write func(io.Writer) error) (err error) {
	if _, err := os.Lstat(path); err == nil {
		return &os.PathError{Op: "write", Path: path, Err: os.ErrExist}
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".mithaq-export-*") // mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }() // gone already where it was renamed
	err = write(f)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Link(f.Name(), path) // unlike a rename it takes nobody's place
}
