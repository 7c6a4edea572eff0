package docs

import (
	"strings"
	"testing"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/diag"
)

// TestTexts parses every block of the language; a block that adds to a file is read behind what the file held.
// (Names and kinds are checked where a console block runs check on the file.)
func TestTexts(t *testing.T) {
	seen := 0
	for _, page := range pages(t) {
		files := map[string]string{}
		for _, b := range blocks(t, page) {
			if b.kind() != "mithaq" {
				continue
			}
			seen++
			text := strings.Join(b.body, "\n") + "\n"
			if len(b.info) > 1 {
				name, more := strings.CutPrefix(b.info[1], "+")
				if more {
					text = files[name] + text
				}
				files[name] = text
			}
			_, remarks := syntax.Parse(b.page, text)
			for _, r := range remarks {
				if r.Severity == diag.Error {
					t.Errorf("%s:%d: %s at line %d of the text so far", b.page, b.line, r.Code, r.Span.Start.Line)
				}
			}
		}
	}
	if seen < 5 {
		t.Errorf("%d blocks of the language only", seen)
	}
}
