package web_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// Outsiders hear when what they see of an incident became otherwise, on its page too, and hear nothing of what came in besides: neither on what
// they do not see, nor on what they do and is not shown.
func TestOutsidersHearWhatTheySee(t *testing.T) {
	h := newHouse(t)
	public := func(id string, yes bool) record.Publication {
		return record.Publication{Kind: record.KindIncident, Subject: id, Public: yes, Why: "the test", By: "holder"}
	}
	for _, id := range []string{"shown", "other"} {
		enter(t, h.app, append(breach(id), public(id, true))...)
	}
	base, open := liveBoard(t, h.app, h.app.RecordTexts)
	ctx := liveBrowser(t)
	do(ctx, t, chromedp.Navigate(base+"/en/i/shown"))
	listening(t, open)
	line, reader := listen(t, base), listen(t, base, "Cookie", "mithaq="+h.token[review.Reader])
	hello := line.expect("hello")
	reader.expect("hello")
	mark := markOf.FindString(get(t, base+"/en/i/shown").body)
	if mark == "" {
		t.Fatal("the page does not listen")
	}
	title := func(id, words string) record.Incident {
		in := breach(id)[0].(record.Incident)
		in.Title = record.Text{"en": words}
		return in
	}
	for _, hidden := range [][]any{
		{record.Source{ID: "whisper", Name: record.Text{"en": "whisper"}, Sort: "witness"}},
		{record.Account{ID: "shown:2", Source: "whisper", Incident: "shown", Words: "Nobody is to read this."}},
		{record.Assessment{Incident: "shown", Assessor: "desk", When: "2016-03-30", Attributions: []record.Attribution{{To: "gov"}}}},
		breach("hidden"),
		{title("hidden", "another title")},
	} {
		enter(t, h.app, hidden...)
		reader.expect("change")
	}
	if again := markOf.FindString(get(t, base+"/en/i/shown").body); again != mark {
		t.Error("what is hidden moves the mark of a page for the public")
	}
	enter(t, h.app, title("other", "told otherwise"))
	reader.expect("change")
	m := line.expect("change") // the first that the public is told at all
	if fmt.Sprint(m.data.About) != "[other]" || m.data.Came != 0 || m.data.Reload || m.data.Head != 0 {
		t.Errorf("the public is told %+v", m.data)
	}
	enter(t, h.app, public("other", false))
	reader.expect("change")
	if m := line.expect("change"); fmt.Sprint(m.data.About) != "[other]" || m.data.Came != 0 {
		t.Errorf("of one that is shown no more the public is told %+v", m.data)
	}
	if said := run(ctx, t, chromedp.Evaluate[string](`document.querySelector("mithaq-live p").textContent`)); said != "" {
		t.Errorf("the page of an incident tells of others: %q", said)
	}
	enter(t, h.app, title("shown", "told otherwise too"))
	reader.expect("change")
	if m := line.expect("change"); fmt.Sprint(m.data.About) != "[shown]" {
		t.Errorf("the public is told %+v", m.data)
	}
	if said := saidBy(ctx, t); !strings.HasPrefix(said, "What is shown of this incident has changed") {
		t.Errorf("the page says %q", said)
	}
	late := listen(t, base, "Last-Event-ID", hello.id)
	if late.expect("hello").data.Missed != 3 {
		t.Error("what was missed is not told")
	}
}

// Whoever comes back after their line broke is not told the name of what was published and taken back meanwhile, nor a status that rested on it.
func TestMissedNamesNothingTakenBack(t *testing.T) {
	a, texts := riverApp(t, func() time.Time { return theDay })
	public := func(id string, yes bool) record.Publication {
		return record.Publication{Kind: record.KindIncident, Subject: id, Public: yes, Why: "the test", By: "holder"}
	}
	enter(t, a, ofOthers(riverAct("ratified", "ratify", "west", "2016-01-03"))...)
	enter(t, a, ofOthers(riverAct("fleeting", "fire", "east", "2016-03-01", civilians))...)
	enter(t, a, breach("stays")...)
	enter(t, a, public("ratified", true), record.User{ID: "holder", Roles: []string{review.Administrator}, By: "holder"})
	base, _ := liveBoard(t, a, texts)
	line := listen(t, base)
	hello := line.expect("hello")
	enter(t, a, public("fleeting", true))
	first := line.expect("change")
	if fmt.Sprint(first.data.About) != "[fleeting]" || len(first.data.Changed) == 0 {
		t.Fatalf("the public is told %+v", first.data)
	}
	enter(t, a, public("stays", true)) // or the board would be as it was, and nothing missed
	line.expect("change")
	enter(t, a, public("fleeting", false))
	line.expect("change")
	late := listen(t, base, "Last-Event-ID", hello.id)
	if late.expect("hello").data.Missed != 3 {
		t.Fatal("what was missed is not told")
	}
	for i, want := range []struct {
		about   string
		came    int
		changed int
		reload  bool
	}{{"[]", 0, 0, true}, {"[stays]", 1, 0, false}, {"[]", 0, 0, true}} {
		if m := late.expect("change").data; fmt.Sprint(m.About) != want.about || m.Came != want.came || len(m.Changed) != want.changed || m.Reload != want.reload {
			t.Errorf("%d: the public is told %+v, not %+v", i, m, want)
		}
	}
}

// ofOthers makes assessments those of others, which go out with their incident.
func ofOthers(payloads []any) []any {
	for i, p := range payloads {
		if a, ok := p.(record.Assessment); ok {
			a.Rule = "the list's own"
			payloads[i] = a
		}
	}
	return payloads
}
