package web_test

import (
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"mithaq/internal/app"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/web"
)

// riverServer serves a text that uses every statement, over a small record.
func riverServer(t *testing.T) string {
	t.Helper()
	ctx := t.Context()
	a, err := app.Create(ctx, filepath.Join(t.TempDir(), "river.db"), app.Options{Actor: "test", Now: func() time.Time { return theDay }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	var drafts []record.Draft
	put := func(p any) {
		drafts = append(drafts, record.Draft{Entered: theDay.Unix(), Actor: "test", Payload: p})
	}
	act := func(id, what, doer, when string, roles ...record.Words) {
		put(record.Incident{ID: id, Act: what, When: when, Title: record.Text{"en": id, "ar": id, "ru": id}, Roles: roles})
		put(record.Assessment{Incident: id, Assessor: "mission", Grade: grade.Verified, When: when, Attributions: []record.Attribution{{To: doer, Grade: grade.Verified}}})
	}
	act("ratified", "ratify", "west", "2016-01-03")
	act("shelled", "shell", "east", "2016-01-15", record.Words{Role: "harmed", Words: []string{"civilian"}})
	act("closed", "close_road", "east", "2016-02-20")
	act("begun", "withdraw.begin", "east", "2016-01-12")
	act("done", "withdraw.finish", "east", "2016-01-25")
	act("suspended", "notify", "council", "2016-03-20")
	if _, err := a.Store().Append(ctx, nil, func(yield func(record.Draft, error) bool) {
		for _, d := range drafts {
			if !yield(d, nil) {
				return
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join("testdata", "river.mithaq"))
	if err != nil {
		t.Fatal(err)
	}
	h, err := web.New(a, func(context.Context) ([]app.Text, error) {
		return []app.Text{{Name: "river.mithaq", Content: string(content)}}, nil
	}, web.Options{})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return srv.URL
}

// Every statement is told in each language: red lines apart from claims and in their own words, readings side by side,
// tracks, wording that is no norm, open words, powers. No page is wider than the screen.
func TestStatements(t *testing.T) {
	ctx, base := browser(t), riverServer(t)
	pages := map[string]string{"home": "/", "agreement": "/a/truce", "term1": "/a/truce/t/1", "term2": "/a/truce/t/2", "term3": "/a/truce/t/3", "redline": "/a/truce/c/civilians", "report": "/report?from=2016-02-01&to=2016-02-29"}
	want := map[string]map[string][]string{
		"en": {
			"home":      {"Red lines", "crossed on this record"},
			"agreement": {"track: Military track", "Disputes are settled by Joint council", "enters into force once", "“Annex on aid”", "counts as", "Withdrawal first", "so read by Western Side", "This norm is not in this reading", "not assessed by its body", "exercised", "could have been lost unseen"},
			"term1":     {"Left as wording", "in good faith", "Notice first", "so read by Eastern Side"},
			"term2":     {"must bring this about", "a moment at which this is so"},
			"term3":     {"exercised", "is suspended for 30 days"},
			"redline":   {"a red line of Western Side", "crossed on this record"},
			"report":    {"Red lines", "The road stays open"},
		},
		"ar": {
			"home":      {"الخطوط الحمراء"},
			"agreement": {"المسار العسكري", "الخطوط الحمراء", "السحب أولًا", "هذا الحكم غير وارد في هذه القراءة", "لم تبتّ فيه الجهة"},
			"term1":     {"بحسن نية", "الإشعار أولًا"},
			"redline":   {"تجاوزه ظاهر في هذا السجل"},
			"report":    {"الخطوط الحمراء"},
		},
		"ru": {
			"home":      {"Красные линии"},
			"agreement": {"Военное направление", "Красные линии", "Сначала отвод", "так читает: Западная сторона", "В этом прочтении такой нормы нет", "не решено органом"},
			"term1":     {"добросовестно", "Сначала уведомление"},
			"redline":   {"по этим записям пересечена"},
			"report":    {"Красные линии"},
		},
	}
	shots := os.Getenv("MITHAQ_SCREENSHOTS") // a folder for pictures of the pages
	for _, size := range []struct {
		name string
		w, h int64
	}{{"laptop", 1280, 900}, {"phone", 390, 844}} {
		do(ctx, t, chromedp.EmulateViewport(size.w, size.h))
		for _, lang := range []string{"en", "ar", "ru"} {
			for _, page := range []string{"agreement", "term2", "home", "term1", "term3", "redline", "report"} {
				if size.name == "phone" && page != "agreement" && page != "term2" {
					continue
				}
				do(ctx, t, chromedp.Navigate(base+"/"+lang+pages[page]))
				text := plain(run(ctx, t, chromedp.Evaluate[string](`document.querySelector('main').textContent`)))
				for _, part := range want[lang][page] {
					if !strings.Contains(text, part) {
						t.Errorf("%s %s lacks %q", lang, page, part)
					}
				}
				if over := run(ctx, t, chromedp.Evaluate[int](`document.documentElement.scrollWidth - document.documentElement.clientWidth`)); over > 0 {
					t.Errorf("%s %s is %d wider than a %s", lang, page, over, size.name)
				}
				if shots != "" {
					shot(ctx, t, filepath.Join(shots, lang+"-"+page+"-"+size.name+".png"))
				}
			}
		}
	}
	do(ctx, t, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(base+"/en/a/truce"))
	if n := run(ctx, t, chromedp.Evaluate[int](`document.querySelectorAll('#d1b .way').length`)); n != 3 {
		t.Errorf("1b is told in %d ways, want 3", n)
	}
	if n := run(ctx, t, chromedp.Evaluate[int](`document.querySelectorAll('#redlines ~ .scroll tbody tr').length`)); n != 3 {
		t.Errorf("%d red lines are told, want 3", n)
	}
	if at := follow(ctx, t, `#d1b h3 a`); at != "/en/a/truce/t/1" && at != "/en/a/truce/t/1#d1b" {
		t.Errorf("the disputed norm is at %s", at)
	}
}

// plain leaves out the marks that set a name in its own direction.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '\u2066' && r <= '\u2069' || r == '\u200e' || r == '\u200f' {
			return -1
		}
		return r
	}, s)
}

// shot writes a picture of the whole page.
func shot(ctx context.Context, t *testing.T, path string) {
	t.Helper()
	if err := os.WriteFile(path, run(ctx, t, chromedp.FullScreenshot(100)), 0o600); err != nil {
		t.Fatal(err)
	}
}
