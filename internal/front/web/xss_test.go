package web_test

import (
	"context"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"mithaq/internal/app"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/web"
)

// evil gives the payloads of the corpus, one after the other.
type evil struct {
	list []string
	next int
}

func (e *evil) word() string {
	e.next++
	return e.list[e.next%len(e.list)]
}

// three gives a text in the three languages.
func (e *evil) three() record.Text {
	return record.Text{"en": e.word(), "ar": e.word(), "ru": e.word()}
}

// structural are fields that say how things hang together: with anything else in them nothing would be shown.
var structural = map[string]bool{
	"ID": true, "Incident": true, "About": true, "Source": true, "Person": true, "Act": true, "When": true, "Published": true, "From": true, "To": true, "Zone": true, "Scheme": true,
	"Lang": true, "Agree": true, "Term": true, "Assessor": true, "Observer": true, "What": true, "Zones": true, "Kind": true, "Party": true, "Stance": true, "Role": true, "Roles": true,
	"Attributions": true, "Amounts": true, "Excuses": true, "Sex": true, "Age": true, "Civil": true, "Connection": true, "Reliability": true, "As": true, "How": true, "Unit": true, "Status": true, "Keys": true,
}

// fill puts a payload into every field of a payload of the record that is a text and that the test left empty.
func (e *evil) fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		e.fill(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && !structural[f.Name] {
				e.fill(v.Field(i))
			}
		}
	case reflect.String:
		if v.String() == "" && v.Type() == reflect.TypeFor[string]() {
			v.SetString(e.word())
		}
	case reflect.Slice:
		if v.Len() == 0 && v.Type().Elem() == reflect.TypeFor[string]() {
			v.Set(reflect.ValueOf([]string{e.word()}))
		}
	case reflect.Map:
		if v.Len() > 0 {
			return
		}
		switch v.Type() {
		case reflect.TypeFor[record.Text]():
			v.Set(reflect.ValueOf(e.three()))
		case reflect.TypeFor[map[string]string]():
			v.Set(reflect.ValueOf(map[string]string{e.word(): e.word(), e.word(): e.word()}))
		}
	}
}

var literal = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"`)

