package intake

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
)

// incidentExample is the commented line of the template: an attack with the forms that cells may take.
var incidentExample = []string{
	"incident", "bridge-1", "act", "attack", "title_en", "A bridge is hit from the air.", "when", "2016-03-02", "place_en", "North bridge",
	"zones", "north", "lat", "35.95", "lon", "36.65", "radius", "500", "role:object", "?school|market", "role:harmed", "civilian",
	"source", "valley_radio", "source_en", "Valley Radio", "source_sort", "newsroom", "url", "https://example.org/1", "published", "2016-03-03",
	"lang", "ar", "says_en", "An aircraft hit the bridge at noon.", "assessor", "desk", "grade", "corroborated",
	"attributions", "one of north=alleged|south=alleged|group=corroborated", "contested", "yes", "amount:killed", "3-5", "amount:killed:civilian:female", "1", "amount:injured", "10-",
	"method", "two newsrooms, independent", "assessed", "2016-03-10", "why", "both saw it", "persons", "person-1=victim", "related", "bridge-0=follows",
	"words", "أصابت طائرة الجسر ظهراً.", "translation:en", "An aircraft hit the bridge at noon.", "translator", "desk", "cites", "agency",
	"connection", "witness", "claim_by", "north", "claim:killed", "4", "status", "likely", "reliability", "likely_reliable",
	"degrees", "north=ordered=alleged|person:person-2=direct=alleged", "count_method", "range",
}

// templateFamilies are the columns that a template shows for a family such as "role:".
var templateFamilies = map[string][]string{
	"role:":        {"role:object", "role:harmed", "role:means"},
	"amount:":      {"amount:killed", "amount:killed:civilian:female", "amount:injured"},
	"claim:":       {"claim:killed"},
	"translation:": {"translation:en"},
}

// Template gives a CSV file of a layout: its header, and one example that the reader skips, because it begins with "# ". ok is false for a
// layout that has none.
func Template(name string) (file []byte, ok bool) {
	var header []string
	var example map[string]string
	if o := ownLayout(name); o != nil {
		for _, c := range slices.Concat(o.required, o.optional) {
			if f, ok := templateFamilies[c]; ok {
				if name != LayoutIncidents { // one column of the family shows how it is done
					f = exampleColumns(o.example, c)
				}
				header = append(header, f...)
				continue
			}
			header = append(header, c)
		}
		example = map[string]string{}
		for i := 0; i < len(o.example); i += 2 {
			example[o.example[i]] = o.example[i+1]
		}
	} else if l := builtin(name); l != nil {
		header = slices.Concat(l.required, l.optional)
	} else if name == LayoutAirwarsSources {
		header = slices.Concat(airwarsSourcesRequired, airwarsSourcesOptional)
	} else {
		return nil, false
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	rows := [][]string{header}
	if example != nil {
		cells := make([]string, len(header))
		for i, h := range header {
			cells[i] = example[h]
		}
		cells[0] = "# " + cells[0]
		rows = append(rows, cells)
	}
	if err := w.WriteAll(rows); err != nil {
		panic(err) // a buffer takes everything
	}
	return b.Bytes(), true
}

func exampleColumns(example []string, prefix string) []string {
	var cs []string
	for i := 0; i < len(example); i += 2 {
		if strings.HasPrefix(example[i], prefix) {
			cs = append(cs, example[i])
		}
	}
	return cs
}
