package order

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/run"
	"mithaq/internal/testroot"
)

const head = `vocabulary v
party red
party blue
body un
act leave (doer party)
act give (doer party)
act verify (doer party)
act announce (doer party, what mark, day date)
act detain (doer party, person)
act release (doer party, person)
state held (by party, person) begins detain(doer: by, person) ends release(person)
roster detainees of held
agreement a
  uses v
  agreed between red and blue
  dated 2020-01-01
  zone "UTC"
mark departure
term 1
`

func small(t testing.TB, text string) *norms.Program {
	t.Helper()
	return lowered(t, head+text)
}

func lowered(t testing.TB, texts ...string) *norms.Program {
	t.Helper()
	var files []*syntax.File
	var ds []diag.Diagnostic
	for i, text := range texts {
		f, more := syntax.Parse(fmt.Sprintf("%d.mithaq", i), text)
		files, ds = append(files, f), append(ds, more...)
	}
	book, more := terms.Resolve(files, nil)
	prog, last := norms.Lower(book)
	for _, d := range append(append(ds, more...), last...) {
		if d.Severity == diag.Error {
			t.Fatalf("%s %s %v", d.Span, d.Code, d.Args)
		}
	}
	return prog
}

// confirmed judges a run again, by both judges, and sees that it is lawful.
func confirmed(t *testing.T, told *run.Told) *run.Judged {
	t.Helper()
	j, err := run.Judge(told.Program, told.Run)
	if err != nil || !j.Lawful() {
		t.Errorf("a run that is shown: %v, breached %v", err, j.Breaches())
	}
	return j
}

