package monitor

import (
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// Days of the test world: day n is the n-th of January 2020, in UTC.
func day(n int) int64 { return civil.UTC.Start(civil.Date{Year: 2020, Month: 1, Day: n}) }

func noon(n int) int64 { return day(n) + 12*3600 }

// vocabulary of the tests.
func world() norms.Vocabulary {
	role := func(name string, t norms.RoleType) norms.Role { return norms.Role{Name: name, Type: t} }
	kind := norms.Role{Name: "what", Type: norms.KindRole, Kind: "thing"}
	return norms.Vocabulary{
		Parties: []norms.Party{
			{ID: "army", In: []norms.Membership{{In: "north", Dates: civil.Interval{Lo: civil.Ever, Hi: civil.Forever}}}},
			{ID: "militia", In: []norms.Membership{{In: "north", Dates: civil.Interval{Lo: day(10), Hi: day(20)}}}},
			{ID: "north"},
			{ID: "south"},
			{ID: "west"},
		},
		Kinds: []norms.Kind{{ID: "hospital", Parent: "site"}, {ID: "site", Parent: "thing"}, {ID: "thing"}, {ID: "truck", Parent: "thing"}},
		Acts: []norms.Act{
			{ID: "announce", Roles: []norms.Role{role("doer", norms.PartyRole), role("mark", norms.MarkRole), role("day", norms.DateRole)}},
			{ID: "attack", Roles: []norms.Role{role("doer", norms.PartyRole), kind, role("at", norms.PlaceRole), role("killed", norms.CountRole)}},
			{ID: "deliver", Roles: []norms.Role{role("doer", norms.PartyRole), role("person", norms.PersonRole)}},
			{ID: "detain", Roles: []norms.Role{role("doer", norms.PartyRole), role("person", norms.PersonRole)}},
			{ID: "finding", Roles: []norms.Role{role("doer", norms.PartyRole), role("of", norms.TextRole), role("result", norms.TextRole)}},
			{ID: "meet", Roles: []norms.Role{role("doer", norms.PartyRole)}},
			{ID: "release", Roles: []norms.Role{role("doer", norms.PartyRole), role("person", norms.PersonRole)}},
			{ID: "stop", Roles: []norms.Role{role("doer", norms.PartyRole)}},
		},
		States: []norms.State{{
			ID: "held", Roles: []norms.Role{role("person", norms.PersonRole)},
			Begins: []norms.Link{{Filter: norms.Pattern{Act: "detain"}, Roles: []norms.RoleLink{{Act: "person", State: "person"}}}},
			Ends:   []norms.Link{{Filter: norms.Pattern{Act: "release"}, Roles: []norms.RoleLink{{Act: "person", State: "person"}}}},
		}},
		Zones:   []norms.Zone{{ID: "city"}, {ID: "quarter", In: "city"}, {ID: "valley"}},
		Rosters: []norms.RosterDecl{{ID: "detainees", Of: "held"}, {ID: "pledged"}},
	}
}

// pat makes a pattern: role, value, role, value. A value "x.role" names the variable x.
func pat(act string, pairs ...string) norms.Pattern {
	p := norms.Pattern{Act: act}
	for i := 0; i < len(pairs); i += 2 {
		v := norms.Value{ID: pairs[i+1]}
		if len(v.ID) > 2 && v.ID[:2] == "x." {
			v = norms.Value{Var: "x", Role: v.ID[2:]}
		}
		p.Roles = append(p.Roles, norms.Want{Role: pairs[i], Values: []norms.Value{v}})
	}
	return p
}

// happened makes a fact: certain, verified, at an instant, by north unless by says otherwise.
func happened(id, act string, at int64, pairs ...string) fact.Fact {
	f := fact.Fact{
		ID: id, Act: act, Grade: grade.Verified, When: civil.At(at), Acts: fact.Range{Lo: 1, Hi: 1},
		Attribution: fact.Attribution{To: []fact.Attributed{{Party: "north", Grade: grade.Verified}}},
	}
	for i := 0; i < len(pairs); i += 2 {
		switch pairs[i] {
		case "by":
			f.Attribution.To[0].Party = pairs[i+1]
		case "at":
			f.Place.Zones = []string{pairs[i+1]}
		default:
			f.Roles = append(f.Roles, fact.Role{Name: pairs[i], Values: []string{pairs[i+1]}})
		}
	}
	return f
}

// text makes a program of one agreement, accepted by north and south, that starts on day 1.
func text(ns ...norms.Norm) *norms.Program {
	ag := norms.Agreement{
		ID: "a", Force: norms.Accord, By: []string{"north", "south"}, Starts: day(1), Zone: civil.UTC,
		Standard: grade.Corroborated, Marks: []norms.Mark{{ID: "mark"}}, Terms: []norms.Term{{ID: "1"}},
	}
	for i := range ns {
		if ns[i].ID == "" {
			ns[i].ID = "n"
		}
		ns[i].Agree, ns[i].Term = "a", "1"
		ag.Norms = append(ag.Norms, ns[i])
		ag.Terms[0].Norms = append(ag.Terms[0].Norms, ns[i].ID)
	}
	return &norms.Program{Vocabulary: world(), Agreements: []norms.Agreement{ag}}
}

func date(n int, edge norms.Edge) *norms.Bound {
	return &norms.Bound{At: norms.Point{Sort: norms.AtInstant, Instant: day(n)}, Edge: edge}
}

// must1 makes an obligation of north.
func must1(n norms.Norm) norms.Norm {
	n.Modality, n.Bearers, n.AtLeast.N = norms.Obligation, []string{"north"}, max(n.AtLeast.N, 1)
	if n.Act.Act == "" {
		n.Act = pat("deliver", "doer", "north")
	}
	return n
}

func mustNot(n norms.Norm) norms.Norm {
	n.Modality, n.Bearers = norms.Prohibition, []string{"north"}
	if n.Act.Act == "" {
		n.Act = pat("attack", "doer", "north")
	}
	return n
}

func mayDo(n norms.Norm) norms.Norm {
	n.Modality, n.Bearers = norms.Permission, []string{"north"}
	if n.Act.Act == "" {
		n.Act = pat("meet", "doer", "north")
	}
	return n
}

// judge gives the sets of the first norm as of the end of day n.
func judge(t *testing.T, prog *norms.Program, n int, set fact.Set) status.Norm {
	t.Helper()
	set.Sort()
	res, err := Judge(prog, &set, day(n+1)-1)
	if err != nil {
		t.Fatal(err)
	}
	return res.Agreements[0].Norms[0]
}

// facts are what is on record where everything could be seen: what is not among them did not happen.
func facts(fs ...fact.Fact) fact.Set { return fact.Set{Facts: fs, Coverage: everywhere()} }

// silent is a record of which nobody said what could be seen.
func silent(fs ...fact.Fact) fact.Set { return fact.Set{Facts: fs} }

func everywhere() []fact.Coverage {
	return []fact.Coverage{
		{ID: "all city", Observer: "mission", Zone: "city", From: day(-40), To: day(2000)},
		{ID: "all valley", Observer: "mission", Zone: "valley", From: day(-40), To: day(2000)},
	}
}
