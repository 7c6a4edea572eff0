package check

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/testroot"
)

// announcement finds "#! M3001 M3002" at the end of a line.
var announcement = regexp.MustCompile(`#!((?: M\d{4})+)\s*$`)

// TestCorpus runs every text of spec/corpus/checks: the remarks must be those that the text announces, each on its line.
func TestCorpus(t *testing.T) {
	cases, err := filepath.Glob(filepath.Join(testroot.Root(t), "spec", "corpus", "checks", "*.txtar"))
	if err != nil || len(cases) < 4 {
		t.Fatalf("corpus: %d texts, %v", len(cases), err)
	}
	for _, path := range cases {
		if strings.HasPrefix(filepath.Base(path), "pairs") {
			continue // TestPairs reads them
		}
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			var want, got []string
			var files []*syntax.File
			for _, f := range archive.Files {
				file, ds := syntax.Parse(f.Name, string(f.Data))
				for _, d := range ds {
					t.Errorf("%s: %s", d.Span, d.Code)
				}
				files = append(files, file)
				for i, line := range strings.Split(string(f.Data), "\n") {
					if m := announcement.FindStringSubmatch(line); m != nil {
						for _, code := range strings.Fields(m[1]) {
							want = append(want, fmt.Sprintf("%s:%d %s", f.Name, i+1, code))
						}
					}
				}
			}
			book, ds := terms.Resolve(files, nil)
			program, more := norms.Lower(book)
			for _, d := range append(ds, more...) {
				t.Errorf("%s: %s %v", d.Span, d.Code, d.Args)
			}
			for _, d := range All(program, book) {
				got = append(got, fmt.Sprintf("%s:%d %s", d.Span.File, d.Span.Start.Line, d.Code))
			}
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(want, got) {
				t.Errorf("announced\n%s\ntold\n%s", strings.Join(want, "\n"), strings.Join(got, "\n"))
			}
		})
	}
}
