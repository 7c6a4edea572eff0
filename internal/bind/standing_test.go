package bind

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/fact"
)

const (
	discounted   = grade.Discounted
	alleged      = grade.Alleged
	corroborated = grade.Corroborated
	verified     = grade.Verified
)

// by makes an assessment in the vocabulary's own words.
func by(assessor string, g grade.Grade, to ...record.Attribution) record.Assessment {
	return record.Assessment{Assessor: assessor, Grade: g, Attributions: to}
}

func to(party string, g grade.Grade) record.Attribution {
	return record.Attribution{To: party, Grade: g}
}

func oneOf(a record.Assessment, exhaustive bool, group grade.Grade) record.Assessment {
	a.OneOf, a.Exhaustive, a.Group = true, exhaustive, group
	return a
}

func imported(a record.Assessment) record.Assessment {
	a.Rule = "rule"
	return a
}

func TestAttributionThatStands(t *testing.T) {
	for _, c := range []struct {
		what  string
		as    []record.Assessment
		order []string
		want  fact.Attribution
	}{
		{"nobody", []record.Assessment{by("us", verified)}, nil, fact.Attribution{}},
		{"one assessor's discounted and another's alleged both stand", []record.Assessment{
			imported(by("airwars", corroborated, to("russia", discounted))),
			by("us", corroborated, to("government", alleged)),
		}, nil, fact.Attribution{To: []fact.Attributed{{Party: "government", Grade: alleged, By: "us"}, {Party: "russia", Grade: discounted, By: "airwars"}}}},
		{"our own before an imported one", []record.Assessment{
			imported(by("airwars", corroborated, to("russia", verified))),
			by("us", corroborated, to("russia", alleged)),
		}, nil, fact.Attribution{To: []fact.Attributed{{Party: "russia", Grade: alleged, By: "us"}}}},
		{"then by name", []record.Assessment{
			by("b", corroborated, to("russia", verified)),
			by("a", corroborated, to("russia", alleged)),
		}, nil, fact.Attribution{To: []fact.Attributed{{Party: "russia", Grade: alleged, By: "a"}}}},
		{"as the order says", []record.Assessment{
			by("a", corroborated, to("russia", alleged)),
			imported(by("airwars", corroborated, to("russia", verified))),
		}, []string{"airwars"}, fact.Attribution{To: []fact.Attributed{{Party: "russia", Grade: verified, By: "airwars"}}}},
		{"a discounting one does not say that the others are no alternatives", []record.Assessment{
			by("us", corroborated, to("russia", discounted)),
			imported(oneOf(by("airwars", corroborated, to("russia", alleged), to("government", alleged)), false, corroborated)),
		}, nil, fact.Attribution{
			To:    []fact.Attributed{{Party: "government", Grade: alleged, By: "airwars"}, {Party: "russia", Grade: discounted, By: "us"}},
			OneOf: true, Group: corroborated,
		}},
		{"exhaustive alternatives of one assessor", []record.Assessment{
			oneOf(by("us", corroborated, to("russia", alleged), to("government", alleged)), true, verified),
		}, nil, fact.Attribution{
			To:    []fact.Attributed{{Party: "government", Grade: alleged, By: "us"}, {Party: "russia", Grade: alleged, By: "us"}},
			OneOf: true, Exhaustive: true, Group: verified,
		}},
		{"nobody is left over by joining two assessors", []record.Assessment{
			by("us", corroborated, to("russia", discounted)),
			imported(oneOf(by("panel", corroborated, to("russia", alleged), to("government", alleged)), true, verified)),
		}, nil, fact.Attribution{
			To:    []fact.Attributed{{Party: "government", Grade: alleged, By: "panel"}, {Party: "russia", Grade: discounted, By: "us"}},
			OneOf: true, Group: verified,
		}},
		{"an unknown party stays another author", []record.Assessment{
			oneOf(by("us", corroborated, to("russia", alleged), to("somebody", alleged)), false, corroborated),
		}, nil, fact.Attribution{
			To:    []fact.Attributed{{Party: ":somebody", Grade: alleged, By: "us"}, {Party: "russia", Grade: alleged, By: "us"}},
			OneOf: true, Group: corroborated,
		}},
	} {
		set := bindAll(t, &record.Base{Names: names}, Options{Order: c.order}, attack(assessed(c.as...)))
		if diff := cmp.Diff(c.want, set.Facts[0].Attribution); diff != "" {
			t.Errorf("%s: %s", c.what, diff)
		}
	}
}

