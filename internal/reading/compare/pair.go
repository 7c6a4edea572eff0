package compare

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/terms"
)

// pair is a program that holds the terms, an initiative, and what these refer to.
type pair struct {
	prog   *norms.Program
	terms  []*norms.Agreement // the terms, and the texts that they include
	init   []*norms.Agreement // the initiative, and the texts that it includes
	cells  map[string]*Cell   // by the name of the term's norm; nil while it is worked out
	asking map[string]bool    // norms of the initiative of which it is being asked whether they are sure to be kept
	only   map[string]bool    // the norms of the initiative that have to be performed; nil: all
	rules  rules
	on     func() // called before each run that is made up, and before each that is judged; nil: by nobody
	below  map[valueOf][]string
	ground ground
}

// rules lets tests break one rule, to see that this is noticed.
type rules struct{ broken string }

// without says whether a rule is broken.
func (r rules) without(rule string) bool { return r.broken == rule }

// programOf lowers the terms and one initiative, with what they refer to and nothing else: another initiative on the same
// command line changes nothing. A text of the initiative does not end the terms that it supersedes: they are the measure.
func programOf(book *terms.Book, termsID, initiative string) *norms.Program {
	keep := referred(book, termsID, initiative)
	own := closure(book, initiative)
	b := &terms.Book{Files: book.Files, Vocabularies: book.Vocabularies}
	for _, a := range book.Agreements {
		if !keep[a.ID] {
			continue
		}
		c := *a
		c.Supersedes = slices.DeleteFunc(slices.Clone(a.Supersedes), func(s terms.Superseded) bool {
			return !keep[s.Agreement.ID] || own[a.ID] && !own[s.Agreement.ID]
		})
		b.Agreements = append(b.Agreements, &c)
	}
	prog, _ := norms.Lower(b)
	withOthers(prog)
	return prog
}

// closure gives a text and all that it includes.
func closure(book *terms.Book, id string) map[string]bool {
	set := map[string]bool{}
	var add func(a *terms.Agreement)
	add = func(a *terms.Agreement) {
		if set[a.ID] {
			return
		}
		set[a.ID] = true
		for _, y := range a.Includes {
			add(y)
		}
	}
	for _, a := range book.Agreements {
		if a.ID == id {
			add(a)
		}
	}
	return set
}

// referred gives the two texts, what they include, and all texts whose norms these name.
func referred(book *terms.Book, ids ...string) map[string]bool {
	set := map[string]bool{}
	for _, id := range ids {
		for a := range closure(book, id) {
			set[a] = true
		}
	}
	prog, _ := norms.Lower(book)
	for grown := true; grown; {
		grown = false
		for i := range prog.Agreements {
			a := &prog.Agreements[i]
			if !set[a.ID] {
				continue
			}
			for _, other := range namesOf(prog, a) {
				if !set[other] {
					set[other], grown = true, true
				}
			}
		}
	}
	return set
}

// namesOf lists the texts whose norms, or whose start, a text's norms name. What supersession writes into a norm is left out:
// it names the start of another text by its date.
func namesOf(prog *norms.Program, a *norms.Agreement) (ids []string) {
	norm := func(name string) {
		for i := range prog.Agreements {
			for n := range prog.Agreements[i].AllNorms {
				if n.Name() == name {
					ids = append(ids, n.Agree)
				}
			}
		}
	}
	bound := func(b *norms.Bound) {
		if b != nil && b.At.Sort == norms.AtNorm {
			norm(b.At.Norm)
		}
	}
	cond := func(c norms.Cond) {
		norms.Walk(c, func(c norms.Cond) {
			switch c := c.(type) {
			case norms.NormIs:
				norm(c.Norm)
			case norms.InEffect:
				norm(c.Power)
			case norms.Reached:
				bound(&c.Bound)
			case norms.Seen:
				bound(c.From)
				bound(c.Until)
			case norms.Compare:
				bound(c.Figure.From)
				bound(c.Figure.Until)
			}
		})
	}
	cond(a.Entry)
	for n := range a.AllNorms {
		bound(n.Window.Start)
		bound(n.Window.End)
		for _, c := range n.Conds() {
			cond(c)
		}
		for _, e := range n.Extends {
			norm(e.Power)
		}
	}
	return ids
}

// newPair takes the program of one reading apart.
func newPair(prog *norms.Program, terms, initiative string) *pair {
	x := &pair{prog: prog, cells: map[string]*Cell{}, asking: map[string]bool{}, below: map[valueOf][]string{}}
	x.ground = newGround(prog)
	x.terms, x.init = x.closed(terms, nil), x.closed(initiative, nil)
	return x
}

func (x *pair) closed(id string, list []*norms.Agreement) []*norms.Agreement {
	a := x.prog.Agreement(id)
	if a == nil || slices.Contains(list, a) {
		return list
	}
	list = append(list, a)
	for _, other := range a.Includes {
		list = x.closed(other, list)
	}
	return list
}

// find gives a norm with its text; of none the norm is nil.
func (x *pair) find(name string) side {
	if n := x.prog.Norm(name); n != nil {
		return side{x.prog, x.prog.Agreement(n.Agree), n}
	}
	return side{prog: x.prog}
}

// initiative gives the norms of the initiative.
func (x *pair) initiative() (list []side) {
	for _, a := range x.init {
		for i := range a.Norms {
			list = append(list, side{x.prog, a, &a.Norms[i]})
		}
	}
	return list
}

// ours says whether a norm is one of the initiative's.
func (x *pair) ours(s side) bool { return s.n != nil && slices.Contains(x.init, s.ag) }

// measured says whether a norm is one of the terms'.
func (x *pair) measured(s side) bool { return s.n != nil && slices.Contains(x.terms, s.ag) }
