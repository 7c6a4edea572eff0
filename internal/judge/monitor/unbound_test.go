package monitor

import (
	"testing"

	"mithaq/internal/agreement/norms"
)

// TestUnboundCounted: an act attributed by a word that no name binds decides nothing about a party, and is counted.
func TestUnboundCounted(t *testing.T) {
	named := happened("f1", "attack", noon(2), "by", "south")
	foreign := happened("f2", "attack", noon(3), "by", "scheme:Some Forces")
	other := happened("f3", "deliver", noon(3), "by", "scheme:Some Forces")
	n := judge(t, text(mustNot(norms.Norm{})), 5, facts(named, foreign, other))
	if got := n.Reasons.Silenced.Unbound; got != 1 {
		t.Errorf("%d incidents with a word that no name binds, want 1", got)
	}
}
