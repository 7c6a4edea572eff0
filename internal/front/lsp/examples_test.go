package lsp

import (
	"os"
	"path/filepath"
	"testing"

	"mithaq/internal/base/locale"
	"mithaq/internal/front/wording"
	"mithaq/internal/reading/symbols"
	"mithaq/internal/testroot"
)

// TestRenameEverything gives things of the examples another name, one at a time, and reads the texts again: no error may come of it. Every
// seventh thing is tried; with MITHAQ_LONG=1 all are.
func TestRenameEverything(t *testing.T) {
	step := 7
	if os.Getenv("MITHAQ_LONG") != "" {
		step = 1
	}
	s := &server{words: wording.For(locale.En).Bare(), work: workspace{docs: map[string]*doc{}}}
	tried := map[symbols.Sort]int{}
	for _, example := range []string{"syria-2015", "valley"} {
		folder := s.work.folder(filepath.Join(testroot.Root(t), "examples", example))
		if len(folder) == 0 {
			t.Fatalf("no texts in %s", example)
		}
		for i, sym := range symbols.New(trees(folder)).Symbols {
			if i%step != 0 {
				continue
			}
			tried[sym.Sort]++
			if fault, broken := s.breaks(folder, renaming(sym, "quite_another")); broken {
				t.Errorf("%s: the %s %q cannot be renamed: %s", sym.Declared(), sym.Sort, sym.Name, fault)
			}
		}
	}
	t.Log(tried)
	if len(tried) < 8 {
		t.Errorf("few sorts were tried: %v", tried)
	}
}
