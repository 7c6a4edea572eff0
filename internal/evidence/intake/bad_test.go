package intake

import (
	"slices"
	"strings"
	"testing"
)

// TestBadFile: nothing of such a file is imported, and the message says where and what would be right.
func TestBadFile(t *testing.T) {
	good := sheet(airwarsHeader, airwarsRow)
	drop := func(columns ...string) string {
		return sheet(slices.DeleteFunc(slices.Clone(airwarsHeader), func(c string) bool { return slices.Contains(columns, c) }), airwarsRow)
	}
	noHeader := sheet(ucdpHeader, ucdpRow)
	_, noHeader, _ = strings.Cut(noHeader, "\n")
	for _, x := range []struct {
		name, text string
		opt        Options
		want       []string
	}{
		{"empty", "", Options{}, []string{"M7008"}},
		{"only a mark", "\uFEFF\n \n", Options{}, []string{"M7008"}},
		{"UTF-16 cut off", "\xFF\xFEa\x00b", Options{}, []string{"M7002 1:5"}},
		{"UTF-16, half a pair", "\xFE\xFF\xD8\x00\x00a", Options{}, []string{"M7002 1:3"}},
		{"UTF-16, a zero", "\xFF\xFEa\x00\x00\x00,\x00", Options{}, []string{"M7002 1:5"}},
		{"UTF-16 without a mark", "a\x00,\x00", Options{}, []string{"M7002 1:2"}},
		{"a zero byte", good + "\x00", Options{}, []string{"M7002 3:1"}},
		{
			"a byte of Windows-1252", strings.Replace(good, "North Bridge", "Noël\x92s \xE9", 1),
			Options{},
			[]string{"M7001 2:46 byte=0x92 encoding=UTF-8 fix:try encoding=windows-1252 character=’", "M7001 2:49 byte=0xE9"},
		},
		{"a byte without meaning", strings.Replace(good, "North Bridge", "\x81", 1), Options{Encoding: "windows-1252"}, []string{"M7001 2:42 byte=0x81 encoding=Windows-1252"}},
		{"an unknown encoding", good, Options{Encoding: "koi8-r"}, []string{"M7030"}},
		{"a wrong delimiter said", strings.ReplaceAll(good, ",", ";"), Options{Delimiter: ','}, []string{"M7003 1:1 delimiter=, columns=1 looks=;"}},
		{"a delimiter that is none of the three", "a|b|c\n1|2|3\n", Options{}, []string{"M7003 1:1 delimiter=, columns=1 looks=|"}},
		{"a delimiter that cannot be", good, Options{Delimiter: '"'}, []string{"M7003"}},
		{"columns missing", drop("grade", "lat"), Options{}, []string{"M7004 1:1 layout=airwars n=2 columns=lat, grade"}},
		{"a column mistyped", strings.Replace(good, "killed_min", "kiled_min", 1), Options{}, []string{"M7004", "columns=killed_min", "fix:near near=kiled_min → killed_min"}},
		{"a column twice", strings.Replace(good, ",seq,", ",grade,", 1), Options{}, []string{"M7005 1:", "column=grade"}},
		{"no header", noHeader, Options{}, []string{"M7006 1:1", "first=501"}},
		{"no header, layout said", noHeader, Options{As: LayoutUCDP}, []string{"M7006 1:1 layout=ucdp first=501"}},
		{"a quotation mark", strings.Replace(good, "North Bridge", `North "Bridge`, 1), Options{}, []string{"M7007 2:"}},
		{"a quotation that never ends", strings.Replace(good, "North Bridge", `"North Bridge`, 1), Options{}, []string{"M7007"}},
		{"another file", "a,b,c\n1,2,3\n", Options{}, []string{"M7010 1:1", "columns=a, b, c"}},
		{"an unknown layout", good, Options{As: "airwar"}, []string{"M7034 1:1 layout=airwar", "fix:near near=airwars"}},
		{"a mapping wanted", good, Options{As: LayoutGeneric}, []string{"M7025 1:1 what=mapping"}},
		{"ten thousand columns", strings.Repeat("incident,", 10_000) + "\n" + strings.Repeat("x,", 10_000) + "\n", Options{}, []string{"M7032 1:1 limit=1000"}},
		{"too many columns", strings.Repeat("a,", MaxColumns) + "a\n", Options{}, []string{"M7032 1:1 limit=1000"}},
	} {
		t.Run(x.name, func(t *testing.T) {
			f := &fake{}
			x.opt.File = "rows.csv"
			p := read(t, f, x.text, x.opt)
			got := describe(p.Diagnostics)
			if !p.Refused || !p.Empty() {
				t.Errorf("not refused: %+v", p)
			}
			if _, err := p.Apply(t.Context(), f); err == nil || len(f.entries) > 0 {
				t.Errorf("applied: %v, %d entries", err, len(f.entries))
			}
			for _, w := range x.want {
				if !strings.Contains(got, w) {
					t.Errorf("want %s\ngot %s", w, got)
				}
			}
		})
	}
}

