// Package lsp is the language server: what an editor shows of a text while it is written.
//
// It speaks the Language Server Protocol 3.17 over standard input and output. Texts are read together with those of their folder that
// they name, the editor's text before the file's, and nothing is stored. It needs no record; where one is given, Options.Status says how each
// norm stands.
//
//	didOpen, didChange ──> workspace (trees) ──> analyst ──> reading.Glance ──> publishDiagnostics
//	                            │                               └── after a pause: Finish, present status
//	                            └──> symbols.Index ──> definition, references, rename, completion
package lsp

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"sync"

	"github.com/creachadair/jrpc2"
	"github.com/creachadair/jrpc2/channel"
	"github.com/creachadair/jrpc2/handler"

	"mithaq/internal/base/locale"
	"mithaq/internal/front/wording"
	"mithaq/internal/reading"
	"mithaq/internal/reading/symbols"
)

// File is a text as it stands in the editor or beside it.
type File struct{ Path, Text string }

// Standing is the present status of a norm, in words.
type Standing struct {
	Short string // "× not met"
	Line  string // the same with why, and as of when
}

// Options are what the caller decides.
type Options struct {
	Lang    locale.Lang // in which remarks are told, unless the editor asks for another
	Version string
	// Status gives the present status of the norms of texts on a record, by full name; nil: there is no record.
	Status func(ctx context.Context, files []File) (map[string]Standing, error)
	// Beside, where it is not nil, are the only texts that stand beside those of the editor, and no file is read: for an editor that is somebody else's.
	Beside []File
	Most   int // bytes of a text; one that is longer ends the session with ErrTooLong. 0: no bound
	// Works, where it is not nil, is told when something begins that takes its time; what it gives is called at the end.
	Works func() (done func())
}

// server is one session with one editor.
type server struct {
	opts  Options
	rpc   *jrpc2.Server
	words *wording.Words
	units encoding
	down  bool // shutdown was asked for

	refreshes bool           // the editor can be told that there are new hints
	working   sync.Mutex     // one thing that takes its time, after another
	telling   sync.WaitGroup // those that wait for it

	mu     sync.Mutex // guards what follows
	work   workspace
	latest map[string]*analysis // by path of open documents
	long   bool                 // a text was longer than Options.Most
	dirty  chan struct{}        // something is to be read again; holds one
}

// analysis is what one document says, read together with those that it names.
type analysis struct {
	doc   *doc
	docs  []*doc // all that were read, doc among them
	whole *reading.Whole
	good  *reading.Whole // the last one without errors
	marks map[string]Standing
}

// ErrNoShutdown tells that the editor left without saying goodbye.
var ErrNoShutdown = errors.New("the editor ended the session without shutdown")

// ErrTooLong tells that the editor sent a text beyond Options.Most.
var ErrTooLong = errors.New("the text is longer than is taken")

