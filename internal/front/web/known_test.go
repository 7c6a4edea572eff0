package web_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/web"
)

// Pages as of what was known on a day list what was known then, as it was known, and what opens on a term is that too. Nothing that came later is listed.
func TestKnownAtCutsLists(t *testing.T) {
	a, texts := riverApp(t, func() time.Time { return theDay })
	at := func(day time.Time, payloads ...any) {
		t.Helper()
		if _, err := a.Store().Append(t.Context(), nil, func(yield func(record.Draft, error) bool) {
			for _, p := range payloads {
				if !yield(record.Draft{Entered: day.Unix(), Actor: "holder", Payload: p}, nil) {
					return
				}
			}
		}); err != nil {
			t.Fatal(err)
		}
	}
	fired := func(id, title, words string) []any {
		return []any{
			record.Incident{ID: id, Act: "fire", When: "2016-03-01", Title: record.Text{"en": title}, Roles: []record.Words{civilians}, Place: record.Place{Name: record.Text{"en": "The ford"}, Lat: 359000000, Lon: 366000000, Radius: 300}},
			record.Account{ID: id + ":1", Source: "radio", Incident: id, Says: record.Text{"en": words}},
			record.Assessment{Incident: id, Assessor: "mission", Grade: grade.Verified, When: "2016-03-01", Attributions: []record.Attribution{{To: "east", Grade: grade.Verified}}},
		}
	}
	at(theDay.AddDate(0, 0, -10), append([]any{record.Source{ID: "radio", Name: record.Text{"en": "Valley Radio"}}}, fired("old", "Shots at the ford", "Shots were heard.")...)...)
	at(theDay, append(fired("old", "A battle at the ford", "A battle was fought."), fired("young", "More shots", "More shots were heard.")...)...)
	base := boardOf(t, a, texts, web.Options{}).URL
	const then, now = "known-at=2016-03-25", ""
	for _, path := range []string{"/en/incidents?", "/en/incidents?text=ford&", "/en/map?", "/en/s/radio?"} {
		cut, whole := get(t, base+path+then), get(t, base+path+now)
		if !cut.has("Shots at the ford") && !strings.Contains(path, "/map") || cut.has("A battle") || cut.has("More shots") || !cut.has("was known on") {
			t.Errorf("%s as known then: %d", path, cut.status)
		}
		if strings.Contains(path, "text=") || strings.Contains(path, "/map") {
			continue
		}
		if !whole.has("A battle at the ford") || !whole.has("More shots") || whole.has("was known on") {
			t.Errorf("%s as known now: %d", path, whole.status)
		}
	}
	for query, want := range map[string]string{then: `"total":1`, now: `"total":3`} {
		if r := get(t, base+"/map/points.json?lang=en&bbox=0,0,90,90&zoom=3&"+query); !r.has(want) {
			t.Errorf("the map by %q: %.200s", query, r.body)
		}
	}
	if r := get(t, base+"/map/incidents.json?lang=en&id=old&id=young&"+then); !r.has("Shots at the ford") || r.has("More shots") || r.has("A battle") {
		t.Errorf("what opens on the map: %s", r.body)
	}
	if r := get(t, base+"/en/a/truce/t/1?"+then); !r.has("Shots were heard.") || r.has("A battle was fought.") || r.has("More shots") {
		t.Error("what opens on a term is not what was known then")
	}
	if r := get(t, base+"/en/a/truce/t/1"); r.has("Shots were heard.") || !r.has("A battle was fought.") {
		t.Error("what opens on a term is not what is known now")
	}
	const week = "/en/report?from=2016-02-28&to=2016-03-05"
	if cut, whole := get(t, base+week+"&"+then), get(t, base+week); cut.body == whole.body || !cut.has("was known on") || whole.has("was known on") {
		t.Error("a report of what was known then is the one of now")
	}
	const counted = "/api/v1/report?from=2016-02-28&to=2016-03-05"
	if cut, whole := get(t, base+counted+"&"+then), get(t, base+counted); !cut.has(`"dated": 1,`) || !whole.has(`"dated": 2,`) || cut.has("counts_now") {
		t.Errorf("incidents of a report of what was known then: %.900s\nand now: %.300s", cut.body, whole.body)
	}
	for _, path := range []string{"/en/reviews?", "/en/duplicates?", "/en/publish?", "/en/i/old?"} {
		if !get(t, base+path+then).has("the record as it is now, not as it was known on") {
			t.Errorf("%s does not say that it is not cut", path)
		}
	}
}

// Where there are too many incidents to read anew, the map and the lists show what is known now and say so, and what opens on the map is of now as well.
func TestUncutMapSaysSo(t *testing.T) {
	now := theDay.AddDate(0, 0, -10)
	a, err := app.Create(t.Context(), filepath.Join(t.TempDir(), "many.db"), app.Options{Actor: "holder", Now: func() time.Time { return theDay }, PastMost: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	_, texts := riverApp(t, func() time.Time { return theDay })
	at := func(id, title string, day time.Time) {
		t.Helper()
		if _, err := a.Store().Append(t.Context(), nil, func(yield func(record.Draft, error) bool) {
			yield(record.Draft{Entered: day.Unix(), Actor: "holder", Payload: record.Incident{
				ID: id, Act: "fire", When: "2016-03-01", Title: record.Text{"en": title}, Place: record.Place{Lat: 359000000, Lon: 366000000, Radius: 300},
			}}, nil)
		}); err != nil {
			t.Fatal(err)
		}
	}
	at("old", "Shots at the ford", now)
	at("other", "Shots elsewhere", now)
	at("old", "A battle at the ford", theDay)
	base := boardOf(t, a, texts, web.Options{}).URL
	const says, cut = "What is listed here is the record as it is now, not as it was known on", "What is listed here was known on"
	for _, path := range []string{"/en/map", "/en/incidents"} {
		if r := get(t, base+path+"?known-at=2016-03-25"); r.status != 200 || !strings.Contains(wordsOf(r.body), says) || r.has(cut) {
			t.Errorf("%s does not say that it is not cut: %d %s", path, r.status, wordsOf(r.body))
		}
	}
	if r := get(t, base+"/map/incidents.json?lang=en&id=old&known-at=2016-03-25"); !r.has("A battle at the ford") {
		t.Errorf("a sign of now opens to %s", r.body)
	}
	if r := get(t, base+"/map/points.json?lang=en&bbox=0,0,90,90&zoom=3&known-at=2016-03-25"); !r.has(`"total":2`) {
		t.Errorf("the signs: %.200s", r.body)
	}
}