// TestBadRow: the row is left out with line, column and reason, the good one beside it is imported, and with Strict nothing is.
func TestBadRow(t *testing.T) {
	cell := func(pairs ...string) []string { return pairs }
	for _, x := range []struct {
		name   string
		ucdp   bool
		cells  []string
		want   string // the first diagnostic
		column string // under which it stands
	}{
		{"no key", false, cell("airwars_id", ""), "M7012", "airwars_id"},
		{"no date", false, cell("date", ""), "M7014", "date"},
		{"a zero date", false, cell("date", "1970-01-01"), "M7016", "date"},
		{"a day that is none", false, cell("date", "2016-02-30"), "M7092", "date"},
		{"a day that is none, by its parts", true, cell("date_start", "2/30/2014 12:00:00 AM"), "M7092", "date_start"},
		{"a date in another form", false, cell("date", "02.03.2016"), "M7015", "date"},
		{"a range that ends before it starts", false, cell("date_range_end", "2016-03-01"), "M7017", "date_range_end"},
		{"a range without an end", false, cell("date_type", "date_range", "published", ""), "M7014", "date_range_end"},
		{"a publication date", false, cell("published", "soon"), "M7015", "published"},
		{"a grade", false, cell("grade", "Likely"), "M7022", "grade"},
		{"a negative count", false, cell("killed_min", "-1"), "M7019", "killed_min"},
		{"a count in words", false, cell("killed_min", "several"), "M7018", "killed_min"},
		{"half a person", false, cell("killed_min", "1.5"), "M7018", "killed_min"},
		{"min above max", false, cell("killed_min", "6"), "M7020", "killed_min"},
		{"a latitude", false, cell("lat", "95"), "M7023", "lat"},
		{"a longitude", false, cell("lon", "4239.00416"), "M7023", "lon"},
		{"one of the pair", false, cell("lon", ""), "M7089", "lon"},
		{"no number", false, cell("lat", "35°N"), "M7023", "lat"},
		{"an accuracy", false, cell("geo_accuracy", "galaxy"), "M7024", "geo_accuracy"},
		{"a type", true, cell("type_of_violence", "4"), "M7024", "type_of_violence"},
		{"a place precision", true, cell("where_prec", ""), "M7024", "where_prec"},
		{"a date precision", true, cell("date_prec", "9"), "M7024", "date_prec"},
		{"a thirteenth month", true, cell("date_start", "13/2/2014 12:00:00 AM"), "M7015", "date_start"},
		{"an end before the start", true, cell("date_end", "2014-02-17"), "M7017", "date_end"},
		{"low above high", true, cell("low", "7"), "M7020", "low"},
		{"best above high", true, cell("best", "7"), "M7021", "best"},
		{"best below low", true, cell("best", "1"), "M7021", "best"},
	} {
		t.Run(x.name, func(t *testing.T) {
			header, row, key := airwarsHeader, airwarsRow, "airwars_id"
			if x.ucdp {
				header, row, key = ucdpHeader, ucdpRow, "id"
			}
			text := sheet(header, with(row, key, "1"), with(with(row, key, "2"), x.cells...))
			p := read(t, &fake{}, text, opts)
			if p.Refused || p.Rejected != 1 || p.Added != 1 || len(p.Diagnostics) == 0 {
				t.Fatalf("%+v", p)
			}
			d := p.Diagnostics[0]
			if string(d.Code) != x.want || d.Span.Start.Line != 3 {
				t.Errorf("got %s", describe(p.Diagnostics))
			}
			line := strings.Split(text, "\n")[2]
			if before := strings.Count(string([]rune(line)[:d.Span.Start.Column-1]), ","); before != slices.Index(header, x.column) {
				t.Errorf("it points at column %s, want %s", header[before], x.column)
			}
			strict := opts
			strict.Strict = true
			if p := read(t, &fake{}, text, strict); !p.Refused || !p.Empty() {
				t.Errorf("strict: %+v", p)
			}
		})
	}
}

