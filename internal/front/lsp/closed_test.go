package lsp

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mithaq/internal/base/locale"
	"mithaq/internal/front/wording"
)

// An editor that is somebody else's reaches the texts that it was given, and no file; it may not rename what it cannot change.
func TestClosed(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"hidden.mithaq": "vocabulary hidden\nparty spy\n", "z.geojson": `{"type": "FeatureCollection", "features": []}`} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w := newWorkspace([]File{{"given.mithaq", "vocabulary given\nparty red\n"}, {"area.geojson", "{}"}})
	uri := uriOf(filepath.Join(dir, "draft.mithaq"))
	d := w.set(uri, "agreement a\n  uses given, hidden\n  agreed between red and spy\n", 1)
	var names []string
	for _, x := range together(d, w.folder(dir)) {
		names = append(names, filepath.Base(x.path))
	}
	if got := strings.Join(names, " "); got != "draft.mithaq given.mithaq" {
		t.Errorf("read together: %s", got)
	}
	load := w.load(dir)
	if _, err := load("z.geojson"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file of this machine: %v", err)
	}
	if b, err := load("area.geojson"); err != nil || string(b) != "{}" {
		t.Errorf("what was given: %q, %v", b, err)
	}
	s := &server{work: w, words: wording.For(locale.En).Bare(), units: utf16Units, latest: map[string]*analysis{}}
	s.opts.Works = func() func() { return func() {} }
	if _, err := s.rename(t.Context(), renameParams{at: at{textDocument{URI: uri}, position{2, 18}}, NewName: "blue"}); err == nil || !strings.Contains(err.Error(), "given.mithaq") {
		t.Errorf("renamed in a text that is not open: %v", err)
	}
}

// A text that is longer than is taken ends the session.
func TestMost(t *testing.T) {
	e := start(t, Options{Lang: locale.En, Most: 100, Beside: []File{}}, nil)
	if err := e.rpc.Notify(t.Context(), "textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": "draft:/draft.mithaq", "version": 1, "text": strings.Repeat("# x\n", 30)}}); err != nil {
		t.Fatal(err)
	}
	if err := <-e.ended; !errors.Is(err, ErrTooLong) {
		t.Errorf("it ended with %v", err)
	}
}
