package monitor

import (
	"slices"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
)

// TestGroups: norms that refer to each other, and those that rest on states, are judged in one part, what takes long first; a group
// that is most of all there is to judge is taken apart.
func TestGroups(t *testing.T) {
	held := norms.Holds{Pattern: pat("held")}
	n := func(id, act string, c norms.Cond) norms.Norm {
		return norms.Norm{Agree: "a", ID: id, Modality: norms.Obligation, Act: pat(act), If: c}
	}
	kept := func(id string) norms.Cond { return norms.NormIs{Norm: "a." + id, Word: norms.IsKept} }
	prog := &norms.Program{Vocabulary: world(), Agreements: []norms.Agreement{{ID: "a", Zone: civil.UTC, Norms: []norms.Norm{
		n("1", "meet", nil), n("2", "meet", kept("1")), n("3", "meet", held), n("4", "deliver", nil),
		n("5", "meet", norms.Not{Cond: held}), n("6", "meet", kept("2")), n("7", "stop", kept("4")),
	}}}}
	m, err := New(prog, Options{})
	if err != nil {
		t.Fatal(err)
	}
	names := func() (out []string) {
		for _, g := range m.groups(m.jobs()) {
			name := ""
			for _, j := range g.jobs {
				name += j.name
			}
			out = append(out, name)
		}
		return out
	}
	m.ready(&scope{}, pat("deliver")).hits = make([]hit, 2*fewFacts)
	m.ready(&scope{}, pat("meet")).hits = make([]hit, 10)
	if got, want := names(), []string{"a.3a.5", "a.4a.7", "a.1a.2a.6"}; !slices.Equal(got, want) {
		t.Errorf("groups %q, want %q", got, want)
	}
	m.ready(&scope{}, pat("deliver")).hits = make([]hit, 3*fewFacts)
	if got, want := names(), []string{"a.4", "a.3a.5", "a.1a.2a.6", "a.7"}; !slices.Equal(got, want) {
		t.Errorf("groups %q, want %q", got, want)
	}
}
