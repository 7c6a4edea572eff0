package bind

import (
	"errors"
	"iter"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/geo"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/fact"
)

// vocabulary is small and has one of each thing that words are bound to.
var vocabulary = &norms.Vocabulary{
	Parties: []norms.Party{{ID: "government"}, {ID: "movement"}, {ID: "russia"}},
	Kinds: []norms.Kind{
		{ID: "child", Parent: "civilian"},
		{ID: "civilian", Parent: "people"},
		{ID: "hospital", Parent: "site"},
		{ID: "market", Parent: "site"},
		{ID: "people"},
		{ID: "site"},
		{ID: "woman", Parent: "civilian"},
	},
	Acts: []norms.Act{
		{ID: "announce", Roles: []norms.Role{{Name: "doer", Type: norms.PartyRole}, {Name: "what", Type: norms.MarkRole}, {Name: "day", Type: norms.DateRole}}},
		{ID: "attack", Roles: []norms.Role{
			{Name: "doer", Type: norms.PartyRole},
			{Name: "object", Type: norms.KindRole, Kind: "site"},
			{Name: "harmed", Type: norms.KindRole, Kind: "people"},
			{Name: "at", Type: norms.PlaceRole},
			{Name: "killed", Type: norms.CountRole},
			{Name: "injured", Type: norms.CountRole},
			{Name: "about", Type: norms.TextRole},
		}},
		{ID: "detain", Roles: []norms.Role{{Name: "doer", Type: norms.PartyRole}, {Name: "person", Type: norms.PersonRole}, {Name: "with", Type: norms.PartyRole}}},
	},
	States:  []norms.State{{ID: "held", Roles: []norms.Role{{Name: "by", Type: norms.PartyRole}, {Name: "person", Type: norms.PersonRole}, {Name: "people", Type: norms.KindRole}}}},
	Zones:   []norms.Zone{{ID: "douma", In: "ghouta"}, {ID: "ghouta"}},
	Rosters: []norms.RosterDecl{{ID: "detainees", Of: "held"}},
}

var names = []record.Name{
	{Scheme: "airwars", Sort: "party", Word: "Russian Military", Means: []string{"russia"}},
	{Scheme: "airwars", Sort: "party", Word: "Russian Air Force", Means: []string{"russia"}},
	{Scheme: "airwars", Sort: "party", Word: "Syrian Regime", Means: []string{"government"}},
	{Scheme: "airwars", Sort: "party", Word: "Turkish Military"},
	{Scheme: "airwars", Sort: "kind", Word: "Market", Means: []string{"market"}},
	{Scheme: "airwars", Sort: "kind", Word: "Women and children", Means: []string{"woman", "child"}},
	{Scheme: "airwars", Sort: "kind", Word: "Bridge"},
	{Scheme: "airwars", Sort: "kind", Word: "Of another text", Means: []string{"dam"}},
	{Scheme: "airwars", Sort: "act", Word: "Airstrike", Means: []string{"attack"}},
	{Scheme: "airwars", Sort: "act", Word: "Meeting"},
	{Scheme: "airwars", Sort: "act", Word: "Two things", Means: []string{"attack", "detain"}},
	{Scheme: "airwars", Sort: "zone", Word: "الغوطة", Means: []string{"ghouta"}},
	{Scheme: "airwars", Sort: "zone", Word: "Elsewhere"},
}

