package lsp

import (
	"context"
	"maps"
	"path/filepath"
	"slices"
	"time"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/front/wording"
	"mithaq/internal/reading"
)

// analyse reads documents whenever something has changed, and publishes what is to be remarked. While it reads, more may change: then
// the newest is read next, and what came between is skipped.
func (s *server) analyse(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.dirty:
		}
		for _, path := range s.open() {
			s.one(ctx, path)
		}
	}
}

// open gives the paths of the open documents.
func (s *server) open() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.latest))
}

// one reads one document, unless nothing it rests on has changed.
func (s *server) one(ctx context.Context, path string) {
	s.mu.Lock()
	before, d := s.latest[path], s.work.docs[path]
	if before == nil || d == nil {
		s.mu.Unlock()
		return
	}
	folder := filepath.Dir(path)
	docs := together(d, s.work.folder(folder))
	s.mu.Unlock()
	if before.whole != nil && slices.Equal(docs, before.docs) {
		return
	}
	now := &analysis{doc: d, docs: docs, good: before.good, marks: before.marks}
	parsed := make([]reading.Parsed, len(docs))
	for i := range docs {
		parsed[i] = docs[i].parsed
	}
	done := s.opts.Works()
	now.whole = reading.Glance(parsed, s.work.load(folder))
	done()
	if now.whole.Program != nil {
		now.good = now.whole
	}
	s.mu.Lock()
	if s.latest[path] == nil {
		s.mu.Unlock()
		return // closed meanwhile
	}
	s.latest[path] = now
	s.mu.Unlock()
	_ = s.rpc.Notify(ctx, "textDocument/publishDiagnostics", s.published(now)) // an editor that has gone needs none
	if now.whole.Program != nil {
		s.telling.Go(func() { s.finish(ctx, now) })
	}
}

// pause is how long nothing more must have been typed before what takes its time is looked for.
const pause = 200 * time.Millisecond

// finish looks, once nothing more is typed, for what takes its time: remarks that make runs, and how the norms stand.
func (s *server) finish(ctx context.Context, a *analysis) {
	select {
	case <-ctx.Done():
		return
	case <-time.After(pause):
	}
	s.working.Lock()
	defer s.working.Unlock()
	if !s.stands(a) || ctx.Err() != nil {
		return
	}
	full := *a
	done := s.opts.Works()
	full.whole = a.whole.Finish()
	done()
	s.mu.Lock()
	if s.latest[a.doc.path] != a {
		s.mu.Unlock()
		return
	}
	s.latest[a.doc.path] = &full
	if full.good == a.whole {
		full.good = full.whole
	}
	s.mu.Unlock()
	if len(full.whole.Diagnostics) != len(a.whole.Diagnostics) {
		_ = s.rpc.Notify(ctx, "textDocument/publishDiagnostics", s.published(&full))
	}
	if s.opts.Status != nil {
		s.standing(ctx, &full)
	}
}

// stands says whether an analysis is the newest of its document.
func (s *server) stands(a *analysis) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.latest[a.doc.path] == a
}

// standing asks how the norms stand.
func (s *server) standing(ctx context.Context, a *analysis) {
	files := make([]File, len(a.docs))
	for i, d := range a.docs {
		files[i] = File{d.path, d.lines.text}
	}
	marks, err := s.opts.Status(ctx, files)
	switch {
	case ctx.Err() != nil:
		return
	case err != nil:
		text := s.words.Text("lsp.status.failed", "error", err.Error())
		_ = s.rpc.Notify(ctx, "window/showMessage", messageParams{2, text})
		return
	}
	s.mu.Lock()
	if s.latest[a.doc.path] == a {
		a.marks = marks
	}
	s.mu.Unlock()
	if s.refreshes {
		_, _ = s.rpc.Callback(ctx, "workspace/inlayHint/refresh", nil) // an editor that cannot asks again by itself
	}
}

// published gives the remarks on a document, in the words of the editor's language.
func (s *server) published(a *analysis) publishDiagnosticsParams {
	p := publishDiagnosticsParams{URI: a.doc.uri, Version: a.doc.version, Diagnostics: []diagnostic{}}
	for _, d := range a.whole.Diagnostics {
		if d.Span.File == a.doc.path {
			p.Diagnostics = append(p.Diagnostics, s.diagnostic(a, d, s.words.Diagnostic(d)))
		}
	}
	return p
}

func (s *server) diagnostic(a *analysis, d diag.Diagnostic, text wording.DiagText) diagnostic {
	out := diagnostic{
		Range: a.doc.lines.span(s.units, d.Span), Severity: [...]int{severityError, severityWarning, severityInformation}[d.Severity],
		Code: string(d.Code), Source: "mithaq", Message: text.Title,
	}
	for i, r := range d.Related {
		if l, ok := s.location(a.docs, r.Span); ok {
			out.RelatedInformation = append(out.RelatedInformation, related{l, text.Related[i]})
		}
	}
	if why := s.words.Intention(d); why != "" { // the text calls it meant
		out.Severity = severityHint
		out.Message += "\n" + why
		return out
	}
	for i, f := range d.Fixes {
		if len(f.Edits) == 0 { // advice; what can be done at once is a code action
			out.Message += "\n" + text.Fixes[i]
		}
	}
	return out
}

// location gives the place of a span in one of the documents.
func (s *server) location(docs []*doc, sp source.Span) (location, bool) {
	for _, d := range docs {
		if d.path == sp.File && sp.Known() {
			return location{d.uri, d.lines.span(s.units, sp)}, true
		}
	}
	return location{}, false
}
