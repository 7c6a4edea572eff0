package scenario

import (
	"testing"

	"mithaq/internal/base/grade"
	"mithaq/internal/judge/oracle"
	"mithaq/internal/judge/proofcheck"
	"mithaq/internal/judge/status"
)

// completions bounds those that the oracle tries for each expectation and standard.
const completions = 12

// agree holds what came out of an expectation against the oracle (every completion that it tries lies in the sets given)
// and the checker (it derives the same). It says how many statuses were compared.
func agree(t *testing.T, o *Outcome) (compared int) {
	t.Helper()
	e := o.Expect
	if o.Norm == nil {
		return 0
	}
	key := o.Norm.Key
	all := oracle.CompleteAll(o.Program, o.Facts, e.At+1, completions, 1)
	for lane := range grade.Standards {
		var plain status.Set
		if e.Sort == OfInstance {
			for k, set := range all[lane].Instances {
				if k.Norm == key.Norm && k.Member == key.Member {
					plain |= set
				}
			}
		} else {
			plain = all[lane].Norms[key.Norm]
		}
		if got := o.Norm.Lanes[lane].States; !plain.Within(got) {
			t.Errorf("%s: at %s the oracle finds {%s}, the engine {%s}", e.Span, grade.Standards[lane], plain, got)
		}
		compared++
	}
	c := proofcheck.New(o.Program, o.Facts, e.At)
	var faults []proofcheck.Fault
	if e.Sort == OfInstance {
		faults = c.Instance(&status.Instance{Key: key, Lanes: o.Norm.Lanes, Window: o.Norm.Window}, &o.Norm.Reasons)
	} else {
		faults = c.Norm(o.Norm)
	}
	for _, f := range faults {
		t.Errorf("%s: the checker: %+v", e.Span, f)
	}
	return compared
}
