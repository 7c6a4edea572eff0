package coretest

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"mithaq/internal/testroot"
)

// TestCorpus holds the expected lines of spec/corpus/core against the definition.
func TestCorpus(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(testroot.Root(t), "spec", "corpus", "core", "*.txtar"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("%d archives, %v", len(paths), err)
	}
	compared := 0
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		parts := map[string]string{}
		for _, f := range archive.Files {
			parts[f.Name] = string(f.Data)
		}
		for name, want := range parts {
			dir, ok := strings.CutSuffix(name, "/expect.txt")
			if !ok || want == "rejected\n" || want == "error\n" {
				continue
			}
			compared++
			c := files{parts[dir+"/policy.sig"], parts[dir+"/policy.mfotl"], parts[dir+"/trace.log"]}
			if got := defined(t, c); got != want {
				t.Errorf("%s: %s\nby the definition:\n%s\nexpected:\n%s", dir, c.formula, got, want)
			}
		}
	}
	if compared < 60 {
		t.Errorf("only %d cases", compared)
	}
}

// defined gives the lines that the definition asks for.
func defined(t *testing.T, c files) string {
	p, err := c.check()
	if err != nil {
		t.Fatal(err)
	}
	log, err := readLog(p.Sig, c.log)
	if err != nil {
		t.Fatal(err)
	}
	verdicts, err := refer(p.Sig, p.Formula, p.Columns, known(p.Formula, stamps(log)), log, cell.printed)
	if err != nil {
		t.Fatalf("%s: %v", c.formula, err)
	}
	return printed(verdicts)
}
