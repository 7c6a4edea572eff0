package export

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// attacks are what somebody may write into a field to harm whoever opens the file.
var attacks = []string{
	`=HYPERLINK("https://evil.example","x")`, "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "|cmd", "%1", "'=1", `"=1`,
	"<script>alert(1)</script>", "</script><img src=x onerror=alert(1)>", "'; DROP TABLE entry; --", "a\u202egpj.exe", "\u2066x\u2069", "\u200f\u061cx", "\x00\x1b[2J",
	"a,b\"c;d", "#tag+evil", "ok",
}

// poisoned gives an incident with an attack in every field.
func poisoned(s string) *record.Bundle {
	return &record.Bundle{
		Incident: record.Incident{
			ID: s, Act: s, Title: record.Text{"en": s, "ar": s, s: s}, When: "2016-03-05/2016-03-07", Publisher: s,
			Place: record.Place{Name: record.Text{"en": s}, Zones: []string{s, "z"}, Lat: -335_000_001, Lon: 363_000_000, Radius: 5000},
		},
		Accounts: []record.Account{{ID: s, Source: s, Incident: s, Says: record.Text{"en": s}, Words: s, Lang: s, URL: s, Published: s}},
		Assessments: []record.Assessment{{
			Incident: s, Assessor: s, Grade: grade.Corroborated, Attributions: []record.Attribution{{To: s, Grade: grade.Alleged}},
			Amounts: []record.Amount{{Role: "killed", Range: record.Range{Lo: 2, Best: 3, Hi: -1}}, {Role: s + "x", Range: record.Range{Lo: 1, Best: -1, Hi: 4}}},
		}},
		Reviews: []record.Review{{Incident: s, Assessor: s, Stage: "published", Put: []record.Put{
			{Party: s, Asked: "2016-03-20", Until: "2016-04-20", Answered: "2016-04-01", Stance: "deny", Answer: record.Text{"en": s, "ru": s}},
		}}},
		Denials: []record.Position{{ID: s, Party: s, Stance: "deny", When: "2016", Says: record.Text{"ru": s}}},
	}
}

func all(bundles ...*record.Bundle) Incidents {
	return func(yield func(*record.Bundle, error) bool) {
		for _, b := range bundles {
			if !yield(b, nil) {
				return
			}
		}
	}
}

var about = &About{Program: "mithaq", Head: record.Head{Seq: 7}, Made: "2016-05-01T00:00:00Z", View: "public"}

func write(t *testing.T, format string, bundles ...*record.Bundle) string {
	t.Helper()
	var out bytes.Buffer
	if err := Formats[format](&out, about, all(bundles...)); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestAttacks: whatever stands in a field, each form can be read back, begins no formula and ends no script, and holds no character that is
// not seen and turns the text around.
func TestAttacks(t *testing.T) {
	for _, a := range attacks {
		b := poisoned(a)
		for format := range Formats {
			text := write(t, format, b, b)
			for _, r := range text {
				if unicode.IsControl(r) && r != '\n' && r != '\r' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\u200f' || r == '\u061c' {
					t.Errorf("%s of %q holds %U", format, a, r)
				}
			}
			if format == "csv" {
				cells(t, a, text)
				continue
			}
			if strings.Contains(text, `"record":{"seq"`) || !strings.Contains(text, `"record":{"hash"`) {
				t.Errorf("%s tells the public how many entries there are: %.300s", format, text)
			}
			if strings.ContainsAny(text, "<>") {
				t.Errorf("%s of %q holds a mark of HTML: %s", format, a, text)
			}
			var v any
			if err := json.Unmarshal([]byte(text), &v); err != nil {
				t.Errorf("%s of %q: %v", format, a, err)
			}
		}
	}
}

func cells(t *testing.T, attack, text string) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) != 4 {
		t.Fatalf("%q: %d rows, %v", attack, len(rows), err)
	}
	number := regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)
	for _, row := range rows[2:] {
		for i, cell := range row {
			if columns[i].number {
				if cell != "" && !number.MatchString(cell) {
					t.Errorf("%s is %q", columns[i].header, cell)
				}
				continue
			}
			if cell != "" && strings.ContainsRune("=+-@|%＝＋－＠\t\r\n", []rune(cell)[0]) || strings.HasPrefix(strings.TrimLeft(cell, " "), "=") {
				t.Errorf("%q: a formula begins in %s: %q", attack, columns[i].header, cell)
			}
		}
	}
}

