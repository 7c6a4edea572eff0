package web_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/web"
)

// accepted is a demand that the other side accepted later.
const accepted = `vocabulary v
party east
party west
kind people { civilian fighter }
act fire (doer party, harmed people)

agreement asked
  uses v
  demand by west to east
  dated 2016-01-01
  zone "UTC"
term 1
  1a: east must not fire(harmed: civilian)
`

// What somebody did before they were bound is not called a breach later, when they are: neither by the feed nor on the timeline.
func TestNoBreachBeforeTheBond(t *testing.T) {
	a, err := app.Create(t.Context(), filepath.Join(t.TempDir(), "bond.db"), app.Options{Actor: "holder", Now: func() time.Time { return theDay }})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	enter(t, a, record.Position{ID: "yes", Party: "east", Stance: "accept", Agree: "asked", When: "2016-02-01"})
	enter(t, a, riverAct("before", "fire", "east", "2016-01-15", civilians)...)
	texts := func(context.Context) ([]app.Text, error) {
		return []app.Text{{Name: "asked.mithaq", Content: accepted}}, nil
	}
	srv := boardOf(t, a, texts, web.Options{})
	feed := func() string { return get(t, srv.URL+"/a/asked/changes.atom?lang=en").body }
	row := func() (head, course string) {
		_, part, _ := strings.Cut(get(t, srv.URL+"/en/a/asked/timeline").body, `<details id="w1a">`)
		part, _, _ = strings.Cut(part, "</details>")
		head, course, _ = strings.Cut(part, "</summary>")
		return head, course
	}
	for _, now := range []string{">not met<", ">breached<"} {
		head, course := row()
		if !strings.Contains(head, now) || strings.Contains(course, "breached") || !strings.Contains(course, "since 15 Jan 2016") {
			t.Errorf("it is %s now; the timeline says %s\n%s", now, head, course)
		}
		if f := feed(); strings.Contains(f, "breached") || !strings.Contains(f, "1a: not met") {
			t.Errorf("it is %s now; the feed says %s", now, f)
		}
		enter(t, a, riverAct("after", "fire", "east", "2016-02-15", civilians)...)
	}
}