func TestAttributionInAPublishersWords(t *testing.T) {
	a := by("airwars", corroborated, to("russian military", alleged), to("Russian Air Force", corroborated), to("Turkish Military", alleged), to("Unknown", alleged))
	a.Scheme, a.Rule = "airwars", "airwars.fair"
	set := bindAll(t, &record.Base{Names: names}, Options{}, attack(assessed(a)))
	want := []fact.Attributed{
		{Party: "airwars:Turkish Military", Grade: alleged, By: "airwars"},
		{Party: "airwars:Unknown", Grade: alleged, By: "airwars"},
		{Party: "russia", Grade: corroborated, By: "airwars"},
	}
	if diff := cmp.Diff(want, set.Facts[0].Attribution.To); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]fact.Unbound{{Scheme: "airwars", Sort: "party", Word: "Unknown", Count: 1}}, set.Unbound); diff != "" {
		t.Error(diff)
	}
}

func TestAmountsCountedInFamilies(t *testing.T) {
	for unit, want := range map[string]fact.Amount{
		"":           {Role: "killed", Range: fact.Range{Lo: 5, Hi: 7}, Best: 6},
		"individual": {Role: "killed", Range: fact.Range{Lo: 5, Hi: 7}, Best: 6},
		"family":     {Role: "killed", Range: fact.Range{Lo: 5, Hi: fact.Unbounded}, Best: -1},
		"community":  {Role: "killed", Range: fact.Range{Lo: 5, Hi: fact.Unbounded}, Best: -1},
	} {
		a := by("us", alleged)
		a.Amounts = []record.Amount{{Role: "killed", Range: record.Range{Lo: 5, Best: 6, Hi: 7}, Unit: unit}}
		if got := bindAll(t, &record.Base{Names: names}, Options{}, attack(assessed(a))).Facts[0].Amounts; !cmp.Equal(got, []fact.Amount{want}) {
			t.Errorf("in %q: %v, not %v", unit, got, want)
		}
	}
}

func TestGradeAmountsActsThatStand(t *testing.T) {
	amount := func(role string, n int64) record.Amount {
		return record.Amount{Role: role, Range: record.Range{Lo: n, Best: -1, Hi: n}}
	}
	ours, theirs := by("us", alleged), imported(by("airwars", verified))
	ours.Amounts = []record.Amount{amount("killed", 5)}
	theirs.Amounts = []record.Amount{amount("colour", 1), amount("injured", 9), amount("killed", 7)}
	theirs.Acts = record.Range{Lo: 3, Best: 3, Hi: -1}
	theirs.Excuses, ours.Excuses = []string{"self_defence", "accident"}, []string{"accident"}
	theirs.Contested = true
	set := bindAll(t, &record.Base{Names: names}, Options{}, attack(assessed(theirs, ours)))
	f := set.Facts[0]
	want := []fact.Amount{{Role: "injured", Range: fact.Range{Lo: 9, Hi: 9}, Best: -1}, {Role: "killed", Range: fact.Range{Lo: 5, Hi: 5}, Best: -1}}
	if diff := cmp.Diff(want, f.Amounts); diff != "" {
		t.Error(diff)
	}
	if f.Grade != alleged || f.Acts != (fact.Range{Lo: 3, Hi: fact.Unbounded}) || !f.Contested {
		t.Errorf("%+v", f)
	}
	if diff := cmp.Diff([]string{"accident", "self_defence"}, f.Excuses); diff != "" {
		t.Error(diff)
	}
	if len(set.Unbound) != 1 || set.Unbound[0].Word != "colour" {
		t.Errorf("%v", set.Unbound)
	}
}
