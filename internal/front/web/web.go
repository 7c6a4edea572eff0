// Package web serves the board: it answers requests for pages with what the
// judge says of the record, in the reader's language.
//
//	request ──> shield ──> visitor ──> route ──> action ──> board.Render
//	            (headers,  (record as  (rights)    │
//	             origin)    they see it)           │
//	              texts ──> reading ───────────────┴──> run of the judge (kept per head)
//
// Pages that rest on a run alone are kept, and made once however many wait
// (pages.go). Each page action is one small file. Pages need no script, and ask
// nothing of the outside.
package web

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"

	"mithaq/internal/app"
)

// Options are what the caller may choose.
type Options struct {
	Log     *slog.Logger // where failures are told; nil: slog's default
	Hosts   []string     // the names under which others than this machine reach the board
	Proxied bool         // a server before this one ends the encryption and says in X-Forwarded-For who asks
	Borders []byte       // GeoJSON, in place of the outlines of countries that come with the program; nil: those

	Program  string    // names this program in what goes out; "": mithaq
	Provider *Provider // who else says who a user is; nil: nobody

	// Print writes what a command says on a terminal, for the API; nil: there are no answers in plain text.
	Print func(context.Context, *app.App, io.Writer, Printing) error
}

// server answers requests.
type server struct {
	door        *app.Door
	texts       func(context.Context) ([]app.Text, error)
	log         *slog.Logger
	files       assets
	reads       readings
	copies      copies
	byUser      limits // attempts to sign in
	byAddress   limits
	byUserThere limits
	familiar    familiar
	byCaller    limits // requests to the API
	pages       pages
	grounds     grounds
	borders     borders
	hub         hub
	marker      marker
	compared    compared
	ease        ease
	asks        asks
	provider    *provider // nil: there is none
	imports     imports
	lineages    lineages
	opts        Options
	document    func() ([]byte, error) // of the API
	uploads     chan struct{}          // holds one for each file that is taken by the API
	importing   chan struct{}          // and for each of them that is read

	mu   sync.Mutex
	runs map[string]*runs // by what a visitor sees (app.Sight)

	drafts draftRoom
	static bool // it makes pages that need no server, as everybody sees them (site.go)
}

// Handler answers requests for the board. While it is served (Serve), it also calls webhooks.
type Handler struct {
	http.Handler
	s *server
}

// New makes the handler of the board over a record. texts gives the agreements to be judged; it is asked again whenever
// a page is, so that a text that was mended shows at once. Texts with errors are no error here: the pages then say what is wrong with them.
func New(a *app.App, texts func(context.Context) ([]app.Text, error), opts Options) (*Handler, error) {
	if opts.Log == nil {
		opts.Log = slog.Default()
	}
	s := &server{door: app.NewDoor(a), texts: texts, log: opts.Log, opts: opts, provider: newProvider(opts.Provider), runs: map[string]*runs{}, marker: newMarker()}
	s.hub.s, s.imports.s, s.compared.ease = s, s, &s.ease
	s.sweep(a) // what a server left that was killed
	s.uploads, s.importing = make(chan struct{}, apiUploads), make(chan struct{}, apiImports)
	s.document = sync.OnceValues(func() ([]byte, error) { return document(s.apiRoutes()) })
	var err error
	if s.files, err = newAssets(); err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	if s.borders, err = newBorders(opts.Borders); err != nil {
		return nil, fmt.Errorf("web: borders: %w", err)
	}
	return &Handler{s.shield(s.pack(s.mux())), s}, nil
}

// rest waits until what goes on beside the requests has ended. It does so once the server stops.
func (h *Handler) rest() { h.s.imports.all.Wait() }

// runsOf gives the runs that are kept for all who see what the visitor sees.
func (s *server) runsOf(r *request) *runs { return s.runsFor(r.app.Sight()) }

func (s *server) runsFor(seen string) *runs {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.runs[seen] == nil {
		s.runs[seen] = &runs{}
	}
	return s.runs[seen]
}
