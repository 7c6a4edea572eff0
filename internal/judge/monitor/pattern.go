package monitor

import (
	"fmt"
	"slices"
	"strconv"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/judge/status"
)

// A pattern is a norms.Pattern of an act made ready: wants by the position of the role in the act, wanted values in
// tables indexed by interned ids. Equal patterns are compiled, and matched, once.
type pattern struct {
	at    int // its number
	act   *norms.Act
	wants []want
	vars  []varWant     // wants that name the family's variable: settled per member
	index madeIndex     // of hits by a role that the variable fills
	part  bool          // some wish cannot be read off the act: it matches possibly at best
	rules []*countsRule // by which facts of other acts count as acts of this one; nil: none reaches it
	hits  []hit         // facts that may match, in the order of Machine.facts
	near  []nearMiss    // facts that fail one want only, the best supported
	// discounted counts facts that fail because an assessor discounted the act or the attribution.
	discounted int
	// unbound counts facts that match but for their doer, or match, and are attributed by a word that no name binds.
	unbound int
	zones   []string // zones wanted of the place role; nil: none
	doer    []string // parties wanted of the doer role
	any     bool     // a doer is wanted at all
}

// nearMiss is a fact that fails exactly one want.
type nearMiss struct {
	fact int32
	want int32
	must uint8 // standards at which all else is certain
}

// want is what is wanted of one role.
type want struct {
	role   int // position in act.Roles
	name   string
	typ    norms.RoleType
	doer   bool
	place  bool
	ids    []string
	table  []fit         // by interned id
	around []string      // zones at or below ids that have an outline
	near   []vicinity    // further wanted values: places within a distance
	each   []want        // All: each of these is wanted; nil: one of the values
	amount *norms.Amount // a number is wanted; nil: values are
}

// varWant is a want with values of the family's variable among its values.
type varWant struct {
	want
	all  bool
	vars []norms.Value
}

// hit is a fact that may match a pattern.
type hit struct {
	fact  int32 // index in Machine.facts
	must  uint8 // standards at which it certainly does
	may   uint8
	flags uint8
	via   uint8 // 0: as the act that it is; n: by rule n-1 of the text; severalWays
}

// Flags of a hit.
const (
	coarseHit   uint8 = 1 << iota // a role or the place is coarser than what is wanted
	unknownHit                    // a wanted role is unknown
	openBearer                    // one of several exhaustive alternatives did it, all of them wanted
	exceptedHit                   // an exception may take it out
)

// placeRole finds the act's place role: the first of that type; -1: none.
func placeRole(a *norms.Act) int {
	return slices.IndexFunc(a.Roles, func(r norms.Role) bool { return r.Type == norms.PlaceRole })
}

// compile makes a pattern of an act ready, once for equal ones; for a text, with what counts there as such an act. extra
// are further wants (of a state that the act begins).
func (m *Machine) compile(ag *norms.Agreement, p norms.Pattern, part bool, extra ...norms.Want) (*pattern, error) {
	rules := m.rulesTo(ag, p.Act)
	key := patternKey(ag, rules, p, part, extra)
	if q := m.patterns[key]; q != nil {
		return q, nil
	}
	act := m.vocab.acts[p.Act]
	if act == nil {
		return nil, fmt.Errorf("norms: no act %q in the vocabulary", p.Act)
	}
	q := &pattern{at: len(m.patterns), act: act, part: part, rules: rules}
	for _, w := range append(slices.Clone(p.Roles), extra...) {
		role := slices.IndexFunc(act.Roles, func(r norms.Role) bool { return r.Name == w.Role })
		if role < 0 {
			return nil, fmt.Errorf("norms: act %q has no role %q", act.ID, w.Role)
		}
		c := want{role: role, name: w.Role, typ: act.Roles[role].Type, doer: w.Role == act.Doer(), place: role == placeRole(act), amount: w.Amount}
		var vars []norms.Value
		bare := c
		for _, v := range w.Values {
			if v.Var != "" {
				vars = append(vars, v)
				continue
			}
			if c.place {
				q.zones = append(q.zones, v.ID)
			}
			one := bare
			m.wish(&one, v)
			c.each = append(c.each, one)
			m.wish(&c, v)
		}
		if c.doer {
			q.doer, q.any = append(q.doer, c.ids...), true
		}
		if !w.All || len(c.each) < 2 {
			c.each = nil
		}
		if vars != nil {
			q.vars = append(q.vars, varWant{c, w.All, vars})
		} else {
			q.wants = append(q.wants, c)
		}
	}
	m.patterns[key] = q
	for _, taken := range m.vocab.takes(act) {
		m.byAct[taken] = append(m.byAct[taken], q)
	}
	for _, r := range rules {
		r.reach = append(r.reach, q)
	}
	return q, nil
}

