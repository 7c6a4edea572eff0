package web_test

import (
	"regexp"
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
	pages := []string{"/en/incidents", "/en/incidents?text=fired", "/en/s/quiet", "/en/report?from=2016-03-01&to=2016-03-31", "/en/incidents?as-of=2016-02-01"}
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

// The desk is kept, and yet shows what its user changed beside the record: the mark of what was seen, what is to be followed up, drafts.
func TestKeptDeskKnowsItsOwn(t *testing.T) {
	h := newDesk(t)
	desk := func() reply { return h.get(t, "mona", "/en/desk") }
	first := desk()
	if again := desk(); first.status != 200 || again.header.Get("ETag") != first.header.Get("ETag") {
		t.Fatalf("%d: asked for again it is another", first.status)
	}
	h.post(t, h.token["mona"], "/en/i/market-1/follow", "note", "ask the hospital")
	followed := desk()
	closing := regexp.MustCompile(`name="id" value="([^"]+)"`).FindStringSubmatch(followed.body)
	if !followed.has("ask the hospital") || closing == nil {
		t.Fatal("what is to be followed up is not there at once")
	}
	h.post(t, h.token["mona"], "/en/follow/close", "id", closing[1])
	if r := desk(); r.has("ask the hospital") || r.body != first.body {
		t.Error("what was closed is still there")
	}
	h.post(t, h.token["mona"], "/en/desk/seen", "upto", upTo.FindStringSubmatch(first.body)[1])
	if r := desk(); r.body == first.body || !r.has("Nothing came in since.") {
		t.Error("what was seen is still new")
	}
	if r := h.get(t, "lina", "/en/desk"); r.has("Nothing came in since.") {
		t.Error("another's mark is shown")
	}
}

// What the map's script and programs are told is kept too: it knows what came in, is each visitor's own, and of a feed the one of the address by which it was asked for.
func TestKeptAnswersAreFresh(t *testing.T) {
	a, texts := riverApp(t, func() time.Time { return theDay })
	base := boardOf(t, a, texts, web.Options{Hosts: []string{"board.example"}}).URL
	const points = "/map/points.json?lang=en&bbox=-180,-85,180,85&zoom=2"
	paths := []string{points, "/a/truce/changes.atom?lang=en", "/a/truce/deadlines.ics?lang=en"}
	before := map[string]string{}
	for _, p := range paths {
		r := get(t, base+p)
		if again := get(t, base+p); r.status != 200 || again.body != r.body || again.header.Get("Content-Type") != r.header.Get("Content-Type") {
			t.Errorf("%s: %d, %d", p, r.status, again.status)
		}
		if get(t, base+p, "Accept-Language", "ru").body != r.body {
			t.Errorf("%s: the language is that of the address", p)
		}
		before[p] = r.body
	}
	if r := get(t, base+paths[1], "Host", "board.example"); !r.has("http://board.example/en/a/truce") || r.body == before[paths[1]] {
		t.Error("the feed leads to another address than that by which it was asked for")
	}
	enter(t, a, riverAct("shelled", "fire", "east", "2016-03-01", civilians)...)
	for _, p := range paths[:2] {
		if get(t, base+p).body == before[p] {
			t.Errorf("%s does not know what came in", p)
		}
	}
	h := newHouse(t)
	if all, none := h.get(t, review.Reader, points), h.get(t, "", points); all.body == none.body || !none.has(`"total":0`) {
		t.Error("what is kept for one is told to another")
	}
}
