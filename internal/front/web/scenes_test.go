package web_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"mithaq/internal/app"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/web"
)

// Scenes are states of pages that no link leads to: what answers when a form was sent, a form with its faults, what stands for a moment. They are held
// against the rules of accessibility and photographed as the pages are that links lead to.

// scene is what happens on a page before it is looked at.
type scene struct {
	to     string   // where a form is sent; "": to the page itself
	fields []string // its names and values; nil: none is sent
	print  bool     // it is looked at as it stands on paper
}

// media is how a page is shown.
func (s *scene) media() string {
	if s != nil && s.print {
		return "print"
	}
	return ""
}

// sending sends fields from the page that is shown, as its form does: with what the form holds hidden. A field "@name" carries a file.
const sending = `((to, pairs) => {
	const form = document.createElement('form')
	form.method = 'post'
	form.action = to
	form.hidden = true
	const put = (name, value) => {
		const file = name.startsWith('@'), field = document.createElement(file ? 'input' : 'textarea')
		field.name = file ? name.slice(1) : name
		if (file) {
			field.type = 'file'
			form.enctype = 'multipart/form-data'
			const data = new DataTransfer()
			if (value) data.items.add(new File([value], 'rows.csv'))
			field.files = data.files
		} else field.value = value
		form.append(field)
	}
	const typed = new Set(pairs.map(([name]) => name)), own = [...document.querySelectorAll('main form')].find(f => f.getAttribute('action') === to)
	for (const field of own?.querySelectorAll('input[type=hidden]') ?? []) if (!typed.has(field.name)) put(field.name, field.value)
	for (const [name, value] of pairs) put(name, value)
	document.body.append(form)
	form.submit()
})`

// play plays a scene on the page that is shown, and waits for what answers.
func (s *scene) play(ctx context.Context, t *testing.T, on sight, lang string) {
	t.Helper()
	if s.fields == nil {
		return
	}
	to := s.to
	if to == "" {
		to = on.path
	}
	pairs := [][2]string{}
	for i := 0; i+1 < len(s.fields); i += 2 {
		pairs = append(pairs, [2]string{s.fields[i], s.fields[i+1]})
	}
	said, err := json.Marshal(pairs)
	if err != nil {
		t.Fatal(err)
	}
	res, err := chromedp.RunResponse(ctx, chromedp.Evaluate[chromedp.Void](fmt.Sprintf("%s(%q, %s)", sending, "/"+lang+to, said)))
	if err != nil || res.Status != 200 && res.Status/100 != 4 {
		t.Fatalf("%s: %v %v", on.name, res, err)
	}
}

// inThree names a thing in each language, as fields of a form.
func inThree(field, en, ar, ru string) []string {
	return []string{field + "_en", en, field + "_ar", ar, field + "_ru", ru}
}

// bridge is an incident as a recorder types it who knows what happened.
var bridge = slices.Concat(inThree("title", "A bridge over the Sajur is hit while a convoy of aid crosses it.", "قصف جسر فوق نهر الساجور أثناء عبور قافلة مساعدات.", "Удар по мосту через Саджур, когда по нему шла колонна с помощью."),
	inThree("place", "Bridge of the Sajur", "جسر الساجور", "Мост через Саджур"),
	[]string{
		"incident", "bridge-9", "act", "attack", "when", "2016-03-02", "lat", "36.58", "lon", "38.02", "radius", "500", "role:object", "bridge", "accounts", "2",
		"a0.source", "valley_radio", "a0.source_en", "Valley Radio", "a0.published", "2016-03-03", "a0.words", "Two shells fell.\nThe second hit the bridge.",
		"a1.source", "valley_radio", "a1.url", "https://radio.example/2016/03/03/bridge", "a1.words", "سقطت قذيفتان، أصابت الثانية الجسر.",
	})

// wrongBridge is the same from a hurried hand.
var wrongBridge = []string{
	"incident", "جسر 9", "act", "attack", "when", "01.02.2016", "title_ar", "قصف جسر أثناء عبور قافلة", "lat", "95", "lon", "1", "radius", "near", "accounts", "2",
	"a0.words", "Two shells fell.", "a1.source", "radio", "a1.published", "soon", "do", "look",
}

