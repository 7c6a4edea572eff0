package app

import (
	"testing"
)

// TestExamplesHold runs the tests that stand beside the examples.
func TestExamplesHold(t *testing.T) {
	files := TestFiles(exampleFolders(t))
	if len(files) < 8 {
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
		if expected < 5 {
			t.Errorf("%s: only %d expectations", file, expected)
		}
	}
}
