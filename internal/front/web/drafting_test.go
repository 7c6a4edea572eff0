package web_test

import (
	"fmt"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"mithaq/internal/evidence/review"
	"mithaq/internal/front/web"
)

// postForm sends a form as the board's own page does.
func postForm(t *testing.T, address, token string, form url.Values) reply {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if token != "" {
		req.Header.Set("Cookie", "mithaq="+token)
	}
	return replyOf(t, req)
}

// faulty is a text with an error that a fix mends, and a date that leaves no time.
const faulty = `vocabulary v
party red "Red"
party blue "Blue"
body court "Court"
act pay (doer party, to party)
agreement peace "Peace"
  uses v
  agreed between red and bleu
  dated 2020-01-01
  zone "UTC"
  disputes to court
term 1 "One"
  1a: red must pay(to: blue) within 10 days of start
  1b: blue must pay(to: red) within 5 days of 1a
`

var draftText = regexp.MustCompile(`(?s)<textarea[^>]*>\n(.*?)</textarea>`)

// draftTyped gives the text that a page of the drafting room holds.
func draftTyped(t *testing.T, r reply) string {
	t.Helper()
	m := draftText.FindStringSubmatch(r.body)
	if m == nil {
		t.Fatalf("no text: %d %.300s", r.status, r.body)
	}
	return html.UnescapeString(m[1])
}

// Without a script: the text comes back as typed with its findings, a fix is one press of a button, and then it is read back, put in order and reckoned.
func TestDraftWithoutScripts(t *testing.T) {
	base := exampleServer(t)
	for lang, words := range map[string][2]string{"en": {"1 error", "Red: must do this"}, "ar": {"خطأ واحد", "القيام بما يلي"}, "ru": {"1 ошибка", "Должно быть сделано"}} {
		r := postForm(t, base+"/"+lang+"/draft", "", url.Values{"text": {faulty}, "do": {"check"}})
		if r.status != 200 || draftTyped(t, r) != faulty || !r.has(words[0]) || !r.has(`<li id="l8" class="f-error">`) {
			t.Fatalf("%s: %d: the text with its error\n%s", lang, r.status, r.body)
		}
		if got := r.header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: Cache-Control %q", lang, got)
		}
		fix := regexp.MustCompile(`name="fix" value="([^"]+)"`).FindStringSubmatch(r.body)
		if fix == nil {
			t.Fatalf("%s: no fix is offered\n%s", lang, r.body)
		}
		r = postForm(t, base+"/"+lang+"/draft", "", url.Values{"text": {faulty}, "fix": {fix[1]}})
		mended := strings.Replace(faulty, "bleu", "blue", 1)
		if draftTyped(t, r) != mended {
			t.Errorf("%s: mended: %s", lang, draftTyped(t, r))
		}
		for _, want := range []string{words[1], `<table class="plain readback">`, `<ol class="rounds">`, `s-fine`, "15"} {
			if !r.has(want) {
				t.Errorf("%s: the page of the mended text lacks %s", lang, want)
			}
		}
	}
}

// A board of users opens the room to them alone.
func TestDraftIsForUsers(t *testing.T) {
	h := newHouse(t)
	for _, path := range []string{"/en/draft", "/draft/panels"} {
		if r := postForm(t, h.base+path, "", url.Values{"text": {faulty}}); r.status != http.StatusForbidden || r.has("peace") {
			t.Errorf("%s as nobody: %d", path, r.status)
		}
	}
	if r := h.get(t, "", "/en/"); r.has("/en/draft") {
		t.Error("the room is named to who may not enter it")
	}
	if r := h.get(t, review.Reader, "/en/draft"); r.status != 200 {
		t.Errorf("a reader: %d", r.status)
	}
}

// lockedLog holds what a board logged.
type lockedLog struct {
	mu   sync.Mutex
	text strings.Builder
}

