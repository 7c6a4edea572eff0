package compare

import (
	"cmp"
	"slices"
	"strconv"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
	"mithaq/internal/reading/run"
)

const forever = civil.Forever

// dice draws numbers in an order that its seed fixes (splitmix64): the same comparison shows the same runs everywhere.
type dice uint64

func (d *dice) n(n int) int {
	*d += 0x9e3779b97f4a7c15
	z := uint64(*d)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	z ^= z >> 31
	return int(z % uint64(n))
}

func pick[T any](d *dice, list []T) T { return list[d.n(len(list))] }

// maker makes up runs of a pair: what is owed is done, at some time and in some way that the text allows, and other things happen
// beside it, mostly such as the terms speak of. A run that turns out unlawful is mended: what breached something did not happen.
type maker struct {
	x        *pair
	prog     *norms.Program // the norm that is asked about and the initiative, and nothing that does not bear on these
	aims     bool
	dice     dice
	happens  []norms.Pattern // what may happen, that anything speaks of
	about    []norms.Pattern // what the norm that is asked about speaks of
	instants []int64
	from, to int64
	values   map[string][]string // by "act role": what patterns want of it
	numbers  map[string]bool     // by "act role": numbers that something asks about; others are 0
	setting  *run.Setting
	ready    run.Ready // prog
	notes    bool      // mending a run may note further instants, of which the runs after it draw
	bars     *bars     // nil: not asked for yet
}

// newMaker makes a maker of runs for one norm of the terms. Nothing of it rests on chance but what the seed says.
func (x *pair) newMaker(t side, aims bool) *maker {
	names := []string{t.n.Name()}
	for _, i := range x.initiative() {
		names = append(names, i.n.Name())
	}
	m := &maker{x: x, prog: run.Slice(x.prog, names...), aims: aims, values: map[string][]string{}, numbers: map[string]bool{}}
	m.ready.Program = m.prog
	m.setting = run.Suppose(m.prog)
	m.from, m.to = forever, civil.Ever
	if !some(m.prog.Agreements, speaksOfParties) {
		m.setting.Positions = nil // who accepted what decides nothing here
	}
	for i := range m.prog.Agreements {
		a := &m.prog.Agreements[i]
		m.from, m.to = min(m.from, a.Starts), max(m.to, a.Starts)
		m.note(a.Starts)
		for j := range a.Norms {
			m.norm(side{m.prog, a, &a.Norms[j]}, &m.happens)
		}
		for _, mark := range a.Marks {
			m.marks(mark.ID)
		}
	}
	for _, p := range x.parts(t) {
		m.norm(p.side, &m.about)
	}
	m.to += 40 * 86400
	slices.Sort(m.instants)
	m.instants = slices.Compact(m.instants)
	m.notes = some(x.initiative(), pursuesByDates)
	return m
}

// speaksOfParties says whether a norm of the text is for each party, or pair of parties, that accepted it.
func speaksOfParties(a norms.Agreement) bool {
	for n := range a.AllNorms {
		if f := n.ForEach; f != nil && (f.Source == norms.FromParties || f.Source == norms.FromPairs) {
			return true
		}
	}
	return false
}

func (m *maker) note(t int64) {
	if t <= civil.Ever || t >= forever {
		return
	}
	m.instants = append(m.instants, t-1, t, t+1, t+86400, t-86400*3)
	m.to = max(m.to, t)
}

