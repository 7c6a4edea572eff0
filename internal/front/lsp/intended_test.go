package lsp

import (
	"strings"
	"testing"
)

// TestIntended: a remark that the text calls meant is a hint with its reason, and gives no advice; the others stay warnings.
func TestIntended(t *testing.T) {
	e := start(t, Options{}, nil)
	e.file("words.mithaq", truceWords)
	meant := strings.Replace(truce, `  1d:`, "  intended M3002 of 1c \"the day is the government's to name\"\n  1d:", 1)
	ds := e.open("truce.mithaq", meant)
	if !strings.Contains(codes(ds), "M3002") {
		t.Fatalf("%s", asJSON(ds))
	}
	for _, d := range ds {
		if hint := d.Severity == severityHint; hint != (d.Code == "M3002") {
			t.Errorf("%s", asJSON(d))
		} else if hint && !strings.HasSuffix(d.Message, "Reason given: the day is the government's to name") {
			t.Errorf("%q", d.Message)
		}
	}
	if ds := e.open("open.mithaq", strings.Replace(truce, "truce", "other", 1)); !strings.Contains(codes(ds), "M3002") || ds[0].Severity == severityHint {
		t.Errorf("%s", asJSON(ds))
	}
}
