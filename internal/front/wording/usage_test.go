package wording

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"mithaq/internal/testroot"
)

// TestKeysInUse looks whether each key that the front's sources name in full has a sentence.
func TestKeysInUse(t *testing.T) {
	call := regexp.MustCompile(`\.(?:Text|Plural)\("([A-Za-z0-9_.-]+)"[,)]`)
	w := For("en")
	spaces := map[string]bool{} // first words of keys: a part of the front that has no catalogue at all has no words yet
	for key := range w.texts {
		space, _, _ := strings.Cut(key, ".")
		spaces[space] = true
	}
	total := 0
	root := filepath.Join(testroot.Root(t), "internal", "front")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		data, err := os.ReadFile(path)
		for _, m := range call.FindAllStringSubmatch(string(data), -1) {
			total++
			if space, _, _ := strings.Cut(m[1], "."); spaces[space] && !w.Has(m[1]) {
				t.Errorf("%s: no sentence for %q", strings.TrimPrefix(path, root), m[1])
			}
		}
		return err
	})
	if err != nil || total < 80 {
		t.Errorf("%d keys found: %v", total, err)
	}
}
