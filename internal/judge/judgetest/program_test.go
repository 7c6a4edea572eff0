package judgetest

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/geo"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
)

// sample is one random case: a program, a record, and the instant as of which both are judged.
type sample struct {
	seed uint64
	prog *norms.Program
	set  *fact.Set
	at   int64
	tags map[string]bool // the forms that occur in it
}

// maker draws one case. Its instants come from a small pool near days' edges, so that things meet.
type maker struct {
	*rand.Rand
	zone   civil.Zone
	starts int64
	pool   []int64
	prog   *norms.Program
	ag     *norms.Agreement
	pats   []norms.Pattern // every act pattern used: what facts aim at
	tags   map[string]bool
	exact  bool
}

var day0 = civil.Date{Year: 2015, Month: 11, Day: 1}

func (m *maker) chance(percent int) bool { return m.IntN(100) < percent }

func pick[T any](m *maker, from ...T) T { return from[m.IntN(len(from))] }

func (m *maker) tag(format string, args ...any) { m.tags[fmt.Sprintf(format, args...)] = true }

// instant gives an instant of the pool, or the second before or after one.
func (m *maker) instant() int64 {
	return m.pool[m.IntN(len(m.pool))] + pick[int64](m, 0, 0, 0, 0, -1, 1, 3600)
}

func square(lat, lon int64) *geo.Area {
	const side = 1_000_000
	return &geo.Area{Polygons: [][][]geo.Point{{{
		{Lat: lat, Lon: lon},
		{Lat: lat, Lon: lon + side},
		{Lat: lat + side, Lon: lon + side},
		{Lat: lat + side, Lon: lon},
	}}}}
}

// vocabulary is the same in every case but for the time of one membership.
func (m *maker) vocabulary() norms.Vocabulary {
	always := civil.Interval{Lo: civil.Ever, Hi: civil.Forever}
	until := civil.Interval{Lo: civil.Ever, Hi: m.instant()}
	in := func(p string, dates civil.Interval) []norms.Membership {
		return []norms.Membership{{In: p, Dates: dates}}
	}
	doer := norms.Role{Name: "doer", Type: norms.PartyRole}
	person := norms.Role{Name: "person", Type: norms.PersonRole}
	people := norms.Role{Name: "people", Type: norms.KindRole, Kind: "people"}
	place := norms.Role{Name: "at", Type: norms.PlaceRole}
	held := norms.State{
		ID:    "held",
		Roles: []norms.Role{{Name: "by", Type: norms.PartyRole}, person, people},
		Begins: []norms.Link{{
			Filter: norms.Pattern{Act: "seize"},
			Roles:  []norms.RoleLink{{Act: "doer", State: "by"}, {Act: "people", State: "people"}, {Act: "person", State: "person"}},
		}},
		Ends: []norms.Link{{
			Filter: norms.Pattern{Act: "free"},
			Roles:  []norms.RoleLink{{Act: "person", State: "person"}},
		}},
	}
	return norms.Vocabulary{
		Parties: []norms.Party{
			{ID: "a"}, {ID: "a1", In: in("a", always)}, {ID: "b"}, {ID: "b1", In: in("b", until)}, {ID: "c"},
		},
		Kinds: []norms.Kind{
			{ID: "child", Parent: "civilian"},
			{ID: "civilian", Parent: "people"},
			{ID: "fighter", Parent: "people"},
			{ID: "market", Parent: "site"},
			{ID: "people"},
			{ID: "primary", Parent: "school"},
			{ID: "school", Parent: "site"},
			{ID: "site"},
		},
		Acts: []norms.Act{
			{ID: "fix", Roles: []norms.Role{doer, {Name: "what", Type: norms.MarkRole}, {Name: "day", Type: norms.DateRole}}},
			{ID: "free", Roles: []norms.Role{doer, person, people}},
			{ID: "seize", Roles: []norms.Role{doer, person, people}},
			{ID: "strike", Roles: []norms.Role{
				doer,
				{Name: "object", Type: norms.KindRole, Kind: "site"},
				{Name: "harmed", Type: norms.KindRole, Kind: "people"},
				place,
				{Name: "killed", Type: norms.CountRole},
			}},
			{ID: "talk", Roles: []norms.Role{doer, {Name: "with", Type: norms.PartyRole}, place}},
		},
		States:  []norms.State{held},
		Rosters: []norms.RosterDecl{{ID: "detainees", Of: "held"}},
		Zones: []norms.Zone{
			{ID: "y", Area: square(5_000_000, 0)},
			{ID: "z"},
			{ID: "z1", In: "z", Area: square(0, 0)},
			{ID: "z2", In: "z"},
		},
	}
}

