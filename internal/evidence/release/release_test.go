package release

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"mithaq/internal/evidence/record"
)

const day = "2016-05-01"

// fill puts a word of its own into every text that can be reached, and small numbers into numbers, so that whatever goes out can be traced.
func fill(v reflect.Value, path string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("canary" + path)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), path+"."+v.Type().Field(i).Name)
		}
	case reflect.Slice:
		if e := v.Type().Elem(); e.Kind() == reflect.Uint8 || e == reflect.TypeFor[record.Bundle]() {
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), path)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("en"), reflect.ValueOf("canary"+path))
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Bool:
		v.SetBool(true)
	}
}

// filled gives a bundle of which every text says where it stands, published as a whole.
func filled() *record.Bundle {
	b := &record.Bundle{}
	fill(reflect.ValueOf(b).Elem(), "")
	b.Withdrawn = false
	b.Incident.When, b.Accounts[0].Published, b.Assessments[0].When, b.Denials[0].When = "2016-03-05", "2016-03-06", "2016-04-01", "2016-03-07"
	b.Publication.Hide, b.Publication.Date, b.Publication.Radius = nil, "", 0
	b.Publication.Accounts = []string{b.Accounts[0].ID}
	b.Publication.Files = b.Accounts[0].Files
	b.Denials[0].Source, b.Accounts[0].Source, b.Accounts[0].Cites = "agency", "agency", []string{"agency", "w"}
	return b
}

func view() *View {
	v := &View{Day: day, Sources: map[string]record.Source{
		"agency": {ID: "agency", Sort: "agency", Name: record.Text{"en": "The Agency"}},
		"w":      {ID: "w", Sort: "witness", Name: record.Text{"en": "Layla Haddad"}, Note: "canary"},
	}, Consents: map[string]record.Consent{}}
	return v
}

func (v *View) consent(kind record.Kind, id string, c record.Consent) {
	v.Consents[record.Key(string(kind), id)] = c
}

