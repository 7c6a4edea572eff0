package web_test

import (
	"encoding/xml"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/review"
)

// exampleTexts are the agreements of the example.
var exampleTexts = []string{"astana", "cessation", "geneva", "khatib", "munich", "r2254", "vienna"}

// atom is a feed as RFC 4287 has it: lists, where it says how many there may be.
type atom struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string   `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	ID      []string `xml:"http://www.w3.org/2005/Atom id"`
	Title   []string `xml:"http://www.w3.org/2005/Atom title"`
	Updated []string `xml:"http://www.w3.org/2005/Atom updated"`
	Author  []struct {
		Name []string `xml:"http://www.w3.org/2005/Atom name"`
	} `xml:"http://www.w3.org/2005/Atom author"`
	Links   []atomLink `xml:"http://www.w3.org/2005/Atom link"`
	Entries []struct {
		ID      []string   `xml:"http://www.w3.org/2005/Atom id"`
		Title   []string   `xml:"http://www.w3.org/2005/Atom title"`
		Updated []string   `xml:"http://www.w3.org/2005/Atom updated"`
		Summary []string   `xml:"http://www.w3.org/2005/Atom summary"`
		Links   []atomLink `xml:"http://www.w3.org/2005/Atom link"`
	} `xml:"http://www.w3.org/2005/Atom entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
	Type string `xml:"type,attr"`
}

// readAtom reads a feed and holds it against sections 4.1.1 and 4.1.2.
func readAtom(t *testing.T, at, body string) atom {
	t.Helper()
	var f atom
	if err := xml.Unmarshal([]byte(body), &f); err != nil {
		t.Fatalf("%s: %v", at, err)
	}
	one := func(what string, list []string) {
		t.Helper()
		if len(list) != 1 || strings.TrimSpace(list[0]) == "" {
			t.Errorf("%s: %s %q: exactly one is to be there", at, what, list)
		}
	}
	when := func(list []string) time.Time {
		t.Helper()
		one("updated", list)
		d, err := time.Parse(time.RFC3339, list[0])
		if err != nil {
			t.Errorf("%s: %v", at, err)
		}
		return d
	}
	one("id", f.ID)
	one("title", f.Title)
	updated := when(f.Updated)
	if len(f.Author) != 1 || len(f.Author[0].Name) != 1 {
		t.Errorf("%s: an author is to be named once: %v", at, f.Author)
	}
	if len(f.Links) == 0 || f.Links[0].Rel != "self" || !strings.HasSuffix(f.Links[0].Href, at) {
		t.Errorf("%s: the feed's own address: %v", at, f.Links)
	}
	ids := map[string]bool{f.ID[0]: true}
	for _, e := range f.Entries {
		one("entry id", e.ID)
		one("entry title", e.Title)
		one("entry summary", e.Summary)
		if when(e.Updated).After(updated) {
			t.Errorf("%s: an entry of %s in a feed of %s", at, e.Updated, f.Updated)
		}
		if !regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(e.ID[0]) || ids[e.ID[0]] {
			t.Errorf("%s: id %q is none, or not its own", at, e.ID[0])
		}
		ids[e.ID[0]] = true
		if len(e.Links) != 1 || e.Links[0].Rel != "alternate" || e.Links[0].Type != "text/html" {
			t.Errorf("%s: links of an entry: %v", at, e.Links)
		}
	}
	return f
}

// event is a VEVENT: each property's values, by its name with its parameters.
type event map[string][]string

