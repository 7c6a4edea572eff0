package judgetest

import (
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/oracle"
	"mithaq/internal/judge/status"
)

// day gives an instant on a day of November 2015, UTC.
func day(n int, seconds int64) int64 { return civil.UTC.Start(day0.AddDays(n-1)) + seconds }

const noon = 12 * 3600

// found is a case that an engine once got wrong, made small.
type found struct {
	name   string
	norms  []norms.Norm
	entry  norms.Cond
	counts []norms.CountsAs
	facts  []fact.Fact
	ro     *fact.Roster
	at     int64
	want   status.Set // of the last norm
}

func wants(pairs ...string) (ws []norms.Want) {
	for i := 0; i < len(pairs); i += 2 {
		ws = append(ws, norms.Want{Role: pairs[i], Values: []norms.Value{{ID: pairs[i+1]}}})
	}
	return ws
}

func pat(act string, pairs ...string) norms.Pattern {
	return norms.Pattern{Act: act, Roles: wants(pairs...)}
}

// happened is a certain fact, known in everything; pairs give its roles.
func happened(id, act, by string, at int64, pairs ...string) fact.Fact {
	f := fact.Fact{
		ID: id, Act: act, Grade: grade.Verified, When: civil.At(at), Acts: fact.Range{Lo: 1, Hi: 1},
		Attribution: fact.Attribution{To: []fact.Attributed{{Party: by, Grade: grade.Verified}}},
	}
	for i := 0; i < len(pairs); i += 2 {
		f.Roles = append(f.Roles, fact.Role{Name: pairs[i], Values: []string{pairs[i+1]}})
	}
	if act == "strike" {
		f.Place.Zones = []string{"z1"}
		f.Amounts = []fact.Amount{{Role: "killed", Best: -1}}
	}
	return f
}

func fixed(id string, at int64, to string) fact.Fact {
	return happened(id, "fix", "b1", at, "day", to, "what", "peace")
}

func markBound(edge norms.Edge, plus int, period bool) *norms.Bound {
	b := &norms.Bound{At: norms.Point{Sort: norms.AtMark, Mark: "peace"}, Edge: edge, Period: period}
	if plus > 0 {
		b.Plus = civil.Period{N: plus, Unit: civil.Days}
	}
	return b
}

var strikeSeen = norms.Seen{Pattern: pat("strike", "doer", "a")}

