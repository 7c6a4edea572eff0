package order

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/conflict"
	"mithaq/internal/reading/run"
)

// lot draws numbers, the same on every machine (SplitMix64).
type lot uint64

func (l *lot) below(n int) int {
	*l += 0x9e3779b97f4a7c15
	z := uint64(*l)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return int((z ^ z>>31) % uint64(n))
}

func (l *lot) of(list ...string) string { return list[l.below(len(list))] }

// random writes a text of a few norms that wait on each other.
func random(seed uint64) string {
	l := lot(seed)
	n := 3 + l.below(4)
	var b strings.Builder
	label := func() string { return fmt.Sprintf("1%c", 'a'+l.below(n)) }
	act := func() string { return l.of("leave()", "give()", "verify()", "leave(doer: red)", "give(doer: blue)") }
	for i := range n {
		who := l.of("red", "blue", "un", "unnamed", "red and blue")
		modal := l.of("must", "must", "must", "may", "aims to", "must not", "must not")
		fmt.Fprintf(&b, "  1%c: %s %s %s()", 'a'+i, who, modal, l.of("leave", "give", "verify", "leave", "release"))
		switch l.below(6) {
		case 0:
			fmt.Fprintf(&b, " by 2020-0%d-15", 2+l.below(2))
		case 1:
			fmt.Fprintf(&b, " within %d days of %s", 5+l.below(30), act())
		case 2:
			fmt.Fprintf(&b, " within %d days of start", 5+l.below(90))
		case 3:
			if modal == "must" {
				fmt.Fprintf(&b, " before %s", act())
			}
		}
		switch l.below(7) {
		case 5:
			b.WriteString(" once after 2020-03-01")
		case 6:
			fmt.Fprintf(&b, " once %s is breached", label())
		case 0:
			fmt.Fprintf(&b, " once %s is kept", label())
		case 1:
			fmt.Fprintf(&b, " once (%s and %s is kept)", act(), label())
		case 2:
			fmt.Fprintf(&b, " once %s", l.of("no held()", "held()", act(), "after 2020-03-01", "(leave() or give())"))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// TestRandom makes remarks about random texts: each run that is shown is confirmed by both judges, lawful, and shows what is said. And the
// judges agree on what is played of each text that has no values known only up to others below them.
func TestRandom(t *testing.T) {
	tries := 150
	if os.Getenv("MITHAQ_LONG") != "" {
		tries = 3000
	}
	read, circles, dead, clashes := 0, 0, 0, 0
	for seed := range tries {
		text := random(uint64(seed))
		f, ds := syntax.Parse("a.mithaq", head+text)
		book, more := terms.Resolve([]*syntax.File{f}, nil)
		prog, last := norms.Lower(book)
		if diag.HasErrors(append(append(ds, more...), last...)) {
			continue // waits in a circle that has no least solution, and the like
		}
		read++
		played, err := run.Play(prog, run.Suppose(prog), &run.Policy{Aims: true, Leave: true, Free: true})
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if _, err := run.Judge(prog, played.Run); err != nil {
			t.Errorf("%d: %v\n%s", seed, err, text)
		}
		for _, c := range Circles(prog) {
			circles++
			var names []string
			for _, l := range c.Links {
				names = append(names, l.From)
			}
			if j := confirmed(t, c.Run); !waiting(j, names) {
				t.Errorf("%d: it does not wait\n%s", seed, text)
			}
			if c.Break != nil {
				confirmed(t, c.Break.Run)
			}
		}
		for _, asks := range []norms.Modality{norms.Obligation, norms.Permission} {
			for _, c := range conflict.Clashes(prog, asks) {
				clashes++
				breaks(t, text, c.Done, c.Forbids)
				if c.Left != nil {
					breaks(t, text, c.Left, c.Asks)
				}
			}
		}
		for _, reason := range []Reason{Unbreachable, TooLate, NeverSo} {
			for _, d := range DeadText(prog, reason) {
				dead++
				if j := confirmed(t, d.Run); !waiting(j, []string{d.Norm}) {
					t.Errorf("%d: %s comes into force\n%s", seed, d.Norm, text)
				}
			}
		}
	}
	t.Logf("%d texts, %d rings, %d dead, %d conflicts", read, circles, dead, clashes)
	if read < tries/3 || circles < tries/20 || dead < tries/20 || clashes < tries/50 {
		t.Errorf("%d texts, %d rings, %d dead, %d conflicts: the texts are too tame", read, circles, dead, clashes)
	}
}

// breaks sees that a run, judged again by both judges, breaches this norm and no other.
func breaks(t *testing.T, text string, told *run.Told, norm string) {
	t.Helper()
	j, err := run.Judge(told.Program, told.Run)
	if err != nil {
		t.Errorf("%v\n%s", err, text)
		return
	}
	for _, k := range j.Breaches() {
		if k.Norm != norm {
			t.Errorf("%s is breached, not %s alone\n%s", k.Norm, norm, text)
		}
	}
	if len(j.Breaches()) == 0 {
		t.Errorf("%s is not breached\n%s", norm, text)
	}
}