// readCalendar reads a calendar and holds it against sections 3.1, 3.4 and 3.6.1 of RFC 5545.
func readCalendar(t *testing.T, at, body string) (events []event) {
	t.Helper()
	if !strings.HasSuffix(body, "\r\n") || strings.Count(body, "\n") != strings.Count(body, "\r\n") || strings.Count(body, "\r") != strings.Count(body, "\r\n") {
		t.Errorf("%s: a line does not end as it must", at)
	}
	for line := range strings.SplitSeq(body, "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) {
			t.Errorf("%s: %d octets, or a cut character: %q", at, len(line), line)
		}
	}
	whole := strings.Split(strings.TrimSuffix(strings.ReplaceAll(body, "\r\n ", ""), "\r\n"), "\r\n")
	if len(whole) < 5 || whole[0] != "BEGIN:VCALENDAR" || whole[1] != "VERSION:2.0" || !strings.HasPrefix(whole[2], "PRODID:") || whole[len(whole)-1] != "END:VCALENDAR" {
		t.Fatalf("%s: no calendar: %q", at, whole)
	}
	var e event
	for _, line := range whole[3 : len(whole)-1] {
		name, value, ok := strings.Cut(line, ":")
		switch {
		case !ok:
			t.Errorf("%s: %q is no line", at, line)
		case line == "BEGIN:VEVENT":
			e = event{}
		case line == "END:VEVENT":
			events, e = append(events, e), nil
		case e != nil:
			e[name] = append(e[name], value)
		}
	}
	uids := map[string]bool{}
	for _, e := range events {
		for _, name := range []string{"UID", "DTSTAMP", "SUMMARY", "DESCRIPTION", "URL", "STATUS"} {
			if len(e[name]) != 1 || e[name][0] == "" {
				t.Fatalf("%s: %s %q: exactly one is to be there", at, name, e[name])
			}
		}
		if uids[e["UID"][0]] {
			t.Errorf("%s: the UID %s stands twice", at, e["UID"][0])
		}
		uids[e["UID"][0]] = true
		begin, end := e["DTSTART;VALUE=DATE"], e["DTEND;VALUE=DATE"]
		form := "20060102"
		if begin == nil {
			begin, end, form = e["DTSTART"], e["DTEND"], "20060102T150405Z"
		}
		if len(begin) != 1 || len(end) > 1 {
			t.Fatalf("%s: begins %q, ends %q", at, begin, end)
		}
		from, err := time.Parse(form, begin[0])
		if err != nil {
			t.Errorf("%s: %v", at, err)
		}
		if len(end) == 1 {
			if to, err := time.Parse(form, end[0]); err != nil || !to.After(from) {
				t.Errorf("%s: from %s to %s: %v", at, begin, end, err)
			}
		}
		for _, name := range []string{"SUMMARY", "DESCRIPTION"} {
			if bare := strings.NewReplacer(`\\`, "", `\;`, "", `\,`, "", `\n`, "").Replace(e[name][0]); strings.ContainsAny(bare, `\;,`) {
				t.Errorf("%s: not escaped: %q", at, e[name][0])
			}
		}
	}
	return events
}

// Every feed and calendar of the example is what the standards ask for, in each language; what it links to is there; and asked again it is the same.
func TestFeedsAreSound(t *testing.T) {
	base := exampleServer(t)
	entries, events := 0, 0
	links := map[string]bool{}
	for _, lang := range locale.Langs {
		for _, id := range exampleTexts {
			at := "/a/" + id + "/changes.atom?lang=" + string(lang)
			r := get(t, base+at)
			if r.status != 200 || r.header.Get("Content-Type") != "application/atom+xml; charset=utf-8" || r.header.Get("Content-Language") != string(lang) {
				t.Fatalf("%s: %d %v", at, r.status, r.header)
			}
			f := readAtom(t, at, r.body)
			if f.Lang != string(lang) {
				t.Errorf("%s is in %q", at, f.Lang)
			}
			entries += len(f.Entries)
			for _, e := range f.Entries {
				links[e.Links[0].Href] = true
			}
			if again := get(t, base+at, "If-None-Match", r.header.Get("ETag")); again.status != 304 {
				t.Errorf("%s: asked again %d", at, again.status)
			}
			at = "/a/" + id + "/deadlines.ics?lang=" + string(lang)
			r = get(t, base+at)
			if r.status != 200 || r.header.Get("Content-Type") != "text/calendar; charset=utf-8" {
				t.Fatalf("%s: %d %v", at, r.status, r.header)
			}
			for _, e := range readCalendar(t, at, r.body) {
				events++
				links[e["URL"][0]] = true
			}
			if again := get(t, base+at, "If-None-Match", r.header.Get("ETag")); again.status != 304 {
				t.Errorf("%s: asked again %d", at, again.status)
			}
		}
	}
	if entries < 250 || events < 50 {
		t.Errorf("%d entries and %d events: the test tests little", entries, events)
	}
	for link := range links {
		to, err := url.Parse(link)
		if err != nil || !strings.HasPrefix(link, base+"/") {
			t.Fatalf("%q: %v", link, err)
		}
		if r := get(t, link); r.status != 200 || !r.has(`id="`+to.Fragment+`"`) {
			t.Errorf("%s: %d, or nothing has the id", link, r.status)
		}
	}
}

