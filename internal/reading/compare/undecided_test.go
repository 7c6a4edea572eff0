package compare

import "testing"

func TestUndecided(t *testing.T) {
	var spread [NumAnswers]int
	n := 0
	for seed := 1; n < 2000; seed++ {
		x, text := draw(seed)
		if x == nil {
			continue
		}
		n++
		c, _ := x.first()
		spread[c.Answer]++
		if c.Answer == NotDecided && n < 400 {
			t.Logf("seed %d %s\n%s\n%s %+v", seed, tell(c), text[0][90:], text[1][90:], c.Bound)
		}
	}
	for a := range NumAnswers {
		t.Logf("%-22s %5d  %4.1f %%", a, spread[a], 100*float64(spread[a])/float64(n))
	}
}
