package board

import (
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/locale"
)

// A unit stands with the force that it belongs to, once; who belongs to nobody stands alone.
func TestPartyWithin(t *testing.T) {
	p := &norms.Program{Vocabulary: norms.Vocabulary{Parties: []norms.Party{
		{ID: "army", Names: norms.Names{"en": "Army"}},
		{ID: "fourth", Names: norms.Names{"en": "Fourth Division"}, In: []norms.Membership{{In: "army"}, {In: "army"}}},
	}}}
	r := &Run{Program: p}
	rd := NewReader(locale.En)
	l := r.lookup(rd)
	for id, want := range map[string]string{"army": "Army", "fourth": "Fourth Division (part of Army)", "nobody": "nobody"} {
		if got := r.partyWithin(rd, l, id); got != want {
			t.Errorf("%s: %q, not %q", id, got, want)
		}
	}
}
