// Package web serves the board: it answers requests for pages with what the
// judge says of the record, in the reader's language.
//
//	request ──> guard ──> language ──> page action ──> board.Render
//	                                      │
//	              texts ──> reading ──────┴──> run of the judge (kept per head)
//
// Each page action is one small file. Pages need no script. The server changes
// nothing, asks nothing of the outside and answers its own machine alone.
package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"

	"mithaq/internal/app"
	"mithaq/internal/base/locale"
)

// Options are what the caller may choose.
type Options struct {
	Log *slog.Logger // where failures are told; nil: slog's default
}

// server answers requests.
type server struct {
	app    *app.App
	texts  func(context.Context) ([]app.Text, error)
	log    *slog.Logger
	reads  readings
	runs   runs
	copies copies
}

// New makes the handler of the board over a record. texts gives the agreements to be judged; it is asked again whenever
// a page is, so that a text that was mended shows at once. Texts with errors are no error here: the pages then say what is wrong with them.
func New(a *app.App, texts func(context.Context) ([]app.Text, error), opts Options) (http.Handler, error) {
	if opts.Log == nil {
		opts.Log = slog.Default()
	}
	s := &server{app: a, texts: texts, log: opts.Log}
	files, err := newAssets()
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	mux := http.NewServeMux()
	mux.Handle("/assets/", files)
	mux.HandleFunc("/{$}", s.front)
	mux.HandleFunc("/f/{incident}/{hash}/{form}", s.fileContent)
	mux.HandleFunc("/", s.page("", nowhere))
	for _, lang := range locale.Langs {
		at := "/" + string(lang)
		mux.Handle(at, http.RedirectHandler(at+"/", http.StatusMovedPermanently))
		mux.HandleFunc(at+"/", s.page(lang, nowhere))
		for pattern, action := range map[string]action{
			"/{$}":                     s.agreements,
			"/a/{agreement}":           s.agreement,
			"/a/{agreement}/t/{term}":  s.term,
			"/a/{agreement}/c/{claim}": s.claim,
			"/incidents":               s.incidents,
			"/i/{incident}":            s.incident,
			"/i/{incident}/f/{hash}":   s.file,
			"/s/{source}":              s.source,
			"/desk":                    s.desk,
			"/duplicates":              s.duplicates,
			"/report":                  s.report,
		} {
			mux.HandleFunc(at+pattern, s.page(lang, action))
		}
	}
	return guard(mux), nil
}

// action makes the answer for one kind of page.
type action func(*request) (*answer, error)

// nowhere answers for every address that names nothing.
func nowhere(*request) (*answer, error) { return nil, errNotFound }
