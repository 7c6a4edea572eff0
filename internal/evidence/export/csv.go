package export

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"mithaq/internal/evidence/record"
)

// column is a column of the table: its header, its HXL tag, its cell. number: the cell is a number of ours, and no formula.
type column struct {
	header, tag string
	cell        func(*row) string
	number      bool
}

// columns of the table. HXL tags as HDX maps UCDP and ACLED (hxlstandard.org, 1.1).
var columns = []column{
	{"incident", "#event+code", func(r *row) string { return r.ID }, false},
	{"act", "#event+type", func(r *row) string { return r.Act }, false},
	{"date", "#date+edtf", func(r *row) string { return r.Date }, false},
	{"date_from", "#date+start", func(r *row) string { return r.From }, false},
	{"date_to", "#date+end", func(r *row) string { return r.To }, false},
	{"title_en", "#description+title+i_en", func(r *row) string { return r.Title["en"] }, false},
	{"title_ar", "#description+title+i_ar", func(r *row) string { return r.Title["ar"] }, false},
	{"title_ru", "#description+title+i_ru", func(r *row) string { return r.Title["ru"] }, false},
	{"place_en", "#loc+name+i_en", func(r *row) string { return r.Place["en"] }, false},
	{"place_ar", "#loc+name+i_ar", func(r *row) string { return r.Place["ar"] }, false},
	{"place_ru", "#loc+name+i_ru", func(r *row) string { return r.Place["ru"] }, false},
	{"zones", "#loc+zone+list", func(r *row) string { return strings.Join(r.Zones, "; ") }, false},
	{"latitude", "#geo+lat", func(r *row) string { return point(r, r.Lat) }, true},
	{"longitude", "#geo+lon", func(r *row) string { return point(r, r.Lon) }, true},
	{"radius_m", "#geo+radius+m", func(r *row) string { return metres(r) }, true},
	{"grade", "#meta+grade", func(r *row) string { return r.Grade }, false},
	{"attributed_to", "#group+name+attributed+list", func(r *row) string { return strings.Join(r.Parties, "; ") }, false},
	{"answers", "#meta+answer+list", func(r *row) string { return answerCell(r.Answers) }, false}, // beside who is said to have done it
	{"killed_low", "#affected+killed+min", amount("killed", func(r record.Range) int64 { return r.Lo }), true},
	{"killed_best", "#affected+killed+best", amount("killed", func(r record.Range) int64 { return r.Best }), true},
	{"killed_high", "#affected+killed+max", amount("killed", func(r record.Range) int64 { return r.Hi }), true},
	{"injured_low", "#affected+injured+min", amount("injured", func(r record.Range) int64 { return r.Lo }), true},
	{"injured_best", "#affected+injured+best", amount("injured", func(r record.Range) int64 { return r.Best }), true},
	{"injured_high", "#affected+injured+max", amount("injured", func(r record.Range) int64 { return r.Hi }), true},
	{"sources", "#meta+source+list", func(r *row) string { return strings.Join(r.Sources, "; ") }, false},
	{"urls", "#meta+url+list", func(r *row) string { return strings.Join(r.URLs, " ") }, false},
	{"publisher", "#meta+publisher", func(r *row) string { return r.Publisher }, false},
}

func point(r *row, v int64) string {
	if r.Radius == 0 {
		return ""
	}
	return degrees(v)
}

func metres(r *row) string {
	if r.Radius == 0 {
		return ""
	}
	return strconv.FormatInt(r.Radius, 10)
}

// amount writes an end of a range; nothing where it is not known.
func amount(role string, of func(record.Range) int64) func(*row) string {
	return func(r *row) string {
		m, ok := r.Amounts[role]
		if !ok || of(m) < 0 {
			return ""
		}
		return strconv.FormatInt(of(m), 10)
	}
}

// CSV writes a table (RFC 4180, UTF-8) with a row of HXL tags under the header.
func CSV(w io.Writer, _ *About, incidents Incidents) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	header, tags := make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		header[i], tags[i] = c.header, c.tag
	}
	if err := out.Write(header); err != nil {
		return err
	}
	if err := out.Write(tags); err != nil {
		return err
	}
	for b, err := range incidents {
		if err != nil {
			return err
		}
		r := rowOf(b)
		cells := make([]string, len(columns))
		for i, c := range columns {
			cells[i] = c.cell(r)
			if !c.number {
				cells[i] = Cell(cells[i])
			}
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// Cell keeps a spreadsheet from taking a cell for a formula: one that begins like one gets an apostrophe, which says "text" there.
// The wide forms of the signs are taken for the signs by some.
func Cell(text string) string {
	if strings.IndexAny(strings.TrimLeft(text, " \u00a0\u3000'\""), "=+-@|%＝＋－＠\t\r\n") == 0 {
		return "'" + text
	}
	return text
}
