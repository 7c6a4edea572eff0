package coretest

import (
	"path/filepath"
	"testing"

	"mithaq/internal/testroot"
)

// TestCorpus holds the expected lines of spec/corpus/core against the definition.
func TestCorpus(t *testing.T) {
	compared := 0
	for _, c := range archive(t, filepath.Join(testroot.Root(t), "spec", "corpus", "core", "*.txtar")) {
		if c.expect == "rejected\n" || c.expect == "error\n" {
			continue
		}
		compared++
		if got := defined(t, c.files); got != c.expect {
			t.Errorf("%s: %s\nby the definition:\n%s\nexpected:\n%s", c.name, c.formula, got, c.expect)
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
