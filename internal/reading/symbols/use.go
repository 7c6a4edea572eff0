package symbols

import "mithaq/internal/agreement/syntax"

// user enters the places at which names are used.
type user struct {
	x        *Index
	of       *Symbol // the agreement
	norm     *Symbol
	act      *Symbol // what the norm asks: "this" in its "unless"
	variable *Symbol // of the norm's family
	ranges   *Symbol // what that ranges over: an act, a state
}

func (u *user) name(sort Sort, names ...syntax.Name) {
	for _, n := range names {
		u.x.use(u.x.Find(sort, nil, n.Text), n)
	}
}

// own names something of the agreement.
func (u *user) own(sort Sort, n syntax.Name) { u.x.use(u.x.Find(sort, u.of, n.Text), n) }

func (u *user) file(s syntax.Stmt) {
	switch s := s.(type) {
	case *syntax.Vocabulary:
		for _, item := range s.Items {
			u.item(item)
		}
	case *syntax.Agreement:
		u.of = u.x.Find(Agreement, nil, s.Name.Text)
		for _, h := range s.Headings {
			u.heading(h)
		}
		for _, item := range s.Items {
			u.statement(item)
		}
	default:
		u.item(s)
	}
}

func (u *user) item(s syntax.Stmt) {
	switch s := s.(type) {
	case *syntax.Party:
		for _, m := range s.In {
			u.name(Party, m.In)
		}
	case *syntax.Office:
		u.name(Party, s.Of)
	case *syntax.Act:
		u.types(u.x.Find(Act, nil, s.Name.Text), s.Roles)
	case *syntax.State:
		st := u.x.Find(State, nil, s.Name.Text)
		u.types(st, s.Roles)
		u.links(st, s.Begins)
		u.links(st, s.Ends)
	case *syntax.Zone:
		if s.In != nil {
			u.name(Zone, *s.In)
		}
	case *syntax.Roster:
		if s.Of != nil {
			u.name(State, *s.Of)
		}
	}
}

// types enters the kinds that roles have as their types.
func (u *user) types(of *Symbol, roles []syntax.Role) {
	for i := range roles {
		r := &roles[i]
		switch {
		case r.Word != syntax.TypeKind:
		case r.Type != nil:
			u.name(Kind, *r.Type)
		default: // its name is its type
			kind := u.x.Find(Kind, nil, r.Name.Text)
			role := u.x.Find(Role, of, r.Name.Text)
			if kind == nil || role == nil {
				continue
			}
			kind.Uses = append(kind.Uses, Use{Symbol: kind, Span: r.Name.Span, Doubles: role})
			for j := range role.Uses {
				if role.Uses[j].Span == r.Name.Span {
					role.Uses[j].Doubles = kind
				}
			}
		}
	}
}

func (u *user) links(state *Symbol, links []syntax.Link) {
	for i := range links {
		l := &links[i]
		u.name(Act, l.Act)
		act := u.x.Find(Act, nil, l.Act.Text)
		for j := range l.Args {
			a := &l.Args[j]
			ofAct, ofState := u.x.Find(Role, act, a.Role.Text), u.x.Find(Role, state, a.Role.Text)
			u.x.use(ofAct, a.Role)
			if len(a.Values) == 0 && ofAct != nil && ofState != nil {
				u.x.use(ofState, a.Role)
				ofAct.Uses[len(ofAct.Uses)-1].Ties = ofState
				ofState.Uses[len(ofState.Uses)-1].Ties = ofAct
			}
			for k := range a.Values {
				n := a.Values[k].Ref.Name
				if role := u.x.Find(Role, state, n.Text); role != nil && len(a.Values) == 1 {
					u.x.use(role, n)
				} else {
					u.value(u.x.Find(Role, act, a.Role.Text), &a.Values[k])
				}
			}
		}
	}
}

func (u *user) heading(h syntax.Heading) {
	switch h := h.(type) {
	case *syntax.Uses:
		u.name(Vocabulary, h.Names...)
	case *syntax.Force:
		u.name(Party, h.By...)
		u.name(Party, h.To...)
	case *syntax.InForce:
		u.cond(h.Once)
	case *syntax.Observed:
		u.name(Party, h.By...)
	case *syntax.Supersedes:
		for i := range h.Texts {
			r := &h.Texts[i]
			if r.Of == nil {
				u.name(Agreement, r.Name)
				continue
			}
			u.name(Agreement, *r.Of)
			u.x.use(u.x.Find(Term, u.x.Find(Agreement, nil, r.Of.Text), r.Name.Text), r.Name)
		}
	case *syntax.Includes:
		u.name(Agreement, h.Names...)
	case *syntax.Disputes:
		u.name(Party, h.To...)
	case *syntax.AtStart:
		u.pattern(h.State)
	case *syntax.Applies:
		u.cond(h.Cond)
	}
}

