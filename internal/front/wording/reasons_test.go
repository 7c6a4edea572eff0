package wording

import (
	"strings"
	"testing"
	"time"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/locale"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// caseNorm is a prohibition of a demand, not met at two standards, with every sort of reason.
func caseNorm(p *norms.Program) *status.Norm {
	day := func(m, d int) civil.Interval {
		return p.Agreements[0].Zone.Day(civil.Date{Year: 2015, Month: time.Month(m), Day: d})
	}
	n := normOf(norms.Prohibition, status.NoBond)
	n.Key.Norm = "letter.11a"
	n.Window = status.Window{Start: civil.At(p.Agreements[0].Starts), End: civil.At(civil.Forever)}
	n.Lanes[0] = status.Lane{States: status.Of(status.Breached), Acts: fact.Range{Lo: 47, Hi: 52}, First: day(11, 2), Last: day(12, 1), FirstF: "i1", LastF: "i2"}
	n.Lanes[1] = status.Lane{States: status.Of(status.Breached), Acts: fact.Range{Lo: 1, Hi: 1}, First: day(11, 2), Last: day(11, 2), FirstF: "i1", LastF: "i1"}
	n.Lanes[2] = laneOf(status.Breached, status.NoBreachSeen)
	n.Lanes[2].Acts, n.Lanes[2].First, n.Lanes[2].Last, n.Lanes[2].Coarse = fact.Range{Hi: 3}, day(11, 2), day(12, 1), status.Of(status.NoBreachSeen)
	n.Reasons = status.Reasons{
		Steps: []status.Step{{Rule: "prohibition.act", Truth: grade.Truth{Must: 0b011, May: 0b111}}, {Rule: "prohibition.none", Truth: grade.Truth{May: 0b100}}},
		Deciding: []status.Deciding{
			{Fact: "i1", Part: "breach", Truth: grade.Truth{Must: 0b011, May: 0b111}, When: day(11, 2), Acts: fact.Range{Lo: 1, Hi: 1}, Doubt: []status.Doubt{{Code: "grade", Args: []status.Arg{{Name: "grade", Value: "corroborated"}}}}},
			{Fact: "i2", Part: "breach", Truth: grade.Truth{May: 0b111}, When: day(12, 1), Acts: fact.Range{Lo: 1, Hi: fact.Unbounded}, Doubt: []status.Doubt{
				{Code: "date", Args: []status.Arg{{Name: "from", Value: "1446415200"}, {Name: "to", Value: "1446501600"}}}, {Code: "role", Args: []status.Arg{{Name: "role", Value: "harmed"}}}, {Code: "odd"},
			}},
		},
		Misses: []status.Miss{{Fact: "i3", Why: []status.Doubt{{Code: "attribution", Args: []status.Arg{{Name: "grade", Value: "discounted"}}}}}},
		Waits: []status.Wait{
			{On: "condition"},
			{On: "mark", Ref: "departure"},
			{On: "act", Ref: "release"},
			{On: "norm", Ref: "truce.2a", Blocked: true},
			{On: "norm", Ref: "letter.11a", Circle: true},
			{On: "start"},
			{On: "roster", Ref: "list"},
			{On: "moon", Ref: "full"},
		},
		Coverage: &status.Share{Known: true, Covered: 3, Needed: 8, Asked: 60, Entries: []string{"c1"}, Denied: []string{"c2"}},
		Coarse:   []string{"i2"},
		Excuses:  []status.Excuse{{Fact: "i1", Code: "self_defence"}},
		Would:    []status.Would{{Code: "regrade", Ref: "i2", To: status.Of(status.Breached, status.NoBreachSeen)}, {Code: "accept", Ref: "letter"}, {Code: "close_roster", Ref: "held", To: status.Of(status.Open)}, {Code: "pray"}, {Code: "coverage", To: status.Of(status.Breached)}, {Code: "coverage", To: status.Of(status.NoBreachSeen)}},
		Silenced: status.Silenced{Discounted: 4, Unbound: 1, Unknown: 2},
	}
	return n
}

func testLookup(p *norms.Program) Lookup {
	titles := map[string]string{"i1": "Attack on a market", "i2": "Attack on a school", "i3": "Attack on a road"}
	return Lookup{
		Program: p, Incident: func(id string) string { return titles[id] },
		Coverage: func(id string) string { return map[string]string{"c1": "Observers in the north"}[id] },
	}
}

func textOf(sections []Section) string {
	var list []string
	for _, s := range sections {
		list = append(list, "== "+s.Title)
		for _, line := range s.Lines {
			list = append(append(list, line.Text), line.Detail...)
		}
	}
	return flat(strings.Join(list, "\n"))
}

func TestReasons(t *testing.T) {
	p := testProgram(norms.Norm{ID: "11a", Modality: norms.Prohibition, Once: norms.MarkSet{Mark: "departure"}})
	n := caseNorm(p)
	got := textOf(For(locale.En).Reasons(testLookup(p), n))
	want := `== Who is bound
Northern State: no acceptance is on record; the words of a breach are not used
== Its time
It opens: 1 Nov 2015.
It has no date.
== Rules that applied
A forbidden act took place while it was in force. (at the standards alleged and corroborated)
No such act was reported while it was in force. (possibly, at the standard verified)
== What decided
Attack on a market, 2 Nov 2015: counts as not met (at the standards alleged and corroborated)
The act itself is graded “corroborated”.
Attack on a school, 1 Dec 2015: counts as not met, 1+ acts (not certain at any standard)
Its date is known only as 2–3 Nov 2015.
Of “harmed” it is not known whether it fits the term.
It is in doubt for another reason (odd).
== What it waits on
its condition is not fulfilled: the date “The day” has been set
waits on the date “The day”
waits on an act: Release
blocked: waits on 2a (term 2) of “The truce”, and that is itself overdue
waits in a circle: waits on 11a (term 1), and that waits on this
its time begins on 1 Nov 2015
no list “People held” has been declared complete
waits on full
== What could be observed
observers could see 3 of 8 zone-days
The text asks for at least 60%.
Coverage: Observers in the north
Access denied: c2
== Excuses alleged
Attack on a market: self-defence alleged
== Imprecise incidents
Attack on a school: coarser than the term asks
== What came near
Attack on a road: did not count
It is not attributed to those of whom the term speaks; the best supported attribution is graded “discounted”.
== What would change it
another grade of this may change it: Attack on a school
if Northern State accepted “The letter”, the words of an undertaking would be used
if the list “held” were declared complete and nobody left on it, it would be: open
another thing that may change it: pray ()
enough observation may change it
with enough observation and no report of such an act it would be: no such act seen
== Read and left out
4 incidents were left out because the act or its attribution is discounted.
1 incident uses a word that the names table does not bind.
In 2 incidents something that the term asks for is not known.`
	if got != strings.Replace(want, "“held”", "“Held”", 1) {
		t.Errorf("got\n%s", got)
	}
	for _, lang := range []locale.Lang{locale.Ar, locale.Ru} {
		if got := textOf(For(lang).Reasons(testLookup(p), n)); strings.ContainsAny(got, "[{") {
			t.Errorf("%s: a hole in\n%s", lang, got)
		}
	}
	n.Bond.Sort, n.Bond.Since = status.ByAccept, p.Agreements[0].Starts
	if got := textOf(For(locale.En).Reasons(testLookup(p), n)); !strings.Contains(got, "Attack on a market, 2 Nov 2015: counts as a breach") || !strings.Contains(got, "Attack on a school, 1 Dec 2015: counts as not met") {
		t.Errorf("a bound bearer:\n%s", got)
	}
}

func TestLines(t *testing.T) {
	p := testProgram(norms.Norm{ID: "11a", Modality: norms.Prohibition})
	p.Agreements[0].Claims = []norms.Claim{{ID: "many", Agree: "letter", Number: true, Op: norms.AtLeast, N: 12}}
	at := p.Agreements[0].Zone.End(civil.Date{Year: 2015, Month: 12, Day: 31}) - 1
	l := testLookup(p)
	n := caseNorm(p)
	for lane, want := range []string{
		"not met: 47–52 acts between 2 Nov 2015 and 1 Dec 2015; nobody undertook it; on this record, as of 31 Dec 2015",
		"not met: 1 act, on 2 Nov 2015; nobody undertook it; on this record, as of 31 Dec 2015",
		"not established: not met or no such act seen: 0–3 acts in question, between 2 Nov 2015 and 1 Dec 2015; settled as “no such act seen” if 1 imprecise incident is set aside; nobody undertook it; on this record, as of 31 Dec 2015",
	} {
		if got := flat(For(locale.En).Line(l, n, lane, at)); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	if got := flat(For(locale.En).FirstLast(l, n, 0)); got != "first: Attack on a market; last: Attack on a school" {
		t.Errorf("first and last: %s", got)
	}
	if got := flat(For(locale.Ar).Line(l, n, 1, at)); got != "لم يُلبَّ: فعل واحد (1)، في 2 تشرين الثاني 2015؛ لم يتعهد به أحد؛ وفق هذا السجل، حتى 31 كانون الأول 2015" {
		t.Errorf("ar: %s", got)
	}
	if got := flat(For(locale.Ru).Line(l, n, 0, at)); got != "не выполнено: 47–52 действия между 2 нояб. 2015 и 1 дек. 2015; никто не брал этого на себя; по этим записям, на 31 дек. 2015" {
		t.Errorf("ru: %s", got)
	}
	claim := &status.Claim{Key: status.Key{Norm: "letter.many"}}
	claim.Lanes[1] = status.ClaimLane{States: status.Of(status.SupportedInPart), Number: fact.Range{Lo: 3, Hi: 5}, NoAuthor: fact.Range{Lo: 14, Hi: fact.Unbounded}, TallyBest: fact.Range{Lo: 12, Hi: 12}}
	if got := For(locale.En).ClaimLine(l, claim, 1, at); got != "supported in part: on record: 3–5; claimed: at least 12; with the author left out: 14+; highest total that a source states: 12; on this record, as of 31 Dec 2015" {
		t.Errorf("claim: %s", got)
	}
}

// TestRedLine sees that a red line is told as one: crossed or not, never supported.
func TestRedLine(t *testing.T) {
	p := testProgram()
	p.Agreements[0].Claims = []norms.Claim{{ID: "many", Agree: "letter", Number: true, Op: norms.AtLeast, N: 12, RedLine: true}}
	l := testLookup(p)
	line := &status.Claim{Key: status.Key{Norm: "letter.many"}}
	line.Reasons.Steps = []status.Step{{Rule: "claim.not_shown"}}
	for state, want := range map[status.State]string{
		status.Supported: "crossed on this record", status.SupportedInPart: "crossed; by whom is not shown",
		status.NotShown: "not crossed on this record", status.Contradicted: "not crossed",
	} {
		line.Lanes[1] = status.ClaimLane{States: status.Of(state), Number: fact.Range{Lo: 3, Hi: 5}, NoAuthor: fact.Range{Lo: 3, Hi: 5}}
		if got := For(locale.En).Claim(l, line, 1).Word; got != want {
			t.Errorf("%v: %s", state, got)
		}
	}
	if got := For(locale.En).ClaimWhy(l, line, 1); got != "on record: 3–5; the line: at least 12" {
		t.Errorf("why: %s", got)
	}
	if got := For(locale.En).ClaimReasons(l, line)[0].Lines[0].Text; got != "The number on record does not cross the red line for certain, and nothing excludes it." {
		t.Errorf("reasons: %s", got)
	}
}

// TestWhy looks at the one-line reason of each sort of state.
func TestWhy(t *testing.T) {
	zone := testProgram().Agreements[0].Zone
	end := zone.End(civil.Date{Year: 2016, Month: 1, Day: 31})
	on := zone.Day(civil.Date{Year: 2016, Month: 1, Day: 5})
	dated := status.Window{End: civil.At(end), Dated: true}
	acted := func(s status.State) status.Lane {
		lane := laneOf(s)
		lane.Acts, lane.First, lane.Last = fact.Range{Lo: 1, Hi: 1}, on, on
		return lane
	}
	for _, c := range []struct {
		name   string
		lane   status.Lane
		change func(n *status.Norm)
		want   string
	}{
		{"kept", acted(status.Kept), nil, "done on 5 Jan 2016"},
		{"cured", acted(status.Cured), func(n *status.Norm) { n.Window = dated }, "done on 5 Jan 2016, after its date (31 Jan 2016)"},
		{"breached, undone", laneOf(status.Breached), func(n *status.Norm) { n.Window = dated }, "not done by 31 Jan 2016; nobody undertook it"},
		{"due", laneOf(status.Due), func(n *status.Norm) { n.Window = dated }, "by 31 Jan 2016"},
		{"due, no date yet", laneOf(status.Due), func(n *status.Norm) {
			n.Window = status.Window{End: civil.At(civil.Forever), Dated: true, WaitOn: "departure"}
		}, "its date is not fixed yet: The day"},
		{"open", laneOf(status.Open), nil, "no date: can never be breached"},
		{"open aim", laneOf(status.Open), func(n *status.Norm) { n.Modality, n.Window = norms.Aim, dated }, "not reached so far; by 31 Jan 2016"},
		{"not known", laneOf(status.NotKnown), func(n *status.Norm) { n.Window = dated }, "its date passed: 31 Jan 2016; no such act on record"},
		{"nothing seen, coverage unknown", laneOf(status.NoBreachSeen), func(n *status.Norm) { n.Reasons.Coverage = &status.Share{} }, "coverage unknown"},
		{"waits", laneOf(status.NotYet), func(n *status.Norm) { n.Reasons.Waits = []status.Wait{{On: "roster", Ref: "held"}} }, "no list “People held” has been declared complete"},
		{"its time is still to come", laneOf(status.NotYet), func(n *status.Norm) {
			n.Bond.Sort, n.Reasons.Waits = status.NoBond, []status.Wait{{On: "start"}}
		}, "its time has not begun"},
		{"waits, unbound", laneOf(status.NotYet), func(n *status.Norm) {
			n.Bond.Sort, n.Reasons.Waits = status.NoBond, []status.Wait{{On: "mark", Ref: "departure"}}
		}, "waits on the date “The day”; nobody undertook it"},
		{"turns on", laneOf(status.Kept, status.Due), func(n *status.Norm) {
			n.Reasons.Deciding = []status.Deciding{{Truth: grade.Truth{May: 2}}, {Truth: grade.Truth{Must: 2, May: 2}}}
		}, "turns on 1 incident that is not certain"},
		{"family, open", laneOf(status.Open), func(n *status.Norm) { n.Family = &status.Family{Known: [status.Lanes]fact.Range{1: {Lo: 2, Hi: 3}}} }, "no date: can never be breached; 2–3 known, list open"},
		{"family, none known", laneOf(status.NoInstanceKnown), func(n *status.Norm) { n.Family = &status.Family{} }, "no list “People held” has been declared complete"},
		{"family, closed", laneOf(status.NothingToDo), func(n *status.Norm) { n.Family = &status.Family{Closed: true, ClosedBy: "south"} }, "0 known, list declared complete by Southern State"},
		{"nobody named", laneOf(status.Open), func(n *status.Norm) { n.Bearers, n.Bond = nil, status.Bond{Sort: status.NoBearers} }, "no date: can never be breached; the text names nobody"},
	} {
		p := testProgram(norms.Norm{ID: "9a", AtLeast: norms.Number{N: 1}, ForEach: &norms.Family{Roster: "list"}})
		p.Vocabulary.Rosters[0].Of = "held"
		n := normOf(norms.Obligation, status.ByAccept)
		n.Key.Norm = "letter.9a"
		if c.change != nil {
			c.change(n)
		}
		if c.lane.States == status.Of(status.Breached) {
			n.Bond.Sort = status.NoBond
		}
		if c.lane.States == status.Of(status.Cured) {
			c.lane.Bonded = true
		}
		n.Lanes[1] = c.lane
		if got := flat(For(locale.En).Why(testLookup(p), n, 1)); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
		for _, lang := range locale.Langs {
			if got := For(lang).Why(testLookup(p), n, 1); got == "" || strings.ContainsAny(got, "[{") {
				t.Errorf("%s, %s: %q", c.name, lang, got)
			}
		}
	}
}