// scenes makes the boards on which the scenes are, and tells of each where it is and what is sent.
func scenes(t *testing.T) []sight {
	t.Helper()
	h := twins(t)
	provided := h.provided(t)
	h.user(t, "salma", review.Administrator)
	h.append(t, "lina", record.Assessment{Incident: "twin-3", Assessor: "mona", Grade: grade.Alleged, Why: "one voice"})
	h.post(t, h.token["mona"], "/en/duplicates/pair", "a", "twin-1", "b", "twin-3", "why", "two hours apart", "do", "apart")
	for _, id := range []string{"told-1", "told-2"} {
		h.append(t, "rami", record.Incident{ID: id, Act: "attack", When: "2016-02-11", Title: record.Text{"en": "A clinic is hit", "ar": "قصف عيادة", "ru": "Удар по поликлинике"}},
			record.Account{ID: id + ":1", Source: "radio", Incident: id, Words: "The clinic of the quarter was hit in the night."})
	}
	h.post(t, h.token["mona"], "/en/duplicates/pair", "a", "told-1", "b", "told-2", "into", "told-1", "why", "told twice", "do", "same")
	h.append(t, "rami", record.Source{ID: "echo", Name: record.Text{"en": "The Echo", "ar": "الصدى", "ru": "Эхо"}, Sort: "newsroom", Cites: []string{"radio"}},
		record.Account{ID: "market-1:2", Source: "echo", Incident: "market-1", Cites: []string{"radio"}, Words: "The radio says that eight shells fell."})
	for _, step := range [][]string{
		{"mona", "accept", "stage", "inquiry"},
		{"mona", "accept", "stage", "finding", "second", "omar", "why", "two voices"},
		{"omar", "second"},
		{"mona", "put", "asked", "2016-03-01", "until", "2016-03-20"},
	} {
		if r := h.decide(t, step[0], "market-1", step[1], step[2:]...); r.status != 303 {
			t.Fatalf("%v: %d", step, r.status)
		}
	}
	recorder, at := h.token["rami"], ""
	h.token["importer"] = recorder
	at, _ = h.bring(t, "importer", "/en/import", "rows.csv", []byte(importedHead+importedRows(1, 3)))
	h.post(t, recorder, at, "do", "import", "looked", lookedOf.FindStringSubmatch(h.rested(t, "importer", at).body)[1])
	h.rested(t, "importer", at)
	imported := strings.TrimPrefix(at, "/en")
	code := h.invite(t, review.Reader)

	var all []sight
	add := func(name, user, path, to string, fields ...string) {
		all = append(all, sight{kind: "scene", name: name, base: provided, path: path, token: h.token[user], scene: &scene{to: to, fields: fields}})
	}
	add("enter, looked at", "rami", "/enter", "", with(bridge, "do", "look")...)
	add("enter, with faults", "rami", "/enter", "", wrongBridge...)
	add("enter, an id that is taken", "rami", "/enter", "", "incident", "market-1", "act", "attack", "when", "2016-03-10", "accounts", "1", "do", "look")
	add("correct, looked at", "rami", "/i/market-1/edit", "", slices.Concat(inThree("title", "The market of the old town is hit.", "قصف سوق المدينة القديمة.", "Удар по рынку старого города."),
		[]string{"act", "attack", "when", "2016-03-10/2016-03-11", "role:object", "market", "do", "look"})...)
	add("correct, changed meanwhile", "rami", "/i/market-1/edit", "", "seen", "1", "act", "attack", "when", "2016-03", "title_en", "The market", "do", "look")
	add("assess, looked at", "mona", "/i/market-1/assess", "", with(assessed, "do", "look")...)
	add("assess, with faults", "mona", "/i/market-1/assess", "", "assessor", "mona", "killed.low", "nine", "injured.low", "9", "injured.high", "3", "assessed", "2031-01-01",
		"parties", "1", "p0.to", "a=b", "why", "صوتان من بلدتين", "do", "look")
	add("review, put to the party", "mona", "/i/market-1/review?assessor=lina", "")
	add("review, answer with faults", "mona", "/i/market-1/review?assessor=lina", "/i/market-1/review", "do", "answer", "party", "russia", "on", "soon", "says", "We were not there.")
	add("review, taken back without a reason", "mona", "/i/market-1/review?assessor=lina", "/i/market-1/review", "do", "back", "stage", "inquiry", "why", "")
	add("review, another was quicker", "mona", "/i/market-1/review?assessor=lina", "/i/market-1/review", "do", "back", "stage", "inquiry", "why", "a doubt", "seen", "1")
	add("pair, looked at", "mona", "/duplicates/pair?a=twin-1&b=twin-2", "/duplicates/pair", "into", "twin-2", "why", "one shelling", "do", "look")
	add("pair, without a reason", "mona", "/duplicates/pair?a=twin-1&b=twin-2", "/duplicates/pair", "into", "twin-2", "why", "", "do", "same")
	add("pair, kept apart", "mona", "/duplicates/pair?a=twin-1&b=twin-3", "")
	add("pair, merged", "mona", "/duplicates/pair?a=told-1&b=told-2", "")
	add("publish, looked at", "omar", "/publish/one?incident="+plainIncident, "", "date", "month", "hide", "place", "why", "asked for by the families", "do", "look")
	add("publish, with faults", "omar", "/publish/one?incident="+plainIncident, "", "radius", "far", "date", "month", "second", "nobody", "why", "", "do", "look")
	add("source, looked at", "rami", "/s/echo/edit", "", slices.Concat(inThree("name", "The Echo of the Valley", "صدى الوادي", "Эхо долины"), []string{"sort", "newsroom", "cites", "radio", "do", "look"})...)
	add("source, with faults", "rami", "/sources/new", "", "source", "Эхо долины", "cites", "nobody", "do", "look")
	add("source, lineage", "rami", "/s/radio", "")
	add("coverage, looked at", "rami", "/coverage/new", "", "observer", "un", "zone", "town", "from", "2016-03-01", "to", "2016-03-02", "note", "A convoy was turned back.", "do", "look")
	add("coverage, with faults", "rami", "/coverage/new", "", "observer", "", "zone", "nowhere", "from", "01.03.2016", "to", "2031-01-01", "do", "look")
	add("follow up, with faults", "rami", "/i/market-1", "/i/market-1/follow", "note", "", "due", "2016-04-01")
	add("import, without a file", "rami", "/import", "", "@file", "")
	add("import, done", "rami", imported, "")
	add("file, with faults", "rami", "/i/market-1/attach", "", "account", "", "source", "nobody", "obtained", "soon", "@file", "")
	add("sign in, with a provider", "", "/sign-in?to=/en/desk", "")
	add("sign in, wrong", "", "/sign-in", "", "user", "nobody", "password", "not the password")
	add("sign in, unknown at the provider", "", "/sign-in?told=unknown", "")
	add("welcome, with a provider", "", "/welcome?code="+code, "")
	add("welcome, a weak password", "", "/welcome?code="+code, "/welcome", "code", code, "password", "short", "again", "shorter")
	add("welcome, a code that is none", "", "/welcome?code=nonsense", "")
	add("account, with a provider", "salma", "/me", "")
	add("account, a wrong password", "salma", "/me", "/me/password", "old", "x", "password", "short", "again", "shorter")
	add("account, a token that opens nothing", "salma", "/me", "/me/tokens", "name", "", "days", "0")
	add("account, a token", "rami", "/me", "/me/tokens", "name", "phone of the desk", "scope", "read", "scope", "enter", "days", "30")
	add("people, with faults", "salma", "/people", "", "id", "two words", "role", "observer", "why", "")
	add("people, invited", "salma", "/people", "/people/invite", "user", review.Reader)
	add("webhooks, with faults", "salma", "/webhooks", "", "url", "ftp://example.org", "sees", "")
	add("webhooks, added", "salma", "/webhooks", "", "url", "https://desk.example.org/mithaq", "sees", review.Reader)
	add("sent after the session ended", "", "/sign-in", "/enter", with(bridge, "do", "look")...)
	add("draft, sent", "rami", "/draft", "", "text", cleanIn["ar"])
	add("draft, with faults", "rami", "/draft", "", "text", strings.Replace(cleanIn["ar"], "blue\n", "bleu\n", 1))
	add("no such page", "", "/i/no-such", "")
	return append(all, h.moreScenes(t)...)
}

