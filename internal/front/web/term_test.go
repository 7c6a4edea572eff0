package web_test

import (
	"context"
	"html"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record/recordtest"
	"mithaq/internal/front/web"
)

var (
	oneNorm = regexp.MustCompile(`(\d[\d,]*) more deciding acts? lies? between those shown\. <a href="([^"]+\?norm=([^"&]+)[^"]*)"`)
	between = regexp.MustCompile(`(\d[\d,]*) more deciding acts? lies? between those shown\.`)
)

// The norms of a term share what its page shows of deciding acts; the page of one norm shows more of them, and of no other norm anything.
func TestTermPageIsShort(t *testing.T) {
	ctx := context.Background()
	a, err := app.Create(ctx, filepath.Join(t.TempDir(), "r.db"), app.Options{Actor: "test", Now: func() time.Time { return theDay.AddDate(2, 0, 0) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	if err := a.LoadExample(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Store().Append(ctx, nil, recordtest.Generate(3_000, 1)); err != nil {
		t.Fatal(err)
	}
	h, err := web.New(a, a.RecordTexts, web.Options{})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	term := get(t, srv.URL+"/en/a/khatib/t/11?as-of=2017-06-30")
	short := oneNorm.FindAllStringSubmatch(term.body, -1)
	if len(short) == 0 {
		t.Fatalf("%d: nothing is left out: the record does not test it", term.status)
	}
	for _, m := range short {
		one := get(t, srv.URL+html.UnescapeString(m[2]))
		if one.status != 200 || strings.Count(one.body, `<section id="n`) != 1 || !one.has(`<section id="n`+m[3]+`"`) || !one.has(`as-of=2017-06-30"`) {
			t.Errorf("%s: %d", m[2], one.status)
		}
		left := between.FindStringSubmatch(one.body)
		if left == nil || left[1] == m[1] || strings.Count(term.body, `<section id="n`) < 2 || oneNorm.MatchString(one.body) {
			t.Errorf("%s: %v left out, of which the term's page left out %s", m[2], left, m[1])
		}
	}
	if r := get(t, srv.URL+"/en/a/khatib/t/11?norm=none"); r.status != 404 {
		t.Errorf("no such norm: %d", r.status)
	}
}
