// Package export writes incidents in the forms that others read: GeoJSON (RFC 7946), CSV with a row of HXL tags, JSON-LD; and a whole record,
// entry by entry, in a form of its own that loses nothing (archive.go).
//
// What may be written is decided before (package release): a writer here leaves nothing out. It makes what others wrote harmless for whoever opens
// the file: no character that is not seen changes the order of what is read, no cell begins a formula, no mark-up ends a script.
package export

import (
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

// Incidents are what is written, in their order.
type Incidents = iter.Seq2[*record.Bundle, error]

// About says what an export is of. It is written into each form that has a place for it.
type About struct {
	Program string
	Head    record.Head // of the record
	Made    string      // RFC 3339
	View    string      // Public, or the id of the request
	Sources map[string]record.Source
}

// Public is the view of what everybody may see.
const Public = "public"

// Formats are the forms, by name.
var Formats = map[string]func(io.Writer, *About, Incidents) error{"geojson": GeoJSON, "csv": CSV, "jsonld": JSONLD}

// row is an incident in the fields that tables and maps share.
type row struct {
	ID, Act, From, To, Date string // Date is EDTF, as in the record
	Publisher               string
	Title, Place            record.Text
	Zones                   []string
	Lat, Lon, Radius        int64 // as in record.Place
	Grade                   string
	Parties                 []string
	Amounts                 map[string]record.Range // totals by role, over the assessments that are not discounted
	Sources                 []string
	URLs                    []string
	Answers                 []answer
}

func rowOf(b *record.Bundle) *row {
	in := &b.Incident
	c := project.ColumnsOf(b)
	r := &row{
		ID: clean(in.ID), Act: clean(in.Act), Date: clean(in.When), Publisher: clean(in.Publisher), Title: cleanText(in.Title), Place: cleanText(in.Place.Name),
		Zones: cleanAll(in.Place.Zones), Lat: in.Place.Lat, Lon: in.Place.Lon, Radius: in.Place.Radius, Parties: cleanAll(c.Parties), Amounts: amounts(b), Answers: answersOf(b, ""),
	}
	if c.Grade >= 0 {
		r.Grade = grade.Grade(c.Grade).String()
	}
	if e, err := civil.ParseEDTF(in.When); err == nil {
		r.From, r.To = day(e.Lo), day(e.Hi)
	}
	for i := range b.Accounts {
		r.Sources = append(r.Sources, clean(b.Accounts[i].Source))
		if u := clean(b.Accounts[i].URL); u != "" {
			r.URLs = append(r.URLs, u)
		}
	}
	for _, list := range []*[]string{&r.Sources, &r.URLs} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return r
}

func day(d civil.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// amounts joins what assessments say as the record's own columns do: the lowest, the highest, and a best number where they agree.
func amounts(b *record.Bundle) map[string]record.Range {
	out := map[string]record.Range{}
	for i := range b.Assessments {
		a := &b.Assessments[i]
		if a.Grade == grade.Discounted {
			continue
		}
		for _, m := range a.Amounts {
			if !m.Total() {
				continue
			}
			was, said := out[clean(m.Role)]
			now := m.Range
			if said {
				now = record.Range{Lo: min(was.Lo, now.Lo), Best: now.Best, Hi: max(was.Hi, now.Hi)}
				if was.Best != m.Range.Best {
					now.Best = -1
				}
				if was.Hi < 0 || m.Range.Hi < 0 {
					now.Hi = -1
				}
			}
			out[clean(m.Role)] = now
		}
	}
	return out
}

// degrees writes 1e-7 degree as a decimal number, exactly.
func degrees(v int64) string {
	sign := ""
	if v < 0 {
		sign, v = "-", -v
	}
	s := fmt.Sprintf("%s%d.%07d", sign, v/1e7, v%1e7)
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}

// clean takes out of a text what is not seen and changes what is read: control characters, and marks of direction that reach beyond it
// (Unicode, Bidirectional Algorithm, 3.1). Line ends become spaces. Joiners that Arabic and Persian need stay.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.IsControl(r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\u200e', r == '\u200f', r == '\u061c', r == '\ufeff':
			return -1
		}
		return r
	}, s)
}

func cleanText(t record.Text) record.Text {
	out := record.Text{}
	for lang, s := range t {
		out[clean(lang)] = clean(s)
	}
	return out
}

func cleanAll(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = clean(s)
	}
	return out
}

func languages(t record.Text) []string { return slices.Sorted(maps.Keys(t)) }
