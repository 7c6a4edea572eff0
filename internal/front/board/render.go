package board

import (
	"bytes"
	"embed"
	"encoding/json"
	"html/template"
	"io"
	"net/url"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/wording"
)

//go:generate go run ./ui/build

//go:embed templates/*.html
var templateFiles embed.FS

// Page is what every page has around its own content.
type Page struct {
	Uncut bool // what is listed is the record as it is now, although the address asks for what was known on a day
	Reader
	Dir     string
	Title   string
	Section string       // which entry of the navigation is the present one
	Path    string       // of the page below the language, with a leading slash: "/a/khatib"
	Query   template.URL // without "?": kept in links that change the language
	State
	Others  []Pair // the parameters of the address besides the state
	AsOfDay string // the day in words
	Head    string // short hash of the record's head
	Seq     int64
	Static  bool     // no server behind it: no forms
	Scripts []string // islands of this page by the names of their bundles; a page must be whole without them
	Visitor Visitor
	Live    *Live // nil: the page is told nothing of what changes
	Body    any
}

// pages are the templates with a body of their own.
var pages = []string{"sequence", "draft", "timeline", "agreements", "agreement", "term", "claim", "duplicates", "incidents", "incident", "source", "file", "desk", "report", "signin", "welcome", "leave", "me", "people", "audit", "coverage", "map", "enter", "again", "imports", "import", "sources", "small", "webhooks", "compare", "comparecell", "error", "preparing"}

// templates holds one set per language, parsed when the first page is shown: a command that shows none must not wait for them.
var templates = sync.OnceValue(parseTemplates)

// common are the templates of which pages are put together.
var common = []string{"parts", "form", "state", "passkey", "tokens", "account", "effects", "matrix", "key"}

// own are the templates that each page may have for itself, and the layout calls. Within a set they stand under their name and the page's, and so does the layout:
// what pages have in common is there once, and not once for each.
var own = []string{"body", "links"}

func parseTemplates() map[locale.Lang]*template.Template {
	sets := map[locale.Lang]*template.Template{}
	layout, files := templateText("layout"), map[string]string{}
	for _, page := range slices.Concat(pages, reviewPages, importPages) {
		text := templateText(page)
		at := strings.ReplaceAll(layout, `{{define "layout"}}`, `{{define "layout `+page+`"}}`)
		for _, name := range own {
			as := `"` + name + " " + page + `"`
			text = strings.ReplaceAll(text, `{{define "`+name+`"}}`, `{{define `+as+`}}`)
			for _, call := range []string{"template", "block"} {
				at = strings.ReplaceAll(at, `{{`+call+` "`+name+`" .}}`, `{{`+call+` `+as+` .}}`)
			}
		}
		files[page] = at + text
	}
	for _, lang := range locale.Langs {
		t := template.New("").Funcs(NewReader(lang).funcs())
		for _, part := range common {
			template.Must(t.New(part + ".html").Parse(templateText(part)))
		}
		for page, text := range files {
			template.Must(t.New(page + ".html").Parse(text))
		}
		sets[lang] = t
	}
	return sets
}

func templateText(name string) string {
	text, err := templateFiles.ReadFile("templates/" + name + ".html")
	if err != nil {
		panic(err) // the program was built without it
	}
	return string(text)
}

// Render writes a page.
func Render(out io.Writer, page string, p *Page) error {
	p.Dir = locale.Dir(p.Lang)
	return inOwnDirection(out, func(b *bytes.Buffer) error { return templates()[p.Lang].ExecuteTemplate(b, "layout "+page, p) })
}

