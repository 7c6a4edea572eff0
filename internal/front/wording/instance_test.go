package wording

import (
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// TestOfInstance tells a member of a family by its own dates and the family by how far its members are known.
func TestOfInstance(t *testing.T) {
	p := testProgram(norms.Norm{ID: "9a", AtLeast: norms.Number{N: 1}, ForEach: &norms.Family{Roster: "list"}})
	n := normOf(norms.Obligation, status.ByAccept)
	n.Key.Norm = "letter.9a"
	n.Family = &status.Family{Known: [status.Lanes]fact.Range{{Lo: 1, Hi: 1}}}
	n.Lanes[0] = laneOf(status.Open)
	on := p.Agreements[0].Zone.Day(civil.Date{Year: 2016, Month: 1, Day: 5})
	kept := laneOf(status.Kept)
	kept.Acts, kept.First, kept.Last = fact.Range{Lo: 1, Hi: 1}, on, on
	one := OfInstance(n, &status.Instance{Key: status.Key{Norm: "letter.9a", Member: "m1"}, Lanes: [status.Lanes]status.Lane{kept}}, status.Reasons{})
	w := For(locale.En)
	if got := w.Why(testLookup(p), one, 0); got != "done on 5 Jan 2016" {
		t.Errorf("the member: %q", got)
	}
	if got := w.Why(testLookup(p), n, 0); got != "no date: can never be breached; 1 known, list open" {
		t.Errorf("the family: %q", got)
	}
	if one.Key.Member != "m1" || n.Key.Member != "" {
		t.Error("the keys are mixed up")
	}
}