func patternKey(ag *norms.Agreement, rules []*countsRule, p norms.Pattern, part bool, extra []norms.Want) string {
	b := make([]byte, 0, 160)
	b = append(b, p.Act...)
	if part {
		b = append(b, " part"...)
	}
	if len(rules) > 0 {
		b = strconv.AppendQuote(append(b, " in "...), ag.ID)
	}
	for _, list := range [2][]norms.Want{p.Roles, extra} {
		for i := range list {
			b = wantKey(b, &list[i])
		}
	}
	return string(b)
}

func wantKey(b []byte, w *norms.Want) []byte {
	b = strconv.AppendQuote(append(b, '|'), w.Role)
	if w.All {
		b = append(b, " all"...)
	}
	if w.Amount != nil {
		b = strconv.AppendInt(append(b, ' '), int64(w.Amount.Op), 10)
		b = strconv.AppendInt(append(b, ' '), w.Amount.N, 10)
	}
	for i := range w.Values {
		v := &w.Values[i]
		b = strconv.AppendQuote(append(b, ' '), v.ID)
		b = strconv.AppendInt(append(b, ' '), v.Near, 10)
		b = strconv.AppendQuote(append(b, ' '), v.Var)
		b = strconv.AppendQuote(append(b, ' '), v.Role)
	}
	return b
}

// wish adds one wanted value.
func (m *Machine) wish(w *want, v norms.Value) {
	if v.Near > 0 {
		w.near = append(w.near, m.vicinity(v))
		return
	}
	w.ids = append(w.ids, v.ID)
	m.tabulate(w, v.ID)
}

// tabulate fills the want's table: how each value of the vocabulary answers to a wanted one.
func (m *Machine) tabulate(w *want, id string) {
	if w.plain() { // no table: a hundred thousand persons would have one of a hundred thousand each
		m.intern(id)
		return
	}
	f := m.fittedTo(w.typ, id)
	if w.table == nil {
		w.table = f.table // never changed: others have it too
	} else {
		w.table = joinFits(w.table, f.table)
	}
	if len(f.around) > 0 {
		w.around = slices.Concat(w.around, f.around)
		slices.Sort(w.around)
		w.around = slices.Compact(w.around)
	}
}

// fitted is how each value of the vocabulary answers to a wanted one, by interned id; and the zones at or below that have an outline.
type fitted struct {
	table  []fit
	around []string
}

type fittedKey struct {
	typ norms.RoleType
	id  string
}

// fittedTo gives how values answer to a wanted one, made once.
func (m *Machine) fittedTo(typ norms.RoleType, id string) *fitted {
	key := fittedKey{typ, id}
	f := m.fitted[key]
	if f != nil {
		return f
	}
	f = &fitted{}
	m.fitted[key] = f
	set := func(v string, as fit) {
		if as == no {
			return
		}
		i := int(m.intern(v))
		if i >= len(f.table) {
			f.table = append(f.table, make([]fit, i+1-len(f.table))...)
		}
		f.table[i] = max(f.table[i], as)
	}
	set(id, yes)
	tree := m.vocab.kinds
	switch typ {
	case norms.PartyRole:
		for v := range m.vocab.parties {
			set(v, m.vocab.fitParty(v, id))
		}
		return f
	case norms.PlaceRole:
		tree = m.vocab.places
		around := func(v string) {
			if m.vocab.areas[v] != nil {
				f.around = append(f.around, v)
			}
		}
		around(id)
		tree.allBelow(id, around)
	case norms.KindRole:
	default:
		return f
	}
	tree.allAbove(id, func(v string) { set(v, coarse) })
	tree.allBelow(id, func(v string) { set(v, yes) })
	return f
}

// joinFits gives the better answer of two tables, of each value.
func joinFits(a, b []fit) []fit {
	out := make([]fit, max(len(a), len(b)))
	copy(out, a)
	for i, f := range b {
		out[i] = max(out[i], f)
	}
	return out
}

// intern gives the number of a name of the vocabulary or of a pattern.
func (m *Machine) intern(s string) int32 {
	id, ok := m.ids[s]
	if !ok {
		id = int32(len(m.ids))
		m.ids[s] = id
	}
	return id
}

// allLanes is the mask of a hit that counts at every standard.
const allLanes uint8 = 1<<status.Lanes - 1
