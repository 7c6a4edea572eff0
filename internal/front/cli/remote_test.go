package cli

import (
	"bytes"
	"context"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/web"
	"mithaq/internal/front/wording"
)

const someToken = "mithaq_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// far runs a command against a server and gives its exit code and what it complained.
func far(t *testing.T, lang locale.Lang, token string, args ...string) (code int, said string) {
	t.Helper()
	var out, complaints bytes.Buffer
	e := &Env{ctx: t.Context(), in: strings.NewReader(""), out: &out, err: &complaints, width: 400, words: wording.For(lang), getenv: func(name string) string {
		if name == "MITHAQ_TOKEN" {
			return token
		}
		return ""
	}}
	code = e.run(args)
	if strings.Contains(out.String()+complaints.String(), token) && token != "" {
		t.Errorf("%v: the token is told: %s", args, complaints.String())
	}
	return code, complaints.String()
}

// heard is a server that notes what it is sent.
type heard struct {
	mu   sync.Mutex
	sent []*http.Request
	body []string
}

func (h *heard) handler(then http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		h.mu.Lock()
		h.sent, h.body = append(h.sent, r), append(h.body, string(b))
		h.mu.Unlock()
		w.Header().Set(web.APIHeader, "1")
		then(w, r)
	}
}

func quickly(t *testing.T) {
	was := remotePause
	remotePause = time.Millisecond
	t.Cleanup(func() { remotePause = was })
}

// Whatever stands at the other end, the token goes to the server that was named alone, over a line that others cannot read; what went wrong is said in each language, with the exit
// code that spec/cli.md gives it.
func TestServerThatIsNotTheOne(t *testing.T) {
	quickly(t)
	var other, first, untrusted, broken heard
	elsewhere := httptest.NewServer(other.handler(func(http.ResponseWriter, *http.Request) {}))
	defer elsewhere.Close()
	redirects := httptest.NewServer(first.handler(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, strings.Replace(elsewhere.URL, "127.0.0.1", "localhost", 1)+r.URL.Path, http.StatusTemporaryRedirect)
	}))
	defer redirects.Close()
	sealed := httptest.NewUnstartedServer(untrusted.handler(func(http.ResponseWriter, *http.Request) {}))
	sealed.Config.ErrorLog = log.New(io.Discard, "", 0) // it says what clients do not like
	sealed.StartTLS()
	defer sealed.Close()
	gone := httptest.NewServer(broken.handler(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", "1000")
		_, _ = io.WriteString(w, `{"schema":"mithaq/entered/1","data":{"entered":`)
		panic(http.ErrAbortHandler) // the line breaks in the middle of the answer
	}))
	defer gone.Close()
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()

	told := map[string]map[string]bool{}
	for _, lang := range locale.Langs {
		for _, x := range []struct {
			name, url string
			code      int
		}{
			{"redirects", redirects.URL, exitInput},
			{"untrusted", sealed.URL, exitUnfinished},
			{"breaks off", gone.URL, exitUnfinished},
			{"closed", closed.URL, exitUnfinished},
			{"in clear", "http://board.example.org", exitUsage},
			{"in clear, by number", "http://192.0.2.1:8473", exitUsage},
			{"another scheme", "ftp://127.0.0.1", exitUsage},
			{"with a password", "https://anna:secret@board.example.org", exitUsage},
			{"with a query", "https://board.example.org/?token=secret", exitUsage},
		} {
			for _, args := range [][]string{{"record", "list"}, {"record", "dissent", "i1", "--says", "no"}} {
				code, said := far(t, lang, someToken, append(args, "--server", x.url)...)
				if code != x.code || said == "" || strings.Contains(said, "secret") {
					t.Errorf("%s, %s %v: exit code %d, want %d: %s", x.name, lang, args, code, x.code, said)
				}
				if told[x.name] == nil {
					told[x.name] = map[string]bool{}
				}
				told[x.name][said] = true
			}
		}
	}
	for name, words := range told {
		if len(words) < len(locale.Langs) {
			t.Errorf("%s is not said in each language: %v", name, words)
		}
	}
	if len(other.sent) > 0 {
		t.Errorf("where it was sent on to heard %v", other.sent[0].Header)
	}
	if len(untrusted.sent) > 0 {
		t.Error("a server that is not trusted was asked")
	}
	if len(first.sent) != 2*len(locale.Langs) {
		t.Errorf("a redirect was asked %d times", len(first.sent))
	}
	// What got half an answer is asked again as the same thing: it is done once.
	keys := map[string]int{}
	for _, r := range broken.sent {
		if r.Method == http.MethodPost {
			keys[r.Header.Get("Idempotency-Key")]++
		}
	}
	if len(keys) != len(locale.Langs) || keys[""] > 0 {
		t.Errorf("keys: %v", keys)
	}
	for _, n := range keys {
		if n != remoteTries {
			t.Errorf("asked %d times", n)
		}
	}
}

// A line that breaks after the server did what it was asked: the command asks again, gets the first answer, and it stands once.
func TestAnswerLostOnItsWay(t *testing.T) {
	quickly(t)
	now := time.Date(2026, 3, 15, 12, 0, 0, 0, time.UTC)
	a, err := app.Create(t.Context(), filepath.Join(t.TempDir(), "lost.db"), app.Options{Actor: "holder", Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	_, err = a.Store().Append(t.Context(), nil, func(yield func(record.Draft, error) bool) {
		for _, role := range []string{review.Administrator, review.Recorder} {
			if !yield(record.Draft{Entered: now.Unix(), Actor: "holder", Payload: record.User{ID: role, Roles: []string{role}, By: "holder", Why: "the test"}}, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	as, err := a.As(context.Background(), review.Recorder)
	if err != nil {
		t.Fatal(err)
	}
	defer as.Close()
	token, _, err := as.MakeToken(t.Context(), "the tests", []review.Scope{review.ScopeRead, review.ScopeEnter}, 1)
	if err != nil {
		t.Fatal(err)
	}
	h, err := web.New(a, a.RecordTexts, web.Options{Print: printed})
	if err != nil {
		t.Fatal(err)
	}
	lost := 0
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && lost < 2 {
			lost++
			h.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		}
		h.ServeHTTP(w, r)
	}))
	defer srv.Close()
	if code, said := far(t, locale.En, token, "record", "add", "source", "source=radio", "name_en=Radio", "--server", srv.URL); code != exitFine || lost != 2 {
		t.Fatalf("exit code %d, %d answers lost: %s", code, lost, said)
	}
	entries := 0
	for e, err := range a.Store().Entries(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Kind == record.KindSource {
			entries++
		}
	}
	if entries != 1 {
		t.Errorf("it stands %d times", entries)
	}
	// A token that is over opens nothing, and one that was never made neither: both are told alike.
	now = now.Add(25 * time.Hour)
	says := map[string]bool{}
	for _, lang := range locale.Langs {
		_, wrong := far(t, lang, someToken, "record", "list", "--server", srv.URL)
		code, over := far(t, lang, token, "record", "list", "--server", srv.URL)
		if code != exitInput || over != wrong || over == "" {
			t.Errorf("%s: exit code %d: %q, a wrong one: %q", lang, code, over, wrong)
		}
		says[over] = true
	}
	if len(says) != len(locale.Langs) {
		t.Errorf("it is not said in each language: %v", says)
	}
}
