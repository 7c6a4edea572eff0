package monitor

import (
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

func TestCoverage(t *testing.T) {
	n := mustNot(norms.Norm{Act: pat("attack", "at", "quarter", "doer", "north"), Observed: norms.Observed{Percent: 60}})
	see := func(id string, from, to int, change func(*fact.Coverage)) fact.Coverage {
		c := fact.Coverage{ID: id, Observer: "mission", Zone: "quarter", From: day(from), To: day(to + 1)}
		if change != nil {
			change(&c)
		}
		return c
	}
	for _, c := range []struct {
		name    string
		entries []fact.Coverage
		want    status.State
		covered int64
	}{
		{"nobody, and the text asks", nil, status.NotObserved, 0},
		{"six days of ten", []fact.Coverage{see("c", 1, 6, nil)}, status.NoBreachSeen, 6},
		{"five days of ten", []fact.Coverage{see("c", 1, 5, nil)}, status.NotObserved, 5},
		{"two observers of the same days count once", []fact.Coverage{see("c", 1, 5, nil), see("d", 3, 5, nil)}, status.NotObserved, 5},
		{"the zone that holds it", []fact.Coverage{see("c", 1, 6, func(c *fact.Coverage) { c.Zone = "city" })}, status.NoBreachSeen, 6},
		{"another zone", []fact.Coverage{see("c", 1, 6, func(c *fact.Coverage) { c.Zone = "valley" })}, status.NotObserved, 0},
		{"another act", []fact.Coverage{see("c", 1, 6, func(c *fact.Coverage) { c.Acts = []string{"deliver"} })}, status.NotObserved, 0},
		{"access denied", []fact.Coverage{see("c", 1, 6, func(c *fact.Coverage) { c.Denied = true })}, status.NotObserved, 0},
		{"half a day is no day", []fact.Coverage{see("c", 1, 6, func(c *fact.Coverage) { c.From = noon(1) })}, status.NotObserved, 5},
		{"reports still under way", []fact.Coverage{see("c", 1, 10, func(c *fact.Coverage) { c.Lag = 5 * 86400 })}, status.NotObserved, 5},
	} {
		set := facts()
		set.Coverage = c.entries
		got := judge(t, text(n), 10, set)
		if got.Lanes[2].States != status.Of(c.want) {
			t.Errorf("%s: %v, want %v", c.name, got.Lanes[2].States, c.want)
		}
		if sh := got.Reasons.Coverage; sh == nil || sh.Covered != c.covered || sh.Needed != 10 && sh.Needed != 0 || sh.Asked != 60 {
			t.Errorf("%s: share %+v, want %d covered", c.name, sh, c.covered)
		}
	}
	// Without a percentage: an obligation's absence is certain where everything was covered; a prohibition was observed
	// unless nothing was.
	for _, c := range []struct {
		name     string
		entries  []fact.Coverage
		due, not status.State
	}{
		{"nobody said what could be seen", nil, status.NotKnown, status.NoBreachSeen},
		{"all", []fact.Coverage{see("c", 1, 20, nil)}, status.Breached, status.NoBreachSeen},
		{"all but a day", []fact.Coverage{see("c", 1, 4, nil), see("d", 6, 20, nil)}, status.NotKnown, status.NoBreachSeen},
		{"nothing", []fact.Coverage{see("c", 1, 20, func(c *fact.Coverage) { c.Denied = true })}, status.NotKnown, status.NotObserved},
		{"all, but not reported yet", []fact.Coverage{see("c", 1, 20, func(c *fact.Coverage) { c.Lag = 9 * 86400 })}, status.NotKnown, status.NoBreachSeen},
	} {
		set := silent()
		set.Coverage = c.entries
		due := must1(norms.Norm{Act: pat("attack", "at", "quarter", "doer", "north"), Window: norms.Window{End: date(10, norms.DayEnd)}})
		not := mustNot(norms.Norm{Act: due.Act, Window: due.Window})
		if got := judge(t, text(due), 15, set); got.Lanes[2].States != status.Of(c.due) || got.Reasons.Coverage == nil {
			t.Errorf("%s: %v, want %v; share %+v", c.name, got.Lanes[2].States, c.due, got.Reasons.Coverage)
		}
		if got := judge(t, text(not), 15, set); got.Lanes[2].States != status.Of(c.not) {
			t.Errorf("%s: %v, want %v", c.name, got.Lanes[2].States, c.not)
		}
	}
	// An observer that the text does not name does not count.
	n.Observed.By = []string{"osce"}
	set := facts()
	set.Coverage = []fact.Coverage{see("c", 1, 10, nil)}
	if got := judge(t, text(n), 10, set); got.Lanes[2].States != status.Of(status.NotObserved) {
		t.Errorf("another observer: %v", got.Lanes[2].States)
	}
}

func TestClaims(t *testing.T) {
	from, until := date(1, norms.DayStart), date(20, norms.DayEnd)
	claim := func(op norms.Op, n int64, number bool) norms.Claim {
		return norms.Claim{ID: "c", Agree: "a", Op: op, N: n, Number: number, Figure: norms.Figure{
			Measure: norms.CountDistinct, Role: "at", From: from, Until: until, Pattern: pat("attack", "doer", "north", "what", "site"),
		}}
	}
	at := func(id, zone, by string) fact.Fact {
		return happened(id, "attack", noon(3), "at", zone, "what", "hospital", "by", by)
	}
	tally := func(n int64, what string) fact.Set {
		return fact.Set{Tallies: []fact.Tally{{
			ID: "t", Source: "pha", Act: "attack", From: day(1), To: day(21), What: "at", Number: fact.Range{Lo: n, Hi: n}, Grade: 2,
			Roles: []fact.Role{{Name: "what", Values: []string{what}}},
		}}}
	}
	for _, c := range []struct {
		name  string
		claim norms.Claim
		set   fact.Set
		want  [3]status.State
	}{
		{"nothing", claim(norms.AtLeast, 2, true), facts(), [3]status.State{status.NotShown, status.NotShown, status.NotShown}},
		{"two places", claim(norms.AtLeast, 2, true), facts(at("x", "quarter", "north"), at("y", "valley", "north")), [3]status.State{status.Supported, status.Supported, status.Supported}},
		{"one place twice", claim(norms.AtLeast, 2, true), facts(at("x", "quarter", "north"), at("y", "quarter", "north")), [3]status.State{status.NotShown, status.NotShown, status.NotShown}},
		{"number yes, author no", claim(norms.AtLeast, 2, true), facts(at("x", "quarter", "north"), at("y", "valley", "south")), [3]status.State{status.SupportedInPart, status.SupportedInPart, status.SupportedInPart}},
		{"the same as a single act", claim(norms.AtLeast, 2, false), facts(at("x", "quarter", "north"), at("y", "valley", "south")), [3]status.State{status.NotShown, status.NotShown, status.NotShown}},
		{"by a tally, where its grade suffices", claim(norms.AtLeast, 2, true), tally(5, "hospital"), [3]status.State{status.SupportedInPart, status.SupportedInPart, status.NotShown}},
		{"a tally of something wider", claim(norms.AtLeast, 2, true), tally(5, "thing"), [3]status.State{status.NotShown, status.NotShown, status.NotShown}},
		{"a tally of too few", claim(norms.AtLeast, 6, true), tally(5, "hospital"), [3]status.State{status.NotShown, status.NotShown, status.NotShown}},
		{"excluded", claim(norms.AtMost, 1, true), facts(at("x", "quarter", "north"), at("y", "valley", "north")), [3]status.State{status.Contradicted, status.Contradicted, status.Contradicted}},
		{"at most, where everything could be seen", claim(norms.AtMost, 1, true), facts(at("x", "quarter", "north")), [3]status.State{status.Supported, status.Supported, status.Supported}},
		{"silence supports no at most", claim(norms.AtMost, 1, true), silent(at("x", "quarter", "north")), [3]status.State{status.NotShown, status.NotShown, status.NotShown}},
		{"too few on record contradict nothing", claim(norms.AtLeast, 3, true), facts(at("x", "quarter", "north")), [3]status.State{status.NotShown, status.NotShown, status.NotShown}},
	} {
		prog := text()
		prog.Agreements[0].Claims = []norms.Claim{c.claim}
		c.set.Sort()
		res, err := Judge(prog, &c.set, day(25))
		if err != nil {
			t.Fatal(err)
		}
		for l, want := range c.want {
			if got := res.Agreements[0].Claims[0].Lanes[l]; got.States != status.Of(want) {
				t.Errorf("%s, lane %d: %v %+v, want %v", c.name, l, got.States, got, want)
			}
		}
	}
}

func TestBond(t *testing.T) {
	north := func(stance string, at int64) fact.Position {
		return fact.Position{ID: stance, Party: "north", Stance: stance, Agree: "a", When: civil.At(at)}
	}
	for _, c := range []struct {
		name      string
		force     norms.Force
		by        []string
		bearer    string
		positions []fact.Position
		want      status.BondSort
		bonded    bool
	}{
		{"demand, silence", norms.Demand, []string{"south"}, "north", nil, status.NoBond, false},
		{"its own offer", norms.Offer, []string{"north"}, "north", nil, status.ByAuthor, true},
		{"accord", norms.Accord, []string{"north"}, "north", nil, status.ByAccept, true},
		{"an accord of others", norms.Accord, []string{"south"}, "north", nil, status.NoBond, false},
		{"resolution", norms.Resolution, []string{"south"}, "north", nil, status.ByBody, true},
		{"accepted before", norms.Demand, []string{"south"}, "north", []fact.Position{north("accept", noon(2))}, status.ByAccept, true},
		{"accepted after the breach", norms.Demand, []string{"south"}, "north", []fact.Position{north("accept", noon(6))}, status.ByAccept, false},
		{"accepted, then rejected", norms.Demand, []string{"south"}, "north", []fact.Position{north("accept", noon(2)), north("reject", noon(3))}, status.NoBond, false},
		{"rejected, then accepted", norms.Demand, []string{"south"}, "north", []fact.Position{north("reject", noon(2)), north("accept", noon(3))}, status.ByAccept, true},
		{"accepted by the side that it is in", norms.Demand, []string{"south"}, "army", []fact.Position{north("accept", noon(2))}, status.ByAccept, true},
	} {
		n := mustNot(norms.Norm{})
		n.Bearers = []string{c.bearer}
		prog := text(n)
		prog.Agreements[0].Force, prog.Agreements[0].By = c.force, c.by
		set := facts(happened("x", "attack", noon(5)))
		set.Positions = c.positions
		got := judge(t, prog, 10, set)
		if got.Bond.Sort != c.want || got.Lanes[2].Bonded != c.bonded {
			t.Errorf("%s: %v bonded %v, want %v %v", c.name, got.Bond, got.Lanes[2].Bonded, c.want, c.bonded)
		}
		if w := status.Word(status.Breached, status.VoiceOf(got.Bond, &got.Lanes[2])); (w == "breached") != c.bonded {
			t.Errorf("%s: told as %q", c.name, w)
		}
	}
	unnamed := mustNot(norms.Norm{})
	unnamed.Bearers = nil
	if got := judge(t, text(unnamed), 10, facts(happened("x", "attack", noon(5)))); got.Bond.Sort != status.NoBearers || got.Lanes[2].Bonded {
		t.Errorf("nobody named: %+v %+v", got.Bond, got.Lanes[2])
	}
}
