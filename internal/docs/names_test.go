package docs

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"mithaq/internal/testroot"
)

var namedTest = regexp.MustCompile("`([a-z/0-9]+)\\.((?:Test|Fuzz|Benchmark)[A-Za-z0-9_]+)`")

// TestNamedTests looks whether each test that ARCHITECTURE.md, the threat model and the decisions name is there, and whether each invariant names one.
func TestNamedTests(t *testing.T) {
	list := append(decisions(t), "ARCHITECTURE.md", "docs/threat-model.md")
	found := 0
	for _, page := range list {
		for i, line := range lines(t, page) {
			names := namedTest.FindAllStringSubmatch(line, -1)
			if page == "ARCHITECTURE.md" && strings.HasPrefix(line, "| **") && len(names) == 0 {
				t.Errorf("%s:%d: no test is named", page, i+1)
			}
			for _, n := range names {
				found++
				if !hasTest(t, n[1], n[2]) {
					t.Errorf("%s:%d: there is no %s in %s", page, i+1, n[2], n[1])
				}
			}
		}
	}
	if found < 30 {
		t.Errorf("%d tests named only", found)
	}
}

// hasTest says whether the test files of a folder declare a function.
func hasTest(t *testing.T, folder, name string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(testroot.Root(t), filepath.FromSlash(folder), "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == name {
				return true
			}
		}
	}
	return false
}

// decisions lists the decision pages, from the module root.
func decisions(t *testing.T) (list []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(testroot.Root(t), "docs", "decisions", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		list = append(list, "docs/decisions/"+filepath.Base(file))
	}
	return list
}

var decisionName = regexp.MustCompile(`^docs/decisions/(\d{4})-[a-z0-9-]+\.md$`)

// TestDecisions holds the form of the decision pages: a number of their own, what it was about, what was chosen, what follows.
func TestDecisions(t *testing.T) {
	seen := map[string]string{}
	for _, page := range decisions(t) {
		m := decisionName.FindStringSubmatch(page)
		if m == nil {
			t.Errorf("%s: not NNNN-title.md", page)
			continue
		}
		if other := seen[m[1]]; other != "" {
			t.Errorf("%s has the number of %s", page, other)
		}
		seen[m[1]] = page
		text := lines(t, page)
		if !strings.HasPrefix(text[0], "# "+m[1]+" ") {
			t.Errorf("%s: its heading lacks its number", page)
		}
		for _, part := range []string{"**Context.**", "**Choice.**", "**Consequence.**"} {
			if !strings.Contains(strings.Join(text, "\n"), part) {
				t.Errorf("%s: lacks %s", page, part)
			}
		}
	}
	if len(seen) < 5 {
		t.Errorf("%d decisions only", len(seen))
	}
}

var link = regexp.MustCompile(`\]\(([^)\s]+)\)`)

// TestLinks follows every link of every page to a file of the repository.
func TestLinks(t *testing.T) {
	root := testroot.Root(t)
	list := append(pages(t), decisions(t)...)
	list = append(list, "docs/guide/intake.md")
	specs, err := filepath.Glob(filepath.Join(root, "spec", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range specs {
		list = append(list, "spec/"+filepath.Base(s))
	}
	for _, page := range list {
		for i, line := range lines(t, page) {
			for _, m := range link.FindAllStringSubmatch(line, -1) {
				target, _, _ := strings.Cut(m[1], "#")
				if target == "" || strings.HasPrefix(target, "https://") {
					continue
				}
				path := filepath.Join(root, filepath.FromSlash(page), "..", filepath.FromSlash(target))
				if _, err := os.Stat(path); err != nil {
					t.Errorf("%s:%d: %s leads nowhere", page, i+1, m[1])
				}
			}
		}
	}
}

var outOfPlace = regexp.MustCompile(`(?i)\b(proof|verdict|guilty|violators?)\b`)

// TestCarefulWords keeps words of a court off the pages that readers see.
func TestCarefulWords(t *testing.T) {
	for _, page := range append(pages(t), "docs/guide/intake.md") {
		if page == "ARCHITECTURE.md" {
			continue
		}
		for i, line := range lines(t, page) {
			if w := outOfPlace.FindString(line); w != "" {
				t.Errorf("%s:%d: %q", page, i+1, w)
			}
		}
	}
}
