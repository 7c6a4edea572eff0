package run

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
	"mithaq/internal/testroot"
)

// tell writes a run in one line per act.
func tell(r *Run) string {
	var b strings.Builder
	for i := range r.Acts {
		a := &r.Acts[i]
		h, m, _ := civil.UTC.TimeOf(a.At)
		fmt.Fprintf(&b, "%s %02d:%02d %s", civil.UTC.DateOf(a.At), h, m, a.Act)
		if a.N > 1 {
			fmt.Fprintf(&b, " x%d", a.N)
		}
		fmt.Fprintf(&b, " by %s", strings.Join(a.Doers, "+"))
		for _, r := range a.Roles {
			fmt.Fprintf(&b, " %s:%s", r.Name, strings.Join(r.Values, "+"))
		}
		for _, x := range a.Amounts {
			fmt.Fprintf(&b, " %s:%d", x.Role, x.N)
		}
		for _, z := range a.Zones {
			fmt.Fprintf(&b, " in %s", z)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// play plays a program and judges what comes out, by both judges.
func play(t *testing.T, prog *norms.Program, p *Policy) (*Judged, *Played) {
	t.Helper()
	played, err := Play(prog, Suppose(prog), p)
	if err != nil {
		t.Fatal(err)
	}
	j, err := Judge(prog, played.Run)
	if err != nil {
		t.Fatalf("%v\n%s", err, tell(played.Run))
	}
	return j, played
}

func late(*Move) Manner    { return Late }
func opening(*Move) Manner { return Opening }

// examples lists the texts of the folder of examples, each with the vocabulary beside it.
func examples(t *testing.T) (list [][]string) {
	root := filepath.Join(testroot.Root(t), "examples")
	found, err := filepath.Glob(filepath.Join(root, "*", "*.mithaq"))
	if err != nil || len(found) < 8 {
		t.Fatal(found, err)
	}
	vocabularies := map[string][]string{} // of each folder: texts that hold no agreement
	isText := map[string]bool{}
	for _, f := range found {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		rel, _ := filepath.Rel(root, f)
		if isText[f] = strings.Contains("\n"+string(b), "\nagreement "); !isText[f] {
			vocabularies[filepath.Dir(f)] = append(vocabularies[filepath.Dir(f)], filepath.ToSlash(rel))
		}
	}
	for _, f := range found {
		rel, _ := filepath.Rel(root, f)
		if isText[f] {
			list = append(list, append(slices.Clone(vocabularies[filepath.Dir(f)]), filepath.ToSlash(rel)))
		}
	}
	return list
}

// TestExamples sees that every example can be performed: by what is owed alone, as early and as late as can be, and with all that
// may be done besides. Monitor and oracle agree on each of these runs.
func TestExamples(t *testing.T) {
	acts := 0
	for _, names := range examples(t) {
		prog := example(t, names...)
		for name, p := range map[string]*Policy{
			"early": {}, "late": {Manner: late}, "opening": {Manner: opening}, "all": {Aims: true, Leave: true, Free: true},
			"all, late": {Aims: true, Leave: true, Free: true, Manner: late, Choice: 1},
		} {
			if len(prog.Agreements[0].Norms) > wholeUpTo {
				continue // a long text is never played whole: Around
			}
			played, err := Play(prog, Suppose(prog), p)
			if err != nil {
				t.Fatal(err)
			}
			acts += len(played.Run.Acts)
			j, err := Judge(prog, played.Run)
			if err != nil {
				t.Errorf("%v, %s: %v", names, name, err)
				continue
			}
			if !j.Lawful() || !j.Complete() || played.Bounded {
				t.Errorf("%v, %s: breached %v, open %v, bounded %v\n%s", names, name, j.Breaches(), j.Open(), played.Bounded, tell(played.Run))
			}
		}
	}
	if acts < 100 {
		t.Errorf("only %d acts were made", acts)
	}
}

// TestPlay holds the runs of small texts to the line.
func TestPlay(t *testing.T) {
	for _, c := range []struct {
		name, terms string
		policy      Policy
		want        string
		lawful      bool
		complete    bool
	}{
		{"in the order of the text", `term 1
  1a: red must leave(at: town) by 2020-02-01
  1b: blue must give(to: red, what: maps) within 10 days of leave(doer: red)
`, Policy{}, `2020-01-02 12:00 leave by red in town
2020-01-03 12:00 give by blue to:red what:maps
`, true, true},
		{"as late as can be", `term 1
  1a: red must leave(at: town) by 2020-02-01
  1b: blue must give(to: red, what: maps) within 10 days of leave(doer: red)
`, Policy{Manner: late}, `2020-02-01 23:59 leave by red in town
2020-02-11 23:59 give by blue to:red what:maps
`, true, true},
		{"never", `term 1
  1a: red must leave(at: town) by 2020-02-01
`, Policy{Manner: func(*Move) Manner { return Never }}, ``, false, true},
		{"at the first instant", `term 1
  1a: red must leave(at: town) from 2020-01-10 by 2020-02-01
`, Policy{Manner: opening}, `2020-01-10 00:00 leave by red in town
`, true, true},
		{"nobody owes the announcement", `mark departure
term 1
  1a: red must leave() by departure
`, Policy{}, ``, true, true},
		{"somebody makes it", `mark departure
term 1
  1a: red must leave() by departure
`, Policy{Free: true}, `2020-01-02 12:00 announce by  day:2020-02-01 what:departure
2020-01-03 12:00 leave by red
`, true, true},
		{"a number of acts, and of a role", `term 1
  1a: red must fire() at least 3 by 2020-02-01
  1b: blue must fire(shells >= 20) by 2020-02-01
`, Policy{}, `2020-01-02 12:00 fire x3 by red
2020-01-03 12:00 fire by blue shells:20
`, true, true},
		{"again and again, as long as something is left to do", `term 1
  1a: red must leave() every 10 days
  1b: blue must give(what: lists) by 2020-02-01
`, Policy{Manner: func(m *Move) Manner {
			if m.For.Norm == "a.1b" {
				return Late
			}
			return Early
		}}, `2020-01-02 12:00 leave by red
2020-01-11 12:00 leave by red
2020-01-20 12:00 leave by red
2020-01-29 12:00 leave by red
2020-02-01 23:59 give by blue what:lists
`, true, true},
		{"each member of a list", `term 1
  1a: for each member of detainees as d, red must release(person: d.person) within 5 days of start
`, Policy{}, `2020-01-02 12:00 release by red person:detainees#1
`, true, true},
		{"a state is brought about, another kept", `term 1
  1a: red must bring about no held() by 2020-02-01
  1b: for each member of detainees as d, red must keep no held(by: blue) from 2020-01-10
`, Policy{}, `2020-01-02 12:00 release by  person:detainees#1
`, true, true},
		{"a permission used, what a norm is about happens", `term 1
  1a: red may leave() once give(doer: blue)
  1b: for each detain() as d, un must release(person: d.person) within 2 days of d
`, Policy{Leave: true, Free: true}, `2020-01-02 12:00 give by blue
2020-01-03 12:00 leave by red
2020-01-04 12:00 detain by 
2020-01-05 12:00 release by un person:??act3
`, true, true},
		{"for every way of doing it is forbidden", `term 1
  1a: red must leave(at: town) by 2020-02-01
  1b: red must not leave(at: valley)
`, Policy{}, ``, false, true},
		{"the way that is not forbidden", `term 1
  1a: red must give(what: maps or lists) by 2020-02-01
  1b: red must not give(what: maps)
`, Policy{}, `2020-01-02 12:00 give by red what:lists
`, true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			prog := small(t, c.terms)
			j, played := play(t, prog, &c.policy)
			if got := tell(played.Run); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
			if j.Lawful() != c.lawful || j.Complete() != c.complete {
				t.Errorf("lawful %v, complete %v; breached %v, open %v", j.Lawful(), j.Complete(), j.Breaches(), j.Open())
			}
			again, err := Play(prog, Suppose(prog), &c.policy)
			if err != nil || tell(again.Run) != tell(played.Run) {
				t.Errorf("the second time otherwise: %v\n%s", err, tell(again.Run))
			}
		})
	}
}

// TestBlocked sees that a duty which cannot be done without a breach is told with what it would breach.
func TestBlocked(t *testing.T) {
	_, played := play(t, small(t, `term 1
  1a: red must leave(at: town) by 2020-02-01
  1b: red must not leave(at: valley)
`), &Policy{})
	if len(played.Blocked) != 1 || played.Blocked[0].Move.For.Norm != "a.1a" ||
		!slices.Equal(played.Blocked[0].Breaches, []status.Key{{Norm: "a.1b"}}) {
		t.Errorf("blocked: %+v", played.Blocked)
	}
}

// TestSearch looks for runs with properties: the shortest is found, what cannot be had is not, and the bound is told.
func TestSearch(t *testing.T) {
	prog := small(t, `term 1
  1a: red must leave() by 2020-02-01
  1b: blue must give(to: red, what: maps) by 2020-02-01
  1c: un may verify() once leave(doer: red) and give(doer: blue)
term 2
  2a: un must announce() once 1c is kept undated
`)
	goal := func(norm string, s status.State) func(*Judged) bool {
		return func(j *Judged) bool { return j.State(status.Key{Norm: norm}) == status.Of(s) }
	}
	f, err := Search(prog, Suppose(prog).Begin(), &Quest{Goal: goal("a.2a", status.Kept), Until: 1580428800})
	if err != nil || f.Run == nil {
		t.Fatalf("%+v %v", f, err)
	}
	if _, err := Judge(prog, f.Run); err != nil {
		t.Error(err)
	}
	if len(f.Run.Acts) != 4 || f.Run.Acts[2].Act != "verify" || f.Run.Acts[3].Act != "announce" {
		t.Errorf("the path:\n%s", tell(f.Run))
	}
	f, err = Search(prog, Suppose(prog).Begin(), &Quest{Goal: goal("a.2a", status.Kept), MaxActs: 3})
	if err != nil || f.Run != nil || !f.Whole {
		t.Errorf("within 3 acts: %+v %v", f, err)
	}
	f, err = Search(prog, Suppose(prog).Begin(), &Quest{Goal: goal("a.1a", status.Breached)})
	if err != nil || f.Run != nil {
		t.Errorf("a breach in a lawful run: %+v %v", f, err)
	}
	f, err = Search(prog, Suppose(prog).Begin(), &Quest{Goal: goal("a.1a", status.Breached), Breaching: true})
	if err != nil || f.Run == nil || len(f.Run.Acts) != 0 {
		t.Errorf("a breach: %+v %v", f, err)
	}
	f, err = Search(prog, Suppose(prog).Begin(), &Quest{Goal: goal("a.2a", status.Kept), MaxNodes: 3})
	if err != nil || f.Run != nil || f.Whole {
		t.Errorf("with 3 runs: %+v %v", f, err)
	}
}

// TestDisagreement sees that a run on which the judges differ gives an error, and says where they do.
func TestDisagreement(t *testing.T) {
	prog := small(t, "term 1\n  1a: red must leave() by 2020-02-01\n")
	j, err := look(prog, Suppose(prog).Begin())
	if err != nil {
		t.Fatal(err)
	}
	if err := j.confirm(); err != nil {
		t.Fatal(err)
	}
	j.Result.Agreements[0].Norms[0].Lanes[1].States = status.Of(status.Kept)
	d, ok := j.confirm().(*Disagreement)
	if !ok || d.Key.Norm != "a.1a" || d.Monitor != status.Of(status.Kept) || d.Oracle != status.Of(status.Due) {
		t.Errorf("%v", d)
	}
}

// TestOnRecord goes on from a record: its acts stand, and what is uncertain in it stays so.
func TestOnRecord(t *testing.T) {
	prog := small(t, `term 1
  1a: red must leave() by 2020-02-01
  1b: blue must give(what: maps) within 10 days of leave(doer: red)
`)
	left := Act{ID: "left", Act: "leave", At: 1578000000, N: 1, Doers: []string{"red"}}
	f := left.fact(prog.Act("leave"), 1)
	r := &Run{Record: &fact.Set{Facts: []fact.Fact{f}}, End: 1578000000}
	p, err := Continue(prog, r, &Policy{})
	if err != nil {
		t.Fatal(err)
	}
	j, err := Judge(prog, p.Run)
	if err != nil || tell(p.Run) != "2020-01-03 12:00 give by blue what:maps\n" || !j.Complete() {
		t.Errorf("%v\n%s%v", err, tell(p.Run), j)
	}
}

// TestSlice sees that what is cut out of a text stands as it does in the whole.
func TestSlice(t *testing.T) {
	compared := 0
	for _, names := range examples(t) {
		prog := example(t, names...)
		if len(prog.Agreements[0].Norms) > wholeUpTo {
			continue
		}
		played, err := Play(prog, Suppose(prog), &Policy{Aims: true, Leave: true, Free: true})
		if err != nil {
			t.Fatal(err)
		}
		j, err := look(prog, played.Run)
		if err != nil {
			t.Fatal(err)
		}
		for i := range j.Instances() {
			in := &j.Instances()[i]
			part, err := look(Slice(prog, in.Key.Norm), played.Run)
			if err != nil {
				t.Fatal(err)
			}
			if got := part.State(in.Key); got != in.States || len(part.Program.Agreements) != len(prog.Agreements) {
				t.Errorf("%v: %v is {%s}, cut out {%s}", names, in.Key, in.States, got)
			}
			compared++
		}
	}
	if compared < 50 {
		t.Errorf("only %d norms compared", compared)
	}
}

// TestTold writes a run as data.
func TestTold(t *testing.T) {
	prog := small(t, `term 1
  1a: red must fire(shells >= 20) at least 2 by 2020-02-01
  1b: for each member of detainees as d, unnamed must release(person: d.person) by 2020-01-20
`)
	_, played := play(t, prog, &Policy{})
	b, err := json.Marshal(&Told{Program: prog, Run: played.Run, Part: true})
	want := `{"part":true,"accepted":[],"lists":[{"roster":"detainees","members":["detainees#1"]}],"acts":[` +
		`{"at":"2020-01-02T12:00:00Z","act":"fire","acts":2,"doers":["red"],"roles":{},"amounts":{"shells":20},"zones":[],"for":"a.1a"},` +
		`{"at":"2020-01-03T12:00:00Z","act":"release","acts":1,"doers":[],"roles":{"person":["detainees#1"]},"amounts":{},"zones":[],"for":"a.1b"}],` +
		`"end":"2020-01-03T12:00:00Z"}`
	if err != nil || string(b) != want {
		t.Errorf("%v\n%s", err, b)
	}
}

// TestJudged names what a run leaves open, waiting and breached, by agreement and by party.
func TestJudged(t *testing.T) {
	prog := small(t, `term 1
  1a: red must leave() undated
  1b: blue must give(what: maps) by 2020-02-01
  1c: red must fire() every 30 days
  1d: un aims to verify() undated
  1e: red may give() once 1b is kept
  1f: each of red and blue must leave(at: town) by 2020-02-01
`)
	j, _ := play(t, prog, &Policy{Manner: func(*Move) Manner { return Never }})
	names := func(keys []status.Key) string {
		var list []string
		for _, k := range keys {
			list = append(list, strings.TrimSpace(strings.TrimPrefix(k.Norm, "a.")+" "+k.Member))
		}
		return strings.Join(list, ", ")
	}
	if got := names(j.Open()); got != "1a" {
		t.Errorf("open: %s", got)
	}
	if got := names(j.Waiting()); got != "1e" {
		t.Errorf("waiting: %s", got)
	}
	if got := names(j.Breaches()); got != "1b, 1c, 1f red, 1f blue" {
		t.Errorf("breached: %s", got)
	}
	if j.Complete() || j.Lawful() || j.LawfulFor("a") || j.CompleteFor("a") || !j.CompleteFor("b") {
		t.Error("nothing was done, and it is lawful or complete")
	}
	if j.LawfulBut([]string{"red"}) || j.LawfulBut([]string{"blue"}) || !j.LawfulBut([]string{"blue", "red"}) {
		t.Error("whose breaches they are")
	}
}
