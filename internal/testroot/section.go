package testroot

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Section holds a section of a page of the module, from its heading "## title" to the next one, against what a test found.
// With MITHAQ_UPDATE=1 it writes it.
func Section(tb testing.TB, page, title, want string) {
	tb.Helper()
	path := filepath.Join(Root(tb), filepath.FromSlash(page))
	text, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	head := "\n## " + title + "\n"
	before, rest, found := strings.Cut(string(text), head)
	if !found {
		tb.Fatalf("%s has no section %q", page, title)
	}
	old, after := rest, ""
	if i := strings.Index(rest, "\n## "); i >= 0 {
		old, after = rest[:i], rest[i:]
	}
	want = "\n" + want
	if old == want {
		return
	}
	if os.Getenv("MITHAQ_UPDATE") == "" {
		tb.Errorf("%s, section %q, is not what the test found: write it with MITHAQ_UPDATE=1", page, title)
		return
	}
	if err := os.WriteFile(path, []byte(before+head+want+after), 0o600); err != nil {
		tb.Fatal(err)
	}
}