// Write implements io.Writer.
func (l *lockedLog) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *lockedLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// TestDraftIsNotStored looks at the record, at what stands aside and at every file of the record's folder, before and after.
func TestDraftIsNotStored(t *testing.T) {
	h := newHouse(t)
	var log lockedLog
	handler, err := web.New(h.app, h.app.RecordTexts, web.Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(handler)
	t.Cleanup(srv.Close)
	h.base = srv.URL
	began := time.Now().Add(-time.Second) // files of others may be many
	const secret = "negotiating_position_93517"
	text := strings.ReplaceAll(faulty, "peace", secret)
	token := h.token[review.Reader]
	head := func() string {
		at, err := h.app.Store().Head(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		kept, err := h.app.Aside().AllKept(t.Context(), "text", "")
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(at, len(kept))
	}
	held := func() (found []string) {
		for _, dir := range []string{filepath.Dir(h.path), os.TempDir()} {
			entries, err := os.ReadDir(dir)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range entries {
				if info, err := e.Info(); err != nil || info.ModTime().Before(began) {
					continue
				}
				if b, err := os.ReadFile(filepath.Join(dir, e.Name())); err == nil && strings.Contains(string(b), secret) {
					found = append(found, e.Name())
				}
			}
		}
		return found
	}
	before := head()
	for _, form := range []url.Values{
		{"text": {text}, "do": {"check"}},
		{"text": {text}, "do": {"layout"}, "layout": {"ar"}},
		{"text": {text}, "do": {"compare"}, "compare": {"khatib"}},
		{"text": {text}, "do": {"whatif"}, "day": {"2020-01-03"}, "party": {"red"}, "deed": {"pay"}, "roles": {"to: blue"}, "goal": {"1b"}},
	} {
		if r := postForm(t, h.base+"/en/draft", token, form); r.status != 200 || !strings.Contains(draftTyped(t, r), secret) {
			t.Errorf("%s: %d", form.Get("do"), r.status)
		}
	}
	if r := postForm(t, h.base+"/draft/panels", token, url.Values{"text": {text}, "lang": {"ru"}}); r.status != 200 || r.header.Get("Cache-Control") != "no-store" || !r.has(secret) {
		t.Errorf("panels: %d %s", r.status, r.header.Get("Cache-Control"))
	}
	if after := head(); after != before || held() != nil {
		t.Errorf("%s before, %s after, the text stands in %v", before, after, held())
	}
	if strings.Contains(log.String(), secret) {
		t.Error("the text stands in the log")
	}
	// Asked for, it is kept, for who asked alone, and forgotten when asked again.
	r := postForm(t, h.base+"/en/draft", token, url.Values{"text": {text}, "do": {"keep"}})
	kept := regexp.MustCompile(`href="/en/draft\?kept=([^"]+)"`).FindStringSubmatch(r.body)
	if kept == nil || len(held()) == 0 {
		t.Fatalf("it is not kept: %v", held())
	}
	if r := h.get(t, review.Reader, "/en/draft?kept="+kept[1]); draftTyped(t, r) != text {
		t.Errorf("what was kept: %s", draftTyped(t, r))
	}
	if r := h.get(t, review.Administrator, "/en/draft?kept="+kept[1]); r.status != http.StatusNotFound {
		t.Errorf("another's text: %d", r.status)
	}
	postForm(t, h.base+"/en/draft/forget", h.token[review.Administrator], url.Values{"kept": {kept[1]}})
	if r := h.get(t, review.Reader, "/en/draft"); !r.has("kept=" + kept[1]) {
		t.Error("another may forget it")
	}
	postForm(t, h.base+"/en/draft/forget", token, url.Values{"kept": {kept[1]}})
	if r := h.get(t, review.Reader, "/en/draft?kept="+kept[1]); r.status != http.StatusNotFound || head() != before {
		t.Errorf("forgotten: %d, %s", r.status, head())
	}
}

// hostileDraft is a text that has what browsers run in every place that a page shows.
const hostileDraft = `vocabulary v "<img src=x onerror=alert(1)>"
party red "<script>alert(2)</script>" ar "<img src=x>" ru "</textarea><img src=x>"
party blue "&lt;img src=x&gt;\" onmouseover=\"alert(3)"
body court "{{.Lang}}<img src=x>"
zone z "<svg onload=alert(4)>"
act pay (doer party, to party, at place)
# <img src=x> </pre></code><img src=x>
agreement peace "</q></h1><img src=x>" ar "<img src=x>" ru "javascript:alert(5)"
  uses v
  agreed between red and blue
  dated 2020-01-01
  zone "UTC"
  disputes to court
term 1 "</td></table><img src=x onerror=alert(6)>"
  text en "<iframe src=x></iframe>"
  1a: red must pay(to: blue, at: z) within 10 days of start
  1b: blue must pay(to: red) within 5 days of 1a
term 2 "<style>*{display:none}</style>"
  2a: red must pay(to: <img src=x>) undated
`

// Whatever stands in a text, the page shows it as text.
func TestDraftEscapes(t *testing.T) {
	base := exampleServer(t)
	sound := strings.Replace(hostileDraft, "to: <img src=x>", "to: blue", 1)
	for lang, text := range map[string]string{"ar": hostileDraft, "en": sound} {
		for _, form := range []url.Values{
			{"do": {"layout"}, "layout": {"ru"}},
			{"do": {"compare"}, "compare": {`"><img src=x>`}},
			{"do": {"whatif"}, "day": {"2020-01-02"}, "party": {"red"}, "deed": {"pay"}, "roles": {"to: blue"}, "goal": {"1b"}},
			{"do": {"whatif"}, "day": {`"><img src=x>`}, "party": {`"><img src=x>`}, "deed": {`<img src=x>`}, "roles": {`<img src=x>)`}, "goal": {`<img src=x>`}},
			{"fix": {`<img src=x>`}, "kept": {`"><img src=x>`}},
		} {
			form.Set("text", text)
			r := postForm(t, base+"/"+lang+"/draft", "", form)
			if r.status != 200 {
				t.Errorf("%s: %d", form.Get("do"), r.status)
			}
			body := withoutOwnScripts(r.body)
			for _, bad := range []string{"<img", "<script", "<svg", "<iframe", "<style", `" onmouseover`} {
				if at := strings.Index(body, bad); at >= 0 {
					t.Errorf("%s %s: %s stands in the page: %.200s", lang, form.Get("do"), bad, body[max(0, at-60):])
				}
			}
		}
		r := postForm(t, base+"/draft/panels", "", url.Values{"text": {text}, "lang": {"ar"}})
		if r.status != 200 || r.has("<img") || r.has("<script") || r.has("<svg") || !r.has("&lt;img") {
			t.Errorf("panels: %d %.300s", r.status, r.body)
		}
	}
}

// What is asked too often, or is too long, is refused in plain words, and the text comes back.
func TestDraftLimits(t *testing.T) {
	h := newHouse(t)
	token := h.token[review.Reader]
	long := strings.Repeat("# a line\n", 30_000)
	if r := postForm(t, h.base+"/en/draft", token, url.Values{"text": {long}}); r.status != http.StatusRequestEntityTooLarge || draftTyped(t, r) != long || !r.has("262144 bytes") && !r.has("262,144 bytes") {
		t.Errorf("a long text: %d", r.status)
	}
	if r := postForm(t, h.base+"/draft/panels", token, url.Values{"text": {long}}); r.status != http.StatusRequestEntityTooLarge {
		t.Errorf("a long text in the editor: %d", r.status)
	}
	if r := postForm(t, h.base+"/en/draft", token, url.Values{"text": {strings.Repeat("#", 2<<20)}}); r.status != http.StatusRequestEntityTooLarge {
		t.Errorf("a long form: %d", r.status)
	}
	const short = "# nothing\n"
	for range 60 { // each is asked for, and none begun
		if r := postForm(t, h.base+"/draft/panels", token, url.Values{"text": {long}}); r.status == http.StatusTooManyRequests {
			if r := postForm(t, h.base+"/en/draft", token, url.Values{"text": {short}}); r.status != http.StatusTooManyRequests || draftTyped(t, r) != short {
				t.Errorf("too often: %d, and the text does not come back", r.status)
			}
			if r := postForm(t, h.base+"/en/draft", h.token[review.Recorder], url.Values{"text": {short}}); r.status != 200 {
				t.Errorf("another user: %d", r.status)
			}
			return
		}
	}
	t.Error("nobody is told that it is too often")
}

// On the record: what would be otherwise by an act that nobody recorded, for who may ask; the record stays as it is.
func TestDraftOnRecord(t *testing.T) {
	base := exampleServer(t)
	if r := get(t, base+"/en/draft"); !r.has(`href="/en/draft/on/khatib"`) {
		t.Error("the way there is not shown")
	}
	r := postForm(t, base+"/en/draft/on/khatib", "", url.Values{"day": {"2016-03-31"}, "party": {"president"}, "deed": {"transfer"}, "roles": {"to: transition, powers: full"}, "goal": {"khatib.1b"}})
	for _, want := range []string{"Hypothetical", "On the record as you may see it", "khatib.1b", "1b"} {
		if r.status != 200 || !r.has(want) {
			t.Errorf("%d: the page lacks %q", r.status, want)
		}
	}
	if after := get(t, base+"/en/a/khatib/t/1"); after.has("31 Mar 2016: ") {
		t.Error("the act stands on the record")
	}
	if r := get(t, base+"/en/draft/on/nothing"); r.status != http.StatusNotFound {
		t.Errorf("no such text: %d", r.status)
	}
}
