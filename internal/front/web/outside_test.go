package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"mithaq/internal/base/grade"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/web"
	"mithaq/internal/front/wording"
)

// What an outsider is not shown is not said to be missing: accounts that were not published, assessments that are no findings yet, work that they are told nothing of.
func TestWhatIsKeptBackIsNotDenied(t *testing.T) {
	h := newHouse(t)
	if text := wordsOf(get(t, h.base+"/en/incidents").body); !strings.Contains(text, "No incident is open to you.") || strings.Contains(text, "on this record yet") {
		t.Errorf("of what is withheld it is said that it is not there: %s", text)
	}
	civil := []record.Words{{Role: "harmed", Words: []string{"civilian"}}}
	own := record.Assessment{Incident: "kept-1", Assessor: "desk", When: "2016-03-02", Grade: grade.Corroborated, Attributions: []record.Attribution{{To: "opposition", Grade: grade.Corroborated}}}
	enter(
		t, h.app,
		record.Source{ID: "one", Sort: "agency"}, record.Source{ID: "two", Sort: "agency"},
		record.Incident{ID: "kept-1", Act: "attack", When: "2016-03-01", Roles: civil},
		record.Account{ID: "kept-1:1", Source: "one", Incident: "kept-1"}, record.Account{ID: "kept-1:2", Source: "two", Incident: "kept-1"},
		own,
		record.Incident{ID: "kept-2", Act: "attack", When: "2016-03-01", Roles: civil},
		record.Account{ID: "kept-2:1", Source: "one", Incident: "kept-2"},
		record.Assessment{Incident: "kept-2", Assessor: "desk", When: "2016-03-02", Grade: grade.Verified},
	)
	st, err := h.app.Store().Standing(t.Context(), record.KindAssessment, record.Key("kept-1", "desk"))
	if err != nil {
		t.Fatal(err)
	}
	enter(
		t, h.app,
		record.Review{
			Incident: "kept-1", Assessor: "desk", Stage: review.Published, Finding: st.Entry.ID, By: review.Assessor, Second: review.Publisher, When: "2016-03-20",
			Put: []record.Put{{Party: "opposition", Asked: "2016-03-03", Answered: "2016-03-04", Stance: "deny"}},
		},
		record.Publication{Kind: record.KindIncident, Subject: "kept-1", Public: true, By: "holder", Accounts: []string{"kept-1:1"}},
		record.Publication{Kind: record.KindIncident, Subject: "kept-2", Public: true, By: "holder"},
		record.Coverage{ID: "seen", Observer: "un", Zone: "upland", From: "2016-01-01", To: "2016-01-02"},
		record.Publication{Kind: record.KindCoverage, Subject: "seen", Public: true, By: "holder"},
		record.Source{ID: "lonely", Sort: "agency"},
		record.Publication{Kind: record.KindSource, Subject: "lonely", Public: true, By: "holder"},
	)
	reader := []string{"Cookie", "mithaq=" + h.token[review.Reader]}
	const none, unassessed, one = "No account stands behind this incident", "not assessed", "go back to one source"
	for path, not := range map[string][]string{
		"/en/i/kept-1": {none, unassessed, one, "rests on one source"},
		"/en/i/kept-2": {none, unassessed},
		"/en/incidents?from=2016-03-01&to=2016-03-01": {unassessed, "rests on one source"},
		"/en/s/one":   {"rests on one source", "rest on it alone", unassessed},
		"/en/sources": {"alone"},
		"/en/incidents?from=2016-03-01&to=2016-03-01&sort=-date": {unassessed, "nobody named"},
		"/en/map":      {unassessed},
		"/en/a/khatib": {"rests on one source"},
		"/en/report?from=2016-03-01&to=2016-03-31":     {"Waiting for an assessment", "Incidents entered in the period"},
		"/api/v1/report?from=2016-03-01&to=2016-03-31": {`"waiting"`, `"received"`, `"assessed"`},
	} {
		r := get(t, h.base+path)
		if r.status != 200 {
			t.Errorf("%s: %d", path, r.status)
		}
		for _, words := range not {
			if strings.Contains(withoutOwnScripts(r.body), words) {
				t.Errorf("the public reads %q on %s", words, path)
			}
		}
	}
	// Who looked is withheld: what they cannot know is told as that.
	for path, words := range map[string]string{
		"/en/map?from=2016-03-01&to=2016-03-31": "nothing about who looked is published", "/ar/map?from=2016-03-01&to=2016-03-31": "لم يُنشر شيء عمّن نظر",
		"/ru/map?from=2016-03-01&to=2016-03-31":    "о наблюдении ничего не опубликовано",
		"/en/report?from=2016-03-01&to=2016-03-31": "nothing published says that anybody could look",
		"/en/coverage?month=2016-01":               "nothing is published",
	} {
		if r := get(t, h.base+path); r.has("known to have looked") || r.has("не известно, чтобы") || r.has("неизвестно, чтобы") || r.has("لا يُعرف أن أحدًا") || !r.has(words) {
			t.Errorf("the public is told what it cannot know of who looked, on %s", path)
		}
	}
	if r := get(t, h.base+"/en/map?from=2016-03-01&to=2016-03-31", reader...); !r.has("nobody is known to have looked") {
		t.Error("whoever works on the record is not told where nobody is known to have looked")
	}
	// Of a source that said nothing, as far as they see, it is not said that it said nothing.
	for _, lang := range locale.Langs {
		w := wording.For(lang)
		if r := get(t, h.base+"/"+string(lang)+"/s/lonely"); r.status != 200 || !r.has(w.Text("board.outside.no_incidents")) || r.has(w.Text("board.source.none")) {
			t.Errorf("the public on the page of a source, %s: %d", lang, r.status)
		}
		if r := get(t, h.base+"/"+string(lang)+"/s/lonely", reader...); r.status != 200 || !r.has(w.Text("board.source.none")) || r.has(w.Text("board.outside.no_incidents")) {
			t.Errorf("a reader on the page of a source, %s: %d", lang, r.status)
		}
	}
	// What waits is not theirs to ask, and a source that is withheld is one that is not there.
	for _, path := range []string{"/incidents?waiting=true", "/count?waiting=true"} {
		if r := get(t, h.base+"/api/v1"+path); r.status != http.StatusForbidden || !r.has(`"code": "waiting"`) {
			t.Errorf("the public asks %s: %d %s", path, r.status, r.body)
		}
		if got := h.call(t, review.Reader, http.MethodGet, path, ""); got.status != http.StatusOK {
			t.Errorf("a reader asks %s: %d", path, got.status)
		}
	}
	for _, path := range []string{"/status?without=", "/agreements/khatib/terms/11?without="} {
		two, none := get(t, h.base+"/api/v1"+path+"two"), get(t, h.base+"/api/v1"+path+"too")
		if two.status != http.StatusBadRequest || strings.ReplaceAll(two.body, "two", "too") != none.body || !two.has("in what you see of the record there is no source") {
			t.Errorf("%s: of a source that is withheld %s, of none %s", path, two.body, none.body)
		}
	}
	if r := get(t, h.base+"/en/i/kept-1"); !r.has("There may be more accounts than are open to you") {
		t.Error("that there may be more accounts is not told")
	}
	if r := get(t, h.base+"/en/report?from=2016-03-01&to=2016-03-31"); !r.has("<dt>no assessment is open to you</dt><dd>1</dd>") {
		t.Error("what is told by grade does not add up")
	}
	if r := get(t, h.base+"/en/report?from=2016-03-01&to=2016-03-31", reader...); !r.has("Waiting for an assessment") {
		t.Error("a reader is not told what waits")
	}
	if r := get(t, h.base+"/en/i/kept-1", reader...); r.has("open to you") || r.has(one) {
		t.Error("a reader is told of less than there is")
	}
}

