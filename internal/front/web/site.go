package web

import (
	"bytes"
	"context"
	"fmt"
	"html/template"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"mithaq/internal/app"
	"mithaq/internal/base/locale"
	"mithaq/internal/front/board"
)

// sitePages is how many pages a site has at most. What stands behind it is in the other files that go out; links to it are left out.
const sitePages = 6000

// sitePaths are the pages of a site by their patterns below the language, with the one parameter that may stand in their addresses.
var sitePaths = map[string]string{
	"/{$}": "", "/a/{agreement}": "", "/a/{agreement}/t/{term}": "norm", "/a/{agreement}/c/{claim}": "", "/a/{agreement}/timeline": "", "/a/{agreement}/sequence": "reading",
	"/incidents": "after", "/i/{incident}": "", "/s/{source}": "", "/sources": "", "/coverage": "month", "/map": "agreement",
}

// site writes what everybody may see as pages that need no server: those of the board, as nobody signed in is shown them, with every link to another
// of them turned to its file, and every link that needs a server taken away.
type site struct {
	s     *server
	mux   *http.ServeMux
	names map[string]string // of files, by addresses
	taken map[string]bool   // names in lower case: some systems know no other
	todo  []string          // addresses of pages not written yet
}

// Site writes the pages, each by a call of put. What they show is what the public sees (evidence/guard), whoever asks for them.
func Site(ctx context.Context, a *app.App, texts func(context.Context) ([]app.Text, error), log *slog.Logger, put func(name string, body []byte) error) error {
	h, err := New(a, texts, Options{Log: log})
	if err != nil {
		return err
	}
	return h.s.still(ctx, put)
}

// still writes the site of what this server shows to everybody.
func (s *server) still(ctx context.Context, put func(name string, body []byte) error) error {
	w := &site{
		s:   &server{door: s.door, texts: s.texts, log: s.log, files: s.files, borders: s.borders, opts: s.opts, runs: map[string]*runs{}, static: true},
		mux: http.NewServeMux(), names: map[string]string{}, taken: map[string]bool{},
	}
	w.s.hub.s = w.s
	for _, r := range w.s.routes() {
		if _, ok := sitePaths[r.pattern]; ok && r.page != nil && r.method == http.MethodGet && r.needs == anybody {
			for _, lang := range locale.Langs {
				w.mux.HandleFunc("GET /"+string(lang)+r.pattern, w.s.answer(&r, lang))
			}
		}
	}
	for _, lang := range locale.Langs {
		w.name(&url.URL{Path: "/" + string(lang) + "/"})
	}
	for len(w.todo) > 0 {
		at := w.todo[0]
		w.todo = w.todo[1:]
		body, err := w.page(ctx, at)
		if err == nil {
			err = put(w.names[at], body)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", at, err)
		}
	}
	return w.beside(put)
}

