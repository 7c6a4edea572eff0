package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// npm wants what npm ci brings.
func npm(t *testing.T) {
	t.Helper()
	if _, err := os.Stat("../node_modules/typescript"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("the npm packages are missing (a skipped test is a failure in CI): npm ci --prefix internal/front/board/ui")
		}
		t.Skip("the npm packages are missing: npm ci --prefix internal/front/board/ui")
	}
}

// The scripts that are embedded are those that their sources give, and no others.
func TestBundlesAreCurrent(t *testing.T) {
	npm(t)
	want, err := bundle("..")
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join("..", "..", "assets", "js")
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if want[f.Name()] == nil {
			t.Errorf("%s is made from nothing: go generate ./internal/front/board", f.Name())
		}
	}
	for name, script := range want {
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || !bytes.Equal(got, script) {
			t.Errorf("%s is not what its source gives (%v): go generate ./internal/front/board", name, err)
		}
	}
	if len(want) < 2 {
		t.Errorf("%d scripts", len(want))
	}
}

func TestTypes(t *testing.T) {
	npm(t)
	node, err := exec.LookPath("node")
	if err != nil {
		t.Fatal(err)
	}
	check := exec.Command(node, "node_modules/typescript/bin/tsc", "--noEmit", "--pretty", "false")
	check.Dir = ".."
	if text, err := check.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, text)
	}
}

// No registry stands in the lock file: packages come from whichever the reader of this repository uses.
func TestLockNamesNoRegistry(t *testing.T) {
	lock, err := os.ReadFile("../package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(lock, []byte(`"resolved"`)) || bytes.Contains(lock, []byte("://")) || !bytes.Contains(lock, []byte(`"integrity": "sha512-`)) {
		t.Error("package-lock.json names an address, or no hash: npm install with the .npmrc beside it")
	}
}

func made(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Whatever is bundled brings the text of its licence along, also what a package itself imports.
func TestLicences(t *testing.T) {
	files := map[string]string{
		"islands/a.ts":                                             `import { plus } from "@group/plus"; console.log(plus(1 as number));`,
		"node_modules/@group/plus/package.json":                    `{"name": "@group/plus", "version": "1.2.3", "license": "MIT", "main": "plus.js"}`,
		"node_modules/@group/plus/plus.js":                         `import { one } from "one"; export function plus(n) { return n + one; } export function unused() { return "never"; }`,
		"node_modules/@group/plus/LICENSE.md":                      "Text of plus\r\n",
		"node_modules/@group/plus/node_modules/one/package.json":   `{"name": "one", "version": "4.5.6", "license": "ISC", "main": "one.js"}`,
		"node_modules/@group/plus/node_modules/one/one.js":         `export const one = 1;`,
		"node_modules/@group/plus/node_modules/one/licence":        "Text of one",
		"node_modules/@group/plus/node_modules/other/package.json": `{"name": "other", "version": "7.8.9"}`,
	}
	dir := made(t, files)
	out, err := bundle(dir)
	if err != nil {
		t.Fatal(err)
	}
	text := string(out[licences])
	for _, want := range []string{"---- @group/plus 1.2.3 (MIT)\n\nText of plus\n", "---- one 4.5.6 (ISC)\n\nText of one\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("the licences lack %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "other") {
		t.Error("a licence of what was not bundled")
	}
	if script := string(out["a.js"]); script == "" || strings.Contains(script, "never") || strings.Contains(script, "import") {
		t.Errorf("bundle %q", script)
	}
	if err := os.Remove(filepath.Join(dir, "node_modules/@group/plus/LICENSE.md")); err != nil {
		t.Fatal(err)
	}
	if _, err := bundle(dir); err == nil || !strings.Contains(err.Error(), "@group/plus 1.2.3 (MIT): no text of its licence") {
		t.Errorf("a package without its licence: %v", err)
	}
}

func TestNoTwoScriptsOfOneName(t *testing.T) {
	if _, err := bundle(made(t, map[string]string{"head/a.ts": "1", "islands/a.ts": "2"})); err == nil {
		t.Error("one of two scripts was lost")
	}
	if _, err := bundle(made(t, map[string]string{"islands/a.ts": `import "nowhere"`})); err == nil || !strings.Contains(err.Error(), `"nowhere"`) {
		t.Errorf("what cannot be found: %v", err)
	}
}

// A script whose source went is taken away.
func TestWriteTakesAway(t *testing.T) {
	dir := made(t, map[string]string{"old.js": "old", "kept.js": "before"})
	if err := write(dir, map[string][]byte{"kept.js": []byte("after"), "new.js": []byte("new")}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "old.js")); !os.IsNotExist(err) {
		t.Errorf("old.js: %v", err)
	}
	if got, _ := os.ReadFile(filepath.Join(dir, "kept.js")); string(got) != "after" {
		t.Errorf("kept.js: %q", got)
	}
}
