package scenario

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/testroot"
)

// TestTable sees that each line of section 13 of spec/norms.md names a case of the corpus, and each case a line; that the
// cases hold is seen by TestCorpus.
func TestTable(t *testing.T) {
	root := testroot.Root(t)
	page, err := os.ReadFile(filepath.Join(root, "spec", "norms.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, ok := strings.Cut(string(page), "\n## 13. ")
	if !ok {
		t.Fatal("spec/norms.md has no section 13")
	}
	section, _, _ = strings.Cut(section, "\n## ")
	tables := regexp.MustCompile(`(?m)^### .*: (table-[a-z-]+)\n`).FindAllStringSubmatchIndex(section, -1)
	if len(tables) != 7 {
		t.Fatalf("%d tables: one for each modality, an obligation having three", len(tables))
	}
	for i, at := range tables {
		name := section[at[2]:at[3]]
		body := section[at[1]:]
		if i+1 < len(tables) {
			body = section[at[1]:tables[i+1][0]]
		}
		var named []string
		for _, m := range regexp.MustCompile(`(?m)^\|.*\| ([^|]+) \|$`).FindAllStringSubmatch(body, -1)[1:] {
			named = append(named, m[1])
		}
		data, err := os.ReadFile(filepath.Join(root, "spec", "corpus", "judge", name+".txtar"))
		if err != nil {
			t.Fatal(err)
		}
		var cases []string
		for _, m := range regexp.MustCompile(`(?m)^test "(.*)"$`).FindAllStringSubmatch(string(data), -1) {
			cases = append(cases, m[1])
		}
		slices.Sort(named)
		slices.Sort(cases)
		if !slices.Equal(named, cases) || len(cases) < 20 {
			t.Errorf("%s: the page names\n%s\nthe corpus has\n%s", name, strings.Join(named, "\n"), strings.Join(cases, "\n"))
		}
	}
}