// The feed and the calendar of one text, word for word.
func TestFeedsSay(t *testing.T) {
	base := riverServer(t)
	for _, lang := range locale.Langs {
		for _, form := range []string{"changes.atom", "deadlines.ics"} {
			r := get(t, base+"/a/truce/"+form+"?lang="+string(lang))
			got := strings.ReplaceAll(strings.ReplaceAll(r.body, "\r\n ", ""), base, "https://board.example.org")
			name := filepath.Join("testdata", "truce."+string(lang)+"."+form)
			if os.Getenv("UPDATE") != "" {
				if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s says:\n%s", name, got)
			}
		}
	}
}

// A feed says nothing of what whoever asks may not see, and nothing answers where there is nothing.
func TestFeedsAreGuarded(t *testing.T) {
	h := newHouse(t)
	of := func(user string) string {
		return h.get(t, user, "/a/khatib/changes.atom?lang=en").body + h.get(t, user, "/a/munich/deadlines.ics?lang=en").body
	}
	public, reader := of(""), of(review.Reader)
	if !strings.Contains(reader, "not met") {
		t.Error("a reader is not told of what is not met")
	}
	if strings.Contains(public, "not met") {
		t.Error("the public is told what follows from incidents of which none is published")
	}
	for path, want := range map[string]int{"/a/none/changes.atom": 404, "/a/none/deadlines.ics": 404, "/a/khatib/changes.atom?lang=xx": 400, "/a/khatib/deadlines.ics?as-of=never": 400} {
		if r := h.get(t, "", path); r.status != want {
			t.Errorf("%s: %d", path, r.status)
		}
	}
}

// A feed and a calendar that somebody follows from a page at another standard are at that standard, and lead back to it.
func TestFeedsKeepTheStandard(t *testing.T) {
	base := exampleServer(t)
	page := get(t, base+"/en/a/khatib?standard=alleged")
	for _, at := range []string{"/a/khatib/changes.atom", "/a/khatib/deadlines.ics"} {
		if strings.Count(page.body, `href="`+at+`?lang=en&amp;standard=alleged"`) != 2 {
			t.Errorf("the page leads to another standard than its own: %s", at)
		}
	}
	feed := readAtom(t, "/a/khatib/changes.atom?lang=en&standard=alleged", get(t, base+"/a/khatib/changes.atom?lang=en&standard=alleged").body)
	own := readAtom(t, "/a/khatib/changes.atom?lang=en", get(t, base+"/a/khatib/changes.atom?lang=en").body)
	if feed.ID[0] == own.ID[0] || len(feed.Entries) == 0 || feed.Entries[0].ID[0] == own.Entries[0].ID[0] {
		t.Error("two feeds that say other things have one id")
	}
	for _, l := range feed.Links {
		if !strings.Contains(l.Href, "standard=alleged") {
			t.Errorf("the feed leads to %s", l.Href)
		}
	}
	if at := feed.Entries[0].Links[0].Href; !strings.Contains(at, "?standard=alleged#n") {
		t.Errorf("an entry leads to %s", at)
	}
	if c := get(t, base+"/a/r2254/deadlines.ics?lang=en&standard=alleged").body; !strings.Contains(strings.ReplaceAll(c, "\r\n ", ""), "?standard=alleged#n") || !strings.Contains(strings.ReplaceAll(c, "\r\n ", ""), "alleged: ") {
		t.Errorf("the calendar: %.600s", c)
	}
}
