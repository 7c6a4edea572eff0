package bind

import (
	"fmt"
	"runtime"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/fact"
)

var (
	parties   = []string{"russia", "government", "movement", "stranger"}
	assessors = []string{"airwars", "panel", "us"}
	grades    = []grade.Grade{discounted, alleged, corroborated, verified}
	dates     = []string{"", "2015", "2015-10", "2015-10-30", "2015-10-29/2015-10-31", "2015-10-30T10:00", "2015-10-30~"}
	kinds     = []string{"Market", "MARKET", "Bridge", "Bakery", "Women and children"}
)

func drawAssessment(t *rapid.T, assessor string) record.Assessment {
	a := record.Assessment{Assessor: assessor, Grade: rapid.SampledFrom(grades).Draw(t, "grade")}
	for _, p := range rapid.SliceOfNDistinct(rapid.SampledFrom(parties), 0, 3, rapid.ID[string]).Draw(t, "to") {
		a.Attributions = append(a.Attributions, record.Attribution{To: p, Grade: rapid.SampledFrom(grades).Draw(t, "attributed")})
	}
	if rapid.Bool().Draw(t, "one of") {
		a.OneOf, a.Exhaustive, a.Group = true, rapid.Bool().Draw(t, "exhaustive"), rapid.SampledFrom(grades).Draw(t, "group")
	}
	if rapid.Bool().Draw(t, "imported") {
		a.Rule = "rule"
	}
	if n := rapid.Int64Range(-1, 9).Draw(t, "killed"); n >= 0 {
		a.Amounts = []record.Amount{{Role: "killed", Range: record.Range{Lo: n, Best: -1, Hi: n + rapid.Int64Range(0, 5).Draw(t, "more")}}}
	}
	return a
}

func drawBundle(t *rapid.T, id string) record.Bundle {
	b := record.Bundle{Incident: record.Incident{ID: id, Scheme: "airwars", Act: "Airstrike", When: rapid.SampledFrom(dates).Draw(t, "when")}, Seq: 1}
	for i := range rapid.IntRange(0, 2).Draw(t, "accounts") {
		b.Accounts = append(b.Accounts, record.Account{ID: fmt.Sprint("a", i), Published: rapid.SampledFrom(dates).Draw(t, "published")})
	}
	for _, a := range rapid.SliceOfNDistinct(rapid.SampledFrom(assessors), 0, 3, rapid.ID[string]).Draw(t, "assessors") {
		b.Assessments = append(b.Assessments, drawAssessment(t, a))
	}
	if rapid.Bool().Draw(t, "object") {
		b.Incident.Roles = []record.Words{{Role: "object", OneOf: rapid.Bool().Draw(t, "one of"), Words: rapid.SliceOfN(rapid.SampledFrom(kinds), 1, 3).Draw(t, "kinds")}}
	}
	if rapid.Bool().Draw(t, "denied") {
		b.Denials = []record.Position{{ID: "p-" + id, Party: rapid.SampledFrom(parties).Draw(t, "denier"), Stance: "deny", About: id, When: "2015-11-01"}}
	}
	return b
}

func TestOrderOfInputDoesNotMatter(t *testing.T) {
	zone := damascus(t)
	rapid.Check(t, func(t *rapid.T) {
		var bundles []record.Bundle
		for i := range rapid.IntRange(0, 6).Draw(t, "n") {
			bundles = append(bundles, drawBundle(t, fmt.Sprint("i", i)))
		}
		opts := Options{}
		if rapid.Bool().Draw(t, "cut") {
			opts.PublishedBy = 1446200000 // 30 October 2015
		}
		run := func(base *record.Base, bundles []record.Bundle) *fact.Set {
			set, err := Bind(vocabulary, zone, base, each(bundles), opts)
			if err != nil {
				t.Fatal(err)
			}
			return set
		}
		base := &record.Base{Names: names}
		want := run(base, bundles)
		other := rapid.Permutation(bundles).Draw(t, "order")
		for i := range other {
			other[i].Assessments = rapid.Permutation(other[i].Assessments).Draw(t, "assessments")
			other[i].Accounts = rapid.Permutation(other[i].Accounts).Draw(t, "accounts")
		}
		got := run(&record.Base{Names: rapid.Permutation(names).Draw(t, "names")}, other)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
		if !slices.IsSortedFunc(got.Facts, func(x, y fact.Fact) int {
			if x.When.Lo != y.When.Lo {
				return int(min(1, max(-1, x.When.Lo-y.When.Lo)))
			}
			return compareStrings(x.ID, y.ID, "", "")
		}) {
			t.Fatal("not sorted")
		}
	})
}

// certain gives the parties that certainly did it at the standard (spec/norms.md, 2).
func certain(a fact.Attribution, s grade.Grade) (out []string) {
	var left []fact.Attributed
	for _, to := range a.To {
		if to.Grade == grade.Discounted {
			continue
		}
		left = append(left, to)
		if !a.OneOf && to.Grade >= s {
			out = append(out, to.Party)
		}
	}
	if a.OneOf && len(left) == 1 && (left[0].Grade >= s || a.Exhaustive && a.Group >= s) {
		out = append(out, left[0].Party)
	}
	return out
}

func possible(a fact.Attribution) (out []string) {
	for _, to := range a.To {
		if to.Grade > grade.Discounted {
			out = append(out, to.Party)
		}
	}
	return out
}

