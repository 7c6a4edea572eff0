package conflict

import (
	"fmt"
	"strings"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/judge/status"
	"mithaq/internal/reading/run"
)

const head = `vocabulary v
party red
party guards in red
party blue
body un
kind site { homes { flats } depots }
act enter (doer party, site)
act leave (doer party)
act order (doer party)
act consent (doer party, to text)
`

const text = `agreement a
  uses v
  agreed between red and blue
  dated 2020-01-01
  zone "UTC"
term 1
`

func read(t *testing.T, text string) *norms.Program {
	t.Helper()
	f, ds := syntax.Parse("a.mithaq", head+text)
	book, more := terms.Resolve([]*syntax.File{f}, nil)
	prog, last := norms.Lower(book)
	for _, d := range append(append(ds, more...), last...) {
		if d.Severity == diag.Error {
			t.Fatalf("%s %s %v", d.Span, d.Code, d.Args)
		}
	}
	return prog
}

// breached judges a run again, by both judges, and names what it breaches.
func breached(t *testing.T, told *run.Told) string {
	t.Helper()
	if told == nil {
		return "none"
	}
	j, err := run.Judge(told.Program, told.Run)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, k := range j.Breaches() {
		names = append(names, k.Norm)
	}
	return strings.Join(names, " ")
}

// TestClashes names what is demanded or allowed, and forbidden; the runs show which norm each choice breaches.
func TestClashes(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"must and must not", text + "  1a: red must enter(site: flats) by 2020-02-01\n  1b: red must not enter(site: homes)\n", "a.1a/a.1b: a.1b | a.1a"},
		{"not the same site", text + "  1a: red must enter(site: homes) by 2020-02-01\n  1b: red must not enter(site: flats)\n", ""},
		{"another way is open", text + "  1a: red must enter(site: homes or depots) by 2020-02-01\n  1b: red must not enter(site: homes)\n", ""},
		{"an exception", text + "  1a: red must enter(site: homes) by 2020-02-01\n  1b: red must not enter() except enter(site: homes)\n", ""},
		{"excused", text + "  1a: red must enter(site: homes) by 2020-02-01\n  1b: red must not enter() unless order(doer: blue)\n", "a.1a/a.1b: a.1b | a.1a"},
		{"the ban ends before the day", text + "  1a: red must enter(site: homes) by 2020-02-01\n  1b: red must not enter() until 2020-01-31\n", ""},
		{"the ban begins after the opening", text + "  1a: red must enter(site: homes) by 2020-02-01\n  1b: red must not enter() from 2020-01-03\n", ""},
		{"two bans", text + "  1a: red must enter(site: homes) by 2020-02-01\n  1b: red must not enter()\n  1c: red must not enter(site: homes)\n", "a.1a/a.1b: a.1b | a.1a\na.1a/a.1c: a.1c | a.1a"},
		{"the ban is lifted in time", text + "  1a: red must enter(site: homes) by 2020-02-01\n  1b: red must not enter() until order(doer: blue)\n  1c: blue must order() by 2020-01-20\n", ""},
		{"a part of a party", text + "  1a: guards must enter(site: homes) by 2020-02-01\n  1b: red must not enter()\n", "a.1a/a.1b: a.1b | a.1a"},
		{"another party", text + "  1a: blue must enter(site: homes) by 2020-02-01\n  1b: red must not enter()\n", ""},
		{"no day passes", text + "  1a: red must enter(site: homes) undated\n  1b: red must not enter()\n", "a.1a/a.1b: a.1b | none"},
		{"more than is allowed", text + "  1a: red must enter() at least 5 by 2020-02-01\n  1b: red must enter() at most 3 in any 60 days\n", "a.1a/a.1b: a.1b | a.1a"},
		{"too early for a permission", text + "  1a: red must enter(site: homes) by 2020-02-01\n  1b: red may enter() only once after 2020-03-01\n", "a.1a/a.1b: a.1b | a.1a"},
		{"between texts", text + "  1a: red must enter(site: homes) by 2020-02-01\n" + strings.Replace(text, "agreement a", "agreement b", 1) + "  1b: red must not enter()\n", "a.1a/b.1b: b.1b | a.1a"},
		{"one text supersedes the other", text + "  1a: red must enter(site: homes) by 2020-02-01\n" + strings.Replace(text, "agreement a\n", "agreement b\n  supersedes a\n", 1) + "  1b: red must not enter()\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, x := range Clashes(read(t, c.text), norms.Obligation) {
				got = append(got, fmt.Sprintf("%s/%s: %s | %s", x.Asks, x.Forbids, breached(t, x.Done), breached(t, x.Left)))
			}
			if strings.Join(got, "\n") != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestPermission finds a permission inside a prohibition.
func TestPermission(t *testing.T) {
	for text, want := range map[string]string{
		text + "  1a: red may enter(site: homes)\n  1b: red must not enter()\n":                           "a.1a/a.1b: a.1b",
		text + "  1a: red may enter(site: homes)\n  1b: red must not enter() except enter(site: homes)\n": "",
		text + "  1a: red may enter()\n  1b: red must not enter(site: homes)\n":                           "",
	} {
		var got []string
		for _, x := range Clashes(read(t, text), norms.Permission) {
			got = append(got, fmt.Sprintf("%s/%s: %s", x.Asks, x.Forbids, breached(t, x.Done)))
		}
		if strings.Join(got, "\n") != want {
			t.Errorf("%s: got %q", text, got)
		}
	}
}

// TestDeadlines finds one act with two deadlines; the run lies between them.
func TestDeadlines(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"by two days", text + "  1a: red must leave() by 2020-03-01\n  1b: red must leave() by 2020-02-01\n", "a.1b a.1a"},
		{"a period and a day", text + "  1a: red must leave() within 10 days of start\n  1b: red must leave() within 3 days of start\n", "a.1b a.1a"},
		{"the same day", text + "  1a: red must leave() by 2020-03-01\n  1b: red must leave() before 2020-03-02\n", ""},
		{"other parties", text + "  1a: red must leave() by 2020-03-01\n  1b: blue must leave() by 2020-02-01\n", ""},
		{"other conditions", text + "  1a: red must leave() by 2020-03-01\n  1b: red must leave() by 2020-02-01 once order()\n", ""},
		{"superseded", text + "  1a: red must leave() by 2020-02-01\n" + strings.Replace(text, "agreement a\n", "agreement b\n  supersedes a\n", 1) + "  1b: red must leave() by 2020-03-01\n", ""},
		{"not superseded", text + "  1a: red must leave() by 2020-02-01\n" + strings.Replace(text, "agreement a\n", "agreement b\n", 1) + "  1b: red must leave() by 2020-03-01\n", "a.1a b.1b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, x := range Deadlines(read(t, c.text)) {
				got = append(got, x.Sooner+" "+x.Later)
				j, err := run.Judge(x.Between.Program, x.Between.Run)
				if err != nil || j.State(status.Key{Norm: x.Sooner}) != status.Of(status.Cured) || j.State(status.Key{Norm: x.Later}) != status.Of(status.Kept) {
					t.Errorf("the run: %v", err)
				}
			}
			if strings.Join(got, "\n") != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
