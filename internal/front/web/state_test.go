package web_test

import (
	"regexp"
	"strings"
	"testing"
)

// judgedPages show statuses: each has the three controls of the state.
var judgedPages = []string{"/", "/a/khatib", "/a/khatib/t/11", "/a/khatib/c/hospitals", "/report?from=2016-02-01&to=2016-02-29", "/desk"}

// The address holds the whole state, in every language: the form shows it, and all links within the board keep it.
func TestLinksKeepState(t *testing.T) {
	base := exampleServer(t)
	link := regexp.MustCompile(`<a [^>]*href="(/(?:en|ar|ru)/[^"#]*)`)
	keeps := func(link string) bool {
		return strings.Contains(link, "as-of=2015-12-31") && strings.Contains(link, "known-at=2016-03-31") && strings.Contains(link, "standard=verified")
	}
	for _, lang := range []string{"en", "ar", "ru"} {
		for _, path := range judgedPages {
			sep := "?"
			if strings.Contains(path, "?") {
				sep = "&"
			}
			r := get(t, base+"/"+lang+path+sep+"as-of=2015-12-31&known-at=2016-03-31&standard=verified")
			if r.status != 200 {
				t.Errorf("%s %s: %d", lang, path, r.status)
				continue
			}
			for _, want := range []string{`name="as-of" value="2015-12-31"`, `name="known-at" value="2016-03-31"`, `<option value="verified" selected>`} {
				if !r.has(want) {
					t.Errorf("%s %s lacks %s", lang, path, want)
				}
			}
			links := link.FindAllStringSubmatch(r.body, -1)
			if len(links) < 8 {
				t.Errorf("%s %s: %d links", lang, path, len(links))
			}
			for _, l := range links {
				account := strings.HasSuffix(l[1], "/sign-in") || strings.HasSuffix(l[1], "/me")
				if !keeps(l[1]) && !account && !strings.Contains(r.body, `<a href="`+l[1]+`">`+back[lang]) {
					t.Errorf("%s %s: the link to %s loses the state", lang, path, l[1])
				}
			}
		}
	}
}

// back leads to the page in its default state.
var back = map[string]string{"en": "Back to the present", "ar": "العودة إلى الحاضر", "ru": "К настоящему"}

// The standard that the reader chose leads; all three stay side by side, in their order.
func TestStandardLeads(t *testing.T) {
	base := exampleServer(t)
	heads := regexp.MustCompile(`<th scope="col" class="lane( lead-lane)?">([^<]*)</th>`)
	for query, want := range map[string]string{"": "corroborated", "?standard=alleged": "alleged", "?standard=corroborated": "corroborated", "?standard=verified": "verified"} {
		r := get(t, base+"/en/a/khatib"+query)
		found := heads.FindAllStringSubmatch(r.body, 3)
		if len(found) != 3 || found[0][2] != "alleged" || found[1][2] != "corroborated" || found[2][2] != "verified" {
			t.Fatalf("%s: the columns are %q", query, found)
		}
		for _, f := range found {
			if (f[1] != "") != (f[2] == want) {
				t.Errorf("%s: the column %q leads: %t", query, f[2], f[1] != "")
			}
		}
		if r.has("you read this text at the standard") != (query != "") {
			t.Errorf("%s: who chose the standard is not told", query)
		}
	}
}

// What was not yet entered is not read; and the page says so.
func TestKnownAt(t *testing.T) {
	base := exampleServer(t)
	row := regexp.MustCompile(`(?s)<tbody id="t11">.*?</tbody>`)
	word := regexp.MustCompile(`<span class="word">([^<]*)`)
	states := func(query string) (out []string) {
		t.Helper()
		r := get(t, base+"/en/a/khatib"+query)
		if r.has("Statuses rest only on what was entered by") != strings.Contains(query, "known-at") {
			t.Errorf("%s: what is read is not told", query)
		}
		for _, w := range word.FindAllStringSubmatch(row.FindString(r.body), -1) {
			out = append(out, w[1])
		}
		return out
	}
	now, before, loaded := states(""), states("?known-at=2010-01-01"), states("?known-at=2016-03-31")
	if len(now) < 3 || strings.Join(now, "|") == strings.Join(before, "|") {
		t.Errorf("now %q, before anything was entered %q", now, before)
	}
	if strings.Join(now, "|") != strings.Join(loaded, "|") {
		t.Errorf("now %q, with all that is entered %q", now, loaded)
	}
}

// The form changes the state and leaves the page the one it is.
func TestStateFormKeepsOtherParameters(t *testing.T) {
	r := get(t, exampleServer(t)+"/en/report?from=2016-02-01&to=2016-02-29&as-of=2016-03-01")
	for _, want := range []string{`name="from" required value="2016-02-01"`, `<input type="hidden" name="as-of" value="2016-03-01">`} {
		if !r.has(want) {
			t.Errorf("the form lacks %s", want)
		}
	}
	r = get(t, exampleServer(t)+"/en/a/khatib?x=1&after=y&as-of=2016-03-01")
	if r.has(`name="after"`) { // on another day a list begins anew
		t.Error("the form keeps how far a list was read")
	}
	for _, want := range []string{`<input type="hidden" name="x" value="1">`, `href="/en/a/khatib?x=1">` + back["en"]} {
		if !r.has(want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

// The rooms in which people read keep the state too: by links, those to the page itself among them, and by every form that asks for something.
func TestRoomsKeepState(t *testing.T) {
	base := exampleServer(t)
	link := regexp.MustCompile(`<a [^>]*href="((?:/en/|\?)[^"]*)"`)
	form := regexp.MustCompile(`(?s)<form[^>]*method="get".*?</form>`)
	writing := regexp.MustCompile(`/(edit|attach|new|one|me|audit|webhooks|sign-in)\b`) // what is entered there is entered now
	for _, path := range []string{"/reviews", "/incidents", "/i/2015-09-30-talbisah", "/sources", "/coverage", "/map", "/a/khatib/timeline", "/a/khatib/sequence", "/a/khatib/compare"} {
		r := get(t, base+"/en"+path+"?as-of=2016-02-10&standard=verified")
		if r.status != 200 {
			t.Errorf("%s: %d", path, r.status)
		}
		for _, l := range link.FindAllStringSubmatch(r.body, -1) {
			if !strings.Contains(l[1], "standard=verified") && !writing.MatchString(l[1]) && !strings.Contains(r.body, `<a href="`+l[1]+`">`+back["en"]) {
				t.Errorf("%s: the link to %s loses the state", path, l[1])
			}
		}
		for _, f := range form.FindAllString(r.body, -1) {
			if !strings.Contains(f, `name="standard"`) {
				t.Errorf("%s: a form loses the state: %.200s", path, f)
			}
		}
	}
}