// Grading one thing lower, without discounting it, makes nothing certain and excludes nobody.
func TestRegradingDownOnlyWidens(t *testing.T) {
	zone := damascus(t)
	changed := 0
	rapid.Check(t, func(t *rapid.T) {
		b := drawBundle(t, "i")
		if len(b.Assessments) == 0 {
			b.Assessments = []record.Assessment{drawAssessment(t, "us")}
		}
		run := func() fact.Fact {
			set, err := Bind(vocabulary, zone, &record.Base{Names: names}, each([]record.Bundle{b}), Options{})
			if err != nil {
				t.Fatal(err)
			}
			return set.Facts[0]
		}
		before := run()
		a := &b.Assessments[rapid.IntRange(0, len(b.Assessments)-1).Draw(t, "which")]
		targets := []*grade.Grade{&a.Grade}
		if a.OneOf {
			targets = append(targets, &a.Group)
		}
		for i := range a.Attributions {
			targets = append(targets, &a.Attributions[i].Grade)
		}
		g := rapid.SampledFrom(targets).Draw(t, "target")
		if *g <= alleged {
			return
		}
		*g--
		after := run()
		if !cmp.Equal(before, after) {
			changed++
		}
		if after.Grade > before.Grade || after.Grade.Possible() != before.Grade.Possible() {
			t.Fatalf("the act was %v and is %v", before.Grade, after.Grade)
		}
		for _, s := range grade.Standards {
			for _, p := range certain(after.Attribution, s) {
				if !slices.Contains(certain(before.Attribution, s), p) {
					t.Fatalf("%s is now certain at %v: %+v, before %+v", p, s, after.Attribution, before.Attribution)
				}
			}
		}
		if diff := cmp.Diff(possible(before.Attribution), possible(after.Attribution)); diff != "" {
			t.Fatal(diff)
		}
	})
	if changed < 5 {
		t.Errorf("only %d cases changed anything: the test sees too little", changed)
	}
}

// No party is certain unless one assessor alone makes it so: by its own grade, or as the last of alternatives that this assessor called exhaustive.
func TestNobodyIsCertainByJoiningAssessors(t *testing.T) {
	zone := damascus(t)
	seen := 0
	rapid.Check(t, func(t *rapid.T) {
		b := drawBundle(t, "i")
		b.Accounts = []record.Account{{ID: "a"}}
		set, err := Bind(vocabulary, zone, &record.Base{Names: names}, each([]record.Bundle{b}), Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range grade.Standards {
			for _, p := range certain(set.Facts[0].Attribution, s) {
				seen++
				if !slices.ContainsFunc(b.Assessments, func(a record.Assessment) bool {
					alone := bindOne(t, zone, b, a)
					return slices.Contains(certain(alone, s), p) || slices.ContainsFunc(alone.To, func(to fact.Attributed) bool { return to.Party == p && to.Grade >= s })
				}) {
					t.Fatalf("%s is certain at %v by no assessor: %+v", p, s, b.Assessments)
				}
			}
		}
	})
	if seen < 10 {
		t.Errorf("only %d certain parties: the test sees too little", seen)
	}
}

// many generates incidents as an imported release has them: few words, many days.
func many(n int) []record.Bundle {
	bundles := make([]record.Bundle, n)
	for i := range bundles {
		id := fmt.Sprintf("airwars:%06d", i)
		bundles[i] = record.Bundle{
			Incident: record.Incident{
				ID: id, Scheme: "airwars", Act: "Airstrike", When: fmt.Sprintf("%d-%02d-%02d", 2012+i%9, 1+i/9%12, 1+i/108%28), Zone: "Asia/Damascus", Publisher: "airwars",
				Place: record.Place{Zones: []string{"الغوطة"}, Lat: 335_000_000 + int64(i), Lon: 364_000_000, Radius: 1000},
				Roles: []record.Words{{Role: "object", Words: []string{kinds[i%len(kinds)]}}},
			},
			Accounts: []record.Account{{ID: id + "/1", Published: "2015-11-01"}, {ID: id + "/2"}},
			Assessments: []record.Assessment{{
				Assessor: "airwars", Rule: "airwars.fair", Scheme: "airwars", Grade: grades[1+i%3],
				Attributions: []record.Attribution{{To: "Russian Military", Grade: alleged}, {To: "Syrian Regime", Grade: alleged}}, OneOf: true, Group: corroborated,
				Amounts: []record.Amount{{Role: "injured", Range: record.Range{Lo: 0, Best: -1, Hi: 9}}, {Role: "killed", Range: record.Range{Lo: 1, Best: -1, Hi: 2}}},
			}},
			Seq: int64(i),
		}
	}
	return bundles
}

func TestFactsAreSmall(t *testing.T) {
	const n = 20_000
	bundles := many(n)
	heap := func() int64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	before := heap()
	set := bindAll(t, &record.Base{Names: names}, Options{}, bundles...)
	each := (heap() - before) / n
	if len(set.Facts) != n || each > 700 {
		t.Errorf("%d facts of %d bytes each", len(set.Facts), each)
	}
	t.Logf("%d bytes a fact", each)
	runtime.KeepAlive(bundles)
}

func BenchmarkBind(b *testing.B) {
	bundles, zone, base := many(100_000), damascus(b), &record.Base{Names: names}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Bind(vocabulary, zone, base, each(bundles), Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
