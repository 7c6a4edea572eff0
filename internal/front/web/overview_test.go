package web_test

import (
	"context"
	"html"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/front/web"
)

var stripMonth = regexp.MustCompile(`<tr><td><a href="([^"]*from=[^"]*)">[^<]*</a></td><td class="n">(\d+)(?:–(\d+))?</td></tr>`)

// The strip counts in each month what the list of incidents has for it: as many for certain at most, as many as may be of it at least.
func TestStripCountsIncidents(t *testing.T) {
	base := exampleServer(t)
	page := get(t, base+"/en/a/khatib").body
	months := stripMonth.FindAllStringSubmatch(page, -1)
	if len(months) < 4 {
		t.Fatalf("%d months", len(months))
	}
	total := regexp.MustCompile(`(\d+) incidents?`)
	for _, m := range months {
		low, _ := strconv.Atoi(m[2])
		high := low
		if m[3] != "" {
			high, _ = strconv.Atoi(m[3])
		}
		list := get(t, base+html.UnescapeString(m[1]))
		found := total.FindStringSubmatch(tagOf.ReplaceAllString(list.body, ""))
		if list.status != 200 || found == nil {
			t.Errorf("%s: %d", m[1], list.status)
			continue
		}
		if n, _ := strconv.Atoi(found[1]); n < low || n > high+2 { // the list has also incidents that are no facts: words without a meaning here
			t.Errorf("%s: %d in the list, %d to %d in the strip", m[1], n, low, high)
		}
	}
	if n := strings.Count(page, `class="tick`); n < 2 {
		t.Errorf("%d marks", n)
	}
}

// Who waits on whom: the step, who has to move first, and what turns it.
func TestWaitsAreTold(t *testing.T) {
	base := textServer(t, filepath.Join("testdata", "circle.mithaq"))
	_, table, found := strings.Cut(get(t, base+"/en/a/gate").body, `id="waits"`)
	if !found {
		t.Fatal("no table")
	}
	table, _, _ = strings.Cut(table, "</table>")
	var rows []string
	for _, row := range strings.Split(table, "<tr>")[2:] {
		rows = append(rows, wordsOf(strings.ReplaceAll(row, "</td>", " | ")))
	}
	for _, want := range []string{"Southern side 1b | Northern side | waits on 1a (term 1) |", "Southern side 2a | Northern side | waits on 2b (term 2) |"} {
		if !slices.ContainsFunc(rows, func(row string) bool { return strings.HasPrefix(row, want) }) {
			t.Errorf("no row %q in %q", want, rows)
		}
	}
}

// Texts stand in order of their dates.
func TestTextsAreInOrderOfDate(t *testing.T) {
	page := get(t, exampleServer(t)+"/en/").body
	last := ""
	for _, id := range []string{"geneva", "vienna", "khatib", "issg_statement", "r2254", "munich", "cessation", "astana"} {
		at := strings.Index(page, `href="/en/a/`+id+`"`)
		if at < 0 || at < strings.Index(page, `href="/en/a/`+last+`"`) {
			t.Errorf("%s does not stand after %s", id, last)
		}
		last = id
	}
}

// What cannot be read is told by how it would be written, each by its own kind; and pages say whether a day of knowledge cuts them.
func TestAddressesAreExplained(t *testing.T) {
	base := exampleServer(t)
	for path, c := range map[string]struct{ says, never string }{
		"/a/khatib?standard=sure":                      {"The standards are written alleged, corroborated, verified.", "2015-12-31"},
		"/coverage?month=March":                        {"Months are written like 2015-12.", "2015-12-31"},
		"/a/khatib?as-of=yesterday":                    {"Days are written like 2015-12-31.", "Months"},
		"/incidents?known-at=2016-01-31":               {"What is listed here was known on 31 January 2016", "not understood"},
		"/i/" + plainIncident + "?known-at=2016-01-31": {"not as it was known on 31 January 2016", "not understood"},
	} {
		text := wordsOf(get(t, base+"/en"+path).body)
		if !strings.Contains(text, c.says) || strings.Contains(text, c.never) {
			t.Errorf("%s: %s", path, text)
		}
	}
	long := get(t, base+"/en/a/khatib?as-of="+strings.Repeat("x", 5000))
	if text := wordsOf(long.body); long.status != 400 || !strings.Contains(text, "xxx") || strings.Contains(text, strings.Repeat("x", 201)) {
		t.Errorf("a long value is shown whole: %d %s", long.status, text)
	}
}

// Where no period is asked for, the report leads to those of the latest incidents; on an empty record to none.
func TestReportLeadsToLatestPeriods(t *testing.T) {
	base := exampleServer(t)
	page := get(t, base+"/en/report").body
	leads := regexp.MustCompile(`href="(/en/report\?from=[^"]+)">`).FindAllStringSubmatch(page, -1)
	if len(leads) != 3 {
		t.Fatalf("%d periods: %s", len(leads), wordsOf(page))
	}
	if r := get(t, base+html.UnescapeString(leads[0][1])); r.status != 200 || strings.Contains(wordsOf(r.body), "Incidents dated in the period 0") {
		t.Errorf("%s: %d %s", leads[0][1], r.status, wordsOf(r.body))
	}
	if page := get(t, emptyServer(t)+"/en/report").body; strings.Contains(page, "report?from=") {
		t.Errorf("an empty record has periods: %s", wordsOf(page))
	}
}

// The day of the latest incident is that on which it was where the agreement holds: east of Greenwich it began the evening before by UTC.
func TestReportLeadsToDaysOfTheAgreement(t *testing.T) {
	a, texts := riverApp(t, func() time.Time { return theDay })
	enter(t, a, riverAct("late", "fire", "west", "2016-03-02", civilians)...)
	base := boardOf(t, a, func(ctx context.Context) ([]app.Text, error) {
		list, err := texts(ctx)
		list[0].Content = strings.Replace(list[0].Content, `zone "UTC"`, `zone "Asia/Damascus"`, 1)
		return list, err
	}, web.Options{}).URL
	if page := get(t, base+"/en/report").body; !strings.Contains(html.UnescapeString(page), `?from=2016-03-02&to=2016-03-02"`) {
		t.Errorf("it does not lead to 2 March: %s", page)
	}
}
