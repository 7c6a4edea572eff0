package intake

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/evidence/record"
)

// The rows of these tests are made up, in the layout of the publisher.
var (
	acledHeader = strings.Split("event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,"+
		"assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,"+
		"source_scale,notes,fatalities,tags,timestamp", ",")
	acledRow = map[string]string{
		"event_id_cnty": "NOR77", "event_date": "02 June 2023", "year": "2023", "time_precision": "1", "disorder_type": "Political violence",
		"event_type": "Battles", "sub_event_type": "Armed clash", "actor1": "Northern Forces", "assoc_actor_1": "Hill Guard; River Guard", "inter1": "2",
		"actor2": "Southern Forces", "inter2": "1", "interaction": "12", "iso": "999", "region": "The North", "country": "Northland",
		"admin1": "Northshire", "admin2": "Bridge", "admin3": "Mill", "location": "North Bridge", "latitude": "35.9505", "longitude": "39.0094",
		"geo_precision": "1", "source": "Valley Radio; Hill Paper", "source_scale": "National", "notes": "Fighting at the bridge.", "fatalities": "2",
		"timestamp": "1685987188",
	}
)

// TestACLED holds what a row asserts.
func TestACLED(t *testing.T) {
	civil := []string{"civilian_targeting", "Civilian targeting"}
	remote := []string{"event_type", "Explosions/Remote violence", "sub_event_type", "Shelling/artillery/missile attack"}
	against := []string{"event_type", "Violence against civilians", "sub_event_type", "Attack", "actor2", "Civilians (Northland)", "inter2", "7"}
	both := "Attributions:[{To:Northern Forces Grade:alleged} {To:Southern Forces Grade:alleged}]"
	one := "Attributions:[{To:Northern Forces Grade:alleged}] OneOf:false"
	nobody := "Attributions:[] OneOf:false Exhaustive:false Group:discounted"
	for _, x := range []struct {
		name  string
		cells []string
		want  []string
	}{
		{"a battle", nil, []string{
			"Scheme:acled Act:clash", "When:2023-06-02 ", "Roles:[]", both + " OneOf:false", "Rule:acled.clash ", "Grade:alleged",
			"Zones:[Mill Bridge Northshire Northland] Lat:359505000 Lon:390094000 Radius:5000", "killed", "Range:{Lo:2 Best:2 Hi:-1}", "When:2023-06-05 Grade",
			"timestamp:1685987188", "assoc_actor_1:Hill Guard; River Guard", "fatalities:2", "Words:Fighting at the bridge.",
			"Cites:[acled:source:Hill Paper acled:source:Valley Radio]",
		}},
		{"against nobody known", []string{"actor2", "Unidentified Armed Group (Northland)", "inter2", "3"}, []string{nobody, "Rule:acled.clash.unidentified"}},
		{"against nobody named", []string{"actor2", ""}, []string{nobody, "Rule:acled.clash.unidentified"}},
		{"violence against civilians", against, []string{"Act:attack", "{Role:harmed Words:[civilian]", one, "Rule:acled.civilians "}},
		{"abduction", slices.Concat(against, []string{"sub_event_type", "Abduction/forced disappearance"}), []string{"Act:attack", "{Role:means Words:[Abduction/forced disappearance]"}},
		{"by nobody known", slices.Concat(against, []string{"actor1", "Unidentified Gunmen"}), []string{"Act:attack", nobody, "Rule:acled.civilians.unidentified", "harmed"}},
		{"shelling", slices.Concat(remote, []string{"actor2", "", "inter2", "0"}), []string{"Act:attack", "Roles:[{Role:means Words:[Shelling/artillery/missile attack]", one, "Rule:acled.remote "}},
		{"shelling, civilians listed", slices.Concat(remote, civil, []string{"actor2", "Civilians (Northland)", "inter2", "Civilians"}), []string{"{Role:harmed Words:[civilian]", one, "Rule:acled.remote "}},
		{"shelling, two armed", remote, []string{both + " OneOf:true", "Group:alleged", "Rule:acled.remote.several"}},
		{"shelling, one of two unknown", slices.Concat(remote, []string{"actor1", "Unidentified Military Forces"}), []string{nobody, "Rule:acled.remote.unidentified"}},
		{"civilians alone", slices.Concat(remote, []string{"actor1", "Civilians (Northland)", "inter1", "7", "actor2", ""}), []string{nobody, "Rule:acled.remote.unidentified", "harmed"}},
		{"a mine", slices.Concat(remote, []string{"sub_event_type", "Remote explosive/landmine/IED", "actor2", ""}), []string{"Act:explosion", one}},
		{"a protest", []string{"event_type", "Protests", "sub_event_type", "Peaceful protest", "actor1", "Protesters (Northland)", "inter1", "Protesters", "actor2", ""}, []string{"Act:Peaceful protest", "{To:Protesters (Northland) Grade:alleged}", "Rule:acled.protest "}},
		{"force against protesters", []string{"event_type", "Protests", "sub_event_type", "Excessive force against protesters", "actor1", "Protesters (Northland)", "inter1", "6"}, []string{"Act:Excessive force against protesters", "harmed", nobody, "Rule:acled.protest "}},
		{"a riot", []string{"event_type", "Riots", "sub_event_type", "Mob violence", "actor2", "Rioters (Northland)", "inter2", "5"}, []string{"Act:Mob violence", "{To:Rioters (Northland) Grade:alleged}] OneOf:false", "Rule:acled.riot "}},
		{"a strategic development", []string{"event_type", "Strategic developments", "sub_event_type", "Agreement"}, []string{"Act:Agreement", nobody, "Rule:acled.strategic ", "actor1:Northern Forces"}},
		{"no deaths told", []string{"fatalities", "0"}, []string{"Amounts:[]", "fatalities:0"}},
		{"a figure for a word", []string{"fatalities", "10"}, []string{"Range:{Lo:1 Best:10 Hi:-1}"}},
		{"a week", []string{"time_precision", "2"}, []string{"When:2023-05-27/2023-06-08"}},
		{"a month", []string{"time_precision", "3"}, []string{"When:2023-06 "}},
		{"a date with slashes", []string{"event_date", "28/01/2021 00:00:00"}, []string{"When:2021-01-28 "}},
		{"a date of the API", []string{"event_date", "2021-01-28"}, []string{"When:2021-01-28 "}},
		{"near a town", []string{"geo_precision", "2"}, []string{"Zones:[Northshire Northland] Lat:359505000 Lon:390094000 Radius:25000"}},
		{"a region", []string{"geo_precision", "3"}, []string{"Zones:[Northshire Northland] Lat:0 Lon:0 Radius:0"}},
	} {
		t.Run(x.name, func(t *testing.T) {
			f := &fake{}
			p := load(t, f, sheet(acledHeader, with(acledRow, x.cells...)), opts)
			b := bundle(t, f, "acled:NOR77")
			got := fmt.Sprintf("%+v %+v %+v", b.Incident, b.Accounts, b.Assessments)
			for _, w := range x.want {
				if !strings.Contains(got, w) {
					t.Errorf("want %s\ngot %s", w, got)
				}
			}
			if rule := "rule." + b.Assessments[0].Rule; catalogue()[rule] == "" {
				t.Errorf("no sentence for %s", rule)
			}
			if p.Layout != LayoutACLED || p.Scope.From != p.Scope.To {
				t.Errorf("%+v", p.Scope)
			}
		})
	}
}

