package whatif

import (
	"strconv"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/reading/scenario"
)

// lines are the words that begin a line of a test; such a line is taken as it stands.
var lines = []string{"position ", "member ", "roster ", "record ", "cover ", "deny "}

// Suppose reads what is supposed: "2016-03-01 government release(person: x)", that is a day, who, the act as in a test (spec/test.md); or a
// line of a test. Each stands in a file of its own, "supposed 1" and so on, for the remarks; files holds them.
func Suppose(prog *norms.Program, said []string) (steps []scenario.Step, files map[string]*source.File, ds []diag.Diagnostic) {
	files = map[string]*source.File{}
	for i, s := range said {
		name := "supposed " + strconv.Itoa(i+1)
		text := Line(prog, i+1, s)
		files[name] = source.NewFile(name, text)
		f, remarks := scenario.Parse(name, "test \"supposed\"\n"+text+"\n", prog)
		for k := range remarks { // the line of the test is not the user's
			lift(&remarks[k].Span)
			for l := range remarks[k].Related {
				lift(&remarks[k].Related[l].Span)
			}
			for l := range remarks[k].Fixes {
				for m := range remarks[k].Fixes[l].Edits {
					lift(&remarks[k].Fixes[l].Edits[m].Span)
				}
			}
		}
		ds = append(ds, remarks...)
		for k := range f.Tests {
			steps = append(steps, f.Tests[k].Steps...)
		}
	}
	return steps, files, ds
}

func lift(s *source.Span) {
	if s.Start.Line > 1 {
		s.Start.Line--
		s.End.Line--
	}
}

// Line writes a supposed act as a line of a test.
func Line(prog *norms.Program, n int, said string) string {
	said = strings.Join(strings.Fields(said), " ")
	for _, l := range lines {
		if strings.HasPrefix(said, l) {
			return said
		}
	}
	day, rest, _ := strings.Cut(said, " ")
	head, roles, ok := strings.Cut(rest, "(")
	words := strings.Fields(head)
	id := "supposed_" + strconv.Itoa(n)
	if !ok || len(words) == 0 {
		return "record " + id + ": " + rest + " on " + day
	}
	act := words[len(words)-1]
	who := words[:len(words)-1]
	if len(who) > 0 && (who[len(who)-1] == "begin" || who[len(who)-1] == "finish") {
		act = who[len(who)-1] + " " + act
		who = who[:len(who)-1]
	}
	doer := ""
	if decl := prog.Act(words[len(words)-1]); decl != nil {
		doer = decl.Doer()
	}
	inside, clauses, closed := strings.Cut(roles, ")")
	if !closed {
		return "record " + id + ": " + act + "(" + inside + " on " + day
	}
	if len(who) > 0 && doer != "" {
		named := doer + ": " + strings.Join(who, " ")
		if strings.TrimSpace(inside) != "" {
			named += ", "
		}
		inside = named + inside
	}
	return strings.TrimRight("record "+id+": "+act+"("+inside+") on "+day+clauses, " ")
}

// Find gives the norms that a label means: a norm of that label, or all of a term, in any text; with "text." before it, in that one.
func Find(prog *norms.Program, label string) (names []string) {
	for i := range prog.Agreements {
		a := &prog.Agreements[i]
		id, own := strings.CutPrefix(label, a.ID+".")
		if !own {
			id = label
		}
		if n := a.Norm(id); n != nil {
			names = append(names, n.Name())
			continue
		}
		if t := a.Term(strings.TrimPrefix(id, "term ")); t != nil {
			for _, n := range t.Norms {
				names = append(names, a.ID+"."+n)
			}
		}
	}
	return names
}
