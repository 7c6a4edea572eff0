package bind

import (
	"strings"
	"testing"

	"mithaq/internal/evidence/record"
)

func told(sources ...string) func(*record.Bundle) {
	return func(b *record.Bundle) {
		b.Accounts = nil
		for i, s := range sources {
			b.Accounts = append(b.Accounts, record.Account{ID: string(rune('a' + i)), Source: s})
		}
	}
}

func TestWithoutSources(t *testing.T) {
	base := &record.Base{
		Sources:   []record.Source{{ID: "echo", Cites: []string{"sohr"}}},
		Coverage:  []record.Coverage{{ID: "c", Observer: "x", Zone: "douma", From: "2015", To: "2015"}, {ID: "d", Observer: "osce", Zone: "douma", From: "2015", To: "2015"}},
		Positions: []record.Position{{ID: "p", Party: "russia", Stance: "accept", Agree: "t", When: "2015", Source: "x"}},
		Tallies:   []record.Tally{{ID: "t", Source: "x", Act: "attack", What: "acts", From: "2015", To: "2015"}},
		Rosters:   []record.Roster{{ID: "detainees", Complete: true, Declared: "2015", Source: "x"}},
	}
	assess := assessed(by("us", verified, to("russia", corroborated)))
	for _, c := range []struct {
		sources, without string
		want             string // grade of the act, of the attribution; "": left out
	}{
		{"x", "", "verified corroborated"},
		{"x", "other", "verified corroborated"},
		{"x", "x", ""},
		{"x sohr", "x", "alleged alleged"},
		{"x sohr syria_tv", "x", "corroborated corroborated"},
		{"x sohr sohr", "x", "alleged alleged"},
		{"x sohr echo", "x", "alleged alleged"}, // one republishes the other
		{"x sohr", "x sohr", ""},
	} {
		set := bindAll(t, base, Options{Without: strings.Fields(c.without)}, attack(told(strings.Fields(c.sources)...), assess))
		got := ""
		if len(set.Facts) > 0 {
			f := &set.Facts[0]
			got = f.Grade.String() + " " + f.Attribution.To[0].Grade.String()
		}
		if got != c.want || (set.Left.Without == 1) != (c.want == "") {
			t.Errorf("told by %s, without %s: %q, want %q (%d left out)", c.sources, c.without, got, c.want, set.Left.Without)
		}
	}
	set := bindAll(t, base, Options{Without: []string{"x"}})
	if len(set.Coverage) != 1 || len(set.Positions)+len(set.Tallies)+len(set.Rosters) > 0 {
		t.Errorf("what it says apart from incidents stays: %+v", set)
	}
	if set = bindAll(t, base, Options{}); len(set.Coverage) != 2 || len(set.Positions) != 1 || len(set.Tallies) != 1 || len(set.Rosters) != 1 {
		t.Errorf("something is gone that nobody left out: %+v", set)
	}
}

// An assessor who is the source left out counts no more; what others found on other accounts stands whole.
func TestWithoutAnAssessor(t *testing.T) {
	b := attack(told("sohr"), assessed(by("airwars", verified, to("russia", verified)), by("us", alleged)))
	set := bindAll(t, &record.Base{}, Options{Order: []string{"airwars", "us"}, Without: []string{"airwars"}}, b)
	if f := &set.Facts[0]; f.Grade != alleged || len(f.Attribution.To) != 0 {
		t.Errorf("%+v", f)
	}
	b = attack(told(), assessed(by("airwars", verified)))
	if set = bindAll(t, &record.Base{}, Options{Without: []string{"airwars"}}, b); len(set.Facts) != 0 {
		t.Errorf("an incident that one assessor alone tells of stays: %+v", set.Facts)
	}
}
