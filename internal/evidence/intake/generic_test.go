package intake

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"mithaq/internal/evidence/record"
)

const (
	valleyMapping = `{
  "id": "valley-log", "publisher": "valley", "scheme": "valley-words",
  "key": "no", "date": "day", "date_end": "to", "date_format": "D/M/YYYY", "date_precision": {"column": "sure day", "days": {"": 0, "about": 2}},
  "title": {"en": "what happened"}, "place": {"en": "town"}, "zones": ["district"],
  "lat": "y", "lon": "x", "precision": {"column": "how near", "radius": {"town": 5000, "?": 0}},
  "act": {"column": "what"},
  "roles": [{"role": "object", "column": "hit", "separator": ";", "one_of": true}, {"role": "harmed", "constant": "civilian"}],
  "attribution": {"column": "who", "separator": ";"},
  "grade": {"column": "sure", "values": {"A": "verified", "B": "corroborated", "X": "discounted"}},
  "counts": [{"role": "killed", "low": "from", "high": "until"}, {"role": "injured", "best": "hurt", "zero_unknown": true}],
  "url": "link", "published": "said", "lang": "en", "graphic": {"column": "warn", "value": "GRAPHIC"}, "keep": ["sure"]
}`
	valleyHeader = "no,day,to,sure day,what happened,town,district,y,x,how near,what,hit,who,sure,from,until,hurt,link,said,warn\n"
)

func TestMapping(t *testing.T) {
	m, ds := ParseMapping("valley.json", []byte(valleyMapping))
	if ds != nil {
		t.Fatal(describe(ds))
	}
	if again, ds := ParseMapping("valley.json", m.JSON()); ds != nil || !reflect.DeepEqual(again, m) {
		t.Fatalf("%+v\n%+v %s", again, m, describe(ds))
	}
	opt := opts
	opt.Mapping = m
	f := &fake{}
	file := valleyHeader +
		"1,2/3/2016,,,A bridge is hit,North bridge,North,35.95,36.65,town,shelling,school;market,Northern Forces,B,3,5,0,https://example.org,4/3/2016,GRAPHIC\n" +
		"2,2/3/2016,3/3/2016,about,,,,,,,raid,,Northern Forces;Southern Front,A,,,7,,,\n" +
		"3,2/3/2016,,,,,,1,1,?,raid,,Northern Forces,X,,,,,,\n" +
		"4,2/3/2016,,,,,,,,,raid,,,,,,,,,\n"
	if p := load(t, f, file, opt); p.Added != 4 || p.Mapping != "valley-log" || p.Publisher != "valley" {
		t.Fatalf("%+v", p)
	}
	for id, want := range map[string][]string{
		"valley:1": {
			"Scheme:valley-words Act:shelling Title:map[en:A bridge is hit] When:2016-03-02 ", "Zones:[North] Lat:359500000 Lon:366500000 Radius:5000",
			"Roles:[{Role:harmed Words:[civilian] OneOf:false} {Role:object Words:[school market] OneOf:true}]", "Verbatim:map[sure:B] Graphic:true",
			"Published:2016-03-04 Lang:en", "Grade:corroborated Verbatim:B Scheme:valley-words Attributions:[{To:Northern Forces Grade:corroborated}] OneOf:false",
			"Amounts:[{Role:killed Range:{Lo:3 Best:-1 Hi:5}}]", "Rule:mapping.graded ",
		},
		"valley:2": {
			"When:2016-02-29/2016-03-05", "Grade:verified", "Attributions:[{To:Northern Forces Grade:alleged} {To:Southern Front Grade:alleged}] OneOf:true Exhaustive:false Group:alleged",
			"Amounts:[{Role:injured Range:{Lo:7 Best:7 Hi:7}}]", "Rule:mapping.graded.several ",
		},
		"valley:3": {"Lat:0 Lon:0 Radius:0", "Grade:alleged Verbatim:X", "Attributions:[{To:Northern Forces Grade:discounted}]"},
		"valley:4": {"Grade:alleged Verbatim: ", "Attributions:[]", "Amounts:[]", "Rule:mapping.ungraded "},
	} {
		b := bundle(t, f, id)
		got := strings.ReplaceAll(fmt.Sprintf("%+v %+v %+v", b.Incident, b.Accounts, b.Assessments), " Civil: Sex: Age: Unit: Method:", "")
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: want %s\ngot %s", id, w, got)
			}
		}
	}
	// The mapping stands in the record, once.
	if e, err := f.History(t.Context(), record.KindMapping, "valley-log"); err != nil || len(e) != 1 {
		t.Errorf("%d, %v", len(e), err)
	}
	n := len(f.entries)
	if p := load(t, f, file, opt); !p.Empty() || len(f.entries) != n {
		t.Errorf("twice: %+v", p)
	}

	for _, x := range []struct{ old, new, want string }{
		{",town,shelling", ",village,shelling", "M7024 2:61 column=how near value=village want=?, town"},
		{"Northern Forces,B", "Northern Forces,Q", "M7022 2:105 column=sure value=Q want=A, B, X"},
		{",about,", ",perhaps,", "M7024 3:21 column=sure day value=perhaps want=, about"},
		{",raid,,Northern Forces,X", ",,,Northern Forces,X", "M7024 4:23 column=what"},
		{"3/3/2016,about", "1/3/2016,about", "M7017 3:12"},
		{"4/3/2016,G", "2016-03-04,G", "M7015 2:"},
	} {
		if got := describe(read(t, &fake{}, strings.Replace(file, x.old, x.new, 1), opt).Diagnostics); !strings.HasPrefix(got, x.want) {
			t.Errorf("want %s\ngot %s", x.want, got)
		}
	}
	if p := read(t, f, strings.Replace(file, ",who,", ",whom,", 1), opt); !p.Refused || !strings.Contains(describe(p.Diagnostics), "M7004 1:1 layout=generic n=1 columns=who fix:near near=whom → who") {
		t.Error(describe(p.Diagnostics))
	}
}

