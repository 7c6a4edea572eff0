package judgetest

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/geo"
)

func square(lat, lon int64) *geo.Area {
	const side = 1_000_000
	return &geo.Area{Polygons: [][][]geo.Point{{{
		{Lat: lat, Lon: lon},
		{Lat: lat, Lon: lon + side},
		{Lat: lat + side, Lon: lon + side},
		{Lat: lat + side, Lon: lon},
	}}}}
}

// spots are the points that facts may give; comments say what they are near to. A degree is 111 km; squares are 11 km wide.
var spots = map[string]geo.Point{
	"in z1":      {Lat: 500_001, Lon: 500_003},
	"by z1":      {Lat: 1_100_001, Lon: 500_003}, // 1.1 km
	"near z1":    {Lat: 1_360_001, Lon: 500_003}, // 4 km
	"in y":       {Lat: 5_500_001, Lon: 500_003},
	"by l":       {Lat: 20_100_001, Lon: 3}, // 1.1 km
	"near l":     {Lat: 20_360_001, Lon: 3}, // 4 km
	"nowhere":    {Lat: 40_000_001, Lon: 3},
	"in nothing": {Lat: 8_000_001, Lon: 500_003},
}

// vocabulary is the same in every case but for the time of two memberships.
func (m *maker) vocabulary() norms.Vocabulary {
	always := civil.Interval{Lo: civil.Ever, Hi: civil.Forever}
	until := civil.Interval{Lo: civil.Ever, Hi: m.instant()}
	in := func(p string, dates civil.Interval) []norms.Membership {
		return []norms.Membership{{In: p, Dates: dates}}
	}
	doer := norms.Role{Name: "doer", Type: norms.PartyRole}
	person := norms.Role{Name: "person", Type: norms.PersonRole}
	people := norms.Role{Name: "people", Type: norms.KindRole, Kind: "people"}
	harmed := norms.Role{Name: "harmed", Type: norms.KindRole, Kind: "people"}
	place := norms.Role{Name: "at", Type: norms.PlaceRole}
	move := []norms.Role{doer, people, place}
	held := norms.State{
		ID:    "held",
		Roles: []norms.Role{{Name: "by", Type: norms.PartyRole}, person, people},
		Begins: []norms.Link{{
			Filter: norms.Pattern{Act: "seize"},
			Roles:  []norms.RoleLink{{Act: "doer", State: "by"}, {Act: "people", State: "people"}, {Act: "person", State: "person"}},
		}},
		Ends: []norms.Link{{
			Filter: norms.Pattern{Act: "free"},
			Roles:  []norms.RoleLink{{Act: "person", State: "person"}},
		}},
	}
	return norms.Vocabulary{
		Parties: []norms.Party{
			{ID: "a"},
			{ID: "a1", In: in("a", always)},
			{ID: "b"},
			{ID: "b1", In: in("b", until)},
			{ID: "c"},
			{ID: "d", Sort: norms.Body},
			{ID: "h", Sort: norms.Person, In: in("o", civil.Interval{Lo: m.instant(), Hi: civil.Forever})},
			{ID: "o", Sort: norms.Office, In: in("b", always)},
		},
		Kinds: []norms.Kind{
			{ID: "child", Parent: "civilian"},
			{ID: "civilian", Parent: "people"},
			{ID: "fighter", Parent: "people"},
			{ID: "market", Parent: "site"},
			{ID: "people"},
			{ID: "primary", Parent: "school"},
			{ID: "school", Parent: "site"},
			{ID: "site"},
		},
		Acts: []norms.Act{
			{ID: "bring", Roles: []norms.Role{doer, {Name: "trucks", Type: norms.CountRole}, place}},
			{ID: "find", Roles: []norms.Role{doer, {Name: "of", Type: norms.TextRole}, {Name: "result", Type: norms.TextRole}}},
			{ID: "fix", Roles: []norms.Role{doer, {Name: "what", Type: norms.MarkRole}, {Name: "day", Type: norms.DateRole}}},
			{ID: "free", Roles: []norms.Role{doer, person, people}},
			{ID: "leave", Roles: move},
			{ID: "leave.begin", Roles: move, Of: "leave", Phase: norms.Begin},
			{ID: "leave.finish", Roles: move, Of: "leave", Phase: norms.Finish},
			{ID: "seize", Roles: []norms.Role{doer, person, people}},
			{ID: "shell", Roles: []norms.Role{doer, {Name: "calibre", Type: norms.CountRole, Unit: "mm"}, harmed, place}},
			{ID: "strike", Roles: []norms.Role{
				doer,
				{Name: "object", Type: norms.KindRole, Kind: "site"},
				harmed,
				place,
				{Name: "killed", Type: norms.CountRole},
			}},
			{ID: "talk", Roles: []norms.Role{doer, {Name: "with", Type: norms.PartyRole, Many: true}, place}},
		},
		States:  []norms.State{held},
		Rosters: []norms.RosterDecl{{ID: "detainees", Of: "held"}},
		Zones: []norms.Zone{
			{ID: "l", Line: []geo.Point{{Lat: 20_000_000, Lon: -1_000_000}, {Lat: 20_000_000, Lon: 1_000_000}}},
			{ID: "y", Area: square(5_000_000, 0)},
			{ID: "z"},
			{ID: "z1", In: "z", Area: square(0, 0)},
			{ID: "z2", In: "z"},
		},
	}
}

// doers is the name of the doer role, of acts and of the state.
func doers(act string) string {
	if act == "held" {
		return "by"
	}
	return "doer"
}

// leaves and coarse are what a pattern may ask of a role, and what a fact may say of it: exact values, and others.
var leaves = map[string][]string{
	"doer": {"a1", "b1", "c", "h"}, "by": {"a1", "b1", "c"}, "with": {"a1", "b1", "c"},
	"person": {"p1", "p2"}, "people": {"child", "fighter"}, "harmed": {"child", "fighter"},
	"object": {"market", "primary"}, "at": {"y", "z1", "z2"}, "what": {"peace"},
	"day": {"2015-11-03", "2015-11-05"}, "of": {"n1", "n2"}, "result": {"done", "not done"},
}

var coarse = map[string][]string{
	"doer": {"a", "b", "o"}, "by": {"a", "b"}, "with": {"a", "b"},
	"people": {"civilian", "people"}, "harmed": {"civilian", "people"},
	"object": {"school", "site"}, "at": {"z"},
}

// leafOf gives an exact value at or below a coarse one.
var leafOf = map[string]string{
	"a": "a1", "b": "b1", "o": "h", "civilian": "child", "people": "child", "school": "primary", "site": "primary", "z": "z2", "d": "d",
}

// measures are the amounts that facts give, and that norms and wants compare with.
var measures = map[string][]int64{"killed": {0, 1, 2, 3}, "trucks": {0, 1, 2, 3}, "calibre": {60, 82, 120}}
