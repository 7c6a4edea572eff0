package app

import (
	"testing"

	"mithaq/internal/judge/proofcheck"
)

// TestExampleIsDerivedAgain: the independent checker accepts every status of the example on its record, with all its reasons.
func TestExampleIsDerivedAgain(t *testing.T) {
	e := example(t)
	for _, asOf := range []string{endOf2015, inTruce, endOf2017} {
		j := judged(t, e.App, e.reading, Cuts{AsOf: asOf})
		for _, f := range proofcheck.New(j.Program, j.Facts, j.In.At).Result(j.Result, j.Reasons) {
			t.Errorf("%s: %+v", asOf, f)
		}
	}
}
