package web_test

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

var upTo = regexp.MustCompile(`name="upto" value="(\d+)"`)

// What came in since the mark is new, until whoever marked it says so again: looking sets no mark, and what came after the page was made stays new.
func TestSeenMark(t *testing.T) {
	h := newDesk(t)
	desk := h.get(t, "mona", "/en/desk")
	m := upTo.FindStringSubmatch(desk.body)
	if m == nil || !desk.has(`/en/i/market-1"`) {
		t.Fatalf("%d %s", desk.status, desk.body)
	}
	h.append(t, "rami", record.Incident{ID: "late-1", Act: "attack", When: "2016-03-30", Title: record.Text{"en": "It came late."}})
	if r := h.post(t, h.token["mona"], "/en/desk/seen", "upto", m[1]); r.status != http.StatusSeeOther {
		t.Fatalf("%d", r.status)
	}
	came := func(user string) string {
		_, rest, _ := strings.Cut(h.get(t, user, "/en/desk").body, "New since")
		part, _, _ := strings.Cut(rest, "<section>")
		return part
	}
	for range 2 { // looking changes nothing
		if part := came("mona"); !strings.Contains(part, "It came late.") || strings.Contains(part, "A market is hit.") {
			t.Fatalf("new to mona: %s", part)
		}
	}
	if came("lina") != "" {
		t.Error("another's mark was set")
	}
	h.post(t, h.token["mona"], "/en/desk/seen", "upto", upTo.FindStringSubmatch(h.get(t, "mona", "/en/desk").body)[1])
	h.post(t, h.token["mona"], "/en/desk/seen", "upto", "1") // it never goes back
	if part := came("mona"); strings.Contains(part, "It came late.") || !strings.Contains(part, "Nothing came in since.") {
		t.Errorf("seen, and new: %s", part)
	}
	// Of the day before it is told where nobody looked: not of today, which is not over.
	h.append(t, "holder", record.Coverage{ID: "c1", Observer: "patrol", Zone: "zone3", From: "2016-03-28", To: "2016-03-29"}, record.Coverage{ID: "c2", Observer: "patrol", Zone: "zone2", From: "2016-03-28", To: "2016-03-30"})
	_, zones, _ := strings.Cut(h.get(t, "mona", "/en/desk").body, "Where nobody is known to have looked yesterday, 30 Mar 2016")
	if zones, _, _ = strings.Cut(zones, "</ul>"); strings.Count(zones, "<li>") != 2 || !strings.Contains(zones, "zone3") {
		t.Errorf("yesterday: %s", zones)
	}
	house := newHouse(t)
	if r := house.get(t, review.Observer, "/en/desk"); r.status != 200 || r.has(`name="upto"`) {
		t.Errorf("an observer is told how many entries there are: %d", r.status)
	}
	if r := house.post(t, house.token[review.Observer], "/en/desk/seen", "upto", "999999999"); r.status != http.StatusNotFound {
		t.Errorf("an observer finds it out: %d", r.status)
	}
	for _, wrong := range []string{"", "0", "x", "999999999"} {
		if r := h.post(t, h.token["mona"], "/en/desk/seen", "upto", wrong); r.status != http.StatusBadRequest {
			t.Errorf("%q: %d", wrong, r.status)
		}
	}
}

// Who is named as the second person finds it on the desk, and nobody else does.
func TestDeskAsksForTheSecond(t *testing.T) {
	h := newDesk(t)
	h.decide(t, "mona", "market-1", "accept", "stage", "inquiry")
	h.decide(t, "mona", "market-1", "accept", "stage", "finding", "second", "omar")
	const link = `href="/en/i/market-1/review?assessor=lina"`
	if r := h.get(t, "omar", "/en/desk"); !r.has(link) {
		t.Error("omar is not asked")
	}
	if r := h.get(t, "lina", "/en/desk"); r.has(link) {
		t.Error("lina is asked for omar")
	}
}

// What is to be followed up is its maker's alone, of incidents that they see, until they close it.
func TestFollowUp(t *testing.T) {
	h := newDesk(t)
	if r := h.post(t, h.token["mona"], "/en/i/market-1/follow", "note", "ask the hospital <b>", "due", "2016-03-20"); r.status != http.StatusSeeOther {
		t.Fatalf("%d", r.status)
	}
	r := h.get(t, "mona", "/en/desk")
	if !r.has("ask the hospital &lt;b&gt;") || !r.has("was due") {
		t.Errorf("%s", r.body)
	}
	if r := h.get(t, "mona", "/en/i/market-1"); !r.has("ask the hospital") {
		t.Error("the incident does not show it")
	}
	for _, path := range []string{"/en/desk", "/en/i/market-1"} {
		if r := h.get(t, "lina", path); r.has("ask the hospital") {
			t.Errorf("another sees it at %s", path)
		}
	}
	id := regexp.MustCompile(`name="id" value="([a-z0-9]+)"`).FindStringSubmatch(r.body)[1]
	if r := h.post(t, h.token["lina"], "/en/follow/close", "id", id); r.status != http.StatusNotFound {
		t.Errorf("another closes it: %d", r.status)
	}
	h.post(t, h.token["mona"], "/en/follow/close", "id", id)
	if r := h.get(t, "mona", "/en/desk"); r.has("ask the hospital") {
		t.Error("it is not closed")
	}
	for _, user := range []string{review.Recorder, review.Observer} { // market-1 is not for them to see
		for _, incident := range []string{"market-1", "no-such"} {
			if r := h.post(t, h.token[user], "/en/i/"+incident+"/follow", "note", "x"); r.status != http.StatusNotFound {
				t.Errorf("%s follows %s: %d", user, incident, r.status)
			}
		}
	}
	if r := h.post(t, h.token["mona"], "/en/i/market-1/follow", "note", "x", "due", "soon"); r.status != http.StatusUnprocessableEntity || !r.has(`value="soon"`) {
		t.Errorf("%d", r.status)
	}
}

// A page of an incident tells each entry in words: who, when, why, and what it says otherwise.
func TestHistoryInWords(t *testing.T) {
	h := newDesk(t)
	h.append(t, "lina", record.Assessment{Incident: "market-1", Assessor: "lina", Grade: grade.Verified, Why: "a third voice", Attributions: []record.Attribution{{To: "russia", Grade: grade.Verified}}})
	h.decide(t, "mona", "market-1", "accept", "stage", "inquiry")
	r := h.get(t, "mona", "/en/i/market-1")
	for _, want := range []string{"Grade of the act: “corroborated” becomes “verified”", "a third voice", ">lina<", ">mona<", "inquiry", "first state", "#" + h.seen(t, "market-1")} {
		if !strings.Contains(strings.NewReplacer("<bdi>", "", "</bdi>", "").Replace(r.body), strings.NewReplacer("<bdi>", "", "</bdi>", "").Replace(want)) && !r.has(want) {
			t.Errorf("the history lacks %q", want)
		}
	}
	if _, err := strconv.Atoi(h.seen(t, "market-1")); err != nil {
		t.Error(err)
	}
}
