package policy

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/testroot"
)

// cases reads the archives of a pattern: name to file to text.
func cases(t *testing.T, pattern string) map[string]map[string]string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %d files, %v", pattern, len(files), err)
	}
	all := map[string]map[string]string{}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range a.Files {
			name, part, _ := strings.Cut(f.Name, "/")
			if all[name] == nil {
				all[name] = map[string]string{}
			}
			all[name][part] = string(f.Data)
		}
	}
	return all
}

// read reads and checks the policy of a case.
func read(c map[string]string) (*Checked, []diag.Diagnostic) {
	sig, found := ParseSignature(source.NewFile("policy.sig", c["policy.sig"]))
	f, ds := Parse(source.NewFile("policy.mfotl", c["policy.mfotl"]))
	if found = append(found, ds...); len(found) > 0 {
		return nil, found
	}
	return Check(sig, f)
}

// TestConformance: of the cases of MonPoly the policies with an expected answer are accepted, and no other.
func TestConformance(t *testing.T) {
	dir := testroot.Data(t, "conformance", "mfotl")
	all := cases(t, filepath.Join(dir, "*.txtar"))
	if len(all) != 591 {
		t.Errorf("%d cases", len(all))
	}
	for name, c := range all {
		checked, ds := read(c)
		switch {
		case c["expect.txt"] == "rejected\n":
			if checked != nil || len(ds) == 0 {
				t.Errorf("%s is accepted: %s", name, c["policy.mfotl"])
			}
			for _, d := range ds {
				if d.Code < codeEndless || len(d.Fixes) == 0 {
					t.Errorf("%s: %v is not about being monitorable: %s", name, d, c["policy.mfotl"])
				}
			}
		case c["expect.txt"] == "error\n":
			log := strings.HasPrefix(c["info.txt"], "log:")
			if (checked != nil) != log {
				t.Errorf("%s: accepted %v: %s: %v", name, checked != nil, c["policy.mfotl"], ds)
			}
		case checked == nil:
			t.Errorf("%s is refused: %s\n%v", name, c["policy.mfotl"], ds)
		}
	}
}
