package bind

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/fact"
)

// A merge makes nobody certain whom no assessor of either incident makes certain alone; it keeps the facts of neither date nor place from the one that stands, and loses no account.
func TestMergingMakesNobodyCertain(t *testing.T) {
	zone := damascus(t)
	seen, taken := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		b := drawBundle(t, "i")
		b.Accounts = []record.Account{{ID: "a"}}
		own := b
		for i := range rapid.IntRange(1, 2).Draw(t, "merged") {
			m := drawBundle(t, fmt.Sprint("m", i))
			m.Accounts = []record.Account{{ID: m.Incident.ID + "/a"}}
			m.Into = "i"
			b.Merged = append(b.Merged, m)
		}
		bindIt := func(in record.Bundle) fact.Fact {
			set, err := Bind(vocabulary, zone, &record.Base{Names: names}, each([]record.Bundle{in}), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(set.Facts) != 1 {
				t.Fatalf("%d facts", len(set.Facts))
			}
			return set.Facts[0]
		}
		f, before := bindIt(b), bindIt(own)
		if len(f.Accounts) != 1+len(b.Merged) || f.When != before.When || f.ID != "i" {
			t.Fatalf("%+v", f)
		}
		all := slices.Clone(b.Assessments)
		for _, m := range b.Merged {
			all = append(all, m.Assessments...)
		}
		if len(f.Attribution.To) > len(before.Attribution.To) {
			taken++
		}
		for _, s := range grade.Standards {
			for _, p := range certain(f.Attribution, s) {
				seen++
				if !slices.ContainsFunc(all, func(a record.Assessment) bool {
					alone := bindOne(t, zone, own, a)
					return slices.Contains(certain(alone, s), p) || slices.ContainsFunc(alone.To, func(to fact.Attributed) bool { return to.Party == p && to.Grade >= s })
				}) {
					t.Fatalf("%s is certain at %v by no assessor: %+v", p, s, all)
				}
			}
		}
	})
	if seen < 10 || taken < 5 {
		t.Errorf("%d certain parties, %d assessments taken over: the test sees too little", seen, taken)
	}
}

// What was merged into another incident is no fact of its own.
func TestMergedIsNoFact(t *testing.T) {
	b := record.Bundle{Incident: record.Incident{ID: "i", Act: "attack"}, Accounts: []record.Account{{ID: "a"}}, Into: "j"}
	if set := bindAll(t, &record.Base{Names: names}, Options{}, b); len(set.Facts) != 0 {
		t.Errorf("%+v", set.Facts)
	}
}