// norm notes what a norm speaks of, and when.
func (m *maker) norm(s side, list *[]norms.Pattern) {
	add := func(p norms.Pattern) {
		if m.x.prog.Act(p.Act) == nil {
			for _, q := range m.x.state(p)[1:] {
				*list = append(*list, m.filled(q, p))
			}
			return
		}
		*list = append(*list, p)
		for _, w := range p.Roles {
			if w.Amount != nil {
				m.numbers[p.Act+" "+w.Role] = true
			}
			for _, v := range w.Values {
				if key := p.Act + " " + w.Role; v.ID != "" && !slices.Contains(m.values[key], v.ID) {
					m.values[key] = append(m.values[key], v.ID)
				}
			}
		}
	}
	bound := func(b *norms.Bound) {
		if b == nil {
			return
		}
		if t, ok := s.ag.Fixed(b); ok {
			m.note(t)
		}
		if b.At.Sort == norms.AtAct {
			add(b.At.Act)
		}
	}
	if s.n.Act.Act != "" {
		add(s.n.Act)
		m.numbers[s.n.Act.Act+" "+s.n.AtLeast.Role], m.numbers[s.n.Act.Act+" "+s.n.AtMost.Role] = true, true
	}
	for _, p := range s.n.Except {
		add(p)
	}
	bound(s.n.Window.Start)
	bound(s.n.Window.End)
	if f := s.n.ForEach; f != nil && (f.Source == norms.FromAct || f.Source == norms.FromState) {
		add(f.Pattern)
	}
	if per := s.n.AtLeast.Per; !per.IsZero() {
		m.to = max(m.to, s.ag.Starts+2*per.Seconds())
	}
	for _, c := range append(s.n.Conds(), s.ag.Entry) {
		norms.Walk(c, func(c norms.Cond) {
			switch c := c.(type) {
			case norms.Seen:
				add(c.Pattern)
				bound(c.From)
				bound(c.Until)
			case norms.Holds:
				add(c.Pattern)
			case norms.NoneHolds:
				add(c.Pattern)
			case norms.Reached:
				bound(&c.Bound)
			case norms.Compare:
				add(c.Figure.Pattern)
				m.numbers[c.Figure.Pattern.Act+" "+c.Figure.Role] = true
				bound(c.Figure.From)
				bound(c.Figure.Until)
			case norms.NormIs:
				if other := m.x.find(c.Norm); other.n != nil && other.n.Act.Act != "" {
					add(other.n.Act)
				}
			}
		})
	}
}

// filled narrows the act that begins or ends a state to what a condition wants of the state.
func (m *maker) filled(act, state norms.Pattern) norms.Pattern {
	st := m.x.prog.State(state.Act)
	for _, l := range append(slices.Clone(st.Begins), st.Ends...) {
		if l.Filter.Act != act.Act {
			continue
		}
		act.Roles = slices.Clone(act.Roles)
		for _, rl := range l.Roles {
			if w := wantOf(&state, rl.State); w != nil && wantOf(&act, rl.Act) == nil {
				c := *w
				c.Role = rl.Act
				act.Roles = append(act.Roles, c)
			}
		}
		break
	}
	return act
}

// marks notes the acts that set a mark.
func (m *maker) marks(id string) {
	for i := range m.x.prog.Vocabulary.Acts {
		a := &m.x.prog.Vocabulary.Acts[i]
		mark, day := "", false
		for _, r := range a.Roles {
			if r.Type == norms.MarkRole {
				mark = r.Name
			}
			day = day || r.Type == norms.DateRole
		}
		if mark != "" && day {
			m.happens = append(m.happens, norms.Pattern{Act: a.ID, Roles: []norms.Want{{Role: mark, Values: []norms.Value{{ID: id}}}}})
		}
	}
}

// maxActs bounds the acts of a run.
const maxActs = 150

// make makes up one run; nil where it could not be made lawful.
func (m *maker) make(seed uint64) *run.Judged {
	if m.x.on != nil {
		m.x.on()
	}
	r := m.begin(seed)
	if m.barred(r) {
		return nil
	}
	return m.follow(r)
}

// begin draws what happens before anybody does what is owed.
func (m *maker) begin(seed uint64) *run.Run {
	m.dice = dice(seed*0x2545f4914f6cdd1d + 77)
	r := &run.Run{Rosters: m.rosters(), Positions: m.setting.Positions, End: m.to}
	for range m.dice.n(4) {
		m.happen(r, pick(&m.dice, m.happens), m.instant(r), nil)
	}
	if len(m.about) > 0 {
		for range m.dice.n(4) {
			m.happen(r, pick(&m.dice, m.about), m.instant(r), nil)
		}
	}
	return r
}

