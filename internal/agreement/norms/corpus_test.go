package norms_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/locale"
	"mithaq/internal/front/wording"
	"mithaq/internal/testroot"
)

// TestCorpus runs every text of spec/corpus/terms: the remarks must be those that the text announces, each on its line.
func TestCorpus(t *testing.T) {
	cases, err := filepath.Glob(filepath.Join(testroot.Root(t), "spec", "corpus", "terms", "*.txtar"))
	if err != nil || len(cases) < 9 {
		t.Fatalf("corpus: %d texts, %v", len(cases), err)
	}
	seen := map[diag.Code]bool{}
	for _, path := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			want, got := announced(archive), []string{}
			for _, d := range remarks(archive) {
				seen[d.Code] = true
				got = append(got, fmt.Sprintf("%s:%d %s", d.Span.File, d.Span.Start.Line, d.Code))
				checkShape(t, &d)
			}
			slices.Sort(want)
			slices.Sort(got)
			for _, line := range want {
				if i := slices.Index(got, line); i >= 0 {
					got = slices.Delete(got, i, i+1)
				} else {
					t.Errorf("missing: %s", line)
				}
			}
			for _, line := range got {
				t.Errorf("not announced: %s", line)
			}
		})
	}
	for _, code := range codes(t) {
		if !seen[code] {
			t.Errorf("no text of the corpus has %s", code)
		}
	}
}

// announcement finds "#! M2001 M2002" at the end of a line.
var announcement = regexp.MustCompile(`#!((?: M\d{4})+)\s*$`)

func announced(archive *txtar.Archive) (want []string) {
	for _, f := range archive.Files {
		for i, line := range strings.Split(string(f.Data), "\n") {
			if m := announcement.FindStringSubmatch(line); m != nil {
				for _, code := range strings.Fields(m[1]) {
					want = append(want, fmt.Sprintf("%s:%d %s", f.Name, i+1, code))
				}
			}
		}
	}
	return want
}

// remarks gives everything that reading, resolving and lowering say of an archive's texts.
func remarks(archive *txtar.Archive) (all []diag.Diagnostic) {
	var files []*syntax.File
	load := func(path string) ([]byte, error) {
		for _, f := range archive.Files {
			if f.Name == path {
				return f.Data, nil
			}
		}
		return nil, os.ErrNotExist
	}
	for _, f := range archive.Files {
		if strings.HasSuffix(f.Name, ".mithaq") {
			file, ds := syntax.Parse(f.Name, string(f.Data))
			files, all = append(files, file), append(all, ds...)
		}
	}
	book, ds := terms.Resolve(files, load)
	all = append(all, ds...)
	_, ds = norms.Lower(book)
	return append(all, ds...)
}

// checkShape sees that a remark says where it stands, and that its edits and related places do.
func checkShape(t *testing.T, d *diag.Diagnostic) {
	if !d.Span.Known() {
		t.Errorf("%s has no place", d.Code)
	}
	for _, r := range d.Related {
		if !r.Span.Known() || r.Key == "" {
			t.Errorf("%s: related %q has no place", d.Code, r.Key)
		}
	}
	checkWords(t, d)
	for _, f := range d.Fixes {
		for _, e := range f.Edits {
			if !e.Span.Known() || e.Text == "" {
				t.Errorf("%s: the edit of %q has no place or text", d.Code, f.Key)
			}
		}
	}
}

// codes lists the codes that the sources of terms and norms declare.
func codes(t *testing.T) (list []diag.Code) {
	t.Helper()
	for _, file := range []string{"agreement/terms/codes.go", "agreement/norms/remarks.go"} {
		data, err := os.ReadFile(filepath.Join(testroot.Root(t), "internal", filepath.FromSlash(file)))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`diag\.Code = "(M2\d{3})"`).FindAllStringSubmatch(string(data), -1) {
			list = append(list, diag.Code(m[1]))
		}
	}
	if len(list) < 50 {
		t.Fatalf("found %d codes only", len(list))
	}
	return list
}

// checkWords sees that a remark, its related places and its fixes are told whole in every language.
func checkWords(t *testing.T, d *diag.Diagnostic) {
	if !strings.HasPrefix(string(d.Code), "M2") {
		return
	}
	for _, lang := range []locale.Lang{locale.En, locale.Ar, locale.Ru} {
		w := wording.For(lang)
		keys := []string{""}
		for _, r := range d.Related {
			keys = append(keys, "."+r.Key)
		}
		for _, f := range d.Fixes {
			keys = append(keys, "."+f.Key)
		}
		for _, k := range keys {
			if !w.Has("diag." + string(d.Code) + k) {
				t.Errorf("%v: no sentence for %s%s", lang, d.Code, k)
			}
		}
		said := w.Bare().Diagnostic(*d)
		for _, s := range append(append(said.Related, said.Fixes...), said.Title) {
			if strings.ContainsAny(s, "{}") {
				t.Errorf("%v: %s lacks an argument: %s", lang, d.Code, s)
			}
		}
	}
}
