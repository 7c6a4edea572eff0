package monitor

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"mithaq/internal/judge/core"
)

// The sums are of what gen_trace.py (Python 3) writes for 100,000 events and seed 1.
func TestTraceIsThatOfPython(t *testing.T) {
	for kind, want := range map[string]string{
		"duty":   "563e9d9696f730a9350bbb791d9f841d254ea711a2cc9873da5cf36dcfe17d2b",
		"access": "efed78c26fe705681e5d314163af88d3c35dbd16aa3920e7d7306433f05a540c",
	} {
		if sum := sha256.Sum256(Generate(kind, 100_000, 1)); hex.EncodeToString(sum[:]) != want {
			t.Errorf("%s: the trace is another one", kind)
		}
	}
}

// TestVerdicts compares with the numbers that MonPoly's two kernels agree on.
func TestVerdicts(t *testing.T) {
	for _, b := range Policies {
		log := Generate(b.Kind, 100_000, 1)
		if got := monitor(t, parse(t, b.Kind, b.Formula), log, core.Options{}); got != b.small {
			t.Errorf("%s: %+v, want %+v", b.Name, got, b.small)
		}
		if got := monitor(t, parse(t, b.Kind, b.Formula), log, core.Options{Workers: 2}); got != b.small {
			t.Errorf("%s on two cores: %+v, want %+v", b.Name, got, b.small)
		}
		if loop := loops[b.Name]; loop != nil {
			if got := loop(log); got != b.small.tuples {
				t.Errorf("%s, loop: %d, want %d", b.Name, got, b.small.tuples)
			}
		}
	}
}
