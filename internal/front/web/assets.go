package web

import (
	"bytes"
	"net/http"
	"path"
	"time"

	"mithaq/internal/front/board"
)

// asset is one file beside the pages.
type asset struct {
	body      []byte
	mediaType string
	version   string
}

// assets serves the style sheet, the scripts and the fonts under "/assets/".
type assets map[string]asset

var mediaTypes = map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8"}

func newAssets() (assets, error) {
	files := assets{}
	for _, name := range board.Assets() {
		body, version, err := board.Asset(name)
		if err != nil {
			return nil, err
		}
		files["/assets/"+name] = asset{body, mediaTypes[path.Ext(name)], version}
	}
	return files, nil
}

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
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(a.body))
}
