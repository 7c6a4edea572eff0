package intake

import (
	"fmt"
	"strings"
	"testing"

	"mithaq/internal/evidence/record"
)

const ownFile = `incident,act,when,title_en,place_en,place_ar,zones,lat,lon,radius,role:object,role:harmed,graphic,account,source,source_en,source_sort,source_party,source_cites,url,published,lang,says_en,says_ar,assessor,grade,verbatim,attributions,contested,excuses,amount:killed,amount:injured,acts,method,assessed,why
b1,attack,2016-03-02,A bridge is hit,North bridge,الجسر,north|valley,35.95,-36.65,500,?school|market,civilian,yes,,radio,Valley Radio,newsroom,,wire|agency,https://example.org/1,2016-03-03,ar,Hit at noon.,أصيب ظهرا,desk,corroborated,Sure,one of north=alleged|south=discounted|group=corroborated|exhaustive,yes,self_defence|error,16-20-26,10-,3-5,on foot,2016-03-10,Seen.
b1,,,,,,,,,,,,,,ministry,Ministry,party,north,,,2016-03-04,,,,reviewer,alleged,,north=alleged|south=alleged,,,5,,,,,
b2,meet,2016-03,,,,,,,,,,,b2-first,radio,,,,,,,,,,,,,,,,,,,,,
`

