package web_test

import (
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/base/locale"
)

var (
	linkOf     = regexp.MustCompile(`(?s)<(?:a|link)\b[^>]*?\shref="([^"]*)"`)
	tagOf      = regexp.MustCompile(`(?s)<[^>]*>`)
	missingKey = regexp.MustCompile(`\[[a-z_]+(\.[a-z0-9_#-]+)+\]`)
	unfilled   = regexp.MustCompile(`\{[a-z_]+\}`)
	forbidden  = regexp.MustCompile(`(?i)\b(proofs?|verdicts?|guilty|violators?|true)\b`)
)

// perView is how many views of a page are looked at where it leads to ever new ones (rel="nofollow").
const perView = 5

// crawl follows every link from the addresses on, each once, and hands over each page.
func crawl(t *testing.T, base string, from []string, visit func(path string, r reply)) {
	t.Helper()
	seen, todo := map[string]bool{}, slices.Clone(from)
	views := map[string]int{} // addresses of a page that leads to ever new views of itself
	for len(todo) > 0 {
		path := todo[0]
		todo = todo[1:]
		if seen[path] {
			continue
		}
		seen[path] = true
		r := get(t, base+path)
		visit(path, r)
		if !strings.HasPrefix(r.header.Get("Content-Type"), "text/html") {
			continue
		}
		at, err := url.Parse(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range linkOf.FindAllStringSubmatch(r.body, -1) {
			to, err := at.Parse(html.UnescapeString(m[1]))
			if err != nil {
				t.Errorf("%s: link %q: %v", path, m[1], err)
				continue
			}
			if to.Scheme != "" || to.Host != "" {
				continue // a source's own page, or an empty icon
			}
			if strings.Contains(strings.ToLower(to.RawQuery), "%3d") {
				t.Errorf("%s: the query of %q is written twice over", path, m[1])
			}
			if to.Fragment != "" && to.Path == at.Path && !r.has(`id="`+to.Fragment+`"`) {
				t.Errorf("%s: nothing has the id %q", path, to.Fragment)
			}
			to.Fragment = ""
			if strings.Contains(m[0], `rel="nofollow"`) && !seen[to.String()] {
				if views[to.Path]++; views[to.Path] > perView {
					continue
				}
			}
			todo = append(todo, to.String())
		}
	}
	if len(seen) < 100 {
		t.Errorf("only %d pages were found", len(seen))
	}
}

// Every link on every page answers, and each page is whole: in its language, one heading, no word missing, no word that must not stand.
func TestEveryLinkAnswers(t *testing.T) {
	base := exampleServer(t)
	kinds := map[string]bool{}
	crawl(t, base, []string{"/en/", "/ar/", "/ru/"}, func(path string, r reply) {
		if r.status != 200 {
			t.Errorf("%s: %d", path, r.status)
			return
		}
		if !strings.HasPrefix(r.header.Get("Content-Type"), "text/html") {
			return
		}
		parts := strings.Split(strings.TrimPrefix(path, "/"), "/")
		lang := locale.Lang(parts[0])
		if !r.has(`<html lang="` + string(lang) + `" dir="` + locale.Dir(lang) + `">`) {
			t.Errorf("%s: not in %s", path, lang)
		}
		if n := strings.Count(r.body, "<h1"); n != 1 {
			t.Errorf("%s: %d first headings", path, n)
		}
		text := html.UnescapeString(tagOf.ReplaceAllString(r.body, " "))
		for _, wrong := range []*regexp.Regexp{missingKey, unfilled, forbidden} {
			if m := wrong.FindString(text); m != "" {
				t.Errorf("%s: %q stands on the page", path, m)
			}
		}
		if strings.Contains(r.body, "style=") || strings.Contains(withoutOwnScripts(r.body), "<script") || strings.Contains(r.body, "ZgotmplZ") {
			t.Errorf("%s: a style, script or refused value in the page", path)
		}
		kinds[string(lang)+" "+strings.SplitN(parts[1]+"?", "?", 2)[0]+strings.Repeat("/x", len(parts)-2)] = true
	})
	for _, lang := range locale.Langs {
		for _, kind := range []string{"", "a/x", "a/x/x/x", "incidents", "i/x", "s/x", "desk", "report"} {
			if !kinds[string(lang)+" "+kind] {
				t.Errorf("no page %q in %s was reached", kind, lang)
			}
		}
	}
}