// text gives the text of the river with a payload at the end of every title, name and sentence.
func (e *evil) text(t *testing.T) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "river.mithaq"))
	if err != nil {
		t.Fatal(err)
	}
	quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`)
	lines := strings.Split(string(raw), "\n")
	for i, line := range lines {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "zone" && strings.HasPrefix(line, " ") || strings.Contains(line, "text only") || strings.Contains(line, "unit") {
			continue
		}
		lines[i] = literal.ReplaceAllStringFunc(line, func(found string) string {
			return strings.TrimSuffix(found, `"`) + " " + quoted.Replace(e.word()) + `"`
		})
	}
	return strings.Join(lines, "\n")
}

// payloads are entries of every kind whose every text wants to be more.
func (e *evil) payloads() (list []any) {
	add := func(p any) {
		v := reflect.New(reflect.TypeOf(p))
		v.Elem().Set(reflect.ValueOf(p))
		e.fill(v)
		list = append(list, v.Elem().Interface())
	}
	add(record.Source{ID: "press", Sort: "newsroom", Cites: []string{"other"}})
	add(record.Source{ID: "other", Name: e.three(), Party: "east"})
	add(record.Person{ID: "p1"})
	parties := []record.Attribution{{To: "east", Grade: grade.Verified}, {To: e.word(), Grade: grade.Alleged}}
	number := record.Range{Lo: 1, Best: 2, Hi: 3}
	for i, odd := range []string{"shelled", e.word(), e.word()} {
		in := record.Incident{
			ID: odd, Act: "shell", When: "2016-01-15", Roles: []record.Words{{Role: "harmed", Words: []string{"civilian", e.word()}}, {Role: "tool " + e.word(), Words: []string{e.word()}}},
			Persons: []record.Involved{{Person: "p1", As: "victim"}}, Graphic: i == 2,
		}
		in.Place = record.Place{Name: e.three(), Zones: []string{"town", e.word()}, Lat: 10, Lon: 10, Radius: 10}
		add(in)
		add(record.Account{ID: odd + ":1", Source: "press", Incident: odd, Lang: "en", Published: "2016-01-16", Translations: []record.Translation{{Lang: "ru", Text: e.word(), By: e.word()}}})
		add(record.Account{ID: odd + ":2", Source: "other", Incident: odd, Lang: e.word()})
		add(record.Assessment{
			Incident: odd, Assessor: "mission", Grade: grade.Verified, When: "2016-01-20", Attributions: parties, Contested: true, Excuses: []string{e.word()},
			Amounts: []record.Amount{{Role: "killed", Range: number}, {Role: "lost " + e.word(), Range: number}},
		})
		add(record.Assessment{Incident: odd, Assessor: e.word(), Grade: grade.Alleged, Scheme: e.word()})
	}
	for i := range e.list {
		add(record.Incident{ID: "many-" + itoa(i), Act: "close_road", When: "2016-02-20", Title: record.Text{"en": e.list[i]}})
	}
	add(record.Position{ID: "pos", Party: "east", Stance: "deny", About: "shelled", When: "2016-01-18"})
	add(record.Position{ID: "pos2", Party: "west", Stance: "reject", Agree: "truce", Term: "1", When: "2016-01-18"})
	add(record.Tally{ID: "tally", Source: "press", Act: "shell", What: "acts", Number: number, From: "2016-01-01", To: "2016-03-01", Grade: grade.Alleged, Doers: []string{"east", e.word()}})
	add(record.Coverage{ID: "cov", Observer: "mission", Zone: "town", From: "2016-01-01", To: "2016-03-31", Denied: true})
	add(record.Coverage{ID: "cov2", Observer: "press", Zone: "town", From: "2016-01-01", To: "2016-03-31"})
	add(record.Name{Scheme: "press", Sort: "party", Word: e.word(), Means: []string{"east"}})
	add(record.Withdrawal{Kind: record.KindIncident, Subject: "many-0"})
	add(record.Access{ID: "a1", When: theDay.Unix(), What: "original"})
	add(record.Access{ID: "a2", When: theDay.Unix(), What: e.word(), Subject: e.word()})
	roles := []string{review.Administrator, review.Assessor, review.Publisher, review.Reader, review.Recorder}
	add(record.User{ID: everybody, Roles: roles})
	add(record.User{ID: e.word(), Roles: []string{review.Observer}, Party: e.word()})
	add(record.User{ID: "left"})
	return list
}

// evilHouse is a board in which every text is a payload, and a visitor with every role.
func evilHouse(t *testing.T) (*house, *visitor) {
	t.Helper()
	ctx := context.Background()
	e := &evil{list: corpus(t)}
	path := filepath.Join(t.TempDir(), "evil.db")
	a, err := app.Create(ctx, path, app.Options{Actor: e.word()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	if _, err = a.Store().Append(ctx, nil, func(yield func(record.Draft, error) bool) {
		for _, p := range e.payloads() {
			if !yield(record.Draft{Entered: theDay.Unix(), Actor: e.word(), Origin: record.Origin{File: e.word()}, Payload: p}, nil) {
				return
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	text := app.Text{Name: "evil.mithaq", Content: e.text(t)}
	handler, err := web.New(a, func(context.Context) ([]app.Text, error) { return []app.Text{text}, nil }, web.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(handler)
	t.Cleanup(srv.Close)
	h := &house{app: a, path: path, base: srv.URL, token: map[string]string{}}
	as, err := a.As(ctx, everybody)
	if err != nil {
		t.Fatal(err)
	}
	defer as.Close()
	if h.token[everybody], err = as.SignIn(ctx, everybody, 1<<40); err != nil {
		t.Fatal(err)
	}
	v := h.somebody(t, h.token[everybody])
	key := newAuthenticator(t, v)
	v.post(t, "/en/me/passkeys", "name", e.word(), "answer", key.create(t, v.post(t, "/passkey/new").body))
	return h, v
}

// formOf is one form of a page, with what stands before its fields.
var (
	formOf  = regexp.MustCompile(`(?s)<form\b([^>]*)>(.*?)</form>`)
	fieldOf = regexp.MustCompile(`(?s)<(input|select|textarea|button)\b([^>]*)>`)
	attrOf  = regexp.MustCompile(`([a-z-]+)="([^"]*)"`)
)

func attrs(tag string) map[string]string {
	out := map[string]string{}
	for _, m := range attrOf.FindAllStringSubmatch(tag, -1) {
		out[m[1]] = html.UnescapeString(m[2])
	}
	return out
}

