package lsp

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"mithaq/bench/accord"
	"mithaq/internal/base/locale"
)

// big opens the made-up accord of 600 norms.
func big(b *testing.B) (*editor, string) {
	b.Helper()
	e := start(b, Options{Lang: locale.En}, nil)
	text := accord.Text(accord.Seed)
	if n := strings.Count(text, "\n"); n < 1000 {
		b.Fatalf("%d lines", n)
	}
	e.open("accord.mithaq", text)
	return e, text
}

// BenchmarkKeystroke types a letter into a text of 600 norms and waits for its remarks.
func BenchmarkKeystroke(b *testing.B) {
	e, text := big(b)
	place := e.behind("accord.mithaq", text, `agreement accord "`).Position
	for b.Loop() {
		e.change("accord.mithaq", change{&span{place, place}, "x"})
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.Sys>>20), "MB")
	e.leave()
}

// BenchmarkAnswers asks after a letter was typed, as an editor does: for completion, hover and inlay hints.
func BenchmarkAnswers(b *testing.B) {
	e, text := big(b)
	place := e.behind("accord.mithaq", text, " must ")
	for b.Loop() {
		e.notify("textDocument/didChange", didChangeParams{textDocument{URI: e.uri("accord.mithaq"), Version: 2}, []change{{&span{position{}, position{}}, " "}}})
		var list completionList
		e.call("textDocument/completion", place, &list)
		var h *hover
		e.call("textDocument/hover", place, &h)
		if len(list.Items) == 0 || h == nil {
			b.Fatal(fmt.Sprint(len(list.Items), h))
		}
	}
	e.leave()
}
