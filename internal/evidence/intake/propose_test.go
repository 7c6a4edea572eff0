package intake

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func propose(t *testing.T, data string) *Proposal {
	t.Helper()
	p, ds := Propose([]byte(data), Options{File: "rows.csv"})
	if ds != nil {
		t.Fatal(describe(ds))
	}
	return p
}

func TestProposeLayouts(t *testing.T) {
	_, bare, _ := strings.Cut(sheet(ucdpOrder, ucdpRow), "\n")
	for data, want := range map[string]string{
		sheet(ucdpHeader, ucdpRow): "csv ucdp []", bare: "csv ucdp []", sheet(acledHeader, acledRow): "csv acled []", sourcesHeader: "csv airwars_sources []",
		sheet(airwarsHeader[1:], airwarsRow):                                   "csv airwars [airwars_id]",
		collection(feature("1", "", front)):                                    "geojson zones []",
		"scheme,sort,word,means\n":                                             "csv names []",
		strings.ReplaceAll(sheet(ucdpHeader, ucdpRow), ",best,", ",best_est,"): "csv ucdp []",
	} {
		p := propose(t, data)
		if got := fmt.Sprintf("%s %s %v", p.Form, p.Layout, p.Missing); got != want || p.Mapping != nil {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// TestProposeMapping: what columns are is guessed by their names in four languages, by HXL tags, and by what they hold; what cannot be known is asked.
func TestProposeMapping(t *testing.T) {
	for _, x := range []struct {
		name, data string
		want       []string
		open       string
	}{
		{
			"English", "entry,date,lat,lon,town/city,district,country,event_type,actor1,fatalities,injured,Link,colour\n" +
				"e1,2016-03-02,35.9,36.6,Mill,North,Northland,raid,Fleet; Guard,0,2,https://example.org,red\ne2,2016-03-03,35.8,36.5,Quay,North,Northland,raid,Fleet,1,,,\n",
			[]string{
				`"key": "entry"`, `"date": "date"`, `"date_format": "YYYY-MM-DD"`, `"lat": "lat"`, `"en": "town/city"`, `"zones": [ "district", "country" ]`,
				`"act": { "column": "event_type" }`, `"attribution": { "column": "actor1", "separator": ";" }`, `"best": "fatalities", "zero_unknown": true`, `"role": "injured"`, `"url": "Link"`,
			},
			"id publisher radius attribution unused:colour",
		},
		{
			"Arabic", "رقم الحادث;التاريخ;البلدة;خط العرض;خط الطول;نوع الحادث;عدد القتلى;ملاحظات\n١;13/02/2016;المطحنة;35.9;36.6;قصف;3;\n٢;14/02/2016;الرصيف;35.8;36.5;غارة;4;\n",
			[]string{`"key": "رقم الحادث"`, `"date": "التاريخ"`, `"date_format": "D/M/YYYY"`, `"ar": "البلدة"`, `"lon": "خط الطول"`, `"column": "نوع الحادث"`, `"best": "عدد القتلى"`},
			"id publisher radius unused:ملاحظات",
		},
		{
			"Russian", "Номер\tДата события\tНаселенный пункт\tТип\tПогибло\tРанено\n1\t2 марта 2016\tМельница\tобстрел\t3\t5\n2\t3 марта 2016\tПричал\tналёт\t1\t2\n",
			[]string{`"key": "Номер"`, `"date": "Дата события"`, `"date_format": "D Month YYYY"`, `"ru": "Населенный пункт"`, `"column": "Тип"`, `"best": "Погибло"`, `"best": "Ранено"`},
			"id publisher",
		},
		{
			"French, and a day that could be a month", "N°,Date de l'incident,Lieu,Type d'incident,Tués\n1,03/02/2016,Moulin,raid,2\n2,04/02/2016,Quai,raid,plusieurs\n",
			[]string{`"key": "N°"`, `"date": "Date de l'incident"`, `"date_format": "D/M/YYYY"`, `"en": "Lieu"`, `"best": "Tués"`},
			"id publisher date_format counts",
		},
		{
			"HXL tags", "a,b,c,d,e,f\n#event +code,#date +occurred,#loc +name,#event +type,#affected +f +killed,#adm1 +name\nx1,2016-03-02,Mill,raid,3,North\n",
			[]string{`"key": "a"`, `"date": "b"`, `"en": "c"`, `"column": "d"`, `"best": "e"`, `"zones": [ "f" ]`},
			"id publisher",
		},
		{
			"by content alone", "ref,noted,what\nq-1,2016-03-02,raid\nq-2,2016-03-02,raid\n",
			[]string{`"key": "ref"`, `"date": "noted"`, `"column": "what"`},
			"id publisher key",
		},
		{
			"a key that does not name each row", "id,date,type,lat,lon\n1,2016-03-02,raid,95,36\n1,2016-03-03,raid,36,36\n",
			[]string{`"key": "id"`},
			"id publisher key lat, lon unused:lat, lon",
		},
		{"nothing to be known", "a,b\nx,y\nx,y\n", []string{`"key": ""`, `"date": ""`}, "id publisher key date act unused:a, b"},
		{
			"a form", submissions,
			[]string{`"key": "rootUuid"`, `"date": "when"`, `"lat": "where/spot/lat"`, `"lon": "where/spot/lon"`, `"column": "what"`, `"published": "_submission_time"`, `"_validation_status/uid", "_attachments/filename"`},
			"",
		},
	} {
		t.Run(x.name, func(t *testing.T) {
			p := propose(t, x.data)
			if p.Layout != LayoutGeneric {
				t.Fatalf("%+v", p)
			}
			got := strings.Join(strings.Fields(string(p.Mapping.JSON())), " ")
			for _, w := range x.want {
				if !strings.Contains(got, w) {
					t.Errorf("want %s\ngot %s", w, got)
				}
			}
			open := strings.Join(p.Open, " ")
			if p.Unused != nil {
				open += " unused:" + strings.Join(p.Unused, ", ")
			}
			if x.open != "" && open != x.open {
				t.Errorf("open: got %s, want %s", open, x.open)
			}
			for _, g := range p.Guesses {
				if g.Column == "" || g.By == ByTag && g.Detail == "" || !slices.Contains([]string{ByName, ByTag, ByContent}, g.By) {
					t.Errorf("%+v", g)
				}
			}
		})
	}
}

// TestProposalFilledIn: a draft, its open fields filled in, reads the file from which it was drawn.
func TestProposalFilledIn(t *testing.T) {
	text := "رقم الحادث,التاريخ,البلدة,خط العرض,خط الطول,نوع الحادث,عدد القتلى\n1,2016-03-02,المطحنة,35.9,36.6,قصف,3\n2,2016-03-03,الرصيف,35.8,36.5,غارة,4\n"
	p := propose(t, text)
	p.Mapping.ID, p.Mapping.Publisher, p.Mapping.Radius = "m", "p", 500
	m, ds := ParseMapping("m.json", p.Mapping.JSON())
	if ds != nil {
		t.Fatal(describe(ds))
	}
	for _, data := range []string{text, book(t, func(*excelize.File) error { return nil }, "صفحة", text)} {
		f := &fake{}
		if p := load(t, f, data, Options{File: "f", Mapping: m}); p.Added != 2 {
			t.Errorf("%+v", p)
		}
		if b := bundle(t, f, "p:1"); b.Incident.Place.Name["ar"] != "المطحنة" || b.Incident.Place.Radius != 500 || b.Incident.Act != "قصف" {
			t.Errorf("%+v", b.Incident)
		}
	}
}
