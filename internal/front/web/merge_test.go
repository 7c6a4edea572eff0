package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// twins are two incidents that look alike, of two recorders, and a third that looks like the first.
func twins(t *testing.T) *house {
	t.Helper()
	now := theDay
	return twinsAt(t, &now)
}

// twinsAt is twins with a clock that the test sets.
func twinsAt(t *testing.T, now *time.Time) *house {
	t.Helper()
	h := newDeskAt(t, now)
	at := record.Place{Name: record.Text{"en": "North market"}, Lat: 359000000, Lon: 366000000, Radius: 300}
	for _, id := range []string{"twin-1", "twin-2", "twin-3"} {
		h.append(t, "rami", record.Incident{ID: id, Act: "attack", When: "2016-02-20", Title: record.Text{"en": "Shells on the market, " + id}, Place: at},
			record.Account{ID: id + ":1", Source: "radio", Incident: id, Words: "Shells fell on the north market at noon and hit the bakery."})
		h.append(t, "lina", record.Assessment{Incident: id, Assessor: "lina", Grade: grade.Corroborated, Attributions: []record.Attribution{{To: "russia", Grade: grade.Corroborated}}})
	}
	return h
}

func into(t *testing.T, h *house, id string) string {
	t.Helper()
	b, err := h.app.Store().Bundle(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return b.Into
}

// Two are looked at side by side, with what would stand otherwise; nothing is entered before somebody says so, and the next pair follows.
func TestMergeAndSplit(t *testing.T) {
	h := twins(t)
	if r := h.get(t, "mona", "/en/duplicates"); !r.has(`a=twin-1&amp;b=twin-2"`) {
		t.Fatalf("it is not proposed: %s", r.body)
	}
	const pair = "/en/duplicates/pair"
	page := h.get(t, "mona", pair+"?a=twin-1&b=twin-2")
	for _, want := range []string{"they name the same place", "Independent voices", "What would change", `value="same"`, `value="apart"`, `value="later"`} {
		if !page.has(want) {
			t.Errorf("the page of a pair lacks %q", want)
		}
	}
	// Somebody else decides between the look and the decision.
	seen := regexp.MustCompile(`name="seen" value="([^"]+)"`).FindStringSubmatch(page.body)[1]
	h.append(t, "rami", record.Account{ID: "twin-1:9", Source: "radio", Incident: "twin-1"})
	if r := h.post(t, h.token["mona"], pair, "a", "twin-1", "b", "twin-2", "into", "twin-1", "why", "the same market", "seen", seen, "do", "same"); r.status != http.StatusConflict || into(t, h, "twin-2") != "" {
		t.Errorf("decided on what was not looked at: %d", r.status)
	}
	if r := h.post(t, h.token["mona"], pair, "a", "twin-1", "b", "twin-2", "into", "twin-1", "why", "", "do", "same"); r.status != http.StatusUnprocessableEntity || !r.has("A merge takes a reason") {
		t.Errorf("merged without a reason: %d", r.status)
	}
	h.post(t, h.token["mona"], pair, "a", "twin-1", "b", "twin-2", "into", "twin-2", "why", "one shelling", "do", "look")
	if into(t, h, "twin-1") != "" || into(t, h, "twin-2") != "" {
		t.Fatal("looking merged them")
	}
	r := h.post(t, h.token["mona"], pair, "a", "twin-1", "b", "twin-2", "into", "twin-2", "why", "one shelling", "do", "same")
	if r.status != http.StatusSeeOther || into(t, h, "twin-1") != "twin-2" {
		t.Fatalf("%d, into %q", r.status, into(t, h, "twin-1"))
	}
	next := get(t, h.base+r.header.Get("Location"), "Cookie", "mithaq="+h.token["mona"])
	if to := next.header.Get("Location"); next.status != http.StatusSeeOther || !strings.Contains(to, "done=") {
		t.Errorf("no next pair follows: %d %s", next.status, to)
	}
	merged := h.get(t, "mona", "/en/i/twin-2")
	if !merged.has(`/en/duplicates/pair?a=twin-2&amp;b=twin-1"`) {
		t.Error("the incident does not lead to the decision")
	}
	if r := h.get(t, "mona", pair+"?a=twin-2&b=twin-1"); !r.has("one shelling") || !r.has(`value="open"`) || r.has(`value="same"`) {
		t.Errorf("the page of what is merged: %s", r.body)
	}
	h.post(t, h.token["mona"], pair, "a", "twin-1", "b", "twin-2", "why", "two after all", "do", "open")
	if into(t, h, "twin-1") != "" {
		t.Error("it is still merged")
	}
	h.post(t, h.token["mona"], pair, "a", "twin-1", "b", "twin-2", "why", "two hours apart", "do", "apart")
	if r := h.get(t, "mona", "/en/duplicates"); r.has(`a=twin-1&amp;b=twin-2"`) {
		t.Error("what was kept apart is proposed")
	}
}

// What somebody sets aside is not shown to them, and is to others; it is no decision.
func TestSetAside(t *testing.T) {
	h := twins(t)
	h.post(t, h.token["mona"], "/en/duplicates/pair", "a", "twin-1", "b", "twin-2", "do", "later")
	if r := h.get(t, "mona", "/en/duplicates"); r.has(`a=twin-1&amp;b=twin-2"`) || !r.has("1 pair set aside by you") {
		t.Error("it is shown all the same")
	}
	if r := h.get(t, "mona", "/en/duplicates?aside=show"); !r.has(`a=twin-1&amp;b=twin-2"`) {
		t.Error("it cannot be found again")
	}
	if r := h.get(t, "lina", "/en/duplicates"); !r.has(`a=twin-1&amp;b=twin-2"`) {
		t.Error("another does not see it")
	}
	kept, err := h.app.Aside().AllKept(t.Context(), "later", "")
	if err != nil || len(kept) != 1 {
		t.Fatal(len(kept), err)
	}
	kept[0].Until = theDay.Unix()
	if _, err := h.app.Aside().Keep(t.Context(), kept[0]); err != nil {
		t.Fatal(err)
	}
	if r := h.get(t, "mona", "/en/duplicates"); !r.has(`a=twin-1&amp;b=twin-2"`) {
		t.Error("it is set aside for longer than was said")
	}
}

// Who may not decide changes nothing, and who does not see the incidents is not told that they are there.
func TestMergeIsGuarded(t *testing.T) {
	h := twins(t)
	const pair = "/en/duplicates/pair"
	for user, status := range map[string]int{review.Reader: 404, review.Publisher: 404, review.Recorder: 404, review.Observer: 404, "": 403} {
		if r := h.post(t, h.token[user], pair, "a", "twin-1", "b", "twin-2", "why", "x", "do", "same"); r.status != status {
			t.Errorf("%q decides: %d", user, r.status)
		}
	}
	for _, b := range []string{"no-such", "twin-1", ""} {
		if r := h.post(t, h.token["mona"], pair, "a", "twin-1", "b", b, "why", "x", "do", "same"); r.status != 404 && r.status != 400 {
			t.Errorf("twin-1 and %q: %d", b, r.status)
		}
	}
	if r := h.post(t, h.token["mona"], pair, "a", "twin-1", "b", "twin-2", "into", "twin-3", "why", "x", "do", "same"); r.status != 400 {
		t.Errorf("into a third: %d", r.status)
	}
	if into(t, h, "twin-1")+into(t, h, "twin-2") != "" {
		t.Error("they were merged")
	}
	if r := h.get(t, review.Reader, pair+"?a=twin-1&b=twin-2"); r.status != 200 || r.has(`value="same"`) {
		t.Errorf("a reader is offered the decision: %d", r.status)
	}
}
