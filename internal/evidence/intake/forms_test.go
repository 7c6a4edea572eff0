package intake

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// workbook makes a workbook from sheets: name and CSV text in turn. change may alter it before it is written.
func book(t testing.TB, change func(f *excelize.File) error, sheets ...string) string {
	t.Helper()
	f := excelize.NewFile()
	for i := 0; i < len(sheets); i += 2 {
		name := sheets[i]
		if i == 0 {
			if err := f.SetSheetName("Sheet1", name); err != nil {
				t.Fatal(err)
			}
		} else if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(sheets[i+1])).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for n, row := range rows {
			for c, v := range row {
				cell, err := excelize.CoordinatesToCellName(c+1, n+1)
				if err == nil && v != "" {
					err = f.SetCellStr(name, cell, v)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if change != nil {
		if err := change(f); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func toUTF16(s string, little bool) string {
	b := []byte{0xFE, 0xFF}
	if little {
		b = []byte{0xFF, 0xFE}
	}
	for _, u := range utf16.Encode([]rune(s)) {
		if little {
			b = append(b, byte(u), byte(u>>8))
		} else {
			b = append(b, byte(u>>8), byte(u))
		}
	}
	return string(b)
}

// TestSameRows: the same rows as a workbook, and in UTF-16, are the same as in a CSV file.
func TestSameRows(t *testing.T) {
	for layout, plain := range map[string]string{
		LayoutAirwars: sheet(airwarsHeader, airwarsRow, with(airwarsRow, "airwars_id", "9002", "location_en", "Mill 🜁")),
		LayoutUCDP:    sheet(ucdpHeader, ucdpRow),
	} {
		numbers := func(f *excelize.File) error { // as a person types them: numbers as numbers, days as days
			name := f.GetSheetName(0)
			style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
			if err != nil {
				return err
			}
			rows, err := f.GetRows(name)
			if err != nil {
				return err
			}
			for c, h := range rows[0] {
				for n := 1; n < len(rows); n++ {
					cell, err := excelize.CoordinatesToCellName(c+1, n+1)
					if err != nil {
						return err
					}
					var x float64
					if c >= len(rows[n]) {
						continue
					}
					if slices.Contains([]string{"lat", "lon", "latitude", "longitude", "killed_min", "killed_max", "low", "best", "high", "id"}, h) {
						if _, err := fmt.Sscan(rows[n][c], &x); err == nil {
							if err := f.SetCellValue(name, cell, x); err != nil {
								return err
							}
						}
					}
					days := map[string]int{"2016-03-02": 42431, "2014-02-18T00:00:00": 41688, "2016-03-05": 42434}
					if day, ok := days[rows[n][c]]; ok {
						if err := f.SetCellValue(name, cell, day); err != nil {
							return err
						}
						if err := f.SetCellStyle(name, cell, cell, style); err != nil {
							return err
						}
					}
				}
			}
			return nil
		}
		f := &fake{}
		first := load(t, f, plain, opts)
		for name, data := range map[string]string{
			"text in a workbook":    book(t, nil, "Rows", plain),
			"numbers in a workbook": book(t, numbers, "Rows", plain),
			"UTF-16, little end":    toUTF16(plain, true),
			"UTF-16, big end":       toUTF16(plain, false),
		} {
			p := read(t, f, data, Options{File: "rows.xlsx"})
			if p.Refused || p.Same != first.Added || !p.Empty() || p.Layout != layout {
				t.Errorf("%s, %s: %+v\n%s", layout, name, p, describe(p.Diagnostics))
			}
			if strings.HasPrefix(name, "UTF-16") != strings.Contains(describe(p.Diagnostics), "M7049 0:0 encoding=UTF-16") {
				t.Errorf("%s: %s", name, describe(p.Diagnostics))
			}
		}
	}
}

func TestSheets(t *testing.T) {
	names := "scheme,sort,word,means\nwire,party,Fleet,red\n"
	text := "notes,more\nnothing,here\n"
	hide := func(name string) func(f *excelize.File) error {
		return func(f *excelize.File) error {
			if i, err := f.GetSheetIndex("Names"); err != nil {
				return err
			} else {
				f.SetActiveSheet(i)
			}
			return f.SetSheetVisible(name, false)
		}
	}
	for _, x := range []struct {
		name, data string
		opt        Options
		want       string // the sheet read, or the diagnostic
	}{
		{"the only one", book(t, nil, "Names", names), Options{}, "Names"},
		{"the only one that is seen", book(t, hide("Notes"), "Notes", text, "Names", names), Options{}, "Names"},
		{"the only one with a layout", book(t, nil, "Notes", text, "Names", names), Options{}, "Names"},
		{"named", book(t, nil, "A", names, "B", names), Options{Sheet: "B"}, "B"},
		{"by its number", book(t, nil, "A", names, "B", names), Options{Sheet: "1"}, "A"},
		{"two that could be meant", book(t, nil, "A", names, "B", names), Options{}, "M7039 0:0 n=2 sheets=A, B"},
		{"none of that name", book(t, nil, "Names", names), Options{Sheet: "Nmes"}, "M7040 0:0 sheet=Nmes sheets=Names fix:near near=Names"},
	} {
		t.Run(x.name, func(t *testing.T) {
			x.opt.File = "rows.xlsx"
			p := read(t, &fake{}, x.data, x.opt)
			if got := p.Sheet + describe(p.Diagnostics); strings.TrimSpace(got) != x.want || p.Refused != strings.HasPrefix(x.want, "M") {
				t.Errorf("got %q, want %q", got, x.want)
			}
		})
	}
}

// TestSheetTold: what a sheet holds besides its rows is told, and cells that show no value reject their row.
func TestSheetTold(t *testing.T) {
	rows := "tally,source,act,what,number,from,to,says_en\n"
	for i, number := range []string{"1", "", "3", "4", "5", "6"} {
		rows += fmt.Sprintf("t%d,doctors,attack,acts,%s,2016-01-01,2016-03-31,words\n", i, number)
	}
	data := book(t, func(f *excelize.File) error {
		if err := f.SetCellValue("T", "E4", 3); err != nil {
			return err
		}
		for cell, formula := range map[string]string{"E3": "1+1", "E4": "1+2"} { // the second has a stored value
			if err := f.SetCellFormula("T", cell, formula); err != nil {
				return err
			}
		}
		if err := f.MergeCell("T", "B6", "B7"); err != nil {
			return err
		}
		if err := f.SetRowVisible("T", 5, false); err != nil {
			return err
		}
		return f.SetColVisible("T", "H", false)
	}, "T", rows)
	f := &fake{}
	p := read(t, f, data, Options{File: "rows.xlsx"})
	got := describe(p.Diagnostics)
	for _, w := range []string{
		"M7046 3:5 column=number", "M7044 0:0 n=1", "M7041 0:0 n=1 where=B6:B7", "M7042 0:0 n=1 where=5", "M7043 0:0 n=1 where=H",
	} {
		if !strings.Contains(got, w) {
			t.Errorf("want %s\ngot %s", w, got)
		}
	}
	if p.Rejected != 1 || p.Added != 5 || p.Rows != 6 {
		t.Errorf("%d rejected, %d added of %d", p.Rejected, p.Added, p.Rows)
	}
	for _, d := range p.Diagnostics {
		if d.Span.File != "rows.xlsx[T]" {
			t.Errorf("in %s", d.Span.File)
		}
	}
}

// TestMixedDays: a day of a workbook is one whatever form the words of its column have; that a column has both is told.
func TestMixedDays(t *testing.T) {
	m, ds := ParseMapping("m.json", []byte(`{"id":"m","publisher":"p","key":"k","date":"d","date_format":"D/M/YYYY","act":{"constant":"attack"}}`))
	if ds != nil {
		t.Fatal(describe(ds))
	}
	rows := "k,d\n1,13/4/2016\n2,\n3,\n"
	for _, mixed := range []bool{true, false} {
		data := book(t, func(f *excelize.File) error {
			style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
			if err != nil {
				return err
			}
			for i, cell := range []string{"B2", "B3", "B4"} {
				if i == 0 && mixed {
					continue
				}
				if err := f.SetCellValue("T", cell, 42431+i); err != nil {
					return err
				}
				if err := f.SetCellStyle("T", cell, cell, style); err != nil {
					return err
				}
			}
			return nil
		}, "T", rows)
		f := &fake{}
		p := load(t, f, data, Options{File: "d.xlsx", Mapping: m})
		if told := strings.Contains(describe(p.Diagnostics), "M7053 1:2 column=d days=2 words=1"); told != mixed || p.Added != 3 {
			t.Errorf("mixed %v: %s", mixed, describe(p.Diagnostics))
		}
		if got := bundle(t, f, "p:2").Incident.When; got != "2016-03-03" {
			t.Errorf("got %s", got)
		}
	}
}

// TestBadBook: what is no workbook, or a bad one, is refused with the reason.
func TestBadBook(t *testing.T) {
	good := book(t, nil, "Names", "scheme,sort,word,means\nwire,party,Fleet,red\n")
	for name, x := range map[string]struct{ data, want string }{
		"old":           {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\x00\x00", "M7035"},
		"cut off":       {good[:len(good)/2], "M7037"},
		"empty archive": {"PK\x03\x04", "M7037"},
		"empty sheet":   {book(t, nil, "Names", ""), "M7008"},
		"wide":          {book(t, func(f *excelize.File) error { return f.SetCellStr("Names", "ALM1", "far") }, "Names", "scheme,sort,word,means\n"), "M7032"},
	} {
		p := read(t, &fake{}, x.data, Options{File: "rows.xlsx"})
		if got := describe(p.Diagnostics); !p.Refused || !strings.HasPrefix(got, x.want) {
			t.Errorf("%s: got %s, want %s", name, got, x.want)
		}
	}
}

// TestInvisible: what could hide or turn round the text beside it is made visible and told; what a language needs stays.
func TestInvisible(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                     "plain",
		"Северный мост":             "Северный мост",
		"می\u200cروم":               "می\u200cروم", // Persian needs it
		"a\u202Eb":                  "a⟨U+202E⟩b",
		"a\u202Ab\u202Cc":           "a\u202Ab\u202Cc", // closed: turns round nothing beside it
		"a\u202Bb":                  "a⟨U+202B⟩b",
		"\u2067a\u202C":             "⟨U+2067⟩a⟨U+202C⟩",
		"\u2067\u202Aa\u202C\u2069": "\u2067\u202Aa\u202C\u2069",
		"zero\u200Bwidth":           "zero⟨U+200B⟩width",
		"bell\x07":                  "bell⟨U+0007⟩",
		"c1\u0085":                  "c1⟨U+0085⟩",
		"soft\u00ADhyphen é":        "soft⟨U+00AD⟩hyphen é",
		"tag\U000E0041":             "tag⟨U+E0041⟩",
		"a\tb\nc":                   "a\tb\nc",
	} {
		if got := visible(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
		if got := visible(visible(in)); got != want {
			t.Errorf("%q: twice: %q", in, got)
		}
	}
	f := &fake{}
	p := load(t, f, sheet(airwarsHeader, with(airwarsRow, "location_en", "Mill \u202Egnp.exe", "class_notes", "a\u200Bb")), opts)
	if got := bundle(t, f, "airwars:9001").Incident.Place.Name["en"]; got != "Mill ⟨U+202E⟩gnp.exe" {
		t.Errorf("got %q", got)
	}
	if got := describe(p.Diagnostics); !strings.Contains(got, "M7047 2:") || !strings.Contains(got, "n=2") {
		t.Errorf("told: %s", got)
	}
	for _, key := range []string{"90\u200F01", "90\u200D01", "90\u202E01", "⟨U+202E⟩"} {
		if p := read(t, &fake{}, sheet(airwarsHeader, with(airwarsRow, "airwars_id", key)), opts); p.Rejected != 1 || !strings.Contains(describe(p.Diagnostics), "M7048 2:") {
			t.Errorf("key %q: %s", key, describe(p.Diagnostics))
		}
	}
}

func FuzzVisible(f *testing.F) {
	f.Add("\u2067a\u202C\u2069\u202E\u202D")
	f.Fuzz(func(t *testing.T, s string) {
		v := visible(s)
		if visible(v) != v {
			t.Errorf("%q: %q, then %q", s, v, visible(v))
		}
		depth := 0
		for _, c := range v {
			switch {
			case hides(c):
				t.Errorf("%q: %q keeps %U", s, v, c)
			case c >= 0x202A && c <= 0x202B, c >= 0x2066 && c <= 0x2068:
				depth++
			case c == 0x202C, c == 0x2069:
				depth--
			}
		}
		if depth != 0 {
			t.Errorf("%q: %q is not closed", s, v)
		}
	})
}
