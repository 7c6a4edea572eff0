package schedule

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/judge/status"
	"mithaq/internal/reading/run"
)

// program reads a text that must be without errors.
func program(t *testing.T, text string) *norms.Program {
	t.Helper()
	f, ds := syntax.Parse("text.mithaq", text)
	book, more := terms.Resolve([]*syntax.File{f}, nil)
	ds = append(ds, more...)
	p, more := norms.Lower(book)
	for _, d := range append(ds, more...) {
		t.Fatalf("%s: %s %v\n%s", d.Span, d.Code, d.Args, text)
	}
	return p
}

// written makes a text at random: duties of three parties, each with an act of its own, by dates and by each other, and
// rules that forbid some of the acts for a while. hours: some limits lie within a day.
func written(r *rand.Rand, hours bool) string {
	var b strings.Builder
	b.WriteString("vocabulary v\nparty p\nparty q\nparty s\n")
	n := 3 + r.IntN(4)
	for i := range n {
		fmt.Fprintf(&b, "act act%d (doer party)\n", i)
	}
	zone := []string{"UTC", "Europe/Berlin", "Africa/Cairo"}[r.IntN(3)]
	fmt.Fprintf(&b, "\nagreement a\n  uses v\n  agreed between p, q and s\n  dated 2024-03-%02d\n  zone %q\nterm 1\n", 10+r.IntN(20), zone)
	date := func() string { return fmt.Sprintf("2024-%02d-%02d", 4+r.IntN(2), 1+r.IntN(30)) }
	who := make([]string, n)
	for i := range n {
		who[i] = []string{"p", "q", "s"}[r.IntN(3)]
		window := "by " + date()
		if i > 0 {
			before := fmt.Sprintf("n%d", r.IntN(i))
			switch r.IntN(7) {
			case 0:
				window = fmt.Sprintf("within %d days of %s", 1+r.IntN(20), before)
			case 1:
				window = "within 1 month of " + before
			case 2:
				window = fmt.Sprintf("day %d of %s", 2+r.IntN(9), before)
			case 3:
				window = fmt.Sprintf("from %s by %s", before, date())
			case 4:
				window = "undated"
			case 5:
				if hours {
					window = fmt.Sprintf("within %d hours of %s", 12+r.IntN(90), before)
				}
			}
		}
		fmt.Fprintf(&b, "  n%d: %s must act%d() %s\n", i, who[i], i, window)
		switch r.IntN(5) {
		case 0:
			fmt.Fprintf(&b, "  f%d: %s must not act%d() until %s\n", i, who[i], i, date())
		case 1:
			fmt.Fprintf(&b, "  f%d: %s must not act%d() from %s\n", i, who[i], i, date())
		case 2:
			if i > 0 {
				fmt.Fprintf(&b, "  f%d: %s may act%d() only once n%d kept\n", i, who[i], i, r.IntN(i))
			}
		}
	}
	return b.String()
}

// TestControllableIsKept plays what the network says: for parties that are controllable, whatever the others choose within what the
// network leaves them, the party's times are put into a run, and both judges have to find every one of its dated duties kept.
func TestControllableIsKept(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	counts := map[string]int{}
	texts := 250
	if os.Getenv("MITHAQ_LONG") != "" {
		texts = 20_000
	}
	for i := range texts {
		text := written(r, i%4 == 0)
		p := program(t, text)
		tx := newText(p)
		for _, id := range tx.parties() {
			var duties []duty
			for _, n := range tx.norms {
				if n.Modality != norms.Obligation || Bearers(n)[0] != id || tx.left(n) != "" {
					continue
				}
				rules, left := tx.rules(id, n)
				if left == nil {
					duties = append(duties, duty{n, rules})
				}
			}
			pl, ok := tx.best(id, duties)
			if !ok || len(duties) == 0 {
				continue
			}
			if counts["parties"]++; !pl.result.Controllable {
				counts["not controllable"]++
				continue
			}
			if len(pl.events) > len(duties)+1 {
				counts["that hang on others"]++
			}
			if !tx.cal.days {
				counts["in seconds"]++
			}
			for range 3 {
				if kept(t, r, pl, text) {
					counts["runs"]++
				}
			}
		}
	}
	t.Log(counts)
	for what, least := range map[string]int{"parties": 300, "not controllable": 50, "that hang on others": 100, "in seconds": 20, "runs": 600} {
		if counts[what] < least {
			t.Errorf("%s: only %d", what, counts[what])
		}
	}
}