// values are what a pattern may ask of a role, and what a fact may say of it: exact ones first.
var leaves = map[string][]string{
	"doer": {"a1", "b1", "c"}, "by": {"a1", "b1", "c"}, "with": {"a1", "b1", "c"},
	"person": {"p1", "p2"}, "people": {"child", "fighter"}, "harmed": {"child", "fighter"},
	"object": {"market", "primary"}, "at": {"y", "z1", "z2"}, "what": {"peace"},
	"day": {"2015-11-03", "2015-11-05"},
}

var coarse = map[string][]string{
	"doer": {"a", "b"}, "by": {"a", "b"}, "with": {"a", "b"},
	"people": {"civilian", "people"}, "harmed": {"civilian", "people"},
	"object": {"school", "site"}, "at": {"z"},
}

// pattern asks for an act (or a state) by the bearer, mostly with one or two more wishes.
func (m *maker) pattern(act, doer string, bearers []string, of *norms.Family) norms.Pattern {
	p := norms.Pattern{Act: act}
	if bearers != nil {
		var vs []norms.Value
		for _, b := range bearers {
			vs = append(vs, norms.Value{ID: b})
		}
		p.Roles = append(p.Roles, norms.Want{Role: doer, Values: vs})
	}
	roles := map[string][]string{
		"fix": {"what"}, "free": {"person", "people"}, "seize": {"person", "people"},
		"strike": {"object", "harmed", "at"}, "talk": {"with", "at"}, "held": {"person", "people", "by"},
	}[act]
	for _, role := range roles {
		if act == "fix" || role == doer && bearers != nil || !m.chance(35) {
			continue
		}
		var v norms.Value
		switch {
		case of != nil && (role == "person" || role == "people" || role == "by") && m.chance(70):
			v = norms.Value{Var: of.Var, Role: role}
			if role == "by" && of.Source == norms.FromAct {
				v.Role = "doer"
			}
			m.tag("var")
		case m.chance(50) && coarse[role] != nil:
			v = norms.Value{ID: pick(m, coarse[role]...)}
		default:
			v = norms.Value{ID: pick(m, leaves[role]...)}
		}
		p.Roles = append(p.Roles, norms.Want{Role: role, Values: []norms.Value{v}})
	}
	if act == "fix" {
		p.Roles = append(p.Roles, norms.Want{Role: "what", Values: []norms.Value{{ID: "peace"}}})
	}
	slices.SortFunc(p.Roles, func(a, b norms.Want) int { return compareStrings(a.Role, b.Role) })
	if act != "held" {
		m.pats = append(m.pats, p)
	}
	return p
}