func TestBadMapping(t *testing.T) {
	good := `{"id":"m","publisher":"p","key":"k","date":"d","act":{"constant":"attack"}}`
	if _, ds := ParseMapping("m.json", []byte(good)); ds != nil {
		t.Fatal(describe(ds))
	}
	for text, want := range map[string]string{
		`{`:         "M7025 1:1 what=json value=unexpected EOF",
		`[1]`:       "M7025 1:",
		good + `{}`: "M7025 0:0 what=json value=more than one value",
		strings.Replace(good, `"key"`, `"kee"`, 1):                                              `what=json value=json: unknown field "kee"`,
		strings.Replace(good, `"publisher":"p",`, "", 1):                                        "what=publisher",
		strings.Replace(good, `"key":"k",`, "", 1):                                              "what=key",
		strings.Replace(good, `"date":"d",`, "", 1):                                             "what=date ",
		strings.Replace(good, `"constant":"attack"`, "", 1):                                     "what=act",
		strings.Replace(good, `"key"`, `"date_format":"Y","key"`, 1):                            "what=date_format value=Y",
		strings.Replace(good, `"key"`, `"lat":"y","key"`, 1):                                    "what=lat, lon",
		strings.Replace(good, `"key"`, `"lat":"y","lon":"x","key"`, 1):                          "what=radius",
		strings.Replace(good, `"key"`, `"layout":"other","key"`, 1):                             "what=layout value=other",
		strings.Replace(good, `"key"`, `"roles":[{"role":"object"}],"key"`, 1):                  "what=roles value=object",
		strings.Replace(good, `"key"`, `"counts":[{"role":"killed"}],"key"`, 1):                 "what=counts value=killed",
		strings.Replace(good, `"key"`, `"attribution":{},"key"`, 1):                             "what=attribution",
		strings.Replace(good, `"key"`, `"grade":{"column":"g"},"key"`, 1):                       "what=grade",
		strings.Replace(good, `"key"`, `"grade":{"column":"g","values":{"A":"sure"}},"key"`, 1): "what=json value=unknown grade",
	} {
		m, ds := ParseMapping("m.json", []byte(text))
		checkWords(t, ds)
		if got := describe(ds); m != nil || !strings.Contains(got, want) {
			t.Errorf("%s\nwant %s\ngot %s", text, want, got)
		}
	}
}

// TestProposedNames: names for acts and kinds, never for parties or zones, each a sound entry.
func TestProposedNames(t *testing.T) {
	for _, layout := range []string{LayoutUCDP, LayoutAirwars} {
		seen := map[string]bool{}
		for _, n := range ProposedNames(layout) {
			_, subject, _, _, err := record.EncodePayload(n)
			if err != nil || seen[subject] || n.Sort != "act" && n.Sort != "kind" {
				t.Errorf("%+v: %v", n, err)
			}
			seen[subject] = true
		}
		if len(seen) == 0 {
			t.Error(layout)
		}
	}
}
