package export

import (
	"encoding/json"
	"io"

	"mithaq/internal/evidence/record"
)

// feature is an incident on a map (RFC 7946, section 3.2). One whose place is not known has no geometry.
type feature struct {
	Type       string     `json:"type"`
	ID         string     `json:"id"`
	Geometry   *geometry  `json:"geometry"`
	Properties properties `json:"properties"`
}

type geometry struct {
	Type        string         `json:"type"`
	Coordinates [2]json.Number `json:"coordinates"` // longitude, latitude (section 3.1.1)
}

type properties struct {
	Act       string                  `json:"act"`
	Date      string                  `json:"date,omitempty"` // EDTF
	From      string                  `json:"date_from,omitempty"`
	To        string                  `json:"date_to,omitempty"`
	Title     record.Text             `json:"title,omitempty"`
	Place     record.Text             `json:"place,omitempty"`
	Zones     []string                `json:"zones,omitempty"`
	Radius    int64                   `json:"radius_m,omitempty"` // it happened within so many metres of the point
	Grade     string                  `json:"grade,omitempty"`
	Parties   []string                `json:"attributed_to,omitempty"`
	Answers   []answer                `json:"answers,omitempty"` // of the parties, to findings put to them
	Amounts   map[string]record.Range `json:"amounts,omitempty"`
	Sources   []string                `json:"sources,omitempty"`
	URLs      []string                `json:"urls,omitempty"`
	Publisher string                  `json:"publisher,omitempty"`
}

// GeoJSON writes a FeatureCollection. The point of a place is the middle of a circle: radius_m says how far off it may be.
func GeoJSON(w io.Writer, about *About, incidents Incidents) error {
	return list(w, map[string]any{"type": "FeatureCollection", "mithaq": aboutJSON(about)}, "features", func(add func(any) error) error {
		for b, err := range incidents {
			if err != nil {
				return err
			}
			r := rowOf(b)
			f := feature{Type: "Feature", ID: r.ID, Properties: properties{
				r.Act, r.Date, r.From, r.To, r.Title, r.Place, r.Zones, r.Radius, r.Grade, r.Parties, r.Answers, r.Amounts, r.Sources, r.URLs, r.Publisher,
			}}
			if r.Radius > 0 {
				f.Geometry = &geometry{"Point", [2]json.Number{json.Number(degrees(r.Lon)), json.Number(degrees(r.Lat))}}
			}
			if err := add(f); err != nil {
				return err
			}
		}
		return nil
	})
}

func aboutJSON(a *About) map[string]any {
	var at any = a.Head
	if a.View == Public { // its number would tell everybody how much is entered that they are not shown
		at = map[string]any{"hash": a.Head.Hash}
	}
	return map[string]any{"program": a.Program, "record": at, "made": a.Made, "view": a.View}
}

// list writes an object whose last field is a long list, item by item. Marks of HTML are escaped, so that the text may stand in a page.
func list(w io.Writer, head map[string]any, name string, items func(add func(any) error) error) error {
	b, err := json.Marshal(head)
	if err != nil {
		return err
	}
	if _, err := w.Write(append(b[:len(b)-1], ",\""+name+"\":["...)); err != nil {
		return err
	}
	sep := "\n"
	err = items(func(item any) error {
		b, err := json.Marshal(item)
		if err != nil {
			return err
		}
		_, err = w.Write(append([]byte(sep), b...))
		sep = ",\n"
		return err
	})
	if err != nil {
		return err
	}
	_, err = w.Write([]byte("\n]}\n"))
	return err
}
