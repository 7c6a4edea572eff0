package app

import (
	"bufio"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mithaq/examples"
	"mithaq/internal/agreement/format"
	"mithaq/internal/base/diag"
	"mithaq/internal/testroot"
)

// exampleFolders gives the folders of examples/, one example each.
func exampleFolders(tb testing.TB) (folders []string) {
	tb.Helper()
	entries, err := os.ReadDir(filepath.Join(testroot.Root(tb), "examples"))
	if err != nil {
		tb.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() {
			folders = append(folders, filepath.Join(testroot.Root(tb), "examples", e.Name()))
		}
	}
	if len(folders) < 6 {
		tb.Fatalf("only %v", folders)
	}
	return folders
}

// TestExamplesAreSound reads each example as its user would, its folder at a time: no error, canonical form, the same texts in the binary,
// a test beside it, and a line in the list of examples. Of the larger ones it asks that they stay what they are: dozens of norms.
func TestExamplesAreSound(t *testing.T) {
	list, err := os.ReadFile(filepath.Join(testroot.Root(t), "examples", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, folder := range exampleFolders(t) {
		name := filepath.Base(folder)
		texts, err := ReadFiles([]string{folder})
		if err != nil {
			t.Fatal(err)
		}
		r := Read(texts)
		for _, d := range r.Diagnostics {
			if d.Severity == diag.Error {
				t.Errorf("%s: %s %v", d.Span, d.Code, d.Args)
			}
		}
		for _, x := range texts {
			if format.Text(x.Content) != x.Content {
				t.Errorf("%s is not in canonical form: mithaq fmt -w", x.Name)
			}
			if b, err := examples.Agreements.ReadFile(path.Join(name, filepath.Base(x.Name))); err != nil || string(b) != x.Content {
				t.Errorf("%s is not in the binary: %v", x.Name, err)
			}
		}
		if len(TestFiles([]string{folder})) == 0 {
			t.Errorf("examples/%s has no .test", name)
		}
		if !strings.Contains(string(list), "| "+name+" |") && !strings.Contains(string(list), "| ["+name+"]("+name+"/README.md) |") {
			t.Errorf("examples/README.md does not list %s", name)
		}
		if r.Program == nil {
			continue
		}
		for _, a := range r.Program.Agreements {
			counts[name] += len(a.Norms)
		}
	}
	for name, least := range map[string]int{"south-sudan-2018": 100, "minsk-2014": 55, "hodeidah-2018": 12, "black-sea-2022": 8, "syria-2015": 50} {
		if counts[name] < least {
			t.Errorf("examples/%s has %d norms, fewer than %d", name, counts[name], least)
		}
	}
	t.Logf("norms: %v", counts)
}

// TestCompareExpected holds the table of the letter beside the initiatives to its form: a line for each norm of the letter, columns that
// are agreements of the example, the seven answers, dimensions behind "not met" alone.
func TestCompareExpected(t *testing.T) {
	folder := filepath.Join(testroot.Root(t), "examples", "syria-2015")
	file, err := os.Open(filepath.Join(folder, "compare.expected"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	texts, err := ReadFiles([]string{folder})
	if err != nil {
		t.Fatal(err)
	}
	norms := map[string][]string{}
	for _, a := range Read(texts).Program.Agreements {
		for i := range a.Norms {
			norms[a.ID] = append(norms[a.ID], a.Norms[i].ID)
		}
	}
	answers := []string{"met", "met in vacuo", "not met", "contradicted", "missing", "not in the parts seen", "not decided"}
	dimensions := []string{"force", "bearer", "list", "kind", "zone", "window", "number", "condition"}
	var columns, rows []string
	scan := bufio.NewScanner(file)
	for scan.Scan() {
		line := scan.Text()
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, " | ")
		if columns == nil {
			columns = cells
			for _, c := range cells[1:] {
				if norms[c] == nil {
					t.Errorf("column %q is no agreement of the example", c)
				}
			}
			continue
		}
		rows = append(rows, cells[0])
		if len(cells) != len(columns) {
			t.Errorf("%s: %d cells, not %d", cells[0], len(cells), len(columns))
		}
		for _, cell := range cells[1:] {
			answer, rest, in := strings.Cut(cell, " (")
			if !slices.Contains(answers, answer) || in != (answer == "not met") {
				t.Errorf("%s: %q", cells[0], cell)
			}
			for d := range strings.SplitSeq(strings.TrimSuffix(rest, ")"), ", ") {
				if in && !slices.Contains(dimensions, d) {
					t.Errorf("%s: %q is no dimension", cells[0], d)
				}
			}
		}
	}
	if !slices.Equal(rows, norms["khatib"]) {
		t.Errorf("lines %v, norms of the letter %v", rows, norms["khatib"])
	}
}