// Whatever period is asked for, a report is on it, or says that there is none.
func TestReportOfAnyPeriod(t *testing.T) {
	base := exampleServer(t)
	if r := get(t, base+"/en/report?from=0001-01-01&to=2016-01-01"); r.status != 400 {
		t.Errorf("a period before the calendar: %d", r.status)
	}
	r := get(t, base+"/en/report?from=1600-01-01&to=2016-03-31") // longer than a duration of package time
	if r.status != 200 || !r.has("2 October 1183") || !r.has("31 December 1599") {
		t.Errorf("the period before is another one: %d", r.status)
	}
}

// What is dated in a period is counted, how much of it is assessed, and beside it what was dated in the period before.
func TestReportCounts(t *testing.T) {
	a, texts := riverApp(t, func() time.Time { return theDay })
	for id, when := range map[string]string{"one": "2016-03-01", "two": "2016-03-31", "before": "2016-02-29"} {
		enter(t, a, riverAct(id, "fire", "east", when, civilians)...)
	}
	enter(t, a, record.Incident{ID: "waits", Act: "fire", When: "2016-03-05"})
	text := wordsOf(get(t, boardOf(t, a, texts, web.Options{}).URL+"/en/report?from=2016-03-01&to=2016-03-31").body)
	for _, want := range []string{"Incidents dated in the period3 (1 in the period before)", "Of those dated in it, assessed2 ", "Waiting for an assessment1 "} {
		if !strings.Contains(text, want) {
			t.Errorf("the report does not say %q: %.1200s", want, text)
		}
	}
}
