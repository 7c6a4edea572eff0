package web_test

import (
	"errors"
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)">`)

// again gives the hidden fields of the form on a page, as pairs, and then others.
func again(page reply, pairs ...string) []string {
	var out []string
	given := map[string]bool{}
	for i := 0; i < len(pairs); i += 2 {
		given[pairs[i]] = true
	}
	for _, m := range hidden.FindAllStringSubmatch(page.body[max(0, strings.Index(page.body, `class="entry"`)):], -1) {
		if !given[m[1]] {
			out = append(out, html.UnescapeString(m[1]), html.UnescapeString(m[2]))
		}
	}
	return append(out, pairs...)
}

// typed is a whole incident with two accounts of one new source.
var typed = []string{
	"incident", "bridge-9", "act", "attack", "when", "2016-03-02", "title_en", "A bridge is hit.", "place_en", "North bridge", "lat", "35.95", "lon", "36.65", "radius", "500",
	"role:object", "bridge", "accounts", "2", "a0.source", "valley_radio", "a0.source_en", "Valley Radio", "a0.published", "2016-03-03", "a0.words", "line one\r\nline two",
	"a1.source", "valley_radio", "a1.url", "https://example.org/1",
}

func with(pairs []string, more ...string) []string {
	return append(append([]string{}, pairs...), more...)
}

// An incident is looked at, and only then entered; correcting it shows what stands and keeps what the form does not speak of.
func TestEnterIncident(t *testing.T) {
	h := newHouse(t)
	token := h.token[review.Recorder]
	if r := h.get(t, review.Recorder, "/en/enter"); r.status != 200 || !r.has(`name="act"`) {
		t.Fatalf("the form: %d", r.status)
	}
	look := h.post(t, token, "/en/enter", with(typed, "do", "look")...)
	if look.status != 200 || !look.has(`value="enter"`) || !look.has("<bdi>2 Mar 2016</bdi>") || !look.has("35.95, 36.65 (within 500 m)") || strings.Count(look.body, ": Valley Radio</h3>") != 2 {
		t.Fatalf("the look: %d %s", look.status, look.body)
	}
	if _, err := h.app.Store().Bundle(t.Context(), "bridge-9"); err == nil {
		t.Fatal("looking entered it")
	}
	// What was changed since the look is looked at again.
	if r := h.post(t, token, "/en/enter", again(look, with(typed, "note", "more", "do", "enter")...)...); r.status != 200 {
		t.Errorf("entered unseen: %d", r.status)
	}
	r := h.post(t, token, "/en/enter", again(look, with(typed, "do", "enter")...)...)
	if r.status != http.StatusSeeOther || r.header.Get("Location") != "/en/i/bridge-9" {
		t.Fatalf("entering: %d %s", r.status, r.body)
	}
	b, err := h.app.Store().Bundle(t.Context(), "bridge-9")
	if err != nil || len(b.Accounts) != 2 || b.Accounts[0].Words != "line one\nline two" || b.Incident.Place.Lat != 359500000 {
		t.Fatalf("%+v %v", b, err)
	}
	if r := h.post(t, token, "/en/enter", with(typed, "do", "look")...); r.status != http.StatusConflict || !r.has("is on the record already") {
		t.Errorf("twice the same id: %d", r.status)
	}
	edit := h.get(t, review.Recorder, "/en/i/bridge-9/edit")
	if !edit.has("line one\nline two") || !edit.has(`value="35.95"`) {
		t.Errorf("the form does not hold what stands: %s", edit.body)
	}
}

