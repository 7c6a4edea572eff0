package whatif

import (
	"fmt"
	"strings"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/diag"
	"mithaq/internal/judge/fact"
	"mithaq/internal/reading/run"
)

const text = `vocabulary v
party red
party blue
body un
kind thing { maps lists }
act give (doer party, what thing)
act leave (doer party) in phases
act enter (doer parties)
act announce (doer party, what mark, day date)
act release (doer party, person)
state held (by party, person) ends release(person)
roster detainees of held
agreement a
  uses v
  agreed between red and blue
  dated 2020-01-01
  zone "UTC"
mark departure
term 1
  1a: red must finish leave() within 10 days of give(doer: blue, what: maps)
  1b: blue must give(what: maps) by 2020-02-01
  1c: un may enter() once leave(doer: red)
  1d: un must announce() by departure
term 2
  2a: red must not enter()
  2b: for each member of detainees as d, red must release(person: d.person) by 2020-03-01
`

func program(t testing.TB) *norms.Program { return read(t, text) }

func read(t testing.TB, text string) *norms.Program {
	t.Helper()
	f, ds := syntax.Parse("a.mithaq", text)
	book, more := terms.Resolve([]*syntax.File{f}, nil)
	prog, last := norms.Lower(book)
	for _, d := range append(append(ds, more...), last...) {
		if d.Severity == diag.Error {
			t.Fatalf("%s %s %v", d.Span, d.Code, d.Args)
		}
	}
	return prog
}

// TestAsk tells what stands otherwise, in the order of sorts, and by when duties fall due.
func TestAsk(t *testing.T) {
	prog := program(t)
	for _, c := range []struct {
		said []string
		at   int64
		want string
	}{
		{[]string{"2020-01-10 blue give(what: maps)"}, 0, "due 1a not_yet to due by 2020-01-20\ndone 1b due to kept"},
		{[]string{"2020-01-10 blue give(what: lists)"}, 0, ""},
		{[]string{"2020-01-10 red enter()"}, 0, "breach 2a no_breach_seen to breached"},
		{[]string{"2020-01-10 red enter()", "2020-01-11 red enter()"}, 0, "breach 2a no_breach_seen to breached"},
		{[]string{"2020-01-10 red and blue enter()"}, 0, "breach 2a no_breach_seen to breached"},
		{[]string{"2020-01-10 enter()"}, 0, "breach 2a no_breach_seen to breached|no_breach_seen\nother 1c not_yet|open to not_yet|open|used"},
		{[]string{"2020-01-05 blue give(what: maps)", "2020-01-06 red finish leave()"}, 0, "unlocked 1c not_yet|open to open\ndone 1a not_yet to kept\ndone 1b due to kept"},
		{[]string{"2020-01-05 un announce(what: departure, day: 2020-02-01) alleged"}, 0, "other 1d not_yet to not_yet|due|kept by 2020-02-01"},
		{[]string{"member p1 of detainees (by: red, person: p1) since 2020-01-02"}, 1578009600, "due 2b p1  to due by 2020-03-01"},
		{[]string{"2020-01-10 blue give(what: maps)"}, 1577923200, ""}, // as of a day before it
	} {
		steps, _, ds := Suppose(prog, c.said)
		if len(ds) > 0 {
			t.Fatal(ds)
		}
		record := &fact.Set{}
		a, err := Ask(&Question{Program: prog, Record: record, Steps: steps, At: c.at})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, x := range a.Changes {
			s := fmt.Sprintf("%s %s %s to %s", x.Sort, strings.TrimSpace(strings.TrimPrefix(x.Key.Norm, "a.")+" "+x.Key.Member), x.Before, x.After)
			if x.By < civil.Forever {
				s += " by " + civil.UTC.DateOf(x.By-1).String()
			}
			got = append(got, s)
		}
		if strings.Join(got, "\n") != c.want {
			t.Errorf("%q:\ngot\n%s\nwant\n%s", c.said, strings.Join(got, "\n"), c.want)
		}
		if len(record.Facts)+len(record.Rosters) > 0 {
			t.Error("the record was changed")
		}
	}
}

// TestReach finds the shortest way, or none within the acts.
func TestReach(t *testing.T) {
	prog := program(t)
	start, err := Ask(&Question{Program: prog, At: 1577923200})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		goal   string
		within int
		want   string
	}{
		{"1b", 3, "give"},
		{"1c", 3, "give leave.finish"},
		{"1c", 1, "none"},
		{"1", 1, "none"},
		{"2a", 1, ""},
		{"a.1a", 2, "give leave.finish"},
	} {
		p, err := Reach(prog, start, Find(prog, c.goal), c.within)
		if err != nil {
			t.Fatal(err)
		}
		got := "none"
		if p.Run != nil {
			var acts []string
			for _, a := range p.Run.Acts {
				acts = append(acts, a.Act)
			}
			got = strings.Join(acts, " ")
			if !p.Confirmed {
				t.Errorf("%s: not confirmed", c.goal)
			}
		}
		if got != c.want || p.Tried == 0 {
			t.Errorf("%s within %d: %q after %d runs, want %q", c.goal, c.within, got, p.Tried, c.want)
		}
	}
	// what bears on 3a alone does not know that 2a forbids it
	barred := read(t, text+"term 3\n  3a: red must enter() by 2020-04-01\n  3b: red must leave() by 2020-04-01\n")
	if start, err = Ask(&Question{Program: barred, At: 1577923200, Record: run.Nothing(barred)}); err != nil {
		t.Fatal(err)
	}
	for goal, found := range map[string]bool{"3a": false, "3b": true} {
		if p, err := Reach(barred, start, Find(barred, goal), 1); err != nil || (p.Run != nil) != found {
			t.Errorf("%s: %+v %v", goal, p, err)
		}
	}
	if got := Find(prog, "9z"); got != nil {
		t.Errorf("9z: %v", got)
	}
}

// TestLine writes what is supposed as a line of a test.
func TestLine(t *testing.T) {
	prog := program(t)
	for said, want := range map[string]string{
		"2020-01-10 blue give(what: maps)":                  "record supposed_1: give(doer: blue, what: maps) on 2020-01-10",
		"2020-01-10T12:00  red finish   leave() alleged":    "record supposed_1: finish leave(doer: red) on 2020-01-10T12:00 alleged",
		"2020-01-10 leave()":                                "record supposed_1: leave() on 2020-01-10",
		"position red accepts a on 2020-01-02":              "position red accepts a on 2020-01-02",
		"2020-01-10 red or blue enter() in valley, alleged": "record supposed_1: enter(doer: red or blue) on 2020-01-10 in valley, alleged",
	} {
		if got := Line(prog, 1, said); got != want {
			t.Errorf("%q: %q", said, got)
		}
	}
	for _, wrong := range []string{"", "2020-01-10", "tomorrow blue give()", "2020-01-10 blue gvie()", "2020-13-10 blue give()", "2020-01-10 blue give(", "\n\n", "2020-01-10 blue give(what: maps)\nat 2020-01-01 expect 1a kept"} {
		if _, files, ds := Suppose(prog, []string{wrong}); !diag.HasErrors(ds) || len(files) != 1 {
			t.Errorf("%q is taken: %v", wrong, ds)
		}
	}
}