// TestCSV: the second row tells each column's meaning, in tags that are tags; ranges whose end is not known leave a cell empty.
func TestCSV(t *testing.T) {
	rows, err := csv.NewReader(strings.NewReader(write(t, "csv", poisoned("ok"), &record.Bundle{Incident: record.Incident{ID: "i2", Act: "x"}}))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	tag := regexp.MustCompile(`^#[a-z]+(\+[a-z][a-z0-9_]*)*$`) // hxlstandard.org 1.1, "Tagging conventions"
	seen := map[string]bool{}
	for i, h := range rows[0] {
		if !tag.MatchString(rows[1][i]) || seen[rows[1][i]] || seen[h] {
			t.Errorf("%s: %s", h, rows[1][i])
		}
		seen[h], seen[rows[1][i]] = true, true
	}
	at := func(row int, header string) string { return rows[row][slices.Index(rows[0], header)] }
	for header, want := range map[string]string{
		"incident": "ok", "date": "2016-03-05/2016-03-07", "date_from": "2016-03-05", "date_to": "2016-03-07", "zones": "ok; z", "latitude": "-33.5000001",
		"longitude": "36.3", "radius_m": "5000", "grade": "corroborated", "attributed_to": "ok", "killed_low": "2", "killed_best": "3", "killed_high": "", "injured_low": "",
	} {
		if got := at(2, header); got != want {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
	if at(3, "latitude") != "" || at(3, "radius_m") != "" || at(3, "grade") != "" {
		t.Errorf("nothing is known of it: %v", rows[3])
	}
}

// TestGeoJSON: RFC 7946: longitude first, no geometry where no place is known, the uncertainty beside it.
func TestGeoJSON(t *testing.T) {
	var got struct {
		Type     string
		Features []struct {
			Type, ID string
			Geometry *struct {
				Type        string
				Coordinates []float64
			}
			Properties map[string]any
		}
	}
	text := write(t, "geojson", poisoned("ok"), &record.Bundle{Incident: record.Incident{ID: "i2", Act: "x"}})
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	if got.Type != "FeatureCollection" || len(got.Features) != 2 || !strings.Contains(text, `"geometry":null`) {
		t.Fatalf("%+v", got)
	}
	f := got.Features[0]
	if f.Type != "Feature" || f.ID != "ok" || f.Geometry.Type != "Point" || fmt.Sprint(f.Geometry.Coordinates) != "[36.3 -33.5000001]" || f.Properties["radius_m"] != 5000.0 {
		t.Errorf("%+v %+v", f, f.Geometry)
	}
	if !strings.HasSuffix(write(t, "geojson"), "\"features\":[\n]}\n") {
		t.Error("none at all")
	}
}

// TestJSONLD: each word that is used has a meaning in the file itself, or is one of schema.org's; nothing has to be fetched.
func TestJSONLD(t *testing.T) {
	var got map[string]any
	if err := json.Unmarshal([]byte(write(t, "jsonld", poisoned("ok"))), &got); err != nil {
		t.Fatal(err)
	}
	schema := []string{ // schema.org 28.1: properties of Event, CreativeWork, Review, Place, GeoCircle, Organization
		"name", "identifier", "startDate", "endDate", "location", "subjectOf", "geo", "geoMidpoint", "geoRadius", "latitude", "longitude", "datePublished",
		"url", "text", "author",
	}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, x := range v {
				walk(x)
			}
		case map[string]any:
			for k, x := range v {
				prefix, _, colon := strings.Cut(k, ":")
				if k != "@context" && !strings.HasPrefix(k, "@") && Context[k] == nil && !slices.Contains(schema, k) && (!colon || Context[prefix] == nil) {
					t.Errorf("%q has no meaning", k)
				}
				if k != "@context" {
					walk(x)
				}
			}
		}
	}
	walk(got)
	for _, v := range Context {
		if s, ok := v.(string); ok && strings.HasSuffix(s, ".json") {
			t.Errorf("a context that has to be fetched: %s", s)
		}
	}
	graph := got["@graph"].([]any)
	if len(graph) != 2 || graph[0].(map[string]any)["@id"] != "mithaq:incident/ok" || graph[1].(map[string]any)["@id"] != "mithaq:source/ok" {
		t.Errorf("%v", graph)
	}
}

// TestBroken: what ends in an error is told, in every form.
func TestBroken(t *testing.T) {
	broken := errors.New("the record ended")
	for format, write := range Formats {
		err := write(io.Discard, about, func(yield func(*record.Bundle, error) bool) { yield(nil, broken) })
		if !errors.Is(err, broken) {
			t.Errorf("%s: %v", format, err)
		}
	}
}

func stored(list ...string) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for _, s := range list {
			if !yield([]byte(s), nil) {
				return
			}
		}
	}
}

func file(s string) File {
	return File{sha256.Sum256([]byte(s)), func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(s)), nil }}
}