// Every error stands beside its field, of whichever account, and nothing typed is lost.
func TestEnterErrorsKeepWhatWasTyped(t *testing.T) {
	h := newHouse(t)
	r := h.post(t, h.token[review.Recorder], "/en/enter", "incident", "x1", "act", "attack", "when", "yesterday", "lat", "95", "lon", "1", "radius", "5", "note", "two\r\nlines",
		"accounts", "3", "a0.source", "s", "a0.words", "one\r\ntwo\r\nthree", "a1.source", "s", "a1.published", "soon", "a2.source", "s", "a2.connection", "cousin", "do", "look")
	if r.status != http.StatusUnprocessableEntity {
		t.Fatalf("%d", r.status)
	}
	for _, name := range []string{"when", "lat", "a1.published", "a2.connection"} {
		if !r.has(`id="w-` + name + `"`) {
			t.Errorf("nothing is said beside %s", name)
		}
	}
	if n := strings.Count(r.body, `id="w-`); n != 4 {
		t.Errorf("%d fields are said to be wrong", n)
	}
	for _, value := range []string{"yesterday", `value="95"`, "one\r\ntwo\r\nthree", "soon"} {
		if !r.has(value) {
			t.Errorf("%q is lost", value)
		}
	}
	r = h.post(t, h.token[review.Recorder], "/en/enter", "incident", "#x", "act", "attack", "when", "2016", "accounts", "1", "a0.url", "https://example.org", "do", "look")
	if !r.has(`id="w-incident"`) || !r.has(`id="w-a0.source"`) {
		t.Error("an id that is none, or an account of nobody, was taken")
	}
	// Whatever is wrong is told at once, and the list above the form leads to each field.
	r = h.post(t, h.token[review.Recorder], "/ar/enter", "incident", "x1", "act", "attack", "when", "yesterday", "lat", "95", "accounts", "1", "a0.words", "one", "do", "look")
	for _, name := range []string{"when", "lat", "a0.source"} {
		if !r.has(`id="w-`+name+`"`) || !r.has(`<a href="#f-`+name+`"`) {
			t.Errorf("nothing is said of %s at once", name)
		}
	}
	if !r.has(`role="alert" tabindex="-1" autofocus`) || !r.has("الإفادة 1، المصدر</a>") {
		t.Error("the list is not where the reader is led first, or not in their language")
	}
}

// Whoever corrects what another changed meanwhile is shown both, and enters over it only when they send again.
func TestCorrectionSeesWhatChanged(t *testing.T) {
	h := newHouse(t)
	const id = "told-1"
	told := record.Incident{ID: id, Act: "attack", When: "2016-01-05", Publisher: "press", Key: "17", Verbatim: map[string]string{"kind": "as they call it"}}
	enter := func(payloads ...any) {
		t.Helper()
		if _, err := h.app.Store().Append(t.Context(), nil, func(yield func(record.Draft, error) bool) {
			for _, p := range payloads {
				if !yield(record.Draft{Entered: theDay.Unix(), Actor: "other", Payload: p}, nil) {
					return
				}
			}
		}); err != nil {
			t.Fatal(err)
		}
	}
	enter(told, record.Account{ID: id + ":1", Source: "press", Incident: id, Words: "their words", Lang: "en"})
	path := "/en/i/" + id + "/edit"
	edit := get(t, h.base+path, "Cookie", "mithaq="+h.both(t))
	form := again(edit, "act", "attack", "when", "2016-01", "title_en", "Mine")
	theirs := told
	theirs.Title = record.Text{"en": "Theirs"}
	enter(theirs)
	r := h.post(t, h.both(t), path, with(form, "do", "look")...)
	if r.status != http.StatusConflict || !r.has("Theirs") || !r.has(`value="Mine"`) {
		t.Fatalf("%d %s", r.status, r.body)
	}
	look := h.post(t, h.both(t), path, again(r, "act", "attack", "when", "2016-01", "title_en", "Mine", "do", "look")...)
	r = h.post(t, h.both(t), path, again(look, "act", "attack", "when", "2016-01", "title_en", "Mine", "do", "enter")...)
	now, err := h.app.Store().Bundle(t.Context(), id)
	if err != nil || r.status != http.StatusSeeOther || now.Incident.Title["en"] != "Mine" {
		t.Fatalf("%d %+v %v", r.status, now.Incident, err)
	}
	if now.Incident.Publisher != "press" || now.Incident.Key != "17" || len(now.Incident.Verbatim) != 1 || len(now.Accounts) != 1 || now.Accounts[0].Words != "their words" {
		t.Errorf("the correction took away what it does not speak of: %+v", now.Incident)
	}
}

