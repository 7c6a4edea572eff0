package web_test

import (
	"net/http"
	"strings"
	"testing"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// assessed is what mona types of market-1.
var assessed = []string{
	"assessor", "mona", "parties", "3", "grade", "corroborated", "why", "two voices\r\nof two towns", "p0.to", "russia", "p0.grade", "alleged",
	"p1.to", "gov", "p1.grade", "alleged", "one_of", "yes", "group", "corroborated", "killed.low", "5", "killed.best", "6", "killed.high", "9", "injured.low", "12", "injured.unit", "family",
	"excuse", "accident", "excuse", "error", "assessed", "2016-03-30",
}

func monas(b *record.Bundle) *record.Assessment {
	for i := range b.Assessments {
		if b.Assessments[i].Assessor == "mona" {
			return &b.Assessments[i]
		}
	}
	return nil
}

// An assessment is looked at and only then entered, whole; what it rests on stands beside the form, and what stands comes back into it.
func TestAssess(t *testing.T) {
	h := newDesk(t)
	const path = "/en/i/market-1/assess"
	form := h.get(t, "mona", path)
	if form.status != 200 || !form.has("Eight shells fell.") || !form.has(`name="p2.to"`) {
		t.Fatalf("the form: %d", form.status)
	}
	look := h.post(t, h.token["mona"], path, again(form, with(assessed, "do", "look")...)...)
	if look.status != 200 || !look.has(`value="enter"`) || !look.has("5–9") {
		t.Fatalf("the look: %d %s", look.status, look.body)
	}
	bundle := func() *record.Bundle {
		b, err := h.app.Store().Bundle(t.Context(), "market-1")
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	if monas(bundle()) != nil {
		t.Fatal("looking entered it")
	}
	if r := h.post(t, h.token["mona"], path, again(look, with(assessed, "verbatim", "unseen", "do", "enter")...)...); r.status != 200 || monas(bundle()) != nil {
		t.Errorf("entered unseen: %d", r.status)
	}
	r := h.post(t, h.token["mona"], path, again(look, with(assessed, "do", "enter")...)...)
	if r.status != http.StatusSeeOther || !strings.HasPrefix(r.header.Get("Location"), "/en/i/market-1/review?assessor=mona") {
		t.Fatalf("entering: %d %s", r.status, r.body)
	}
	a := monas(bundle())
	if a == nil || a.Grade != grade.Corroborated || !a.OneOf || a.Group != grade.Corroborated || len(a.Attributions) != 2 || len(a.Excuses) != 2 || a.Why != "two voices\nof two towns" {
		t.Fatalf("%+v", a)
	}
	if n := a.Amounts; len(n) != 2 || n[1].Role != "killed" || n[1].Range != (record.Range{Lo: 5, Best: 6, Hi: 9}) || n[0].Range != (record.Range{Lo: 12, Best: -1, Hi: -1}) || n[0].Unit != "family" || n[1].Unit != "" {
		t.Errorf("%+v", n)
	}
	if b := bundle(); b.Incident.When != "2016-03-10" || b.Incident.Title["en"] != "A market is hit." || len(b.Accounts) != 1 {
		t.Errorf("the assessment changed what it does not speak of: %+v", b.Incident)
	}
	form = h.get(t, "mona", path)
	if !form.has(`name="killed.best" id="f-killed.best" value="6"`) || !form.has(`value="family" selected`) || !form.has(`value="error" checked`) || !form.has("two voices") {
		t.Errorf("what stands is not in the form: %s", form.body)
	}
	if r := h.post(t, h.token["mona"], path, again(form, with(assessed, "do", "look")...)...); !r.has("says so already") {
		t.Error("the same again is offered to be entered")
	}
}

// Every error stands beside its field, and nothing typed is lost.
func TestAssessErrorsKeepWhatWasTyped(t *testing.T) {
	h := newDesk(t)
	form := h.get(t, "mona", "/ru/i/market-1/assess")
	r := h.post(t, h.token["mona"], "/ru/i/market-1/assess", again(form, "assessor", "mona", "grade", "alleged", "killed.low", "nine", "injured.low", "9", "injured.high", "3", "assessed", "soon",
		"p0.to", "a=b", "p0.grade", "alleged", "why", "kept <b>words</b>", "do", "look")...)
	if r.status != http.StatusUnprocessableEntity || !r.has(`id="w-p0.to"`) || !r.has("kept &lt;b&gt;words") {
		t.Errorf("%d", r.status)
	}
	r = h.post(t, h.token["mona"], "/ru/i/market-1/assess", again(form, "assessor", "mona", "grade", "alleged", "killed.low", "nine", "injured.low", "9", "injured.high", "3", "assessed", "soon", "do", "look")...)
	for _, name := range []string{"killed.low", "injured.low", "assessed"} {
		if !r.has(`id="w-` + name + `"`) {
			t.Errorf("nothing is said beside %s", name)
		}
	}
	if !r.has(`value="nine"`) || !r.has(`value="soon"`) || r.status != http.StatusUnprocessableEntity {
		t.Errorf("what was typed is lost: %d", r.status)
	}
	if r := h.post(t, h.token["mona"], "/ru/i/market-1/assess", again(form, "do", "look")...); !r.has(`id="w-grade"`) {
		t.Error("no grade is no error")
	}
}

// What another entered meanwhile is shown beside what was typed, and nothing is entered; a draft is kept for its writer alone.
func TestAssessSeesWhatChanged(t *testing.T) {
	h := newDesk(t)
	const path = "/en/i/market-1/assess"
	form := h.get(t, "lina", path)
	fields := []string{"assessor", "lina", "parties", "3", "grade", "verified", "why", "mine"}
	h.append(t, "rami", record.Account{ID: "market-1:2", Source: "radio", Incident: "market-1", Words: "It was another day."})
	h.append(t, "lina", record.Assessment{Incident: "market-1", Assessor: "lina", Grade: grade.Alleged, Why: "theirs"})
	r := h.post(t, h.token["lina"], path, again(form, with(fields, "do", "look")...)...)
	if r.status != http.StatusConflict || !r.has("theirs") || !r.has("mine") || !r.has("account, by") && !r.has("by rami") {
		t.Errorf("%d %s", r.status, r.body)
	}
	look := h.post(t, h.token["lina"], path, again(r, with(fields, "do", "look")...)...)
	if r := h.post(t, h.token["lina"], path, again(look, with(fields, "do", "enter")...)...); r.status != http.StatusSeeOther {
		t.Errorf("sent again: %d", r.status)
	}
	kept := h.post(t, h.token["mona"], path, again(form, with(assessed, "do", "keep")...)...)
	at := kept.header.Get("Location")
	if kept.status != http.StatusSeeOther || !strings.HasPrefix(at, path+"?draft=") {
		t.Fatalf("%d %s", kept.status, at)
	}
	if r := h.get(t, "mona", at); !r.has("two voices") || !r.has(`value="accident" checked`) {
		t.Errorf("the draft came back as %s", r.body)
	}
	if r := h.get(t, "lina", at); r.status != http.StatusNotFound {
		t.Errorf("another reads it: %d", r.status)
	}
	if r := h.get(t, "mona", strings.Replace(at, "/assess", "/edit", 1)); r.status != http.StatusNotFound {
		t.Errorf("it is a draft of the incident: %d", r.status)
	}
	for user, status := range map[string]int{review.Reader: 404, review.Recorder: 404, review.Publisher: 404, "": 403} {
		if r := h.post(t, h.token[user], path, with(assessed, "seen", "1", "do", "enter")...); r.status != status {
			t.Errorf("%q assesses: %d", user, r.status)
		}
	}
}

// An assessment that names more parties than the form offers room for keeps them all.
func TestAssessManyParties(t *testing.T) {
	h := newDesk(t)
	const path, many = "/en/i/market-1/assess", 23
	stands := record.Assessment{Incident: "market-1", Assessor: "lina", Grade: grade.Corroborated}
	fields := []string{"assessor", "lina", "parties", itoa(many), "grade", "verified"}
	for i := range many {
		to := "party" + itoa(i)
		stands.Attributions = append(stands.Attributions, record.Attribution{To: to, Grade: grade.Alleged})
		fields = append(fields, "p"+itoa(i)+".to", to, "p"+itoa(i)+".grade", "alleged")
	}
	h.append(t, "lina", stands)
	form := h.get(t, "lina", path)
	more := h.post(t, h.token["lina"], path, again(form, with(fields, "do", "more")...)...)
	for _, r := range []reply{form, more} {
		if !r.has(`name="p22.to"`) || !r.has(`value="party22"`) {
			t.Errorf("a party that stands is not in the form: %d", r.status)
		}
	}
	look := h.post(t, h.token["lina"], path, again(form, with(fields, "do", "look")...)...)
	if r := h.post(t, h.token["lina"], path, again(look, with(fields, "do", "enter")...)...); r.status != http.StatusSeeOther {
		t.Fatalf("entering: %d %s", r.status, r.body)
	}
	c, err := h.app.Case(t.Context(), "market-1")
	if err != nil {
		t.Fatal(err)
	}
	for i := range c.Bundle.Assessments {
		if a := &c.Bundle.Assessments[i]; a.Assessor == "lina" && (a.Grade != grade.Verified || len(a.Attributions) != many) {
			t.Errorf("%s, %d parties", a.Grade, len(a.Attributions))
		}
	}
}
