package web_test

import (
	"encoding/json"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/web"
)

// tokenFor makes a token with these scopes for a user, and lets the tests act by it.
func (h *house) tokenFor(t *testing.T, user string, scopes ...review.Scope) {
	t.Helper()
	var err error
	if h.api[user], _, err = h.asUser(t, user).MakeToken(t.Context(), "the tests", scopes, 1); err != nil {
		t.Fatal(user, err)
	}
}

// post sends to the API as a user and wants a status, or the code of a problem.
func (h *house) send(t *testing.T, user, path, body, want string) reply {
	t.Helper()
	r := h.call(t, user, http.MethodPost, path, body)
	got := strconv.Itoa(r.status)
	if r.status >= 400 {
		got = r.code(t)
	}
	if got != want {
		t.Errorf("%s %s %s: %s, want %s: %s", user, path, body, got, want, r.body)
	}
	return r
}

// A finding climbs by the API as by the form: two persons stand behind it, the party is asked and answers, and nothing goes out before.
func TestAPIFindingClimbs(t *testing.T) {
	h := newDesk(t)
	h.tokenFor(t, "mona", review.ScopeRead, review.ScopeReview, review.ScopeAssess)
	h.tokenFor(t, "lina", review.ScopeRead, review.ScopeReview, review.ScopeSecond)
	h.tokenFor(t, "omar", review.ScopeRead, review.ScopeReview, review.ScopePublish)
	at := "/incidents/market-1"
	step := func(user, body, want string) reply { t.Helper(); return h.send(t, user, at+"/steps", body, want) }
	was := h.entries(t)
	for _, assessor := range []string{"lina", "airwars"} { // ours, and one that was imported
		for _, party := range []string{"russia", "nobody"} {
			if r := h.send(t, "omar", at+"/answers", `{"party":"`+party+`","assessor":"`+assessor+`","stance":"deny","says":{"en":"It was not us."}}`, "refused"); assessor == "lina" && !r.has("put_missing") {
				t.Errorf("an answer of %s that nobody asked for: %s", party, r.body)
			}
		}
	}
	if h.entries(t) != was {
		t.Error("an answer that nobody asked for was entered as something else")
	}
	step("mona", `{"stage":"inquiry","assessor":"lina"}`, "201")
	h.send(t, "omar", at+"/answers", `{"party":"russia","assessor":"lina","stance":"deny"}`, "refused")
	old := h.seen(t, "market-1")
	step("mona", `{"stage":"finding","assessor":"lina"}`, "refused") // it names a party: a second person is asked for
	step("mona", `{"stage":"finding","assessor":"lina","second":"lina"}`, "201")
	if r := step("omar", `{"stage":"put","assessor":"lina","asked":"2016-03-14","until":"2016-03-20","second":"mona","last":`+old+`}`, "changed"); !r.has(`"moved"`) {
		t.Errorf("what came since is passed over: %s", r.body)
	}
	step("omar", `{"stage":"put","assessor":"lina","asked":"2016-03-14","until":"2016-03-28","last":`+h.seen(t, "market-1")+`}`, "201")

	answers := at + "/answers"
	h.send(t, "omar", answers, `{"party":"russia","assessor":"lina","stance":"denied","on":"soon","says":{"xx":"No."}}`, "bad_body")
	if r := h.send(t, "omar", answers, `{"stance":"denny","on":"soon","says":{"xx":"No."}}`, "bad_body"); strings.Count(r.body, `"field"`) != 4 || !r.has(`"near": "deny"`) {
		t.Errorf("not every fault is told: %s", r.body)
	}
	h.send(t, "omar", answers, `{"party":"nobody","assessor":"lina"}`, "refused")
	h.send(t, "omar", answers, `{"party":"russia","assessor":"lina","stance":"deny","says":{"en":"It was not us."},"last":`+old+`}`, "changed")
	h.send(t, "omar", answers, `{"party":"russia","assessor":"lina","stance":"deny","on":"2016-03-14","says":{"en":"It was not us."}}`, "201")
	if f := h.finding(t, "market-1"); len(f.Review.Put) != 1 || f.Review.Put[0].Stance != "deny" || f.Review.Put[0].Answer["en"] == "" || f.Stage != review.Put {
		t.Errorf("the answer: %+v", f.Review)
	}

	// Nobody publishes before the second person took part, who is nobody else's program.
	if r := step("omar", `{"stage":"published","assessor":"lina"}`, "refused"); !r.has("second_waits") {
		t.Errorf("published before the second person took part: %s", r.body)
	}
	h.send(t, "mona", at+"/seconds", `{"assessor":"lina"}`, "scope")
	h.send(t, "lina", at+"/seconds", `{"assessor":"lina","last":`+old+`}`, "changed")
	h.send(t, "lina", at+"/seconds", `{"assessor":"lina","last":`+h.seen(t, "market-1")+`}`, "201")
	h.send(t, "lina", at+"/seconds", `{"assessor":"lina"}`, "refused")
	if r := step("mona", `{"stage":"published","assessor":"lina"}`, "refused"); !r.has(`"right"`) {
		t.Errorf("published without the right: %s", r.body)
	}
	step("omar", `{"stage":"published","assessor":"lina"}`, "201")

	// What is published names no second person who took no part in the finding.
	publish := func(second, want string) reply {
		fields := `{"kind":"incident","subject":"market-1","second":"` + second + `"`
		var look struct {
			Data struct{ Looked string } `json:"data"`
		}
		if err := json.Unmarshal([]byte(h.send(t, "omar", "/publications/look", fields+"}", "200").body), &look); err != nil {
			t.Fatal(err)
		}
		return h.send(t, "omar", "/publications", fields+`,"looked":"`+look.Data.Looked+`"}`, want)
	}
	h.tokenFor(t, "omar", review.ScopeRead, review.ScopeReview, review.ScopePublish)
	for second, why := range map[string]string{"rami": "second_apart", "omar": "second_same", "nobody": "second_unknown"} {
		if r := publish(second, "refused"); !r.has(why) {
			t.Errorf("%s as the second person of what is published: %s", second, r.body)
		}
	}
	publish("mona", "201") // who took a step
	publish("lina", "201") // who confirmed one

	h.send(t, "mona", at+"/dissents", `{"assessor":"lina","says":{"en":"The account is weak."},"last":`+old+`}`, "changed")
	h.send(t, "mona", at+"/dissents", `{"assessor":"lina","says":{"en":"The account is weak."}}`, "201")
	h.send(t, "mona", at+"/adoptions", `{"why":"the same"}`, "bad_body")
	h.send(t, "mona", at+"/adoptions", `{"from":"nobody","why":"the same"}`, "refused")
	h.send(t, "mona", at+"/adoptions", `{"from":"lina","why":"I looked at it too"}`, "201")
	c, err := h.app.Case(t.Context(), "market-1")
	if err != nil || len(c.Bundle.Assessments) != 2 || len(c.Bundle.Dissents) != 1 {
		t.Errorf("adopted %d, dissents %d, %v", len(c.Bundle.Assessments), len(c.Bundle.Dissents), err)
	}
}

