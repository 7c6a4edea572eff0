package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"mithaq/internal/testroot"
)

// TestBegin: a new check builds, stands in its place in the list, and passes the tests of the checks. Its files are laid
// over the module; nothing is written into it.
func TestBegin(t *testing.T) {
	root := testroot.Root(t)
	files, err := begin(os.DirFS(root), "sample", "M3089")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 6 {
		t.Errorf("%d files", len(files))
	}
	over := struct{ Replace map[string]string }{map[string]string{}}
	dir := t.TempDir()
	for path, text := range files {
		at := filepath.Join(dir, strings.ReplaceAll(path, "/", "_"))
		if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		over.Replace[filepath.Join(root, filepath.FromSlash(path))] = at
	}
	data, _ := json.Marshal(over)
	overlay := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(overlay, data, 0o644); err != nil {
		t.Fatal(err)
	}
	run := exec.Command("go", "test", "-vet=off", "-overlay", overlay, "-v", "-run", "^(TestExamples|TestCodes|TestWords)$", "./"+checks)
	run.Dir = root
	out, err := run.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: TestExamples/M3089") {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestRefused: what is no new check is refused, with what is wrong.
func TestRefused(t *testing.T) {
	root := os.DirFS(testroot.Root(t))
	for _, c := range []struct{ name, code, why string }{
		{"Sample", "M3089", "name"},
		{"a/b", "M3089", "name"},
		{"sample", "M2089", "code"},
		{"undated", "M3089", "there is a check undated"},
		{"sample", "M3002", "undated.Rule"},
	} {
		if files, err := begin(root, c.name, c.code); err == nil || files != nil || !strings.Contains(err.Error(), c.why) {
			t.Errorf("%s %s: %v", c.name, c.code, err)
		}
	}
}
