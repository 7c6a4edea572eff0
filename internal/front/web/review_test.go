package web_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// desk is a house in which rami entered an incident that lina, an assessor, assessed as the act of a party; omar publishes, and mona assesses too.
func newDesk(t *testing.T) *house {
	t.Helper()
	now := theDay
	return newDeskAt(t, &now)
}

// newDeskAt is newDesk with a clock that the test sets.
func newDeskAt(t *testing.T, now *time.Time) *house {
	t.Helper()
	h := newHouseAt(t, now)
	h.user(t, "rami", review.Assessor, review.Recorder)
	h.user(t, "lina", review.Assessor)
	h.user(t, "mona", review.Assessor)
	h.user(t, "omar", review.Publisher)
	h.append(t, "rami", record.Source{ID: "radio", Name: record.Text{"en": "Valley Radio"}, Sort: "newsroom"},
		record.Incident{ID: "market-1", Act: "attack", When: "2016-03-10", Title: record.Text{"en": "A market is hit."}},
		record.Account{ID: "market-1:1", Source: "radio", Incident: "market-1", Words: "Eight shells fell.", Lang: "en"})
	h.assess(t, "market-1", grade.Corroborated)
	return h
}

// assess enters lina's assessment of an incident.
func (h *house) assess(t *testing.T, incident string, g grade.Grade) {
	t.Helper()
	h.append(t, "lina", record.Assessment{Incident: incident, Assessor: "lina", Grade: g, Attributions: []record.Attribution{{To: "russia", Grade: g}}})
}