// TestAnswers: what a party answered, or that it did not, stands beside the finding in every form.
func TestAnswers(t *testing.T) {
	b := poisoned("x")
	b.Reviews = append(b.Reviews, record.Review{Incident: "x", Assessor: "other", Stage: "put", Put: []record.Put{{Party: "south", Asked: "2016-05-01", Until: "2016-06-01"}}})
	for format, wants := range map[string][]string{
		"csv": {"x, asked 2016-03-20, until 2016-04-20, answered 2016-04-01, deny: [en] x [ru] x | south, asked 2016-05-01, until 2016-06-01, no answer"},
		"geojson": {
			`"answers":[{"assessor":"x","party":"x","asked":"2016-03-20","until":"2016-04-20","answered":"2016-04-01","stance":"deny","says":{"en":"x","ru":"x"}}`,
			`{"assessor":"other","party":"south","asked":"2016-05-01","until":"2016-06-01"}`,
		},
		"jsonld": {`"answers":[{"answered":"2016-04-01","asked":"2016-03-20","party":"x","stance":"deny"`},
	} {
		got := write(t, format, b)
		for _, want := range wants {
			if !strings.Contains(got, want) {
				t.Errorf("%s lacks %s:\n%s", format, want, got)
			}
		}
		if format == "jsonld" && strings.Contains(got, "south") { // an answer to another's finding is not beside this one
			t.Errorf("an answer beside a finding that it is not to:\n%s", got)
		}
	}
}

var seals = []record.Seal{{Sort: record.SealCheckpoint, Size: 2, Kept: 100, Body: []byte("mithaq.log/x\n2\n")}}

// TestArchive: what was written is read, byte for byte; whatever is changed, left out or put in is found before anything is used.
func TestArchive(t *testing.T) {
	var out bytes.Buffer
	if _, err := WriteArchive(&out, about, stored("one", "two"), seals, []File{file("a photograph")}); err != nil {
		t.Fatal(err)
	}
	a, err := ReadArchive(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := a.Seals(); err != nil || !reflect.DeepEqual(got, seals) {
		t.Errorf("seals: %+v, %v", got, err)
	}
	var got []string
	for b, err := range a.Stored() {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(b))
	}
	if fmt.Sprint(got) != "[one two]" || a.Manifest.Entries != 2 || a.Manifest.Head != about.Head || len(a.Files()) != 1 {
		t.Errorf("%v, %+v", got, a.Manifest)
	}
	r, err := a.Files()[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(r); err != nil || string(b) != "a photograph" {
		t.Errorf("%q, %v", b, err)
	}
	wrong := file("a photograph")
	wrong.SHA256[0]++
	if _, err := WriteArchive(io.Discard, about, stored(), seals, []File{wrong}); !errors.Is(err, ErrArchive) {
		t.Errorf("a damaged file: %v", err)
	}
	for name, change := range map[string]func(name string, b []byte) []byte{
		"an entry changed": func(n string, b []byte) []byte { return replace(n, "entries", b, "two", "tow") },
		"a seal changed":   func(n string, b []byte) []byte { return replace(n, "seals", b, `"Size":2`, `"Size":3`) },
		"an entry more":    func(n string, b []byte) []byte { return replace(n, "entries", b, "two", "two\x01x") },
		"a file changed":   func(n string, b []byte) []byte { return replace(n, "files/", b, "photo", "phoot") },
		"another form":     func(n string, b []byte) []byte { return replace(n, "manifest", b, "export/1", "export/2") },
		"another count":    func(n string, b []byte) []byte { return replace(n, "manifest", b, `"entries": 2`, `"entries": 3`) },
		"a longer member":  func(n string, b []byte) []byte { return replace(n, "manifest", b, `"size": 12`, `"size": 13`) },
		"a field more":     func(n string, b []byte) []byte { return replace(n, "manifest", b, `"format"`, `"x": 1, "format"`) },
		"no manifest":      func(n string, b []byte) []byte { return omit(n, "manifest", b) },
		"a file left out":  func(n string, b []byte) []byte { return omit(n, "files/", b) },
	} {
		if err := read(rezip(t, out.Bytes(), change, "")); !errors.Is(err, ErrArchive) {
			t.Errorf("%s: %v", name, err)
		}
	}
	same := func(_ string, b []byte) []byte { return b }
	for _, more := range []string{"../../etc/passwd", "entries", "more"} {
		if err := read(rezip(t, out.Bytes(), same, more)); !errors.Is(err, ErrArchive) {
			t.Errorf("%s put in: %v", more, err)
		}
	}
	if err := read(rezip(t, out.Bytes(), same, "")); err != nil {
		t.Errorf("the test itself changes it: %v", err)
	}
}

func read(b []byte) error {
	a, err := ReadArchive(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return err
	}
	for _, err := range a.Stored() {
		if err != nil {
			return err
		}
	}
	return nil
}

func replace(name, in string, b []byte, from, to string) []byte {
	if strings.HasPrefix(name, in) {
		return bytes.Replace(b, []byte(from), []byte(to), 1)
	}
	return b
}

func omit(name, which string, b []byte) []byte {
	if strings.HasPrefix(name, which) {
		return nil
	}
	return b
}

// rezip writes a zip file anew with its members changed; one that becomes nil is left out.
func rezip(t *testing.T, in []byte, change func(string, []byte) []byte, more string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(in), int64(len(in)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	add := func(name string, b []byte) {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write(b)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if b = change(f.Name, b); b != nil {
			add(f.Name, b)
		}
	}
	if more != "" {
		add(more, []byte("x"))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
