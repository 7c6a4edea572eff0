package app

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/record"
)

// hostile are texts that do harm where they are taken for anything but text. None holds a character that intake writes visibly.
var hostile = map[string]string{
	"SQL":          `'); DROP TABLE entry; DELETE FROM bundle; --`,
	"SQL, quoted":  `" OR ""="`,
	"FTS":          `NEAR(a b) AND "c* OR ^d -e`,
	"HTML":         `<script>alert(1)</script><img src=x onerror="alert(2)">&lt;`,
	"formula":      `=HYPERLINK("https://example.org/?"&A1)`,
	"template":     `{{.}}${7*7}<%= 7 %>`,
	"format":       `%s%n%d %[1]v`,
	"path":         `../../../etc/passwd`,
	"JSON":         `{"a": "\u0000", "__proto__": []}`,
	"lines":        "one\n# two\r\n\tthree",
	"both ways":    "שלום עברית (a) العربية 12",
	"combining":    "Z̸̢̧a̷͘l̶g̵o̴ e\u0301",
	"outside":      "𝕬𝖇𝖈 🜁",
	"looks like a": "аdmіn", // Cyrillic а and і
}

// everyField writes a row of a layout's template with a text in each column that takes any text.
func everyField(t *testing.T, layout, text string) string {
	t.Helper()
	template, ok := intake.Template(layout)
	if !ok {
		t.Fatal(layout)
	}
	header, _, _ := strings.Cut(string(template), "\n")
	columns := strings.Split(header, ",")
	sound := map[string]string{ // what has to be of a kind
		"when": "2016-03-02", "lat": "35.9", "lon": "36.6", "radius": "500", "published": "2016-03-03", "grade": "alleged", "contested": "yes", "amount:killed": "3", "amount:injured": "1",
		"acts": "2", "assessed": "2016-03-10", "graphic": "no", "attributions": "", "time_zone": "", "zones": "", "role:object": "", "role:harmed": "", "role:means": "", "lang": "en",
		"source_cites": "", "excuses": "", "persons": "", "related": "", "translated_by_machine": "no", "connection": "", "claim_when": "", "status": "", "reliability": "", "degrees": "",
		"count_method":     "",
		"type_of_violence": "1", "where_prec": "1", "latitude": "50.4", "longitude": "30.5", "date_prec": "1", "date_start": "2014-02-18", "date_end": "2014-02-18", "best": "4", "high": "6", "low": "2",
		"time_precision": "1", "event_date": "2023-06-02", "event_type": "Battles", "geo_precision": "1", "fatalities": "2", "timestamp": "1685987188",
		"date": "2016-03-02", "date_type": "date", "geo_accuracy": "town", "civilian_harm_reported": "Yes", "modified": "2017-01-01", "date_range_end": "", "year": "2016",
	}
	cells := make([]string, len(columns))
	for i, c := range columns {
		v, ok := sound[c]
		if !ok && (strings.HasSuffix(c, "_min") || strings.HasSuffix(c, "_max")) {
			v, ok = "1", true
		}
		if !ok {
			v = text
		}
		if n, _, family := strings.Cut(c, ":"); family && (n == "amount" || n == "claim") {
			v = "1"
		}
		if layout == intake.LayoutAirwars && c == "grade" {
			v = "Fair"
		}
		cells[i] = v
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll([][]string{columns, cells}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestHostileText: whatever stands in every field of a file comes out of the record as it went in, is found by a search for it, and does nothing.
func TestHostileText(t *testing.T) {
	for name, text := range hostile {
		t.Run(name, func(t *testing.T) {
			a := empty(t, &clock{time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)})
			for _, layout := range []string{intake.LayoutIncidents, intake.LayoutUCDP, intake.LayoutAirwars, intake.LayoutACLED} {
				file := everyField(t, layout, text)
				p := imported(t, a, []byte(file), intake.Options{File: "../" + text + ".csv", As: layout})
				if p.Added != 1 || p.Rejected != 0 {
					t.Fatalf("%s: added %d, rejected %d: %+v", layout, p.Added, p.Rejected, p.Diagnostics)
				}
				if again := imported(t, a, []byte(file), intake.Options{File: "x.csv", As: layout}); !again.Empty() {
					t.Errorf("%s: imported again, it changed %+v", layout, again.Diffs)
				}
			}
			n, seen := 0, 0
			want, err := json.Marshal(strings.ReplaceAll(text, "\r\n", "\n")) // a line end within a field is one line feed
			if err != nil {
				t.Fatal(err)
			}
			for b, err := range a.store.Bundles(t.Context(), record.Cut{}) {
				if err != nil {
					t.Fatal(err)
				}
				n++
				all, err := json.Marshal(b)
				if err != nil {
					t.Fatal(err)
				}
				seen += bytes.Count(all, bytes.Trim(want, `"`))
			}
			if n != 4 || seen < 30 {
				t.Errorf("%d incidents; the text stands in %d places", n, seen)
			}
			if _, err := a.store.Incidents(t.Context(), record.Query{Text: text, Place: text, Act: text, Publisher: text, Source: text, Party: text}); err != nil {
				t.Errorf("searched for: %v", err)
			}
			if _, newer, err := record.Verify(a.store.Entries(t.Context(), 0)); err != nil || newer != 0 {
				t.Errorf("%d, %v", newer, err)
			}
		})
	}
}
