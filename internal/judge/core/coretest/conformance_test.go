package coretest

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"mithaq/internal/testroot"
)

// archived is a case of the conformance archives.
type archived struct {
	name string
	files
	expect string
}

// archive reads the cases of the archives that a pattern names.
func archive(t *testing.T, pattern string) []*archived {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("no archive %s: %v", pattern, err)
	}
	var cases []*archived
	for _, name := range names {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range a.Files {
			id, part, _ := strings.Cut(f.Name, "/")
			if len(cases) == 0 || cases[len(cases)-1].name != id {
				cases = append(cases, &archived{name: id})
			}
			c := cases[len(cases)-1]
			switch text := string(f.Data); part {
			case "policy.sig":
				c.sig = text
			case "policy.mfotl":
				c.formula = text
			case "trace.log":
				c.log = text
			case "expect.txt":
				c.expect = text
			}
		}
	}
	return cases
}

// printed writes verdicts as the archives do.
func printed(vs []verdict) string {
	var b strings.Builder
	for _, v := range vs {
		fmt.Fprintln(&b, v)
	}
	return b.String()
}

// The reference prints what MonPoly and its verified kernel print, on all 500 cases: it means the same.
func TestReferenceConforms(t *testing.T) {
	all := archive(t, filepath.Join(testroot.Data(t, "conformance", "mfotl"), "cases-*.txtar"))
	if len(all) != 500 {
		t.Errorf("%d cases", len(all))
	}
	for _, c := range all {
		t.Run(c.name, func(t *testing.T) {
			if text := defined(t, c.files); text != c.expect {
				t.Errorf("%s\nprints\n%sexpected\n%s", c.formula, text, c.expect)
			}
		})
	}
}
