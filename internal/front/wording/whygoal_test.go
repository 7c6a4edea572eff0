package wording

import (
	"strings"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/locale"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// Norms that acts alone do not settle: why they stand as they do, in each language without a hole.
func TestWhyWithoutActs(t *testing.T) {
	zone := testProgram().Agreements[0].Zone
	end := zone.End(civil.Date{Year: 2016, Month: 1, Day: 31})
	on := zone.Day(civil.Date{Year: 2016, Month: 1, Day: 5})
	dated := status.Window{End: civil.At(end), Dated: true}
	lost := laneOf(status.Breached)
	lost.Acts, lost.First, lost.Last = fact.Range{Lo: 2, Hi: 2}, on, on
	found := laneOf(status.Kept)
	found.Acts, found.First, found.Last = fact.Range{Lo: 1, Hi: 1}, on, on
	judged := norms.Norm{ID: "9a", AtLeast: norms.Number{N: 1}, Judged: &norms.Judged{Word: "effective", By: []string{"south"}}}
	for _, c := range []struct {
		name string
		norm norms.Norm
		lane status.Lane
		rule string
		mod  norms.Modality
		wait status.Wait
		word string
		want string
	}{
		{"lost", norms.Norm{ID: "9a"}, lost, "keep.spell", norms.Obligation, status.Wait{}, "breached", "not so 2 times, first from 5 Jan 2016 on"},
		{"kept", norms.Norm{ID: "9a"}, laneOf(status.Kept), "keep.done", norms.Obligation, status.Wait{}, "kept", "so throughout, until 31 Jan 2016"},
		{"due", norms.Norm{ID: "9a"}, laneOf(status.Due), "keep.due", norms.Obligation, status.Wait{}, "due", "so up to now, until 31 Jan 2016"},
		{"lost unseen, perhaps", norms.Norm{ID: "9a"}, laneOf(status.Due, status.Breached), "keep.due", norms.Obligation, status.Wait{}, "not established", "could have been lost unseen"},
		{"found", judged, found, "judged.yes", norms.Obligation, status.Wait{}, "kept", "settled by the finding of 5 Jan 2016"},
		{"not found", judged, laneOf(status.NotAssessed), "judged.open", norms.Obligation, status.Wait{On: "finding", Ref: "effective"}, "not assessed by its body", "waits on a finding by Southern State on “effective”"},
		{"curing", norms.Norm{ID: "9a"}, laneOf(status.Due), "obligation.curing", norms.Obligation, status.Wait{On: "notice", Ref: "release"}, "due", "its date passed: 31 Jan 2016; the time to cure it runs; the time to cure waits on a notice: Release"},
		{"power", norms.Norm{ID: "9a", Modality: norms.Power}, laneOf(status.Open), "power.open", norms.Power, status.Wait{}, "open", "may be exercised, not exercised"},
		{"exercised", norms.Norm{ID: "9a", Modality: norms.Power}, laneOf(status.Used), "power.use", norms.Power, status.Wait{}, "exercised", ""},
		{"text not in force", norms.Norm{ID: "9a"}, laneOf(status.NotYet), "obligation.not_open", norms.Obligation, status.Wait{On: "entry", Ref: "truce"}, "not yet", "“The truce” has not entered into force"},
	} {
		p := testProgram(c.norm)
		n := normOf(c.mod, status.ByAccept)
		n.Key.Norm, n.Window = "letter.9a", dated
		n.Lanes[1] = c.lane
		n.Lanes[1].Bonded = true
		n.Reasons.Steps = []status.Step{{Rule: c.rule, Truth: grade.Truth{Must: 7, May: 7}}}
		if c.wait.On != "" {
			n.Reasons.Waits = []status.Wait{c.wait}
		}
		en := For(locale.En)
		if got := flat(en.Why(testLookup(p), n, 1)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if got := en.State(n.Lanes[1], n).Word; got != c.word {
			t.Errorf("%s: the word %q, want %q", c.name, got, c.word)
		}
		for _, lang := range []locale.Lang{locale.Ar, locale.Ru} {
			if got := For(lang).Why(testLookup(p), n, 1) + For(lang).State(n.Lanes[1], n).Long; strings.ContainsAny(got, "[{") {
				t.Errorf("%s, %s: a hole in %q", c.name, lang, got)
			}
		}
	}
}

// A condition that is to be kept has sentences of its own, in every voice.
func TestKeepSentences(t *testing.T) {
	for _, lang := range locale.Langs {
		w := For(lang)
		seen := map[string]bool{}
		for _, bond := range []status.BondSort{status.ByAccept, status.NoBond, status.NoBearers} {
			for _, state := range []status.State{status.Kept, status.Breached, status.Due} {
				n := normOf(norms.Obligation, bond)
				n.Lanes[1] = laneOf(state)
				n.Lanes[1].Bonded = bond == status.ByAccept
				plain := w.State(n.Lanes[1], n).Long
				n.Reasons.Steps = []status.Step{{Rule: "keep.open"}}
				long := w.State(n.Lanes[1], n).Long
				if long == plain || seen[long] {
					t.Errorf("%s, %v, %v: %q", lang, bond, state, long)
				}
				seen[long] = true
			}
		}
	}
}
