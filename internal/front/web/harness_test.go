package web_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/front/web"
)

// theDay is the day on which the tests take place.
var theDay = time.Date(2016, 3, 31, 12, 0, 0, 0, time.UTC)

// example is a server over the embedded example, shared by tests that only read. It is judged once.
var example = sync.OnceValues(func() (*httptest.Server, error) {
	ctx := context.Background()
	dir, err := tempDir()
	if err != nil {
		return nil, err
	}
	a, err := app.Create(ctx, filepath.Join(dir, "example.db"), app.Options{Actor: "test", Now: func() time.Time { return theDay }})
	if err != nil {
		return nil, err
	}
	if err := a.LoadExample(ctx); err != nil {
		return nil, err
	}
	h, err := web.New(a, a.RecordTexts, web.Options{})
	if err != nil {
		return nil, err
	}
	return httptest.NewServer(h), nil
})

func exampleServer(tb testing.TB) string {
	tb.Helper()
	srv, err := example()
	if err != nil {
		tb.Fatal(err)
	}
	return srv.URL
}

// reply is what came back.
type reply struct {
	status int
	header http.Header
	body   string
}

// noRedirect shows a redirect instead of following it.
var noRedirect = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// get asks for an address; headers are name, value pairs.
func get(tb testing.TB, address string, headers ...string) reply {
	tb.Helper()
	return ask(tb, http.MethodGet, address, headers...)
}

func ask(tb testing.TB, method, address string, headers ...string) reply {
	tb.Helper()
	req, err := http.NewRequestWithContext(tb.Context(), method, address, nil)
	if err != nil {
		tb.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i] == "Host" {
			req.Host = headers[i+1]
		}
		req.Header.Set(headers[i], headers[i+1])
	}
	return replyOf(tb, req)
}

func replyOf(tb testing.TB, req *http.Request) reply {
	tb.Helper()
	return replyBy(tb, noRedirect, req)
}

func replyBy(tb testing.TB, client *http.Client, req *http.Request) reply {
	tb.Helper()
	res, err := client.Do(req)
	if err != nil {
		tb.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		tb.Fatal(err)
	}
	return reply{res.StatusCode, res.Header, string(body)}
}

func (r reply) has(part string) bool { return strings.Contains(r.body, part) }

func itoa(n int) string { return strconv.Itoa(n) }

// ownScript is the only form in which a script may stand in a page: a file of this server, by its version.
var ownScript = regexp.MustCompile(`<script(?: type="module")? src="/assets/js/[a-z-]+\.js\?v=[0-9a-f]{16}"></script>`)

// withoutOwnScripts leaves what must hold no script at all.
func withoutOwnScripts(page string) string { return ownScript.ReplaceAllString(page, "") }
