package terms

import (
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
)

// vocabulary is a vocabulary while it is resolved.
type vocabulary struct {
	*Vocabulary
	scope  *scope
	file   *syntax.File
	links  []func() // what its declarations say of each other, done when all names are known
	parent map[*Party][]source.Span
}

// declareVocabulary enters the names that a vocabulary declares.
func (r *resolver) declareVocabulary(f *syntax.File, s *syntax.Vocabulary) {
	v := &vocabulary{
		Vocabulary: &Vocabulary{ID: s.Name.Text, Titles: r.titles(s.Title), File: f, Span: s.Name.Span},
		scope:      newScope(), file: f, parent: map[*Party][]source.Span{},
	}
	if first, twice := r.vocabularies[v.ID]; twice && v.ID != "" {
		r.twice(s.Name, first.Span)
	} else {
		r.vocabularies[v.ID] = v
	}
	r.order = append(r.order, v)
	r.book.Vocabularies = append(r.book.Vocabularies, v.Vocabulary)
	for _, item := range s.Items {
		switch item := item.(type) {
		case *syntax.Party:
			r.declareParty(v, item)
		case *syntax.Office:
			r.declareOffice(v, item)
		case *syntax.Kind:
			r.declareKind(v, item, nil)
		case *syntax.Act:
			r.declareAct(v, item)
		case *syntax.State:
			r.declareState(v, item)
		case *syntax.Zone:
			r.declareZone(v, item)
		case *syntax.Roster:
			r.declareRoster(v, item)
		case *syntax.Bad:
			v.scope.open = true // what it would have declared is not known
		}
	}
	r.all.include(v.scope)
}

// twice says that a name is declared twice.
func (r *resolver) twice(n syntax.Name, first source.Span) {
	r.fail(codeTwice, n.Span, diag.Args("name", n.Text), diag.Related{Key: "first", Span: first})
}

// enter puts a declaration into a table; a second one of the same name is told and left out.
func enter[T declared](r *resolver, own, all map[string]T, n syntax.Name, x T) bool {
	if n.Missing() {
		return false
	}
	first, twice := own[n.Text]
	if !twice {
		first, twice = all[n.Text]
	}
	if twice {
		r.twice(n, first.declaredAt())
		return false
	}
	own[n.Text] = x
	return true
}

func (r *resolver) declareParty(v *vocabulary, s *syntax.Party) {
	p := &Party{ID: s.Name.Text, Titles: r.titles(s.Title), Span: s.Name.Span}
	switch s.Sort {
	case syntax.Body:
		p.Sort = Body
	case syntax.Person:
		p.Sort = Person
	}
	if !enter(r, v.scope.parties, r.all.parties, s.Name, p) {
		return
	}
	v.Parties = append(v.Parties, p)
	v.links = append(v.links, func() {
		for _, m := range s.In {
			if in, ok := r.party(v.scope, m.In); ok {
				if m.Word == syntax.Holds && in.Sort != Office {
					r.fail(codeHolds, m.In.Span, diag.Args("name", in.ID), diag.Related{Key: "def", Span: in.Span})
					continue
				}
				r.memberDates(&m)
				p.In = append(p.In, Membership{In: in, From: moment(m.From), Until: moment(m.Until)})
				v.parent[p] = append(v.parent[p], m.In.Span)
			}
		}
	})
}

// memberDates remarks a membership that ends before it begins: it holds at no time.
func (r *resolver) memberDates(m *syntax.Membership) {
	from, until := moment(m.From), moment(m.Until)
	if from == nil || until == nil || until.Date.Compare(from.Date) >= 0 {
		return
	}
	r.say(diag.Diagnostic{
		Code: codeMemberDates, Severity: diag.Remark, Span: m.Until.Span,
		Args:    diag.Args("start", from.String(), "end", until.String()),
		Related: []diag.Related{{Key: "first", Span: m.From.Span}},
	})
}

func (r *resolver) declareOffice(v *vocabulary, s *syntax.Office) {
	p := &Party{ID: s.Name.Text, Titles: r.titles(s.Title), Sort: Office, Span: s.Name.Span}
	if !enter(r, v.scope.parties, r.all.parties, s.Name, p) {
		return
	}
	v.Parties = append(v.Parties, p)
	v.links = append(v.links, func() {
		of, ok := r.party(v.scope, s.Of)
		switch {
		case !ok:
		case of.Sort == Office:
			r.fail(codeOfficeOf, s.Of.Span, diag.Args("name", p.ID, "of", of.ID), diag.Related{Key: "def", Span: of.Span})
		default:
			p.In = []Membership{{In: of}}
			v.parent[p] = []source.Span{s.Of.Span}
		}
	})
}

