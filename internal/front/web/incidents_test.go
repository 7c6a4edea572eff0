package web_test

import (
	"html"
	"net/url"
	"regexp"
	"slices"
	"testing"

	"mithaq/internal/evidence/record"
)

var (
	incidentLink = regexp.MustCompile(`href="/en/i/([^"?]+)`)
	nextLink     = regexp.MustCompile(`<a rel="next" href="(\?[^"]*)"`)
	countLine    = regexp.MustCompile(`role="status">(\d+) incident`)
)

func TestIncidentsPageThroughAllOnce(t *testing.T) {
	base := exampleServer(t)
	for _, sort := range []string{"date", "-date", "entered", "-killed"} {
		seen := map[string]bool{}
		at, pages := "?sort="+url.QueryEscape(sort), 0
		for at != "" {
			r := get(t, base+"/en/incidents"+at)
			for _, m := range incidentLink.FindAllStringSubmatch(r.body, -1) {
				if seen[m[1]] {
					t.Errorf("%s: %s comes twice", sort, m[1])
				}
				seen[m[1]] = true
			}
			at = ""
			if m := nextLink.FindStringSubmatch(r.body); m != nil {
				at = html.UnescapeString(m[1])
			}
			if pages++; pages > 20 {
				t.Fatalf("%s: the pages do not end", sort)
			}
		}
		total := countLine.FindStringSubmatch(get(t, base+"/en/incidents").body)
		if pages < 2 || len(seen) < 70 || total == nil || total[1] != itoa(len(seen)) {
			t.Errorf("%s: %d incidents on %d pages of %v", sort, len(seen), pages, total)
		}
	}
}

// Filters keep what the reader wrote, narrow the list, and the day of the reading stays in every link.
func TestIncidentsFilter(t *testing.T) {
	base := exampleServer(t)
	all := rows(get(t, base+"/en/incidents?from=2015-10-01&to=2015-10-31"))
	some := rows(get(t, base+"/en/incidents?from=2015-10-01&to=2015-10-31&text=hospital"))
	if len(some) == 0 || len(some) >= len(all) {
		t.Errorf("%d of %d", len(some), len(all))
	}
	for _, id := range some {
		if !slices.Contains(all, id) {
			t.Errorf("%s is not among all", id)
		}
	}
	r := get(t, base+"/en/incidents?from=2015-10-01&place=Homs&grade=corroborated&as-of=2015-12-31&party=russia")
	for _, want := range []string{`value="2015-10-01"`, `value="Homs"`, `value="corroborated" selected`, `value="russia" selected`, `name="as-of" value="2015-12-31"`, `?as-of=2015-12-31"`} {
		if !r.has(want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if len(rows(r)) == 0 {
		t.Error("nothing is left")
	}
	if none := get(t, base+"/en/incidents?text=nosuchword"); none.status != 200 || len(rows(none)) != 0 || !none.has("No incident fits") {
		t.Error("an empty list does not say what to do")
	}
}

func rows(r reply) (ids []string) {
	for _, m := range incidentLink.FindAllStringSubmatch(r.body, -1) {
		ids = append(ids, m[1])
	}
	return ids
}

// The public pages through what was published, by marks that name incidents.
func TestPublicPagesThroughAllOnce(t *testing.T) {
	h := newHouse(t)
	list, err := h.app.Store().Incidents(t.Context(), record.Query{Limit: 500})
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.app.Store().Append(t.Context(), nil, func(yield func(record.Draft, error) bool) {
		for _, row := range list.Rows {
			p := record.Publication{Kind: record.KindIncident, Subject: row.Incident.ID, Public: true, By: "holder"}
			if !yield(record.Draft{Entered: theDay.Unix(), Actor: "holder", Payload: p}, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, sort := range []string{"date", "-entered"} {
		seen, pages := map[string]bool{}, 0
		for at := "?sort=" + sort; at != ""; pages++ {
			r := h.get(t, "", "/en/incidents"+at)
			if r.status != 200 || pages > 20 {
				t.Fatalf("%s: page %d: %d", at, pages, r.status)
			}
			for _, m := range incidentLink.FindAllStringSubmatch(r.body, -1) {
				seen[m[1]] = true
			}
			at = ""
			if m := nextLink.FindStringSubmatch(r.body); m != nil {
				at = html.UnescapeString(m[1])
			}
		}
		if pages < 2 || len(seen) != list.Total {
			t.Errorf("%s: %d incidents on %d pages, of %d", sort, len(seen), pages, list.Total)
		}
	}
	if r := h.get(t, "", "/en/incidents?sort=date&after=date.1.nowhere"); r.status != 400 {
		t.Errorf("a mark that names nothing: %d", r.status)
	}
}