// inOwnDirection writes a page without embeddings, overrides and isolates (Unicode Standard Annex 9). A page says by its
// elements which way text runs; a mark that came with a name from elsewhere could turn around what stands beside it.
func inOwnDirection(out io.Writer, write func(*bytes.Buffer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	_, err := out.Write(withoutTurns(b.Bytes()))
	return err
}

func turns(r rune) bool { return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' }

// withoutTurns takes those marks out of a text, in its place. What is no UTF-8 becomes the sign for that.
func withoutTurns(text []byte) []byte {
	if !utf8.Valid(text) { // what is none becomes the sign for that, byte by byte
		return bytes.Map(func(r rune) rune {
			if turns(r) {
				return -1
			}
			return r
		}, text)
	}
	kept := 0
	for rest := text; ; {
		i := bytes.IndexByte(rest, 0xe2) // all of them begin so
		if i < 0 {
			return append(text[:kept], rest...)
		}
		kept += copy(text[kept:], rest[:i])
		r, n := utf8.DecodeRune(rest[i:])
		if !turns(r) {
			kept += copy(text[kept:], rest[i:i+n])
		}
		rest = rest[i+n:]
	}
}

// funcs are what templates may call.
func (rd Reader) funcs() template.FuncMap {
	var fixed sync.Map // by key: sentences without arguments, of which templates hold so many and no more
	return template.FuncMap{
		"T": func(key string, args ...any) template.HTML {
			if len(args) > 0 {
				return wording.Markup(rd.W.Text(key, args...))
			}
			if said, known := fixed.Load(key); known {
				return said.(template.HTML)
			}
			said := wording.Markup(rd.W.Text(key))
			fixed.Store(key, said)
			return said
		},
		"N": func(key string, n any, args ...any) template.HTML {
			return wording.Markup(rd.W.Plural(key, toInt(n), args...))
		},
		"text":     func(key string, args ...any) string { return rd.W.Bare().Text(key, args...) }, // for attributes
		"markup":   wording.Markup,
		"state":    rd.stateMarkup,
		"cells":    rd.cellsMarkup,
		"lines":    rd.linesMarkup,
		"row":      rd.rowMarkup,
		"sections": rd.sectionsMarkup,
		"reported": rd.reportRowMarkup,
		"num":      func(n any) string { return locale.Number(rd.Lang, toInt(n)) },
		"path":     Segment,
		"numbers":  func(n NumberFields) []FormField { return []FormField{n.Low, n.Best, n.High} },
		"sides":    func(p PairView) []PairSide { return []PairSide{p.A, p.B} },
		"key":      func(parts ...string) string { return record.Key(parts...) },
		"asset":    Address,
		"script":   ScriptAddress,
		"arrow":    func() string { return arrow(rd.Lang) },
		"langs":    func() []locale.Lang { return locale.Langs },
		"host":     host,
		"join":     strings.Join,
		"dict":     dict,
		"json":     inAttribute,
		"code":     code,
		"codedir":  codeDirection,
		"add":      func(a, b int) int { return a + b },
	}
}

// RenderDraft writes what is said of a text alone, as it stands in the drafting room.
func RenderDraft(out io.Writer, rd Reader, p *DraftPanels) error {
	return inOwnDirection(out, func(b *bytes.Buffer) error {
		return templates()[rd.Lang].ExecuteTemplate(b, "panels", dict("P", *p, "Lang", rd.Lang))
	})
}

// inAttribute writes a value as JSON, for an attribute that a script reads. html/template escapes it there.
func inAttribute(v any) (string, error) {
	text, err := json.Marshal(v)
	return string(text), err
}

// dict makes a map for a part that takes several values.
func dict(pairs ...any) map[string]any {
	m := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i].(string)] = pairs[i+1]
	}
	return m
}

func toInt(n any) int64 {
	switch n := n.(type) {
	case int:
		return int64(n)
	case int64:
		return n
	}
	return 0
}

// arrow leads from what was to what is, in the reader's direction.
func arrow(lang locale.Lang) string {
	if locale.Dir(lang) == "rtl" {
		return "←"
	}
	return "→"
}

// host gives the host of an address, for showing where a link leads.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return strings.TrimPrefix(u.Host, "www.")
}