// TestCircles names the rings of small texts; each comes with a lawful run in which it waits, and the act that breaks it.
func TestCircles(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"each once the other is kept", `  1a: red must leave() by 2020-02-01 once 1b is kept
  1b: blue must give() by 2020-02-01 once 1a is kept
`, "1a 1b, 0 behind, 1a breaks it"},
		{"each once the other acted", `  1a: red must leave() undated once give(doer: blue)
  1b: blue must give() undated once leave(doer: red)
`, "1a 1b, 0 behind, 1a breaks it"},
		{"by a deadline that the other's act begins", `  1a: red must leave() within 10 days of give(doer: blue)
  1b: blue must give() within 10 days of leave(doer: red)
`, "1a 1b, 0 behind, 1a breaks it"},
		{"three, and one more behind", `  1a: red must leave() undated once 1c is kept
  1b: blue must give() undated once 1a is kept
  1c: un must verify() undated once 1b is kept
  1d: un must announce() undated once 1b is kept
`, "1a 1c 1b, 1 behind, 1a breaks it"},
		{"the shorter of two rings", `  1a: red must leave() undated once 1b is kept
  1b: blue must give() undated once 1c is kept
  1c: un must verify() undated once (1a is kept and 1b is kept)
`, "1b 1c, 1 behind, 1b breaks it"},
		{"by a mark that only the other sets", `  1a: red must leave() by departure
  1b: un must announce(what: departure) undated once leave(doer: red)
`, "1a 1b, 0 behind, 1a breaks it"},
		{"a permission is used only once it may be", `  1a: red may leave() only once 1b is kept
  1b: blue must give() undated once 1a is kept
`, "1a 1b, 0 behind, 1b breaks it"},
		{"a state that only the other ends", `  1a: red must leave() undated once no held()
  1b: for each member of detainees as d, blue must release(person: d.person) undated once leave(doer: red)
`, "1a 1b, 0 behind, 1a breaks it"},
		{"each before the other", `  1a: red must leave() before give(doer: blue)
  1b: blue must give() before leave(doer: red)
`, "1a 1b, 0 behind, none breaks it"},
		{"an alternative opens it", `  1a: red must leave() by 2020-02-01 once (1b is kept or after 2020-01-10)
  1b: blue must give() by 2020-02-01 once 1a is kept
`, ""},
		{"an alternative that is open is no part of the ring", `  1a: red must leave() undated once ((1b is kept or after 2020-01-10) and 1c is kept)
  1b: blue must give() undated once 1a is kept
  1c: un must verify() undated once 1a is kept
`, "1a 1c, 1 behind, 1a breaks it"},
		{"what nobody owes may happen", `  1a: red must leave() by 2020-02-01 once give(doer: un)
  1b: blue must give() by 2020-02-01 once 1a is kept
`, ""},
		{"in a row", `  1a: red must leave() by 2020-02-01
  1b: blue must give() by 2020-03-01 once 1a is kept
  1c: un must verify() by 2020-04-01 once 1b is kept
`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := Circles(small(t, c.text))
			var got []string
			for _, x := range found {
				var ring []string
				for _, l := range x.Links {
					ring = append(ring, strings.TrimPrefix(l.From, "a."))
				}
				first := "none"
				if x.Break != nil {
					first = strings.TrimPrefix(x.Break.Norm, "a.")
					if waitsAny(confirmed(t, x.Break.Run), []string{x.Links[0].From}) {
						t.Error("broken, and it still waits")
					}
				}
				if j := confirmed(t, x.Run); len(j.Open()) > 0 {
					t.Errorf("open: %v", j.Open())
				}
				got = append(got, fmt.Sprintf("%s, %d behind, %s breaks it", strings.Join(ring, " "), x.Behind, first))
			}
			if strings.Join(got, "\n") != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestLong finds a ring in a text too long to be played whole: the run tells the part that bears on it, and says so.
func TestLong(t *testing.T) {
	var b strings.Builder
	for i := range 600 {
		fmt.Fprintf(&b, "  %dx: red must leave() by 2021-02-01\n", i+1)
	}
	b.WriteString("  9a: un must verify() undated once 9b is kept\n  9b: blue must give() undated once 9a is kept\n")
	prog := small(t, b.String())
	found := Circles(prog)
	if len(found) != 1 || !found[0].Run.Part || found[0].Break == nil {
		t.Fatalf("%v", found)
	}
	confirmed(t, found[0].Run)
}

// TestDeadText names norms that can never come into force, and those that can.
func TestDeadText(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"an open duty is never breached", "  1a: red must leave() undated\n  1b: red must give() by 2020-06-01 once 1a is breached\n", "0 1b 1a"},
		{"a period after such a breach", "  1a: red must leave() undated\n  1b: red must give() within 10 days of breach of 1a\n", "0 1b 1a"},
		{"a dated one may be", "  1a: red must leave() by 2020-02-01\n  1b: red must give() by 2020-06-01 once 1a is breached\n", ""},
		{"the condition's day is too late", "  1a: red must leave() by 2020-02-01 once after 2020-03-01\n", "1 1a "},
		{"on the last day: in force for an instant, and so breached", "  1a: red must leave() by 2020-02-01 once after 2020-02-01\n", ""},
		{"on the day before", "  1a: red must leave() by 2020-02-01 once after 2020-01-31\n", ""},
		{"in a row", "  1a: red may leave() once after 2020-03-01\n  1b: blue must give() by 2020-02-01 once 1a is kept\n", "1 1b 1a"},
		{"one of two ways is in time", "  1a: red must leave() by 2020-02-01 once (after 2020-03-01 or give())\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			prog := small(t, c.text)
			var got []string
			for _, reason := range []Reason{Unbreachable, TooLate, NeverSo} {
				found := DeadText(prog, reason)
				for _, d := range found {
					confirmed(t, d.Run)
					got = append(got, fmt.Sprintf("%d %s %s", d.Reason, strings.TrimPrefix(d.Norm, "a."), strings.TrimPrefix(d.Other, "a.")))
				}
			}
			if strings.Join(got, "\n") != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestDisputes finds the steps on whose order two readings differ.
func TestDisputes(t *testing.T) {
	text := "  1a: red must leave() by 2020-02-01\n  1b: blue must give() by 2020-02-01\n  1c: un must verify() by 2020-02-01\n"
	for _, c := range []struct{ name, readings, want string }{
		{"each its own first", "  reading x by red\n    1b: blue must give() by 2020-02-01 once 1a is kept\n  reading y by blue\n    1a: red must leave() by 2020-02-01 once 1b is kept\n", "1a 1b x y false"},
		{"one fixes what the text leaves open", "  reading x by red\n    1b: blue must give() by 2020-02-01 once leave(doer: red)\n", "1a 1b x  true"},
		{"before", "  reading x by red\n    1a: red must leave() before give(doer: blue)\n  reading y by blue\n    1b: blue must give() before leave(doer: red)\n", "1a 1b x y false"},
		{"through a third", "  reading x by red\n    1c: un must verify() by 2020-02-01 once 1a is kept\n    1b: blue must give() by 2020-02-01 once 1c is kept\n  reading y by blue\n    1a: red must leave() by 2020-02-01 once 1b is kept\n", "1a 1b x y false"},
		{"other days, the same order", "  reading x by red\n    1b: blue must give() by 2020-03-01\n  reading y by blue\n    1a: red must leave() by 2020-03-01\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := Disputes(small(t, text+c.readings))
			var got []string
			for _, d := range found {
				for i, r := range d.Runs {
					confirmed(t, r)
					at := map[string]int{}
					for k, a := range r.Run.Acts {
						at[a.For.Norm] = k
					}
					if (at[d.First] < at[d.Second]) != (i == 0) {
						t.Errorf("run %d: %v", i, at)
					}
				}
				got = append(got, fmt.Sprint(strings.TrimPrefix(d.First, "a."), " ", strings.TrimPrefix(d.Second, "a."), " ", d.A, " ", d.B, " ", d.Free))
			}
			if strings.Join(got, "\n") != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestMinsk finds what the sides of Minsk disputed: the border before the elections, or the elections before the border.
func TestMinsk(t *testing.T) {
	var texts []string
	for _, name := range []string{"donbas", "minsk2"} {
		b, err := os.ReadFile(filepath.Join(testroot.Root(t), "examples", "minsk-2014", name+".mithaq"))
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(b))
	}
	found := Disputes(lowered(t, texts...))
	if len(found) != 1 {
		t.Fatalf("%d disputes", len(found))
	}
	d := found[0]
	if d.First != "minsk2.9a" || d.Second != "minsk2.12b" || d.A != "kyiv" || d.B != "moscow" || d.Free {
		t.Fatalf("%+v", d)
	}
	for i, want := range [][2]string{{"hand_over_border.finish", "hold"}, {"hold", "hand_over_border.begin"}} {
		confirmed(t, d.Runs[i])
		at := map[string]int{}
		for k, a := range d.Runs[i].Run.Acts {
			at[a.Act] = k + 1
		}
		if at[want[0]] == 0 || at[want[0]] >= at[want[1]] {
			t.Errorf("by reading %d: %v", i, at)
		}
	}
}
