package judgetest

import (
	"os"
	"strconv"
	"testing"
)

// completionLimit bounds the completions tried per sample and standard.
const completionLimit = 8

// cases gives how many samples a test tries.
func cases(n int) uint64 {
	if v, err := strconv.Atoi(os.Getenv("JUDGETEST_CASES")); err == nil {
		n = v
	}
	return uint64(n)
}

// first seed of the samples.
func base() uint64 {
	v, err := strconv.ParseUint(os.Getenv("JUDGETEST_SEED"), 10, 64)
	if err != nil {
		return 0
	}
	return v
}

// shown is how many of the samples that fail are told.
func shown() int {
	if v, err := strconv.Atoi(os.Getenv("JUDGETEST_SHOW")); err == nil {
		return v
	}
	return 3
}

// hold runs a check on n samples and reports the smallest forms of the first few that fail.
func hold(t *testing.T, c check, exact bool, n int) {
	t.Parallel()
	bad := 0
	for i := range cases(n) {
		s := drawn.sample(base()+i, exact)
		if safely(c, theMonitor, s) == "" {
			continue
		}
		if bad++; bad <= shown() {
			s = shrink(s, func(s *sample) bool { return safely(c, theMonitor, s) != "" })
			t.Errorf("%s\n%s", safely(c, theMonitor, s), s.show())
		}
	}
	if bad > 0 {
		t.Errorf("%d samples fail", bad)
	}
}

func TestAgreementOnExactFacts(t *testing.T) { hold(t, agreement, true, 2500) }

func TestSoundness(t *testing.T) { hold(t, soundness, false, 700) }

func TestLanes(t *testing.T) { hold(t, lanes, false, 1500) }

func TestInformation(t *testing.T) { hold(t, information, false, 2000) }

func TestOrder(t *testing.T) { hold(t, order, false, 1500) }

func TestWords(t *testing.T) { hold(t, words, false, 2500) }