// Two incidents are made one, taken apart and left open again by the API; what was looked at is what is decided on.
func TestAPIMergeAndSplit(t *testing.T) {
	h := newDesk(t)
	h.append(t, "rami", record.Incident{ID: "market-2", Act: "attack", When: "2016-03-10", Title: record.Text{"en": "The market is hit."}})
	h.tokenFor(t, "mona", review.ScopeRead, review.ScopeReview)
	h.tokenFor(t, "lina", review.ScopeRead, review.ScopeAssess)
	into := func() string {
		t.Helper()
		b, err := h.app.Store().Bundle(t.Context(), "market-2")
		if err != nil {
			t.Fatal(err)
		}
		return b.Into
	}
	look := func() string {
		t.Helper()
		var env struct {
			Data struct {
				Seen    string
				Effects []any
			}
		}
		r := h.call(t, "mona", http.MethodGet, "/duplicates/pair?a=market-2&b=market-1&into=market-1", "")
		if err := json.Unmarshal([]byte(r.body), &env); err != nil || env.Data.Seen == "" || (env.Data.Effects == nil) != (into() != "") {
			t.Fatalf("%v: %s", err, r.body)
		}
		return env.Data.Seen
	}
	const at = "/duplicates/decisions"
	seen := look()
	decide := func(decision, more, want string) {
		t.Helper()
		h.send(t, "mona", at, `{"a":"market-2","b":"market-1","decision":"`+decision+`"`+more+`}`, want)
	}
	h.send(t, "lina", at, `{"a":"market-2","b":"market-1","decision":"apart"}`, "scope")
	h.send(t, "mona", at, `{"a":"market-1","b":"market-1","decision":"merged","into":"x"}`, "bad_body")
	decide("merge", ``, "bad_body")
	decide("merge", `,"into":"market-9"`, "bad_body")
	decide("apart", `,"into":"market-1"`, "bad_body")
	decide("merge", `,"into":"market-1"`, "refused") // without a reason
	h.append(t, "rami", record.Account{ID: "market-2:1", Source: "radio", Incident: "market-2", Words: "Two shells.", Lang: "en"})
	decide("merge", `,"into":"market-1","why":"one day, one place","seen":"`+seen+`"`, "changed")
	if into() != "" {
		t.Error("it was merged upon what nobody looked at")
	}
	decide("merge", `,"into":"market-1","why":"one day, one place","seen":"`+look()+`"`, "201")
	if into() != "market-1" {
		t.Error("it was not merged")
	}
	decide("open", `,"seen":"`+look()+`"`, "201")
	if into() != "" {
		t.Error("it was not split")
	}
	decide("apart", `,"why":"two streets"`, "201")
	h.send(t, "mona", at, `{"a":"market-2","b":"nothing","decision":"apart"}`, "not_found")
	if r := h.call(t, "mona", http.MethodGet, "/duplicates/pair?a=market-1&b=market-1", ""); r.status != http.StatusBadRequest {
		t.Errorf("one with itself: %d", r.status)
	}
}

