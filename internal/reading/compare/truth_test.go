package compare

import (
	"os"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/run"
)

// draw makes the pair of a seed; nil where the texts say something that is refused.
func draw(seed int) (*pair, [2]string) {
	d := dice(seed)
	t, i := gen{&d}.texts()
	var files []*syntax.File
	for _, text := range []string{vocabulary, t, i} {
		f, ds := syntax.Parse("random.mithaq", text)
		if diag.HasErrors(ds) {
			return nil, [2]string{t, i}
		}
		files = append(files, f)
	}
	book, ds := terms.Resolve(files, nil)
	if diag.HasErrors(ds) {
		return nil, [2]string{t, i}
	}
	if _, ds := norms.Lower(book); diag.HasErrors(ds) {
		return nil, [2]string{t, i}
	}
	return newPair(programOf(book, "t", "i"), "t", "i"), [2]string{t, i}
}

// refutes makes up runs in search of one that shows a "met" to be wrong.
func (x *pair) refutes(t side, from, runs int) (made int, found *run.Judged) {
	m := x.newMaker(t, t.n.Modality == norms.Aim)
	for k := 0; k < 3*runs && made < runs; k++ {
		j := m.make(uint64(from + k))
		if j == nil {
			continue
		}
		made++
		for _, in := range j.Instances() {
			if in.Norm.Name() == t.n.Name() && in.States&faults(in.Norm) != 0 {
				return made, j
			}
		}
	}
	return made, nil
}

func size(short, long int) int {
	if os.Getenv("MITHAQ_LONG") != "" {
		return long
	}
	return short
}

// TestMetIsNotRefuted: no random complete lawful run of an initiative refutes a certificate, also not one in which only the norms
// perform on which it rests; each run behind "not met" is confirmed by engine and oracle; each answer occurs.
func TestMetIsNotRefuted(t *testing.T) {
	pairs, runs := size(130, 2000), size(25, 1000)
	var spread [NumAnswers]int
	made, n, cells, silent := 0, 0, 0, 0
	for seed := 1; n < pairs; seed++ {
		x, text := draw(seed)
		if x == nil {
			if seed > 3*pairs+50 {
				t.Fatal("most random texts are refused", n, seed)
			}
			continue
		}
		n++
		a := x.terms[0]
		for k, c := range x.column() {
			cells++
			spread[c.Answer]++
			s := side{x.prog, a, &a.Norms[k]}
			switch c.Answer {
			case Met, MetInVacuo:
				m := x.check(t, seed, text, &c, s, runs)
				made += m
				if m == 0 {
					silent++
				}
			case NotMet:
				j, err := run.Judge(c.Run.Program, c.Run.Run)
				if err != nil {
					t.Fatal(seed, err)
				}
				if _, ok := fault(j, c.Norm); !ok || !x.keeps(j, s.n.Modality == norms.Aim) {
					t.Fatalf("seed %d: the run behind %q shows nothing", seed, c.Answer)
				}
			case NotDecided, Contradicted, Missing, NotSeen, NumAnswers:
			}
		}
	}
	t.Logf("%d pairs, %d norms, %d runs of those met; no run could be made for %d", n, cells, made, silent)
	for a := range NumAnswers {
		t.Logf("%-22s %5d  %4.1f %%", a, spread[a], 100*float64(spread[a])/float64(cells))
		if 50*spread[a] < cells && a != NotDecided {
			t.Errorf("%q stands in fewer than 2 %% of the cells", a)
		}
	}
	if 4*(spread[Met]+spread[MetInVacuo]) < cells {
		t.Error("fewer than a quarter are met")
	}
}

// check makes up runs against a "met": all norms of the initiative performed; and, where it rests on the bearer alone, only those
// on which it rests.
func (x *pair) check(t *testing.T, seed int, text [2]string, c *Cell, s side, runs int) int {
	made, found := x.refutes(s, 1_000_000, runs)
	if found != nil {
		t.Fatalf("seed %d: %s\n%s\n%s\nis refuted by %+v\n%v", seed, tell(*c), text[0], text[1], found.Run.Acts, found.Instances())
	}
	if c.By != ByBearer {
		return made
	}
	x.only = map[string]bool{}
	for _, l := range c.Links {
		x.only[l.Norm] = true
	}
	for _, r := range c.Rests {
		x.only[r] = true
	}
	defer func() { x.only = nil }()
	if _, found := x.refutes(s, 2_000_000, runs/4); found != nil {
		t.Fatalf("seed %d: alone: %s\n%s\n%s\nis refuted by %+v", seed, tell(*c), text[0], text[1], found.Run.Acts)
	}
	return made
}
