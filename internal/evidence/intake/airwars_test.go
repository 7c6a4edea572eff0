package intake

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// The rows of these tests are made up, in the layout of the publisher.
var (
	airwarsHeader = slices.Concat(airwarsRequired, airwarsOptional)
	airwarsRow    = map[string]string{
		"airwars_id": "9001", "url": "https://example.org/9001", "date": "2016-03-02", "date_type": "date", "location_en": "North Bridge",
		"location_ar": "الجسر الشمالي\u200e", "lat": "35.9505639", "lon": "39.0094148", "geo_accuracy": "town", "belligerent": "Northern Forces",
		"strike_type": "Airstrike", "civilian_harm_reported": "Yes", "grade": "Fair", "killed_min": "3", "killed_max": "5",
		"injured_min": "1", "injured_max": "", "governorate": "Northshire", "region": "The North", "published": "2016-03-05", "modified": "2017-01-01",
		"children_killed_min": "1", "children_killed_max": "2", "strike_status": "Likely strike",
	}
)

// TestAirwarsGrades holds what each grade asserts (VOCABULARIES.md 4.5) with no, one and two belligerents.
func TestAirwarsGrades(t *testing.T) {
	d, a, c, v := grade.Discounted, grade.Alleged, grade.Corroborated, grade.Verified
	for _, x := range []struct {
		grade          string
		act, one, each grade.Grade // of the act, of the attribution to one listed, to each of two
		group          grade.Grade // that one of two did it
		contested      bool
		rule           string
	}{
		{"Confirmed", v, v, a, c, false, "airwars.confirmed"},
		{"Fair", c, c, a, a, false, "airwars.fair"},
		{"Weak", a, a, a, a, false, "airwars.weak"},
		{"Contested", a, a, a, a, true, "airwars.contested"},
		{"Discounted", a, d, d, d, false, "airwars.discounted"},
		{"", a, a, a, a, false, "airwars.ungraded"},
	} {
		t.Run(x.grade, func(t *testing.T) {
			f := &fake{}
			load(t, f, sheet(airwarsHeader,
				with(airwarsRow, "airwars_id", "1", "grade", x.grade),
				with(airwarsRow, "airwars_id", "2", "grade", x.grade, "belligerent", "Northern Forces, Southern Forces"),
				with(airwarsRow, "airwars_id", "3", "grade", x.grade, "belligerent", ""),
				with(airwarsRow, "airwars_id", "4", "grade", x.grade, "belligerent", "Northern Forces, Unknown"),
			), opts)
			want := func(id, rule string, oneOf bool, group grade.Grade, attributions ...record.Attribution) {
				t.Helper()
				as := bundle(t, f, id).Assessments
				if len(as) != 1 {
					t.Fatalf("%s: %d assessments", id, len(as))
				}
				s := as[0]
				if s.Assessor != "airwars" || s.Verbatim != x.grade || s.Grade != x.act || s.Contested != x.contested || s.Rule != rule ||
					s.OneOf != oneOf || s.Exhaustive || s.Group != group || !slices.Equal(s.Attributions, attributions) {
					t.Errorf("%s: got %+v", id, s)
				}
			}
			want("airwars:1", x.rule, false, 0, record.Attribution{To: "Northern Forces", Grade: x.one})
			want("airwars:2", x.rule+".several", true, x.group, record.Attribution{To: "Northern Forces", Grade: x.each}, record.Attribution{To: "Southern Forces", Grade: x.each})
			want("airwars:3", x.rule, false, 0)
			want("airwars:4", x.rule+".several", true, x.group, record.Attribution{To: "Northern Forces", Grade: x.each})
		})
	}
}

