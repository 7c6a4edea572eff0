package board

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/front/wording"
	"mithaq/internal/reading/scenario"
	"mithaq/internal/reading/whatif"
)

// DraftChoices is what can be chosen of a text: who acts, what they do, what is aimed at, with which other texts it can be compared.
type DraftChoices struct {
	Parties []Pair // id and name
	Acts    []Pair // id, and how it is written: "release(person, at)"
	Goals   []Pair
	Texts   []Pair // other agreements
}

// DraftAct is a supposed act as typed.
type DraftAct struct{ Day, Party, Act, Roles string }

// DraftWhatIf is what would follow from acts that nobody has recorded.
type DraftWhatIf struct {
	OnRecord string // the record on which it stands; "": on none
	Wrong    []string
	Supposed []string
	AsOf     string
	Groups   []DraftChanges
	Way      []string // to the goal; the first line says whether there is one
}

// DraftChanges are changes of one sort.
type DraftChanges struct {
	Title string
	Rows  []DraftChange
}

// DraftChange is one norm that would stand otherwise.
type DraftChange struct{ Norm, Text, Waited string }

// ChoicesOf lists what can be chosen of a program.
func ChoicesOf(rd Reader, prog *norms.Program) *DraftChoices {
	l := wording.Lookup{Program: prog}.In(rd.W)
	v := &DraftChoices{}
	for i := range prog.Vocabulary.Parties {
		id := prog.Vocabulary.Parties[i].ID
		v.Parties = append(v.Parties, Pair{id, l.Party(id)})
	}
	for i := range prog.Vocabulary.Acts {
		a := &prog.Vocabulary.Acts[i]
		if a.Of != "" {
			continue // a phase of another
		}
		how := ""
		for _, r := range a.Roles {
			if r.Name != a.Doer() {
				if how != "" {
					how += ", "
				}
				how += r.Name
			}
		}
		v.Acts = append(v.Acts, Pair{a.ID, a.ID + "(" + how + ")"})
	}
	for i := range prog.Agreements {
		a := &prog.Agreements[i]
		before := ""
		if len(prog.Agreements) > 1 {
			before = a.ID + "."
		}
		for k := range a.Norms {
			v.Goals = append(v.Goals, Pair{before + a.Norms[k].ID, rd.W.Bare().Label(wording.Lookup{Program: prog}.In(rd.W.Bare()), a.Norms[k].Name())})
		}
	}
	return v
}

// WhatIfOf tells an answer. path is nil where no goal was given.
func WhatIfOf(rd Reader, l wording.Lookup, steps []scenario.Step, a *whatif.Answer, path *whatif.Path, goal string) *DraftWhatIf {
	l = l.In(rd.W)
	v := &DraftWhatIf{}
	z := civil.UTC
	if list := l.Program.Agreements; len(list) > 0 {
		z = list[0].Zone
	}
	v.AsOf = locale.LongDate(rd.Lang, z.DateOf(a.At))
	for i := range steps {
		v.Supposed = append(v.Supposed, rd.W.Supposed(l, &steps[i]))
	}
	last := -1
	for i := range a.Changes {
		x := &a.Changes[i]
		if int(x.Sort) != last {
			last = int(x.Sort)
			v.Groups = append(v.Groups, DraftChanges{Title: rd.W.Text("whatif.sort." + x.Sort.String())})
		}
		g := &v.Groups[len(v.Groups)-1]
		g.Rows = append(g.Rows, DraftChange{rd.W.WhatIfHead(l, x), rd.W.WhatIfChange(l, x), rd.W.WhatIfWaited(l, x)})
	}
	if path != nil {
		v.Way = rd.W.WhatIfWay(path, goal)
	}
	return v
}
