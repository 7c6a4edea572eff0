package intake

import (
	"fmt"
	"strings"
	"testing"

	"mithaq/internal/evidence/record"
)

const sourcesHeader = "code,seq,order,lang_platform,date,domain\n"

// twins are two made-up incidents of Airwars with one code, and one of its own.
func twins(t *testing.T) *fake {
	t.Helper()
	f := &fake{}
	load(t, f, sheet(airwarsHeader,
		with(airwarsRow, "airwars_id", "1", "code", "X1", "seq", "10"), with(airwarsRow, "airwars_id", "2", "code", "X2", "seq", "20"),
		with(airwarsRow, "airwars_id", "3", "code", "X2", "seq", "30"),
	), opts)
	return f
}

func TestAirwarsSources(t *testing.T) {
	f := twins(t)
	if bundle(t, f, "airwars:1").Incident.Verbatim["seq"] != "" || bundle(t, f, "airwars:3").Incident.Verbatim["seq"] != "30" {
		t.Error("the number in the list is kept where two share a code, and only there")
	}
	file := sourcesHeader + "X1,10,1,\"Twitter\nArabic\",2 مارس 2026,mobile.twitter.com\nX1,10,2,Arabic,,www.valley-radio.example\n" +
		"X1,10,3,English,,uk.valley-radio.example\nX1,10,4,English,28 فبراير 2026,airwars.org\nX2,30,1,Facebook,,www.facebook.com\nX2,20,1,—,,archive.ph\n"
	p := load(t, f, file, opts)
	if p.Layout != LayoutAirwarsSources || p.Added != 6 || p.Rows != 6 {
		t.Fatalf("%+v", p)
	}
	for _, x := range []struct{ incident, account, want string }{
		{"airwars:1", "airwars:1:s1", "web:x.com 2026-03-02 ar Twitter Arabic; mobile.twitter.com []"},
		{"airwars:1", "airwars:1:s2", "web:valley-radio.example  ar Arabic; www.valley-radio.example []"},
		{"airwars:1", "airwars:1:s4", "airwars 2026-02-28 en English; airwars.org []"},
		{"airwars:1", "airwars:1:1", "airwars 2016-03-05 en  [web:uk.valley-radio.example web:valley-radio.example web:x.com]"}, // Airwars rests on them
		{"airwars:3", "airwars:3:s1", "web:facebook.com   Facebook; www.facebook.com []"},
		{"airwars:2", "airwars:2:s1", "web:archive.ph   —; archive.ph []"},
	} {
		got := "none"
		for _, a := range bundle(t, f, x.incident).Accounts {
			if a.ID == x.account {
				got = fmt.Sprint(a.Source, " ", a.Published, " ", a.Lang, " ", a.Note, " ", a.Cites)
			}
		}
		if got != x.want {
			t.Errorf("%s: got %s, want %s", x.account, got, x.want)
		}
	}
	base, err := f.Base(t.Context(), record.Cut{})
	if err != nil {
		t.Fatal(err)
	}
	sorts := ""
	for _, s := range base.Sources {
		sorts += fmt.Sprint(s.ID, " ", s.Sort, " ", s.Cites, "\n")
	}
	for _, want := range []string{"web:x.com platform []", "web:archive.ph archive []", "web:uk.valley-radio.example website [web:valley-radio.example]"} {
		if !strings.Contains(sorts, want) {
			t.Errorf("want %s\ngot %s", want, sorts)
		}
	}
	// Twice changes nothing, and neither does the list of incidents after it.
	n := len(f.entries)
	if p := load(t, f, file, opts); !p.Empty() || p.Same != 6 {
		t.Errorf("twice: %+v", p)
	}
	if p := load(t, f, sheet(airwarsHeader, with(airwarsRow, "airwars_id", "1", "code", "X1", "seq", "11")), opts); !p.Empty() || len(f.entries) != n {
		t.Errorf("the incidents again: %+v", p.Diffs)
	}
	// A newer list: one corrected, one gone, which counts only where the file is said to be the whole.
	newer := strings.Replace(strings.Replace(file, "X1,10,2,Arabic,,", "X1,10,2,English,,", 1), "X1,10,3,English,,uk.valley-radio.example\n", "", 1)
	if p := read(t, f, newer, opts); p.Changed != 1 || p.Withdrawn != 0 || p.Same != 4 {
		t.Errorf("newer: %+v", p)
	}
	p = load(t, f, newer, Options{File: "s.csv", Release: ReleaseWhole})
	if b := bundle(t, f, "airwars:1"); p.Changed != 1 || p.Withdrawn != 1 || len(b.Accounts) != 4 || len(p.Diffs) != 2 {
		t.Errorf("whole: %d accounts, %+v", len(b.Accounts), p.Diffs)
	}
}

func TestAirwarsSourcesBad(t *testing.T) {
	for row, want := range map[string]string{
		"X9,1,1,,,a.example":                       "M7052 2:1 column=code value=X9 n=0",
		",1,1,,,a.example":                         "M7052 2:1",
		"X2,40,1,,,a.example":                      "M7052 2:1 column=code value=X2 n=0", // two share the code, and neither has this number
		"X1,10,,,,a.example":                       "M7012 2:7 column=order",
		"X1,10,x,,,a.example":                      "M7018 2:7",
		"X1,10,1,,,shttps":                         "M7024 2:11 column=domain value=shttps",
		"X1,10,1,,,a b.example":                    "M7024 2:11",
		"X1,10,1,,,../etc":                         "M7024 2:11",
		"X1,10,1,,soon,a.example":                  "M7015 2:10",
		"X1,10,1,,,a.example\nX1,10,1,,,b.example": "M7013 3:7 column=order value=1 first=2",
	} {
		p := read(t, twins(t), sourcesHeader+row+"\n", opts)
		if got := describe(p.Diagnostics); p.Rejected != 1 || !strings.HasPrefix(got, want) {
			t.Errorf("%s: got %s, want %s", row, got, want)
		}
	}
}

func TestNamedDays(t *testing.T) {
	for s, want := range map[string]string{
		"2 March 2006": "2006-03-02", "02 Mar 2006": "2006-03-02", "March 2, 2006": "2006-03-02", "2 Sept. 2006": "2006-09-02",
		"2 مارس 2026": "2026-03-02", "٢ آذار ٢٠٢٦": "2026-03-02", "28 كانون الأول 2025": "2025-12-28", "۵ شباط ۲۰۲۴": "2024-02-05",
		"2 марта 2006": "2006-03-02", "14 août 2015": "2015-08-14",
		"30 February 2006": "", "2 Marz 2006": "", "2 March 06": "", "March 2006": "", "2 3 2006": "",
	} {
		d, ok := named(s)
		if ok != (want != "") || ok && d.String() != want {
			t.Errorf("%s: got %s, %v", s, d, ok)
		}
	}
}