// What goes out by the API is what was looked at, and is taken back as by the form.
func TestAPIPublishes(t *testing.T) {
	h := newHouse(t)
	h.tokenFor(t, review.Publisher, review.ScopeRead, review.ScopeReview, review.ScopePublish)
	public := func() bool {
		return h.call(t, "", http.MethodGet, "/incidents/"+plainIncident, "").status == http.StatusOK
	}
	send := func(path, more, want string) reply {
		t.Helper()
		return h.send(t, review.Publisher, path, `{"kind":"incident","subject":"`+plainIncident+`"`+more+`}`, want)
	}
	const fields = `,"date":"month","hide":["place"],"why":"asked for"`
	var env struct{ Data struct{ Looked string } }
	r := send("/publications/look", fields, "200")
	if err := json.Unmarshal([]byte(r.body), &env); err != nil || env.Data.Looked == "" {
		t.Fatalf("%v: %s", err, r.body)
	}
	looked := `,"looked":"` + env.Data.Looked + `"`
	send("/publications", fields, "looked")
	send("/publications", looked, "looked") // other fields than were looked at
	if r := send("/publications", `,"hide":["plaec"]`, "bad_body"); !r.has(`"near": "place"`) {
		t.Errorf("%s", r.body)
	}
	if r := h.send(t, review.Publisher, "/publications", `{"kind":"incidents","subject":" ","date":"week","radius":-1,"files":["x"]}`, "bad_body"); strings.Count(r.body, `"field"`) != 5 {
		t.Errorf("not every fault is told: %s", r.body)
	}
	send("/publications", `,"second":"nobody"`, "looked")
	h.append(t, review.Recorder, record.Account{ID: "late:1", Source: "airwars", Incident: plainIncident, Words: "It came late.", Lang: "en"})
	if send("/publications", fields+looked, "looked"); public() {
		t.Fatal("it is public before it was looked at as it stands")
	}
	if err := json.Unmarshal([]byte(send("/publications/look", fields, "200").body), &env); err != nil {
		t.Fatal(err)
	}
	if r := send("/publications", fields+`,"looked":"`+env.Data.Looked+`"`, "bad_body"); !r.has(`"tells_date"`) || !r.has(plainIncident) {
		t.Errorf("by month under an id that tells the day: %s", r.body)
	}
	if send("/publications", fields+`,"dated":true,"looked":"`+env.Data.Looked+`"`, "201"); !public() {
		t.Fatal("it is not public")
	}
	if r := h.call(t, review.Publisher, http.MethodGet, "/bundle", ""); r.status != 200 || !strings.Contains(openBundle(t, []byte(r.body))["incidents.csv"], plainIncident) {
		t.Errorf("the bundle: %d %.200s", r.status, r.body)
	}
	for second, why := range map[string]string{"nobody": "second_unknown", review.Publisher: "second_same", review.Reader: "second_role", review.Assessor: "second_apart"} {
		if r := send("/publications", `,"withdraw":true,"second":"`+second+`"`, "refused"); !r.has(why) || !public() {
			t.Errorf("%s as the second person: %s", second, r.body)
		}
		if r := h.post(t, h.token[review.Publisher], "/en/publish/one?incident="+plainIncident, "do", "withdraw", "second", second); r.status != http.StatusForbidden || !r.has(second) {
			t.Errorf("%s as the second person in the form: %d", second, r.status)
		}
	}
	if send("/publications", `,"withdraw":true,"why":"a slip"`, "201"); public() {
		t.Error("it is still public")
	}
	h.send(t, review.Assessor, "/publications", `{"kind":"incident","subject":"`+plainIncident+`","withdraw":true}`, "not_found")
	h.tokenFor(t, review.Publisher, review.ScopeRead, review.ScopeReview)
	send("/publications", `,"withdraw":true`, "scope")
	if r := h.call(t, review.Publisher, http.MethodGet, "/bundle", ""); r.code(t) != "scope" {
		t.Errorf("a bundle by a token that does not publish: %d", r.status)
	}
}