func (u *user) statement(s syntax.Stmt) {
	switch s := s.(type) {
	case *syntax.Term:
		if s.Track != nil {
			u.own(Track, *s.Track)
		}
		for _, item := range s.Items {
			u.inTerm(item)
		}
	case *syntax.Claim:
		u.name(Party, s.By...)
		if s.Compare != nil {
			u.cond(s.Compare)
		}
		if s.Seen != nil {
			u.cond(s.Seen)
		}
	case *syntax.Concern:
		u.name(Party, s.Of)
		for _, n := range s.AnsweredBy {
			u.own(Term, n)
		}
	case *syntax.Position:
		u.name(Party, s.Party)
		u.name(Agreement, s.Agreement)
		if s.Term != nil {
			u.own(Term, *s.Term)
		}
	}
}

func (u *user) inTerm(s syntax.Stmt) {
	switch s := s.(type) {
	case *syntax.TextOnly:
		if s.Of != nil {
			u.own(Norm, *s.Of)
		}
	case *syntax.Applies:
		u.cond(s.Cond)
	case *syntax.Reading:
		u.name(Party, s.By...)
	case *syntax.CountsAs:
		u.pattern(s.From)
		u.pattern(s.To)
		u.name(Party, s.For...)
	case *syntax.Norm:
		u.inNorm(s)
	}
}

func (u *user) inNorm(s *syntax.Norm) {
	u.norm = u.x.Find(Norm, u.of, s.Label.Text)
	defer func() { u.norm, u.act, u.variable, u.ranges = nil, nil, nil, nil }()
	if s.Act != nil {
		u.act = u.x.Find(Act, nil, s.Act.Name.Text)
	}
	if f := s.ForEach; f != nil {
		u.family(f)
	}
	u.name(Party, s.Bearers...)
	if s.Bearer != nil {
		u.ofVariable(*s.Bearer)
	}
	u.name(Party, s.Actors...)
	u.pattern(s.Act)
	u.cond(s.Goal)
	for i := range s.Targets {
		u.target(&s.Targets[i])
	}
	for _, c := range s.Clauses {
		u.clause(c)
	}
}

func (u *user) family(f *syntax.Family) {
	u.pattern(f.Pattern)
	if f.Pattern != nil {
		u.ranges = u.patternOf(f.Pattern.Name.Text)
	}
	if f.Roster != nil {
		u.name(Roster, *f.Roster)
		if roster := u.x.Find(Roster, nil, f.Roster.Text); roster != nil {
			if of := roster.Stmt.(*syntax.Roster).Of; of != nil {
				u.ranges = u.x.Find(State, nil, of.Text)
			}
		}
		u.args(u.ranges, f.Args)
	}
	u.variable = u.x.declare(Symbol{Sort: Variable, Of: u.norm, Family: f}, f.Var)
}

// ofVariable enters "g.party".
func (u *user) ofVariable(r syntax.Ref) {
	if r.Of == nil || u.variable == nil || r.Of.Text != u.variable.Name {
		return
	}
	u.x.use(u.variable, *r.Of)
	u.x.use(u.x.Find(Role, u.ranges, r.Name.Text), r.Name)
}

func (u *user) target(t *syntax.Target) {
	switch t.Sort {
	case syntax.TargetNorm:
		u.normRef(t.Ref)
	case syntax.TargetTerm:
		u.own(Term, t.Ref.Name)
	case syntax.TargetMark:
		u.own(Mark, t.Ref.Name)
	case syntax.TargetParty:
		u.name(Party, t.Ref.Name)
	}
}

func (u *user) normRef(r syntax.Ref) {
	of := u.of
	if r.Of != nil {
		u.name(Agreement, *r.Of)
		of = u.x.Find(Agreement, nil, r.Of.Text)
	}
	u.x.use(u.x.Find(Norm, of, r.Name.Text), r.Name)
}

func (u *user) clause(c syntax.Clause) {
	switch c := c.(type) {
	case *syntax.Bound:
		u.point(&c.Point)
	case *syntax.Duration:
		u.cond(c.Unless)
	case *syntax.Amount:
		if c.Role != nil {
			u.x.use(u.x.Find(Role, u.act, c.Role.Text), *c.Role)
		}
	case *syntax.Except:
		u.pattern(c.Act)
	case *syntax.Consent:
		u.name(Party, c.Of...)
	case *syntax.Participation:
		u.name(Party, c.Of...)
	case *syntax.Judged:
		u.name(Party, c.By...)
	case *syntax.Cure:
		u.pattern(c.After)
	case *syntax.Observed:
		u.name(Party, c.By...)
	case *syntax.When:
		u.cond(c.Cond)
	}
}

