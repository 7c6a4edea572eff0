package terms

import (
	"errors"
	"strings"
	"testing"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/geo"
)

func resolve(t *testing.T, load Load, files ...string) (*Book, []diag.Diagnostic) {
	t.Helper()
	var list []*syntax.File
	for i, text := range files {
		f, ds := syntax.Parse("dir/"+string(rune('a'+i))+".mithaq", text)
		for _, d := range ds {
			t.Fatalf("%s: %s %v", d.Span, d.Code, d.Args)
		}
		list = append(list, f)
	}
	return Resolve(list, load)
}

func only(t *testing.T, ds []diag.Diagnostic) diag.Diagnostic {
	t.Helper()
	if len(ds) != 1 {
		t.Fatalf("%d remarks: %v", len(ds), ds)
	}
	return ds[0]
}

// TestDidYouMean applies the edit that a remark offers: the text is then without errors.
func TestDidYouMean(t *testing.T) {
	text := "vocabulary v\nparty movement\nkind site { hospital }\nact attack (doer party, object site)\n\n" +
		"agreement a\n  uses v\n  demand by movement\n  dated 2020-01-01\n  zone \"UTC\"\nterm 1\n  1a: movement must not atack(object: hospital)\n"
	_, ds := resolve(t, nil, text)
	d := only(t, ds)
	if d.Code != codeAct || d.Args[0].Value != "atack" || len(d.Fixes) != 2 {
		t.Fatalf("%+v", d)
	}
	if known := d.Fixes[1]; known.Key != "known" || known.Args[0].Value != "attack" {
		t.Errorf("%+v", known)
	}
	e := d.Fixes[0].Edits[0]
	_, ds = resolve(t, nil, text[:e.Span.Start.Offset]+e.Text+text[e.Span.End.Offset:])
	if len(ds) != 0 {
		t.Errorf("after the edit: %v", ds)
	}
}

// TestLongLists sees that a remark does not list all names where there are many.
func TestLongLists(t *testing.T) {
	text := "vocabulary v\nparty zzz in nobody\n"
	for c := 'a'; c < 'a'+shortList; c++ {
		text += "party p" + string(c) + "\n"
	}
	_, ds := resolve(t, nil, text)
	if d := only(t, ds); d.Code != codeParty || len(d.Fixes) != 0 {
		t.Errorf("%+v", d)
	}
}

// TestErrorsStayOutside sees that what holds an error is left out of the book, and that references to it are no further errors.
func TestErrorsStayOutside(t *testing.T) {
	book, ds := resolve(t, nil, `vocabulary v
party red
act go (doer party, by whom)
act stop (doer party)

agreement a
  uses v
  demand by red
  dated 2020-01-01
  zone "UTC"
term 1
  1a: red must go(by: red) once stop()
  1b: red must stop() once 1a kept
  1c: blue must stop()
  1d: red must stop() by 1c
`)
	// The role "by" of "go" has an unknown type; that 1a uses it is told no more, and 1b and 1d may speak of 1a and 1c.
	var codes []string
	for _, d := range ds {
		codes = append(codes, string(d.Code))
	}
	if got := strings.Join(codes, " "); got != "M2015 M2001" {
		t.Errorf("told %s", got)
	}
	var left []string
	for _, n := range book.Agreements[0].Terms[0].Norms {
		left = append(left, n.ID)
	}
	if got := strings.Join(left, " "); got != "1b 1d" {
		t.Errorf("in the book: %s", got)
	}
}

// TestAreas reads areas exactly, once per file, from the folder of the text that names them.
func TestAreas(t *testing.T) {
	reads := 0
	load := func(path string) ([]byte, error) {
		reads++
		if path != "dir/maps/z.geojson" {
			return nil, errors.New("asked for " + path)
		}
		return []byte(`{"type":"FeatureCollection","features":[
			{"type":"Feature","id":"one","geometry":{"type":"Polygon","coordinates":[
				[[36.30000005,33.5],[-36.30000005,0.00000014],[1,2,3],[36.30000005,33.5]],
				[[0,0],[1,0],[1,1],[0,0]]]}},
			{"type":"Feature","properties":{"id":2},"geometry":{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]],[[[5,5],[6,5],[6,6],[5,5]]]]}}]}`), nil
	}
	book, ds := resolve(t, load, "vocabulary v\nzone a from \"maps/z.geojson#one\"\nzone b in a from \"maps/z.geojson#2\"\n")
	if len(ds) != 0 || reads != 1 {
		t.Fatalf("%d reads, %v", reads, ds)
	}
	zones := book.Vocabularies[0].Zones
	if a := zones[0].Area; len(a.Polygons) != 1 || len(a.Polygons[0]) != 2 || len(a.Polygons[0][0]) != 3 ||
		a.Polygons[0][0][0] != (geo.Point{Lat: 335000000, Lon: 363000001}) || a.Polygons[0][0][1] != (geo.Point{Lat: 1, Lon: -363000001}) {
		t.Errorf("one: %+v", a)
	}
	if b := zones[1].Area; len(b.Polygons) != 2 || zones[1].In != zones[0] {
		t.Errorf("2: %+v", b)
	}
}

func TestScaled(t *testing.T) {
	for s, want := range map[string]int64{
		"0": 0, "-0": 0, "180": 1800000000, "-179.9999999": -1799999999, "1.23456785": 12345679, "1.23456784999": 12345678, "0.00000005": 1,
		"-0.00000005": -1, "12.5": 125000000,
	} {
		if got, ok := scaled(s); !ok || got != want {
			t.Errorf("%s: %d %v, want %d", s, got, ok, want)
		}
	}
	for _, s := range []string{"", "-", "1e5", "1E-5", "0.000000001x", "1234567890", ".5", "--1", "+1"} {
		if got, ok := scaled(s); ok {
			t.Errorf("%q is read as %d", s, got)
		}
	}
}

// TestNoFiles sees that a text with areas can be read where there are no files.
func TestNoFiles(t *testing.T) {
	_, ds := resolve(t, nil, "vocabulary v\nzone a from \"z.geojson#a\"\n")
	if d := only(t, ds); d.Code != codeAreaFile {
		t.Errorf("%+v", d)
	}
}

// TestSeveralFiles sees that vocabularies and agreements find each other in any order of files.
func TestSeveralFiles(t *testing.T) {
	text := "agreement a\n  uses v, w\n  agreed between red and blue\n  dated 2020-01-01\n  zone \"UTC\"\nterm 1\n  1a: red must go() by 2020-02-01\n"
	v, w := "vocabulary v\nparty red\nact go (doer party)\n", "vocabulary w\nparty blue\n"
	for _, files := range [][]string{{text, v, w}, {w, text, v}, {v, w, text}} {
		book, ds := resolve(t, nil, files...)
		if len(ds) != 0 {
			t.Fatal(ds)
		}
		a := book.Agreements[0]
		if len(a.Uses) != 2 || a.By[1].ID != "blue" || a.Terms[0].Norms[0].Bearers[0] != a.By[0] {
			t.Errorf("%+v", a)
		}
	}
}