func TestACLEDBad(t *testing.T) {
	for _, x := range []struct {
		cells []string
		want  string
	}{
		{[]string{"event_id_cnty", ""}, "M7012"},
		{[]string{"event_type", "Rumours"}, "M7024 2:"},
		{[]string{"event_type", "Strategic developments", "sub_event_type", ""}, "M7024 2:"},
		{[]string{"event_date", "01/28/2021"}, "M7015 2:"},
		{[]string{"event_date", ""}, "M7014 2:"},
		{[]string{"time_precision", "4"}, "M7024 2:"},
		{[]string{"geo_precision", ""}, "M7024 2:"},
		{[]string{"fatalities", "several"}, "M7018 2:"},
		{[]string{"latitude", "95"}, "M7023 2:"},
		{[]string{"timestamp", "yesterday"}, "M7018 2:"},
	} {
		p := read(t, &fake{}, sheet(acledHeader, with(acledRow, x.cells...)), opts)
		if got := describe(p.Diagnostics); p.Rejected != 1 || !strings.HasPrefix(got, x.want) {
			t.Errorf("%v: got %s, want %s", x.cells, got, x.want)
		}
	}
}

// TestACLEDReleases: the layout of 33 columns in another order says the same; a newer export corrects, and withdraws only what it speaks for: its days,
// countries and types of events.
func TestACLEDReleases(t *testing.T) {
	f := &fake{}
	row := func(id, date string, cells ...string) map[string]string {
		return with(with(acledRow, "event_id_cnty", id, "event_date", date), cells...)
	}
	rows := []map[string]string{
		row("N1", "01 June 2023"), row("N2", "05 June 2023"), row("N3", "03 June 2023"), row("N4", "20 June 2023"),
		row("N5", "03 June 2023", "country", "Eastland"), row("N6", "03 June 2023", "event_type", "Riots", "sub_event_type", "Mob violence"),
	}
	load(t, f, sheet(acledHeader, rows...), opts)
	longer := append([]string{"id", "actor_dyad"}, acledHeader...)
	slices.Reverse(longer)
	for _, r := range rows {
		r["id"], r["actor_dyad"] = "7", "Northern Forces-Southern Forces"
	}
	slashes := func(s string) string {
		return strings.NewReplacer("01 June 2023", "01/06/2023 00:00:00", "05 June 2023", "05/06/2023 00:00:00").Replace(s)
	}
	if p := load(t, f, "\uFEFF"+slashes(sheet(longer, rows...)), opts); p.Same != 6 || !p.Empty() {
		t.Fatalf("33 columns: %+v", p.Diffs)
	}
	// N2 is revised, N3 is gone. Of the 20th, of Eastland and of riots this export says nothing.
	p := load(t, f, sheet(acledHeader, rows[0], with(rows[1], "fatalities", "5", "timestamp", "1700000000")), opts)
	if p.Same != 1 || p.Changed != 1 || p.Withdrawn != 1 || !bundle(t, f, "acled:N3").Withdrawn {
		t.Errorf("same %d, changed %d, withdrawn %d", p.Same, p.Changed, p.Withdrawn)
	}
	var fields []string
	for _, d := range p.Diffs {
		fields = append(fields, d.Field+" "+d.Before+" "+d.After)
	}
	if got := strings.Join(fields, "\n"); !strings.Contains(got, "verbatim.fatalities 2 5") || !strings.Contains(got, "when 2023-06-05 2023-11-14") {
		t.Errorf("%s", got)
	}
	if p := read(t, f, sheet(acledHeader, rows[0]), Options{Release: ReleaseWhole}); p.Withdrawn != 4 {
		t.Errorf("whole: %d withdrawn", p.Withdrawn)
	}
	n := 0
	for _, e := range f.entries {
		if e.Kind == record.KindSource {
			n++
		}
	}
	if n != 3 { // ACLED, and the two that it names
		t.Errorf("%d sources", n)
	}
}
