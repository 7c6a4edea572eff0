package cli

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
	"mithaq/internal/testroot"
	"mithaq/internal/testroot/pgtest"
)

// wizard is a board in a process of its own over a record that has no users, and one who imports a file there.
type wizard struct {
	t    *testing.T
	cmd  *exec.Cmd
	base string
}

// serving starts the board. cache is where it keeps what was brought for a record that is a database.
func serving(t *testing.T, where, cache string) *wizard {
	t.Helper()
	cmd := command(t, "serve", "--addr", "127.0.0.1:0", "--record", where)
	cmd.Env = append(cmd.Env, "XDG_CACHE_HOME="+cache, "HOME="+cache)
	errs, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	line, err := bufio.NewReader(errs).ReadString('\n')
	at := regexp.MustCompile(`http://127\.0\.0\.1:[0-9]+`).FindString(line)
	if err != nil || at == "" {
		t.Fatalf("it said %q, %v", line, err)
	}
	go func() { _, _ = io.Copy(io.Discard, errs) }()
	return &wizard{t, cmd, at}
}

// ask sends a request; the address that an answer leads to is not followed.
func (w *wizard) ask(req *http.Request) (status int, to, body string) {
	w.t.Helper()
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return res.StatusCode, res.Header.Get("Location"), string(b)
}

func (w *wizard) request(method, path, kind string, body io.Reader) *http.Request {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), method, w.base+path, body)
	if err != nil {
		w.t.Fatal(err)
	}
	req.Header.Set("Content-Type", kind)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return req
}

// bring sends a file and gives the address of its page.
func (w *wizard) bring(path string) string {
	w.t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		w.t.Fatal(err)
	}
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("file", filepath.Base(path))
	if err == nil {
		_, err = part.Write(data)
	}
	if err != nil || form.Close() != nil {
		w.t.Fatal(err)
	}
	status, to, body := w.ask(w.request(http.MethodPost, "/en/import", form.FormDataContentType(), &b))
	if status != http.StatusSeeOther {
		w.t.Fatalf("bringing: %d %.500s", status, body)
	}
	return to
}

// rested gives the page of a file once the work on it rests.
func (w *wizard) rested(at string) string {
	w.t.Helper()
	for {
		status, to, body := w.ask(w.request(http.MethodGet, at, "", nil))
		switch {
		case status == http.StatusSeeOther:
			at = to
		case status != http.StatusOK:
			w.t.Fatalf("%s: %d %.500s", at, status, body)
		case !strings.Contains(body, "<import-progress"): // it waits itself for a while
			return body
		}
	}
}

var lookedAt = regexp.MustCompile(`name="looked" value="([0-9a-f]+)"`)

// let says that what was looked at is to be entered.
func (w *wizard) let(at, page string) {
	w.t.Helper()
	m := lookedAt.FindStringSubmatch(page)
	if m == nil {
		w.t.Fatalf("it cannot be entered: %.2000s", page)
	}
	form := url.Values{"do": {"import"}, "looked": {m[1]}}
	if status, _, body := w.ask(w.request(http.MethodPost, at, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))); status != http.StatusSeeOther {
		w.t.Fatalf("entering: %d %.500s", status, body)
	}
}

// killWithin kills the board (SIGKILL) as soon as it tells that it has written at least so many hundredths of a file; false: it was done before.
func (w *wizard) killWithin(at string, least int) bool {
	w.t.Helper()
	res, err := http.DefaultTransport.RoundTrip(w.request(http.MethodGet, strings.TrimPrefix(at, "/en")+"/events", "", nil))
	if err != nil {
		w.t.Fatal(err)
	}
	defer res.Body.Close()
	within := false
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "event: end") {
			break
		}
		n := 0
		if _, err := fmt.Sscanf(lines.Text(), "data: %d", &n); err == nil && n >= least && n < 100 {
			within = true
			break
		}
	}
	if err := w.cmd.Process.Signal(syscall.SIGKILL); err != nil {
		w.t.Fatal(err)
	}
	_ = w.cmd.Wait()
	return within
}

// TestKilledWizard: the board is killed (SIGKILL) while it writes a file that somebody brought, over a file and over PostgreSQL. Begun again it knows of the file, what stands of it stands whole, and going on
// nothing is doubled or lost. With MITHAQ_LONG also a file so long that it is written in parts, of which some stand.
func TestKilledWizard(t *testing.T) {
	rows := []int{500}
	if testroot.Long() {
		rows = append(rows, 9000)
	}
	for name, made := range map[string]func() string{"sqlite": func() string { return newRecord(t) }, "postgres": func() string {
		where := pgtest.Database(t)
		a, err := app.Create(t.Context(), where, app.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		return where
	}} {
		for _, n := range rows {
			t.Run(fmt.Sprintf("%s-%d", name, n), func(t *testing.T) {
				where, cache := made(), t.TempDir()
				first := serving(t, where, cache)
				at := first.bring(bigFile(t, n))
				first.let(at, first.rested(at))
				within := first.killWithin(at, 30)
				_, stood := standing(t, where)
				if parts := n > 5000; within && (stood == n || !parts && stood != 0 || parts && stood == 0) {
					t.Errorf("killed within, %d of %d stand", stood, n)
				}
				if !within {
					t.Logf("it was done before it was killed")
				}

				again := serving(t, where, cache)
				page := again.rested(at)
				if within {
					if !strings.Contains(page, "was begun and did not finish") {
						t.Fatalf("what was begun is not told: %.2000s", page)
					}
					again.let(at, page)
					if page = again.rested(at); !strings.Contains(page, "was imported") {
						t.Fatalf("going on: %.2000s", page)
					}
				}
				if _, now := standing(t, where); now != n {
					t.Errorf("%d of %d stand", now, n)
				}
				onceEach(t, where, n)
			})
		}
	}
}

// onceEach sees that each incident, account and assessment of an imported file was entered once.
func onceEach(t *testing.T, where string, n int) {
	t.Helper()
	a, err := app.Open(t.Context(), where, app.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	times, kinds := map[string]int{}, map[record.Kind]int{}
	for e, err := range a.Store().Entries(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if kinds[e.Kind]++; e.Kind == record.KindImport {
			continue
		}
		if times[string(e.Kind)+" "+e.Subject]++; times[string(e.Kind)+" "+e.Subject] > 1 {
			t.Fatalf("%s %s was entered twice", e.Kind, e.Subject)
		}
	}
	for _, kind := range []record.Kind{record.KindIncident, record.KindAccount, record.KindAssessment} {
		if kinds[kind] != n {
			t.Errorf("%d entries of %s, want %d", kinds[kind], kind, n)
		}
	}
}