// What is to be followed up is its user's alone, by the API as on the desk.
func TestAPIFollowUps(t *testing.T) {
	h := newDesk(t)
	for _, user := range []string{"mona", "lina"} {
		h.tokenFor(t, user, review.ScopeRead)
	}
	h.send(t, "mona", "/followups", `{"incident":" ","due":"soon","note":"`+strings.Repeat("x", 501)+`"}`, "bad_body")
	h.send(t, "mona", "/followups", `{"incident":"nothing","note":"x"}`, "not_found")
	r := h.send(t, "mona", "/followups", `{"incident":"market-1","note":"ask the hospital","due":"2016-03-20"}`, "201")
	if !h.get(t, "mona", "/en/desk").has("ask the hospital") {
		t.Error("the desk does not know of it")
	}
	var env struct {
		Data struct{ FollowUps []struct{ ID string } }
	}
	if err := json.Unmarshal([]byte(r.body), &env); err != nil || len(env.Data.FollowUps) != 1 {
		t.Fatalf("%v: %s", err, r.body)
	}
	list := func(user string) string {
		return h.call(t, user, http.MethodGet, "/followups?incident=market-1", "").body
	}
	if !strings.Contains(list("mona"), "ask the hospital") || strings.Contains(list("lina"), "hospital") {
		t.Errorf("mona: %s, lina: %s", list("mona"), list("lina"))
	}
	at := "/followups/" + env.Data.FollowUps[0].ID + "/close"
	h.send(t, "lina", at, `{}`, "not_found")
	h.send(t, "mona", at, `{}`, "200")
	h.send(t, "mona", at, `{}`, "not_found")
	if strings.Contains(list("mona"), "hospital") {
		t.Error("it is not closed")
	}
}

// A file of evidence comes by the API as by the form, on an account of an incident that its recorder sees.
func TestAPIAttaches(t *testing.T) {
	h := newDesk(t)
	h.tokenFor(t, "rami", review.ScopeRead, review.ScopeEnter)
	at := "/incidents/market-1/files?file=note.txt"
	send := func(path string) reply {
		t.Helper()
		return h.call(t, "rami", http.MethodPost, path, "seen by a neighbour", "Content-Type", "application/octet-stream")
	}
	for path, code := range map[string]string{
		"/incidents/nothing/files?file=note.txt&source=radio": "not_found", at + "&account=other": "not_found", at: "bad_query", at + "&source=none": "bad_query",
		at + "&source=radio&obtained=soon": "bad_query", "/incidents/market-1/files?source=radio": "bad_query",
	} {
		if r := send(path); r.code(t) != code {
			t.Errorf("%s: %d %s", path, r.status, r.body)
		}
	}
	if r := send(at + "&account=market-1:1&obtained=2016-03-11&url=https://example.org/x"); r.status != http.StatusCreated || !r.has(`"kept": true`) || !r.has(`"note.txt"`) {
		t.Fatalf("%d %s", r.status, r.body)
	}
	if r := send(at + "&account=market-1:1&obtained=2016-03-11&url=https://example.org/x"); r.status != http.StatusOK || !r.has(`"changed": false`) {
		t.Errorf("again: %d %s", r.status, r.body)
	}
	b, err := h.app.Store().Bundle(t.Context(), "market-1")
	if err != nil || len(b.Accounts[0].Files) != 1 {
		t.Errorf("%d files, %v", len(b.Accounts[0].Files), err)
	}
	if left, err := filepath.Glob(h.path + ".uploads/*"); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if r := h.call(t, "rami", http.MethodPost, at+"&source=radio", "", "Content-Type", "application/octet-stream"); r.code(t) != "bad_body" {
		t.Errorf("an empty file: %d %s", r.status, r.body)
	}
}

