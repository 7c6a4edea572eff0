package app

import (
	"context"
	"errors"
	"iter"
	"sync"
	"testing"
	"time"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/judge/status"
)

// silence is a text that one published incident breaches.
const silence = `vocabulary river "River"
party east "East"
party west "West"
kind people { civilian fighter }
act fire "firing" (doer party, harmed people)
agreement truce "Truce"
  uses river
  agreed between east and west
  dated 2016-01-01
  zone "UTC"
term 1 "Silence"
  1a: east must not fire(harmed: civilian)
`

// fired is an incident that breaches it, whose finding was put to the party that it names, and published with its answer.
func fired() []any {
	return []any{
		record.User{ID: "anna", Roles: []string{review.Administrator}},
		record.Incident{ID: "i1", Act: "fire", When: "2016-02-01", Title: record.Text{"en": "Fire at the ford"}, Roles: []record.Words{{Role: "harmed", Words: []string{"civilian"}}}},
		record.Assessment{Incident: "i1", Assessor: "desk", Grade: grade.Verified, When: "2016-02-02", Attributions: []record.Attribution{{To: "east", Grade: grade.Verified}}},
	}
}

// publish lets the public see it. The assessment's entry is named by the finding.
func publishFired(t *testing.T, a *App, at time.Time) {
	t.Helper()
	st, err := a.store.Standing(t.Context(), record.KindAssessment, record.Key("i1", "desk"))
	if err != nil {
		t.Fatal(err)
	}
	enterAt(t, a.store, at,
		record.Review{
			Incident: "i1", Assessor: "desk", Stage: review.Published, Finding: st.Entry.ID, By: "anna", Second: "omar", When: "2016-02-20",
			Put: []record.Put{{Party: "east", Asked: "2016-02-03", Answered: "2016-02-10", Stance: "deny", Answer: record.Text{"en": "It was not us"}}},
		},
		record.Publication{Kind: record.KindIncident, Subject: "i1", Public: true, By: "anna"},
	)
}

func enterAt(t testing.TB, s record.Store, at time.Time, payloads ...any) {
	t.Helper()
	if _, err := s.Append(context.Background(), nil, func(yield func(record.Draft, error) bool) {
		for _, p := range payloads {
			if !yield(record.Draft{Entered: at.Unix(), Actor: "anna", Payload: p}, nil) {
				return
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
}

// busy is the record of an outsider in which somebody enters something each time its base was read.
type busy struct {
	outsider
	enter func()
}

// outsider is a record as outsiders see it, whole.
type outsider interface {
	record.Reader
	outsiders
}

func (b *busy) Still(ctx context.Context) (*record.Base, iter.Seq2[*record.Bundle, error], int, error) {
	base, all, n, err := b.outsider.Still(ctx)
	b.enter()
	return base, all, n, err
}

func (b *busy) Base(ctx context.Context, cut record.Cut) (*record.Base, error) {
	base, err := b.outsider.Base(ctx, cut)
	b.enter()
	return base, err
}

func (b *busy) Findings(ctx context.Context, cut record.Cut) iter.Seq2[*record.Bundle, error] {
	b.enter()
	return b.outsider.Findings(ctx, cut)
}

// What the public is told of a text does not vanish while others enter something.
func TestOutsidersAreJudgedWhileEntriesComeIn(t *testing.T) {
	at := time.Date(2016, 3, 31, 12, 0, 0, 0, time.UTC)
	a, d := deskOf(t, func() time.Time { return at }, fired()...)
	publishFired(t, a, at)
	public, err := d.as(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	var once sync.Once
	public.view = &busy{public.view.(outsider), func() {
		once.Do(func() { enterAt(t, a.store, at, record.Source{ID: "s1", Sort: "agency"}) })
	}}
	j, err := public.Judge(t.Context(), Read([]Text{{Name: "river.mithaq", Content: silence}}), Cuts{})
	if err != nil {
		t.Fatal(err)
	}
	if got := j.Result.Agreements[0].Norms[0].Lanes[0].States; got != status.Of(status.Breached) {
		t.Errorf("while something came in the norm stood as %v", got)
	}
}

// What a party answered, and what happened, is told to the public of an earlier record too.
func TestOutsidersReadAnswersOfThen(t *testing.T) {
	at := time.Date(2016, 3, 31, 12, 0, 0, 0, time.UTC)
	a, d := deskOf(t, func() time.Time { return at }, fired()...)
	publishFired(t, a, at)
	public, err := d.as(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, cuts := range []Cuts{{}, {KnownAt: "2016-03-31"}} {
		j, err := public.Judge(t.Context(), Read([]Text{{Name: "river.mithaq", Content: silence}}), cuts)
		if err != nil {
			t.Fatal(err)
		}
		if got := j.Title("i1")["en"]; got != "Fire at the ford" {
			t.Errorf("%+v: the title is %q", cuts, got)
		}
		if got := j.Answers("i1"); len(got) != 1 || got[0].Answer["en"] != "It was not us" || got[0].Earlier {
			t.Errorf("%+v: the answers are %+v", cuts, got)
		}
	}
}

// At a number of an entry outsiders are told nothing: from number to number they could count what they are not shown, up to the last.
func TestOutsidersAskByNoNumber(t *testing.T) {
	at := time.Date(2016, 3, 31, 12, 0, 0, 0, time.UTC)
	a, d := deskOf(t, func() time.Time { return at }, fired()...)
	publishFired(t, a, at)
	public, err := d.as(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []string{"#1", "#4", "#5", "#6", "#100"} {
		_, err := public.Judge(t.Context(), Read([]Text{{Name: "river.mithaq", Content: silence}}), Cuts{KnownAt: n})
		var cut *CutError
		if !errors.As(err, &cut) {
			t.Errorf("%s: %v", n, err)
		}
	}
}