// leaves lists the canaries in what goes out.
func leaves(b *record.Bundle) []string {
	var out []string
	j, err := json.Marshal(b)
	if err != nil {
		panic(err)
	}
	for rest := string(j); ; {
		i := strings.Index(rest, "canary")
		if i < 0 {
			break
		}
		end := i + strings.IndexAny(rest[i:], `"/`)
		out = append(out, strings.TrimPrefix(rest[i:end], "canary"))
		rest = rest[end:]
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// TestWhatGoesOut is the whole list of texts of an incident that the public may be told. A field that is added to the record is not in it.
func TestWhatGoesOut(t *testing.T) {
	b := filled()
	out, _ := view().Public(b)
	want := []string{
		".Accounts.ID", ".Accounts.Incident", ".Accounts.Lang", ".Accounts.Says", ".Accounts.Translations.Lang", ".Accounts.Translations.Text", ".Accounts.URL",
		".Accounts.Words",
		".Assessments.Amounts.Age", ".Assessments.Amounts.Civil", ".Assessments.Amounts.Method", ".Assessments.Amounts.Role", ".Assessments.Amounts.Sex",
		".Assessments.Amounts.Unit", ".Assessments.Assessor", ".Assessments.Attributions.To", ".Assessments.Excuses", ".Assessments.Incident", ".Assessments.Method",
		".Assessments.Reliability", ".Assessments.Rule", ".Assessments.Scheme", ".Assessments.Status", ".Assessments.Verbatim", ".Assessments.Why",
		".Denials.About", ".Denials.Agree", ".Denials.ID", ".Denials.Party", ".Denials.Says", ".Denials.Stance", ".Denials.Term", ".Denials.URL",
		".Dissents.Assessor", ".Dissents.Incident", ".Dissents.Says", ".Dissents.When",
		".Incident.Act", ".Incident.ID", ".Incident.Place.Name", ".Incident.Place.Zones", ".Incident.Publisher", ".Incident.Roles.Role", ".Incident.Roles.Words",
		".Incident.Scheme", ".Incident.Title", ".Incident.Zone",
		".Publication.Kind", ".Publication.Subject",
		".Reviews.Assessor", ".Reviews.Incident", ".Reviews.Put.Answer", ".Reviews.Put.Answered", ".Reviews.Put.Asked", ".Reviews.Put.Party", ".Reviews.Put.Stance",
		".Reviews.Put.Until", ".Reviews.Stage", ".Reviews.When",
	}
	if diff := cmp.Diff(want, leaves(out)); diff != "" {
		t.Errorf("what goes out (- listed, + goes out):\n%s", diff)
	}
	if !slices.Equal(out.Accounts[0].Cites, []string{"agency"}) {
		t.Errorf("cites: %v", out.Accounts[0].Cites)
	}
}

// TestRestricted: without a publication nothing goes out; what it does not list stays.
func TestRestricted(t *testing.T) {
	v := view()
	for name, change := range map[string]func(*record.Bundle){
		"not public": func(b *record.Bundle) { b.Publication.Public = false },
		"withdrawn":  func(b *record.Bundle) { b.Withdrawn = true },
		"nothing":    func(b *record.Bundle) { b.Publication = record.Publication{} },
	} {
		b := filled()
		change(b)
		if out, w := v.Public(b); out != nil || len(w) != 1 || w[0] != (Withheld{"incident", "restricted", 1}) {
			t.Errorf("%s: %+v, %+v", name, out, w)
		}
	}
	b := filled()
	b.Publication.Accounts, b.Publication.Files = nil, nil
	if out, w := v.Public(b); len(out.Accounts) != 0 || !slices.Contains(w, Withheld{"account", "restricted", 1}) {
		t.Errorf("%+v, %+v", out.Accounts, w)
	}
	b = filled()
	b.Publication.Files = nil
	if out, w := v.Public(b); len(out.Accounts[0].Files) != 0 || !slices.Contains(w, Withheld{"file", "restricted", 1}) {
		t.Errorf("%+v, %+v", out.Accounts, w)
	}
	b = filled()
	b.Publication.Hide = []string{"canary.Incident.Roles.Role", "persons", "place", "title"}
	b.Assessments[0].Amounts[0].Role = "canary.Incident.Roles.Role"
	v.consent(record.KindPerson, b.Incident.Persons[0].Person, record.Consent{Publish: true})
	out, _ := v.Public(b)
	if len(out.Incident.Roles) != 0 || len(out.Incident.Persons) != 0 || out.Incident.Title != nil || !samePlace(out.Incident.Place, record.Place{}) ||
		len(out.Assessments[0].Amounts) != 0 || out.Accounts[0].URL != "" {
		t.Errorf("%+v", out)
	}
}

// TestNoConsentNotOut: what a source or a person did not allow, or allows no longer, stays inside; a witness is told by the sort alone.
func TestNoConsentNotOut(t *testing.T) {
	for _, c := range []struct {
		name           string
		source         string
		consent        *record.Consent
		body           string
		public, shared bool // is the account told?
		as             string
	}{
		{"agency, nothing said", "agency", nil, "un", true, true, "agency"},
		{"agency, refused", "agency", &record.Consent{Record: true}, "un", false, false, "agency"},
		{"agency, to a body", "agency", &record.Consent{Share: []string{"un"}}, "un", false, true, "agency"},
		{"witness, nothing said", "w", nil, "un", false, false, "witness"},
		{"witness, recorded", "w", &record.Consent{Record: true}, "un", false, false, "witness"},
		{"witness, shared", "w", &record.Consent{Share: []string{"un"}}, "un", false, true, "witness"},
		{"witness, shared with another", "w", &record.Consent{Share: []string{"icc"}}, "un", false, false, "witness"},
		{"witness, published", "w", &record.Consent{Publish: true}, "un", true, true, "witness"},
		{"witness, withdrawn", "w", &record.Consent{Publish: true, Withdrawn: "2016"}, "un", false, false, "witness"},
		{"witness, ended", "w", &record.Consent{Publish: true, Until: "2016-04-30"}, "un", false, false, "witness"},
		{"not in the record", "nobody", nil, "un", false, false, ""},
		{"named by the sort already", "victim", nil, "un", true, true, "victim"},
	} {
		v := view()
		if c.consent != nil {
			v.consent(record.KindSource, c.source, *c.consent)
		}
		b := filled()
		b.Accounts[0].Source = c.source
		b.Accounts[0].Says = record.Text{"en": "I am Layla Haddad."}
		v.Names = v.Suppressed(nil)
		out, w := v.Public(b)
		v.Body = c.body
		shared, _ := v.Shared(b)
		for _, told := range []struct {
			b    *record.Bundle
			want bool
		}{{out, c.public}, {shared, c.shared}} {
			if (len(told.b.Accounts) == 1) != told.want {
				t.Errorf("%s: %+v", c.name, told.b.Accounts)
				continue
			}
			if !told.want {
				continue
			}
			a := told.b.Accounts[0]
			if a.Source != c.as || a.Says["en"] != "I am […]." || (a.URL == "") != (c.as != c.source) && c.as != "victim" {
				t.Errorf("%s: %+v", c.name, a)
			}
		}
		if !c.public && !slices.Contains(w, Withheld{"account", "consent", 1}) {
			t.Errorf("%s: withheld %+v", c.name, w)
		}
	}
	v := view()
	b := filled()
	if out, w := v.Public(b); len(out.Incident.Persons) != 0 || !slices.Contains(w, Withheld{"person", "consent", 1}) {
		t.Errorf("%+v, %+v", out.Incident.Persons, w)
	}
	v.consent(record.KindPerson, b.Incident.Persons[0].Person, record.Consent{Publish: true})
	if out, _ := v.Public(b); len(out.Incident.Persons) != 1 {
		t.Errorf("%+v", out.Incident.Persons)
	}
}

// TestSources: of a witness nothing is told but that it is one.
func TestSources(t *testing.T) {
	v := view()
	v.Sources["odd"] = record.Source{ID: "odd", Sort: "uncle", Name: record.Text{"en": "canary"}, URL: "canary"}
	for _, id := range []string{"w", "odd"} {
		if s, ok := v.Source(v.Sources[id]); ok {
			t.Errorf("told without consent: %+v", s)
		}
		v.consent(record.KindSource, id, record.Consent{Publish: true})
	}
	for id, want := range map[string]string{"w": "witness", "odd": Unnamed} {
		if s, ok := v.Source(v.Sources[id]); !ok || !reflect.DeepEqual(s, record.Source{ID: want, Sort: want}) {
			t.Errorf("%+v", s)
		}
	}
	if s, ok := v.Source(v.Sources["agency"]); !ok || s.Name["en"] != "The Agency" {
		t.Errorf("%+v", s)
	}
}

// TestPublicAgain: what goes out, given in again, comes out the same, and is never more than what went in. Canaries in names never survive.
func TestPublicAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := view()
		v.Sources["v"] = record.Source{ID: "v", Sort: "victim"}
		persons := []record.Person{{ID: "p1", Name: record.Text{"ar": "ليلى حداد"}, Aliases: []string{"Umm Khalil"}}, {ID: "p2", Name: record.Text{"en": "Öztürk"}}}
		for _, id := range []string{"agency", "w", "v"} {
			if rapid.Bool().Draw(t, "said "+id) {
				v.consent(record.KindSource, id, record.Consent{Publish: rapid.Bool().Draw(t, "publish "+id)})
			}
		}
		if rapid.Bool().Draw(t, "person") {
			v.consent(record.KindPerson, "p2", record.Consent{Publish: true})
		}
		v.Names = v.Suppressed(persons)
		text := rapid.SampledFrom([]string{"seen by ليلى حداد there", "UMM  KHALIL said", "Ozturk", "لَيلى حَدّاد", "nothing", "umm, khalil; layla haddad", ""})
		b := filled()
		b.Accounts = nil
		for i, s := range []string{"agency", "v", "w", "nobody"} {
			b.Accounts = append(b.Accounts, record.Account{
				ID: fmt.Sprintf("a%d", i), Source: s, Incident: b.Incident.ID, Says: record.Text{"en": text.Draw(t, "says")},
				Words: text.Draw(t, "words"), URL: "https://example.org/x", Published: "2016-03-05", Note: "canary.note",
			})
		}
		b.Publication.Accounts = []string{"a0", "a1", "a2", "a3"}[:rapid.IntRange(0, 4).Draw(t, "accounts")]
		b.Publication.Date = rapid.SampledFrom([]string{"", "month", "year"}).Draw(t, "date")
		b.Publication.Radius = rapid.SampledFrom([]int64{0, 500, 25_000, 300_000}).Draw(t, "radius")
		b.Incident.When = rapid.SampledFrom([]string{"2016-03-05", "2016-03", "2016", "2016-03-05/2016-04-02", "2016-03-05/..", "", "2016-03-05~"}).Draw(t, "when")
		b.Incident.Place.Lat, b.Incident.Place.Lon = rapid.Int64Range(-89e7, 89e7).Draw(t, "lat"), rapid.Int64Range(-179e7, 179e7).Draw(t, "lon")
		b.Incident.Place.Radius = rapid.SampledFrom([]int64{0, 10, 30_000}).Draw(t, "own radius")
		b.Incident.Persons = []record.Involved{{Person: "p1", As: "victim"}, {Person: "p2", As: "witness"}}
		before, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		once, _ := v.Public(b)
		if after, _ := json.Marshal(b); string(after) != string(before) {
			t.Fatal("it changed what it was given")
		}
		twice, _ := v.Public(once)
		if diff := cmp.Diff(once, twice, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("the second time: %s", diff)
		}
		j, err := json.Marshal(once)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"حداد", "حَدّاد", "KHALIL", "khalil", "haddad", "canary.note", "\"p1\""} {
			if strings.Contains(string(j), name) {
				t.Fatalf("%q survived in %s", name, j)
			}
		}
	})
}