// follow mends the run until it is complete and lawful; nil where it does not come to be.
func (m *maker) follow(r *run.Run) *run.Judged {
	for range mendings {
		j, err := m.look(r)
		if err != nil {
			return nil
		}
		if m.x.keeps(j, m.aims) {
			return j
		}
		r = r.Clone()
		if !m.mend(j, r) || len(r.Acts) > maxActs {
			return nil
		}
	}
	return nil
}

// look judges a run.
func (m *maker) look(r *run.Run) (*run.Judged, error) {
	if m.x.on != nil {
		m.x.on()
	}
	return m.ready.Look(r)
}

// rosters gives the lists of the setting, sometimes without some members.
func (m *maker) rosters() []fact.Roster {
	list := slices.Clone(m.setting.Rosters)
	for i := range list {
		if list[i].Members = slices.Clone(list[i].Members); m.dice.n(4) == 0 && len(list[i].Members) > 1 {
			k := m.dice.n(len(list[i].Members))
			list[i].Members = slices.Delete(list[i].Members, k, k+1)
		}
		list[i].Complete = m.dice.n(4) > 0
	}
	return list
}

// instant draws an instant: near a date of the texts, near another act, or anywhere.
func (m *maker) instant(r *run.Run) int64 {
	var t int64
	switch k := m.dice.n(4); {
	case k == 0 && len(r.Acts) > 0:
		t = pick(&m.dice, r.Acts).At + pick(&m.dice, []int64{3600, 86400, 3 * 86400, 10 * 86400, 40 * 86400})
	case k <= 2:
		t = pick(&m.dice, m.instants)
	default:
		t = m.from + int64(m.dice.n(int(max(1, m.to-m.from))))
	}
	return min(max(t, m.from-5*86400), m.to-1)
}

// happen adds an act that matches the pattern. No two acts share an instant: which was first would be open.
func (m *maker) happen(r *run.Run, p norms.Pattern, at int64, roles func(norms.Value) []string) {
	for anyAct(r, func(a *run.Act) bool { return a.At == at }) {
		at++
	}
	if a, ok := m.act(p, at, roles); ok {
		a.ID = "?act" + strconv.Itoa(len(r.Acts)+1)
		for anyAct(r, func(b *run.Act) bool { return a.ID == b.ID }) {
			a.ID += "a"
		}
		r.Acts = append(r.Acts, a)
	}
}

func anyAct(r *run.Run, f func(*run.Act) bool) bool {
	for i := range r.Acts {
		if f(&r.Acts[i]) {
			return true
		}
	}
	return false
}

// act makes an act that matches the pattern; roles gives the values that a variable stands for.
func (m *maker) act(p norms.Pattern, at int64, roles func(norms.Value) []string) (run.Act, bool) {
	a := run.Act{Act: p.Act, At: at, N: 1}
	decl := m.x.prog.Act(p.Act)
	if decl == nil {
		return a, false
	}
	if list := matchedBy(m.x.prog, p.Act); m.dice.n(4) == 0 {
		a.Act = pick(&m.dice, list)
	}
	for i := range decl.Roles {
		role := &decl.Roles[i]
		if role.Type == norms.CountRole {
			n := int64(0)
			if m.numbers[decl.ID+" "+role.Name] {
				n = int64(m.dice.n(4) * m.dice.n(40))
			}
			if w := wantOf(&p, role.Name); w != nil && w.Amount != nil {
				n = m.number(*w.Amount)
			}
			a.Amounts = append(a.Amounts, run.Amount{Role: role.Name, N: n})
			continue
		}
		values := m.role(&p, decl, role, roles)
		switch {
		case values == nil:
		case role.Name == decl.Doer():
			a.Doers = values
		case role.Type == norms.PlaceRole:
			a.Zones = values
		default:
			a.Roles = append(a.Roles, fact.Role{Name: role.Name, Values: values})
		}
	}
	slices.SortFunc(a.Roles, func(p, q fact.Role) int { return cmp.Compare(p.Name, q.Name) })
	slices.SortFunc(a.Amounts, func(p, q run.Amount) int { return cmp.Compare(p.Role, q.Role) })
	return a, true
}

