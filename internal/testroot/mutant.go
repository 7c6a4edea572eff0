package testroot

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Caught runs tests of the package in the working folder on a program in one file of which one text is changed for another, and fails
// where none of them does. It takes a build, so without MITHAQ_LONG it is only looked that the text is there, once.
func Caught(t *testing.T, file, old, changedTo, tests string, env ...string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), old); n != 1 {
		t.Fatalf("%s holds %q %d times", file, old, n)
	}
	if os.Getenv("MITHAQ_LONG") == "" {
		return
	}
	dir := t.TempDir()
	changed, overlay := filepath.Join(dir, filepath.Base(file)), filepath.Join(dir, "overlay.json")
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {file: changed}})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{changed: strings.Replace(string(text), old, changedTo, 1), overlay: string(replace)} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := exec.Command("go", "test", "-overlay", overlay, "-failfast", "-run", tests, ".")
	run.Env = append(os.Environ(), env...)
	out, err := run.CombinedOutput()
	caught := regexp.MustCompile(`--- FAIL: (\w+)|panic: `).FindStringSubmatch(string(out))
	if err == nil || caught == nil {
		t.Fatalf("not caught: %v\n%s", err, out)
	}
	t.Logf("caught by %s", caught[0])
}
