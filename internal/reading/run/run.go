// Package run makes up runs of agreements: what might lawfully happen, act by act, dated to the second, with nothing
// uncertain in it. Checks show them as stories ("on 3 March red leaves, on 9 March blue returns the maps: and term 4
// still waits"); order, conflict, schedule, compare and whatif rest on them.
//
//   - A Run is the story itself. Setting says what it takes as given, Play makes one by a Policy (who acts early, who
//     late, who never), Search looks for one with a property.
//   - Judge says what the judge says of it, by judge/monitor and by judge/oracle. Where these differ there is no answer
//     but an error: nothing is ever remarked about a text on the word of one of them.
//
// What others need most:
//
//	s := run.Suppose(prog)                       // who accepted, which lists are complete
//	p, err := run.Play(prog, s, &run.Policy{})   // what is owed is done, soon; see Policy for late, never, permissions ...
//	j, err := run.Judge(prog, p.Run)             // j.Lawful(), j.Complete(), j.Breaches(), j.Open(), j.Waiting()
//	f, err := run.Search(prog, s.Begin(), &q)    // a run with as few acts as can be that reaches q.Goal
//
// A run may be made by hand too: acts need an ID, an Act, At, N and what matters of doers, roles and places; End is when it is
// judged. front/wording tells a run (Words.Story).
//
// Nothing here draws lots: the same program, setting and policy give the same run.
package run

import (
	"cmp"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/geo"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/oracle"
	"mithaq/internal/judge/status"
)

// Elsewhere is the value of a role that a run leaves open: something outside the vocabulary, that no text means.
const Elsewhere = "?"

// Run is a story in which nothing is uncertain: every act is verified and dated to an instant, everything could be
// seen everywhere, and lists are complete.
type Run struct {
	Acts      []Act
	Rosters   []fact.Roster   // members with every role that they have; exact dates
	Positions []fact.Position // who accepted what; exact dates
	End       int64           // as of: everything up to and including this instant
	// Record is what is on record before the run, uncertain as it may be; nil: nothing is. Its lists and positions stand
	// before those of the run. Beside a record nothing more is taken as seen than its own coverage says.
	Record *fact.Set
}

// Act is one act of a run. Roles that it does not give have a value outside the vocabulary, numbers are 0.
type Act struct {
	ID      string
	Act     string
	At      int64
	N       int64 // how many such acts, 1 or more
	Doers   []string
	Roles   []fact.Role // sorted by name; neither the doer nor a place nor a number
	Amounts []Amount    // sorted by role
	Zones   []string
	For     status.Key // the instance for whose sake it was done; the zero Key: for none
}

// Amount is a number that an act carries.
type Amount struct {
	Role string
	N    int64
}

// Clone copies a run, so that the copy can grow.
func (r *Run) Clone() *Run {
	c := *r
	c.Acts = slices.Clone(r.Acts)
	return &c
}

// Until gives the run as it was at an instant: later acts are left out.
func (r *Run) Until(at int64) *Run {
	c := r.Clone()
	c.Acts = slices.DeleteFunc(c.Acts, func(a Act) bool { return a.At > at })
	c.End = at
	return c
}

// pole is where an act happens that happens elsewhere: near to no place that a text may name.
var pole = geo.Point{Lat: -900000000}

// values gives what the act has in a role of a type that is neither number nor place.
func (a *Act) values(role *norms.Role, doer string) []string {
	if role.Name == doer {
		if len(a.Doers) > 0 {
			return a.Doers
		}
		return []string{Elsewhere}
	}
	for _, r := range a.Roles {
		if r.Name == role.Name {
			return r.Values
		}
	}
	if role.Type == norms.PersonRole {
		return []string{Elsewhere + a.ID} // persons that nobody names are different ones
	}
	return []string{Elsewhere}
}

func (a *Act) amount(role string) int64 {
	for _, x := range a.Amounts {
		if x.Role == role {
			return x.N
		}
	}
	return 0
}

func (a *Act) zones() []string {
	if len(a.Zones) == 0 {
		return []string{Elsewhere}
	}
	return a.Zones
}

// Facts writes the run as a record in which nothing is uncertain, for the program.
func (r *Run) Facts(prog *norms.Program) *fact.Set { return r.facts(prog, sceneOf(prog)) }

func (r *Run) facts(prog *norms.Program, scene *scene) *fact.Set {
	set := &fact.Set{Rosters: slices.Clone(r.Rosters), Positions: slices.Clone(r.Positions)}
	if r.Record == nil {
		set.Coverage = scene.coverage(r)
	} else {
		set.Facts, set.Coverage = slices.Clone(r.Record.Facts), r.Record.Coverage
		set.Rosters, set.Positions = append(slices.Clone(r.Record.Rosters), set.Rosters...), append(slices.Clone(r.Record.Positions), set.Positions...)
		set.Tallies, set.Unbound, set.Left = r.Record.Tallies, r.Record.Unbound, r.Record.Left
	}
	for i := range r.Acts {
		if decl := prog.Act(r.Acts[i].Act); decl != nil {
			set.Facts = append(set.Facts, r.Acts[i].fact(decl, int64(i+1)))
		}
	}
	set.Sort()
	return set
}