// kept makes a run of a plan with durations of the others at random, and asks the judges. False: the others are not lawful in it.
func kept(t *testing.T, r *rand.Rand, pl *plan, text string) bool {
	t.Helper()
	fixed := *pl
	fixed.net.Links = append(fixed.net.Links[:0:0], pl.net.Links...)
	from := make([]int, len(pl.events))
	for i, l := range fixed.net.Links {
		if l.Contingent {
			top := min(l.Max, l.Min+90*pl.cal.unit())
			at := l.Min + r.Int64N(top-l.Min+1)
			switch r.IntN(3) {
			case 0:
				at = l.Min
			case 1:
				at = top
			}
			fixed.net.Links[i].Min, fixed.net.Links[i].Max = at, at
			from[l.To] = l.From
		}
	}
	var dist []int64
	for settled, turns := false, 0; !settled; turns++ { // the opening of a window is what the calendar makes of the time that it counts from
		var ok bool
		if dist, _, ok = fixed.distances(true); !ok {
			t.Fatalf("controllable, and yet not consistent with what others chose:\n%s%+v", text, fixed.net.Links)
		}
		if turns > 50 {
			return false // the others' windows turn on each other
		}
		settled = true
		for i := range fixed.net.Links {
			l := &fixed.net.Links[i]
			ev := pl.events[l.To]
			if !l.Contingent || !strings.HasPrefix(ev.key, openingOf) {
				continue
			}
			n := pl.p.Norm("a." + strings.TrimPrefix(ev.key, openingOf+"a."))
			at := pl.begin - dist[l.From]
			if after := n.Window.Start.Instant(at, pl.p.Agreements[0].Zone) - at; after != l.Min {
				l.Min, l.Max, settled = after, after, false
			}
		}
	}
	story := &run.Run{End: pl.begin + 250*day}
	for node, ev := range pl.events {
		if ev.sort != normKept {
			continue
		}
		place := -dist[node]
		at := pl.cal.instant(place, true) // the party waits until the last second of its day
		if pl.cal.days && !pl.ownNode(node) && place > -dist[from[node]] {
			first := pl.cal.instant(place, false)
			at = first + r.Int64N(at-first+1)
		}
		story.Acts = append(story.Acts, run.Act{ID: ev.norm.ID, Act: ev.norm.Act.Act, At: at, N: 1, Doers: Bearers(ev.norm)})
	}
	j, err := run.Judge(pl.p, story)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	for _, ev := range pl.events {
		if ev.sort == normKept && j.State(status.Key{Norm: ev.norm.Name()}) != status.Of(status.Kept) && !slices.Contains(Bearers(ev.norm), pl.id) {
			return false // the others are not lawful: the network leaves them more than the law does
		}
	}
	for _, d := range pl.duties {
		name := d.norm.Name()
		if got := j.State(status.Key{Norm: name}); got != status.Of(status.Kept) {
			var acts []string
			for _, a := range story.Acts {
				acts = append(acts, fmt.Sprint(a.ID, " at ", a.At, " (", pl.cal.zone.DateOf(a.At), ")"))
			}
			t.Fatalf("%s of %s: %v\n%s%s", name, pl.id, got, text, strings.Join(acts, "\n"))
		}
	}
	for _, key := range j.Breaches() {
		if n := pl.p.Norm(key.Norm); Bearers(n)[0] == pl.id {
			t.Fatalf("%s: %s goes against %s\n%s", pl.id, "the plan", key.Norm, text)
		}
	}
	return true
}
