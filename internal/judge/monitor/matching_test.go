package monitor

import (
	"slices"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/geo"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// What an act must be to be the norm's (spec/norms.md, section 3). Each case is a prohibition of north: breached where the
// act is the norm's, no broken seen where it is not, both where either may be.

var (
	broken  = status.Of(status.Breached)
	unseen  = status.Of(status.NoBreachSeen)
	perhaps = status.Of(status.Breached, status.NoBreachSeen)
)

// forbidden judges a prohibition of the pattern on one fact, at the highest standard.
func forbidden(t *testing.T, change func(*norms.Program), n norms.Norm, fs ...fact.Fact) status.Norm {
	t.Helper()
	p := text(mustNot(n))
	if change != nil {
		change(p)
	}
	return judge(t, p, 9, facts(fs...))
}

func several(role string, all bool, values ...string) norms.Want {
	w := norms.Want{Role: role, All: all}
	for _, v := range values {
		w.Values = append(w.Values, norms.Value{ID: v})
	}
	return w
}

func byParties(f fact.Fact, oneOf bool, parties ...string) fact.Fact {
	f.Attribution = fact.Attribution{OneOf: oneOf}
	for _, p := range parties {
		f.Attribution.To = append(f.Attribution.To, fact.Attributed{Party: p, Grade: grade.Verified})
	}
	return f
}

func TestAllOfSeveralValues(t *testing.T) {
	attack := happened("x", "attack", noon(3))
	what := func(oneOf bool, values ...string) fact.Fact {
		f := attack
		f.Roles = []fact.Role{{Name: "what", Values: values, OneOf: oneOf}}
		return f
	}
	both := norms.Norm{Act: norms.Pattern{Act: "attack", Roles: []norms.Want{several("what", true, "hospital", "truck")}}}
	together := norms.Norm{Act: norms.Pattern{Act: "attack", Roles: []norms.Want{several("doer", true, "north", "south")}}}
	for _, c := range []struct {
		name string
		norm norms.Norm
		fact fact.Fact
		want status.Set
	}{
		{"both", both, what(false, "hospital", "truck"), broken},
		{"one of them", both, what(false, "hospital"), unseen},
		{"either, not both", both, what(true, "hospital", "truck"), unseen},
		{"both, one of them coarse", both, what(false, "site", "truck"), perhaps},
		{"not known", both, attack, perhaps},
		{"north and south", together, byParties(attack, false, "north", "south"), broken},
		{"a part of north, and south", together, byParties(attack, false, "army", "south"), broken},
		{"north alone", together, byParties(attack, false, "north"), unseen},
		{"north or south", together, byParties(attack, true, "north", "south"), unseen},
		{"nobody is named", together, byParties(attack, false), perhaps},
	} {
		if got := forbidden(t, nil, c.norm, c.fact).Lanes[2].States; got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestAmounts(t *testing.T) {
	more := norms.Norm{Act: norms.Pattern{Act: "attack", Roles: []norms.Want{{Role: "killed", Amount: &norms.Amount{Op: norms.MoreThan, N: 5}}}}}
	for _, c := range []struct {
		name   string
		lo, hi int64
		want   status.Set
	}{
		{"more", 6, 9, broken},
		{"not more", 0, 5, unseen},
		{"perhaps more", 5, 6, perhaps},
		{"not known", -1, 0, perhaps},
	} {
		f := happened("x", "attack", noon(3))
		if c.lo >= 0 {
			f.Amounts = []fact.Amount{{Role: "killed", Range: fact.Range{Lo: c.lo, Hi: c.hi}, Best: -1}}
		}
		n := forbidden(t, nil, more, f)
		if n.Lanes[2].States != c.want {
			t.Errorf("%s: %v, want %v", c.name, n.Lanes[2].States, c.want)
		}
		if c.want == perhaps && !slices.ContainsFunc(n.Reasons.Deciding[0].Doubt, func(d status.Doubt) bool { return d.Code == "role" }) {
			t.Errorf("%s: %+v", c.name, n.Reasons.Deciding)
		}
	}
}

func TestNearness(t *testing.T) {
	within := func(zone string, metres int64) norms.Norm {
		return norms.Norm{Act: norms.Pattern{Act: "attack", Roles: []norms.Want{{Role: "at", Values: []norms.Value{{ID: zone, Near: metres}}}}}}
	}
	line := func(p *norms.Program) {
		for i := range p.Vocabulary.Zones {
			if z := &p.Vocabulary.Zones[i]; z.ID == "quarter" {
				z.Line = []geo.Point{{Lat: 340_000_000, Lon: 360_000_000}, {Lat: 340_000_000, Lon: 370_000_000}}
			}
		}
	}
	at := func(lat, radius int64, zones ...string) fact.Place {
		p := fact.Place{Zones: zones, Radius: radius}
		if lat != 0 {
			p.Point = &geo.Point{Lat: lat, Lon: 365_000_000}
		}
		return p
	}
	for _, c := range []struct {
		name  string
		norm  norms.Norm
		place fact.Place
		want  status.Set
	}{
		{"near the line", within("quarter", 25_000), at(338_000_000, 0), broken}, // 22.2 km
		{"far from it", within("quarter", 20_000), at(338_000_000, 0), unseen},
		{"known roughly", within("quarter", 25_000), at(338_000_000, 5_000), perhaps},
		{"near a zone that holds it", within("city", 25_000), at(338_000_000, 0), broken},
		{"in the zone by name", within("city", 5), at(0, 0, "quarter"), broken},
		{"in another zone by name", within("city", 5), at(0, 0, "valley"), perhaps},
		{"not known", within("city", 5), fact.Place{}, perhaps},
		{"of a zone that nobody drew", within("valley", 5), at(338_000_000, 0), perhaps},
	} {
		f := happened("x", "attack", noon(3))
		f.Place = c.place
		if got := forbidden(t, line, c.norm, f).Lanes[2].States; got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestExceptions(t *testing.T) {
	but := norms.Norm{Act: pat("attack", "doer", "north"), Except: []norms.Pattern{pat("attack", "doer", "north", "what", "truck")}}
	hit := func(what string, g grade.Grade) fact.Fact {
		f := happened("x", "attack", noon(3), "what", what)
		f.Attribution.To[0].Grade = g
		return f
	}
	for _, c := range []struct {
		name string
		fact fact.Fact
		want [3]status.Set
	}{
		{"not excepted", hit("hospital", grade.Verified), [3]status.Set{broken, broken, broken}},
		{"excepted", hit("truck", grade.Verified), [3]status.Set{unseen, unseen, unseen}},
		{"excepted, whoever did it", hit("truck", grade.Alleged), [3]status.Set{unseen, unseen, unseen}},
		{"perhaps excepted", hit("thing", grade.Verified), [3]status.Set{perhaps, perhaps, perhaps}},
	} {
		n := forbidden(t, nil, but, c.fact)
		for l, want := range c.want {
			if n.Lanes[l].States != want {
				t.Errorf("%s, %d: %v, want %v", c.name, l, n.Lanes[l].States, want)
			}
		}
		misses := slices.ContainsFunc(n.Reasons.Misses, func(m status.Miss) bool { return m.Fact == "x" && m.Why[0].Code == "excused" })
		if misses != (c.want[2] == unseen) {
			t.Errorf("%s: misses %+v", c.name, n.Reasons.Misses)
		}
	}
}

func TestPhases(t *testing.T) {
	long := func(p *norms.Program) {
		doer := []norms.Role{{Name: "doer", Type: norms.PartyRole}}
		p.Vocabulary.Acts = append(p.Vocabulary.Acts,
			norms.Act{ID: "withdraw", Roles: doer},
			norms.Act{ID: "withdraw.begin", Roles: doer, Of: "withdraw", Phase: norms.Begin},
			norms.Act{ID: "withdraw.finish", Roles: doer, Of: "withdraw", Phase: norms.Finish})
	}
	for wanted, taken := range map[string][]string{
		"withdraw":        {"withdraw", "withdraw.finish"},
		"withdraw.begin":  {"withdraw", "withdraw.begin"},
		"withdraw.finish": {"withdraw", "withdraw.finish"},
	} {
		for _, told := range []string{"withdraw", "withdraw.begin", "withdraw.finish"} {
			want := unseen
			if slices.Contains(taken, told) {
				want = broken
			}
			if got := forbidden(t, long, norms.Norm{Act: pat(wanted, "doer", "north")}, happened("x", told, noon(3))).Lanes[2].States; got != want {
				t.Errorf("%s told, %s wanted: %v, want %v", told, wanted, got, want)
			}
		}
	}
}

func TestCountsAs(t *testing.T) {
	rule := func(rules ...norms.CountsAs) func(*norms.Program) {
		return func(p *norms.Program) { p.Agreements[0].Counts = rules }
	}
	raid := norms.CountsAs{ID: "2b", From: pat("detain"), To: pat("attack", "what", "hospital")}
	for _, c := range []struct {
		name  string
		rules []norms.CountsAs
		act   norms.Pattern
		fact  fact.Fact
		want  status.Set
	}{
		{"counts", []norms.CountsAs{raid}, pat("attack", "doer", "north", "what", "site"), happened("x", "detain", noon(3)), broken},
		{"no rule", nil, pat("attack", "doer", "north"), happened("x", "detain", noon(3)), unseen},
		{"by another", []norms.CountsAs{raid}, pat("attack", "doer", "north"), happened("x", "detain", noon(3), "by", "south"), unseen},
		{"another thing is wanted", []norms.CountsAs{raid}, pat("attack", "doer", "north", "what", "truck"), happened("x", "detain", noon(3)), unseen},
		{
			"what the rule gives is meant as written",
			[]norms.CountsAs{{From: pat("detain"), To: pat("attack", "what", "site")}},
			pat("attack", "what", "hospital"), happened("x", "detain", noon(3)), unseen,
		},
		{"a role that it lacks", []norms.CountsAs{raid}, pat("attack", "at", "city"), happened("x", "detain", noon(3), "at", "city"), unseen},
		{
			"a number that it lacks is 0",
			[]norms.CountsAs{raid},
			norms.Pattern{Act: "attack", Roles: []norms.Want{{Role: "killed", Amount: &norms.Amount{Op: norms.AtMost, N: 0}}}},
			happened("x", "detain", noon(3)), broken,
		},
		{
			"a role carried over",
			[]norms.CountsAs{{From: pat("detain", "doer", "north"), To: pat("release")}},
			pat("release", "person", "ann"), happened("x", "detain", noon(3), "person", "ann"), broken,
		},
		{
			"what counts does not count as a third",
			[]norms.CountsAs{raid, {From: pat("attack"), To: pat("stop")}},
			pat("stop"), happened("x", "detain", noon(3)), unseen,
		},
		{
			"for those who bear it",
			[]norms.CountsAs{{From: pat("detain"), To: pat("attack"), For: []string{"north"}}},
			pat("attack"), happened("x", "detain", noon(3)), broken,
		},
		{
			"for others",
			[]norms.CountsAs{{From: pat("detain"), To: pat("attack"), For: []string{"south"}}},
			pat("attack"), happened("x", "detain", noon(3)), unseen,
		},
		{
			"it may be such an act",
			[]norms.CountsAs{{From: pat("attack", "what", "hospital"), To: pat("stop")}},
			pat("stop"), happened("x", "attack", noon(3), "what", "site"), perhaps,
		},
	} {
		if got := forbidden(t, rule(c.rules...), norms.Norm{Act: c.act}, c.fact).Lanes[2].States; got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	n := forbidden(t, rule(raid), norms.Norm{Act: pat("attack")}, happened("x", "detain", noon(3)))
	if d := n.Reasons.Deciding; len(d) != 1 || d[0].CountsAs != "2b" {
		t.Errorf("by which rule: %+v", d)
	}
}

// A fact that is such an act and counts as one is one act, with its own values; one that may be either has one of both.
func TestCountsAsInFigures(t *testing.T) {
	figure := func(m norms.Measure, role string) norms.Figure {
		return norms.Figure{Measure: m, Role: role, Pattern: pat("attack")}
	}
	struck := happened("x", "attack", noon(3), "what", "truck")
	struck.Amounts = []fact.Amount{{Role: "killed", Range: fact.Range{Lo: 4, Hi: 4}, Best: -1}}
	for _, c := range []struct {
		name   string
		rules  []norms.CountsAs
		figure norms.Figure
		facts  []fact.Fact
		want   fact.Range
	}{
		{
			"one act",
			[]norms.CountsAs{{From: pat("attack"), To: pat("attack", "what", "hospital")}},
			figure(norms.Count, ""),
			[]fact.Fact{struck},
			fact.Range{Lo: 1, Hi: 1},
		},
		{
			"its own number",
			[]norms.CountsAs{{From: pat("attack"), To: pat("attack", "what", "hospital")}},
			figure(norms.Sum, "killed"),
			[]fact.Fact{struck},
			fact.Range{Lo: 4, Hi: 4},
		},
		{
			"the rule's values",
			[]norms.CountsAs{{From: pat("detain"), To: pat("attack", "what", "hospital")}},
			figure(norms.CountDistinct, "what"),
			[]fact.Fact{struck, happened("y", "detain", noon(4)), happened("z", "detain", noon(5))},
			fact.Range{Lo: 2, Hi: 2},
		},
		{
			"the rule's number",
			[]norms.CountsAs{{From: pat("detain"), To: norms.Pattern{Act: "attack", Roles: []norms.Want{{Role: "killed", Amount: &norms.Amount{Op: norms.Equal, N: 3}}}}}},
			figure(norms.Sum, "killed"),
			[]fact.Fact{struck, happened("y", "detain", noon(4))},
			fact.Range{Lo: 7, Hi: 7},
		},
		{
			"the first rule that matches",
			[]norms.CountsAs{
				{From: pat("detain", "person", "bob"), To: pat("attack", "what", "hospital")},
				{From: pat("detain"), To: pat("attack", "what", "truck")},
			},
			figure(norms.CountDistinct, "what"),
			[]fact.Fact{happened("y", "detain", noon(4), "person", "bob"), struck},
			fact.Range{Lo: 2, Hi: 2},
		},
		{
			"whichever it is",
			[]norms.CountsAs{
				{From: pat("detain", "person", "bob"), To: pat("attack", "what", "hospital")},
				{From: pat("detain"), To: pat("attack", "what", "truck")},
			},
			figure(norms.CountDistinct, "what"),
			[]fact.Fact{happened("y", "detain", noon(4)), struck},
			fact.Range{Lo: 1, Hi: 2},
		},
	} {
		p := text()
		p.Agreements[0].Counts = c.rules
		p.Agreements[0].Claims = []norms.Claim{{ID: "c", Agree: "a", Figure: c.figure, Op: norms.AtLeast, N: 1, Number: true}}
		set := facts(c.facts...)
		set.Sort()
		res, err := Judge(p, &set, day(10))
		if err != nil {
			t.Fatal(err)
		}
		if got := res.Agreements[0].Claims[0].Lanes[2].Number; got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// "unless" may speak of the act that it excuses.
func TestUnlessOfTheAct(t *testing.T) {
	this := func(role string) norms.Value { return norms.Value{Var: norms.This, Role: role} }
	warned := norms.Seen{
		Pattern: norms.Pattern{Act: "meet", Roles: []norms.Want{{Role: "doer", Values: []norms.Value{this("doer")}}}},
		From:    &norms.Bound{At: norms.Point{Sort: norms.AtVar, Var: norms.This}, Plus: civil.Period{N: 2, Unit: civil.Days}, Before: true},
	}
	n := norms.Norm{Act: pat("attack"), Unless: warned}
	struck := happened("x", "attack", noon(3), "by", "south")
	for _, c := range []struct {
		name string
		meet fact.Fact
		want status.Set
	}{
		{"who did it warned", happened("m", "meet", noon(2), "by", "south"), unseen},
		{"another warned", happened("m", "meet", noon(2), "by", "west"), broken},
		{"too long before", happened("m", "meet", noon(1)-1, "by", "south"), broken},
		{"after it", happened("m", "meet", noon(4), "by", "south"), broken},
		{"perhaps in time", between(happened("m", "meet", noon(1), "by", "south"), noon(1)-9, noon(1)+9), perhaps},
	} {
		if got := forbidden(t, nil, n, struck, c.meet); got.Lanes[2].States != c.want {
			t.Errorf("%s: %v, want %v", c.name, got.Lanes[2].States, c.want)
		}
	}
	two := forbidden(t, nil, n, struck, happened("y", "attack", noon(3), "by", "west"), happened("m", "meet", noon(2), "by", "south"))
	if d := two.Reasons.Deciding; len(d) != 2 || d[0].Fact != "y" || d[1].Fact != "m" || d[1].Part != "excuse" {
		t.Errorf("each act is excused by itself, and it is told by what: %+v", d)
	}
	if len(two.Reasons.Misses) == 0 || two.Reasons.Misses[0].Fact != "x" || two.Reasons.Misses[0].Why[0].Code != "excused" {
		t.Errorf("the excused act is a near miss: %+v", two.Reasons.Misses)
	}
}

func between(f fact.Fact, lo, hi int64) fact.Fact {
	f.When = civil.Interval{Lo: lo, Hi: hi}
	return f
}