// user makes a user with a session.
func (h *house) user(t *testing.T, id string, roles ...string) {
	t.Helper()
	h.append(t, "holder", record.User{ID: id, Roles: roles, By: "holder", Why: "the test"})
	as, err := h.app.As(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	defer as.Close()
	if h.token[id], err = as.SignIn(t.Context(), id, 1<<40); err != nil {
		t.Fatal(err)
	}
}

// append enters payloads past every rule.
func (h *house) append(t *testing.T, actor string, payloads ...any) {
	t.Helper()
	if _, err := h.app.Store().Append(t.Context(), nil, func(yield func(record.Draft, error) bool) {
		for _, p := range payloads {
			if !yield(record.Draft{Entered: theDay.Unix(), Actor: actor, Payload: p}, nil) {
				return
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
}

// seen gives the number of the last entry on an incident.
func (h *house) seen(t *testing.T, incident string) string {
	t.Helper()
	list, err := h.app.Store().History(t.Context(), record.KindIncident, incident)
	if err != nil {
		t.Fatal(err)
	}
	last := int64(0)
	for i := range list {
		last = max(last, list[i].Seq)
	}
	return strconv.FormatInt(last, 10)
}

func (h *house) finding(t *testing.T, incident string) review.Finding {
	t.Helper()
	c, err := h.app.Case(t.Context(), incident)
	if err != nil {
		t.Fatal(err)
	}
	return c.Finding("lina")
}

// decide sends what a user decides of lina's finding as it stands.
func (h *house) decide(t *testing.T, user, incident, do string, pairs ...string) reply {
	t.Helper()
	return h.post(t, h.token[user], "/en/i/"+incident+"/review", append([]string{"assessor", "lina", "seen", h.seen(t, incident), "do", do}, pairs...)...)
}

// From an assessment to the public: every step through the board, each by whom it belongs to, and the queue says where it stands.
func TestFindingClimbs(t *testing.T) {
	h := newDesk(t)
	inQueue := func(user, step string) bool {
		return h.get(t, user, "/en/reviews?by=rami&step="+step).has(`href="/en/i/market-1/review?assessor=lina"`)
	}
	steps := []struct {
		who, queue, do string
		pairs          []string
		stage          string
	}{
		{"mona", "inquiry", "accept", []string{"stage", "inquiry"}, "inquiry"},
		{"mona", "finding", "accept", []string{"stage", "finding", "second", "omar", "why", "two voices"}, "finding"},
		{"omar", "second", "second", nil, "finding"},
		{"mona", "put", "put", []string{"asked", "2016-03-01", "until", "2016-03-20"}, "put"},
		{"omar", "published", "accept", []string{"stage", "published"}, "published"},
	}
	for _, s := range steps {
		if !inQueue(s.who, s.queue) {
			t.Fatalf("before %s it does not wait at %s", s.do, s.queue)
		}
		if r := h.get(t, s.who, "/en/i/market-1/review?assessor=lina"); r.status != 200 || !r.has(`value="`+s.do+`"`) || !r.has("Eight shells fell.") {
			t.Fatalf("the page before %s: %d", s.do, r.status)
		}
		if r := h.decide(t, s.who, "market-1", s.do, s.pairs...); r.status != http.StatusSeeOther {
			t.Fatalf("%s by %s: %d %s", s.do, s.who, r.status, r.body)
		}
		if f := h.finding(t, "market-1"); f.Stage != s.stage {
			t.Fatalf("after %s it stands at %s", s.do, f.Stage)
		}
	}
	for _, step := range []string{"inquiry", "finding", "second", "put", "answer", "published"} {
		if inQueue("omar", step) {
			t.Errorf("what is published waits at %s", step)
		}
	}
	if f := h.finding(t, "market-1"); len(f.Persons) != 2 || f.Review.By != "omar" || f.Review.Second != "mona" {
		t.Errorf("%+v", f.Persons)
	}
}

// A day that is none is told of on the page of the finding, and nothing else that was typed is lost.
func TestReviewOfNoDay(t *testing.T) {
	h := newDesk(t)
	r := h.decide(t, "mona", "market-1", "answer", "on", "soon", "says", "We were not there.", "party", "russia")
	if r.status != http.StatusUnprocessableEntity || !r.has("“soon” cannot be read as a day") || !r.has("Finding of lina") {
		t.Errorf("%d %s", r.status, r.body)
	}
}

// Nobody passes what they entered themselves, whatever form they send, and the queue tells them why.
func TestNobodyReviewsTheirOwn(t *testing.T) {
	h := newDesk(t)
	h.decide(t, "rami", "market-1", "accept", "stage", "inquiry") // taking it up says nothing of anybody
	if r := h.get(t, "rami", "/en/reviews?step=finding"); !r.has("rami entered this incident or an account of it") {
		t.Error("the queue does not say why it is not for rami")
	}
	if r := h.get(t, "rami", "/en/i/market-1/review?assessor=lina"); r.has(`value="accept"`) {
		t.Error("the page offers it to whoever entered it")
	}
	r := h.decide(t, "rami", "market-1", "accept", "stage", "finding", "second", "mona")
	if r.status != http.StatusUnprocessableEntity || !r.has("Somebody else must make it a finding") {
		t.Errorf("rami passed it: %d", r.status)
	}
	if r := h.decide(t, "mona", "market-1", "accept", "stage", "finding", "second", "rami"); r.status != http.StatusUnprocessableEntity {
		t.Errorf("rami is the second: %d", r.status)
	}
	if r := h.decide(t, "mona", "market-1", "accept", "stage", "finding", "second", "mona"); r.status != http.StatusUnprocessableEntity {
		t.Errorf("mona is both: %d", r.status)
	}
	h.decide(t, "mona", "market-1", "accept", "stage", "finding", "second", "omar")
	for _, user := range []string{"mona", "rami", "lina", review.Reader, review.Publisher} {
		if r := h.decide(t, user, "market-1", "second"); r.status < 400 {
			t.Errorf("%s confirmed for omar: %d", user, r.status)
		}
	}
	if r := h.decide(t, "mona", "market-1", "put", "asked", "2016-03-01", "until", "2016-03-20"); r.status != http.StatusSeeOther {
		t.Fatalf("put: %d", r.status)
	}
	if r := h.decide(t, "mona", "market-1", "accept", "stage", "published"); r.status != http.StatusForbidden {
		t.Errorf("an assessor published: %d", r.status)
	}
	if r := h.decide(t, review.Publisher, "market-1", "accept", "stage", "published"); r.status != http.StatusUnprocessableEntity || !r.has("has not confirmed yet") {
		t.Errorf("published before the second person confirmed: %d", r.status)
	}
	if f := h.finding(t, "market-1"); f.Stage != review.Put {
		t.Errorf("it stands at %s", f.Stage)
	}
}

// What was looked at is what is decided on: an entry that came meanwhile brings the page again, with what was typed.
func TestOldVersionIsNotSigned(t *testing.T) {
	h := newDesk(t)
	h.decide(t, "mona", "market-1", "accept", "stage", "inquiry")
	old := h.seen(t, "market-1")
	h.assess(t, "market-1", grade.Verified)
	r := h.post(t, h.token["mona"], "/en/i/market-1/review", "assessor", "lina", "seen", old, "do", "accept", "stage", "finding", "second", "omar", "why", "as it was")
	if r.status != http.StatusConflict || !r.has("as it was") || !r.has("lina entered something since") {
		t.Errorf("%d", r.status)
	}
	h.decide(t, "mona", "market-1", "accept", "stage", "finding", "second", "omar")
	old = h.seen(t, "market-1")
	h.append(t, "rami", record.Account{ID: "market-1:2", Source: "radio", Incident: "market-1", Words: "It was another day."})
	if r := h.post(t, h.token["omar"], "/en/i/market-1/review", "assessor", "lina", "seen", old, "do", "second"); r.status != http.StatusConflict {
		t.Errorf("signed unseen: %d", r.status)
	}
	for _, seen := range []string{"", "0", "-1", "x"} {
		if r := h.post(t, h.token["omar"], "/en/i/market-1/review", "assessor", "lina", "seen", seen, "do", "second"); r.status != http.StatusBadRequest {
			t.Errorf("seen %q: %d", seen, r.status)
		}
	}
	if r := h.decide(t, "omar", "market-1", "back", "stage", "inquiry", "why", "the new report says otherwise"); r.status != http.StatusForbidden {
		t.Errorf("a publisher opens an inquiry: %d", r.status)
	}
	if r := h.decide(t, "mona", "market-1", "back", "stage", "inquiry"); r.status != http.StatusUnprocessableEntity || !r.has("takes a reason") {
		t.Errorf("back without a reason: %d", r.status)
	}
	if r := h.decide(t, "mona", "market-1", "back", "stage", "inquiry", "why", "the new report says otherwise"); r.status != http.StatusSeeOther {
		t.Errorf("back: %d", r.status)
	}
}

// What one may not see cannot be acted on, and the answer is that of what is not there.
func TestHiddenIncidentIsNotReviewed(t *testing.T) {
	h := newDesk(t)
	for _, user := range []string{review.Recorder, review.Observer, review.Administrator} {
		for _, incident := range []string{"market-1", "no-such-incident"} {
			path := "/en/i/" + incident + "/review"
			if r := h.get(t, user, path); r.status != http.StatusNotFound {
				t.Errorf("%s reads %s: %d", user, incident, r.status)
			}
			if r := h.post(t, h.token[user], path, "assessor", "lina", "seen", "1", "do", "accept", "stage", "inquiry"); r.status != http.StatusNotFound {
				t.Errorf("%s acts on %s: %d", user, incident, r.status)
			}
		}
		if r := h.get(t, user, "/en/reviews"); r.status != http.StatusNotFound {
			t.Errorf("%s sees the queue: %d", user, r.status)
		}
	}
	if f := h.finding(t, "market-1"); f.Review != nil {
		t.Error("somebody took a step")
	}
}

// Several are taken up at once; nothing else is done to several.
func TestTakeUpSeveral(t *testing.T) {
	h := newDesk(t)
	h.append(t, "rami", record.Incident{ID: "market-2", Act: "attack", When: "2016-03-11"})
	h.assess(t, "market-2", grade.Alleged)
	if r := h.get(t, "mona", "/en/reviews?step=inquiry&by=rami"); !r.has(`value="market-1/lina"`) || !r.has(`value="market-2/lina"`) || r.has("airwars") {
		t.Fatalf("%s", r.body)
	}
	if r := h.post(t, h.token["mona"], "/en/reviews", "finding", "market-1/lina", "finding", "market-2/lina"); r.status != http.StatusSeeOther {
		t.Fatalf("%d %s", r.status, r.body)
	}
	for _, id := range []string{"market-1", "market-2"} {
		if f := h.finding(t, id); f.Stage != review.Inquiry {
			t.Errorf("%s stands at %s", id, f.Stage)
		}
	}
	if r := h.post(t, h.token["omar"], "/en/reviews", "finding", "market-1/lina"); r.status != http.StatusNotFound {
		t.Errorf("a publisher takes up: %d", r.status)
	}
}

// A finding is dissented from, and another's grade made our own, as it was looked at: what came meanwhile is looked at first.
func TestOldVersionIsNotSpokenOf(t *testing.T) {
	h := newDesk(t)
	h.decide(t, "mona", "market-1", "accept", "stage", "inquiry")
	h.decide(t, "mona", "market-1", "accept", "stage", "finding", "second", "omar")
	h.decide(t, "omar", "market-1", "second")
	old := h.seen(t, "market-1")
	h.append(t, "rami", record.Account{ID: "market-1:2", Source: "radio", Incident: "market-1", Words: "It was another day."})
	const at = "/en/i/market-1/review"
	for _, do := range []string{"dissent", "adopt"} {
		was := h.entries(t)
		if r := h.decide(t, review.Reader, "market-1", do, "says", "No.", "why", "no"); r.status != http.StatusForbidden || h.entries(t) != was {
			t.Errorf("%s by a reader: %d", do, r.status)
		}
		if r := h.post(t, h.token["mona"], at, "assessor", "lina", "seen", old, "do", do, "says", "It was another day.", "why", "as it was"); r.status != http.StatusConflict || h.entries(t) != was {
			t.Errorf("%s of what was not looked at: %d", do, r.status)
		}
		if r := h.decide(t, "mona", "market-1", do, "says", "It was another day.", "why", "as it is"); r.status != http.StatusSeeOther || h.entries(t) != was+1 {
			t.Errorf("%s: %d %s", do, r.status, r.body)
		}
	}
}

// What a party answers is entered by either of the two who stand behind the finding, and both go on standing behind it.
func TestSecondEntersAnswer(t *testing.T) {
	h := newDesk(t)
	h.user(t, "sara", review.Assessor)
	for _, s := range [][]string{
		{"mona", "accept", "stage", "inquiry"},
		{"mona", "accept", "stage", "finding", "second", "sara"},
		{"sara", "second"},
		{"mona", "put", "asked", "2016-03-01", "until", "2016-03-20"},
		{"sara", "answer", "party", "russia", "stance", "deny", "says", "No aircraft of ours flew.", "on", "2016-03-12"},
	} {
		if r := h.decide(t, s[0], "market-1", s[1], s[2:]...); r.status != http.StatusSeeOther {
			t.Fatalf("%s by %s: %d %s", s[1], s[0], r.status, r.body)
		}
	}
	f := h.finding(t, "market-1")
	if f.Review.By != "sara" || f.Review.Second != "mona" || len(f.Review.Put) != 1 || f.Review.Put[0].Answered != "2016-03-12" || f.Review.Put[0].Answer["en"] != "No aircraft of ours flew." {
		t.Errorf("%+v", f.Review)
	}
}