// beside writes what stands beside the pages: the choice of the language, the style sheet and the fonts.
func (w *site) beside(put func(string, []byte) error) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "<!doctype html>\n<html lang=\"en\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"+
		"<title>Mithaq</title>\n<link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"assets/board.css\">\n</head>\n<body>\n<main id=\"main\" class=\"wide\">\n<h1><span lang=\"ar\" dir=\"rtl\">ميثاق</span> Mithaq</h1>\n<div class=\"doors\">\n")
	for _, lang := range locale.Langs {
		words := board.NewReader(lang).W.Bare()
		fmt.Fprintf(&b, "<section lang=\"%[1]s\" dir=\"%[2]s\"><h2><a hreflang=\"%[1]s\" href=\"%[1]s/index.html\">%[3]s</a></h2>\n<p>%[4]s</p></section>\n", lang, locale.Dir(lang),
			template.HTMLEscapeString(words.Text("board.language")), template.HTMLEscapeString(words.Text("board.foot.neutral")))
	}
	b.WriteString("</div>\n</main>\n</body>\n</html>\n")
	if err := put("index.html", b.Bytes()); err != nil {
		return err
	}
	if err := put("assets/board.css", board.Style()); err != nil {
		return err
	}
	for _, name := range board.Assets() {
		if !strings.HasPrefix(name, "fonts/") {
			continue
		}
		body, _, err := board.Asset(name)
		if err == nil {
			err = put("assets/"+name, body)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// page makes one page.
func (w *site) page(ctx context.Context, at string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, at, nil)
	if err != nil {
		return nil, err
	}
	out := &paper{header: http.Header{}}
	w.mux.ServeHTTP(out, r)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if out.status != 0 && out.status != http.StatusOK {
		return nil, fmt.Errorf("status %d", out.status)
	}
	return w.turned(r.URL, out.Bytes())
}

// paper is a page on its way into a file.
type paper struct {
	bytes.Buffer
	header http.Header
	status int
}

func (p *paper) Header() http.Header    { return p.header }
func (p *paper) WriteHeader(status int) { p.status = status }

// name gives the name of the file of an address, "" where the site has none. A page is put down for writing when it is named first.
func (w *site) name(to *url.URL) string {
	at := to.EscapedPath()
	r := &http.Request{Method: http.MethodGet, URL: &url.URL{Path: to.Path, RawPath: to.RawPath}}
	_, pattern := w.mux.Handler(r)
	_, below, ok := strings.Cut(strings.TrimPrefix(pattern, "GET /"), "/")
	parameter, known := sitePaths["/"+below]
	query := to.Query()
	if !ok || !known || len(query) > 1 || len(query) == 1 && !query.Has(parameter) {
		return ""
	}
	file := strings.Trim(to.Path, "/")
	if below == "{$}" {
		file += "/index"
	}
	var parts []string
	for part := range strings.SplitSeq(file, "/") {
		parts = append(parts, fileName(part))
	}
	file = strings.Join(parts, "/")
	if len(query) == 1 {
		at += "?" + query.Encode()
		file += "~" + fileName(query.Get(parameter))
	}
	if name, known := w.names[at]; known {
		return name
	}
	if len(w.names) >= sitePages {
		return ""
	}
	name := file + ".html"
	for n := 2; w.taken[strings.ToLower(name)]; n++ {
		name = fmt.Sprintf("%s~~%d.html", file, n)
	}
	w.names[at], w.taken[strings.ToLower(name)] = name, true
	w.todo = append(w.todo, at)
	return name
}

// fileName makes a part of a file's name of a part of an address: letters that some system takes for something else become "_". Two that become the
// same are told apart by a number (name).
func fileName(part string) string {
	const most = 80
	out := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return '_'
	}, part)
	return out[:min(len(out), most)]
}

// turned gives a page with its links turned to files.
func (w *site) turned(at *url.URL, page []byte) ([]byte, error) {
	var out bytes.Buffer
	z := html.NewTokenizer(bytes.NewReader(page))
	up := strings.Repeat("../", strings.Count(w.name(at), "/"))
	var in place
	for {
		kind := z.Next()
		raw := slices.Clone(z.Raw())
		switch kind {
		case html.ErrorToken:
			if err := z.Err(); err != io.EOF {
				return nil, err
			}
			return out.Bytes(), nil
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			raw = w.tag(&t, at, up, raw, &in)
			if t.Data == "svg" && kind == html.StartTagToken {
				in.drawings++
			}
		case html.EndTagToken:
			switch name, _ := z.TagName(); {
			case string(name) == "svg":
				in.drawings--
			case string(name) == "a" && in.plain != "":
				raw = []byte("</" + in.plain + ">")
				in.plain = ""
			}
		}
		out.Write(raw)
	}
}

// place is where in a page its reading stands.
type place struct {
	drawings int    // svg elements that are open
	plain    string // the element that stands for a link that leads nowhere here, "" in none
}

// tag gives a tag with its link turned.
func (w *site) tag(t *html.Token, at *url.URL, up string, raw []byte, in *place) []byte {
	i := slices.IndexFunc(t.Attr, func(a html.Attribute) bool { return a.Key == "href" || a.Key == "src" })
	if i < 0 {
		return raw
	}
	to, err := at.Parse(t.Attr[i].Val)
	switch {
	case err != nil:
	case to.Scheme != "" || to.Host != "" || strings.HasPrefix(t.Attr[i].Val, "#"):
		return raw // a source's own page, which nobody asks for without a click; an empty icon; a place on this page
	case strings.HasPrefix(to.Path, "/assets/"):
		t.Attr[i].Val = up + strings.TrimPrefix(to.Path, "/")
		return []byte(t.String())
	}
	if err == nil {
		if name := w.name(to); name != "" {
			t.Attr[i].Val = up + name
			if to.Fragment != "" {
				t.Attr[i].Val += "#" + to.EscapedFragment()
			}
			return []byte(t.String())
		}
	}
	if t.Data != "a" {
		return nil
	}
	in.plain = "span"
	if in.drawings > 0 {
		in.plain = "g" // a span ends a drawing
	}
	var class string
	for _, a := range t.Attr {
		if a.Key == "class" {
			class = a.Val
		}
	}
	if class == "" {
		return []byte("<" + in.plain + ">")
	}
	return []byte("<" + in.plain + ` class="` + html.EscapeString(class) + `">`)
}
