package run

import (
	"slices"
	"strconv"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/status"
)

// Why says why somebody might act.
type Why uint8

// The reasons to act.
const (
	Owed    Why = iota // an obligation that is due or open asks for it
	Aimed              // an aim does
	Leave              // a permission allows it, or a power that ends or suspends nothing; or a body may find it so
	Power              // a power allows it that ends, suspends or moves something
	Trigger            // a norm waits on it, or is about it, and nobody owes it
)

// Move is something that somebody could do next.
type Move struct {
	For  status.Key  // the instance for whose sake
	Norm *norms.Norm // its norm; nil: a text waits to enter into force (For.Norm is then the text's ID)
	Why  Why
	Part int   // which part of a condition it serves; 0 where the norm asks for an act
	From int64 // it counts from this instant on
	End  int64 // the first instant too late; Forever: none

	pattern norms.Pattern
	except  []norms.Pattern
	vars    bound
	n       int64      // how many acts
	sum     string     // or how much of this role
	day     civil.Date // that a mark is set to
}

// Act says which act it would be.
func (m *Move) Act() string { return m.pattern.Act }

// Pattern gives what the act has to match.
func (m *Move) Pattern() *norms.Pattern { return &m.pattern }

// id names the move within a run.
func (m *Move) id() string { return m.For.Norm + " " + m.For.Member + " " + strconv.Itoa(m.Part) }

// Choices says in how many ways the roles could be filled with the values that are wanted.
func (m *Move) Choices() int {
	n := 1
	for i := range m.pattern.Roles {
		if w := &m.pattern.Roles[i]; !w.All {
			n = max(n, len(w.Values))
		}
	}
	return n
}

// Make gives the act, of several values wanted that of the number choice; false: an exception of the norm stands against it.
func (m *Move) Make(prog *norms.Program, choice int) (Act, bool) {
	a, ok := fill(prog, &m.pattern, m.except, m.vars, choice, m.day)
	if !ok {
		return a, false
	}
	a.For = m.For
	switch {
	case m.sum != "":
		a.Amounts = slices.DeleteFunc(a.Amounts, func(x Amount) bool { return x.Role == m.sum })
		a.Amounts = append(a.Amounts, Amount{m.sum, m.n})
		a.sort()
	case m.n > 1:
		a.N = m.n
	}
	return a, true
}

// Moves lists what could be done next for the sake of norms, in the order of the texts.
func (j *Judged) Moves() (list []Move) {
	for i := range j.list {
		in := &j.list[i]
		n := in.Norm
		m := Move{For: in.Key, Norm: n, From: in.Window.Start.Hi, End: in.Window.End.Lo, vars: j.variables(in), except: n.Except}
		open := in.States&status.Of(status.Due, status.Open) != 0
		switch {
		case n.Modality == norms.Obligation && open:
			m.Why = Owed
		case n.Modality == norms.Obligation && in.States.Has(status.NotYet) && beforehand(n) && m.From <= j.Run.End:
			m.Why = Owed // it is to be done before something that has not come yet
		case n.Modality == norms.Aim && open:
			m.Why = Aimed
		case n.Modality == norms.Power && open && n.Effect.Sort != norms.NoEffect && n.Effect.Sort != norms.Resumes:
			m.Why = Power
		case (n.Modality == norms.Permission || n.Modality == norms.Power) && open:
			m.Why = Leave
		case n.Judged != nil && in.States.Has(status.NotAssessed):
			m.Why = Leave
		case n.Goal != nil && n.Keep && in.States.Has(status.NotYet): // what is to be kept must be so from the first instant
			m.Why, m.From = Owed, j.Run.End
			m.End = in.Window.Start.Lo
			list = j.toward(list, m, n.Goal)
			continue
		default:
			continue
		}
		list = j.serve(list, m, n)
	}
	return append(list, j.triggers()...)
}

// beforehand says that the norm is to be done before an act or another norm, and waits on nothing else.
func beforehand(n *norms.Norm) bool {
	b := n.Window.End
	return b != nil && (b.At.Sort == norms.AtAct || b.At.Sort == norms.AtNorm && !b.At.Breach) && (b.Plus.IsZero() || b.Before) &&
		n.Once == nil && n.While == nil && n.If == nil && n.Goal == nil && n.Judged == nil
}

