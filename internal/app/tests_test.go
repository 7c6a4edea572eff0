package app

import (
	"path/filepath"
	"testing"

	"mithaq/internal/testroot"
)

// TestExamplesHold runs the tests that stand beside the examples.
func TestExamplesHold(t *testing.T) {
	root := testroot.Root(t)
	files := TestFiles([]string{filepath.Join(root, "examples", "valley"), filepath.Join(root, "examples", "syria-2015")})
	if len(files) < 2 {
		t.Fatalf("only %v", files)
	}
	for _, file := range files {
		run, err := RunTests(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range run.Diagnostics {
			t.Errorf("%s: %s %v", d.Span, d.Code, d.Args)
		}
		expected := 0
		for i, outcomes := range run.Outcomes {
			for _, o := range outcomes {
				expected++
				for _, f := range o.Faults {
					t.Errorf("%s: %q: %+v", o.Expect.Span, run.Tests[i].Title, f)
				}
			}
		}
		if expected < 6 {
			t.Errorf("%s: only %d expectations", file, expected)
		}
	}
}