// TestPlace: the true place lies in the circle that is told; spots of one cell give one point, so that nothing averages out.
func TestPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		radius := rapid.Int64Range(100, 200_000).Draw(t, "radius")
		p := record.Place{
			Name: record.Text{"en": "canary"}, Zones: []string{"canary"}, Radius: rapid.Int64Range(1, 300_000).Draw(t, "own"),
			Lat: rapid.Int64Range(-75e7, 75e7).Draw(t, "lat"), Lon: rapid.Int64Range(-179e7, 179e7).Draw(t, "lon"),
		}
		got := Place(p, radius)
		if got.Radius < radius || got.Name != nil || got.Zones != nil {
			t.Fatalf("%+v tells more than %d m", got, radius)
		}
		if d := metres(p, got); d+float64(min(p.Radius, radius)) > float64(got.Radius)*1.001+1 && p.Radius < radius {
			t.Fatalf("%+v is %f m from %+v", p, d, got)
		}
		if again := Place(got, radius); !samePlace(again, got) {
			t.Fatalf("again: %+v, then %+v", got, again)
		}
	})
	points := map[[2]int64]bool{}
	for i := range int64(200) { // one house, measured two hundred times
		got := Place(record.Place{Lat: 352_000_000 + i*7, Lon: 369_000_000 - i*5, Radius: 10 + i%3}, 5000)
		points[[2]int64{got.Lat, got.Lon}] = true
	}
	if len(points) != 1 {
		t.Errorf("one house gives %d points: they could be averaged", len(points))
	}
	if got := Place(record.Place{Name: record.Text{"en": "canary"}}, 5000); !samePlace(got, record.Place{}) {
		t.Errorf("a name alone: %+v", got)
	}
	if p := (record.Place{Name: record.Text{"en": "x"}, Radius: 5}); !samePlace(Place(p, 0), p) {
		t.Error("nothing was asked for")
	}
}

