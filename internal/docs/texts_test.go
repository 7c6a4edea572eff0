package docs

import (
	"regexp"
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

// unsettled are words for an incident beside those that the program says: حادث and «происшествие».
var unsettled = regexp.MustCompile(`(?i)инцидент\p{L}*|(^|[^\p{L}])[وفبلك]*(ال|لل)?حادث(ة|ت|ات)\p{L}*`)

// TestWords looks for words that the program does not say.
func TestWords(t *testing.T) {
	for _, page := range append(pages(t), "docs/guide/intake.md") {
		for i, l := range lines(t, page) {
			if word := unsettled.FindString(l); word != "" {
				t.Errorf("%s:%d: %s", page, i+1, word)
			}
		}
	}
	for word, is := range map[string]bool{"инцидентов": true, "происшествий": false, "في الحادثة": true, "حادثتين": true, "محادثات": false, "حادثان": false} {
		if unsettled.MatchString(word) != is {
			t.Errorf("%s: %v", word, !is)
		}
	}
}
