// Package docs tests what the project says of itself: commands and their output, examples, tables, links, names of tests.
package docs

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/testroot"
)

// block is one fenced block of a page. The words behind the fence say what it is:
//
//	console             commands behind "$ " with their output; "..." stands for any lines; "[exit 3]" for the exit code
//	sh                  commands of a reader's shell, not run here (sh_test.go holds the list)
//	mithaq              a text that must have no error of syntax
//	mithaq FILE         the same, and the console blocks after it find it as FILE; "mithaq +FILE" adds to that file
//	csv FILE            a file that the console blocks after it find
//	text                a drawing
//	http, shell-session requests to a board, and commands that speak to one (api_test.go)
type block struct {
	page string // slash-separated, from the module root
	line int    // line of the opening fence, from 1
	info []string
	body []string
}

// pages are the pages whose blocks are tested here. Pages of spec/ and docs/guide/intake.md are tested beside what they describe.
func pages(t *testing.T) []string {
	t.Helper()
	root := testroot.Root(t)
	found, err := filepath.Glob(filepath.Join(root, "docs", "guide", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	list := []string{"README.md", "ARCHITECTURE.md", "docs/diagnostics.md", "examples/README.md", "examples/syria-2015/README.md"}
	for _, p := range found {
		if rel, _ := filepath.Rel(root, p); filepath.Base(p) != "intake.md" {
			list = append(list, filepath.ToSlash(rel))
		}
	}
	return list
}

// lines reads a page.
func lines(t *testing.T, page string) []string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(testroot.Root(t), filepath.FromSlash(page)))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
}

// blocks gives the fenced blocks of a page in their order.
func blocks(t *testing.T, page string) (list []block) {
	t.Helper()
	var open *block
	for i, line := range lines(t, page) {
		fence := strings.HasPrefix(line, "```")
		switch {
		case fence && open == nil:
			open = &block{page: page, line: i + 1, info: strings.Fields(strings.TrimPrefix(line, "```"))}
		case fence:
			list = append(list, *open)
			open = nil
		case open != nil:
			open.body = append(open.body, line)
		}
	}
	if open != nil {
		t.Fatalf("%s:%d: the block is not closed", page, open.line)
	}
	return list
}

// kind gives the first word behind the fence.
func (b block) kind() string {
	if len(b.info) == 0 {
		return ""
	}
	return b.info[0]
}

// TestBlocksAreTested refuses a block that no test reads.
func TestBlocksAreTested(t *testing.T) {
	for _, page := range pages(t) {
		for _, b := range blocks(t, page) {
			if !slices.Contains([]string{"console", "sh", "mithaq", "csv", "text", "http", "shell-session"}, b.kind()) && (b.kind() != "curl" || page != "docs/guide/the-api.md") { // TestAPIPage sends those of its page alone
				t.Errorf("%s:%d: no test reads a block of %q", b.page, b.line, strings.Join(b.info, " "))
			}
			if b.kind() == "csv" && len(b.info) != 2 {
				t.Errorf("%s:%d: a csv block names its file", b.page, b.line)
			}
		}
	}
}

// TestShellBlocks holds the commands that a reader types before there is a binary, and that no test runs from within itself.
func TestShellBlocks(t *testing.T) {
	known := map[string]string{ // command: what must be there
		"go run ./cmd/mithaq demo":           "cmd/mithaq/main.go",
		"go build -o mithaq ./cmd/mithaq":    "cmd/mithaq/main.go",
		"./test --install":                   "test",
		"mithaq serve --record ceasefire.db": "internal/docs/serve_test.go",
		"mithaq demo --record demo.db":       "internal/docs/serve_test.go",
		"mithaq serve --record desk.db --user anna --addr 0.0.0.0:443 --host board.example.org --cert cert.pem --key key.pem": "internal/front/web/open_test.go",
		"mithaq serve --record desk.db --user anna --host board.example.org --proxied":                                        "internal/front/web/open_test.go",
	}
	for _, page := range pages(t) {
		for _, b := range blocks(t, page) {
			if b.kind() != "sh" {
				continue
			}
			for _, line := range b.body {
				command, _, _ := strings.Cut(line, "  #")
				needs, ok := known[strings.TrimSpace(command)]
				if !ok {
					t.Errorf("%s:%d: nothing is known of the command %q", b.page, b.line, line)
					continue
				}
				if _, err := os.Stat(filepath.Join(testroot.Root(t), needs)); err != nil {
					t.Errorf("%s:%d: %v", b.page, b.line, err)
				}
			}
		}
	}
}