// metres is the distance on the sphere.
func metres(a, b record.Place) float64 {
	rad := func(v int64) float64 { return float64(v) / 1e7 * math.Pi / 180 }
	h := math.Pow(math.Sin((rad(b.Lat)-rad(a.Lat))/2), 2) + math.Cos(rad(a.Lat))*math.Cos(rad(b.Lat))*math.Pow(math.Sin((rad(b.Lon)-rad(a.Lon))/2), 2)
	return 2 * 6_371_000 * math.Asin(math.Sqrt(h))
}

// TestDate: no day survives, in any form.
func TestDate(t *testing.T) {
	for _, c := range []struct{ when, unit, want string }{
		{"2016-03-05", "", "2016-03-05"},
		{"2016-03-05", "month", "2016-03"},
		{"2016-03-05T12:30", "month", "2016-03"},
		{"2016-03-05~", "year", "2016"},
		{"2016-03-05/2016-03-09", "month", "2016-03"},
		{"2016-03-05/2016-04-01", "month", "2016-03/2016-04"},
		{"2016-03-05/..", "month", "2016-03/.."},
		{"../2016-03-05", "year", "../2016"},
		{"2016", "month", "2016-01/2016-12"},
		{"2016", "year", "2016"},
		{"", "year", ""},
		{"last Tuesday", "year", ""},
	} {
		if got := Date(c.when, c.unit); got != c.want {
			t.Errorf("%s by %s: %q, want %q", c.when, c.unit, got, c.want)
		}
		if again := Date(Date(c.when, c.unit), c.unit); again != Date(c.when, c.unit) {
			t.Errorf("%s by %s, again: %q", c.when, c.unit, again)
		}
	}
}

// TestNames: names are found in other spellings, and not inside other words.
func TestNames(t *testing.T) {
	n := NewNames()
	for _, name := range []string{"Ali Hassan", "Ali", "أحمد", "Пётр", "Li", "Layla"} {
		n.Add(name)
	}
	for in, want := range map[string]string{
		"ALI HASSAN was there":    "[…] was there",
		"Ali, then Ali Hassan.":   "[…], then […].",
		"Hassan alone":            "[…] alone",
		"Alignment of Aliens":     "Alignment of Aliens",
		"شوهد أَحْمَد هناك":       "شوهد […] هناك",
		"شوهد احمد":               "شوهد […]",
		"видели Петр":             "видели […]",
		"Li, and li no name":      "[…], and li no name",
		"La\u200byla":             "[…]", // a character that is not seen does not hide it
		"":                        "",
		"Ali\u202eHassan, Hassan": "[…], […]",
	} {
		got, _ := n.Without(in)
		if got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
