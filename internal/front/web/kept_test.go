package web_test

import (
	"testing"
	"time"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/web"
)

// A list that is kept is that of the record as it stands: what came in shows at once, and each sees their own.
func TestKeptListsAreFresh(t *testing.T) {
	a, texts := riverApp(t, func() time.Time { return theDay })
	base := boardOf(t, a, texts, web.Options{}).URL
	pages := []string{"/en/incidents", "/en/incidents?text=fired", "/en/s/quiet", "/en/report?from=2016-03-01&to=2016-03-31", "/en/incidents?as-of=2016-02-01", "/en/incidents?known-at=2016-03-01"}
	enter(t, a, record.Source{ID: "quiet", Name: record.Text{"en": "quiet"}})
	before := map[string]string{}
	for _, p := range pages {
		before[p] = get(t, base+p).body
		if again := get(t, base+p); again.body != before[p] || again.status != 200 {
			t.Errorf("%s: asked for again it says something else (%d)", p, again.status)
		}
	}
	enter(t, a, append(riverAct("fired", "fire", "east", "2016-03-01", civilians), record.Account{ID: "account-1", Source: "quiet", Incident: "fired", Published: "2016-03-02"})...)
	for _, p := range pages {
		if get(t, base+p).body == before[p] {
			t.Errorf("%s does not know what came in", p)
		}
	}
	h := newHouse(t)
	if all, none := h.get(t, review.Reader, "/en/incidents"), h.get(t, "", "/en/incidents"); all.body == none.body || none.has(`href="/en/i/`) || !all.has(`href="/en/i/`) {
		t.Error("what is kept for one is shown to another")
	}
}
