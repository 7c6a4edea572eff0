package web

import (
	"compress/gzip"
	"mime"
	"net/http"
	"path"
	"sync"

	"mithaq/internal/front/board"
)

// asset is one file beside the pages.
type asset struct {
	body      []byte
	packed    func() []byte // once, when it is asked for first; nil: it is packed already, as fonts are
	mediaType string
	version   string
}

// assets serves the style sheet, the scripts and the fonts under "/assets/".
type assets map[string]asset

var mediaTypes = map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8", ".json": "application/json"}

var newAssets = sync.OnceValues(func() (assets, error) {
	files := assets{}
	for _, name := range board.Assets() {
		body, version, err := board.Asset(name)
		if err != nil {
			return nil, err
		}
		a := asset{body: body, mediaType: mediaTypes[path.Ext(name)], version: version}
		if kind, _, err := mime.ParseMediaType(a.mediaType); err == nil && packable[kind] {
			a.packed = sync.OnceValue(func() []byte { return packed(body, zippersOf(gzip.BestCompression)) })
		}
		files["/assets/"+name] = a
	}
	return files, nil
})

// ServeHTTP gives a file. An address with the file's version (its content's hash) never changes its meaning and may be kept for ever.
func (files assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a, ok := files[r.URL.Path]
	if !ok || a.mediaType == "" {
		http.Error(w, "404: there is no such file", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", a.mediaType)
	w.Header().Set("ETag", `"`+a.version+`"`)
	w.Header().Set("Cache-Control", "no-cache")
	if r.URL.Query().Get("v") == a.version {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	sendBytes(w, r, func() []byte { return a.body }, a.packed)
}