func compareStrings(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (m *maker) bearers() []string {
	return pick(m, nil, []string{"a"}, []string{"a"}, []string{"a1"}, []string{"b"}, []string{"c"}, []string{"a", "c"})
}

func (m *maker) anyAct() string { return pick(m, "fix", "free", "seize", "strike", "strike", "talk") }

// point draws a point in time; refs are the norms that may be named.
func (m *maker) point(refs []string, of *norms.Family) norms.Point {
	for {
		switch s := pick(m, norms.AtInstant, norms.AtInstant, norms.AtMark, norms.AtAct, norms.AtNorm, norms.AtVar, norms.AtVar, norms.AtStart); s {
		case norms.AtInstant:
			m.tag("point instant")
			return norms.Point{Sort: s, Instant: m.instant()}
		case norms.AtMark:
			m.tag("point mark")
			return norms.Point{Sort: s, Mark: "peace"}
		case norms.AtAct:
			m.tag("point act")
			return norms.Point{Sort: s, Act: m.pattern(m.anyAct(), "doer", m.bearers(), of)}
		case norms.AtNorm:
			if len(refs) > 0 {
				m.tag("point norm")
				return norms.Point{Sort: s, Norm: pick(m, refs...)}
			}
		case norms.AtVar:
			if of != nil {
				m.tag("point var")
				return norms.Point{Sort: s, Var: of.Var}
			}
		default:
			m.tag("point start")
			return norms.Point{Sort: s}
		}
	}
}

func (m *maker) window(refs []string, of *norms.Family) norms.Window {
	days := func() civil.Period { return civil.Period{N: 1 + m.IntN(3), Unit: civil.Days} }
	switch m.IntN(9) {
	case 0:
		m.tag("window undated")
		return norms.Window{}
	case 1:
		m.tag("window by")
		return norms.Window{End: &norms.Bound{At: m.point(refs, of), Edge: norms.DayEnd}}
	case 2:
		m.tag("window by clock")
		return norms.Window{End: &norms.Bound{At: norms.Point{Sort: norms.AtInstant, Instant: m.instant()}, Edge: norms.Exact}}
	case 3:
		m.tag("window before")
		return norms.Window{End: &norms.Bound{At: m.point(refs, of), Edge: pick(m, norms.DayStart, norms.Exact)}}
	case 4, 5:
		m.tag("window within days")
		p := m.point(refs, of)
		return norms.Window{
			Start: &norms.Bound{At: p, Edge: norms.Exact},
			End:   &norms.Bound{At: p, Plus: days(), Edge: norms.DayEnd, Period: true},
		}
	case 6:
		m.tag("window within hours")
		p := m.point(refs, of)
		return norms.Window{
			Start: &norms.Bound{At: p, Edge: norms.Exact},
			End:   &norms.Bound{At: p, Plus: civil.Period{N: pick(m, 1, 24, 30), Unit: civil.Hours}, Edge: norms.Exact, Period: true},
		}
	case 7:
		m.tag("window day n")
		p, plus := m.point(refs, of), days()
		return norms.Window{
			Start: &norms.Bound{At: p, Plus: plus, Edge: norms.DayStart},
			End:   &norms.Bound{At: p, Plus: plus, Edge: norms.DayEnd},
		}
	}
	m.tag("window from until")
	return norms.Window{
		Start: &norms.Bound{At: m.point(refs, of), Edge: pick(m, norms.DayStart, norms.Exact)},
		End:   &norms.Bound{At: m.point(refs, of), Edge: pick(m, norms.DayEnd, norms.Exact)},
	}
}

// cond draws a condition of at most the given depth.
func (m *maker) cond(depth int, refs []string, of *norms.Family) norms.Cond {
	for {
		switch m.IntN(13) {
		case 0, 1, 2:
			c := norms.Seen{Pattern: m.pattern(m.anyAct(), "doer", m.bearers(), of)}
			if m.chance(25) {
				c.From = &norms.Bound{At: m.point(refs, of), Edge: pick(m, norms.DayStart, norms.Exact)}
			}
			if m.chance(25) {
				c.Until = &norms.Bound{At: m.point(refs, of), Edge: pick(m, norms.DayEnd, norms.Exact)}
			}
			m.tag("cond seen")
			return c
		case 3, 4:
			m.tag("cond holds")
			return norms.Holds{Pattern: m.pattern("held", "by", m.bearers(), of)}
		case 5:
			m.tag("cond none holds")
			return norms.NoneHolds{Pattern: m.pattern("held", "by", nil, of)}
		case 6, 7:
			if len(refs) > 0 {
				word := pick(m, norms.IsKept, norms.IsBreached, norms.IsDue, norms.IsInForce)
				m.tag("cond norm")
				return norms.NormIs{Norm: pick(m, refs...), Word: word}
			}
		case 8:
			m.tag("cond mark")
			return norms.MarkSet{Mark: "peace"}
		case 9:
			m.tag("cond reached")
			return norms.Reached{Bound: norms.Bound{At: m.point(refs, of), Edge: pick(m, norms.Exact, norms.DayStart, norms.DayEnd)}}
		case 10:
			m.tag("cond compare")
			return norms.Compare{Figure: m.figure(), Op: norms.Op(m.IntN(5)), N: int64(m.IntN(4))}
		case 11:
			if depth > 0 {
				m.tag("cond not")
				return norms.Not{Cond: m.cond(depth-1, refs, of)}
			}
		default:
			if depth > 0 {
				both := []norms.Cond{m.cond(depth-1, refs, of), m.cond(depth-1, refs, of)}
				if m.chance(50) {
					m.tag("cond and")
					return norms.And{Conds: both}
				}
				m.tag("cond or")
				return norms.Or{Conds: both}
			}
		}
	}
}

func (m *maker) figure() norms.Figure {
	f := norms.Figure{Measure: norms.Measure(m.IntN(3))}
	switch f.Measure {
	case norms.Count:
		f.Pattern = m.pattern(m.anyAct(), "doer", m.bearers(), nil)
	case norms.CountDistinct:
		f.Pattern = m.pattern("strike", "doer", m.bearers(), nil)
		f.Role = pick(m, "object", "harmed", "at", "doer")
	case norms.Sum:
		f.Pattern, f.Role = m.pattern("strike", "doer", m.bearers(), nil), "killed"
	}
	if m.chance(30) {
		f.From = &norms.Bound{At: norms.Point{Sort: norms.AtInstant, Instant: m.instant()}, Edge: norms.DayStart}
	}
	if m.chance(30) {
		f.Until = &norms.Bound{At: norms.Point{Sort: norms.AtInstant, Instant: m.instant()}, Edge: norms.DayEnd}
	}
	return f
}

func (m *maker) family() *norms.Family {
	f := &norms.Family{Var: "x", Source: norms.FamilySource(m.IntN(3))}
	switch f.Source {
	case norms.FromRoster:
		m.tag("family roster")
		f.Roster, f.Pattern = "detainees", m.pattern("held", "by", nil, nil)
	case norms.FromAct:
		m.tag("family act")
		f.Pattern = m.pattern("seize", "doer", m.bearers(), nil)
	case norms.FromState:
		m.tag("family state")
		f.Pattern = m.pattern("held", "by", m.bearers(), nil)
	}
	return f
}

func (m *maker) norm(id string, refs []string) norms.Norm {
	n := norms.Norm{ID: id, Agree: m.ag.ID, Term: "1", Modality: pick(m, norms.Obligation, norms.Obligation, norms.Prohibition, norms.Permission, norms.Aim), Bearers: m.bearers()}
	m.tag("modality %d", n.Modality)
	act := m.anyAct()
	if m.chance(22) {
		n.ForEach = m.family()
		act = pick(m, "free", "free", "seize", "talk")
	}
	n.Act = m.pattern(act, "doer", n.Bearers, n.ForEach)
	n.Window = m.window(refs, n.ForEach)
	n.AtLeast.N = 1
	switch n.Modality {
	case norms.Obligation, norms.Aim:
		n.AtLeast.N = pick(m, 1, 1, 1, 2, 3)
		if n.AtLeast.N > 1 {
			m.tag("at least n")
		}
		if n.Modality == norms.Obligation && m.chance(15) {
			n.AtLeast.Per = civil.Period{N: 1 + m.IntN(3), Unit: civil.Days}
			m.tag("at least per")
		}
	case norms.Prohibition:
		n.AtMost.N = pick(m, 0, 0, 0, 1, 2)
		if n.AtMost.N > 0 {
			m.tag("at most n")
			if m.chance(50) {
				n.AtMost.Per = civil.Period{N: 1 + m.IntN(3), Unit: civil.Days}
				m.tag("at most per")
			}
		}
		if m.chance(25) {
			n.Unless = m.cond(1, refs, n.ForEach)
			m.tag("unless")
		}
	}
	n.Observed = m.ag.Observed
	if m.chance(15) {
		n.Observed = norms.Observed{Percent: pick(m, 0, 50, 60), By: pick(m, nil, []string{"osce"})}
	}
	if n.Modality == norms.Permission && m.chance(55) {
		n.Once, n.OnlyOnce = m.cond(0, refs, n.ForEach), true
		m.tag("only once")
		return n
	}
	if m.chance(30) {
		return n // no condition
	}
	if m.chance(22) {
		n.If = m.cond(1, refs, n.ForEach)
		m.tag("if")
	}
	if m.chance(35) {
		n.Once = m.cond(1, refs, n.ForEach)
		m.tag("once")
		if n.Modality == norms.Permission && m.chance(60) {
			n.OnlyOnce = true
			m.tag("only once")
		}
	}
	if m.chance(25) {
		n.While = m.cond(1, refs, n.ForEach)
		m.tag("while")
	}
	if m.chance(20) {
		n.Until = m.cond(1, refs, n.ForEach)
		m.tag("until")
	}
	return n
}

// newMaker sets up one case with its program.
func newMaker(seed uint64, exact bool) *maker {
	m := &maker{Rand: rand.New(rand.NewPCG(seed, 7)), tags: map[string]bool{}, exact: exact}
	m.zone = civil.UTC
	if m.chance(30) {
		m.zone, _ = civil.LoadZone("Asia/Damascus")
	}
	m.starts = m.zone.Start(day0)
	for range 5 {
		d := m.zone.Start(day0.AddDays(m.IntN(8)))
		m.pool = append(m.pool, d, d+12*3600)
	}
	m.prog = &norms.Program{Vocabulary: m.vocabulary()}
	ag := norms.Agreement{
		ID: "x", Force: norms.Force(m.IntN(4)), By: []string{"c"}, To: []string{"a"},
		Dated: day0, Starts: m.starts, Zone: m.zone, Standard: grade.Corroborated,
		Marks: []norms.Mark{{ID: "peace"}}, Terms: []norms.Term{{ID: "1"}},
	}
	if m.chance(50) {
		ag.By = []string{"a", "c"}
	}
	if m.chance(12) {
		ag.Observed = norms.Observed{Percent: pick(m, 40, 60)}
	}
	m.ag = &ag
	var refs []string
	for i := range 1 + m.IntN(4) {
		n := m.norm(fmt.Sprint("n", i+1), refs)
		ag.Norms = append(ag.Norms, n)
		ag.Terms[0].Norms = append(ag.Terms[0].Norms, n.ID)
		refs = append(refs, n.Name())
	}
	if len(ag.Norms) > 1 && m.chance(6) { // a circle through Once
		ag.Norms[0].Once = norms.NormIs{Norm: ag.Norms[1].Name(), Word: norms.IsKept}
		ag.Norms[1].Once = norms.NormIs{Norm: ag.Norms[0].Name(), Word: pick(m, norms.IsKept, norms.IsDue)}
		ag.Norms[1].Window, ag.Norms[0].Window = norms.Window{}, norms.Window{}
		for i := range 2 {
			ag.Norms[i].If, ag.Norms[i].While, ag.Norms[i].Until, ag.Norms[i].Unless = nil, nil, nil, nil
		}
		m.tag("circle")
	}
	for i := range m.IntN(4) {
		c := norms.Claim{ID: fmt.Sprint("c", i+1), Agree: ag.ID, By: []string{"c"}, Number: m.chance(80), Op: norms.AtLeast, N: 1}
		c.Figure = m.figure()
		if c.Number {
			c.N = int64(m.IntN(4))
			if m.chance(50) {
				c.Op = norms.Op(m.IntN(5))
			}
		} else {
			c.Figure.Measure, c.Figure.Role = norms.Count, ""
		}
		m.tag("claim %d", c.Figure.Measure)
		ag.Claims = append(ag.Claims, c)
	}
	m.prog.Agreements = []norms.Agreement{ag}
	m.ag = &m.prog.Agreements[0]
	return m
}