var regressions = []found{
	{
		name: "an act by which several members of a family exercise a power is one exercise",
		norms: []norms.Norm{
			{
				Modality: norms.Power, Bearers: []string{"a", "a1"},
				Act:     norms.Pattern{Act: "talk", Roles: []norms.Want{{Role: "doer", Values: []norms.Value{{Var: "x", Role: "party"}}}}},
				ForEach: &norms.Family{Var: "x", Source: norms.FromBearers, Members: []string{"a", "a1"}},
			},
			{
				Modality: norms.Obligation, Bearers: []string{"c"}, Act: pat("fix", "doer", "c"), AtLeast: norms.Number{N: 1},
				Window:  norms.Window{End: &norms.Bound{At: norms.Point{Sort: norms.AtInstant, Instant: day(5, 0)}}},
				Extends: []norms.Extension{{Power: "x.n1", By: civil.Period{N: 1, Unit: civil.Days}}},
			},
		},
		facts: []fact.Fact{happened("f1", "talk", "a1", day(3, noon))},
		at:    day(6, noon), want: status.Of(status.Breached),
	},
	{
		name: "if is read at an opening that a mark set later puts in the past",
		norms: []norms.Norm{{
			Modality: norms.Permission, Bearers: []string{"a"}, Act: pat("strike", "doer", "a"),
			Window: norms.Window{Start: markBound(norms.Exact, 0, false)}, If: strikeSeen,
		}},
		facts: []fact.Fact{
			happened("f1", "strike", "a1", day(4, noon), "harmed", "child", "object", "market"),
			fixed("f2", day(8, 0), "2015-11-03"),
		},
		at: day(9, 0), want: status.Of(status.FellAway),
	},
	{
		name: "if is false for an act at the opening itself",
		norms: []norms.Norm{{
			Modality: norms.Permission, Bearers: []string{"a"}, Act: pat("seize", "doer", "a"),
			Window: norms.Window{Start: &norms.Bound{At: norms.Point{Sort: norms.AtAct, Act: pat("seize", "doer", "a1")}}}, If: strikeSeen,
		}},
		facts: []fact.Fact{happened("f1", "seize", "a1", day(1, noon), "people", "fighter", "person", "p2")},
		at:    day(9, 0), want: status.Of(status.FellAway),
	},
	{
		name: "a condition reads another norm with the window that it had at that reading",
		norms: []norms.Norm{
			{
				Modality: norms.Permission, Bearers: []string{"a"}, Act: pat("fix", "doer", "a"),
				Window: norms.Window{Start: markBound(norms.Exact, 0, false)},
			},
			{
				Modality: norms.Prohibition, Act: pat("strike"),
				Window: norms.Window{Start: markBound(norms.Exact, 0, false)}, While: norms.NormIs{Norm: "x.n1", Word: norms.IsInForce},
			},
		},
		facts: []fact.Fact{
			happened("f1", "strike", "a1", day(3, noon+1), "harmed", "child", "object", "market"),
			happened("f2", "fix", "a1", day(6, noon), "day", "2015-11-03", "what", "peace"),
		},
		at: day(10, 0), want: status.Of(status.Suspended),
	},
	{
		name: "a period stops from an opening that a mark set later puts in the past",
		norms: []norms.Norm{{
			Modality: norms.Permission, Bearers: []string{"a1"}, Act: pat("seize", "doer", "a1"),
			Window: norms.Window{Start: markBound(norms.Exact, 0, false), End: markBound(norms.DayEnd, 1, true)},
			While:  norms.Holds{Pattern: pat("held", "by", "a1")},
		}},
		facts: []fact.Fact{fixed("f1", day(5, noon), "2015-11-03")},
		at:    day(8, 0), want: status.Of(status.Suspended),
	},
	{
		name: "a state holds for the choice of values that no end names",
		norms: []norms.Norm{{
			Modality: norms.Obligation, Bearers: []string{"a1"}, Act: pat("seize", "doer", "a1"),
			Window: norms.Window{Start: &norms.Bound{At: norms.Point{Sort: norms.AtInstant, Instant: day(8, 0)}}},
			If:     norms.Holds{Pattern: pat("held", "by", "c")},
		}},
		facts: []fact.Fact{happened("f1", "free", "b1", day(5, 0), "people", "child", "person", "p1")},
		ro: &fact.Roster{ID: "detainees", Members: []fact.Member{{
			ID: "m2", Grade: grade.Verified, When: civil.At(day(4, 1)),
			Roles: []fact.Role{
				{Name: "by", Values: []string{"a1", "c"}},
				{Name: "people", Values: []string{"child", "fighter"}},
				{Name: "person", Values: []string{"p1", "p2"}},
			},
		}}},
		at: day(10, 0), want: status.Of(status.Open),
	},
	{
		name: "a family is a point in time from when it is closed",
		norms: []norms.Norm{
			{
				Modality: norms.Obligation, Bearers: []string{"a"}, Act: pat("free", "doer", "a"),
				ForEach: &norms.Family{Var: "x", Source: norms.FromState, Pattern: pat("held")},
			},
			{
				Modality: norms.Permission, Bearers: []string{"a"}, Act: pat("strike", "doer", "a"),
				Window: norms.Window{
					Start: &norms.Bound{At: norms.Point{Sort: norms.AtNorm, Norm: "x.n1"}, Plus: civil.Period{N: 1, Unit: civil.Days}, Edge: norms.DayStart},
					End:   &norms.Bound{At: norms.Point{Sort: norms.AtNorm, Norm: "x.n1"}, Plus: civil.Period{N: 1, Unit: civil.Days}, Edge: norms.DayEnd},
				},
			},
		},
		facts: []fact.Fact{happened("f1", "free", "a1", day(5, noon), "people", "fighter", "person", "p1")},
		ro: &fact.Roster{ID: "detainees", Complete: true, Declared: day(6, 0), Members: []fact.Member{{
			ID: "m1", Grade: grade.Verified, When: civil.At(civil.Ever),
			Roles: []fact.Role{{Name: "by", Values: []string{"a1"}}, {Name: "people", Values: []string{"fighter"}}, {Name: "person", Values: []string{"p2"}}},
		}}},
		at: day(9, 0), want: status.Of(status.Lapsed),
	},
	{
		name: "a member of a roster does not open the window",
		norms: []norms.Norm{{
			Modality: norms.Aim, Bearers: []string{"a1"},
			Act:     norms.Pattern{Act: "free", Roles: []norms.Want{{Role: "doer", Values: []norms.Value{{ID: "a1"}}}, {Role: "person", Values: []norms.Value{{Var: "x", Role: "person"}}}}},
			ForEach: &norms.Family{Var: "x", Source: norms.FromRoster, Roster: "detainees", Pattern: pat("held")},
		}},
		facts: []fact.Fact{happened("f1", "free", "a1", day(2, 1), "people", "fighter", "person", "p1")},
		ro: &fact.Roster{ID: "detainees", Complete: true, Declared: day(2, 0), Members: []fact.Member{{
			ID: "m1", Grade: grade.Verified, When: civil.Interval{Lo: day(6, 0), Hi: day(7, noon)},
			Roles: []fact.Role{{Name: "by", Values: []string{"a1"}}, {Name: "people", Values: []string{"fighter"}}, {Name: "person", Values: []string{"p1"}}},
		}}},
		at: day(8, 0), want: status.Of(status.Reached),
	},
	{
		name: "a pattern without wants, on a phase, to which a rule gives a role",
		norms: []norms.Norm{{
			Modality: norms.Prohibition, Act: pat("leave.begin"),
		}},
		counts: []norms.CountsAs{{ID: "r1", Term: "1", From: pat("talk"), To: pat("leave", "people", "fighter")}},
		at:     day(9, 0), want: status.Of(status.NoBreachSeen),
	},
	{
		name: "an entry that is so at the start does not put the start before it",
		norms: []norms.Norm{{
			Modality: norms.Obligation, Bearers: []string{"o"}, Act: pat("fix", "doer", "o", "what", "peace"),
			Window: norms.Window{End: &norms.Bound{At: norms.Point{Sort: norms.AtStart}, Edge: norms.DayEnd}},
		}},
		entry: norms.Compare{Figure: norms.Figure{Measure: norms.CountDistinct, Role: "harmed", Pattern: pat("strike")}, Op: norms.AtMost},
		at:    day(9, 0), want: status.Of(status.Breached),
	},
	{
		name: "an act by a member of the party that a variable stands for",
		norms: []norms.Norm{{
			Modality: norms.Permission, BearerVar: &norms.Value{Var: "x", Role: "party"}, Share: norms.Each,
			ForEach: &norms.Family{Var: "x", Source: norms.FromBearers, Members: []string{"a"}},
			Act:     norms.Pattern{Act: "seize", Roles: []norms.Want{{Role: "doer", Values: []norms.Value{{Var: "x", Role: "party"}}}}},
		}},
		facts: []fact.Fact{happened("f1", "seize", "a1", day(3, noon), "people", "fighter", "person", "p1")},
		at:    day(9, 0), want: status.Of(status.Used),
	},
}

