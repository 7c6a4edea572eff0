package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

var wide = Limits{Unpacked: 64 << 20, Parts: 1000, Field: 1 << 20, Columns: 1000}

// written makes a workbook with another program's writer.
func written(t testing.TB, make func(f *excelize.File) error) []byte {
	t.Helper()
	f := excelize.NewFile()
	if err := make(f); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// packed makes an archive of parts, name and text in turn.
func packed(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = io.WriteString(w, parts[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const (
	rootRels = `<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="/xl/workbook.xml"/></Relationships>`
	bookXML  = `<workbook xmlns:r="r"><sheets><sheet name="One" r:id="r1"/></sheets></workbook>`
	bookRels = `<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`
)

// raw makes a workbook of one sheet from the XML of its part.
func raw(t testing.TB, sheet string) []byte {
	return packed(t, "_rels/.rels", rootRels, "xl/workbook.xml", bookXML, "xl/_rels/workbook.xml.rels", bookRels, "xl/worksheets/sheet1.xml", sheet)
}

// read gives the rows of the first sheet as "number: cell|cell".
func read(t testing.TB, data []byte) (string, *Rows) {
	t.Helper()
	b, err := Open(data, wide)
	if err != nil {
		t.Fatal(err)
	}
	r, err := b.Rows(b.Sheets[0])
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for {
		if err := r.Next(); err == io.EOF {
			return out.String(), r
		} else if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "%d:", r.Number())
		for _, c := range r.Cells() {
			fmt.Fprintf(&out, " %s", c.Text)
			if c.Sort != Words {
				fmt.Fprintf(&out, "/%d", c.Sort)
			}
			if c.Formula {
				out.WriteString("=")
			}
		}
		if r.Hidden() {
			out.WriteString(" hidden")
		}
		out.WriteString("\n")
	}
}

func TestCells(t *testing.T) {
	data := written(t, func(f *excelize.File) error {
		day, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		if err != nil {
			return err
		}
		own := `[$-409]d\ mmm\ yyyy;@`
		ownDay, err := f.NewStyle(&excelize.Style{CustomNumFmt: &own})
		if err != nil {
			return err
		}
		count := `#,##0 "days"`
		days, err := f.NewStyle(&excelize.Style{CustomNumFmt: &count})
		if err != nil {
			return err
		}
		for cell, v := range map[string]any{
			"A1": "شمال", "B1": 35.9505639, "C1": 454483, "D1": true, "E1": 42431, "F1": 42431.75, "G1": 42431, "H1": "a & <b>", "J1": 0.1 + 0.2, "A3": "after a gap",
		} {
			if err := f.SetCellValue("Sheet1", cell, v); err != nil {
				return err
			}
		}
		for cell, style := range map[string]int{"E1": day, "F1": ownDay, "G1": days} {
			if err := f.SetCellStyle("Sheet1", cell, cell, style); err != nil {
				return err
			}
		}
		if err := f.SetCellFormula("Sheet1", "B3", "1+1"); err != nil {
			return err
		}
		if err := f.SetRowVisible("Sheet1", 3, false); err != nil {
			return err
		}
		return f.SetColVisible("Sheet1", "D", false)
	})
	got, rows := read(t, data)
	want := "1: شمال 35.9505639/1 454483/1 true/3 2016-03-02/2 2016-03-02T18:00:00/2 42431/1 a & <b>  0.3/1\n3: after a gap /5= hidden\n"
	if got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if fmt.Sprint(rows.HiddenColumns) != "[4]" {
		t.Errorf("hidden columns %v", rows.HiddenColumns)
	}
}

// TestDaysAsAnother: each day, in both calendars, is the one that another program makes of the number.
func TestDaysAsAnother(t *testing.T) {
	for _, e := range []epoch{{false}, {true}} {
		for n := 1; n < 80000; n += 7 {
			want, err := excelize.ExcelDateToTime(float64(n), e.from1904)
			if err != nil {
				t.Fatal(err)
			}
			got, ok := e.date(float64(n), dated)
			if n == 60 && !e.from1904 {
				want = time.Time{}
			}
			if !ok || !want.IsZero() && got != want.Format(time.DateOnly) {
				t.Fatalf("%d: got %s, want %s", n, got, want)
			}
		}
	}
	for days, want := range map[float64]string{59: "1900-02-28", 60: "1900-02-29", 61: "1900-03-01", 1: "1900-01-01", 44561.999999: "2022-01-01"} {
		if got, _ := (epoch{}).date(days, dated); got != want {
			t.Errorf("%v: got %s, want %s", days, got, want)
		}
	}
	if got, _ := (epoch{}).date(0.5, timed); got != "12:00:00" {
		t.Errorf("noon is %s", got)
	}
}

func TestFormats(t *testing.T) {
	for format, want := range map[string]look{
		"General": plain, "0.00": plain, `0.0"d"`: plain, "[h]:mm": plain, "[Red]0": plain, "0.00E+00": plain, `\d0`: plain, `"open`: plain, "[open": plain,
		"yyyy-mm-dd": dated, "dd/mm/yyyy hh:mm": dated, "mmm": dated, "[$-1010000]d/m/yyyy": dated, "D.M.YY": dated,
		"hh:mm": timed, "h:mm AM/PM": timed, "mm:ss": timed,
	} {
		if got := lookOf(format); got != want {
			t.Errorf("%s: got %d, want %d", format, got, want)
		}
	}
}

// TestMerged: a value merged down its column stands in each row; one merged across stands once.
func TestMerged(t *testing.T) {
	data := written(t, func(f *excelize.File) error {
		for cell, v := range map[string]any{"A1": "id", "B1": "place", "A2": 1, "B2": "Mill", "A3": 2, "A4": 3, "B5": "Quay", "A5": 4} {
			if err := f.SetCellValue("Sheet1", cell, v); err != nil {
				return err
			}
		}
		if err := f.MergeCell("Sheet1", "B2", "B4"); err != nil {
			return err
		}
		return f.MergeCell("Sheet1", "B5", "C5")
	})
	got, rows := read(t, data)
	if want := "1: id place\n2: 1/1 Mill\n3: 2/1 Mill\n4: 3/1 Mill\n5: 4/1 Quay\n"; got != want || len(rows.Merged) != 2 {
		t.Errorf("got %q, %v", got, rows.Merged)
	}
}

// TestForms holds forms of cells that other programs write.
func TestForms(t *testing.T) {
	for sheet, want := range map[string]string{
		`<c t="inlineStr"><is><r><t>a</t></r><r><t xml:space="preserve"> b</t></r><rPh><t>no</t></rPh></is></c>`: "a b",
		`<c t="str"><f>A1</f><v>x_x000D_y_x0000_</v></c>`:                                                        "x\ry_x0000_=",
		`<c t="e"><v>#N/A</v></c>`:                "#N/A/4",
		`<c t="e"><f>1/0</f><v>#DIV/0!</v>`:       "", // cut off
		`<c t="d"><v>2016-03-02T00:00:00</v>`:     "",
		`<c t="d"><v>2016-03-02T00:00:00</v></c>`: "2016-03-02/2",
		`<c t="s"><v>7</v></c>`:                   "#7/4",
		`<c t="b"><v>0</v></c>`:                   "false/3",
		`<c r="C1"><v>1</v></c>`:                  "  1/1",
		`<c/><c><v>5</v></c>`:                     " 5/1",
	} {
		data := raw(t, `<worksheet><sheetData><row r="1">`+sheet+`</row></sheetData></worksheet>`)
		if want == "" {
			b, err := Open(data, wide)
			if err != nil {
				t.Fatal(err)
			}
			r, err := b.Rows(b.Sheets[0])
			if err != nil {
				t.Fatal(err)
			}
			var d *DamagedError
			if err := r.Next(); !errors.As(err, &d) {
				t.Errorf("%s: %v", sheet, err)
			}
			continue
		}
		if got, _ := read(t, data); got != "1: "+want+"\n" {
			t.Errorf("%s: got %q, want %q", sheet, got, want)
		}
	}
}

// TestPrefix: some programs write every name with a prefix.
func TestPrefix(t *testing.T) {
	got, rows := read(t, raw(t, `<x:worksheet xmlns:x="x"><x:sheetData><x:row r="2"><x:c r="A2" t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row>`+
		`</x:sheetData><x:mergeCells><x:mergeCell ref="A2:A3"/></x:mergeCells></x:worksheet>`))
	if got != "2: a\n" || len(rows.Merged) != 1 {
		t.Errorf("%q, %v", got, rows.Merged)
	}
}

func TestRefused(t *testing.T) {
	small := wide
	small.Unpacked = 1 << 20
	many := make([]string, 0, 4000)
	for i := range 1001 {
		many = append(many, fmt.Sprint(i), "")
	}
	lying := raw(t, `<worksheet><sheetData>`+strings.Repeat("<row/>", 400000)+`</sheetData></worksheet>`)
	// The directory says that the parts are small; what comes out is held against it.
	for i := 0; i+4 <= len(lying); i++ {
		if string(lying[i:i+4]) == "PK\x01\x02" {
			copy(lying[i+24:i+28], []byte{10, 0, 0, 0})
		}
	}
	for name, x := range map[string]struct {
		data []byte
		want error
	}{
		"old or encrypted":     {[]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more"), ErrOld},
		"another archive":      {packed(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ErrOther},
		"no sheet":             {packed(t, "_rels/.rels", rootRels, "xl/workbook.xml", `<workbook/>`), ErrOther},
		"a bomb":               {raw(t, strings.Repeat(" ", 2<<20)), ErrTooLarge},
		"a bomb of many parts": {packed(t, "a", strings.Repeat(" ", 600<<10), "b", strings.Repeat(" ", 600<<10)), ErrTooLarge},
		"too many parts":       {packed(t, many...), ErrTooLarge},
		"cut off":              {raw(t, "<worksheet/>")[:200], &DamagedError{}},
		"no XML":               {packed(t, "_rels/.rels", "<a"), &DamagedError{}},
		"a directory's lie":    {lying, &DamagedError{}},
	} {
		_, err := Open(x.data, small)
		if err == nil {
			_, err = func() (*Rows, error) { b, _ := Open(x.data, small); return b.Rows(b.Sheets[0]) }()
		}
		var d *DamagedError
		if _, damaged := x.want.(*DamagedError); damaged && !errors.As(err, &d) || !damaged && !errors.Is(err, x.want) {
			t.Errorf("%s: got %v, want %v", name, err, x.want)
		}
	}
}

// TestLimits: a long text is told and not kept, cells beyond the last column are told.
func TestLimits(t *testing.T) {
	data := written(t, func(f *excelize.File) error {
		for cell, v := range map[string]any{"A1": strings.Repeat("x", 50), "B1": "short", "E1": "far", "A2": "near"} {
			if err := f.SetCellValue("Sheet1", cell, v); err != nil {
				return err
			}
		}
		return nil
	})
	limit := wide
	limit.Field, limit.Columns = 40, 3
	b, err := Open(data, limit)
	if err != nil {
		t.Fatal(err)
	}
	r, err := b.Rows(b.Sheets[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Next(); err != nil || r.Cells()[0].Sort != TooLong || r.Cells()[0].Text != "" || r.Cells()[1].Text != "short" || !r.Beyond() || len(r.Cells()) != 2 {
		t.Errorf("%v %+v %v", err, r.Cells(), r.Beyond())
	}
	if err := r.Next(); err != nil || r.Beyond() || r.Number() != 2 {
		t.Errorf("%v, row %d", err, r.Number())
	}
}

func FuzzBook(f *testing.F) {
	f.Add(raw(f, `<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData><mergeCells><mergeCell ref="A1:A3"/></mergeCells></worksheet>`))
	f.Add(written(f, func(f *excelize.File) error { return f.SetCellValue("Sheet1", "B2", 5) }))
	limit := Limits{Unpacked: 1 << 20, Parts: 100, Field: 1000, Columns: 50}
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := Open(data, limit)
		if err != nil {
			return
		}
		for _, s := range b.Sheets {
			r, err := b.Rows(s)
			if err != nil {
				continue
			}
			last := 0
			for r.Next() == nil {
				if r.Number() <= last || len(r.Cells()) > limit.Columns {
					t.Fatalf("row %d after %d, %d cells", r.Number(), last, len(r.Cells()))
				}
				last = r.Number()
				for _, c := range r.Cells() {
					if len(c.Text) > limit.Field {
						t.Fatalf("a cell of %d bytes", len(c.Text))
					}
				}
			}
		}
	})
}

// FuzzSheet: the XML of a sheet alone, so that the search is not spent on archives.
func FuzzSheet(f *testing.F) {
	f.Add(`<worksheet><cols><col min="2" max="3" hidden="1"/></cols><sheetData><row r="1" hidden="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c><f>1</f></c></row></sheetData><mergeCells><mergeCell ref="A1:B3"/></mergeCells></worksheet>`)
	f.Add("no document, and at its end sheetData")
	f.Fuzz(func(t *testing.T, text string) {
		b, err := Open(raw(t, text), Limits{Unpacked: 1 << 20, Parts: 10, Field: 1000, Columns: 50})
		if err != nil {
			return
		}
		r, err := b.Rows(b.Sheets[0])
		if err != nil {
			return
		}
		for last := 0; r.Next() == nil; last = r.Number() {
			if r.Number() <= last || len(r.Cells()) > 50 {
				t.Fatalf("row %d after %d, %d cells", r.Number(), last, len(r.Cells()))
			}
		}
	})
}
