package board

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"mithaq/bench/accord"
)

// visitor is who asks.
type visitor string

const (
	public   visitor = "public"        // is not signed in: package guard shows what is published
	recorder visitor = accord.Recorder // sees what they entered and what waits for an assessment
	monitor  visitor = accord.Monitor  // works on the whole record
)

// measured is one address of the table of routes. In path stand, in braces, what is another one with each request (address).
type measured struct {
	name, path string
	by         []visitor
}

// dear says that the judge runs anew for each request: fewer of them are measured.
func (p *measured) dear() bool {
	return strings.Contains(p.path, "{day}") || strings.Contains(p.path, "/report?from={monday}")
}

var (
	all    = []visitor{public, recorder, monitor}
	inside = []visitor{recorder, monitor}
	whole  = []visitor{monitor}
	worlds = []visitor{public, monitor}
)

// pages are all kinds of pages, and of what else the board answers.
var pages = []measured{
	{"agreements", "/en/", worlds},
	{"agreement", "/en/a/accord", worlds},
	{"agreement, Arabic", "/ar/a/accord", whole},
	{"agreement, other standards and days", "/en/a/accord?as-of={day}&standard={standard}", worlds},
	{"term", "/en/a/accord/t/{term}", all},
	{"term at a standard", "/en/a/accord/t/{term}?standard={standard}", worlds},
	{"claim", "/en/a/letter/c/attacks", worlds},
	{"timeline", "/en/a/accord/timeline", worlds},
	{"timeline, other months", "/ar/a/accord/timeline?from={monday}&to={sunday}", worlds},
	{"timeline, as known then", "/en/a/accord/timeline?known-at={day}&standard={standard}", worlds},
	{"sequence", "/en/a/accord/sequence?standard={standard}", worlds},
	{"comparison", "/en/a/letter/compare?with=protocol", worlds},
	{"comparison of two", "/en/a/protocol/compare?with=letter&answer={answer}", worlds},
	{"comparison, a cell", "/en/a/protocol/compare/letter/{annexed}", worlds},
	{"changes, Atom", "/a/accord/changes.atom?lang=en", worlds},
	{"deadlines, iCalendar", "/a/accord/deadlines.ics?lang=en", worlds},

	{"incidents", "/en/incidents", all},
	{"incidents by four filters", "/en/incidents?from={monday}&to=2021-12-31&act={act}&party=insurgents&sort=-killed", worlds},
	{"incidents by words that all have", "/en/incidents?text=town&sort=-date", worlds},
	{"incidents by words, others each time", "/en/incidents?text={words}", all},
	{"incident", "/en/i/{incident}", worlds},
	{"a file", "/en/i/" + ofFile + "/f/{file}", whole},
	{"a file's bytes", "/f/" + ofFile + "/{file}/copy", whole},
	{"map", "/en/map", worlds},
	{"map by filters, others each time", "/en/map?from={monday}&to={sunday}&act={act}", worlds},
	{"map, view of the world", "/map/points.json?lang=en&bbox=-180,-85,180,85&zoom=1", worlds},
	{"map, view of a region", "/map/points.json?lang=en&bbox={box}&zoom=7", worlds},
	{"map, view of a region by words that all have", "/map/points.json?lang=en&bbox={box}&zoom=7&text=town", worlds},
	{"map, view of the world by words, others each time", "/map/points.json?lang=en&bbox=-180,-85,180,85&zoom=1&text={words}", worlds},
	{"map, zones and names", "/map/base.json?lang=en", worlds},
	{"map, outlines", "/map/outlines.json?bbox={box}", worlds},
	{"map, incidents of a sign", "/map/incidents.json?lang=en&id={incident}", worlds},
	{"sources", "/en/sources", all},
	{"source", "/en/s/{source}", all},
	{"coverage", "/en/coverage?month={month}", worlds},
	{"report of a month", "/en/report?from=2018-01-01&to=2018-01-31", worlds},
	{"report of a week, others each time", "/en/report?from={monday}&to={sunday}", worlds},

	{"desk", "/en/desk", inside},
	{"queue of reviews", "/en/reviews", whole},
	{"queue of reviews, a step", "/en/reviews?step=inquiry&act={act}", whole},
	{"review", "/en/i/{finding}/review?assessor=desk", whole},
	{"assess", "/en/i/{incident}/assess", whole},
	{"duplicates", "/en/duplicates", whole},
	{"duplicates, a pair", "/en/duplicates/pair?a={incident}&b=announced-ratified", whole},
	{"enter", "/en/enter", inside},
	{"edit", "/en/i/{incident}/edit", whole},
	{"attach", "/en/i/{incident}/attach", whole},
	{"import", "/en/import", whole},
	{"import, a file", "/en/import/{upload}", whole},
	{"import, its faults", "/import/{upload}/faults.csv", whole},
	{"source, new", "/en/sources/new", whole},
	{"source, edit", "/en/s/{source}/edit", whole},
	{"coverage, new", "/en/coverage/new", whole},
	{"coverage, edit", "/en/coverage/coverage-1-2018-0/edit", whole},
	{"publish", "/en/publish", whole},
	{"publish, a look", "/en/publish/one?incident={incident}", whole},
	{"draft", "/en/draft", whole},
	{"draft on the record", "/en/draft/on/accord", whole},

	{"people", "/en/people", whole},
	{"audit", "/en/audit", whole},
	{"webhooks", "/en/webhooks", whole},
	{"me", "/en/me", inside},
	{"sign in", "/en/sign-in", []visitor{public}},
	{"welcome", "/en/welcome", []visitor{public}},

	{"API: document", "/api/v1/openapi.json", worlds},
	{"API: version", "/api/v1/version", worlds},
	{"API: me", "/api/v1/me", whole},
	{"API: head", "/api/v1/head", whole},
	{"API: agreements", "/api/v1/agreements", worlds},
	{"API: status", "/api/v1/status", worlds},
	{"API: status of one", "/api/v1/agreements/protocol/status", worlds},
	{"API: term", "/api/v1/agreements/accord/terms/{term}", worlds},
	{"API: claim", "/api/v1/agreements/letter/claims/attacks", worlds},
	{"API: explain", "/api/v1/explain/{norm}", worlds},
	{"API: report", "/api/v1/report?from={monday}&to={sunday}", worlds},
	{"API: incidents", "/api/v1/incidents?text={words}", worlds},
	{"API: count", "/api/v1/count?by=act,year&from={monday}&act={act}", worlds},
	{"API: incident", "/api/v1/incidents/{incident}", worlds},
	{"API: history", "/api/v1/incidents/{incident}/history", whole},
	{"API: sources", "/api/v1/sources", worlds},
	{"API: source", "/api/v1/sources/{source}", worlds},
	{"API: coverage", "/api/v1/coverage", worlds},
	{"API: duplicates", "/api/v1/duplicates", whole},
	{"API: duplicates, a pair", "/api/v1/duplicates/pair?a={incident}&b=announced-ratified", whole},
	{"API: changes", "/api/v1/changes?since={position}", whole},
	{"API: checkpoint", "/api/v1/checkpoint", whole},
	{"API: follow-ups", "/api/v1/followups", whole},
	{"API: queue of reviews", "/api/v1/reviews", whole},
	{"API: names", "/api/v1/names", whole},
	{"API: zones", "/api/v1/zones", worlds},
}

