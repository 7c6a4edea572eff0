// Package symbols says what each name of a text names, and where else that name stands: what an editor needs to go to a
// declaration, to tell what a word means and to rename it.
//
// It reads the tree as written (package syntax), so that it works on texts that are broken or half-written: a name that nothing
// declares has no symbol. Names of the vocabularies are one space for all texts given together, as in package terms.
package symbols

import (
	"cmp"
	"slices"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/source"
)

// Sort says what sort of thing a name names.
type Sort uint8

// The sorts of things.
const (
	Vocabulary Sort = iota
	Agreement
	Party
	Kind
	Act
	State
	Zone
	Roster
	Role
	Mark
	Track
	Term
	Norm
	Claim
	Concern
	Reading
	Variable
)

var sortWords = [...]string{
	"vocabulary", "agreement", "party", "kind", "act", "state", "zone", "roster", "role", "mark", "track", "term", "norm", "claim", "concern",
	"reading", "variable",
}

// String gives the sort's code.
func (s Sort) String() string { return sortWords[s] }

// Symbol is a thing that a text gives a name.
type Symbol struct {
	Sort   Sort
	Name   string
	Of     *Symbol // Role: its act or state; what an agreement declares: the agreement; Variable: the norm; nil: none
	Title  syntax.Title
	Stmt   syntax.Stmt // what declares it first: *syntax.Act, *syntax.Norm ...; the act or state of a role; nil for a variable
	Role   *syntax.Role
	Family *syntax.Family // Variable
	Uses   []Use          // in the order of files and places, the declaration among them
}

// Declared gives the place of the first declaration.
func (s *Symbol) Declared() source.Span {
	for _, u := range s.Uses {
		if u.Declares {
			return u.Span
		}
	}
	return source.Span{}
}

// Use is a place where the name of a symbol stands.
type Use struct {
	Symbol   *Symbol
	Span     source.Span
	Declares bool
	// Doubles: the name of a role that stands for its type too ("people" for "people people"): renaming the one has to add the other.
	Doubles *Symbol
	// Ties: the name stands for a role of an act and, being the same, for the role of a state too ("begins detain(person)").
	Ties *Symbol
}

// key finds a symbol by its sort and name, within what it belongs to.
type key struct {
	sort Sort
	of   *Symbol
	name string
}

// Index knows the symbols of texts that were read together.
type Index struct {
	Symbols []*Symbol // in the order of declaration
	byName  map[key]*Symbol
	uses    map[string][]Use // by file, in the order of places
}

// New indexes texts.
func New(files []*syntax.File) *Index {
	x := &Index{byName: map[key]*Symbol{}, uses: map[string][]Use{}}
	d := declarer{x}
	for _, f := range files {
		for _, s := range f.Stmts {
			d.file(s)
		}
	}
	for _, f := range files {
		u := user{x: x}
		for _, s := range f.Stmts {
			u.file(s)
		}
	}
	for _, s := range x.Symbols {
		slices.SortStableFunc(s.Uses, compare)
		for _, u := range s.Uses {
			x.uses[u.Span.File] = append(x.uses[u.Span.File], u)
		}
	}
	for _, list := range x.uses {
		slices.SortStableFunc(list, compare)
	}
	return x
}

func compare(a, b Use) int {
	return cmp.Or(cmp.Compare(a.Span.File, b.Span.File), cmp.Compare(a.Span.Start.Offset, b.Span.Start.Offset))
}

// Find gives the symbol of a sort and name, within another where it belongs to one; nil: none.
func (x *Index) Find(sort Sort, of *Symbol, name string) *Symbol {
	return x.byName[key{sort, of, name}]
}

// At gives the use at an offset of a file; a place just behind a name is of it. False: no name that is declared stands there.
func (x *Index) At(file string, offset int) (Use, bool) {
	list := x.uses[file]
	i, _ := slices.BinarySearchFunc(list, offset, func(u Use, at int) int { return cmp.Compare(u.Span.End.Offset, at) })
	if i < len(list) && list[i].Span.Start.Offset <= offset {
		// Where two names meet ("g.party"), the one that begins at the place is meant.
		if i+1 < len(list) && list[i+1].Span.Start.Offset == offset {
			i++
		}
		return list[i], true
	}
	return Use{}, false
}

// Of gives the symbols that belong to another (nil: to none), of one sort, in the order of declaration.
func (x *Index) Of(sort Sort, of *Symbol) (list []*Symbol) {
	for _, s := range x.Symbols {
		if s.Sort == sort && s.Of == of {
			list = append(list, s)
		}
	}
	return list
}

// declare enters a symbol, or one more declaration of it.
func (x *Index) declare(s Symbol, n syntax.Name) *Symbol {
	if n.Missing() {
		return nil
	}
	s.Name = n.Text
	k := key{s.Sort, s.Of, s.Name}
	known := x.byName[k]
	if known == nil {
		known = &s
		x.byName[k] = known
		x.Symbols = append(x.Symbols, known)
	}
	known.Uses = append(known.Uses, Use{Symbol: known, Span: n.Span, Declares: true})
	return known
}

// use enters a place at which a symbol is named; a nil symbol is none.
func (x *Index) use(s *Symbol, n syntax.Name) {
	if s != nil && !n.Missing() {
		s.Uses = append(s.Uses, Use{Symbol: s, Span: n.Span})
	}
}
