package intake

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/base/diag"
	"mithaq/internal/evidence/record"
)

const wordsHeader = "incident,act,when,persons,related,source,lang,words,translation:en,translation:ru,translator,translated_by_machine,cites,connection,claim_by,claim_when,claim:killed," +
	"assessor,grade,amount:killed,amount:killed:civilian:female:adult,amount:killed:age_unknown,status,reliability,degrees,count_method\n"

const wordsRow = `b1,attack,2016-03-02,p2=witness|p1=victim|p1=victim,b0=follows,radio,ar,أصابت الجسر,It hit the bridge.,Она попала в мост.,lina,yes,wire|agency,witness,north,2016-03-01,4,` +
	`desk,corroborated,5-7,2,1-,likely,likely_reliable,north=ordered=alleged|person:p3=direct=corroborated,majority` + "\n"

func TestOwnWords(t *testing.T) {
	f := &fake{}
	load(t, f, wordsHeader+wordsRow, opts)
	b := bundle(t, f, "b1")
	a, as := &b.Accounts[0], &b.Assessments[0]
	for _, x := range []struct{ got, want string }{
		{fmt.Sprint(b.Incident.Persons, b.Incident.Related), "[{p1 victim} {p2 witness}] [{b0 follows}]"},
		{fmt.Sprint(a.Words, " ", a.Translations), "أصابت الجسر [{en It hit the bridge. lina true } {ru Она попала в мост. lina true }]"},
		{fmt.Sprint(a.Cites, " ", a.Connection, " ", a.Claim), "[agency wire] witness {2016-03-01  [north] [{killed {4 4 4}     }]}"},
		{
			fmt.Sprint(as.Amounts),
			"[{killed {5 -1 7}     majority} {killed {1 -1 -1}   unknown  majority} {killed {2 2 2} civilian female adult  majority}]",
		},
		{fmt.Sprint(as.Status, " ", as.Reliability, " ", as.Degrees), "likely likely_reliable [{ p3 direct corroborated} {north  ordered alleged}]"},
	} {
		if x.got != x.want {
			t.Errorf("got  %s\nwant %s", x.got, x.want)
		}
	}
	for _, x := range []struct{ old, new, column string }{
		{"p2=witness", "p2=hero", "persons"},
		{"b0=follows", "b0", "related"},
		{",lina,", ",,", "translator"},
		{",witness,", ",seer,", "connection"},
		{"2016-03-01", "soon", "claim_when"},
		{",likely,", ",sure,", "status"},
		{"likely_reliable", "good", "reliability"},
		{"=ordered=", "=wished=", "degrees"},
		{"=direct=corroborated", "=direct=sure", "degrees"},
		{"majority", "average", "count_method"},
	} {
		p := read(t, &fake{}, wordsHeader+strings.Replace(wordsRow, x.old, x.new, 1), opts)
		if p.Rejected != 1 || !slices.ContainsFunc(p.Diagnostics, func(d diag.Diagnostic) bool {
			return slices.Contains(d.Args, diag.Arg{Name: "column", Value: x.column})
		}) {
			t.Errorf("%s for %s: %+v", x.new, x.old, p.Diagnostics)
		}
	}
	for _, header := range []string{"amount:killed:blue", "amount:killed:child:adult"} {
		if p := read(t, &fake{}, "incident,act,when,assessor,grade,"+header+"\nb1,attack,2016,desk,alleged,3\n", opts); p.Rejected != 1 {
			t.Errorf("%s: %+v", header, p)
		}
	}
	if p := read(t, &fake{}, "incident,act,when,status\nb1,attack,2016,likely\n", opts); p.Rejected != 1 {
		t.Errorf("a status that nobody found: %+v", p)
	}
}

func TestOwnUnits(t *testing.T) {
	f := &fake{}
	load(t, f, "incident,act,when,assessor,grade,amount:detained:family,amount:killed:child,amount:hit:vehicle\nb1,attack,2016,desk,alleged,3-4,1,2\n", opts)
	if got, want := fmt.Sprint(bundle(t, f, "b1").Assessments[0].Amounts), "[{detained {3 -1 4}    family } {hit {2 2 2}    vehicle } {killed {1 1 1}   child  }]"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for _, unit := range record.Units { // each can be brought in
		if groups[unit] == nil && groups["unit_"+unit] == nil {
			t.Errorf("no column counts in %s", unit)
		}
	}
	// Two numbers of the same are told by their columns, in whatever order and unit; none of them is lost in silence.
	for header, want := range map[string]string{
		"amount:killed:vehicle,amount:killed:family":                      "M7094 2:29 column=amount:killed:vehicle value=3 other=amount:killed:family",
		"amount:killed:female:child,amount:killed:child:female":           "M7094 2:29 column=amount:killed:female:child value=3 other=amount:killed:child:female",
		"amount:killed,amount:killed:individual":                          "M7094 2:31 column=amount:killed:individual value=1 other=amount:killed",
		"amount:killed:family:civilian,amount:killed:civilian:unit_other": "M7094 2:29 column=amount:killed:family:civilian value=3 other=amount:killed:civilian:unit_other",
	} {
		p := read(t, &fake{}, "incident,act,when,assessor,grade,"+header+"\nb1,attack,2016,desk,alleged,3,1\n", opts)
		if p.Rejected != 1 || len(p.Diagnostics) != 1 || !strings.HasPrefix(describe(p.Diagnostics), want) {
			t.Errorf("%s: %s", header, describe(p.Diagnostics))
		}
	}
	if p := read(t, &fake{}, "incident,act,when,assessor,grade,amount:killed,amount:killed:family\nb1,attack,2016,desk,alleged,3,1\n", opts); p.Rejected != 1 {
		t.Error("one number in two units was taken")
	}
}

func TestPersons(t *testing.T) {
	f := &fake{}
	file := "person,name_en,pseudo,aliases,sex,age,years,civil\np1,Witness A,yes,B|A,female,adult,30-39,civilian\n"
	if p := load(t, f, file, opts); p.Layout != LayoutPersons || p.Added != 1 {
		t.Fatalf("%+v", p)
	}
	got, err := record.Decode(f.entries[0].Kind, f.entries[0].Version, f.entries[0].Payload)
	if want := "{p1 map[en:Witness A] [A B] true female adult {30 -1 39} civilian }"; err != nil || fmt.Sprint(got) != want {
		t.Errorf("%v, %v", got, err)
	}
	if p := load(t, f, file, opts); p.Same != 1 {
		t.Errorf("again: %+v", p)
	}
	if p := read(t, f, strings.Replace(file, "female", "queen", 1), opts); p.Rejected != 1 {
		t.Errorf("%+v", p)
	}
}
