package app

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// The worked example, as the program carries it: what must be seen in it (issue of the main job).

const (
	alleged, corroborated, verified = 0, 1, 2 // lanes

	endOf2015 = "2015-12-31"
	endOf2017 = "2017-12-31"
	inTruce   = "2016-03-31"
)

// exampleApp is the example in a record, read, shared by tests that only read.
type exampleApp struct {
	*App
	reading *Reading
}

var shared = sync.OnceValues(func() (*exampleApp, error) { return loadExample(&clock{theDay}) })

// example gives the shared one.
func example(tb testing.TB) *exampleApp {
	tb.Helper()
	e, err := shared()
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

// TestExampleTerm11 sees a demand that its addressee did not accept: not met, with the count, the first and the last incident.
func TestExampleTerm11(t *testing.T) {
	e := example(t)
	for _, c := range []struct {
		asOf        string
		acts        fact.Range
		first, last string
	}{
		{endOf2015, fact.Range{Lo: 4, Hi: 8}, "2015-11-05-abu-kamal", "2015-12-22-bzeina"},
		{inTruce, fact.Range{Lo: 7, Hi: 15}, "2015-11-05-abu-kamal", "2016-02-28-jamiyat-al-hadi"},
		{endOf2017, fact.Range{Lo: 9, Hi: 24}, "2015-11-05-abu-kamal", "2017-11-13-atareb"},
	} {
		j := judged(t, e.App, e.reading, Cuts{AsOf: c.asOf})
		n := norm(t, j, "khatib.11a")
		lane := &n.Lanes[corroborated]
		if lane.States != status.Of(status.Breached) || lane.Acts != c.acts || lane.FirstF != c.first || lane.LastF != c.last {
			t.Errorf("%s: %v %v, %s to %s", c.asOf, lane.States, lane.Acts, lane.FirstF, lane.LastF)
		}
		if got := status.Word(status.Breached, status.VoiceOf(n.Bond, lane)); got != "not_met" || n.Bond.Sort != status.NoBond {
			t.Errorf("%s: the word is %q, the bond %v", c.asOf, got, n.Bond)
		}
		if want := c.first[:10]; day(t, lane.First) != want {
			t.Errorf("%s: first on %s", c.asOf, day(t, lane.First))
		}
		// What counts for certain is attributed to Russia at that standard; what may count, to Russia or to nobody.
		for _, d := range n.Reasons.Deciding {
			f, ok := j.Fact(d.Fact)
			if !ok || f.Act != "attack" {
				t.Errorf("%s: %s decides", c.asOf, d.Fact)
				continue
			}
			to := grade.Discounted
			for _, a := range f.Attribution.To {
				if a.Party == "russia" {
					to = a.Grade
				}
			}
			if to == grade.Discounted && (len(f.Attribution.To) > 0 || d.Truth.Must != 0) || d.Truth.Must.Has(corroborated) && to < grade.Corroborated {
				t.Errorf("%s: %s decides, attributed to Russia: %v", c.asOf, d.Fact, to)
			}
		}
	}
}

// TestExampleVerified sees that the verified column answers for itself: the finding on Atareb is of November 2017.
func TestExampleVerified(t *testing.T) {
	e := example(t)
	before := norm(t, judged(t, e.App, e.reading, Cuts{AsOf: "2017-11-12"}), "khatib.11a").Lanes[verified]
	if before.States.Len() < 2 || !before.States.Has(status.Breached) || before.Acts.Lo != 0 || before.Bonded {
		t.Errorf("before: %v %v", before.States, before.Acts)
	}
	after := norm(t, judged(t, e.App, e.reading, Cuts{AsOf: "2017-11-13"}), "khatib.11a").Lanes[verified]
	if after.States != status.Of(status.Breached) || after.Acts.Lo != 1 || after.FirstF != "2017-11-13-atareb" {
		t.Errorf("after: %v %v %s", after.States, after.Acts, after.FirstF)
	}
}

// TestExampleUndated sees that a demand without a day stays open, and by which rule.
func TestExampleUndated(t *testing.T) {
	e := example(t)
	j := judged(t, e.App, e.reading, Cuts{AsOf: endOf2017})
	for _, name := range []string{"khatib.1a", "khatib.1b", "khatib.11b"} {
		n := norm(t, j, name)
		for i, lane := range n.Lanes {
			if lane.States != status.Of(status.Open) {
				t.Errorf("%s at %s: %v", name, grade.Standards[i], lane.States)
			}
		}
		undated := slices.ContainsFunc(n.Reasons.Steps, func(s status.Step) bool { return s.Rule == "obligation.open" && s.Truth == grade.True })
		if n.Window.Dated || !undated {
			t.Errorf("%s: dated %v, %+v", name, n.Window.Dated, n.Reasons.Steps)
		}
		for _, w := range n.Reasons.Would {
			if w.To.Has(status.Breached) {
				t.Errorf("%s: something would make it breached: %+v", name, w)
			}
		}
	}
}

// TestExampleMeeting sees that the meeting waits for a roster of those held, and what opens it.
func TestExampleMeeting(t *testing.T) {
	e := example(t)
	n := norm(t, judged(t, e.App, e.reading, Cuts{AsOf: endOf2017}), "khatib.10a")
	for i, lane := range n.Lanes {
		if lane.States != status.Of(status.NotYet) {
			t.Errorf("at %s: %v", grade.Standards[i], lane.States)
		}
	}
	if !slices.ContainsFunc(n.Reasons.Waits, func(w status.Wait) bool { return w.On == "roster" && w.Ref == "held" }) {
		t.Errorf("waits on %+v", n.Reasons.Waits)
	}

	own, err := loadExample(&clock{theDay})
	if err != nil {
		t.Fatal(err)
	}
	defer own.Close()
	const header = "roster,member,role:people,since,grade,complete,declared,by\n"
	states := func() status.Set {
		return norm(t, judged(t, own.App, own.reading, Cuts{AsOf: inTruce}), "khatib.10a").Lanes[corroborated].States
	}
	enter(t, own.App, "rosters", header+"detainees,a,man,2014,corroborated,,,\ndetainees,b,woman,2014,corroborated,,,\n")
	if got := states(); got != status.Of(status.NotYet) {
		t.Errorf("an open roster: %v", got)
	}
	enter(t, own.App, "rosters", header+"detainees,a,man,2014,corroborated,yes,2016-01-10,commission\ndetainees,b,woman,2014,corroborated,yes,2016-01-10,commission\n")
	if got := states(); !got.Has(status.NotYet) {
		t.Errorf("a woman is still held: %v", got)
	}
	enter(t, own.App, "rosters", header+"detainees,a,man,2014,corroborated,yes,2016-02-10,commission\n")
	if got := states(); got != status.Of(status.Open) {
		t.Errorf("complete, and no woman or child on it: %v", got)
	}
	if got := norm(t, judged(t, own.App, own.reading, Cuts{AsOf: "2016-02-09"}), "khatib.10a").Lanes[corroborated].States; got != status.Of(status.NotYet) {
		t.Errorf("before it was declared complete: %v", got)
	}
}

// TestExampleClaims sees a number that another source supports without the author, and an attack of which only the author is in doubt.
func TestExampleClaims(t *testing.T) {
	e := example(t)
	j := judged(t, e.App, e.reading, Cuts{AsOf: endOf2015})
	h := claim(t, j, "khatib.hospitals")
	lane := h.Lanes[corroborated]
	if lane.States != status.Of(status.SupportedInPart) || lane.Number.Hi >= 12 || lane.NoAuthor.Hi >= 12 || lane.TallyBest != (fact.Range{Lo: 12, Hi: 12}) {
		t.Errorf("hospitals: %+v", lane)
	}
	if !slices.Contains(h.Reasons.Tallies, "msf-hospitals") {
		t.Errorf("hospitals: tallies %v", h.Reasons.Tallies)
	}
	if got := h.Lanes[verified].States; got != status.Of(status.NotShown) {
		t.Errorf("hospitals, verified: %v", got)
	}

	m := claim(t, j, "khatib.douma_market")
	for i, lane := range m.Lanes {
		if lane.States != status.Of(status.NotShown) || lane.Number.Lo != 0 {
			t.Errorf("market at %s: %+v", grade.Standards[i], lane)
		}
	}
	if m.Lanes[corroborated].NoAuthor.Lo < 1 {
		t.Errorf("market: the attack itself is not corroborated: %v", m.Lanes[corroborated].NoAuthor)
	}
	f, ok := j.Fact("2015-10-30-douma-market")
	if !ok || f.Grade != grade.Corroborated || !f.Contested && len(f.Attribution.To) == 0 {
		t.Fatalf("market: %+v", f)
	}
	if want := (fact.Attributed{Party: "russia", Grade: grade.Discounted, By: "airwars"}); !slices.Contains(f.Attribution.To, want) {
		t.Errorf("market: attributed to %+v", f.Attribution.To)
	}
	if m.Reasons.Silenced.Discounted != 1 {
		t.Errorf("market: %+v", m.Reasons.Silenced)
	}
}

// TestExampleCessation sees the same prohibition in a text that its bearer accepted: words of a breach.
func TestExampleCessation(t *testing.T) {
	e := example(t)
	n := norm(t, judged(t, e.App, e.reading, Cuts{AsOf: inTruce}), "cessation.a1")
	lane := &n.Lanes[corroborated]
	if lane.States != status.Of(status.Breached) || lane.Acts.Lo != 1 || lane.FirstF != "2016-02-28-jamiyat-al-hadi" || !lane.Bonded || n.Bond.Sort != status.ByAccept {
		t.Errorf("%+v, bond %+v", lane, n.Bond)
	}
	if got := status.Word(status.Breached, status.VoiceOf(n.Bond, lane)); got != "breached" {
		t.Errorf("the word is %q", got)
	}
	if v := n.Lanes[verified]; v.States.Len() < 2 || status.VoiceOf(n.Bond, &v) != status.Bound {
		t.Errorf("verified: %v, %v", v.States, status.VoiceOf(n.Bond, &v))
	}
}

// TestExampleSilenced sees that what was left out is counted: discounted attributions, sites and parties not known, words not bound.
func TestExampleSilenced(t *testing.T) {
	e := example(t)
	j := judged(t, e.App, e.reading, Cuts{AsOf: endOf2017})
	if got := norm(t, j, "khatib.11a").Reasons.Silenced; got.Discounted != 3 || got.Unknown < 1 {
		t.Errorf("11a: %+v", got)
	}
	if got := norm(t, j, "cessation.b1").Reasons.Silenced; got.Unknown != 12 { // whom the strikes hit is not said
		t.Errorf("b1: %+v", got)
	}
	if got := claim(t, j, "khatib.hospitals").Reasons.Silenced; got.Unknown == 0 { // what was hit is not said
		t.Errorf("hospitals: %+v", got)
	}
	if len(j.Result.Unbound) != 0 {
		t.Errorf("the example's own words are not bound: %+v", j.Result.Unbound)
	}

	own, err := loadExample(&clock{theDay})
	if err != nil {
		t.Fatal(err)
	}
	defer own.Close()
	const header = "incident,scheme,act,when,role:object,role:harmed,assessor,grade,attributions\n"
	enter(t, own.App, "mithaq", header+
		"x1,airwars,attack,2015-11-15,Power station,civilian,desk,corroborated,Some Militia=corroborated\n"+
		"x2,airwars,attack,2015-11-16,Power station,civilian,desk,corroborated,Russian Military=corroborated\n")
	got := judged(t, own.App, own.reading, Cuts{AsOf: endOf2015})
	want := []fact.Unbound{
		{Scheme: "airwars", Sort: "kind", Word: "Power station", Count: 2},
		{Scheme: "airwars", Sort: "party", Word: "Some Militia", Count: 1},
	}
	if !slices.Equal(got.Result.Unbound, want) {
		t.Errorf("unbound: %+v", got.Result.Unbound)
	}
	if lane := norm(t, got, "khatib.11a").Lanes[corroborated]; lane.Acts != (fact.Range{Lo: 5, Hi: 9}) {
		t.Errorf("an author without a name counts for Russia, or Russia's under its publisher's name does not: %v", lane.Acts)
	}
}

// TestExamplePublishedBy sees that what was published later is not read, and that what may have been settles nothing.
func TestExamplePublishedBy(t *testing.T) {
	e := example(t)
	all := judged(t, e.App, e.reading, Cuts{AsOf: endOf2015})
	j := judged(t, e.App, e.reading, Cuts{AsOf: endOf2015, PublishedBy: "2015-12-24"})
	if _, ok := j.Fact("2015-12-25-attack-eastern-ghouta"); ok || j.Facts.Left.Unpublished == 0 {
		t.Errorf("an incident whose only account is later is read; left out %+v", j.Facts.Left)
	}
	if _, ok := all.Fact("2015-12-25-attack-eastern-ghouta"); !ok {
		t.Error("without the cut it is not read either")
	}
	// Airwars' pages carry no day of publication: they may count and settle nothing.
	if got := norm(t, j, "khatib.11a").Lanes[corroborated]; got.Acts.Lo != 0 || got.Acts.Hi != 8 || got.States.Len() < 2 {
		t.Errorf("11a: %v %v", got.States, got.Acts)
	}
	// The total of the hospitals was stated on 29 October.
	for by, want := range map[string]status.State{"2015-10-28": status.NotShown, "2015-10-29": status.SupportedInPart} {
		j := judged(t, e.App, e.reading, Cuts{AsOf: endOf2015, PublishedBy: by})
		if got := claim(t, j, "khatib.hospitals").Lanes[corroborated].States; got != status.Of(want) {
			t.Errorf("hospitals as published by %s: %v", by, got)
		}
	}
}

// TestExampleRegraded sees an attribution regraded to discounted: the status changes, the record before it can still be judged, and the history shows both.
func TestExampleRegraded(t *testing.T) {
	c := &clock{theDay}
	e, err := loadExample(c)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	const incident = "2015-11-05-abu-kamal"
	head, err := e.store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	cuts := Cuts{AsOf: "2015-11-10"} // then it is the one incident that settles term 11
	lane := func(c Cuts) status.Lane {
		return norm(t, judged(t, e.App, e.reading, c), "khatib.11a").Lanes[corroborated]
	}
	if got := lane(cuts); got.States != status.Of(status.Breached) || got.Acts.Lo != 1 || got.FirstF != incident {
		t.Fatalf("before: %+v", got)
	}

	c.at = c.at.AddDate(0, 1, 0)
	_, plan, err := e.Assess(t.Context(), incident, []Field{
		{"assessor", "airwars"}, {"grade", "alleged"}, {"verbatim", "Discounted"}, {"attributions", "russia=discounted"}, {"assessed", "2018-03-01"},
	})
	if err != nil || plan.Refused {
		t.Fatal(err, plan)
	}
	after := lane(cuts)
	if after.States.Len() < 2 || after.Acts.Lo != 0 || after.FirstF == incident {
		t.Errorf("after: %v %v %s", after.States, after.Acts, after.FirstF)
	}
	for _, known := range []string{fmt.Sprint("#", head.Seq), "2018-02-28", "2018-02-01T12:00:30Z"} {
		cuts.KnownAt = known
		if got := lane(cuts); got.States != status.Of(status.Breached) || got.FirstF != incident {
			t.Errorf("known at %s: %v %s", known, got.States, got.FirstF)
		}
	}
	for _, known := range []string{"2018-03-01", fmt.Sprint("#", head.Seq+1)} {
		cuts.KnownAt = known
		if got := lane(cuts); got.States != after.States || got.Acts != after.Acts {
			t.Errorf("known at %s: %v %v", known, got.States, got.Acts)
		}
	}

	history, err := e.store.History(t.Context(), record.KindIncident, incident)
	if err != nil {
		t.Fatal(err)
	}
	var grades []grade.Grade
	for _, h := range history {
		if h.Kind != record.KindAssessment {
			continue
		}
		p, err := record.Decode(h.Kind, h.Version, h.Payload)
		if err != nil {
			t.Fatal(err)
		}
		a := p.(record.Assessment)
		grades = append(grades, a.Attributions[0].Grade)
	}
	if want := []grade.Grade{grade.Corroborated, grade.Discounted}; !slices.Equal(grades, want) {
		t.Errorf("the history has %v", grades)
	}
	if n := len(history); history[n-1].Entered != c.at.Unix() || history[n-1].Actor != "test" {
		t.Errorf("the last entry: %+v", history[n-1])
	}
}

// TestExampleTwice sees that loading the example again changes nothing.
func TestExampleTwice(t *testing.T) {
	e := example(t)
	before, err := e.store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := e.LoadExample(t.Context()); err != nil {
		t.Fatal(err)
	}
	if after, err := e.store.Head(t.Context()); err != nil || after != before {
		t.Errorf("the head moved from %d to %d: %v", before.Seq, after.Seq, err)
	}
	page, err := e.store.Incidents(t.Context(), record.Query{})
	if err != nil || page.Total < 70 {
		t.Errorf("%d incidents, %v", page.Total, err)
	}
}

// TestExampleAsOfNow sees that a day that is still to come is judged as now: nobody has missed its deadlines yet.
func TestExampleAsOfNow(t *testing.T) {
	a := empty(t, &clock{time.Date(2016, 6, 1, 12, 0, 0, 0, time.UTC)})
	r := readAll(t, Text{Name: "truce.mithaq", Content: truce})
	for _, asOf := range []string{"", "2016-06-01", "2016-12-31"} {
		j := judged(t, a, r, Cuts{AsOf: asOf})
		if got := norm(t, j, "truce.2a").Lanes[corroborated].States; got != status.Of(status.Due) || j.Result.At != time.Date(2016, 6, 1, 12, 0, 0, 0, time.UTC).Unix() {
			t.Errorf("as of %q: %v at %d", asOf, got, j.Result.At)
		}
	}
}