// both gives the token of a user who both enters and assesses.
func (h *house) both(t *testing.T) string {
	t.Helper()
	if h.token["both"] != "" {
		return h.token["both"]
	}
	if _, err := h.app.Store().Append(t.Context(), nil, func(yield func(record.Draft, error) bool) {
		yield(record.Draft{Entered: theDay.Unix(), Actor: "holder", Payload: record.User{ID: "both", Roles: []string{review.Assessor, review.Recorder}, By: "holder", Why: "the test"}}, nil)
	}); err != nil {
		t.Fatal(err)
	}
	as, err := h.app.As(t.Context(), "both")
	if err != nil {
		t.Fatal(err)
	}
	defer as.Close()
	if h.token["both"], err = as.SignIn(t.Context(), "both", 1<<40); err != nil {
		t.Fatal(err)
	}
	return h.token["both"]
}

// A draft is its writer's alone, comes back whole, and goes when it is entered or thrown away.
func TestDrafts(t *testing.T) {
	h := newHouse(t)
	mine, other := h.token[review.Recorder], h.both(t)
	kept := h.post(t, mine, "/en/enter", "incident", "secret-1", "title_en", "Half a sentence", "accounts", "2", "a1.words", "kept words", "do", "keep")
	at := kept.header.Get("Location")
	if kept.status != http.StatusSeeOther || !strings.HasPrefix(at, "/en/enter?draft=") {
		t.Fatalf("%d %s", kept.status, at)
	}
	if r := h.get(t, review.Recorder, at); !r.has("Half a sentence") || !r.has("kept words") {
		t.Errorf("the draft came back as %s", r.body)
	}
	if r := h.get(t, review.Recorder, "/en/desk"); !r.has("Half a sentence") {
		t.Error("the desk does not list it")
	}
	if r := get(t, h.base+at, "Cookie", "mithaq="+other); r.status != http.StatusNotFound || r.has("Half a sentence") {
		t.Errorf("another reads the draft: %d", r.status)
	}
	if r := get(t, h.base+"/en/desk", "Cookie", "mithaq="+other); r.has("Half a sentence") {
		t.Error("another's desk lists the draft")
	}
	id := strings.TrimPrefix(at, "/en/enter?draft=")
	old, err := h.app.Aside().AllKept(t.Context(), "draft", "")
	if err != nil || len(old) != 1 {
		t.Fatal(len(old), err)
	}
	over := old[0]
	over.Key, over.Version, over.Until = over.Key+"over", 0, theDay.Unix()
	if _, err := h.app.Aside().Keep(t.Context(), over); err != nil {
		t.Fatal(err)
	}
	if r := h.get(t, review.Recorder, "/en/desk"); strings.Count(r.body, "/en/enter?draft=") != 1 {
		t.Error("the desk lists a draft whose time is over")
	}
	if r := h.get(t, review.Recorder, at+"over"); r.status != http.StatusNotFound {
		t.Errorf("a draft whose time is over: %d", r.status)
	}
	h.post(t, other, "/en/drafts/drop", "draft", id)
	if r := h.get(t, review.Recorder, at); r.status != 200 {
		t.Error("another threw the draft away")
	}
	look := h.post(t, mine, "/en/enter", with(typed, "draft", id, "do", "look")...)
	if r := h.post(t, mine, "/en/enter", again(look, with(typed, "do", "enter")...)...); r.status != http.StatusSeeOther {
		t.Fatalf("entering the draft: %d", r.status)
	}
	if r := h.get(t, review.Recorder, at); r.status != http.StatusNotFound {
		t.Errorf("the draft stands after it was entered: %d", r.status)
	}
}

