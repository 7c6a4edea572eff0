package terms

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/geo"
	"mithaq/internal/base/source"
	"mithaq/internal/base/suggest"
)

// Load reads a file that a text names, by its path: slash-separated, joined to the folder of the text that names it.
type Load func(path string) ([]byte, error)

// ErrNoFiles is what zones get whose text was resolved without a way to read files.
var ErrNoFiles = errors.New("no files can be read here")

// Resolve makes a Book of files that were given together, and all remarks on it, sorted. A nil load reads no file.
// Statements with errors are left out of the Book; it is whole only when diag.HasErrors is false.
func Resolve(files []*syntax.File, load Load) (*Book, []diag.Diagnostic) {
	if load == nil {
		load = func(string) ([]byte, error) { return nil, ErrNoFiles }
	}
	r := &resolver{
		book:         &Book{Files: files},
		load:         load,
		areas:        map[string]areaFile{},
		all:          newScope(),
		vocabularies: map[string]*vocabulary{},
		agreements:   map[string]*draft{},
		superseding:  map[*Agreement][]source.Span{},
		including:    map[*Agreement][]source.Span{},
		circles:      map[string]bool{},
	}
	for _, f := range files {
		for _, s := range f.Stmts {
			if v, ok := s.(*syntax.Vocabulary); ok {
				r.declareVocabulary(f, v)
			}
		}
	}
	for _, v := range r.order {
		r.linkVocabulary(v)
	}
	var drafts []*draft
	for _, f := range files {
		for _, s := range f.Stmts {
			if a, ok := s.(*syntax.Agreement); ok {
				drafts = append(drafts, r.declareAgreement(f, a))
			}
		}
	}
	for _, d := range drafts {
		r.headings(d)
	}
	for _, d := range drafts {
		r.body(d)
	}
	r.whole()
	diag.Sort(r.diags)
	return r.book, r.diags
}

// resolver holds what is known while a Book is made.
type resolver struct {
	book         *Book
	load         Load
	areas        map[string]areaFile
	all          *scope // everything declared in any vocabulary
	vocabularies map[string]*vocabulary
	order        []*vocabulary
	agreements   map[string]*draft
	superseding  map[*Agreement][]source.Span // where each of Supersedes is named
	including    map[*Agreement][]source.Span // where each of Includes is named
	circles      map[string]bool              // those told already
	diags        []diag.Diagnostic
}

// areaFile is a GeoJSON file as read once.
type areaFile struct {
	areas map[string]feature
	err   error
}

// feature is one area or line of a GeoJSON file, or why it is none.
type feature struct {
	area  *geo.Area
	line  []geo.Point
	fault shapeFault // "": none
}

// scope is what names can mean at some place of a text.
type scope struct {
	parties map[string]*Party
	kinds   map[string]*Kind
	acts    map[string]*Act
	states  map[string]*State
	zones   map[string]*Zone
	rosters map[string]*Roster
	open    bool // a vocabulary, or part of one, could not be read: an unknown name may be in it
}

func newScope() *scope {
	return &scope{
		map[string]*Party{}, map[string]*Kind{}, map[string]*Act{}, map[string]*State{}, map[string]*Zone{}, map[string]*Roster{}, false,
	}
}

// include adds everything of another scope.
func (s *scope) include(t *scope) {
	maps.Copy(s.parties, t.parties)
	maps.Copy(s.kinds, t.kinds)
	maps.Copy(s.acts, t.acts)
	maps.Copy(s.states, t.states)
	maps.Copy(s.zones, t.zones)
	maps.Copy(s.rosters, t.rosters)
	s.open = s.open || t.open
}

// declared is anything with a place where it was declared.
type declared interface{ declaredAt() source.Span }

func (p *Party) declaredAt() source.Span  { return p.Span }
func (k *Kind) declaredAt() source.Span   { return k.Span }
func (a *Act) declaredAt() source.Span    { return a.Span }
func (s *State) declaredAt() source.Span  { return s.Span }
func (z *Zone) declaredAt() source.Span   { return z.Span }
func (r *Roster) declaredAt() source.Span { return r.Span }
func (m *Mark) declaredAt() source.Span   { return m.Span }
func (t *Track) declaredAt() source.Span  { return t.Span }