// unmeasured are addresses that are no pages.
var unmeasured = map[string]string{
	"/events":                 "a line that stays open: BenchmarkLines",
	"/import/{upload}/events": "a line that stays open",
	"/draft/lsp":              "a line of an editor",
	"/api/v1/bundle":          "a file of all that is public, made whole for whoever publishes",
	"/provider/back":          "where another server sends a browser",
}

// ofFile is the incident to which the board's one file belongs.
const ofFile = "incident-0000000"

var inBraces = regexp.MustCompile(`\{[a-z]+\}`)

// address gives the i-th address of a page.
func (b *boardOf) address(p *measured, who visitor, i int) string {
	first, _ := time.Parse(time.DateOnly, accord.Starts) // a constant
	day := func(n int) string { return first.AddDate(0, 0, n).Format(time.DateOnly) }
	return inBraces.ReplaceAllStringFunc(p.path, func(name string) string {
		switch name {
		case "{incident}":
			n := (i*7919 + 1) % b.incidents
			if who == public {
				n -= n % accord.PublicEach
			}
			return fmt.Sprintf("incident-%07d", n)
		case "{finding}":
			return b.findings[i*7919%len(b.findings)]
		case "{source}":
			return fmt.Sprintf("source-%02d", i%40)
		case "{term}":
			return fmt.Sprint(1 + i%accord.Themes)
		case "{norm}":
			return fmt.Sprintf("1_%d", 1+i%32)
		case "{annexed}":
			return fmt.Sprintf("v%d", 1+i%accord.Annexed)
		case "{standard}":
			return []string{"alleged", "corroborated", "verified"}[i%3]
		case "{answer}":
			return []string{"met", "not_met", "missing"}[i%3]
		case "{day}":
			return day(i % 2000)
		case "{monday}":
			return day(4 + 7*(i%250))
		case "{sunday}":
			return day(4 + 7*(i%250) + 6)
		case "{month}":
			return first.AddDate(0, i%60, 0).Format("2006-01")
		case "{act}":
			return []string{"attack", "threaten", "detain", "release", "displace", "pay", "register"}[i%7]
		case "{words}":
			return url.QueryEscape(fmt.Sprintf("town %d region %d %s", i%12, i/12%8, []string{"attack", "threaten", "detain", "pay", "register"}[i/96%5]))
		case "{box}":
			lat, lon := float64(i%17), float64(i%29)
			return fmt.Sprintf("%.1f,%.1f,%.1f,%.1f", -78+lon/10, lat/10, -74+lon/10, 4+lat/10)
		case "{position}":
			return fmt.Sprint(i * 997 % b.incidents)
		case "{file}":
			return b.file
		case "{upload}":
			return b.upload
		}
		panic(name)
	})
}

// of says whether an address is one of a route.
func (p *measured) of(pattern string) bool {
	path, _, _ := strings.Cut(p.path, "?")
	want := "^(/en|/ar)?" + inBraces.ReplaceAllString(pattern, "[^/]+") + "$"
	return regexp.MustCompile(want).MatchString(path)
}