// Nothing gives a record on which nothing has happened, and everything could be seen, for a hundred years from the last text on.
func Nothing(prog *norms.Program) *fact.Set {
	r := &Run{}
	for i := range prog.Agreements {
		r.End = max(r.End, prog.Agreements[i].Starts+100*366*86400)
	}
	return r.Facts(prog)
}

// fact writes an act as a fact of which everything is known.
func (a *Act) fact(decl *norms.Act, entered int64) fact.Fact {
	f := fact.Fact{
		ID: a.ID, Act: a.Act, Grade: grade.Verified, When: civil.At(a.At), Acts: fact.Range{Lo: a.N, Hi: a.N},
		Published: a.At, Entered: entered,
	}
	doer := decl.Doer()
	for i := range decl.Roles {
		role := &decl.Roles[i]
		switch role.Type {
		case norms.CountRole:
			n := a.amount(role.Name)
			f.Amounts = append(f.Amounts, fact.Amount{Role: role.Name, Range: fact.Range{Lo: n, Hi: n}, Best: n})
		case norms.PlaceRole:
			f.Place.Zones = a.zones()
			if len(a.Zones) == 0 {
				f.Place.Point = &pole
			}
		default:
			values := a.values(role, doer)
			if role.Name != doer {
				f.Roles = append(f.Roles, fact.Role{Name: role.Name, Values: values})
				continue
			}
			for _, v := range values {
				f.Attribution.To = append(f.Attribution.To, fact.Attributed{Party: v, Grade: grade.Verified})
			}
		}
	}
	slices.SortFunc(f.Roles, func(x, y fact.Role) int { return cmp.Compare(x.Name, y.Name) })
	slices.SortFunc(f.Amounts, func(x, y fact.Amount) int { return cmp.Compare(x.Role, y.Role) })
	slices.SortFunc(f.Attribution.To, func(x, y fact.Attributed) int { return cmp.Compare(x.Party, y.Party) })
	return f
}

// past gives the acts of the record, as far as they are known, and those of the run.
func (r *Run) past(prog *norms.Program) []Act {
	if r.Record == nil {
		return r.Acts
	}
	var list []Act
	for i := range r.Record.Facts {
		f := &r.Record.Facts[i]
		if decl := prog.Act(f.Act); decl == nil || f.Grade == grade.Discounted || f.When.Lo > r.End {
			continue
		}
		list = append(list, FromFact(f))
	}
	return append(list, r.Acts...)
}

// FromFact gives what is known of a fact as an act of a run: at the first instant at which it may have been.
func FromFact(f *fact.Fact) Act {
	a := Act{ID: f.ID, Act: f.Act, At: f.When.Lo, N: max(1, f.Acts.Lo), Roles: f.Roles, Zones: f.Place.Zones}
	for _, to := range f.Attribution.To {
		a.Doers = append(a.Doers, to.Party)
	}
	for _, x := range f.Amounts {
		a.Amounts = append(a.Amounts, Amount{x.Role, x.Lo})
	}
	return a
}

// lists gives the rosters of the record and those of the run.
func (r *Run) lists() []fact.Roster {
	if r.Record == nil {
		return r.Rosters
	}
	return append(slices.Clone(r.Record.Rosters), r.Rosters...)
}

// plain writes the run for the oracle. It is made from the run itself, not from its facts.
func (r *Run) plain(prog *norms.Program) *oracle.Run {
	out := &oracle.Run{Coverage: sceneOf(prog).coverage(r), Positions: r.Positions, Work: oracleWork}
	near := wantedNear(prog)
	for i := range r.Acts {
		a := &r.Acts[i]
		decl := prog.Act(a.Act)
		if decl == nil {
			continue
		}
		p := oracle.Act{ID: a.ID, Act: a.Act, At: a.At, N: a.N, Roles: map[string][]string{}, Amount: map[string]int64{}}
		doer := decl.Doer()
		for j := range decl.Roles {
			role := &decl.Roles[j]
			switch role.Type {
			case norms.CountRole:
				p.Amount[role.Name] = a.amount(role.Name)
			case norms.PlaceRole:
				p.Zones = a.zones()
				if len(a.Zones) == 0 {
					p.Point = &pole
					continue
				}
				p.Near = map[oracle.Near]bool{}
				for _, n := range near {
					p.Near[n] = slices.ContainsFunc(a.Zones, func(z string) bool {
						return prog.Vocabulary.Below(norms.ZoneTree, z, n.Zone, 0)
					})
				}
			default:
				p.Roles[role.Name] = slices.Clone(a.values(role, doer))
			}
		}
		out.Acts = append(out.Acts, p)
	}
	for _, ro := range r.Rosters {
		plain := oracle.Roster{ID: ro.ID, Complete: ro.Complete, Declared: ro.Declared}
		for _, m := range ro.Members {
			roles := map[string][]string{}
			for _, role := range m.Roles {
				roles[role.Name] = role.Values
			}
			plain.Members = append(plain.Members, oracle.Member{ID: m.ID, Roles: roles, At: m.When.Lo})
		}
		out.Rosters = append(out.Rosters, plain)
	}
	return out
}
