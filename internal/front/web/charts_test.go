package web_test

import (
	"fmt"
	"html"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/web"
)

// The record of the charts: made up, so that each number can be counted by hand.
//
//	month     for certain                       may be
//	2016-01   verified 1, and that of riverApp  + the range January to February
//	2016-02   alleged 2, not assessed 1         + the range
//	2016-03   corroborated 1
func chartServer(t *testing.T) string {
	t.Helper()
	a, texts := riverApp(t, func() time.Time { return theDay })
	put := func(id, when, zone string, g grade.Grade, sources ...string) {
		in := record.Incident{ID: id, Act: "fire", When: when}
		if zone != "" {
			in.Place.Zones = []string{zone}
		}
		enter(t, a, in)
		for _, s := range sources {
			enter(t, a, record.Account{ID: id + "-" + s, Source: s, Incident: id, Says: record.Text{"en": "so"}})
		}
		if g > grade.Discounted {
			enter(t, a, record.Assessment{Incident: id, Assessor: "s1", Grade: g})
		}
	}
	for _, id := range []string{"s1", "s2", "s3"} {
		enter(t, a, record.Source{ID: id, Name: record.Text{"en": "Source " + id + ` <b>"x"</b>`}})
	}
	put("a", "2016-01-10", "town", grade.Verified, "s1", "s2")
	put("b", "2016-02-03", "town", grade.Alleged, "s1", "s2")
	put("c", "2016-02-20", "", grade.Alleged, "s1")
	put("d", "2016-02-21", "", 0, "s3")
	put("e", "2016-01/2016-02", "", 0, "s3", "s2")
	put("f", "2016-03-05", "", grade.Corroborated, "s1")
	enter(t, a, record.Coverage{ID: "c1", Observer: "s1", Zone: "town", From: "2016-02-01", To: "2016-02-10"})
	enter(t, a, record.Coverage{ID: "c2", Observer: "s1", Zone: "far", From: "2016-02-01", To: "2016-02-29", Denied: true, DeniedBy: "east"})
	h, err := web.New(a, texts, web.Options{})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return srv.URL
}

var (
	chartRow  = regexp.MustCompile(`(?s)<tr>(.*?)</tr>`)
	chartCell = regexp.MustCompile(`(?s)<t[dh][^>]*>(.*?)</t[dh]>`)
)

// table gives the rows of the tables in a part of a page, their cells joined by "|".
func table(part string) (rows []string) {
	for _, row := range chartRow.FindAllStringSubmatch(part, -1) {
		var cells []string
		for _, c := range chartCell.FindAllStringSubmatch(row[1], -1) {
			cells = append(cells, strings.TrimSpace(html.UnescapeString(tagOf.ReplaceAllString(c[1], ""))))
		}
		rows = append(rows, strings.Join(cells, "|"))
	}
	return rows
}

// section gives what stands beneath a heading.
func section(t *testing.T, page, id string) string {
	t.Helper()
	_, rest, ok := strings.Cut(page, `<h2 id="`+id+`">`)
	if !ok {
		t.Fatalf("no part %q", id)
	}
	part, _, _ := strings.Cut(rest, "<h2")
	return part
}

// Each chart's numbers are those that a count by hand gives, and its drawing shows as many; names from the record stay text.
func TestChartsCount(t *testing.T) {
	page := get(t, chartServer(t)+"/en/report?from=2016-02-01&to=2016-02-29").body
	months := section(t, page, "months")
	got := strings.Join(table(months), "\n")
	for _, want := range []string{"January 2016|2|3|0|0|0|0|2", "February 2016|3|4|1|0|2|0|0", "December 2015|0|0|0|0|0|0|0"} {
		if !strings.Contains(got, want) {
			t.Errorf("by month there is no row %q:\n%s", want, got)
		}
	}
	if strings.Contains(got, "March 2016") || strings.Count(got, "\n") != 12 {
		t.Errorf("other months than the twelve up to February:\n%s", got)
	}
	if n := strings.Count(months, `class="whisker"`); n != 4 || strings.Count(months, `class="bar g-alleged"`) != 1 || strings.Count(months, `class="period"`) != 1 {
		t.Errorf("%d lines of what may be", n)
	}
	areas := section(t, page, "areas")
	got = strings.Join(table(areas), "\n")
	for _, want := range []string{"River Town|1|1|10 of 29|0 of 29|0", "Area not known|2–3|1–2|||"} {
		if !strings.Contains(got, want) {
			t.Errorf("by area there is no row %q:\n%s", want, got)
		}
	}
	if !strings.Contains(got, "|0 of 29|0 of 29|29") {
		t.Errorf("access that was denied is not counted:\n%s", got)
	}
	// Of the area where somebody could look on ten days, nine are without an incident; of the nineteen others, and of the area to which access was denied, no zero is told.
	if zero, blind := strings.Count(areas, `class="cell h0"`), strings.Count(areas, `class="cell blind"`); zero != 9 || blind != 19+29 {
		t.Errorf("%d cells are zero, %d without data", zero, blind)
	}
	overlap := table(section(t, page, "overlap"))
	name := func(ids ...string) string {
		for i := range ids {
			ids[i] = "Source " + ids[i] + ` <b>"x"</b>`
		}
		return strings.Join(ids, " + ")
	}
	for _, want := range []string{name("s1", "s2") + "|1", name("s1") + "|1", name("s3") + "|1", name("s2", "s3") + "|1"} {
		if !strings.Contains("\n"+strings.Join(overlap, "\n")+"\n", "\n"+want+"\n") {
			t.Errorf("of sources there is no row %q:\n%s", want, strings.Join(overlap, "\n"))
		}
	}
	for _, id := range []string{"months", "areas", "hours", "overlap"} {
		if !strings.Contains(page, `href="#`+id+`"`) || !strings.Contains(page, `<details id="table-`+id) {
			t.Errorf("nothing leads to the chart of %s, or to its table", id)
		}
	}
	if strings.Contains(page, "<b>") {
		t.Error("a name of the record became part of the page")
	}
	access := section(t, page, "access")
	if !strings.Contains(access, "Eastern Side") || strings.Count(page, `class="soft source-line"`) != 4 {
		t.Error("access that was denied, or a source line, is missing")
	}
}

// In Arabic time runs to the left and the scale stands on the right.
func TestChartsRunRightToLeft(t *testing.T) {
	base := chartServer(t)
	at := func(lang string) (tick, first, last float64) {
		page := section(t, get(t, base+"/"+lang+"/report?from=2016-02-01&to=2016-02-29").body, "months")
		var all []float64
		for _, m := range regexp.MustCompile(`<text class="tick" x="([0-9.]+)"`).FindAllStringSubmatch(page, -1) {
			var x float64
			if _, err := fmt.Sscan(m[1], &x); err != nil {
				t.Fatal(err)
			}
			all = append(all, x)
		}
		return all[0], all[len(all)-12], all[len(all)-1]
	}
	if tick, first, last := at("en"); tick > first || first > last {
		t.Errorf("English: the scale at %v, the months from %v to %v", tick, first, last)
	}
	if tick, first, last := at("ar"); tick < first || first < last {
		t.Errorf("Arabic: the scale at %v, the months from %v to %v", tick, first, last)
	}
}