func TestOwnIncidents(t *testing.T) {
	f := &fake{}
	if p := load(t, f, ownFile, opts); p.Layout != LayoutIncidents || p.Added != 2 || p.Rows != 3 {
		t.Fatalf("%+v", p)
	}
	b := bundle(t, f, "b1")
	for _, x := range []struct{ got, want string }{
		{
			fmt.Sprintf("%+v", b.Incident),
			"{ID:b1 Scheme: Act:attack Title:map[en:A bridge is hit] When:2016-03-02 Zone: Place:{Name:map[ar:الجسر en:North bridge] Zones:[north valley] " +
				"Lat:359500000 Lon:-366500000 Radius:500} Roles:[{Role:harmed Words:[civilian] OneOf:false} {Role:object Words:[school market] OneOf:true}] " +
				"Publisher: Key: Verbatim:map[] Graphic:true Note: Persons:[] Related:[]}",
		},
		{
			fmt.Sprint(b.Accounts),
			"[{b1:1 radio b1 2016-03-03 ar map[ar:أصيب ظهرا en:Hit at noon.] https://example.org/1   [] []  {  [] []} []} {b1:2 ministry b1 2016-03-04  map[]    [] []  {  [] []} []}]",
		},
		{
			fmt.Sprint(b.Assessments),
			"[{b1 desk 2016-03-10 corroborated Sure  [{north alleged} {south discounted}] true true corroborated true [self_defence error] " +
				"[{injured {10 -1 -1}     } {killed {16 20 26}     }] {3 -1 5} on foot  Seen.   []} " +
				"{b1 reviewer  alleged   [{north alleged} {south alleged}] false false discounted false [] [{killed {5 5 5}     }] {0 0 0}      []}]",
		},
		{fmt.Sprint(bundle(t, f, "b2").Accounts), "[{b2-first radio b2   map[]    [] []  {  [] []} []}]"},
	} {
		if x.got != x.want {
			t.Errorf("got  %s\nwant %s", x.got, x.want)
		}
	}
	base, err := f.Base(t.Context(), record.Cut{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(base.Sources), "[{ministry map[en:Ministry] party  north  [] } {radio map[en:Valley Radio] newsroom    [wire agency] }]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}

	// A file that names a source by its id alone, or adds a language, does not take away what is known of it.
	p := load(t, f, "incident,act,when,source,source_ar\nb3,meet,2016,radio,راديو\n", opts)
	if p.Added != 1 || p.Changed != 1 || len(p.Diffs) != 1 || p.Diffs[0].Field != "name.ar" {
		t.Errorf("%+v", p)
	}
	// A correction of the file is one entry, on the same subject.
	n := len(f.entries)
	p = load(t, f, strings.Replace(ownFile, "16-20-26", "16-20-27", 1), opts)
	if p.Changed != 1 || p.Same != 1 || len(f.entries) != n+2 || p.Diffs[0].Field != "amounts.killed.range.hi" {
		t.Errorf("%d entries, %+v", len(f.entries)-n, p)
	}
}

func TestBadOwnRow(t *testing.T) {
	header, rest, _ := strings.Cut(ownFile, "\n")
	for _, x := range []struct{ name, old, new, want string }{
		{"no incident", "b2,meet", ",meet", "M7012 4:1"},
		{"no act", "b2,meet", "b2,", "M7024 4:4 column=act"},
		{"no date", "b2,meet,2016-03,", "b2,meet,,", "M7014 4:9"},
		{"no EDTF", "b2,meet,2016-03,", "b2,meet,March,", "M7015 4:9 column=when value=March want=EDTF"},
		{"a day that no calendar has", "b2,meet,2016-03,", "b2,meet,2016-02-31~/2016-03,", "M7092 4:9 column=when value=2016-02-31~/2016-03 day=2016-02-31"},
		{"an id of dots", "b2,meet", "..,meet", "M7093 4:1 column=incident value=.."},
		{"a source's id of dots", "b2-first,radio", "b2-first,.", "M7093 4:"},
		{"an account's id of dots", "b2-first,", "..,", "M7093 4:"},
		{"a zero date", "b2,meet,2016-03,", "b2,meet,1970-01-01,", "M7016 4:9"},
		{"coordinates without a radius", ",500,", ",,", "M7089 2:83 column=radius value= beside=lat stands=35.95 fix:radius"},
		{"rows disagree", "b1,,,,,", "b1,meet,,,,", "M7027 3:4 column=act value=meet before=attack"},
		{"a source described in two ways", "b2-first,radio,,", "b2-first,radio,Other Radio,", "M7027 4:"},
		{"a grade", "desk,corroborated", "desk,sure", "M7022 2:"},
		{"a grade without an assessor", "reviewer,alleged", ",alleged", "M7089 3:63 column=assessor value= beside=grade stands=alleged fix:assessor"},
		{"an assessor twice", "reviewer,alleged", "desk,alleged", "M7013 3:"},
		{"an attribution without a grade", "north=alleged|south=alleged", "north", "M7024 3:"},
		{"an attribution's grade", "north=alleged|south=alleged", "north=maybe", "M7022 3:"},
		{"exhaustive without one of", "north=alleged|south=alleged", "north=alleged|exhaustive", "M7024 3:"},
		{"a mark", ",yes,,radio", ",perhaps,,radio", "M7024 2:"},
		{"a negative count", "16-20-26", "-5", "M7019 2:"},
		{"a count in words", "16-20-26", "many", "M7018 2:"},
		{"min above max", "16-20-26", "26-16", "M7020 2:"},
		{"best outside", "16-20-26", "16-30-26", "M7021 2:"},
		{"acts upside down", ",3-5,", ",5-3,", "M7020 2:"},
	} {
		t.Run(x.name, func(t *testing.T) {
			if !strings.Contains(rest, x.old) {
				t.Fatal("the file has changed")
			}
			f := &fake{}
			p := read(t, f, header+"\n"+strings.Replace(rest, x.old, x.new, 1), opts)
			if got := describe(p.Diagnostics); p.Refused || p.Rejected == 0 || !strings.Contains(got, x.want) {
				t.Errorf("want %s\ngot %s", x.want, got)
			}
			if b1 := strings.Count(rest, "\nb1,") + 1; x.want[6] != '4' && x.name != "no incident" && p.Rejected != b1 {
				t.Errorf("%d of %d rows of b1 are counted", p.Rejected, b1)
			}
			// Half an incident is not imported: its other rows are left out too, and counted.
			for d := range p.Drafts() {
				if i, ok := d.Payload.(record.Incident); ok && i.ID == "b1" && x.want[6] != '4' {
					t.Error("half of b1 is drafted")
				}
			}
			if _, err := p.Apply(t.Context(), f); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestUnknownColumn(t *testing.T) {
	p := read(t, &fake{}, "incident,act,when,titel_en,amount:,role:object\nb1,attack,2016,x,5,y\n", opts)
	want := "M7026 1:19 column=titel_en layout=mithaq fix:near near=title_en\nM7026 1:28 column=amount: layout=mithaq\n"
	if got := describe(p.Diagnostics); !p.Refused || got != want {
		t.Errorf("got %s", got)
	}
	// What is wrong in the rows is told at once too, and nothing is drafted.
	p = read(t, &fake{}, "incident,act,when,titel_en,lat,lon,radius,amount:killed\nb1,attack,2016,x,99,36,500,3\nb2,attack,soon,x,,,,\n", opts)
	got := describe(p.Diagnostics)
	for _, want := range []string{"M7026 1:19", "M7023 2:18 column=lat value=99", "M7089 2:1 column=assessor value= beside=amount:killed stands=3", "M7015 3:11 column=when value=soon"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not among\n%s", want, got)
		}
	}
	if !p.Refused || !p.Empty() || p.Rejected != 2 {
		t.Errorf("%+v", p)
	}
}

func TestSmallLayouts(t *testing.T) {
	for _, x := range []struct{ layout, text, want string }{
		{
			LayoutCoverage, "observer,zone,from,to,acts,means,denied,denied_by,lag_days\nm,north,2016-01-01,2016-01-31,clash|attack,on_foot,,,2\nm,north,2016-01-01,2016-01-31,,,yes,gov,\n",
			"[{m/north/2016-01-01 m north 2016-01-01 2016-01-31 [attack clash] on_foot false  2  } {m/north/2016-01-01/denied m north 2016-01-01 2016-01-31 []  true gov 0  }]",
		},
		{
			LayoutSources, "source,name_en,sort,cites\nradio,Valley Radio,newsroom,agency|north\n",
			"[{radio map[en:Valley Radio] newsroom    [agency north] }]",
		},
		{
			LayoutRosters, "roster,member,role:people,since,grade,complete,declared,by\nheld,p1,woman,2015,verified,yes,2016-01-01,desk\nheld,p2,,,,,,\nfree,,,,,yes,2016-01-02,\n",
			"[{free [] true 2016-01-02  } {held [{p1 [{people [woman] false}] 2015 verified} {p2 []  alleged}] true 2016-01-01 desk }]",
		},
		{
			LayoutPositions, "party,stance,when,agreement,term,says_en\nnorth,reject,2016-01,truce,3,No.\n",
			"[{north/truce/3/2016-01 north reject truce 3  2016-01 map[en:No.]  }]",
		},
		{
			LayoutTallies, "tally,source,act,what,number,from,to,role:object,doers,grade\nt1,doctors,attack,acts,12-,2016-01-01,2016-03-31,hospital,north|south,corroborated\n",
			"[{t1 doctors attack [{object [hospital] false}] [north south] acts {12 -1 -1} 2016-01-01 2016-03-31 corroborated   map[] }]",
		},
		{
			LayoutNames, "scheme,sort,word,means,by\nucdp,party,Northern Front,north,desk\nucdp,party,Nobody,,desk\n",
			"[{ucdp party Nobody [] desk } {ucdp party Northern Front [north] desk }]",
		},
	} {
		t.Run(x.layout, func(t *testing.T) {
			f := &fake{}
			p := load(t, f, x.text, opts)
			base, err := f.Base(t.Context(), record.Cut{})
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]string{
				LayoutCoverage: fmt.Sprint(base.Coverage), LayoutRosters: fmt.Sprint(base.Rosters), LayoutPositions: fmt.Sprint(base.Positions),
				LayoutTallies: fmt.Sprint(base.Tallies), LayoutSources: fmt.Sprint(base.Sources), LayoutNames: fmt.Sprint(base.Names),
			}[x.layout]
			if p.Layout != x.layout || got != x.want {
				t.Errorf("%s: got %s\nwant %s", p.Layout, got, x.want)
			}
			if p := load(t, f, x.text, opts); !p.Empty() {
				t.Errorf("twice: %+v", p.Diffs)
			}
		})
	}
}

func TestBadSmallRows(t *testing.T) {
	for text, want := range map[string]string{
		"observer,zone,from,to\n,north,2016-01-02,2016-01-01\n":                            "M7024 2:1 column=observer value= want=observer\nM7017 2:19",
		"observer,zone,from,to,denied_by\nm,n,2016-01-01,2016-01-02,gov\n":                 "M7024 2:1 column=denied",
		"observer,zone,from,to\nm,n,2016-01-01,2016-01-02\nm,n,2016-01-01,2016-02-02\n":    "M7013 3:1",
		"roster,member,grade\nheld,p1,\nheld,p2,sure\n":                                    "M7031 2:1 id=held\nM7022 3:9",
		"roster,member\nheld,p1\nheld,p1\n":                                                "M7013 3:6",
		"party,stance,when,agreement,incident\nn,maybe,2016,a,b\n":                         "M7024 2:3 column=stance value=maybe want=accept",
		"tally,source,act,what,number,from,to\nt,s,attack,acts,-2,2016-01-01,2016-01-02\n": "M7019 2:17",
		"scheme,sort,word,means\nucdp,colour,x,y\n":                                        "M7024 2:6 column=sort value=colour want=party, kind, act, zone",
	} {
		p := read(t, &fake{}, text, opts)
		if got := describe(p.Diagnostics); p.Rejected == 0 || !strings.Contains(got, want) {
			t.Errorf("%s\nwant %s\ngot %s", text, want, got)
		}
	}
}
