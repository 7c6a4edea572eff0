package judgetest

import (
	"fmt"
	"strings"
	"testing"

	"mithaq/internal/judge/monitor"
	"mithaq/internal/judge/proofcheck"
)

// proofs says what the checker finds in the statuses of a sample and in the reasons of each instance; "": nothing.
func proofs(s *sample) string {
	m, err := monitor.New(s.prog, monitor.Options{})
	if err != nil {
		return err.Error()
	}
	m.Load(s.set)
	m.Step(monitor.Event{Tick: s.at})
	faults := proofcheck.New(s.prog, s.set, s.at).Result(m.Result(), m.Reasons)
	var b strings.Builder
	for _, f := range faults {
		fmt.Fprintf(&b, "%+v\n", f)
	}
	return b.String()
}

// TestProofs sees that the checker accepts every status with its reasons.
func TestProofs(t *testing.T) {
	for _, exact := range []bool{true, false} {
		bad := 0
		for i := range cases(600) {
			s := newSample(base()+i, exact)
			if got := proofs(s); got != "" {
				if bad++; bad <= 3 {
					s = shrink(s, func(s *sample) bool { return proofs(s) != "" })
					t.Errorf("%s\n%s", proofs(s), s.show())
				}
			}
		}
		if bad > 0 {
			t.Errorf("exact %v: %d samples fail", exact, bad)
		}
	}
}