// forms sends every form of a page with payloads in all that can be typed or chosen, and gives the answers.
func (e *evil) forms(t *testing.T, v *visitor, where, body string, answer func(where string, r reply)) {
	t.Helper()
	for _, m := range formOf.FindAllStringSubmatch(body, -1) {
		form := attrs(m[1])
		action := form["action"]
		if action == "" {
			action = where
		}
		if strings.Contains(action, "/sign-out") || strings.Contains(action, "/me/sessions") || strings.Contains(action, "/people/end") {
			continue // the session is still needed
		}
		values := url.Values{}
		for _, f := range fieldOf.FindAllStringSubmatch(m[2], -1) {
			field := attrs(f[2])
			value := e.word()
			if field["type"] == "hidden" || f[1] == "button" {
				value = field["value"]
			}
			if name := field["name"]; name != "" && field["type"] != "file" {
				values.Add(name, value)
			}
		}
		if strings.EqualFold(form["method"], "post") {
			answer("POST "+action, v.do(t, http.MethodPost, action, values.Encode()))
			continue
		}
		path, _, _ := strings.Cut(action, "?")
		answer("GET "+path, v.get(t, path+"?"+values.Encode()))
	}
}

// Whatever is typed into any form, stands in any text of the record or of an agreement, or comes with an address, is text: read as browsers read it, no page
// holds anything of it that could run, and in a browser nothing does.
func TestNothingRuns(t *testing.T) {
	h, v := evilHouse(t)
	e := &evil{list: corpus(t)}
	pages := follows(t, "evil", h.base, h.token[everybody], []string{"/", "/a/truce", "/incidents", "/desk", "/me", "/people", "/audit", "/coverage", "/enter", "/duplicates", "/report?from=2016-01-01&to=2016-03-01", "/sign-in", "/welcome", "/incidents?text=evil"})
	shown, sent, kinds := 0, 0, map[string]sight{}
	look := func(where string, r reply) {
		t.Helper()
		sent++
		if r.status >= 500 {
			t.Errorf("%s: %d", where, r.status)
		}
		if strings.HasPrefix(r.header.Get("Content-Type"), "text/html") {
			shown += inert(t, where, r.body)
		}
	}
	most, langs, perKind := 2, []string{"en"}, map[string]int{}
	if os.Getenv("MITHAQ_LONG") != "" {
		most, langs = 1000, []string{"en", "ar", "ru"}
	}
	for _, s := range pages {
		if s.status >= 500 {
			t.Errorf("%s: %d", s.path, s.status)
		}
		if perKind[s.kind]++; perKind[s.kind] > most {
			continue
		}
		for _, lang := range langs {
			r := v.get(t, "/"+lang+s.path)
			look(lang+s.path, r)
			if lang == "en" && perKind[s.kind] == 1 {
				e.forms(t, v, "/en"+s.path, r.body, look)
			}
		}
		if s.bytes > kinds[s.kind].bytes {
			kinds[s.kind] = s
		}
	}
	for _, s := range kinds { // what comes with an address
		at, query, _ := strings.Cut(s.path, "?")
		values, _ := url.ParseQuery(query)
		for _, name := range []string{"to", "told", "code", "draft", "after", "before", "cursor", "sort", "text", "grade", "party", "act", "place", "zone", "from", "until", "seen", "page", "lang", "q", "id"} {
			values.Set(name, e.word())
		}
		look(s.path+" with values", v.get(t, "/en"+at+"?"+values.Encode()))
		for _, name := range []string{"as-of", "known-at", "standard"} {
			look(s.path+" with "+name, v.get(t, "/en"+at+"?"+url.Values{name: {e.word()}}.Encode()))
		}
	}
	t.Logf("%d pages of %d kinds, %d places where a payload stands as text", sent, len(kinds), shown)
	if shown < 3000 || len(kinds) < 15 {
		t.Errorf("the payloads stand in %d places of %d kinds of pages: the test tests little", shown, len(kinds))
	}

	ctx := quietBrowser(t)
	const trap = `window.evil = parent.evil = () => { document.documentElement.dataset.ran = '1' }`
	if _, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: trap}); err != nil {
		t.Fatal(err)
	}
	for _, s := range kinds {
		visit(ctx, t, s, "en")
		ran := run(ctx, t, chromedp.Evaluate[string](`new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r))).then(() => [
			document.documentElement.dataset.ran ? 'evil() ran' : '',
			...[...document.querySelectorAll('*')].filter(x => x.localName.includes('evil') || [...x.attributes].some(a => a.name.startsWith('on') || a.name.includes('evil'))).map(x => x.outerHTML.slice(0, 90)),
		].filter(Boolean).join('; '))`, chromedp.EvalAwaitPromise))
		if ran != "" {
			t.Errorf("%s in the browser: %s", s.path, ran)
		}
	}
}
