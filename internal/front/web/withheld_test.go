package web_test

import (
	"html"
	"strings"
	"testing"

	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/wording"
)

// What is withheld is not denied: where nothing is open to outsiders, a page says so, and not that the record holds nothing. Of the work on it they are told nothing
// either, nor led to where they may not go.
func TestWithheldIsNotDenied(t *testing.T) {
	h := newHouse(t)
	denied := map[string][]string{ // by path: what insiders are told of days of which nothing is entered
		"/report?from=2014-01-01&to=2014-01-31":               {"board.chart.none", "board.report.denied.none", "board.coverage.none"},
		"/a/khatib/timeline?from=2014-01-01&to=2014-01-31":    {"board.timeline.nothing", "board.timeline.looked.none"},
		"/a/cessation/timeline?from=2014-01-01&to=2014-01-31": {"board.timeline.nothing"},
		"/coverage?month=2014-01":                             {"board.calendar.none"},
	}
	elsewhere := map[string]bool{"board.calendar.none": true, "board.timeline.looked.none": true} // of all times, where nothing is open at all
	for _, lang := range locale.Langs {
		w := wording.For(lang).Bare()
		text := func(key string) string { return w.Text(key) }
		for path, keys := range denied {
			for _, user := range []string{"", review.Observer, review.Reader} {
				body := html.UnescapeString(h.get(t, user, "/"+string(lang)+path).body)
				for _, key := range keys {
					inside, outside := strings.Contains(body, text(key)), strings.Contains(body, text(key+".outside"))
					if user == review.Reader && (outside || !inside && strings.Contains(path, "/report")) || user != review.Reader && (inside || !outside && !elsewhere[key]) {
						t.Errorf("%s %s to %q: %s: %t %t", lang, path, user, key, inside, outside)
					}
				}
				if strings.Contains(path, "/report") && strings.Contains(body, text("board.outside.counted")) != (user != review.Reader) {
					t.Errorf("%s: of what is counted %q is told otherwise", lang, user)
				}
			}
		}
		if body := html.UnescapeString(h.get(t, "", "/"+string(lang)+"/coverage?month=2014-01").body); strings.Contains(body, "mithaq record cover") {
			t.Errorf("%s: the public is to enter coverage", lang)
		}
		if r := h.get(t, review.Observer, "/"+string(lang)+"/desk"); r.status != 200 || r.has(text("board.desk.entries.none")) || r.has(text("board.desk.waiting.none")) || r.has("/duplicates") {
			t.Errorf("%s: an observer's desk tells of the work on the record: %d", lang, r.status)
		}
	}
}

// A report on days that are still to come, or not all over, says so.
func TestReportOfDaysToCome(t *testing.T) {
	h := newHouse(t)
	today := theDay.Format("2006-01-02")
	for _, lang := range locale.Langs {
		w := wording.For(lang).Bare()
		ahead, _, _ := strings.Cut(w.Text("board.report.ahead", "date", "§"), "§")
		running, _, _ := strings.Cut(w.Text("board.report.running", "date", "§"), "§")
		for days, want := range map[[2]string]string{{"2099-01-01", "2099-01-31"}: ahead, {"2016-03-01", today}: running, {"2016-03-01", "2099-01-01"}: running, {"2016-01-01", "2016-01-31"}: ""} {
			r := h.get(t, review.Reader, "/"+string(lang)+"/report?from="+days[0]+"&to="+days[1])
			if body := html.UnescapeString(r.body); r.status != 200 || strings.Contains(body, ahead) != (want == ahead) || strings.Contains(body, running) != (want == running) {
				t.Errorf("%s %v: %d", lang, days, r.status)
			}
		}
	}
}
