package monitor

import (
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/judge/status"
)

// TestTermVotes: what a term says of itself does not keep its norms from voting; permissions never vote (spec/status.md).
func TestTermVotes(t *testing.T) {
	for _, c := range []struct {
		nature norms.Nature
		norm   norms.Norm
		votes  int
	}{
		{norms.Normative, mustNot(norms.Norm{}), 1},
		{norms.Belief, mustNot(norms.Norm{}), 1},
		{norms.OfferTerm, mustNot(norms.Norm{}), 1},
		{norms.Normative, mayDo(norms.Norm{}), 0},
	} {
		prog := text(c.norm)
		ag := &prog.Agreements[0]
		ag.Terms = []norms.Term{{ID: ag.Norms[0].Term, Nature: c.nature, Norms: []string{ag.Norms[0].ID}}}
		set := facts()
		result, err := Judge(prog, &set, day(20))
		if err != nil {
			t.Fatal(err)
		}
		term := result.Agreements[0].Terms[0]
		if term.Votes != c.votes {
			t.Errorf("nature %d, modality %d: %d votes, want %d", c.nature, c.norm.Modality, term.Votes, c.votes)
		}
		if want := status.Of(status.NoBreachSeen); c.votes > 0 && term.Lanes[1].Headline != want {
			t.Errorf("nature %d: headline %s, want %s", c.nature, term.Lanes[1].Headline, want)
		}
	}
}
