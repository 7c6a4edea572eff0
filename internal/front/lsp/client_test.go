package lsp

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/creachadair/jrpc2"
	"github.com/creachadair/jrpc2/channel"

	"mithaq/internal/base/locale"
)

// editor is a client of the protocol, over pipes with the framing that editors use.
type editor struct {
	t        testing.TB
	rpc      *jrpc2.Client
	remarks  chan publishDiagnosticsParams
	shown    chan string
	ended    chan error
	folder   string
	versions map[string]int
}

// start runs a server and says hello to it.
func start(t testing.TB, opts Options, hello map[string]any) *editor {
	t.Helper()
	if opts.Lang == "" {
		opts.Lang = locale.En
	}
	toServer, fromClient := io.Pipe()
	toClient, fromServer := io.Pipe()
	e := &editor{
		t: t, remarks: make(chan publishDiagnosticsParams, 100), shown: make(chan string, 10), ended: make(chan error, 1),
		folder: t.TempDir(), versions: map[string]int{},
	}
	go func() { e.ended <- Serve(context.Background(), toServer, fromServer, opts) }()
	e.rpc = jrpc2.NewClient(channel.LSP(toClient, fromClient), &jrpc2.ClientOptions{
		OnNotify: func(r *jrpc2.Request) {
			switch r.Method() {
			case "textDocument/publishDiagnostics":
				var p publishDiagnosticsParams
				if err := r.UnmarshalParams(&p); err != nil {
					t.Error(err)
				}
				e.remarks <- p
			case "window/showMessage":
				var p messageParams
				_ = r.UnmarshalParams(&p)
				e.shown <- p.Message
			}
		},
		OnCallback: func(context.Context, *jrpc2.Request) (any, error) { return nil, nil },
	})
	if hello == nil {
		hello = map[string]any{"capabilities": map[string]any{}}
	}
	e.call("initialize", hello, nil)
	e.notify("initialized", map[string]any{})
	return e
}

// leave ends the session as an editor does, and sees that the server does too.
func (e *editor) leave() {
	e.t.Helper()
	e.call("shutdown", nil, nil)
	e.notify("exit", nil)
	select {
	case err := <-e.ended:
		if err != nil {
			e.t.Errorf("the server ended with %v", err)
		}
	case <-time.After(10 * time.Second):
		e.t.Error("the server does not end")
	}
}

func (e *editor) call(method string, params, result any) {
	e.t.Helper()
	if err := e.rpc.CallResult(e.t.Context(), method, params, result); err != nil && result != nil {
		e.t.Fatalf("%s: %v", method, err)
	}
}

func (e *editor) notify(method string, params any) {
	e.t.Helper()
	if err := e.rpc.Notify(e.t.Context(), method, params); err != nil {
		e.t.Fatalf("%s: %v", method, err)
	}
}

func (e *editor) uri(name string) string { return uriOf(filepath.Join(e.folder, name)) }

// file puts a file beside the documents.
func (e *editor) file(name, text string) {
	e.t.Helper()
	if err := os.WriteFile(filepath.Join(e.folder, name), []byte(text), 0o600); err != nil {
		e.t.Fatal(err)
	}
}

// open opens a document and gives its remarks. Where the text holds a "|", that is taken out: it is the place that at gives.
func (e *editor) open(name, text string) []diagnostic {
	e.t.Helper()
	e.versions[name] = 1
	e.notify("textDocument/didOpen", didOpenParams{textDocument{URI: e.uri(name), Version: 1, Text: strings.Replace(text, "|", "", 1)}})
	return e.wait(name)
}

// change changes a document and gives its remarks.
func (e *editor) change(name string, changes ...change) []diagnostic {
	e.t.Helper()
	e.versions[name]++
	e.notify("textDocument/didChange", didChangeParams{textDocument{URI: e.uri(name), Version: e.versions[name]}, changes})
	return e.wait(name)
}

// wait waits for the remarks on the newest version of a document.
func (e *editor) wait(name string) []diagnostic {
	e.t.Helper()
	late := time.After(20 * time.Second)
	for {
		select {
		case p := <-e.remarks:
			if p.URI == e.uri(name) && p.Version == e.versions[name] {
				return p.Diagnostics
			}
		case <-late:
			e.t.Fatalf("no remarks on %s", name)
		}
	}
}

// at gives the place of the "|" in a text, counted in UTF-16.
func (e *editor) at(name, text string) at {
	e.t.Helper()
	i := strings.Index(text, "|")
	if i < 0 {
		e.t.Fatal("no place is marked")
	}
	return at{textDocument{URI: e.uri(name)}, newLines(text).position(utf16Units, i)}
}

// behind gives the place behind the first occurrence of words.
func (e *editor) behind(name, text, words string) at {
	e.t.Helper()
	i := strings.Index(text, words)
	if i < 0 {
		e.t.Fatalf("no %q", words)
	}
	return at{textDocument{URI: e.uri(name)}, newLines(text).position(utf16Units, i+len(words))}
}

func codes(list []diagnostic) string {
	var words []string
	for _, d := range list {
		words = append(words, d.Code)
	}
	return strings.Join(words, " ")
}

func asJSON(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}