// refusing is the board to whom something else than a page is answered.
func (h *house) refusing(t *testing.T, refusal error) string {
	t.Helper()
	board, err := web.New(h.app, func(context.Context) ([]app.Text, error) { return nil, refusal }, web.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { // what the browser remarks on of itself is the status alone
		rec := httptest.NewRecorder()
		board.ServeHTTP(rec, r)
		maps.Copy(w.Header(), rec.Header())
		if _, err := w.Write(rec.Body.Bytes()); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(srv.Close)
	return srv.URL
}

// moreScenes are those that need another board than one of people at work.
func (h *house) moreScenes(t *testing.T) (all []sight) {
	t.Helper()
	for _, refused := range []struct {
		name string
		by   error
	}{{"a fault of the board", errors.New("the test")}, {"too many other days", app.ErrMany}, {"many are waiting", app.ErrQueue}} {
		all = append(all, sight{kind: "scene", name: refused.name, base: h.refusing(t, refused.by), path: "/?as-of=2016-01-02", token: h.token[review.Reader]})
	}
	all = append(all, sight{kind: "scene", name: "too much at once", base: h.base, path: "/enter", token: h.token["rami"], scene: &scene{fields: []string{"title_en", strings.Repeat("too much ", 1<<18)}}})
	empty := emptyServer(t)
	for _, path := range []string{"/map", "/sources", "/coverage", "/duplicates", "/reviews", "/import", "/publish", "/draft", "/people", "/audit", "/webhooks", "/enter"} {
		all = append(all, sight{kind: "scene", name: "nothing at " + path, base: empty, path: path})
	}
	base := exampleServer(t)
	for _, path := range []string{"/a/khatib/t/11", "/i/" + plainIncident, "/report?from=2015-11-01&to=2015-11-30"} {
		all = append(all, sight{kind: "scene", name: "on paper " + path, base: base, path: path, scene: &scene{print: true}})
	}
	return all
}

// provided is the house at another address, where a provider can be asked who somebody is.
func (h *house) provided(t *testing.T) string {
	t.Helper()
	p := newIdentity(t) // nobody goes there
	handler, err := web.New(h.app, h.app.RecordTexts, web.Options{Log: slog.New(slog.DiscardHandler), Provider: &web.Provider{Issuer: p.URL, Client: idClient, Secret: idSecret, Name: "The Mission"}})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(handler)
	t.Cleanup(srv.Close)
	return srv.URL
}
