package web_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"mithaq/internal/app"
	"mithaq/internal/evidence/files/filestest"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/web"
)

// The incidents of the example that are given files.
const (
	plainIncident   = "2015-11-05-abu-kamal"
	graphicIncident = "made-up-graphic"
)

// named are files of the tests, by the name that they come with.
var named = map[string][]byte{
	"photo.jpg":                      filestest.Photograph(640, 480, 6),
	"drawing.svg":                    []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>document.title="run"</script></svg>`),
	"page.html":                      []byte(`<!doctype html><script>document.title="run"</script>`),
	"paper.pdf":                      []byte("%PDF-1.4\n1 0 obj<</OpenAction 2 0 R/JS (app.alert(1))>>endobj\n%%EOF"),
	"polyglot.gif":                   append(filestest.GIF(filestest.Picture(20, 20)), "<script>document.title='run'</script>"...),
	"invoice\u202egpj.exe":           []byte("MZ made-up"),
	"<img src=x onerror=run>\nx.txt": []byte("text"),
	"note.a b":                       []byte("a note"),
	"really.jpg":                     []byte("<!doctype html><p>a page"),
	"truncated.jpg":                  filestest.JPEG(filestest.Picture(300, 300), 90)[:2000],
	"bomb.png":                       filestest.PNGHead(100_000, 100_000),
	"\u0635\u0648\u0631\u0629.png":   filestest.PNG(filestest.Picture(60, 40), filestest.Chunk("tEXt", "Author\x00<script>alert(1)</script>")),
}

func hashOf(name string) string {
	sum := sha256.Sum256(named[name])
	return hex.EncodeToString(sum[:])
}

// filed is a server over the example with files, made once, and the folder where they are kept.
var filed = sync.OnceValues(func() (*httptest.Server, error) {
	ctx := context.Background()
	dir, err := tempDir()
	if err != nil {
		return nil, err
	}
	a, err := app.Create(ctx, filepath.Join(dir, "filed.db"), app.Options{Actor: "test", Now: func() time.Time { return theDay }, Files: filepath.Join(dir, "files")})
	if err != nil {
		return nil, err
	}
	if err := a.LoadExample(ctx); err != nil {
		return nil, err
	}
	_, err = a.Store().Append(ctx, nil, func(yield func(record.Draft, error) bool) {
		yield(record.Draft{Entered: 1, Actor: "test", Payload: record.Incident{ID: graphicIncident, Act: "attack", When: "2015-11-05", Graphic: true, Title: record.Text{"en": "Made up"}}}, nil)
	})
	if err != nil {
		return nil, err
	}
	for name, content := range named {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			return nil, err
		}
		if _, err := a.AddFile(ctx, app.NewFile{Path: path, Incident: plainIncident, Source: "airwars"}); err != nil {
			return nil, err
		}
		if name == "photo.jpg" {
			if _, err := a.AddFile(ctx, app.NewFile{Path: path, Incident: graphicIncident, Source: "airwars"}); err != nil {
				return nil, err
			}
		}
	}
	h, err := web.New(a, a.RecordTexts, web.Options{})
	if err != nil {
		return nil, err
	}
	return httptest.NewServer(h), nil
})

func filedServer(tb testing.TB) string {
	tb.Helper()
	srv, err := filed()
	if err != nil {
		tb.Fatal(err)
	}
	return srv.URL
}

func content(tb testing.TB, incident, name, form string) reply {
	tb.Helper()
	return get(tb, filedServer(tb)+"/f/"+incident+"/"+hashOf(name)+"/"+form)
}

// TestFileCopies: what is shown is a copy without metadata, sealed; what has no copy says so.
func TestFileCopies(t *testing.T) {
	for _, form := range []string{"copy", "blurred"} {
		r := content(t, plainIncident, "photo.jpg", form)
		if r.status != 200 || r.header.Get("Content-Type") != "image/jpeg" || !strings.HasPrefix(r.body, "\xff\xd8") {
			t.Fatalf("%s: %d %v", form, r.status, r.header)
		}
		for _, trace := range []string{"Exif", "Made-Up", "made-up", "xmpmeta", "SERIAL"} {
			if r.has(trace) {
				t.Errorf("%s holds %q", form, trace)
			}
		}
	}
	if content(t, plainIncident, "photo.jpg", "copy").body == content(t, plainIncident, "photo.jpg", "blurred").body {
		t.Error("the blurred copy is the copy")
	}
	if r := content(t, plainIncident, "polyglot.gif", "copy"); r.status != 200 || r.has("script") {
		t.Errorf("the copy of a polyglot: %d", r.status)
	}
	for _, name := range []string{"drawing.svg", "page.html", "paper.pdf", "truncated.jpg", "bomb.png", "invoice\u202egpj.exe"} {
		r := content(t, plainIncident, name, "copy")
		if r.status != http.StatusUnprocessableEntity || !strings.HasPrefix(r.header.Get("Content-Type"), "text/plain") || strings.Contains(r.body, "<") {
			t.Errorf("%s: %d %s %q", name, r.status, r.header.Get("Content-Type"), r.body)
		}
	}
}

// saved is how a browser is told to save an original.
var saved = regexp.MustCompile(`^attachment; filename=[0-9a-f]{16}\.[A-Za-z0-9]{1,5}$`)

// TestFileOriginals: an original comes as it is, and only to be saved.
func TestFileOriginals(t *testing.T) {
	for name, want := range named {
		r := content(t, plainIncident, name, "original")
		if r.status != 200 || r.body != string(want) {
			t.Errorf("%q: %d, %d bytes", name, r.status, len(r.body))
		}
		if r.header.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(r.header.Get("Content-Disposition"), "attachment; filename=") {
			t.Errorf("%q: %v", name, r.header)
		}
		if !saved.MatchString(r.header.Get("Content-Disposition")) {
			t.Errorf("%q: the name comes through: %q", name, r.header.Get("Content-Disposition"))
		}
	}
}

// TestFilesAreSealed: every answer, errors too, may do nothing wherever it is opened.
func TestFilesAreSealed(t *testing.T) {
	for _, r := range []reply{
		content(t, plainIncident, "photo.jpg", "copy"), content(t, plainIncident, "page.html", "original"), content(t, plainIncident, "page.html", "copy"),
		content(t, "nothing", "photo.jpg", "copy"),
	} {
		if csp := r.header.Get("Content-Security-Policy"); !strings.Contains(csp, "sandbox") || !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "allow-") {
			t.Errorf("policy %q", csp)
		}
		if r.header.Get("X-Content-Type-Options") != "nosniff" || r.header.Get("Cross-Origin-Resource-Policy") != "same-origin" || r.header.Get("Cache-Control") != "private, no-store" {
			t.Errorf("%v", r.header)
		}
	}
}

// TestFileByIncident: a hash alone opens nothing; it must be held by an account of the incident that is asked about.
func TestFileByIncident(t *testing.T) {
	base := filedServer(t)
	for _, path := range []string{
		"/f/" + graphicIncident + "/" + hashOf("page.html") + "/original",
		"/f/nothing/" + hashOf("photo.jpg") + "/copy",
		"/f/" + plainIncident + "/" + strings.Repeat("0", 64) + "/copy",
		"/f/" + plainIncident + "/" + hashOf("photo.jpg") + "/other",
		"/f/" + plainIncident + "/" + hashOf("photo.jpg")[:16] + "/copy",
		"/f/" + plainIncident + "/..%2F..%2Fetc%2Fpasswd/original",
		"/en/i/" + graphicIncident + "/f/" + hashOf("page.html"),
	} {
		if r := get(t, base+path); r.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, r.status)
		}
	}
}

// TestFilesOfAnIncident: the page of an incident lists them, in each language, and nothing that they say becomes part of the page.
func TestFilesOfAnIncident(t *testing.T) {
	base := filedServer(t)
	for _, lang := range []string{"en", "ar", "ru"} {
		r := get(t, base+"/"+lang+"/i/"+plainIncident)
		for _, want := range []string{
			"photo.jpg", "image/jpeg", hashOf("photo.jpg")[:16], "33.51380, 36.27650", "2015:11:01 14:30:05", `/f/` + plainIncident + `/` + hashOf("photo.jpg") + `/copy`,
			"invoice\\u202egpj.exe</bdi></a>", `\nx.txt</bdi></a>`, "صورة.png",
		} {
			if !r.has(want) {
				t.Errorf("%s lacks %q", lang, want)
			}
		}
		for _, never := range []string{"<img src=x", "\u202e", "<script", "A. Nobody", "SERIAL"} {
			if strings.Contains(withoutOwnScripts(r.body), never) {
				t.Errorf("%s holds %q", lang, never)
			}
		}
		f := get(t, base+"/"+lang+"/i/"+plainIncident+"/f/"+hashOf("photo.jpg"))
		if f.status != 200 || !f.has(hashOf("photo.jpg")) || !f.has("SERIAL-0001") || !f.has("made-up-comment") || !f.has(`/original" download`) {
			t.Errorf("%s: the file's own page: %d", lang, f.status)
		}
		if p := get(t, base+"/"+lang+"/i/"+plainIncident+"/f/"+hashOf("صورة.png")); !p.has("&lt;script&gt;") || strings.Contains(withoutOwnScripts(p.body), "<script") {
			t.Errorf("%s: metadata is not escaped", lang)
		}
	}
	r := get(t, base+"/en/i/"+plainIncident)
	r.body += get(t, base+"/en/i/"+plainIncident+"/f/"+hashOf("photo.jpg")).body
	for _, want := range []string{"its content is", "can also be taken for", "holds a script", "may be cut short", "have no display copy", "too large to be decoded", "nobody has checked it"} {
		if !r.has(want) {
			t.Errorf("no warning %q", want)
		}
	}
}