func (u *user) point(p *syntax.Point) {
	if p == nil {
		return
	}
	switch p.Sort {
	case syntax.PointRef:
		switch {
		case p.Ref.Of != nil:
			u.normRef(p.Ref)
		case u.variable != nil && p.Ref.Name.Text == u.variable.Name:
			u.x.use(u.variable, p.Ref.Name)
		case u.x.Find(Mark, u.of, p.Ref.Name.Text) != nil:
			u.own(Mark, p.Ref.Name)
		default:
			u.own(Norm, p.Ref.Name)
		}
	case syntax.PointBreach:
		u.normRef(p.Ref)
	case syntax.PointPattern:
		u.pattern(p.Pattern)
	}
}

func (u *user) cond(c syntax.Cond) {
	switch c := c.(type) {
	case *syntax.And:
		for _, x := range c.Conds {
			u.cond(x)
		}
	case *syntax.Or:
		for _, x := range c.Conds {
			u.cond(x)
		}
	case *syntax.Not:
		u.cond(c.Cond)
	case *syntax.Seen:
		u.pattern(c.Pattern)
		u.point(c.From)
		u.point(c.Until)
	case *syntax.NormIs:
		u.normRef(c.Norm)
	case *syntax.MarkSet:
		u.own(Mark, c.Mark)
	case *syntax.After:
		u.point(&c.Point)
	case *syntax.Compare:
		u.figure(&c.Figure)
		u.figure(c.With)
	}
}

func (u *user) figure(f *syntax.Figure) {
	if f == nil {
		return
	}
	u.pattern(f.Pattern)
	u.point(f.From)
	u.point(f.Until)
	if f.Pattern != nil {
		u.x.use(u.x.Find(Role, u.patternOf(f.Pattern.Name.Text), f.Role.Text), f.Role)
	}
}

// patternOf gives the act or state of a name.
func (u *user) patternOf(name string) *Symbol {
	if s := u.x.Find(Act, nil, name); s != nil {
		return s
	}
	return u.x.Find(State, nil, name)
}

func (u *user) pattern(p *syntax.Pattern) {
	if p == nil {
		return
	}
	of := u.patternOf(p.Name.Text)
	u.x.use(of, p.Name)
	u.args(of, p.Args)
}

func (u *user) args(of *Symbol, args []syntax.Arg) {
	for i := range args {
		a := &args[i]
		role := u.x.Find(Role, of, a.Role.Text)
		u.x.use(role, a.Role)
		for j := range a.Values {
			u.value(role, &a.Values[j])
		}
	}
}

// value enters what a value names, by the type of its role; a nil role is of any type.
func (u *user) value(role *Symbol, v *syntax.Value) {
	switch v.Sort {
	case syntax.ValueOf:
		u.ofVariable(v.Ref)
	case syntax.ValueThis:
		u.x.use(u.x.Find(Role, u.act, v.Ref.Name.Text), v.Ref.Name)
	case syntax.ValueName:
		for _, s := range valueSorts(role) {
			of := (*Symbol)(nil)
			if s == Mark {
				of = u.of
			}
			if found := u.x.Find(s, of, v.Ref.Name.Text); found != nil {
				u.x.use(found, v.Ref.Name)
				return
			}
		}
	}
}

// valueSorts says what a value of a role may name.
func valueSorts(role *Symbol) []Sort {
	if role == nil || role.Role == nil {
		return []Sort{Kind, Party, Zone, Mark}
	}
	switch role.Role.Word {
	case syntax.TypeKind:
		return []Sort{Kind}
	case syntax.TypeParty, syntax.TypeParties, syntax.TypePerson:
		return []Sort{Party}
	case syntax.TypePlace:
		return []Sort{Zone}
	case syntax.TypeMark:
		return []Sort{Mark}
	}
	return nil
}

// Values gives what a value of the role may name: kinds at or below its own, parties, zones, marks of the agreement.
func (x *Index) Values(role, agreement *Symbol) (list []*Symbol) {
	for _, s := range valueSorts(role) {
		switch s {
		case Mark:
			list = append(list, x.Of(Mark, agreement)...)
		case Kind:
			list = append(list, x.kindsOf(role)...)
		default:
			list = append(list, x.Of(s, nil)...)
		}
	}
	return list
}

// kindsOf gives the kind that is the type of a role, and those below it.
func (x *Index) kindsOf(role *Symbol) (list []*Symbol) {
	if role == nil || role.Role == nil {
		return x.Of(Kind, nil)
	}
	name := role.Role.Name.Text
	if role.Role.Type != nil {
		name = role.Role.Type.Text
	}
	root := x.Find(Kind, nil, name)
	if root == nil {
		return nil
	}
	var add func(k *syntax.Kind)
	add = func(k *syntax.Kind) {
		if s := x.Find(Kind, nil, k.Name.Text); s != nil {
			list = append(list, s)
		}
		for _, sub := range k.Sub {
			add(sub)
		}
	}
	add(root.Stmt.(*syntax.Kind))
	return list
}
