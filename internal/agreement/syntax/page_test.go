package syntax

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/base/diag"
	"mithaq/internal/testroot"
)

// fenced finds the examples of the page and the code that a wrong one must give.
var fenced = regexp.MustCompile("(?ms)^```mithaq(-wrong (M[0-9]{4})|-lesson)?\n(.*?)^```$")

func TestPage(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(testroot.Root(t), "spec/language.md"))
	if err != nil {
		t.Fatal(err)
	}
	blocks := fenced.FindAllStringSubmatch(string(page), -1)
	if fences := strings.Count(string(page), "```mithaq"); len(blocks) != fences || fences < 10 {
		t.Fatalf("%d blocks behind %d fences", len(blocks), fences)
	}
	for _, b := range blocks {
		text := b[3]
		if b[1] == "-lesson" {
			text = "agreement lesson\n" + text
		}
		_, ds := sound(t, text)
		var codes []string
		for _, d := range ds {
			codes = append(codes, string(d.Code))
		}
		if want := strings.Fields(b[2]); !slices.Equal(codes, want) {
			t.Errorf("remarks %v, want %v, on\n%s", ds, want, b[3])
		}
	}
}

// Every code must occur in the corpus or in a text of this test, and have its sentence in each language; every related
// place and every fix has one too.
func TestEveryCodeIsSaid(t *testing.T) {
	root := testroot.Root(t)
	source, err := os.ReadFile(filepath.Join(root, "internal/agreement/syntax/codes.go"))
	if err != nil {
		t.Fatal(err)
	}
	codes := regexp.MustCompile(`"(M1[0-9]{3})"`).FindAllStringSubmatch(string(source), -1)
	keys := map[string]bool{}
	for _, c := range codes {
		keys["diag."+c[1]] = true
	}
	for _, d := range remarks(t) {
		for _, r := range d.Related {
			keys["diag."+string(d.Code)+"."+r.Key] = true
		}
		for _, f := range d.Fixes {
			keys["diag."+string(d.Code)+"."+f.Key] = true
		}
	}
	for _, lang := range languages {
		text, err := os.ReadFile(filepath.Join(root, "internal/front/wording/catalog", lang, "syntax.txt"))
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			if !strings.Contains(string(text), "\n"+key+" = ") {
				t.Errorf("%s has no sentence %s", lang, key)
			}
		}
	}
}

// remarks collects all remarks on the corpus and on the broken texts of these tests, and checks that each code occurs.
func remarks(t *testing.T) []diag.Diagnostic {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(testroot.Root(t), "spec/corpus/syntax/*.txtar"))
	texts := []string{
		broken, "\ufeffvocabulary v\r\n# \xff \x00", "\xff\xfev", "agreement a zone x\n  in force from 2015-01-01T25:00 dated x standard x",
		"agreement a\nterm 1 t \"\"\n1a: x must y() if " + strings.Repeat("(", 200) + "\nzone z from\nzone \"x\"\n", "agreement a\n zone\n dated x\n",
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(b))
	}
	var all []diag.Diagnostic
	seen := map[diag.Code]bool{}
	for _, text := range texts {
		_, ds := sound(t, text)
		for _, d := range ds {
			seen[d.Code] = true
		}
		all = append(all, ds...)
	}
	for n := codeBOM; n <= codeAndOr; n = next(n) {
		if !seen[n] {
			t.Errorf("no text gives %s", n)
		}
	}
	return all
}

// next gives the code behind a code.
func next(c diag.Code) diag.Code {
	b := []byte(c)
	for i := len(b) - 1; ; i-- {
		if b[i]++; b[i] <= '9' {
			return diag.Code(b)
		}
		b[i] = '0'
	}
}