func (f *found) sample() *sample {
	m := newMaker(1, true)
	ag := &m.prog.Agreements[0]
	*ag = norms.Agreement{ID: "x", Zone: civil.UTC, Starts: day(1, 0), Marks: []norms.Mark{{ID: "peace"}}, Terms: []norms.Term{{ID: "1"}}}
	m.prog.Agreements = m.prog.Agreements[:1]
	ag.Entry, ag.Counts = f.entry, f.counts
	for i, n := range f.norms {
		n.ID, n.Agree, n.Term, n.AtLeast.N = []string{"n1", "n2"}[i], "x", "1", 1
		ag.Norms = append(ag.Norms, n)
	}
	set := &fact.Set{Facts: f.facts, Coverage: m.everything()}
	if f.ro != nil {
		set.Rosters = []fact.Roster{*f.ro}
	}
	sortSet(set)
	return &sample{prog: m.prog, set: set, at: f.at}
}

// Cases that random tests found, with the state that the page gives them, on both engines.
func TestRegressions(t *testing.T) {
	for _, f := range regressions {
		t.Run(f.name, func(t *testing.T) {
			s := f.sample()
			last := s.prog.Agreements[0].Norms[len(f.norms)-1].Name()
			for lane, standard := range grade.Standards {
				if got := oracle.Complete(s.prog, s.set, standard, s.at+1, 1000, 1).Norms[last]; got != f.want {
					t.Errorf("oracle at %s: {%s}, want {%s}", standard, got, f.want)
				}
				if got := flatten(theMonitor(s.prog, s.set, s.at), lane).norms[last]; got != f.want {
					t.Errorf("monitor at %s: {%s}, want {%s}", standard, got, f.want)
				}
			}
		})
	}
}