// TestDamagedOriginal: what is damaged never arrives as if it were whole.
func TestDamagedOriginal(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	a, err := app.Create(ctx, filepath.Join(dir, "r.db"), app.Options{Actor: "test", Now: func() time.Time { return theDay }})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	_, err = a.Store().Append(ctx, nil, func(yield func(record.Draft, error) bool) {
		_ = yield(record.Draft{Entered: 1, Payload: record.Source{ID: "s"}}, nil) && yield(record.Draft{Entered: 1, Payload: record.Incident{ID: "i", Act: "attack"}}, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	whole := bytes.Repeat([]byte("0123456789"), 10_000)
	path := filepath.Join(dir, "a.bin")
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	added, err := a.AddFile(ctx, app.NewFile{Path: path, Incident: "i", Source: "s"})
	if err != nil {
		t.Fatal(err)
	}
	hash := added.File.SHA256.String()
	kept := filepath.Join(dir, "r.db.files", hash[:2], hash[2:])
	whole[len(whole)-1]++
	if err := errors.Join(os.Chmod(kept, 0o600), os.WriteFile(kept, whole, 0o600)); err != nil {
		t.Fatal(err)
	}
	h, err := web.New(a, a.RecordTexts, web.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(h)
	defer srv.Close()
	res, err := http.Get(srv.URL + "/f/i/" + hash + "/original") //nolint:noctx // a test
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var got bytes.Buffer
	if n, err := got.ReadFrom(res.Body); err == nil {
		t.Errorf("%d bytes arrived as if they were whole", n)
	}
}

// TestGraphicFiles: what may distress is seen only when asked for, without a script, and what stands in its place shows nothing.
func TestGraphicFiles(t *testing.T) {
	ctx, base := browser(t), filedServer(t)
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"en", "ar", "ru"} {
		do(ctx, t, chromedp.Navigate(base+"/"+lang+"/i/"+graphicIncident))
		shown := func(selector string) bool {
			return run(ctx, t, chromedp.Evaluate[bool](`(() => { const e = document.querySelector('`+selector+`'); return e.checkVisibility() && e.getBoundingClientRect().width > 100 })()`))
		}
		if shown(`.veil > img.copy`) || !shown(`.veil summary img`) {
			t.Errorf("%s: the picture is open, or nothing stands in its place", lang)
		}
		do(ctx, t, chromedp.Click(chromedp.CSS(`.veil summary`)))
		if !shown(`.veil > img.copy`) {
			t.Errorf("%s: it does not open", lang)
		}
		if over := run(ctx, t, chromedp.Evaluate[int](`document.documentElement.scrollWidth - document.documentElement.clientWidth`)); over > 0 {
			t.Errorf("%s: %d wider than the screen", lang, over)
		}
	}
	do(ctx, t, chromedp.EmulateViewport(390, 844))
	for _, path := range []string{"/i/" + plainIncident, "/i/" + plainIncident + "/f/" + hashOf("photo.jpg")} {
		for _, lang := range []string{"en", "ar", "ru"} {
			do(ctx, t, chromedp.Navigate(base+"/"+lang+path))
			if over := run(ctx, t, chromedp.Evaluate[int](`document.documentElement.scrollWidth - document.documentElement.clientWidth`)); over > 0 {
				t.Errorf("/%s%s is %d wider than a telephone", lang, path, over)
			}
		}
	}
}
