package release_test

import (
	"encoding/json"
	"strings"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/release"
)

// told makes a view of the public in which nobody has agreed to anything.
func told(persons ...record.Person) *release.View {
	v := &release.View{
		Day: "2016-03-01", Consents: map[string]record.Consent{},
		Sources: map[string]record.Source{"canary-w": {ID: "canary-w", Sort: "witness", Name: record.Text{"en": "Zaynab Canary"}}, "agency": {ID: "agency", Sort: "agency"}},
	}
	v.Names = v.Suppressed(persons)
	return v
}

// sings fails where what goes out holds something that does not.
func sings(t *testing.T, what string, x any) {
	t.Helper()
	b, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(strings.ToLower(string(b)), "canary") {
		t.Errorf("%s goes out as %s", what, b)
	}
}

// What stands beside incidents goes out without notes, without the names and ids of who did not agree, and otherwise as it was published.
func TestBesideIncidents(t *testing.T) {
	v := told()
	says := record.Text{"en": "Zaynab Canary saw it"}
	c := v.Coverage(record.Coverage{ID: "c", Observer: "canary-w", Zone: "z", From: "2016-01-01", To: "2016-01-31", Acts: []string{"fire"}, Means: "foot", Denied: true, DeniedBy: "north", LagDays: 2, Source: "canary-w", Note: "canary"})
	sings(t, "coverage", c)
	if c.ID != "c" || c.Zone != "z" || c.From != "2016-01-01" || c.To != "2016-01-31" || len(c.Acts) != 1 || c.Means != "foot" || !c.Denied || c.DeniedBy != "north" || c.LagDays != 2 || c.Observer != "witness" {
		t.Errorf("%+v", c)
	}
	if c := v.Coverage(record.Coverage{ID: "c", Observer: "mission", Source: "agency"}); c.Observer != "mission" || c.Source != "agency" {
		t.Errorf("%+v", c)
	}
	r := v.Roster(record.Roster{ID: "r", Complete: true, Declared: "2016-01-01", Source: "canary-w", Members: []record.Member{{ID: "m", Roles: []record.Words{{Role: "person", Words: []string{"Zaynab Canary"}}}}}})
	sings(t, "a roster", r)
	if !r.Complete || r.Declared == "" || len(r.Members) != 1 {
		t.Errorf("%+v", r)
	}
	p := v.Position(record.Position{ID: "p", Party: "north", Stance: "deny", Agree: "a", Term: "1", About: "i", When: "2016-01-01", Says: says, Source: "canary-w", URL: "https://canary.example/"})
	sings(t, "a position", p)
	if p.Party != "north" || p.Stance != "deny" || p.Agree != "a" || p.Term != "1" || p.About != "i" || p.When == "" || p.Says["en"] == "" {
		t.Errorf("%+v", p)
	}
	y := v.Tally(record.Tally{ID: "t", Source: "canary-w", Act: "fire", What: "acts", Number: record.Range{Lo: 1, Hi: 2}, From: "a", To: "b", Says: says, URL: "https://canary.example/", Roles: []record.Words{{Role: "at", Words: []string{"house of Zaynab"}}}})
	sings(t, "a tally", y)
	if y.Act != "fire" || y.What != "acts" || y.Number.Hi != 2 {
		t.Errorf("%+v", y)
	}
}

// Names stand in words of roles and of places too; words of a vocabulary stay.
func TestNamesInRolesAndPlaces(t *testing.T) {
	v := told(record.Person{ID: "x", Name: record.Text{"en": "Omar Canary"}, Aliases: []string{"fighter"}})
	b := &record.Bundle{
		Incident: record.Incident{
			ID: "i", Act: "fire", Place: record.Place{Name: record.Text{"en": "house of Omar Canary"}, Lat: 1, Lon: 1, Radius: 100},
			Roles: []record.Words{{Role: "harmed", Words: []string{"fighter", "Omar Canary"}}},
		},
		Publication: record.Publication{Public: true},
	}
	out, withheld := v.Public(b)
	sings(t, "an incident", out)
	if got := out.Incident.Roles[0].Words; len(got) != 2 || got[0] != "fighter" || got[1] != release.Gap {
		t.Errorf("%q", got)
	}
	if out.Incident.Place.Radius != 100 || len(withheld) == 0 {
		t.Errorf("%+v, %+v", out.Incident.Place, withheld)
	}
	if b.Incident.Roles[0].Words[1] != "Omar Canary" || b.Incident.Place.Name["en"] != "house of Omar Canary" {
		t.Error("the record was changed")
	}
}

// A date that is coarse is not told by what was done about it, nor a place that is hidden by the title.
func TestCoarseThroughout(t *testing.T) {
	b := &record.Bundle{
		Incident: record.Incident{ID: "i", Act: "fire", When: "2016-02-11", Title: record.Text{"en": "Fire at the ford"}},
		Reviews: []record.Review{{Incident: "i", Assessor: "desk", Stage: "published", When: "2016-02-13", Put: []record.Put{
			{Party: "east", Asked: "2016-02-12", Until: "2016-02-15"}, {Party: "west", Asked: "2016-02-12", Answered: "2016-02-14"},
		}}},
		Dissents:    []record.Dissent{{Incident: "i", Assessor: "desk", When: "2016-02-16"}},
		Publication: record.Publication{Public: true, Date: "month"},
	}
	out, _ := told().Public(b)
	said, err := json.Marshal(out)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(said), "2016-02-1") {
		t.Errorf("a day is told: %s", said)
	}
	if again, _ := told().Public(out); again == nil || again.Reviews[0].Put[0].Asked != "2016-02" {
		t.Errorf("%+v", again)
	}
	b.Publication = record.Publication{Public: true, Hide: []string{"place"}}
	if out, _ = told().Public(b); out.Incident.Title != nil {
		t.Errorf("the place is hidden, and the title says %q", out.Incident.Title)
	}
}
