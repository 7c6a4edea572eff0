package arch

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"mithaq/internal/testroot"
)

func TestImports(t *testing.T) {
	root := testroot.Root(t)
	seen := 0
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			if d != nil && d.IsDir() && (d.Name() == ".git" || d.Name() == "node_modules" || d.Name() == "testdata") {
				return filepath.SkipDir
			}
			return err
		}
		rel, _ := filepath.Rel(root, p)
		folder := filepath.ToSlash(filepath.Dir(rel))
		seen++
		for _, problem := range check(t, p, folder) {
			t.Errorf("%s: %s", rel, problem)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 10 {
		t.Fatalf("looked at %d files only", seen)
	}
}

// check names every import of one file that the table does not allow.
func check(t *testing.T, file, folder string) []string {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var imports []string
	for _, spec := range f.Imports {
		p, _ := strconv.Unquote(spec.Path.Value)
		imports = append(imports, p)
	}
	return judge(folder, imports)
}

// judge says what is wrong with a folder's imports.
func judge(folder string, imports []string) (problems []string) {
	rules, listed := lookup(Allowed, folder)
	if !listed {
		return []string{"folder " + folder + " is not listed in internal/arch"}
	}
	banned, _ := lookup(Forbidden, folder)
	isPure := slices.ContainsFunc(Pure, func(p string) bool { return covers(p, folder) })
	for _, imp := range imports {
		rest, ours := strings.CutPrefix(imp, "mithaq/")
		switch {
		case !ours:
			if isPure && slices.ContainsFunc(impure, func(p string) bool { return covers(p, imp) }) {
				problems = append(problems, "a pure folder imports "+imp)
			}
		case rest == folder:
		case slices.ContainsFunc(banned, func(p string) bool { return covers(p, rest) }):
			problems = append(problems, folder+" must never import "+rest)
		case !slices.ContainsFunc(rules, func(p string) bool { return covers(p, rest) }):
			problems = append(problems, folder+" may not import "+rest)
		}
	}
	return problems
}

// lookup finds the rule for a folder: its own line, else the nearest line above it that ends in "/...".
func lookup(table map[string][]string, folder string) ([]string, bool) {
	if rules, ok := table[folder]; ok {
		return rules, true
	}
	for f := folder; f != "."; f = path.Dir(f) {
		if rules, ok := table[f+"/..."]; ok {
			return rules, true
		}
	}
	return nil, false
}

// covers says whether a pattern stands for a path.
func covers(pattern, p string) bool {
	base, wide := strings.CutSuffix(pattern, "/...")
	return p == base || wide && strings.HasPrefix(p, base+"/")
}

// TestRulesBite shows that the rules refuse what they are there to refuse.
func TestRulesBite(t *testing.T) {
	for _, c := range []struct{ folder, imp string }{
		{"internal/judge/monitor", "mithaq/internal/judge/oracle"},
		{"internal/judge/monitor", "mithaq/internal/evidence/record"},
		{"internal/evidence/record", "mithaq/internal/agreement/norms"},
		{"internal/front/cli", "mithaq/internal/evidence/record/sqlite"},
		{"internal/front/web", "mithaq/internal/evidence/record/postgres"},
		{"internal/front/wording", "mithaq/internal/app"},
		{"internal/base/civil", "mithaq/internal/judge/fact"},
		{"internal/judge/core", "database/sql"},
		{"internal/bind", "os"},
		{"internal/newfolder", "mithaq/internal/base/civil"},
	} {
		if len(judge(c.folder, []string{c.imp})) == 0 {
			t.Errorf("%s may import %s", c.folder, c.imp)
		}
	}
}

// TestNoClock keeps time.Now out of pure folders: one clock reading per step, passed in.
func TestNoClock(t *testing.T) {
	root := testroot.Root(t)
	for _, p := range Pure {
		base := strings.TrimSuffix(p, "/...")
		_ = filepath.WalkDir(filepath.Join(root, base), func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
				return nil
			}
			if rel, _ := filepath.Rel(root, p); usesClock(t, p) {
				t.Errorf("%s reads the clock", rel)
			}
			return nil
		})
	}
}
