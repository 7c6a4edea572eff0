package intake

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"mithaq/internal/base/diag"
	"mithaq/internal/testroot"
)

// catalogue is the English catalogue of this package: key without its plural form, to all texts of it.
var catalogue = sync.OnceValue(func() map[string]string {
	root, err := filepath.Abs(filepath.Join("..", "..", ".."))
	if err != nil {
		panic(err)
	}
	b, err := os.ReadFile(filepath.Join(root, "internal", "front", "wording", "catalog", "en", "intake.txt"))
	if err != nil {
		panic(err)
	}
	m := map[string]string{}
	for line := range strings.Lines(string(b)) {
		key, text, ok := strings.Cut(strings.TrimSpace(line), " = ")
		if ok && !strings.HasPrefix(key, "#") {
			key, _, _ = strings.Cut(key, "#")
			m[key] += text
		}
	}
	return m
})

var placeholders = regexp.MustCompile(`\{([a-z_]+)\}`)

// checkWords: each diagnostic has its sentences, and they take only arguments that it has.
func checkWords(t *testing.T, ds []diag.Diagnostic) {
	t.Helper()
	for _, d := range ds {
		sentence := func(key string, args []diag.Arg) {
			t.Helper()
			text, ok := catalogue()[key]
			if !ok {
				t.Errorf("no sentence %s", key)
			}
			for _, m := range placeholders.FindAllStringSubmatch(text, -1) {
				if !slices.ContainsFunc(args, func(a diag.Arg) bool { return a.Name == m[1] }) {
					t.Errorf("%s wants {%s}, and has %v", key, m[1], args)
				}
			}
		}
		key := "diag." + string(d.Code)
		sentence(key, d.Args)
		for _, r := range d.Related {
			sentence(key+"."+r.Key, d.Args)
		}
		for _, f := range d.Fixes {
			sentence(key+"."+f.Key, append(slices.Clone(f.Args), d.Args...))
		}
	}
}

// TestEveryCodeHasWords: each code and each rule of the source has a sentence, and each sentence has its code.
func TestEveryCodeHasWords(t *testing.T) {
	src, err := os.ReadFile(filepath.Join(testroot.Root(t), "internal", "evidence", "intake", "intake.go"))
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]bool{}
	for _, m := range regexp.MustCompile(`diag\.Code = "(M7\d+)"`).FindAllStringSubmatch(string(src), -1) {
		if codes[m[1]] {
			t.Errorf("%s twice", m[1])
		}
		codes[m[1]] = true
		if catalogue()["diag."+m[1]] == "" {
			t.Errorf("no sentence for %s", m[1])
		}
	}
	for key := range catalogue() {
		if code, ok := strings.CutPrefix(key, "diag."); ok {
			if code, _, _ = strings.Cut(code, "."); !codes[code] {
				t.Errorf("%s: no such code", key)
			}
		}
	}
}
