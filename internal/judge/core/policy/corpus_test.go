package policy

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/testroot"
)

// corpus reads our own cases.
func corpus(t *testing.T) map[string]map[string]string {
	return cases(t, filepath.Join(testroot.Root(t), "spec", "corpus", "core", "*.txtar"))
}

// TestCorpus: each case is accepted, or refused with the remarks that its codes.txt announces; every code of this folder occurs.
func TestCorpus(t *testing.T) {
	all := corpus(t)
	if len(all) < 60 {
		t.Errorf("only %d cases", len(all))
	}
	seen := map[string]bool{}
	for name, c := range all {
		checked, ds := read(c)
		want := strings.Fields(c["codes.txt"])
		if logged := len(want) > 0 && want[0] >= "M92"; logged {
			want = nil
		}
		var got []string
		for _, d := range ds {
			got = append(got, string(d.Code))
			if !d.Span.Known() {
				t.Errorf("%s: %v has no place", name, d)
			}
		}
		if !slices.Equal(got, want) || (checked == nil) != (len(want) > 0) {
			t.Errorf("%s: remarks %v, announced %v: %s", name, got, want, c["policy.mfotl"])
		}
		if checked != nil {
			ds = checked.Notes()
		}
		for _, d := range ds {
			seen[string(d.Code)] = true
		}
	}
	for _, code := range codes(t) {
		if !seen[code] {
			t.Errorf("no case gives %s", code)
		}
	}
}

// codes lists the codes of this folder.
func codes(t *testing.T) (list []string) {
	b, err := os.ReadFile("codes.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`"(M9\d{3})"`).FindAllStringSubmatch(string(b), -1) {
		list = append(list, m[1])
	}
	if len(list) < 40 {
		t.Fatalf("%d codes", len(list))
	}
	return list
}

// TestSentences: every code, place and advice that the corpus brings up has its sentence in each language.
func TestSentences(t *testing.T) {
	keys := map[string]bool{}
	for _, code := range codes(t) {
		keys["diag."+code] = true
	}
	note := func(ds []diag.Diagnostic) {
		for _, d := range ds {
			for _, r := range d.Related {
				keys["diag."+string(d.Code)+"."+r.Key] = true
			}
			for _, f := range d.Fixes {
				keys["diag."+string(d.Code)+"."+f.Key] = true
			}
		}
	}
	for _, c := range corpus(t) {
		checked, ds := read(c)
		note(ds)
		if checked != nil {
			note(checked.Notes())
		}
	}
	for _, lang := range []string{"en", "ar", "ru"} {
		b, err := os.ReadFile(filepath.Join(testroot.Root(t), "internal", "front", "wording", "catalog", lang, "core.txt"))
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			if !strings.Contains(string(b), "\n"+key+" = ") {
				t.Errorf("%s has no sentence %s", lang, key)
			}
		}
	}
}

// TestBinding: what is written with few brackets is read as its bracketed form.
func TestBinding(t *testing.T) {
	all, pairs := corpus(t), 0
	tree := func(name string) string {
		f, ds := Parse(source.NewFile("policy.mfotl", all[name]["policy.mfotl"]))
		if f == nil {
			t.Fatalf("%s: %v", name, ds)
		}
		return Print(f)
	}
	for name := range all {
		if plain, ok := strings.CutSuffix(name, "-bracketed"); ok {
			pairs++
			if a, b := tree(plain), tree(name); a != b {
				t.Errorf("%s is read as %s, not as %s", plain, a, b)
			}
		}
	}
	if pairs < 15 {
		t.Errorf("%d pairs", pairs)
	}
}

// TestPrintIsReadBack: what Print writes means the same, for all cases.
func TestPrintIsReadBack(t *testing.T) {
	for name, c := range corpus(t) {
		f, _ := Parse(source.NewFile("policy.mfotl", c["policy.mfotl"]))
		if f == nil {
			continue
		}
		printed := Print(f)
		g, ds := Parse(source.NewFile("printed", printed))
		if g == nil || Print(g) != printed {
			t.Errorf("%s: %s is read back as %v", name, printed, ds)
		}
	}
}
