package web_test

import (
	"strings"
	"testing"
	"time"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/web"
)

// Answers of the judge are kept by what they rest on: they know what came in, are each language's and each query's own, and nobody is told what is kept for another.
func TestKeptAnswersOfTheJudge(t *testing.T) {
	a, texts := riverApp(t, func() time.Time { return theDay })
	base := boardOf(t, a, texts, web.Options{}).URL
	paths := []string{
		"/api/v1/status", "/api/v1/status?standard=alleged", "/api/v1/status?as-of=2016-03-05", "/api/v1/agreements/truce/status", "/api/v1/report?from=2016-03-01&to=2016-03-31",
		"/api/v1/report?from=2016-02-01&to=2016-02-29", "/api/v1/explain/1", "/api/v1/agreements/truce/terms/1",
	}
	before := map[string]string{}
	said := map[string]string{}
	for _, p := range paths {
		r := get(t, base+p, "Accept-Language", "en")
		tag := r.header.Get("ETag")
		if r.status != 200 || tag == "" || r.header.Get("Content-Type") != "application/json; charset=utf-8" {
			t.Fatalf("%s: %d, %v", p, r.status, r.header)
		}
		if again := get(t, base+p, "Accept-Language", "en"); again.body != r.body || again.header.Get("ETag") != tag || again.header.Get("Content-Type") != r.header.Get("Content-Type") {
			t.Errorf("%s: asked for again it says something else", p)
		}
		if whole := get(t, base+p, "Accept-Language", "en", "Accept-Encoding", "identity"); whole.body != r.body || whole.header.Get("Content-Encoding") != "" {
			t.Errorf("%s: unpacked it says something else", p)
		}
		if same := get(t, base+p, "Accept-Language", "en", "If-None-Match", tag); same.status != 304 || same.body != "" {
			t.Errorf("%s: who has it is told %d", p, same.status)
		}
		if get(t, base+p, "Accept-Language", "ar").body == r.body || get(t, base+p+more(p)+"lang=ru").body == r.body {
			t.Errorf("%s: the language is not asked about", p)
		}
		if get(t, base+p, "Accept-Language", "en", "Accept", "text/plain").body == r.body {
			t.Errorf("%s: plain text is answered by what is kept", p)
		}
		if other := said[r.body]; other != "" {
			t.Errorf("%s says what %s does", p, other)
		}
		before[p], said[r.body] = r.body, p
	}
	enter(t, a, append(riverAct("fired", "fire", "east", "2016-03-02", civilians), record.Account{ID: "account-1", Source: "quiet", Incident: "fired", Published: "2016-03-02"})...)
	for _, p := range paths {
		if get(t, base+p, "Accept-Language", "en").body == before[p] {
			t.Errorf("%s does not know what came in", p)
		}
	}
	h := newHouse(t)
	for range 2 {
		all, none := h.call(t, review.Reader, "GET", "/status", ""), h.call(t, "", "GET", "/status", "")
		if all.status != 200 || none.status != 200 || all.body == none.body || none.has(`"record":`) || !all.has(`"record":`) {
			t.Error("what is kept for one is told to another")
		}
	}
}

// more gives what stands between an address and one more parameter.
func more(path string) string {
	if strings.Contains(path, "?") {
		return "&"
	}
	return "?"
}
