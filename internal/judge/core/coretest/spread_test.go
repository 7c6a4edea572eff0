package coretest

import (
	"maps"
	"slices"
	"testing"
)

// laneTags are the forms that only runs over lanes have.
var laneTags = []string{"merely possible", "several acts", "several dates", "no upper bound of acts", "bounds printed", "a row possible only", "a row certain", "bounds apart"}

// wantedTags are the forms that random policies must hold often enough: all ways to make a formula, and the variants inside.
func wantedTags() []string {
	tags := slices.Clone(aggregations)
	for _, f := range forms {
		if f.weight > 1 {
			tags = append(tags, f.name)
		}
	}
	for _, name := range compareNames {
		tags = append(tags, "comparison "+name)
	}
	return append(tags,
		"TRUE and FALSE", "comparison of constants", "equation alone", "variable repeated", "constant argument", "wildcard",
		"predicate without arguments", "predicate of a LET", "LET hides a predicate", "lower bound", "endless",
		"SINCE, left side negated", "UNTIL, left side negated", "aggregation with groups", "aggregation without groups",
		"IMPLIES", "EQUIV", "FORALL", "ALWAYS", "PAST_ALWAYS", "NOT comparison", "arithmetic", "conversion", "division",
		"a verdict", "no verdict", "some time points undecided",
	)
}

// The random policies and logs hold every form in at least 2 % of cases.
func TestSpread(t *testing.T) {
	const n = 2000
	seen := map[string]int{}
	for seed := range uint64(n) {
		s := newSample(seed)
		p, err := s.files().check()
		if err != nil {
			seen["refused"]++
			continue
		}
		got, err := theEngine(p, s.files().log)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) > 0 {
			s.tags["a verdict"] = true
		} else {
			s.tags["no verdict"] = true
		}
		if known(p.Formula, stamps(s.log)) < len(s.log) {
			s.tags["some time points undecided"] = true
		}
		for tag := range s.tags {
			seen[tag]++
		}
	}
	spread(t, seen, wantedTags(), n)
	if seen["refused"]*10 > n {
		t.Errorf("%d of %d policies are refused", seen["refused"], n)
	}
}

// spread prints how often each form was seen, and fails for those in less than 2 % of n cases.
func spread(t *testing.T, seen map[string]int, wanted []string, n int) {
	t.Helper()
	for _, tag := range slices.Sorted(maps.Keys(seen)) {
		t.Logf("%-40s %5.1f %%", tag, float64(seen[tag])*100/float64(n))
	}
	for _, tag := range wanted {
		if seen[tag]*50 < n {
			t.Errorf("%s in %d of %d cases only", tag, seen[tag], n)
		}
	}
}

// So do those for runs over lanes.
func TestLaneSpread(t *testing.T) {
	const n = 1000
	seen := map[string]int{}
	for seed := range uint64(n) {
		s := newLaneSample(seed, false)
		p, err := s.files().check()
		if err != nil {
			continue
		}
		got, err := theLanes(p, s.log)
		if err != nil {
			t.Fatal(err)
		}
		s.tags["a row certain"] = slices.ContainsFunc(got[0][0], func(rows []laneRow) bool { return len(rows) > 0 })
		for i, rows := range got[0][1] {
			if len(rows) > len(got.at(0, certain, i)) {
				s.tags["a row possible only"] = true
			}
			for _, row := range rows {
				if slices.ContainsFunc(row, func(c cell) bool { return !c.exact() }) {
					s.tags["bounds apart"] = true
				}
			}
		}
		for tag, is := range s.tags {
			if is {
				seen[tag]++
			}
		}
	}
	spread(t, seen, slices.Concat(laneTags, aggregations, []string{"SINCE, left side negated", "UNTIL, left side negated", "AND NOT", "ONCE", "EVENTUALLY", "PREV", "NEXT", "LET", "OR", "EXISTS"}), n)
}