// Serve answers an editor until it leaves or ctx ends.
func Serve(ctx context.Context, in io.Reader, out io.WriteCloser, opts Options) error {
	s := &server{
		opts: opts, words: wording.For(opts.Lang).Bare(), units: utf16Units,
		work: newWorkspace(opts.Beside), latest: map[string]*analysis{}, dirty: make(chan struct{}, 1),
	}
	if s.opts.Works == nil {
		s.opts.Works = func() func() { return func() {} }
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	s.rpc = jrpc2.NewServer(s.watched(s.methods()), &jrpc2.ServerOptions{
		AllowPush: true, DisableBuiltin: true, NewContext: func() context.Context { return ctx },
	})
	s.rpc.Start(channel.LSP(in, out))
	var analyst sync.WaitGroup
	analyst.Go(func() { s.analyse(ctx) })
	ended := context.AfterFunc(ctx, s.rpc.Stop)
	defer ended()
	err := s.rpc.Wait()
	stop()
	analyst.Wait()
	s.telling.Wait()
	switch {
	case s.long:
		return ErrTooLong
	case s.down:
		return nil
	case err != nil:
		return err
	}
	return ErrNoShutdown
}

func (s *server) methods() handler.Map {
	return handler.Map{
		"initialize":      handler.New(s.initialize),
		"initialized":     handler.New(nothing),
		"shutdown":        handler.New(s.shutdown),
		"exit":            handler.New(s.exit),
		"$/cancelRequest": handler.New(s.cancel),
		"$/setTrace":      handler.New(nothing),

		"workspace/didChangeConfiguration": handler.New(nothing),
		"workspace/didChangeWatchedFiles":  handler.New(s.refresh),

		"textDocument/didOpen":   handler.New(s.didOpen),
		"textDocument/didChange": handler.New(s.didChange),
		"textDocument/didSave":   handler.New(s.refresh),
		"textDocument/didClose":  handler.New(s.didClose),

		"textDocument/hover":             handler.New(s.hover),
		"textDocument/completion":        handler.New(s.completion),
		"textDocument/definition":        handler.New(s.definition),
		"textDocument/references":        handler.New(s.references),
		"textDocument/documentHighlight": handler.New(s.highlights),
		"textDocument/documentSymbol":    handler.New(s.outline),
		"textDocument/codeAction":        handler.New(s.codeActions),
		"textDocument/formatting":        handler.New(s.formatting),
		"textDocument/prepareRename":     handler.New(s.prepareRename),
		"textDocument/rename":            handler.New(s.rename),
		"textDocument/inlayHint":         handler.New(s.inlays),
	}
}

// watched tells of each request when it begins and ends.
func (s *server) watched(methods handler.Map) handler.Map {
	for name, answer := range methods {
		methods[name] = func(ctx context.Context, r *jrpc2.Request) (any, error) {
			defer s.opts.Works()()
			return answer(ctx, r)
		}
	}
	return methods
}

// tooLong ends the session where a text is longer than is taken.
func (s *server) tooLong(text string) bool {
	if s.opts.Most == 0 || len(text) <= s.opts.Most {
		return false
	}
	s.long = true
	go s.rpc.Stop() // it waits for this handler
	return true
}

func (s *server) initialize(_ context.Context, p initializeParams) (initializeResult, error) {
	s.units = chosen(p.Capabilities.General.PositionEncodings)
	s.refreshes = p.Capabilities.Workspace.InlayHint.RefreshSupport
	if lang, err := locale.Parse(p.InitializationOptions.Lang); err == nil {
		s.words = wording.For(lang).Bare()
	}
	return initializeResult{
		ServerInfo: serverInfo{"mithaq", s.opts.Version},
		Capabilities: capabilities{
			PositionEncoding:           string(s.units),
			TextDocumentSync:           syncOptions{OpenClose: true, Change: 2},
			HoverProvider:              true,
			CompletionProvider:         completionOptions{[]string{"(", ":", ",", "."}},
			DefinitionProvider:         true,
			ReferencesProvider:         true,
			DocumentHighlightProvider:  true,
			DocumentSymbolProvider:     true,
			CodeActionProvider:         actionOptions{[]string{"quickfix"}},
			DocumentFormattingProvider: true,
			RenameProvider:             renameOptions{PrepareProvider: true},
			InlayHintProvider:          s.opts.Status != nil,
		},
	}, nil
}

func nothing(context.Context, *jrpc2.Request) (any, error) { return nil, nil }

func (s *server) shutdown(context.Context) (any, error) {
	s.down = true
	return nil, nil
}

func (s *server) exit(context.Context) error {
	go s.rpc.Stop() // it waits for this handler
	return nil
}

func (s *server) cancel(_ context.Context, p cancelParams) error {
	s.rpc.CancelRequest(string(p.ID))
	return nil
}

func (s *server) didOpen(_ context.Context, p didOpenParams) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.tooLong(p.TextDocument.Text) {
		return nil
	}
	d := s.work.set(p.TextDocument.URI, p.TextDocument.Text, p.TextDocument.Version)
	s.latest[d.path] = &analysis{doc: d}
	s.wake()
	return nil
}

func (s *server) didChange(_ context.Context, p didChangeParams) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.work.docs[pathOf(p.TextDocument.URI)]
	if d == nil || !d.open {
		return nil
	}
	text := changed(d.lines.text, s.units, p.ContentChanges)
	if s.tooLong(text) {
		return nil
	}
	s.work.set(d.uri, text, p.TextDocument.Version)
	s.wake()
	return nil
}

func (s *server) didClose(ctx context.Context, p didOpenParams) error {
	s.mu.Lock()
	path := pathOf(p.TextDocument.URI)
	delete(s.work.docs, path)
	delete(s.latest, path)
	s.wake()
	s.mu.Unlock()
	return s.rpc.Notify(ctx, "textDocument/publishDiagnostics", publishDiagnosticsParams{URI: p.TextDocument.URI, Diagnostics: []diagnostic{}})
}

// refresh reads again what stands beside the open documents, and how norms stand.
func (s *server) refresh(context.Context, *jrpc2.Request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.latest {
		a.whole, a.marks = nil, nil
	}
	s.wake()
	return nil, nil
}

// wake tells the analyst that there is something to read.
func (s *server) wake() {
	select {
	case s.dirty <- struct{}{}:
	default:
	}
}

// place is a position in a document that is open.
type place struct {
	*doc
	folder []*doc
	offset int
	index  *symbols.Index
}

// find gives the place that a request speaks of; false: the document is not open.
func (s *server) find(p at) (place, bool) {
	d := s.work.docs[pathOf(p.TextDocument.URI)]
	if d == nil {
		return place{}, false
	}
	folder := s.work.folder(filepath.Dir(d.path))
	return place{d, folder, d.lines.offset(s.units, p.Position), symbols.New(trees(folder))}, true
}