// Whoever sends after their session ended gets back what they typed, and nothing of it stays here.
func TestSendingAfterTheSessionEnded(t *testing.T) {
	h := newHouse(t)
	r := h.post(t, strings.Repeat("A", 43), "/en/enter", with(typed, "note", hostile, "do", "keep")...)
	if r.status != http.StatusForbidden || !r.has("line one\r\nline two") || !r.has(`value="A bridge is hit."`) || strings.Contains(withoutOwnScripts(r.body), "<script") || !r.has("<dt>Account 1, Its own words</dt>") || r.has("<dt>a0.words") {
		t.Errorf("%d %s", r.status, r.body)
	}
	if r := h.post(t, strings.Repeat("A", 43), "/en/me/password", "present", "a secret word", "password", "a secret word", "again", "a secret word"); r.status != http.StatusForbidden || r.has("a secret word") {
		t.Errorf("a password is given back: %d", r.status)
	}
	if kept, err := h.app.Aside().AllKept(t.Context(), "draft", ""); err != nil || len(kept) > 0 {
		t.Errorf("%d drafts are kept, %v", len(kept), err)
	}
	if r := h.post(t, h.token[review.Recorder], "/en/enter", again(r)...); r.status != http.StatusSeeOther {
		t.Errorf("sent again: %d", r.status)
	}
}

// Markup in any field is text on every page that a form shows it on.
func TestFormsShowTextAsText(t *testing.T) {
	h := newHouse(t)
	page := h.get(t, review.Recorder, "/en/enter")
	var all []string
	for _, m := range regexp.MustCompile(` name="([^"]+)"`).FindAllStringSubmatch(page.body[strings.Index(page.body, `class="entry"`):], -1) {
		if m[1] != "do" && m[1] != "accounts" {
			all = append(all, m[1], hostile)
		}
	}
	if len(all) < 50 {
		t.Fatalf("%d fields", len(all)/2)
	}
	for _, do := range []string{"look", "more"} {
		r := h.post(t, h.token[review.Recorder], "/ar/enter", with(all, "accounts", "1", "do", do)...)
		for _, wrong := range []string{"<script", "<img", "\u202e"} {
			if strings.Contains(withoutOwnScripts(r.body), wrong) || !r.has("&lt;script&gt;") {
				t.Errorf("%s: %q stands in the page", do, wrong)
			}
		}
	}
}

