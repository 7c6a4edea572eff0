package compare

import "testing"

// broken lists the rules that are broken one by one, with what each breaking does.
var broken = []string{
	"modality",  // an aim counts as a duty, a permission as a prohibition
	"deed",      // another act will do
	"bearer",    // whoever acts will do
	"thing",     // kinds are not compared
	"place",     // zones are not compared
	"direction", // what is wider counts as narrower, and the other way round
	"exception", // exceptions are not compared
	"number",    // numbers are not compared
	"start",     // from when is not compared
	"deadline",  // until when is not compared
	"if", "once", "while", "until", "unless",
	"family", // the members are not compared
	"forced", // what waits on another's duty counts as sure, whenever that is due
}

// near is where the search for a pair that catches each begins, so that it is short.
var near = map[string]int{}

// TestBrokenRulesAreCaught: with each rule broken, random pairs are called met that a made-up run refutes.
func TestBrokenRulesAreCaught(t *testing.T) {
	for _, rule := range broken {
		caught, at, suspects := false, 0, 0
		for seed := near[rule]; seed < near[rule]+size(9000, 20000) && !caught; seed++ {
			x, _ := draw(seed)
			if x == nil {
				continue
			}
			s := side{x.prog, x.terms[0], &x.terms[0].Norms[0]}
			if c := x.cell(s); c.Answer == Met || c.Answer == MetInVacuo {
				continue
			}
			y := newPair(x.prog, "t", "i")
			y.rules.broken = rule
			if c := y.cell(s); c.Answer != Met && c.Answer != MetInVacuo {
				continue
			}
			suspects++
			if _, found := y.refutes(s, 3_000_000, 60); found != nil {
				caught, at = true, seed
			}
		}
		t.Logf("%-10s caught at pair %d, after %d others that were called met", rule, at, suspects-1)
		if !caught {
			t.Errorf("with the rule of %q broken nothing is refuted", rule)
		}
	}
}