// serve adds the moves by which a norm's act is done, or its condition brought about, or found.
func (j *Judged) serve(list []Move, m Move, n *norms.Norm) []Move {
	switch {
	case n.Judged != nil && n.Modality == norms.Prohibition && m.Why != Owed:
		return list
	case n.Judged != nil && (n.Goal != nil || j.acted(m.For, n.Act.Act)):
		return append(list, j.finding(m, n))
	case n.Goal != nil:
		return j.toward(list, m, n.Goal)
	}
	m.pattern, m.n = n.Act, max(1, int64(n.AtLeast.N))
	if n.Modality == norms.Permission || n.Modality == norms.Power {
		m.n = 1
	}
	if n.AtLeast.Role != "" {
		m.sum = n.AtLeast.Role
	}
	return append(list, m)
}

// acted says that the act was done for the sake of the instance: what is to be found of it comes after it.
func (j *Judged) acted(key status.Key, act string) bool {
	return slices.ContainsFunc(j.Run.Acts, func(a Act) bool { return a.For == key && a.Act == act })
}

// finding gives the finding of a body that the norm is kept.
func (j *Judged) finding(m Move, n *norms.Norm) Move {
	m.pattern, m.Why, m.except, m.Part = n.Judged.Yes, Leave, nil, 1
	if decl := j.Program.Act(m.pattern.Act); decl != nil && decl.Doer() != "" && len(n.Judged.By) > 0 {
		w := norms.Want{Role: decl.Doer()}
		for _, b := range n.Judged.By {
			w.Values = append(w.Values, norms.Value{ID: b})
		}
		m.pattern.Roles = append(slices.Clone(m.pattern.Roles), w)
	}
	return m
}

// toward adds the acts that would help to make a condition true. What another norm owes is left to that norm.
func (j *Judged) toward(list []Move, m Move, c norms.Cond) []Move {
	add := func(p norms.Pattern, vars bound) {
		m.Part++
		x := m
		x.pattern, x.n, x.except = p, max(1, m.n), nil
		if vars != nil {
			x.vars = vars
		}
		list = append(list, x)
	}
	switch c := c.(type) {
	case norms.And:
		for _, x := range c.Conds {
			list = j.toward(list, m, x)
			m.Part += 20
		}
	case norms.Or:
		for _, x := range c.Conds {
			list = j.toward(list, m, x)
			m.Part += 20
		}
	case norms.Not:
		if h, ok := c.Cond.(norms.Holds); ok {
			for _, e := range j.endings(&h.Pattern, m.vars) {
				add(e, nil)
			}
		}
	case norms.NoneHolds:
		for _, e := range j.endings(&c.Pattern, m.vars) {
			add(e, nil)
		}
	case norms.Seen:
		add(c.Pattern, nil)
	case norms.Holds:
		if p, ok := j.beginning(&c.Pattern); ok {
			add(p, nil)
		}
	case norms.MarkSet:
		if p, ok := j.announcing(c.Mark); ok {
			add(p, nil)
		}
	case norms.Compare:
		if c.Op == norms.AtLeast || c.Op == norms.MoreThan || c.Op == norms.Equal {
			m.n = c.N
			if c.Op == norms.MoreThan {
				m.n++
			}
			if c.Figure.Measure == norms.Sum {
				m.sum = c.Figure.Role
			}
			add(c.Figure.Pattern, nil)
		}
	}
	return list
}

// beginning gives an act that begins the state.
func (j *Judged) beginning(p *norms.Pattern) (norms.Pattern, bool) {
	st := j.Program.State(p.Act)
	if st == nil || len(st.Begins) == 0 {
		return norms.Pattern{}, false
	}
	return linked(&st.Begins[0], p), true
}

// linked gives the link's act with what is wanted of the state's roles that it fills.
func linked(l *norms.Link, p *norms.Pattern) norms.Pattern {
	out := norms.Pattern{Act: l.Filter.Act, Roles: slices.Clone(l.Filter.Roles)}
	for _, r := range l.Roles {
		for _, w := range p.Roles {
			if w.Role == r.State {
				w.Role = r.Act
				out.Roles = append(out.Roles, w)
			}
		}
	}
	return out
}

// endings gives, for each way in which the state may hold, an act that ends it.
func (j *Judged) endings(p *norms.Pattern, vars bound) (list []norms.Pattern) {
	st := j.Program.State(p.Act)
	if st == nil || len(st.Ends) == 0 {
		return nil
	}
	for _, held := range j.held(st) {
		fits := true
		for _, w := range p.Roles {
			all := w
			all.All = true
			want := wanted(&all, vars, 0)
			role := st.Role(w.Role)
			fits = fits && role != nil && slices.ContainsFunc(want, func(v string) bool {
				return slices.ContainsFunc(held[w.Role], func(h string) bool {
					return j.Program.Vocabulary.Below(tree(role.Type), h, v, j.Run.End)
				})
			})
		}
		if !fits {
			continue
		}
		l := &st.Ends[0]
		end := norms.Pattern{Act: l.Filter.Act, Roles: slices.Clone(l.Filter.Roles)}
		for _, r := range l.Roles {
			w := norms.Want{Role: r.Act}
			for _, v := range held[r.State] {
				w.Values = append(w.Values, norms.Value{ID: v})
			}
			if len(w.Values) > 0 {
				end.Roles = append(end.Roles, w)
			}
		}
		list = append(list, end)
	}
	return list
}