// A form takes no account from another incident, whether whoever sends it may see that one or not.
func TestAccountsOfOthersStay(t *testing.T) {
	h := newHouse(t)
	_, err := h.app.Store().Append(t.Context(), nil, func(yield func(record.Draft, error) bool) {
		for _, p := range []any{
			record.Source{ID: "w", Sort: "ngo"},
			record.Incident{ID: "other-1", Act: "attack", When: "2016-03-01"},
			record.Account{ID: "other-1:1", Source: "w", Incident: "other-1", Words: "their own"},
			record.Assessment{Incident: "other-1", Assessor: "desk", Grade: grade.Alleged}, // no recorder's desk holds it
		} {
			if !yield(record.Draft{Entered: theDay.Unix(), Actor: "holder", Payload: p}, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	for user, sees := range map[string]int{review.Recorder: http.StatusNotFound, review.Assessor: http.StatusOK} {
		if r := h.get(t, user, "/en/i/other-1"); r.status != sees {
			t.Fatalf("%s sees it: %d", user, r.status)
		}
	}
	fields := []string{"incident", "mine-1", "act", "attack", "when", "2016-03-02", "accounts", "1", "a0.account", "other-1:1", "a0.source", "w", "a0.words", "STOLEN"}
	token := h.token[review.Recorder]
	look := h.post(t, token, "/en/enter", with(fields, "do", "look")...)
	h.post(t, token, "/en/enter", again(look, with(fields, "do", "enter")...)...)
	b, err := h.app.Store().Bundle(t.Context(), "other-1")
	if err != nil || len(b.Accounts) != 1 || b.Accounts[0].Words != "their own" {
		t.Errorf("%+v, %v", b, err)
	}
	// Nor does the table of an import, which names accounts as it likes.
	as, err := h.app.As(t.Context(), review.Recorder)
	if err != nil {
		t.Fatal(err)
	}
	defer as.Close()
	table := "incident,act,when,account,source,words\nmine-2,attack,2016-03-02,other-1:1,w,STOLEN\n"
	p, err := as.Plan(t.Context(), []byte(table), intake.Options{File: "mine.csv", As: intake.LayoutIncidents})
	if err == nil && !p.Refused {
		_, err = as.Apply(t.Context(), p)
	}
	var refused review.Refusals
	if !errors.As(err, &refused) {
		t.Errorf("an import takes it: %v", err)
	}
}

// What a look says is said by the names of the form, in the reader's language, and as it is typed.
func TestLookSpeaksTheReadersLanguage(t *testing.T) {
	h := newHouse(t)
	token := h.token[review.Recorder]
	look := h.post(t, token, "/en/enter", with(typed, "do", "look")...)
	if r := h.post(t, token, "/en/enter", again(look, with(typed, "do", "enter")...)...); r.status != http.StatusSeeOther {
		t.Fatalf("%d", r.status)
	}
	page := h.get(t, review.Recorder, "/ar/i/bridge-9/edit")
	changed := with(typed[2:], "lat", "36.5", "place_en", "South bridge", "do", "look")
	for i := 0; i < len(changed); i += 2 {
		if changed[i] == "lat" && changed[i+1] == "35.95" || changed[i] == "place_en" && changed[i+1] == "North bridge" {
			changed[i] = "unused"
		}
	}
	r := h.post(t, token, "/ar/i/bridge-9/edit", again(page, changed...)...)
	_, rest, _ := strings.Cut(r.body, `class="note look"`)
	shown, _, _ := strings.Cut(rest, "</section>")
	if r.status != 200 || strings.Contains(shown, "place.") || strings.Contains(shown, "365000000") || !strings.Contains(shown, "36.5") || !strings.Contains(shown, "خط العرض") {
		t.Errorf("%d: %s", r.status, shown)
	}
}

// Of a draft that is open in two windows nothing is written over unseen, and entering one leaves what was kept since.
func TestDraftInTwoWindows(t *testing.T) {
	h := newHouse(t)
	mine := h.token[review.Recorder]
	at := h.post(t, mine, "/en/enter", with([]string{"title_en", "First words", "do", "keep"}, typed...)...).header.Get("Location")
	one, two := h.get(t, review.Recorder, at), h.get(t, review.Recorder, at)
	if r := h.post(t, mine, "/en/enter", again(one, with([]string{"title_en", "Words of one window", "do", "keep"}, typed...)...)...); r.header.Get("Location") != at {
		t.Errorf("kept as %s, not over %s", r.header.Get("Location"), at)
	}
	other := h.post(t, mine, "/en/enter", again(two, with([]string{"title_en", "Words of the other", "do", "keep"}, typed...)...)...).header.Get("Location")
	if r := h.get(t, review.Recorder, at); !r.has("Words of one window") {
		t.Error("what one window kept is written over")
	}
	if r := h.get(t, review.Recorder, other); other == at || !r.has("Words of the other") {
		t.Error("what the other window kept is lost")
	}
	look := h.post(t, mine, "/en/enter", again(two, with(typed, "do", "look")...)...)
	if r := h.post(t, mine, "/en/enter", again(look, with(typed, "do", "enter")...)...); r.status != http.StatusSeeOther {
		t.Fatalf("entering the draft: %d %s", r.status, r.body)
	}
	if r := h.get(t, review.Recorder, at); !r.has("Words of one window") {
		t.Error("what was kept since is gone")
	}
}

// A day of another calendar, or one that is still to come, is remarked on before it is entered.
func TestOddDays(t *testing.T) {
	h := newHouse(t)
	for day, want := range map[string]string{"1437-06-22": "lies long ago", "2016-04-05": "still to come", "2016-03-31": "", "2016-03": ""} {
		r := h.post(t, h.token[review.Recorder], "/en/enter", with([]string{"when", day, "do", "look"}, typed...)...)
		if r.status != 200 || (want != "" && !r.has(want)) || want == "" && (r.has("lies long ago") || r.has("still to come")) {
			t.Errorf("%s: %d", day, r.status)
		}
	}
}
