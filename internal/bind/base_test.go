package bind

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"mithaq/internal/base/civil"
	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/fact"
)

func TestBindBase(t *testing.T) {
	base := &record.Base{
		Coverage: []record.Coverage{
			{ID: "c2", Observer: "osce", Zone: "Douma", From: "2015-11-01", To: "2015-11-30", Acts: []string{"Detain", "attack", "other"}, LagDays: 2},
			{ID: "c1", Observer: "Russia", Zone: "ghouta", From: "2015-11", To: "2015-11~", Denied: true, DeniedBy: "government"},
			{ID: "c3", Observer: "osce", Zone: "douma", From: "2015-11-01", To: ""},
		},
		Rosters: []record.Roster{
			{ID: "unheard_of", Members: []record.Member{{ID: "x"}}},
			{ID: "detainees", Complete: true, Declared: "2015-12", By: "us", Members: []record.Member{
				{ID: "m2", Grade: corroborated, Since: "2015-10", Roles: []record.Words{{Role: "people", Words: []string{"Woman"}}, {Role: "by", Words: []string{"government"}}, {Role: "person", Words: []string{"P-2"}}}},
				{ID: "m1", Grade: alleged, Roles: []record.Words{{Role: "people", Words: []string{"nobody knows"}}}},
			}},
		},
		Positions: []record.Position{
			{ID: "p2", Party: "RUSSIA", Stance: "accept", Agree: "coh", When: "2016-02-22", Source: "s"},
			{ID: "p1", Party: "stranger", Stance: "reject", Agree: "coh", Term: "1", When: "2016-02"},
		},
		Tallies: []record.Tally{
			{
				ID: "t1", Source: "s", Act: "attack", Doers: []string{"russia"}, What: "at", Number: record.Range{Lo: 12, Best: -1, Hi: -1}, From: "2015-09-30", To: "2015-10-31",
				Grade: alleged, By: "us", When: "2015-11-01", Roles: []record.Words{{Role: "at", Words: []string{"douma"}}, {Role: "object", Words: []string{"hospital"}}},
			},
			{ID: "t0", Source: "s", Act: "attack", What: "acts", From: "2015-09-30", To: "soon"},
		},
	}
	z := damascus(t)
	start := func(text string) int64 { return day(t, text).Lo }
	after := func(text string) int64 { return day(t, text).Hi + 1 }
	set := bindAll(t, base, Options{})
	want := &fact.Set{
		Coverage: []fact.Coverage{
			{ID: "c1", Observer: "russia", Zone: "ghouta", From: start("2015-11-01"), To: after("2015-11-30"), Denied: true, DeniedBy: "government"},
			{ID: "c2", Observer: "osce", Zone: "douma", From: start("2015-11-01"), To: after("2015-11-30"), Acts: []string{"attack", "detain", "other"}, Lag: 2 * 86400},
		},
		Rosters: []fact.Roster{
			{ID: "detainees", Complete: true, Declared: after("2015-12-31") - 1, By: "us", Members: []fact.Member{
				{ID: "m1", Grade: alleged, When: civil.At(civil.Ever)},
				{ID: "m2", Grade: corroborated, When: day(t, "2015-10"), Roles: []fact.Role{
					{Name: "by", Values: []string{"government"}}, {Name: "people", Values: []string{"woman"}}, {Name: "person", Values: []string{"P-2"}},
				}},
			}},
			{ID: "unheard_of", Declared: civil.Forever, Members: []fact.Member{{ID: "x", When: civil.At(civil.Ever)}}},
		},
		Positions: []fact.Position{
			{ID: "p1", Party: "stranger", Stance: "reject", Agree: "coh", Term: "1", When: day(t, "2016-02")},
			{ID: "p2", Party: "russia", Stance: "accept", Agree: "coh", When: day(t, "2016-02-22"), Source: "s"},
		},
		Tallies: []fact.Tally{{
			ID: "t1", Source: "s", Act: "attack", From: start("2015-09-30"), To: after("2015-10-31"), What: "at", Number: fact.Range{Lo: 12, Hi: fact.Unbounded}, Best: -1, Grade: alleged,
			Roles: []fact.Role{{Name: "at", Values: []string{"douma"}}, {Name: "object", Values: []string{"hospital"}}},
			Doers: fact.Attribution{To: []fact.Attributed{{Party: "russia", Grade: alleged, By: "us"}}},
		}},
		Unbound: []fact.Unbound{
			{Sort: "kind", Word: "nobody knows"}, {Sort: "act", Word: "other"}, {Sort: "party", Word: "stranger"}, {Sort: "roster", Word: "unheard_of"},
		},
		Left: fact.Left{Unreadable: 2},
	}
	if diff := cmp.Diff(want, set); diff != "" {
		t.Error(diff)
	}
	early := bindAll(t, base, Options{PublishedBy: z.End(civil.Date{Year: 2015, Month: 10, Day: 31}) - 1})
	if len(early.Positions) != 0 || len(early.Tallies) != 0 || len(early.Coverage) != 2 || len(early.Rosters) != 2 {
		t.Errorf("by 31 October 2015: %d positions, %d tallies", len(early.Positions), len(early.Tallies))
	}
}