// held lists the ways in which a state began to hold, whether or not it ended since.
func (j *Judged) held(st *norms.State) (list []map[string][]string) {
	past := j.Run.past(j.Program)
	for i := range past {
		if roles := j.begun(st, &past[i]); roles != nil {
			list = append(list, roles)
		}
	}
	for _, r := range j.Run.lists() {
		if d := j.Program.Roster(r.ID); d == nil || d.Of != st.ID {
			continue
		}
		for _, m := range r.Members {
			roles := map[string][]string{}
			for _, x := range m.Roles {
				roles[x.Name] = x.Values
			}
			list = append(list, roles)
		}
	}
	for i := range j.Program.Agreements {
		for _, p := range j.Program.Agreements[i].Initially {
			if p.Act != st.ID {
				continue
			}
			list = append(list, constants(&p))
		}
	}
	return list
}

func constants(p *norms.Pattern) map[string][]string {
	roles := map[string][]string{}
	for _, w := range p.Roles {
		for _, v := range w.Values {
			roles[w.Role] = append(roles[w.Role], v.ID)
		}
	}
	return roles
}

// begun gives the state's roles as an act fills them; nil: the act does not begin it.
func (j *Judged) begun(st *norms.State, a *Act) map[string][]string {
	decl := j.Program.Act(a.Act)
	for k := range st.Begins {
		l := &st.Begins[k]
		if decl == nil || !matches(j.Program, a, decl, &l.Filter, nil) {
			continue
		}
		roles := map[string][]string{}
		for _, r := range l.Roles {
			roles[r.State] = a.all(decl, r.Act)
		}
		return roles
	}
	return nil
}

// all gives the act's values in a role; a number has none.
func (a *Act) all(decl *norms.Act, name string) []string {
	role := decl.Role(name)
	switch {
	case role == nil || role.Type == norms.CountRole:
		return nil
	case role.Type == norms.PlaceRole:
		return a.zones()
	}
	return a.values(role, decl.Doer())
}

// announcing gives an act that sets a mark.
func (j *Judged) announcing(mark string) (norms.Pattern, bool) {
	for i := range j.Program.Vocabulary.Acts {
		a := &j.Program.Vocabulary.Acts[i]
		role, day := "", false
		for _, r := range a.Roles {
			if r.Type == norms.MarkRole {
				role = r.Name
			}
			day = day || r.Type == norms.DateRole
		}
		if role != "" && day && a.Phase == norms.Whole {
			return norms.Pattern{Act: a.ID, Roles: []norms.Want{{Role: role, Values: []norms.Value{{ID: mark}}}}}, true
		}
	}
	return norms.Pattern{}, false
}

// variables gives the values of an instance's variable.
func (j *Judged) variables(in *Instance) bound {
	f := in.Norm.ForEach
	if f == nil {
		return nil
	}
	vars := bound{}
	set := func(role string, values []string) { vars[[2]string{f.Var, role}] = values }
	roles := func(m map[string][]string) {
		for role, values := range m {
			set(role, values)
		}
	}
	key := in.Key.Member
	switch f.Source {
	case norms.FromBearers, norms.FromParties:
		set("party", []string{key})
		return vars
	case norms.FromPairs:
		for i := range key {
			if key[i] == '/' {
				set("one", []string{key[:i]})
				set("other", []string{key[i+1:]})
			}
		}
		return vars
	}
	past := j.Run.past(j.Program)
	for i := range past {
		a := &past[i]
		if a.ID != key {
			continue
		}
		decl := j.Program.Act(a.Act)
		if f.Source == norms.FromState {
			if st := j.Program.State(f.Pattern.Act); st != nil {
				roles(j.begun(st, a))
			}
			return vars
		}
		for _, r := range decl.Roles {
			set(r.Name, a.all(decl, r.Name))
		}
		return vars
	}
	for _, r := range j.Run.lists() {
		for _, m := range r.Members {
			if m.ID != key {
				continue
			}
			for _, x := range m.Roles {
				set(x.Name, x.Values)
			}
			return vars
		}
	}
	if a := j.Program.Agreement(in.Norm.Agree); a != nil {
		for i := range a.Initially {
			if "initially#"+strconv.Itoa(i+1) == key {
				roles(constants(&a.Initially[i]))
			}
		}
	}
	return vars
}
