package policy

import (
	"strings"
	"testing"
	"time"

	"mithaq/internal/base/source"
)

// TestLargeFormulas: long and deep formulas are answered in good time, with an answer or the remark that they are too large.
func TestLargeFormulas(t *testing.T) {
	sig, _ := ParseSignature(source.NewFile("s", "p(x:int)\nq(x:int)\ntick()\n"))
	for name, text := range map[string]string{
		"long conjunction":     "p(x)" + strings.Repeat(" AND q(x)", 3000),
		"long disjunction":     "p(x)" + strings.Repeat(" OR q(x)", 3000),
		"unguarded negations":  "p(x) AND (" + strings.Repeat("NOT q(x) AND ", 800) + "p(x))",
		"nested negations":     "p(x) AND " + strings.Repeat("NOT (q(x) AND ", 300) + "p(x)" + strings.Repeat(")", 300),
		"nested disjunctions":  "p(x) AND " + strings.Repeat("(NOT q(x) OR ", 300) + "p(x)" + strings.Repeat(")", 300),
		"nested implications":  "p(x) AND (" + strings.Repeat("q(x) IMPLIES ", 300) + "p(x))",
		"nested equivalences":  strings.Repeat("tick() EQUIV ", 40) + "tick()",
		"nested windows":       strings.Repeat("p(x) AND ONCE[0,1] (NOT q(x) AND ", 150) + "p(x)" + strings.Repeat(")", 150),
		"deep brackets":        strings.Repeat("(", 900) + "p(x)" + strings.Repeat(")", 900),
		"long sum":             "p(x) AND y = x" + strings.Repeat(" + x", 5000),
		"unmonitorable, large": "p(x) OR (" + strings.Repeat("NOT q(x) AND ", 800) + "p(y))",
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			f, ds := Parse(source.NewFile("f", text))
			if f == nil {
				t.Fatal(ds)
			}
			checked, ds := Check(sig, f)
			if checked == nil && len(ds) == 0 {
				t.Error("no answer")
			}
			if took := time.Since(began); took > 20*time.Second {
				t.Errorf("%v", took)
			} else {
				t.Logf("%v, accepted %v", took, checked != nil)
			}
		})
	}
}