func TestAirwarsRow(t *testing.T) {
	f := &fake{}
	load(t, f, sheet(airwarsHeader, airwarsRow), opts)
	b := bundle(t, f, "airwars:9001")
	i := b.Incident
	for _, x := range []struct{ what, got, want string }{
		{"act", i.Act, "attack"},
		{"scheme, publisher, key", i.Scheme + " " + i.Publisher + " " + i.Key, "airwars airwars 9001"},
		{"when", i.When, "2016-03-02"},
		{"name", i.Place.Name["en"] + "/" + i.Place.Name["ar"], "North Bridge/الجسر الشمالي"},
		{"zones", joined(i.Place.Zones), "Northshire"},
		{"place", fmt.Sprint(i.Place.Lat, i.Place.Lon, i.Place.Radius), "359505639 390094148 5000"},
		{"roles", fmt.Sprint(i.Roles), "[{harmed [civilian] false} {means [Airstrike] false}]"}, // no object: a blank mark is an unknown site
		{"verbatim", i.Verbatim["strike_status"] + i.Verbatim["grade"], "Likely strikeFair"},
		{"account", fmt.Sprint(b.Accounts), "[{airwars:9001:1 airwars airwars:9001 2016-03-05 en map[] https://example.org/9001   [] []  {  [] []} []}]"},
		{"amounts", fmt.Sprint(b.Assessments[0].Amounts), "[{injured {1 -1 -1}     } {killed {3 -1 5}     } {killed {1 -1 2}   child  }]"},
		{"assessed", b.Assessments[0].When, "2017-01-01"},
	} {
		if x.got != x.want {
			t.Errorf("%s: got %s, want %s", x.what, x.got, x.want)
		}
	}
}

// TestAirwarsParts: a figure for children, women or men is a part of the number killed, and a correction of it is told apart from one of the whole.
func TestAirwarsParts(t *testing.T) {
	f := &fake{}
	row := with(airwarsRow, "women_killed_min", "1", "women_killed_max", "1", "men_killed_min", "0", "belligerents_killed_min", "2", "killed_min", "3")
	load(t, f, sheet(airwarsHeader, row), opts)
	want := "[{belligerents_killed {2 -1 -1}     } {injured {1 -1 -1}     } {killed {3 -1 5}     } {killed {1 -1 2}   child  } {killed {1 -1 1}  female adult  } {killed {0 -1 -1}  male adult  }]"
	if got := fmt.Sprint(bundle(t, f, "airwars:9001").Assessments[0].Amounts); got != want {
		t.Errorf("got %s", got)
	}
	p := read(t, f, sheet(airwarsHeader, with(row, "killed_max", "6", "children_killed_max", "3", "women_killed_max", "2")), opts)
	if got := fmt.Sprint(p.Diffs); got != "[{assessment airwars:9001/airwars 2 amounts.killed child.range.hi 2 3} {assessment airwars:9001/airwars 2 amounts.killed female adult.range.hi 1 2} "+
		"{assessment airwars:9001/airwars 2 amounts.killed.range.hi 5 6}]" {
		t.Errorf("got %s", got)
	}
}

func TestAirwarsReadings(t *testing.T) {
	for _, x := range []struct {
		name  string
		cells []string
		want  string // a part of the incident, printed
	}{
		{"a cause that is no attack", []string{"cause", "Accidents related to conflict"}, "Act:Accidents related to conflict"},
		{"one cause of two is an attack", []string{"cause", "Accidents related to conflict, Incendiary"}, "Act:attack"},
		{"a comma inside a cause", []string{"cause", "Chemical, Biological, Radiological, Nuclear (CBRN)"}, "Act:attack"},
		{"discounted: civilians not asserted", []string{"grade", "Discounted"}, "Roles:[{Role:means"},
		{"no civilian harm reported", []string{"civilian_harm_reported", "No"}, "Roles:[{Role:means"},
		{"several means", []string{"strike_type", "Airstrike, Artillery"}, "{Role:means Words:[Airstrike Artillery] OneOf:true}"},
		{"several marks", []string{"infrastructure_hit", "Healthcare, Education"}, "{Role:object Words:[Healthcare Education] OneOf:false}"},
		{"a range", []string{"date_type", "date_range", "date_range_end", "2016-03-04"}, "When:2016-03-02/2016-03-04"},
		{"a range without end", []string{"date_type", "date_range"}, "When:2016-03-02/2016-03-05"},
		{"a district", []string{"geo_accuracy", "district"}, "Lat:0 Lon:0 Radius:0"},
		{"no accuracy", []string{"geo_accuracy", ""}, "Lat:0 Lon:0 Radius:0"},
		{"no governorate", []string{"governorate", ""}, "Zones:[The North]"},
	} {
		t.Run(x.name, func(t *testing.T) {
			f := &fake{}
			load(t, f, sheet(airwarsHeader, with(airwarsRow, x.cells...)), opts)
			if got := fmt.Sprintf("%+v", bundle(t, f, "airwars:9001").Incident); !strings.Contains(got, x.want) {
				t.Errorf("got %s\nwant %s", got, x.want)
			}
		})
	}
}