func damascus(t testing.TB) civil.Zone {
	t.Helper()
	z, err := civil.LoadZone("Asia/Damascus")
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func each(bundles []record.Bundle) iter.Seq2[*record.Bundle, error] {
	return func(yield func(*record.Bundle, error) bool) {
		for i := range bundles {
			if !yield(&bundles[i], nil) {
				return
			}
		}
	}
}

func bindAll(t testing.TB, base *record.Base, opts Options, bundles ...record.Bundle) *fact.Set {
	t.Helper()
	set, err := Bind(vocabulary, damascus(t), base, each(bundles), opts)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func day(t testing.TB, text string) civil.Interval {
	t.Helper()
	e, err := civil.ParseEDTF(text)
	if err != nil {
		t.Fatal(err)
	}
	return e.In(damascus(t))
}

// attack is a bundle of one attack with one account.
func attack(change ...func(*record.Bundle)) record.Bundle {
	b := record.Bundle{
		Incident: record.Incident{ID: "i1", Scheme: "airwars", Act: "Airstrike", When: "2015-10-30", Publisher: "airwars"},
		Accounts: []record.Account{{ID: "a1", Published: "2015-10-31"}},
		Seq:      7,
	}
	for _, c := range change {
		c(&b)
	}
	return b
}

func assessed(as ...record.Assessment) func(*record.Bundle) {
	return func(b *record.Bundle) { b.Assessments = as }
}

func TestBindOneIncident(t *testing.T) {
	b := attack(func(b *record.Bundle) {
		b.Incident.Place = record.Place{Zones: []string{"الغُوطة"}, Lat: 335_000_000, Lon: 364_000_000, Radius: 500}
		b.Incident.Roles = []record.Words{
			{Role: "harmed", Words: []string{"women  AND children"}},
			{Role: "object", Words: []string{"Market"}},
		}
	}, assessed(record.Assessment{
		Assessor: "airwars", Rule: "airwars.fair", Scheme: "airwars", Grade: grade.Corroborated,
		Attributions: []record.Attribution{{To: "Russian Military", Grade: grade.Alleged}, {To: "Syrian Regime", Grade: grade.Alleged}},
		OneOf:        true, Group: grade.Corroborated,
		Amounts: []record.Amount{{Role: "injured", Range: record.Range{Lo: 9, Best: -1, Hi: -1}}, {Role: "killed", Range: record.Range{Lo: 2, Best: 3, Hi: 5}}},
		Acts:    record.Range{Lo: 1, Best: -1, Hi: 2},
		Excuses: []string{"self_defence"},
	}))
	want := fact.Fact{
		ID: "i1", Act: "attack", Grade: grade.Corroborated, When: day(t, "2015-10-30"), Acts: fact.Range{Lo: 1, Hi: 2},
		Roles: []fact.Role{{Name: "harmed", Values: []string{"child", "woman"}}, {Name: "object", Values: []string{"market"}}},
		Attribution: fact.Attribution{
			To:    []fact.Attributed{{Party: "government", Grade: grade.Alleged, By: "airwars"}, {Party: "russia", Grade: grade.Alleged, By: "airwars"}},
			OneOf: true, Group: grade.Corroborated,
		},
		Amounts:   []fact.Amount{{Role: "injured", Range: fact.Range{Lo: 9, Hi: fact.Unbounded}, Best: -1}, {Role: "killed", Range: fact.Range{Lo: 2, Hi: 5}, Best: 3}},
		Place:     fact.Place{Zones: []string{"ghouta"}, Point: &geo.Point{Lat: 335_000_000, Lon: 364_000_000}, Radius: 500},
		Contested: true, Excuses: []string{"self_defence"}, Accounts: []string{"a1"}, Published: day(t, "2015-10-31").Hi, Entered: 7,
	}
	set := bindAll(t, &record.Base{Names: names}, Options{}, b)
	if diff := cmp.Diff(&fact.Set{Facts: []fact.Fact{want}}, set); diff != "" {
		t.Error(diff)
	}
}

func TestBindWords(t *testing.T) {
	role := func(scheme string, w ...record.Words) func(*record.Bundle) {
		return func(b *record.Bundle) { b.Incident.Scheme, b.Incident.Roles = scheme, w }
	}
	for _, c := range []struct {
		what    string
		change  func(*record.Bundle)
		act     string
		roles   []fact.Role
		unbound []fact.Unbound
	}{
		{"own words, folded", func(b *record.Bundle) {
			b.Incident.Scheme, b.Incident.Act = "", "Attack"
			b.Incident.Roles = []record.Words{{Role: "object", Words: []string{"HOSPITAL"}}}
		}, "attack", []fact.Role{{Name: "object", Values: []string{"hospital"}}}, nil},
		{
			"an unbound word leaves the role unknown", role("airwars", record.Words{Role: "object", Words: []string{"Market", "Bakery"}}),
			"attack", nil,
			[]fact.Unbound{{Scheme: "airwars", Sort: "kind", Word: "Bakery", Count: 1}},
		},
		{
			"a word bound to another vocabulary is unbound here", role("airwars", record.Words{Role: "object", Words: []string{"Of another text"}}),
			"attack", nil,
			[]fact.Unbound{{Scheme: "airwars", Sort: "kind", Word: "Of another text", Count: 1}},
		},
		{
			"a word that means nothing matches nothing", role("airwars", record.Words{Role: "object", Words: []string{"Bridge"}}),
			"attack",
			[]fact.Role{{Name: "object", Values: []string{"airwars:Bridge"}}},
			nil,
		},
		{
			"one of", role("airwars", record.Words{Role: "object", Words: []string{"Market", "Bridge"}, OneOf: true}),
			"attack",
			[]fact.Role{{Name: "object", Values: []string{"airwars:Bridge", "market"}, OneOf: true}},
			nil,
		},
		{
			"one of one is no choice", role("airwars", record.Words{Role: "object", Words: []string{"Market"}, OneOf: true}),
			"attack",
			[]fact.Role{{Name: "object", Values: []string{"market"}}},
			nil,
		},
		{
			"text is folded", role("airwars", record.Words{Role: "about", Words: []string{"Éa  B"}}),
			"attack",
			[]fact.Role{{Name: "about", Values: []string{"ea b"}}},
			nil,
		},
		{
			"a role that the act does not have", role("airwars", record.Words{Role: "colour", Words: []string{"red"}}),
			"attack", nil,
			[]fact.Unbound{{Scheme: "airwars", Sort: "role", Word: "colour", Count: 1}},
		},
		{
			"an unbound act", func(b *record.Bundle) { b.Incident.Act = "Ambush" },
			"airwars:Ambush", nil,
			[]fact.Unbound{{Scheme: "airwars", Sort: "act", Word: "Ambush", Count: 1}},
		},
		{
			"an act that means two", func(b *record.Bundle) { b.Incident.Act = "Two things" },
			"airwars:Two things", nil,
			[]fact.Unbound{{Scheme: "airwars", Sort: "act", Word: "Two things", Count: 1}},
		},
	} {
		set := bindAll(t, &record.Base{Names: names}, Options{}, attack(c.change))
		if len(set.Facts) != 1 || set.Facts[0].Act != c.act {
			t.Errorf("%s: %+v", c.what, set.Facts)
			continue
		}
		if diff := cmp.Diff(c.roles, set.Facts[0].Roles); diff != "" {
			t.Errorf("%s: %s", c.what, diff)
		}
		if diff := cmp.Diff(c.unbound, set.Unbound); diff != "" {
			t.Errorf("%s: %s", c.what, diff)
		}
	}
}

func TestUnboundWordsAreCountedByIncident(t *testing.T) {
	twice := func(b *record.Bundle) {
		b.Incident.Roles = []record.Words{{Role: "harmed", Words: []string{"Bakers"}}, {Role: "object", Words: []string{"Bakers", "Bakers"}}}
	}
	set := bindAll(t, &record.Base{Names: names}, Options{}, attack(twice), attack(twice), attack())
	if diff := cmp.Diff([]fact.Unbound{{Scheme: "airwars", Sort: "kind", Word: "Bakers", Count: 2}}, set.Unbound); diff != "" {
		t.Error(diff)
	}
}

func TestBindFoldedNamesThatDisagree(t *testing.T) {
	base := &record.Base{Names: []record.Name{
		{Scheme: "s", Sort: "kind", Word: "Market", Means: []string{"market"}},
		{Scheme: "s", Sort: "kind", Word: "MARKET", Means: []string{"hospital"}},
	}}
	for word, want := range map[string]string{"Market": "market", "MARKET": "hospital", "market": ""} {
		b := attack(func(b *record.Bundle) {
			b.Incident.Scheme, b.Incident.Act = "s", "attack"
			b.Incident.Roles = []record.Words{{Role: "object", Words: []string{word}}}
		})
		base.Names = append(base.Names[:2:2], record.Name{Scheme: "s", Sort: "act", Word: "attack", Means: []string{"attack"}})
		set := bindAll(t, base, Options{}, b)
		got := ""
		if len(set.Facts[0].Roles) > 0 {
			got = set.Facts[0].Roles[0].Values[0]
		}
		if got != want || (len(set.Unbound) == 1) != (want == "") {
			t.Errorf("%s means %q, want %q; unbound %v", word, got, want, set.Unbound)
		}
	}
}

func TestBindZones(t *testing.T) {
	for _, c := range []struct {
		zones []string
		roles []record.Words
		want  []string
	}{
		{nil, nil, nil},
		{[]string{"الغوطة"}, nil, []string{"ghouta"}},
		{[]string{"Nowhere known"}, nil, nil},
		{[]string{"Elsewhere"}, nil, []string{"airwars:Elsewhere"}},
		{nil, []record.Words{{Role: "at", Words: []string{"الغوطة"}}}, []string{"ghouta"}},
		{[]string{"الغوطة"}, []record.Words{{Role: "at", Words: []string{"الغوطة"}}}, []string{"ghouta"}},
	} {
		set := bindAll(t, &record.Base{Names: names}, Options{}, attack(func(b *record.Bundle) {
			b.Incident.Place.Zones, b.Incident.Roles = c.zones, c.roles
		}))
		if diff := cmp.Diff(c.want, set.Facts[0].Place.Zones); diff != "" || set.Facts[0].Roles != nil {
			t.Errorf("%v %v: %s", c.zones, c.roles, diff)
		}
	}
}

func TestBindLeavesOutAndCounts(t *testing.T) {
	set := bindAll(t, &record.Base{Names: names}, Options{},
		attack(func(b *record.Bundle) { b.Withdrawn = true }),
		attack(func(b *record.Bundle) { b.Accounts = nil }),
		attack(func(b *record.Bundle) { b.Incident.Act = "Meeting" }),
		attack(func(b *record.Bundle) { b.Incident.When = "yesterday" }),
	)
	if want := (fact.Left{Withdrawn: 1, Unreported: 1, Elsewhere: 1, Unreadable: 1}); set.Left != want || len(set.Facts) != 1 {
		t.Errorf("%+v, %d facts", set.Left, len(set.Facts))
	}
	if got := set.Facts[0]; got.When != (civil.Interval{Lo: civil.Ever, Hi: civil.Forever}) || got.Grade != grade.Alleged || got.Attribution.To != nil {
		t.Errorf("%+v", got)
	}
}

func TestBindZoneOfTheIncident(t *testing.T) {
	set := bindAll(t, &record.Base{Names: names}, Options{}, attack(func(b *record.Bundle) { b.Incident.Zone = "UTC" }))
	want := civil.UTC.Day(civil.Date{Year: 2015, Month: time.October, Day: 30})
	if set.Facts[0].When != want {
		t.Errorf("%v, want %v", set.Facts[0].When, want)
	}
}

func TestBindPublishedBy(t *testing.T) {
	accounts := func(published ...string) func(*record.Bundle) {
		return func(b *record.Bundle) {
			b.Accounts = nil
			for i, p := range published {
				b.Accounts = append(b.Accounts, record.Account{ID: string(rune('a' + i)), Published: p})
			}
		}
	}
	cut := day(t, "2015-11-15").Hi
	for _, c := range []struct {
		what   string
		change func(*record.Bundle)
		kept   []string // accounts; nil: left out
		unsure bool
	}{
		{"before", accounts("2015-11-01"), []string{"a"}, false},
		{"the day itself", accounts("2015-11-15"), []string{"a"}, false},
		{"after", accounts("2015-11-16"), nil, false},
		{"before and after", accounts("2015-11-16", "2015-11-01"), []string{"b"}, false},
		{"not known", accounts(""), []string{"a"}, true},
		{"that month", accounts("2015-11"), []string{"a"}, true},
		{"not known, and before", accounts("", "2015-11-01"), []string{"a", "b"}, false},
		{"not known, and after", accounts("", "2015-12"), []string{"a"}, true},
		{"assessed without account", func(b *record.Bundle) {
			b.Accounts, b.Assessments = nil, []record.Assessment{{Assessor: "us", Grade: grade.Verified}}
		}, []string{}, true},
	} {
		set := bindAll(t, &record.Base{Names: names}, Options{PublishedBy: cut}, attack(c.change))
		if c.kept == nil {
			if len(set.Facts) != 0 || set.Left.Unpublished != 1 {
				t.Errorf("%s: %+v %+v", c.what, set.Facts, set.Left)
			}
			continue
		}
		if len(set.Facts) != 1 || len(set.Facts[0].Accounts) != len(c.kept) || set.Facts[0].Unsure != c.unsure {
			t.Errorf("%s: %+v", c.what, set.Facts)
			continue
		}
		for i, id := range c.kept {
			if set.Facts[0].Accounts[i] != id {
				t.Errorf("%s: accounts %v", c.what, set.Facts[0].Accounts)
			}
		}
		if all := bindAll(t, &record.Base{Names: names}, Options{PublishedBy: civil.Forever}, attack(c.change)); all.Facts[0].Unsure {
			t.Errorf("%s: unsure without a cut", c.what)
		}
	}
}

func TestBindDenials(t *testing.T) {
	b := attack(func(b *record.Bundle) {
		b.Denials = []record.Position{
			{ID: "p1", Party: "Russia", Stance: "deny", About: "i1", When: "2015-11-01"},
			{ID: "p2", Party: "government", Stance: "admit", About: "i1", When: "2015-11-02"},
			{ID: "p3", Party: "government", Stance: "alternative", About: "i1", When: "2015-12-01"},
		}
	})
	set := bindAll(t, &record.Base{Names: names}, Options{}, b)
	want := []fact.Denial{{Party: "government", Ref: "p3"}, {Party: "russia", Ref: "p1"}}
	if diff := cmp.Diff(want, set.Facts[0].Denials); diff != "" || !set.Facts[0].Contested || len(set.Positions) != 3 {
		t.Errorf("contested %v, %d positions, %s", set.Facts[0].Contested, len(set.Positions), diff)
	}
	set = bindAll(t, &record.Base{Names: names}, Options{PublishedBy: day(t, "2015-11-15").Hi}, b)
	if diff := cmp.Diff(want[1:], set.Facts[0].Denials); diff != "" || len(set.Positions) != 2 {
		t.Errorf("%d positions by 15 November, %s", len(set.Positions), diff)
	}
}

func TestBindGivesTheErrorOfTheRecord(t *testing.T) {
	broken := errors.New("broken")
	_, err := Bind(vocabulary, civil.UTC, &record.Base{}, func(yield func(*record.Bundle, error) bool) { yield(nil, broken) }, Options{})
	if !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
}

// bindOne gives the attribution as one assessor alone would have it.
func bindOne(t interface{ Fatal(...any) }, zone civil.Zone, b record.Bundle, a record.Assessment) fact.Attribution {
	b.Assessments = []record.Assessment{a}
	set, err := Bind(vocabulary, zone, &record.Base{Names: names}, each([]record.Bundle{b}), Options{})
	if err != nil {
		t.Fatal(err)
	}
	return set.Facts[0].Attribution
}

// TestOwnValues: incidents of the same words differ in the persons they name, in whatever number.
func TestOwnValues(t *testing.T) {
	who := func(oneOf bool, persons ...string) []record.Words {
		return []record.Words{{Role: "with", Words: []string{"russia"}}, {Role: "person", Words: persons, OneOf: oneOf}}
	}
	twice := append(who(false, "p3"), record.Words{Role: "person", Words: []string{"p4"}})
	var bundles []record.Bundle
	for i, roles := range [][]record.Words{who(false, "p1"), who(false, "p2", "p1", "p2"), who(true, "p1", "p1"), who(true, "p2", "p1"), who(false), twice, who(false, "p9")} {
		id := string(rune('a' + i))
		bundles = append(bundles, record.Bundle{
			Incident: record.Incident{ID: id, Act: "detain", When: "2015-11-01", Roles: roles}, Accounts: []record.Account{{ID: id, Incident: id}},
		})
	}
	set := bindAll(t, &record.Base{}, Options{}, bundles...)
	with := fact.Role{Name: "with", Values: []string{"russia"}}
	person := func(oneOf bool, ids ...string) fact.Role { return fact.Role{Name: "person", Values: ids, OneOf: oneOf} }
	for i, want := range [][]fact.Role{
		{person(false, "p1"), with},
		{person(false, "p1", "p2"), with},
		{person(false, "p1"), with},
		{person(true, "p1", "p2"), with},
		{with},
		{person(false, "p3"), person(false, "p4"), with},
		{person(false, "p9"), with},
	} {
		if diff := cmp.Diff(want, set.Facts[i].Roles); diff != "" {
			t.Errorf("%s: %s", set.Facts[i].ID, diff)
		}
	}
}
