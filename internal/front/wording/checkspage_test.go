package wording

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mithaq/internal/base/locale"
	"mithaq/internal/reading/check"
	"mithaq/internal/testroot"
)

// TestChecksPage holds docs/checks.md to what the checks say of themselves. MITHAQ_UPDATE=1 writes it anew.
func TestChecksPage(t *testing.T) {
	path := filepath.Join(testroot.Root(t), "docs", "checks.md")
	want := checksPage()
	if os.Getenv("MITHAQ_UPDATE") != "" {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/checks.md is not what the checks say; write it with MITHAQ_UPDATE=1 go test -run TestChecksPage ./internal/front/wording")
	}
}

// families are the headings of the page, by the first code of each.
var families = []struct{ code, title string }{
	{"M3000", "Soundness"}, {"M3090", "Remarks that are meant"}, {"M3100", "Order"}, {"M3200", "Schedule"}, {"M3300", "Conflict"},
}

func checksPage() string {
	w := For(locale.En).Bare()
	var b strings.Builder
	b.WriteString(`# Checks

What ` + "`mithaq check`" + ` looks for in a text, beyond its language and its names. Each check finds a fact about the text; whether it is a fault its authors decide, and can say so in
the text: ` + "`intended CODE \"why\"`" + ` ([language.md](../spec/language.md), 3). A remark ends ` + "`mithaq check`" + ` with exit code 1, a note does not. ` + "`mithaq explain CODE`" + ` shows the same
page with the whole example, in three languages. Codes never change.

This page is written by a test from the checks themselves (` + "`MITHAQ_UPDATE=1 go test -run TestChecksPage ./internal/front/wording`" + `). A new check begins with
` + "`go run ./internal/scaffold NAME CODE`" + `.

| code | | what is found |
|---|---|---|
`)
	pages := check.Pages()
	for _, p := range pages {
		fmt.Fprintf(&b, "| [%s](#%s) | %s | %s |\n", p.Code, strings.ToLower(string(p.Code)), w.Severity(p.Severity), w.Text(p.Title))
	}
	next := 0
	for _, p := range pages {
		for next < len(families) && families[next].code <= string(p.Code) {
			if next+1 == len(families) || string(p.Code) < families[next+1].code {
				fmt.Fprintf(&b, "\n## %s\n", families[next].title)
			}
			next++
		}
		fmt.Fprintf(&b, "\n### %s\n\n**%s.** %s\n\n```diff\n%s```\n", p.Code, w.Text(p.Title), w.Text(p.Page), difference(p.Example, p.Mended))
	}
	return b.String()
}

// difference shows what is mended: the lines of the example that go, then those that come.
func difference(from, to string) string {
	a, z := strings.SplitAfter(from, "\n"), strings.SplitAfter(to, "\n")
	for len(a) > 0 && len(z) > 0 && a[0] == z[0] {
		a, z = a[1:], z[1:]
	}
	for len(a) > 0 && len(z) > 0 && a[len(a)-1] == z[len(z)-1] {
		a, z = a[:len(a)-1], z[:len(z)-1]
	}
	var b strings.Builder
	for _, line := range a {
		b.WriteString("- " + line)
	}
	for _, line := range z {
		b.WriteString("+ " + line)
	}
	return b.String()
}