// role draws what an act has in a role; nil: something outside the vocabulary.
func (m *maker) role(p *norms.Pattern, decl *norms.Act, role *norms.Role, roles func(norms.Value) []string) []string {
	var out []string
	for k := range p.Roles {
		w := &p.Roles[k]
		if w.Role != role.Name || len(w.Values) == 0 {
			continue
		}
		values := w.Values
		if !w.All {
			values = []norms.Value{pick(&m.dice, w.Values)}
		}
		for _, v := range values {
			switch {
			case v.Var != "" && roles != nil:
				out = append(out, roles(v)...)
			case v.Var != "":
				out = append(out, m.anyone(v.Role)...)
			default:
				out = append(out, m.below(role, v.ID))
			}
		}
	}
	if out == nil {
		switch {
		case role.Type == norms.DateRole:
			return []string{civil.UTC.DateOf(m.from + int64(m.dice.n(int(max(1, m.to-m.from))))).String()}
		case role.Type == norms.PersonRole:
			for _, ro := range m.setting.Rosters {
				if len(ro.Members) > 0 && m.dice.n(2) == 0 {
					return []string{pick(&m.dice, ro.Members).ID}
				}
			}
		case m.dice.n(3) > 0:
			if list := m.values[decl.ID+" "+role.Name]; len(list) > 0 {
				return []string{m.below(role, pick(&m.dice, list))}
			}
		}
		return nil
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// anyone gives what some member of a list has in a role.
func (m *maker) anyone(role string) []string {
	var all [][]string
	for _, ro := range m.setting.Rosters {
		for k := range ro.Members {
			if r := ro.Members[k].Role(role); r != nil {
				all = append(all, r.Values)
			}
		}
	}
	if len(all) == 0 {
		return nil
	}
	return pick(&m.dice, all)
}

// below gives the value, or one below it.
func (m *maker) below(role *norms.Role, id string) string {
	if m.dice.n(3) > 0 {
		return id
	}
	list := m.x.allBelow(role.Type, id)
	if len(list) == 0 {
		return id
	}
	return pick(&m.dice, list)
}

// valueOf is a value of a role of a type.
type valueOf struct {
	role norms.RoleType
	id   string
}

// allBelow lists the value and those below it, where the vocabulary has an order of such values.
func (x *pair) allBelow(role norms.RoleType, id string) []string {
	key := valueOf{role, id}
	if list, known := x.below[key]; known {
		return list
	}
	voc := &x.prog.Vocabulary
	var list []string
	switch role {
	case norms.PartyRole:
		for i := range voc.Parties {
			if p := voc.Parties[i].ID; len(voc.Within(p, id)) > 0 {
				list = append(list, p)
			}
		}
	case norms.KindRole:
		for i := range voc.Kinds {
			if k := voc.Kinds[i].ID; voc.Below(norms.KindTree, k, id, 0) {
				list = append(list, k)
			}
		}
	case norms.PlaceRole:
		for i := range voc.Zones {
			if z := voc.Zones[i].ID; voc.Below(norms.ZoneTree, z, id, 0) {
				list = append(list, z)
			}
		}
	case norms.PersonRole, norms.CountRole, norms.DateRole, norms.MarkRole, norms.TextRole:
	}
	x.below[key] = list
	return list
}

// number draws a number that stands in the relation.
func (m *maker) number(a norms.Amount) int64 {
	i := interval(a)
	i.Lo = max(0, i.Lo)
	return min(i.Lo+int64(m.dice.n(3)), i.Hi)
}
