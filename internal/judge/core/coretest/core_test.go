package coretest

import (
	"fmt"
	"os"
	"strconv"
	"testing"
)

// cases gives how many samples a test tries.
func cases(n int) uint64 {
	if v, err := strconv.Atoi(os.Getenv("CORETEST_CASES")); err == nil {
		n = v
	}
	return uint64(n)
}

// base gives the first seed of the samples.
func base() uint64 {
	v, err := strconv.ParseUint(os.Getenv("CORETEST_SEED"), 10, 64)
	if err != nil {
		return 0
	}
	return v
}

// show writes a sample so that a reader can run it.
func (s *sample) show() string {
	t := s.files()
	return fmt.Sprintf("seed %d\n-- policy.sig --\n%s-- policy.mfotl --\n%s\n-- trace.log --\n%s", s.seed, t.sig, t.formula, t.log)
}

// Random policies and logs give the verdicts of the definition.
func TestAgreement(t *testing.T) { agree(t, theEngine, 4000) }

// So they do on several workers.
func TestAgreementOfWorkers(t *testing.T) { agree(t, sliced, 1000) }

func agree(t *testing.T, run engine, n int) {
	t.Helper()
	bad := 0
	for i := range cases(n) {
		s := newSample(base() + i)
		if difference(run, s) == "" {
			continue
		}
		if bad++; bad <= 3 {
			s = shrink(s, func(s *sample) bool { return difference(run, s) != "" })
			t.Errorf("%s\n%s", difference(run, s), s.show())
		}
	}
	if bad > 0 {
		t.Errorf("%d samples fail", bad)
	}
}