func (r *resolver) declareKind(v *vocabulary, s *syntax.Kind, parent *Kind) {
	k := &Kind{ID: s.Name.Text, Titles: r.titles(s.Title), Parent: parent, Span: s.Name.Span}
	if enter(r, v.scope.kinds, r.all.kinds, s.Name, k) {
		v.Kinds = append(v.Kinds, k)
	} else {
		k = parent // its sub-kinds are kept, so that their uses are no errors too
	}
	for _, sub := range s.Sub {
		r.declareKind(v, sub, k)
	}
}

func (r *resolver) declareAct(v *vocabulary, s *syntax.Act) {
	a := &Act{ID: s.Name.Text, Titles: r.titles(s.Title), Phases: s.Phases, Span: s.Name.Span, holes: s.Broken}
	if st, twice := r.stateNamed(v, s.Name.Text); twice {
		r.twice(s.Name, st.Span) // a pattern could mean either
		return
	}
	if !enter(r, v.scope.acts, r.all.acts, s.Name, a) {
		return
	}
	v.Acts = append(v.Acts, a)
	v.links = append(v.links, func() { a.Roles, a.holes = r.roles(v, a.ID, s.Roles, a.holes) })
}

func (r *resolver) stateNamed(v *vocabulary, name string) (*State, bool) {
	if st, ok := v.scope.states[name]; ok {
		return st, true
	}
	st, ok := r.all.states[name]
	return st, ok
}

func (r *resolver) actNamed(v *vocabulary, name string) (*Act, bool) {
	if a, ok := v.scope.acts[name]; ok {
		return a, true
	}
	a, ok := r.all.acts[name]
	return a, ok
}

func (r *resolver) declareState(v *vocabulary, s *syntax.State) {
	st := &State{ID: s.Name.Text, Titles: r.titles(s.Title), Span: s.Name.Span, holes: s.Broken}
	if a, twice := r.actNamed(v, s.Name.Text); twice {
		r.twice(s.Name, a.Span)
		return
	}
	if !enter(r, v.scope.states, r.all.states, s.Name, st) {
		return
	}
	v.States = append(v.States, st)
	v.links = append(v.links, func() { st.Roles, st.holes = r.roles(v, st.ID, s.Roles, st.holes) })
	// Links of states need the roles of all acts, so they come in a second round: see linkVocabulary.
	v.links = append(v.links, func() {
		v.links = append(v.links, func() {
			st.Begins = r.stateLinks(v, st, s.Begins)
			st.Ends = r.stateLinks(v, st, s.Ends)
		})
	})
}

func (r *resolver) declareZone(v *vocabulary, s *syntax.Zone) {
	z := &Zone{ID: s.Name.Text, Titles: r.titles(s.Title), Line: s.Line, Span: s.Name.Span}
	if !enter(r, v.scope.zones, r.all.zones, s.Name, z) {
		return
	}
	v.Zones = append(v.Zones, z)
	v.links = append(v.links, func() {
		if s.In != nil {
			in, ok := lookup(r, v.scope, codeZone, v.scope.zones, r.all.zones, *s.In)
			if ok && in.Line {
				r.lineAlone(in, s.In.Span)
			} else {
				z.In = in
			}
		}
		if s.From != nil {
			r.outline(z, v.file.Source.Name, s.From)
		}
	})
}

func (r *resolver) declareRoster(v *vocabulary, s *syntax.Roster) {
	ro := &Roster{ID: s.Name.Text, Titles: r.titles(s.Title), Span: s.Name.Span}
	ro.member = &Role{Name: "person", Type: PersonRole, Span: s.Name.Span}
	if !enter(r, v.scope.rosters, r.all.rosters, s.Name, ro) {
		return
	}
	v.Rosters = append(v.Rosters, ro)
	v.links = append(v.links, func() {
		if s.Of != nil {
			ro.Of, _ = r.state(v.scope, *s.Of)
		}
	})
}

// linkVocabulary resolves what the declarations of a vocabulary say of each other.
func (r *resolver) linkVocabulary(v *vocabulary) {
	for i := 0; i < len(v.links); i++ { // a link may add further ones
		v.links[i]()
	}
	r.partyCircles(v)
	r.zoneCircles(v)
}

// moment turns a written day or clock time into a Moment; nil for anything else.
func moment(p *syntax.Point) *Moment {
	if p == nil || p.Date.IsZero() {
		return nil
	}
	switch p.Sort {
	case syntax.PointDate:
		return &Moment{Date: p.Date}
	case syntax.PointTime:
		return &Moment{Date: p.Date, Clock: true, Hour: p.Hour, Minute: p.Minute}
	}
	return nil
}
