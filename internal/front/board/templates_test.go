package board

import (
	"io/fs"
	"regexp"
	"slices"
	"testing"
)

// TestTemplatesAreDefinedOnce: the pages of a language stand in one set, in which a second template of the same name would take the place of the first.
func TestTemplatesAreDefinedOnce(t *testing.T) {
	names, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		t.Fatal(err)
	}
	in := map[string]string{}
	for _, file := range names {
		text, err := templateFiles.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`{{-?\s*(?:define|block)\s+"([^"]*)"`).FindAllStringSubmatch(string(text), -1) {
			name := m[1]
			if first, twice := in[name]; twice && !slices.Contains(own, name) {
				t.Errorf("%q is defined in %s and in %s", name, first, file)
			}
			in[name] = file
		}
	}
	if len(in) < 40 {
		t.Errorf("only %d templates were found", len(in))
	}
}
