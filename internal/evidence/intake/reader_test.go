package intake

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestForms: the same rows in every form that a file may have are the same.
func TestForms(t *testing.T) {
	plain := sheet(airwarsHeader, airwarsRow)
	tags := make([]string, len(airwarsHeader))
	tags[2], tags[3] = "#date+occurred", "#loc+name"
	head, rows, _ := strings.Cut(plain, "\n")
	for name, text := range map[string]string{
		"a byte order mark": "\uFEFF" + plain,
		"CR LF":             strings.ReplaceAll(plain, "\n", "\r\n"),
		"semicolons":        strings.ReplaceAll(plain, ",", ";"),
		"tabs":              strings.ReplaceAll(plain, ",", "\t"),
		"HXL tags":          head + "\n" + strings.Join(tags, ",") + "\n" + rows,
		"blank lines":       plain + "\n\n" + strings.Repeat(",", len(airwarsHeader)-1) + "\n",
		"blanks in names":   strings.Replace(plain, ",grade,", ", grade ,", 1),
		"capitals in names": strings.Replace(plain, ",grade,", ",Grade,", 1),
		"no last line end":  strings.TrimSuffix(plain, "\n"),
	} {
		f := &fake{}
		load(t, f, plain, opts)
		if p := read(t, f, text, opts); p.Refused || p.Same != 1 || !p.Empty() {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

func TestWindows1252(t *testing.T) {
	f := &fake{}
	load(t, f, strings.Replace(sheet(airwarsHeader, airwarsRow), "الجسر الشمالي\u200e", "Saint\x92s \xE9", 1), Options{Encoding: "windows-1252"})
	if got := bundle(t, f, "airwars:9001").Incident.Place.Name["ar"]; got != "Saint’s é" {
		t.Errorf("got %q", got)
	}
}

func TestProgress(t *testing.T) {
	var rows []map[string]string
	for range 1200 {
		rows = append(rows, airwarsRow)
	}
	text := sheet(airwarsHeader, rows...)
	var seen []int64
	opt := opts
	opt.Progress = func(done, total int64) {
		if total != int64(len(text)) {
			t.Errorf("total %d", total)
		}
		seen = append(seen, done)
	}
	read(t, &fake{}, text, opt)
	if len(seen) != 3 || seen[0] >= seen[1] || seen[1] >= seen[2] || seen[2] != int64(len(text)) {
		t.Errorf("%v", seen)
	}
	for i := range rows {
		rows[i] = with(airwarsRow, "airwars_id", strconv.Itoa(i))
	}
	p := read(t, &fake{}, sheet(airwarsHeader, rows...), opts)
	var written []int64
	p.Writing = func(done, of int64) { written = append(written, done*10/of) }
	if _, err := p.Apply(t.Context(), &fake{}); err != nil {
		t.Fatal(err)
	}
	if len(written) != 8 || written[0] != 0 || written[7] != 9 { // 1,200 incidents with an account and an assessment each, told every 500 entries
		t.Errorf("%v", written)
	}
}

func TestNear(t *testing.T) {
	for _, x := range [][2]string{{"kiled_min", "killed_min"}, {"grad", "grade"}, {"GRADE", "grade"}, {"zzz", ""}, {"kind", ""}} {
		if got := near(x[0], []string{"killed_min", "grade", "king", "kine"}); got != x[1] {
			t.Errorf("%s: got %q", x[0], got)
		}
	}
}

func TestDegrees(t *testing.T) {
	for s, want := range map[string]int64{
		"35.9505639": 359505639, "-0.52333": -5233300, "0": 0, "90": 900000000, "12.123456789": 121234567, "+5": -1, "90.0000001": -1,
		"": -1, ".5": -1, "1e3": -1, "12.1234567x": -1, "--5": -1, "1,5": -1,
	} {
		got, ok := degrees(s, 90)
		if ok != (want != -1) || ok && got != want {
			t.Errorf("%q: got %d, %v", s, got, ok)
		}
	}
}

func FuzzReader(f *testing.F) {
	f.Add(sheet(airwarsHeader, airwarsRow), "")
	f.Add(sheet(ucdpHeader, ucdpRow), "windows-1252")
	f.Add(sheet(acledHeader, acledRow), "")
	f.Add(collection(feature("1", `"name": "a"`, square)), "")
	f.Add(submissions, "")
	f.Add(toUTF16(sheet(ucdpHeader, ucdpRow), true), "")
	f.Add(book(f, nil, "Names", "scheme,sort,word,means\nwire,party,Fleet,red\n"), "")
	f.Add("airwars_id,a\n", "")
	for _, l := range Layouts {
		if b, ok := Template(l); ok {
			f.Add(string(b)+"\"x\n", "")
			f.Add(string(b)+"\"x\r", "")
		}
	}
	f.Fuzz(func(t *testing.T, text, encoding string) {
		lines := strings.Count(text, "\n") + 1
		if strings.HasSuffix(text, "\r") { // ends a line as well
			lines++
		}
		store := &fake{}
		p, err := Read(t.Context(), store, []byte(text), Options{File: "f", Encoding: encoding})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range p.Diagnostics {
			if d.Code == "" || utf8.ValidString(text) && p.Form != FormXLSX && d.Span.Start.Line > lines {
				t.Errorf("%+v", d)
			}
		}
		if p.Refused {
			if !p.Empty() || len(p.Diagnostics) == 0 {
				t.Errorf("refused: %+v", p)
			}
			return
		}
		// Whatever can be planned can be written, and then changes nothing any more.
		if _, err := p.Apply(t.Context(), store); err != nil {
			t.Fatal(err)
		}
		again, err := Read(t.Context(), store, []byte(text), Options{File: "f", Encoding: encoding})
		if err != nil {
			t.Fatal(err)
		}
		if !again.Empty() {
			t.Errorf("a second import: %+v", again)
		}
	})
}
