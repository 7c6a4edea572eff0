package web_test

import (
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/wording"
)

// links gives every address that a page asks for or leads to, its ids, and the tags that need a server.
func links(t *testing.T, name, page string) (out []string, ids map[string]bool) {
	t.Helper()
	ids = map[string]bool{}
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return out, ids
		case html.StartTagToken, html.SelfClosingTagToken:
			tag := z.Token()
			switch tag.Data {
			case "form", "script", "iframe", "button", "input", "base", "meta":
				if tag.Data != "meta" || slices.ContainsFunc(tag.Attr, func(a html.Attribute) bool { return a.Key == "http-equiv" }) {
					t.Errorf("%s: %s", name, tag)
				}
			}
			for _, a := range tag.Attr {
				switch a.Key {
				case "id":
					ids[a.Val] = true
				case "href", "src", "xlink:href", "srcset", "action", "poster":
					external := strings.HasPrefix(a.Val, "http")
					if !external && !strings.HasPrefix(a.Val, "data:,") {
						out = append(out, a.Val)
					}
					if external && tag.Data != "a" { // asked for without a click
						t.Errorf("%s: %s", name, tag)
					}
				}
			}
		}
	}
}

// checkDrawings sees that what a page draws is read as a drawing. An HTML element within an svg, a span say, ends it: nothing behind is drawn.
func checkDrawings(t *testing.T, name, page string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(name, err)
	}
	for n := range doc.Descendants() {
		switch n.Data {
		case "g", "rect", "line", "path", "circle":
			if n.Type == html.ElementNode && n.Namespace != "svg" {
				t.Errorf("%s: a %s is in no drawing", name, n.Data)
				return
			}
		}
	}
}

// checkSite sees that the pages of a bundle are whole, in three languages, that every link lands in the folder, and that nothing is asked of elsewhere.
func checkSite(t *testing.T, files map[string]string) {
	t.Helper()
	for _, lang := range locale.Langs {
		for _, name := range []string{"index", "a/khatib", "a/khatib/t/11", "a/khatib/timeline", "a/khatib/sequence", "incidents", "map", "i/" + plainIncident} {
			page := files[string(lang)+"/"+name+".html"]
			if !strings.Contains(page, `<html lang="`+string(lang)+`" dir="`+locale.Dir(lang)+`">`) || strings.Count(page, "<h1") != 1 {
				t.Errorf("%s in %s: %.200q", name, lang, page)
			}
		}
		// A bundle holds back what was not published: nothing in it may say that there is no more.
		page, w := html.UnescapeString(files[string(lang)+"/i/"+plainIncident+".html"]), wording.For(lang)
		if !strings.Contains(page, w.Text("board.outside.no_accounts")) || !strings.Contains(page, w.Text("board.outside.not_assessed")) {
			t.Errorf("an incident in %s speaks as to an insider", lang)
		}
	}
	ids := map[string]map[string]bool{}
	for name, page := range files {
		if strings.HasSuffix(name, ".html") {
			_, ids[name] = links(t, name, page)
			checkDrawings(t, name, page)
		}
	}
	reached, todo := map[string]bool{}, []string{"index.html"}
	for len(todo) > 0 {
		name := todo[0]
		todo = todo[1:]
		if reached[name] {
			continue
		}
		reached[name] = true
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		found, _ := links(t, name, files[name])
		for _, link := range found {
			to, err := url.Parse(link)
			if err != nil || to.IsAbs() || to.Host != "" || to.RawQuery != "" || strings.HasPrefix(to.Path, "/") {
				t.Errorf("%s: %q leads out of the folder", name, link)
				continue
			}
			at := name
			if to.Path != "" {
				at = path.Join(path.Dir(name), to.Path)
			}
			if files[at] == "" || to.Fragment != "" && !ids[at][to.Fragment] {
				t.Errorf("%s: %q leads nowhere", name, link)
				continue
			}
			todo = append(todo, at)
		}
	}
	for name, text := range files {
		if strings.HasSuffix(name, ".html") && !reached[name] {
			t.Errorf("nothing leads to %s", name)
		}
		if strings.HasSuffix(name, ".css") && (strings.Contains(text, "http:") || strings.Contains(text, "https:") || strings.Contains(text, "@import")) {
			t.Errorf("%s asks for something elsewhere", name)
		}
	}
}

// checkPublic sees that no file of a bundle holds anything of an incident that is not public: neither its id nor its title nor what was said of it.
func checkPublic(t *testing.T, h *house, files map[string]string) {
	t.Helper()
	page, err := h.app.Store().Incidents(t.Context(), record.Query{Limit: 500})
	if err != nil {
		t.Fatal(err)
	}
	var public strings.Builder // texts of agreements: some tell of an incident themselves
	texts, err := h.app.RecordTexts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range texts {
		public.WriteString(text.Content)
	}
	var secret []string
	for i := range page.Rows {
		b, err := h.app.Store().Bundle(t.Context(), page.Rows[i].Incident.ID)
		if err != nil {
			t.Fatal(err)
		}
		if b.Publication.Public {
			continue
		}
		secret = append(secret, b.Incident.ID)
		for _, text := range b.Incident.Title {
			secret = append(secret, html.EscapeString(text))
		}
		for _, a := range b.Accounts {
			for _, text := range a.Says {
				secret = append(secret, html.EscapeString(text))
			}
		}
	}
	if len(secret) < 100 {
		t.Fatalf("only %d secrets", len(secret))
	}
	for name, text := range files {
		if strings.HasPrefix(name, "assets/") {
			continue
		}
		for _, s := range secret {
			if s != "" && strings.Contains(text, s) && !strings.Contains(public.String(), s) {
				t.Errorf("%s holds %q", name, s)
			}
		}
	}
}
