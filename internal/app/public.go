package app

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// Public gives the record as everybody sees it, also where whoever holds the file is the only user.
func (d *Door) Public() *App {
	const key = "\x00public" // no user has this id
	d.mu.Lock()
	defer d.mu.Unlock()
	if a := d.apps[key]; a != nil {
		return a
	}
	k := d.keptOf(sight(review.Public))
	a := &App{store: borrowed{d.root.store}, who: review.Public, path: d.root.path, opts: d.root.opts, runs: k.runs, queue: k.queue, works: k.works, heads: k.heads, previews: k.previews, pasts: k.pasts, kin: d.root.kin, looks: d.root.looks}
	a.view = d.view(review.Public)
	d.apps[key] = a
	return a
}

// bundled are the forms in which a bundle holds the public incidents.
var bundled = []struct{ format, name string }{{"csv", "incidents.csv"}, {"geojson", "incidents.geojson"}, {"jsonld", "incidents.jsonld"}}

// Pages writes pages that need no server, each by a call of put with its name beside the other files, as everybody may see them.
type Pages func(ctx context.Context, put func(name string, body []byte) error) error

// Bundle writes what is public as one ZIP archive: the incidents in each form, the pages of the board, a note on what they are, and the hash of every
// file in the form that sha256sum reads. Nothing is sent anywhere. It takes the right to publish. record.ErrHeadMoved: the record changed while it was written.
func (a *App) Bundle(ctx context.Context, w io.Writer, program string, pages Pages) (*Exported, error) {
	z := zip.NewWriter(w)
	made := a.Now().UTC()
	out, err := a.bundle(ctx, program, pages, func(name string, write func(io.Writer) error) error {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: made})
		if err != nil {
			return err
		}
		return write(f)
	})
	return out, errors.Join(err, z.Close())
}

// BundleFolder is Bundle into a new folder, whole or not at all.
func (a *App) BundleFolder(ctx context.Context, path, program string, pages Pages) (*Exported, error) {
	path = filepath.Clean(path)
	if _, err := os.Lstat(path); err == nil {
		return nil, &os.PathError{Op: "write", Path: path, Err: os.ErrExist}
	}
	dir, err := os.MkdirTemp(filepath.Dir(path), ".mithaq-export-*") // mode 0700
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }() // gone already where it was renamed
	out, err := a.bundle(ctx, program, pages, func(name string, write func(io.Writer) error) error {
		to := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			return err
		}
		f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		return errors.Join(write(f), f.Close())
	})
	if err != nil {
		return nil, err
	}
	return out, os.Rename(dir, path)
}

// bundle makes the files of a bundle, each by a call of add.
func (a *App) bundle(ctx context.Context, program string, pages Pages, add func(name string, write func(io.Writer) error) error) (*Exported, error) {
	if err := a.require(review.Publish); err != nil {
		return nil, err
	}
	head, err := a.store.Head(ctx)
	if err != nil {
		return nil, err
	}
	var sums strings.Builder
	out := &Exported{}
	summed := func(name string, write func(io.Writer) error) error {
		h := sha256.New()
		if err := add(name, func(w io.Writer) error { return write(io.MultiWriter(w, h)) }); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		fmt.Fprintf(&sums, "%s  %s\n", hex.EncodeToString(h.Sum(nil)), name)
		return nil
	}
	for _, one := range bundled {
		if err := summed(one.name, func(w io.Writer) error {
			went, err := a.ExportPublic(ctx, w, Asked{Format: one.format}, program)
			if err == nil {
				out.Incidents = went.Incidents
			}
			return err
		}); err != nil {
			return nil, err
		}
	}
	text := func(name, text string) error {
		return summed(name, func(w io.Writer) error {
			_, err := io.WriteString(w, text)
			return err
		})
	}
	if pages != nil {
		if err := pages(ctx, func(name string, body []byte) error { return text(name, string(body)) }); err != nil {
			if now, headErr := a.store.Head(ctx); headErr == nil && now != head {
				err = errors.Join(err, record.ErrHeadMoved) // what one page leads to may have been taken back before its own was made
			}
			return nil, err
		}
	}
	if err := text("README.txt", fmt.Sprintf("What is public of a record of incidents, made by %s on %s.\nThe record stood at %s.\n\nOpen index.html to read it; no connection is needed. The three files named incidents hold the same %d incidents, each in another form.\nWhat is not public is in none of the files. Each attribution is as assessed by the assessor named in it.\nTo see that no file was changed: sha256sum -c SHA256SUMS\n",
		program, a.Now().UTC().Format(time.RFC3339), head.Hash, out.Incidents)); err != nil {
		return nil, err
	}
	if err := add(sumsFile, func(w io.Writer) error {
		_, err := io.WriteString(w, sums.String())
		return err
	}); err != nil {
		return nil, err
	}
	if now, err := a.store.Head(ctx); err != nil || now != head {
		return nil, errors.Join(err, record.ErrHeadMoved)
	}
	return out, nil
}

// BundleFile makes a bundle whole before anything of it is handed on, and gives it as a file that nobody else can open. Who closes it takes it away.
func (a *App) BundleFile(ctx context.Context, program string, pages Pages) (*Taken, error) {
	dir, err := a.uploadsFolder()
	if err != nil {
		return nil, err
	}
	var t *Taken
	err = Again(func() error {
		f, err := os.CreateTemp(dir, "bundle-*") // mode 0600
		if err != nil {
			return err
		}
		made := &Taken{f}
		_ = os.Remove(f.Name()) // at once, so that nothing is left whatever happens; where a system does not allow it, Close does it
		if _, err = a.Bundle(ctx, f, program, pages); err == nil {
			_, err = f.Seek(0, io.SeekStart)
		}
		if err != nil {
			return errors.Join(err, made.Close())
		}
		t = made
		return nil
	})
	return t, err
}

// Again does what reads the record as it stands once more where the record changed meanwhile, five times in all.
func Again(do func() error) error {
	for try := 1; ; try++ {
		if err := do(); !errors.Is(err, record.ErrHeadMoved) || try == 5 {
			return err
		}
	}
}

// Taken is a file for a while.
type Taken struct{ *os.File }

// Close takes it away.
func (t *Taken) Close() error { return errors.Join(t.File.Close(), gone(os.Remove(t.Name()))) }
