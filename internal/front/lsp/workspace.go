package lsp

import (
	"cmp"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/reading"
	"mithaq/internal/reading/symbols"
)

// suffix is the end of the name of a file of terms.
const suffix = ".mithaq"

// doc is one text: open in the editor, or a file beside one that is.
type doc struct {
	path    string
	uri     string
	version int  // of the editor
	open    bool // the editor's text stands, not the file's
	stamp   time.Time
	size    int64
	lines   lines
	parsed  reading.Parsed
}

// workspace knows the texts that are open and those beside them. It is used by one goroutine at a time.
type workspace struct {
	docs   map[string]*doc // by path
	closed bool            // no file is read: all that there is was given, or is open
}

// newWorkspace makes a workspace over the files of this machine; where texts are given, over these alone.
func newWorkspace(beside []File) workspace {
	w := workspace{docs: map[string]*doc{}, closed: beside != nil}
	for _, f := range beside {
		d := &doc{path: f.Path, uri: f.Path, lines: newLines(f.Text)}
		if strings.HasSuffix(f.Path, suffix) {
			d.parsed = reading.Parse(f.Path, f.Text)
		}
		w.docs[f.Path] = d
	}
	return w
}

// pathOf gives the path of a file's URI; of another scheme the URI itself, so that unsaved texts have a name too.
func pathOf(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" {
		return uri
	}
	path := u.Path
	if len(path) > 2 && path[0] == '/' && path[2] == ':' { // file:///c:/x
		path = path[1:]
	}
	return filepath.FromSlash(path)
}

// uriOf gives the URI of a path that the editor did not name.
func uriOf(path string) string {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed
	}
	return (&url.URL{Scheme: "file", Path: slashed}).String()
}

// set takes the text of an open document.
func (w *workspace) set(uri, text string, version int) *doc {
	path := pathOf(uri)
	d := &doc{path: path, uri: uri, version: version, open: true, lines: newLines(text), parsed: reading.Parse(path, text)}
	w.docs[path] = d
	return d
}

// folder reads the files of terms of a folder, where they have changed since they were read last, and gives all its documents
// by path: the editor's text goes before the file's.
func (w *workspace) folder(folder string) []*doc {
	if w.closed {
		docs := slices.SortedFunc(maps.Values(w.docs), func(a, b *doc) int { return cmp.Compare(a.path, b.path) })
		return slices.DeleteFunc(docs, func(d *doc) bool { return d.parsed.Tree == nil }) // a file that is no text, which a text names
	}
	paths, _ := filepath.Glob(filepath.Join(folder, "*"+suffix))
	there := map[string]bool{}
	for _, path := range paths {
		there[path] = true
		known := w.docs[path]
		if known != nil && known.open {
			continue
		}
		info, err := os.Stat(path)
		if err != nil || known != nil && known.size == info.Size() && known.stamp.Equal(info.ModTime()) {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		w.docs[path] = &doc{
			path: path, uri: uriOf(path), stamp: info.ModTime(), size: info.Size(),
			lines: newLines(string(text)), parsed: reading.Parse(path, string(text)),
		}
	}
	var docs []*doc
	for path, d := range w.docs {
		switch {
		case filepath.Dir(path) != folder:
		case d.open || there[path]:
			docs = append(docs, d)
		default:
			delete(w.docs, path) // the file is gone
		}
	}
	slices.SortFunc(docs, func(a, b *doc) int { return cmp.Compare(a.path, b.path) })
	return docs
}

// trees gives the trees of documents.
func trees(docs []*doc) []*syntax.File {
	list := make([]*syntax.File, len(docs))
	for i, d := range docs {
		list[i] = d.parsed.Tree
	}
	return list
}

// together gives the documents of a folder that must be read with one of them: those that declare a vocabulary or an agreement that it
// names, and that these name in turn. Others in the folder may be other versions of the same text, and are left alone.
func together(d *doc, folder []*doc) []*doc {
	read := []*doc{d}
	for _, tree := range symbols.Together(d.parsed.Tree, trees(folder)) {
		if i := slices.IndexFunc(folder, func(o *doc) bool { return o.parsed.Tree == tree }); i >= 0 {
			read = append(read, folder[i])
		}
	}
	slices.SortFunc(read, func(a, b *doc) int { return cmp.Compare(a.path, b.path) })
	return read
}

// load gives the files that texts of a folder name.
func (w *workspace) load(folder string) func(path string) ([]byte, error) {
	return func(path string) ([]byte, error) {
		path = filepath.FromSlash(path)
		switch {
		case w.closed:
			for _, d := range w.docs {
				if !d.open && filepath.Base(d.path) == filepath.Base(path) {
					return []byte(d.lines.text), nil
				}
			}
			return nil, os.ErrNotExist
		case !filepath.IsLocal(path):
			return nil, os.ErrNotExist
		}
		return os.ReadFile(filepath.Join(folder, path))
	}
}
