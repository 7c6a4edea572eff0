package board

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"mithaq/bench/accord"
	"mithaq/internal/app"
	"mithaq/internal/evidence/files/filestest"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/web"
)

// letter is a third text, for the sake of a claim.
const letter = `
agreement letter "A made-up letter"
  uses made_up
  demand by mission to insurgents
  dated 2017-01-15
  zone "America/Bogota"

claim attacks by mission "There were many attacks"
  count distinct at attack(doer: insurgents) from 2017-01-15 until 2018-01-15 >= 12

term 1 "Attacks end"
  w1: insurgents must not attack() from 2017-01-15
`

// boardOf is a board over a record on which several work, as on its last day.
type boardOf struct {
	app       *app.App
	handler   *web.Handler
	url       string
	incidents int
	findings  []string // incidents of which a finding waits
	file      string   // hash of the file of ofFile
	upload    string   // id of a file that waits to be imported
	cookie    map[visitor]string
	tokens    []string // of the monitor
	asked     atomic.Int64
}

func openShared(tb testing.TB, n int) *boardOf {
	tb.Helper()
	ctx := context.Background()
	path, err := accord.CachedShared(ctx, n)
	if err != nil {
		tb.Fatal(err)
	}
	a, h, url, folder := serveCopy(tb, path, app.Options{Actor: accord.Monitor, User: accord.Monitor}, accord.Text(accord.Seed)+letter)
	b := &boardOf{app: a, handler: h, url: url, incidents: n, cookie: map[visitor]string{}}
	if err := b.furnish(ctx, folder); err != nil {
		tb.Fatal(err)
	}
	return b
}

// furnish signs its users in, begins the sealed log, with its key in dir, and puts a file and an upload there.
func (b *boardOf) furnish(ctx context.Context, dir string) error {
	for _, who := range inside {
		token, err := b.app.SignIn(ctx, string(who), 1000*time.Hour)
		if err != nil {
			return err
		}
		b.cookie[who] = "__Host-mithaq=" + token
	}
	for i := range app.MostTokens { // one may not ask as often as this
		token, _, err := b.app.MakeToken(ctx, fmt.Sprint(i), []review.Scope{review.ScopeRead}, 30)
		if err != nil {
			return err
		}
		b.tokens = append(b.tokens, token)
	}
	for st, err := range b.app.Store().Each(ctx, record.KindAssessment, "") {
		if err != nil {
			return err
		}
		if as, ok := st.Payload.(record.Assessment); ok && as.Assessor == accord.OwnAssessor && strings.HasPrefix(as.Incident, "incident-") {
			b.findings = append(b.findings, as.Incident)
		}
	}
	key := app.LogKey{File: filepath.Join(dir, "key")}
	if _, err := b.app.InitLog(ctx, "", key); err != nil {
		return err
	}
	if _, err := b.app.MakeCheckpoint(ctx, key); err != nil {
		return err
	}
	if _, err := b.send(ctx, "/en/i/"+ofFile+"/attach", "p.jpg", filestest.Photograph(320, 240, 6), "account", ofFile+"-0"); err != nil {
		return err
	}
	page, err := b.read(ctx, "/en/i/"+ofFile)
	if err != nil {
		return err
	}
	hash := regexp.MustCompile(`/f/([0-9a-f]{64})`).FindStringSubmatch(page)
	if hash == nil {
		return fmt.Errorf("no file on the page of %s", ofFile)
	}
	b.file = hash[1]
	to, err := b.send(ctx, "/en/import", "rows.csv", []byte("incident,act,when,source,source_name,url\nrow-1,attack,2022-11-01,source-00,,\nrow-2,attack,soon,source-00,,\n"))
	if err != nil {
		return err
	}
	b.upload = strings.TrimPrefix(to, "/en/import/")
	return nil
}

// send sends a file by a form of the monitor's, and gives where the browser goes on.
func (b *boardOf) send(ctx context.Context, path, name string, content []byte, fields ...string) (to string, err error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i+1 < len(fields); i += 2 {
		if err := form.WriteField(fields[i], fields[i+1]); err != nil {
			return "", err
		}
	}
	w, err := form.CreateFormFile("file", name)
	if err != nil {
		return "", err
	}
	if _, err := w.Write(content); err != nil {
		return "", err
	}
	if err := form.Close(); err != nil {
		return "", err
	}
	req, err := b.request(ctx, http.MethodPost, monitor, path, &body)
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", form.FormDataContentType())
	res, err := client.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	said, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusSeeOther {
		err = fmt.Errorf("%s: %s: %s", path, res.Status, said)
	}
	return res.Header.Get("Location"), err
}

// request makes a request as a browser of a visitor does, or for the API as a program.
func (b *boardOf) request(ctx context.Context, method string, who visitor, path string, body io.Reader) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, method, b.url+path, body)
	if err != nil {
		return nil, err
	}
	i := b.asked.Add(1)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	req.Header.Set("X-Forwarded-For", fmt.Sprintf("198.51.%d.%d", i/250%250, i%250))
	switch {
	case who == public:
	case strings.HasPrefix(path, "/api/"):
		req.Header.Set("Authorization", "Bearer "+b.tokens[i%int64(len(b.tokens))])
	default:
		req.Header.Set("Cookie", b.cookie[who])
	}
	if method == http.MethodGet {
		req.Header.Set("Accept-Encoding", "gzip") // said here, it is not unpacked here
	}
	return req, nil
}

// read gives what a page says to the monitor.
func (b *boardOf) read(ctx context.Context, path string) (string, error) {
	req, err := b.request(ctx, http.MethodGet, monitor, path, nil)
	if err != nil {
		return "", err
	}
	req.Header.Del("Accept-Encoding")
	res, err := client.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return string(body), err
}

// ask asks for a page and throws it away.
func (b *boardOf) ask(ctx context.Context, who visitor, path string) (took time.Duration, size int64, err error) {
	req, err := b.request(ctx, http.MethodGet, who, path, nil)
	if err != nil {
		return 0, 0, err
	}
	start := time.Now()
	res, err := client.Do(req)
	if err != nil {
		return 0, 0, err
	}
	defer res.Body.Close()
	size, err = io.Copy(io.Discard, res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s as %s: %s", path, who, res.Status)
	}
	return time.Since(start), size, err
}
