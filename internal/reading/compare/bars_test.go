package compare

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/run"
)

// drawLong makes a pair whose initiative asks for more acts than a run may have, or has a date that moves on; nil where a text is refused.
func drawLong(seed int) (*pair, string) {
	d := dice(seed)
	g := gen{&d}
	t, i := g.texts()
	i = strings.TrimRight(i, "\n") + "\n"
	for k := range 1 + d.n(3) {
		cond := g.one("until ", "until ", "once ", "while ", "if ") + g.cond(nil)
		i += fmt.Sprintf("  l%d: %s must %s() at least %s by %s %s\n", k, g.one("red", "blue"), g.one(actNames...), g.one("60", "90", "170"), g.date(), g.one("", cond, cond))
	}
	if d.n(2) == 0 {
		i = i[:strings.LastIndex(i, "  l0:")]
	}
	if d.n(2) == 0 {
		cond := g.one(g.pattern(), g.pattern(), "count "+g.pattern()+" >= "+g.one("1", "2", "60"), g.cond(nil))
		i += fmt.Sprintf("  s: %s must %s() within %s days of start while %s\n", g.one("red", "blue"), g.one(actNames...), g.one("10", "300", "900"), cond)
	}
	var files []*syntax.File
	for _, text := range []string{vocabulary, t, i} {
		f, ds := syntax.Parse("random.mithaq", text)
		if diag.HasErrors(ds) {
			return nil, t + i
		}
		files = append(files, f)
	}
	book, ds := terms.Resolve(files, nil)
	if diag.HasErrors(ds) {
		return nil, t + i
	}
	if _, ds := norms.Lower(book); diag.HasErrors(ds) {
		return nil, t + i
	}
	return newPair(programOf(book, "t", "i"), "t", "i"), t + i
}

// plainly makes up a run without bars; each run on the way is judged by a judge of its own, whose whole answer the one judge of all runs has to give.
func (m *maker) plainly(seed uint64) (*run.Judged, error) {
	m.notes = true // no bars, and all that is owed is done, however long the run becomes
	r := m.begin(seed)
	for range mendings {
		j, err := run.Look(m.prog, r)
		if err != nil {
			return nil, nil
		}
		if same, err := m.ready.Look(r); err != nil || !reflect.DeepEqual(same.Result, j.Result) || !reflect.DeepEqual(same.Instances(), j.Instances()) {
			return nil, fmt.Errorf("judged again: %v\n%+v\nat first:\n%+v", err, same, j)
		}
		if m.x.keeps(j, m.aims) {
			return j, nil
		}
		r = r.Clone()
		if !m.mend(j, r) || len(r.Acts) > maxActs {
			return nil, nil
		}
	}
	return nil, nil
}

// barsAgainstPlain compares runs made up with bars to those made up plainly, and counts those that bars stopped.
func barsAgainstPlain(x *pair, tries int) (owed, stuck, made int, err error) {
	a := x.terms[0]
	t := side{x.prog, a, &a.Norms[0]}
	m, p := x.newMaker(t, t.n.Modality == norms.Aim), x.newMaker(t, t.n.Modality == norms.Aim)
	for k := range uint64(tries) {
		r := m.begin(k)
		switch barred := m.barred(r); {
		case barred && len(m.bars.stuck) > 0:
			stuck++
		case barred:
			owed++
		}
		got := m.make(k)
		want, err := p.plainly(k)
		if err != nil {
			return owed, stuck, made, err
		}
		if (got == nil) != (want == nil) {
			return owed, stuck, made, fmt.Errorf("try %d: with bars there is a run: %t; without: %t", k, got != nil, want != nil)
		}
		if got == nil {
			continue
		}
		made++
		if !reflect.DeepEqual(got.Run, want.Run) || !reflect.DeepEqual(got.Instances(), want.Instances()) {
			return owed, stuck, made, fmt.Errorf("try %d: with bars\n%+v\nwithout\n%+v", k, got.Run, want.Run)
		}
	}
	return owed, stuck, made, nil
}

// TestBarsChangeNothing: what is made up with bars, by one judge for all runs, is what is made up without, each run judged by a judge of its own.
func TestBarsChangeNothing(t *testing.T) {
	pairs := size(40, 1500)
	owed, stuck, made := 0, 0, 0
	for seed, n := 1, 0; n < pairs; seed++ {
		x, text := drawLong(seed)
		if x == nil {
			continue
		}
		n++
		o, s, m, err := barsAgainstPlain(x, 8)
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, text)
		}
		owed, stuck, made = owed+o, stuck+s, made+m
	}
	t.Logf("%d pairs: %d runs stopped by what is owed, %d by an end that moves on; %d made", pairs, owed, stuck, made)
	if owed < pairs/4 || stuck < pairs/4 || made < pairs/4 {
		t.Error("that shows little")
	}
}

// TestBrokenBarsAreCaught: bars that leave out what bears on them stop runs that could be made.
func TestBrokenBarsAreCaught(t *testing.T) {
	for _, rule := range []string{"bearing", "mended"} {
		caught := false
		for seed := nearBar[rule]; seed < nearBar[rule]+size(100, 4000) && !caught; seed++ {
			x, _ := drawLong(seed)
			if x == nil {
				continue
			}
			x.rules.broken = rule
			_, _, _, err := barsAgainstPlain(x, 20)
			if caught = err != nil; caught {
				t.Logf("%s: pair %d: %v", rule, seed, err)
			}
		}
		if !caught {
			t.Errorf("with %q broken nothing differs", rule)
		}
	}
}

// nearBar is where the search for a pair that shows each begins, so that it is short.
var nearBar = map[string]int{"bearing": 9, "mended": 44}