// formsByProgram says by which call of the API a program does what a form of the board does; "- ": the form has none, for the reason that follows.
var formsByProgram = map[string][]string{
	"/enter":                     {"enterIncidents"},
	"/i/{incident}/edit":         {"enterIncidents"},
	"/i/{incident}/attach":       {"attach"},
	"/i/{incident}/assess":       {"assess"},
	"/i/{incident}/review":       {"step", "second", "answer", "dissent", "adopt"},
	"/reviews":                   {"reviews", "step"},
	"/duplicates/pair":           {"pair", "setAside", "decide"},
	"/i/{incident}/follow":       {"followUp"},
	"/follow/close":              {"followedUp"},
	"/sources/new":               {"enterSources"},
	"/s/{source}/edit":           {"enterSources"},
	"/coverage/new":              {"enterCoverage"},
	"/coverage/{statement}/edit": {"enterCoverage"},
	"/import":                    {"import"},
	"/import/{upload}":           {"import"},
	"/publish/one":               {"look", "publish"},
	"/publish/bundle":            {"bundle"},

	"/desk/seen":            {"- a program keeps for itself up to which entry it has read (/changes?since=N)"},
	"/drafts/drop":          {"- what was typed and not sent is the program's own"},
	"/draft":                {"- a text is checked where it is: mithaq check, or mithaq lsp"},
	"/draft/forget":         {"- as /draft"},
	"/draft/panels":         {"- as /draft"},
	"/draft/on/{agreement}": {"- as /draft: mithaq whatif"},
	"/me/tokens":            {"- a token makes no token"},
	"/me/tokens/end":        {"- a token ends no token: a stolen one would end the others"},
	"/me/password":          {"- how one signs in takes a person who did"},
	"/me/sessions":          {"- as /me/password"},
	"/me/passkeys":          {"- as /me/password"},
	"/me/passkeys/remove":   {"- as /me/password"},
	"/me/provider":          {"- as /me/password"},
	"/me/provider/remove":   {"- as /me/password"},
	"/passkey/new":          {"- as /me/password"},
	"/sign-in":              {"- a program signs in by its token"},
	"/sign-in/passkey":      {"- as /sign-in"},
	"/sign-in/provider":     {"- as /sign-in"},
	"/sign-out":             {"- as /sign-in"},
	"/passkey/ask":          {"- as /sign-in"},
	"/passkey/invited":      {"- as /sign-in"},
	"/welcome":              {"- as /sign-in"},
	"/welcome/passkey":      {"- as /sign-in"},
	"/welcome/provider":     {"- as /sign-in"},
	"/people":               {"- who works here, and with what rights, is said by a person"},
	"/people/invite":        {"- as /people"},
	"/people/end":           {"- as /people"},
	"/webhooks":             {"- where news is sent is said by a person, as who works here is"},
	"/webhooks/end":         {"- as /webhooks"},
	"/webhooks/rotate":      {"- as /webhooks"},
	"/webhooks/test":        {"- as /webhooks"},
}

// Each form of the board has its counterpart in the API, or is named above with the reason why not: a new form is refused here until somebody has decided it.
// Its rights are the same: who may not send the form may not make the call.
func TestEveryFormHasItsCall(t *testing.T) {
	var doc struct {
		Paths map[string]map[string]struct{ OperationID string }
	}
	b, err := web.Document()
	if err == nil {
		err = json.Unmarshal(b, &doc)
	}
	if err != nil {
		t.Fatal(err)
	}
	needs := map[string]string{} // by call
	for _, r := range web.Routes() {
		if r.API {
			needs[doc.Paths[r.Pattern][strings.ToLower(r.Method)].OperationID] = r.Needs
		}
	}
	seen := map[string]bool{}
	for _, r := range web.Routes() {
		if r.API || r.Method == http.MethodGet {
			continue
		}
		calls := formsByProgram[r.Pattern]
		if seen[r.Pattern] = true; len(calls) == 0 {
			t.Errorf("%s: no call of the API does what this form does. Make one, or say in formsByProgram why not", r.Pattern)
		}
		for _, name := range calls {
			need, there := needs[name]
			switch {
			case strings.HasPrefix(name, "- "):
			case !there:
				t.Errorf("%s: there is no call %q", r.Pattern, name)
			case need == "anybody", need == "signed in" && r.Needs != "signed in" && name != "step" && name != "dissent": // of those the incident and the stage say who may (app)
				t.Errorf("%s needs %q, %s only %q", r.Pattern, r.Needs, name, need)
			}
		}
	}
	for pattern := range formsByProgram {
		if !seen[pattern] {
			t.Errorf("there is no form %s", pattern)
		}
	}
}