// find gives whatever the name stands for, of any sort; nil for nothing.
func (s *scope) find(name string) declared {
	if x, ok := s.parties[name]; ok {
		return x
	}
	if x, ok := s.kinds[name]; ok {
		return x
	}
	if x, ok := s.zones[name]; ok {
		return x
	}
	if x, ok := s.acts[name]; ok {
		return x
	}
	if x, ok := s.states[name]; ok {
		return x
	}
	if x, ok := s.rosters[name]; ok {
		return x
	}
	return nil
}

// say adds a remark.
func (r *resolver) say(d diag.Diagnostic) { r.diags = append(r.diags, d) }

// fail adds an error with arguments and related places.
func (r *resolver) fail(code diag.Code, span source.Span, args []diag.Arg, related ...diag.Related) {
	r.say(diag.Diagnostic{Code: code, Severity: diag.Error, Span: span, Args: args, Related: known(related)})
}

// known drops related places that are nowhere.
func known(related []diag.Related) []diag.Related {
	return slices.DeleteFunc(related, func(x diag.Related) bool { return !x.Span.Known() })
}

// shortList is how many names a remark lists as "what there is".
const shortList = 12

// unknown says that a name means nothing here: the nearest name there is, and all names where they are few. In an
// open scope it may mean something that could not be read; there it is told only when another name is near.
func (r *resolver) unknown(open bool, code diag.Code, n syntax.Name, candidates []string, args []diag.Arg, related ...diag.Related) {
	slices.Sort(candidates)
	d := diag.Diagnostic{
		Code: code, Severity: diag.Error, Span: n.Span,
		Args: append(diag.Args("name", n.Text), args...), Related: known(related),
	}
	guess := suggest.Nearest(n.Text, candidates)
	if open && guess == "" {
		return
	}
	if guess != "" {
		d.Fixes = append(d.Fixes, diag.Fix{
			Key: "guess", Args: diag.Args("guess", guess),
			Edits: []diag.Edit{{Span: n.Span, Text: guess}},
		})
	}
	if len(candidates) > 0 && len(candidates) <= shortList {
		d.Fixes = append(d.Fixes, diag.Fix{Key: "known", Args: diag.Args("known", strings.Join(candidates, ", "))})
	}
	r.say(d)
}

// names gives the keys of a table.
func names[T any](table map[string]T) []string { return slices.Collect(maps.Keys(table)) }

// lookup finds a name in a table of the scope, or says that there is none. A name that is missing was told by the parser.
func lookup[T declared](r *resolver, s *scope, code diag.Code, table, everywhere map[string]T, n syntax.Name) (found T, ok bool) {
	if n.Missing() {
		return found, false
	}
	if found, ok = table[n.Text]; ok {
		return found, true
	}
	var related []diag.Related
	if other, there := everywhere[n.Text]; there {
		related = append(related, diag.Related{Key: "elsewhere", Span: other.declaredAt()})
	} else if near, ok := table[suggest.Nearest(n.Text, slices.Sorted(maps.Keys(table)))]; ok {
		related = append(related, diag.Related{Key: "near", Span: near.declaredAt()})
	}
	r.unknown(s.open, code, n, names(table), nil, related...)
	return found, false
}

func (r *resolver) party(s *scope, n syntax.Name) (*Party, bool) {
	return lookup(r, s, codeParty, s.parties, r.all.parties, n)
}

// partyList resolves several parties; ok is false when one of them failed.
func (r *resolver) partyList(s *scope, list []syntax.Name) (parties []*Party, ok bool) {
	ok = true
	for _, n := range list {
		p, found := r.party(s, n)
		switch {
		case !found:
			ok = false
		case !slices.Contains(parties, p):
			parties = append(parties, p)
		}
	}
	return parties, ok
}

// titles turns a title into a map; of two texts in one language the first stands.
func (r *resolver) titles(t syntax.Title) Titles {
	if len(t) == 0 {
		return nil
	}
	m := make(Titles, len(t))
	r.addTitles(m, t, map[string]source.Span{})
	return m
}

func (r *resolver) addTitles(m Titles, t syntax.Title, seen map[string]source.Span) {
	for _, w := range t {
		lang := cmp.Or(w.Lang, "en")
		if first, twice := seen[lang]; twice {
			r.say(diag.Diagnostic{
				Code: codeLangTwice, Severity: diag.Remark, Span: w.Span, Args: diag.Args("lang", lang),
				Related: []diag.Related{{Key: "first", Span: first}},
			})
			continue
		}
		seen[lang] = w.Span
		m[lang] = w.Text
	}
}