func TestRepeatedKey(t *testing.T) {
	p := read(t, &fake{}, sheet(airwarsHeader, airwarsRow, with(airwarsRow, "airwars_id", "7"), with(airwarsRow, "killed_max", "9"), airwarsRow), opts)
	// The first and its two doubles are left out; each double names the first.
	if p.Rejected != 3 || p.Added != 1 || len(p.Diagnostics) != 2 {
		t.Fatalf("%+v", p)
	}
	for i, line := range []int{4, 5} {
		d := p.Diagnostics[i]
		if d.Code != CodeRepeated || d.Span.Start.Line != line || len(d.Related) != 1 || d.Related[0].Span.Start.Line != 2 {
			t.Errorf("%s", describe(p.Diagnostics))
		}
	}
}

func TestFieldCount(t *testing.T) {
	text := sheet(airwarsHeader, airwarsRow)
	p := read(t, &fake{}, text+"1,2\n"+strings.TrimSuffix(strings.Split(text, "\n")[1], "\n")+",more\n", opts)
	if got := describe(p.Diagnostics); p.Rejected != 2 || p.Added != 1 ||
		!strings.Contains(got, "M7011 3:1 n=2 want=46") || !strings.Contains(got, "M7011 4:1 n=47 want=46") {
		t.Errorf("%+v\n%s", p, got)
	}
}

func TestLongField(t *testing.T) {
	p := read(t, &fake{}, sheet(airwarsHeader, with(airwarsRow, "class_notes", strings.Repeat("x", MaxField+1))), opts)
	if p.Rejected != 1 || p.Diagnostics[0].Code != CodeTooLarge {
		t.Errorf("%+v", p.Diagnostics)
	}
}

// TestManyWithdrawn: a file that looks like a part of a release says so before anything is withdrawn.
func TestManyWithdrawn(t *testing.T) {
	f := &fake{}
	var rows []map[string]string
	for i := range 20 {
		rows = append(rows, with(airwarsRow, "airwars_id", string(rune('a'+i))))
	}
	load(t, f, sheet(airwarsHeader, rows...), opts)
	if p := read(t, f, sheet(airwarsHeader, rows[0]), opts); p.Withdrawn != 0 || p.Same != 1 {
		t.Errorf("auto withdraws for Airwars: %+v", p)
	}
	p := read(t, f, sheet(airwarsHeader, rows[0]), Options{Release: ReleaseWhole})
	if p.Withdrawn != 19 || !strings.Contains(describe(p.Diagnostics), "M7028 0:0 n=19 of=20") {
		t.Errorf("%+v %s", p, describe(p.Diagnostics))
	}
}
