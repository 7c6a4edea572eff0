package web_test

import (
	"context"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/web"
)

// hostile is what a file from elsewhere may hold: markup, an attribute's end, an override that turns the line around.
const hostile = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>` + "\u202eevil\u202c\u2067"

// recordOf makes a server over the example and further drafts.
func recordOf(t *testing.T, payloads ...any) string {
	t.Helper()
	ctx := context.Background()
	a, err := app.Create(ctx, filepath.Join(t.TempDir(), "r.db"), app.Options{Actor: hostile, Now: func() time.Time { return theDay }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	if err := a.LoadExample(ctx); err != nil {
		t.Fatal(err)
	}
	_, err = a.Store().Append(ctx, nil, func(yield func(record.Draft, error) bool) {
		for _, p := range payloads {
			if !yield(record.Draft{Entered: theDay.Unix(), Actor: hostile, Origin: record.Origin{File: hostile}, Payload: p}, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	h, err := web.New(a, a.RecordTexts, web.Options{})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return srv.URL
}

// Whatever a record says is shown as text, and cannot turn the text around it.
func TestRecordIsShownAsText(t *testing.T) {
	text := record.Text{"en": hostile, "ar": hostile, "ru": hostile}
	base := recordOf(t,
		record.Source{ID: "h", Name: text, Sort: hostile, URL: "javascript:alert(1)", Party: hostile, Note: hostile},
		record.Incident{
			ID: "h1", Act: "attack", Title: text, When: "2016-01-05", Place: record.Place{Name: text, Lat: 1, Lon: 1, Radius: 10},
			Roles: []record.Words{{Role: "harmed", Words: []string{hostile, "civilian"}}}, Publisher: hostile, Note: hostile,
		},
		record.Incident{ID: "h/2 ?#%", Scheme: hostile, Act: "attack", Title: text, When: "2016-01-06", Graphic: true},
		record.Account{ID: "h1:1", Source: "h", Incident: "h1", Says: text, URL: "javascript:alert(1)", Note: hostile, Published: "2016-01-06"},
		record.Account{ID: "h2:1", Source: "h", Incident: "h/2 ?#%", Says: text, URL: hostile},
		record.Assessment{
			Incident: "h1", Assessor: "h", Grade: grade.Corroborated, Verbatim: hostile, Method: "x", Why: hostile, Rule: hostile, When: "2016-01-07",
			Attributions: []record.Attribution{{To: "russia", Grade: grade.Corroborated}, {To: hostile, Grade: grade.Alleged}}, Contested: true,
			Amounts: []record.Amount{{Role: "killed", Range: record.Range{Lo: 1, Best: 2, Hi: 3}}},
		},
		record.Position{ID: "h-p", Party: "russia", Stance: "deny", About: "h1", When: "2016-01-08", Says: text},
		record.Tally{ID: "h-t", Source: "h", Act: "attack", What: "acts", Number: record.Range{Lo: 1, Best: -1, Hi: -1}, From: "2015-01-01", To: "2016-01-01", Grade: grade.Alleged, Says: text},
		record.Coverage{ID: "h-c", Observer: "h", Zone: "syria", From: "2016-01-01", To: "2016-01-31", Means: hostile, Note: hostile, Acts: []string{hostile}, Denied: true, DeniedBy: hostile},
	)
	shown := 0
	for _, path := range []string{
		"/en/", "/ar/a/khatib/t/11", "/en/a/khatib/t/11", "/en/a/khatib", "/ru/a/khatib/c/hospitals", "/ar/incidents?text=script", "/en/incidents?text=script&place=%22%3E%3Cscript%3E",
		"/en/i/h1", "/ar/i/h1", "/ru/i/h1", "/en/i/h%2F2%20%3F%23%25", "/ar/s/h", "/en/s/h", "/en/desk", "/en/report?from=2016-01-01&to=2016-01-31",
	} {
		r := get(t, base+path)
		if r.status != 200 {
			t.Errorf("%s: %d", path, r.status)
			continue
		}
		for _, wrong := range []string{"<script", "<img", "javascript:", "onerror=alert(1)>"} {
			if strings.Contains(withoutOwnScripts(r.body), wrong) {
				t.Errorf("%s: %q stands in the page", path, wrong)
			}
		}
		if strings.Contains(r.body, "&lt;script&gt;") {
			shown++
		}
		if n := strings.Count(r.body, "\u202e") + strings.Count(r.body, "\u2067"); n > 0 {
			t.Errorf("%s: %d marks that turn the text", path, n)
		}
	}
	if shown < 9 {
		t.Errorf("the hostile words were shown on %d pages only: the test tests little", shown)
	}
	graphic := get(t, base+"/en/i/h%2F2%20%3F%23%25").body
	before, _, _ := strings.Cut(graphic, "<details")
	if strings.Contains(before, "alert(1)") {
		t.Error("a graphic title is shown before it is asked for")
	}
}
