package web_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// The queue of reviews is that of the page, page by page, with what is for whoever asks; who sees a part of the record has none.
func TestAPIReviews(t *testing.T) {
	h := newDesk(t)
	for _, id := range []string{"market-2", "market-3"} {
		h.append(t, "rami", record.Incident{ID: id, Act: "attack", When: "2016-03-11"})
		h.assess(t, id, grade.Corroborated)
	}
	h.tokenFor(t, "mona", review.ScopeRead, review.ScopeReview, review.ScopeSecond)
	h.send(t, "mona", "/incidents/market-1/steps", `{"stage":"inquiry","assessor":"lina"}`, "201")
	h.send(t, "mona", "/incidents/market-1/steps", `{"stage":"finding","assessor":"lina","second":"lina"}`, "201")
	type waits struct {
		Total   int
		Next    string
		Reviews []struct {
			Incident, Assessor, Step, Second string
			Named                            []string
			Mine                             bool
		}
	}
	ask := func(user, query string) (out waits) {
		t.Helper()
		var env struct{ Data waits }
		r := h.call(t, user, http.MethodGet, "/reviews"+query, "")
		if err := json.Unmarshal([]byte(r.body), &env); err != nil || r.status != 200 {
			t.Fatalf("%s: %d %s", query, r.status, r.body)
		}
		return env.Data
	}
	all := ask("mona", "?limit=500")
	if all.Total < 3 || len(all.Reviews) != all.Total || all.Next != "" {
		t.Fatalf("%+v", all)
	}
	n, cursor := 0, ""
	for page := 0; page <= all.Total; page++ {
		one := ask("mona", "?limit=2"+cursor)
		for _, r := range one.Reviews {
			if w := all.Reviews[n]; r.Incident != w.Incident || r.Assessor != w.Assessor {
				t.Errorf("the %d of the pages is %s, not %s", n, r.Incident, w.Incident)
			}
			n++
		}
		if cursor = "&after=" + one.Next; one.Next == "" {
			break
		}
	}
	if n != all.Total {
		t.Errorf("%d on the pages, not %d", n, all.Total)
	}
	if one := ask("mona", "?step=second"); one.Total != 1 || one.Reviews[0].Incident != "market-1" || one.Reviews[0].Second != "lina" || one.Reviews[0].Mine || strings.Join(one.Reviews[0].Named, " ") != "russia" {
		t.Errorf("%+v", one)
	}
	if one := ask("mona", "?step=inquiry&by=rami"); one.Total != 2 || !one.Reviews[0].Mine {
		t.Errorf("%+v", one)
	}
	for query, status := range map[string]int{"?step=second&limit=0": 400, "?after=x": 400, "?step=soon": 400} {
		if r := h.call(t, "mona", http.MethodGet, "/reviews"+query, ""); r.status != status {
			t.Errorf("%s: %d", query, r.status)
		}
	}
	for _, user := range []string{review.Recorder, review.Observer, ""} {
		if r := h.call(t, user, http.MethodGet, "/reviews", ""); r.status == 200 || strings.Contains(r.body, "market") {
			t.Errorf("%q asks what waits: %d", user, r.status)
		}
	}
}

// Names and zones are told as the command line tells them; a pair that was set aside is left out of the list of whoever did it, when they ask for that.
func TestAPIGroundAndAside(t *testing.T) {
	h := newDesk(t)
	h.append(t, "rami",
		record.Name{Scheme: "airwars", Sort: "party", Word: "Forces of the test", Means: []string{"russia"}, By: "rami"},
		record.Zone{ID: "test-gate", Shape: "point", Parts: [][][]int64{{{365000000, 335000000}}}},
		record.Incident{ID: "market-1b", Act: "attack", When: "2016-03-10", Title: record.Text{"en": "A market is hit."}},
		record.Account{ID: "market-1b:1", Source: "radio", Incident: "market-1b", Words: "Eight shells fell.", Lang: "en"})
	h.tokenFor(t, "mona", review.ScopeRead, review.ScopeReview)
	h.tokenFor(t, "lina", review.ScopeRead)
	if r := h.call(t, "mona", http.MethodGet, "/names", ""); !r.has("Forces of the test") {
		t.Errorf("%d %s", r.status, r.body)
	}
	if r := h.call(t, "mona", http.MethodGet, "/zones", ""); !r.has("test-gate") || !r.has("36.5") {
		t.Errorf("%d %s", r.status, r.body)
	}
	if r := h.call(t, "", http.MethodGet, "/names", ""); r.status == 200 {
		t.Error("the public reads who gave which name a meaning, and why")
	}
	if r := h.call(t, "", http.MethodGet, "/zones", ""); r.status != 200 || r.has("test-gate") {
		t.Errorf("the public reads a zone that was not published: %d", r.status)
	}
	const pair = `{"a":"market-1","b":"market-1b"`
	was := h.entries(t)
	h.send(t, "mona", "/duplicates/aside", `{"a":"market-1","b":"market-1"}`, "bad_body")
	h.send(t, "mona", "/duplicates/aside", `{"a":"market-1","b":"nothing"}`, "not_found")
	h.send(t, "mona", "/duplicates/aside", pair+`,"why":"ask the radio first"}`, "200")
	if h.entries(t) != was {
		t.Error("setting aside is an entry")
	}
	lists := func(user, query string) bool {
		return strings.Contains(h.call(t, user, http.MethodGet, "/duplicates?limit=500"+query, "").body, `"market-1b"`)
	}
	if !lists("mona", "") || lists("mona", "&but-aside=true") || !lists("lina", "&but-aside=true") {
		t.Errorf("listed: %v, without what was set aside %v, of another %v", lists("mona", ""), lists("mona", "&but-aside=true"), lists("lina", "&but-aside=true"))
	}
	if r := h.get(t, "mona", "/en/duplicates/pair?a=market-1&b=market-1b"); !r.has("ask the radio first") {
		t.Error("the page does not know that it is set aside")
	}
}
