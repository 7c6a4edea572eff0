package judgetest

import (
	"mithaq/internal/agreement/norms"
)

// family draws a family; some give the bearer of each instance.
func (m *maker) family() *norms.Family {
	f := &norms.Family{Var: "x", Source: norms.FamilySource(m.IntN(6))}
	if m.theme == "state" {
		f.Source = pick(m, norms.FromRoster, norms.FromAct, norms.FromState, norms.FromState)
	}
	switch f.Source {
	case norms.FromRoster:
		m.tag("family roster")
		f.Roster, f.Pattern = "detainees", m.pattern("held", nil, nil)
	case norms.FromAct:
		m.tag("family act")
		f.Pattern = m.pattern("seize", m.bearers(), nil)
	case norms.FromState:
		m.tag("family state")
		f.Pattern = m.pattern("held", m.bearers(), nil)
	case norms.FromBearers:
		m.tag("family bearers")
		f.Members = pick(m, []string{"a", "c"}, []string{"a", "b"}, []string{"a", "b", "c"})
	case norms.FromParties:
		m.tag("family parties")
	case norms.FromPairs:
		m.tag("family pairs")
	}
	return f
}

// bear decides who bears the norm, and who acts.
func (m *maker) bear(n *norms.Norm, act string) norms.Pattern {
	if n.ForEach != nil && n.ForEach.Source >= norms.FromBearers {
		role := "party"
		switch n.ForEach.Source {
		case norms.FromBearers:
			n.Share = norms.Each
		case norms.FromPairs:
			role = "one"
		}
		m.tag("bearer var")
		n.BearerVar = &norms.Value{Var: n.ForEach.Var, Role: role}
		p := m.pattern(act, nil, n.ForEach)
		p.Roles = append(p.Roles, norms.Want{Role: "doer", Values: []norms.Value{*n.BearerVar}})
		return m.note(p)
	}
	n.Bearers = m.bearers()
	if len(n.Bearers) == 1 && m.chance(10) && n.Modality != norms.Permission && n.Modality != norms.Power {
		m.tag("ensure")
		n.Actors = []string{"c"}
		return m.pattern(act, n.Actors, n.ForEach)
	}
	p := m.pattern(act, n.Bearers, n.ForEach)
	if len(n.Bearers) < 2 {
		return p
	}
	n.Share = pick(m, norms.Together, norms.Jointly, norms.Jointly, norms.Either)
	if n.Share == norms.Either && n.Modality == norms.Prohibition {
		n.Share = norms.Together
	}
	m.tag("share %d", n.Share)
	if n.Share == norms.Jointly {
		for i := range p.Roles {
			p.Roles[i].All = p.Roles[i].All || p.Roles[i].Role == "doer"
		}
	}
	return m.note(p)
}

// summed says which role of an act can be summed.
var summed = map[string]string{"bring": "trucks", "strike": "killed"}

// numbers decides how many acts are asked for or allowed.
func (m *maker) numbers(n *norms.Norm) {
	per := func(word string, k *norms.Number) {
		k.Per = m.days()
		m.tag("at %s per", word)
		if m.chance(50) {
			k.Every = true
			m.tag("at %s every", word)
		}
	}
	role := func(word string, k *norms.Number) {
		if summed[n.Act.Act] != "" && m.chance(60) {
			k.Role = summed[n.Act.Act]
			m.tag("at %s of a role", word)
		}
	}
	n.AtLeast.N = 1
	switch n.Modality {
	case norms.Obligation, norms.Aim:
		n.AtLeast.N = pick(m, 1, 1, 1, 1, 2, 3)
		if n.AtLeast.N > 1 {
			m.tag("at least n")
		}
		role("least", &n.AtLeast)
		if n.Modality == norms.Obligation && m.likely("stretch", 18) {
			per("least", &n.AtLeast)
		}
	case norms.Prohibition:
		n.AtMost.N = pick(m, 0, 0, 0, 1, 1, 2)
		if m.theme == "stretch" {
			n.AtMost.N = 1
		}
		if n.AtMost.N > 0 {
			m.tag("at most n")
			role("most", &n.AtMost)
			if m.likely("stretch", 50) {
				per("most", &n.AtMost)
			}
		}
	}
}

// special makes the norm one on a condition, on an open word, or one that may be cured.
func (m *maker) special(n *norms.Norm, refs []string) {
	duty := n.Modality == norms.Obligation || n.Modality == norms.Aim
	switch {
	case duty && m.chance(20):
		n.Goal, n.Act, n.AtLeast = m.cond(1, refs, n.ForEach), norms.Pattern{}, norms.Number{N: 1}
		n.Keep = n.Modality == norms.Obligation && m.chance(60)
		m.tag("goal keep %v", n.Keep)
	case (duty || n.Modality == norms.Prohibition) && m.likely("finding", 20):
		m.tag("judged %d", n.Modality)
		finding := func(result string) norms.Pattern {
			return m.note(norms.Pattern{Act: "find", Roles: []norms.Want{wantOf("doer", "d"), wantOf("of", n.ID), wantOf("result", result)}})
		}
		n.Judged = &norms.Judged{Word: "done", By: []string{"d"}, Yes: finding("done"), No: finding("not done")}
		m.of = append(m.of, n.ID)
	}
	if n.Modality == norms.Obligation && !n.Keep && n.Judged == nil && n.AtLeast.Per.IsZero() && m.likely("cure", 18) {
		m.tag("cure")
		n.Cure = &norms.Cure{Period: pick(m, m.days(), m.days(), m.hours())}
		if m.chance(50) {
			m.tag("cure after notice")
			notice := m.pattern("talk", m.bearers(), n.ForEach)
			n.Cure.Notice = &notice
		}
	}
	if n.Goal == nil && n.Judged == nil && m.chance(15) {
		m.tag("except")
		n.Except = []norms.Pattern{m.pattern(n.Act.Act, nil, n.ForEach)}
	}
}

// conditions draws the clauses.
func (m *maker) conditions(n *norms.Norm, refs []string) {
	if m.bent && n.Modality == norms.Power && m.used(n) {
		return
	}
	if n.Modality == norms.Permission && m.likely("early", 60) {
		n.Once, n.OnlyOnce = m.cond(0, refs, n.ForEach), true
		m.tag("only once")
		return
	}
	if n.Modality == norms.Prohibition && n.Judged == nil && m.likely("excuse", 35) {
		n.Unless = m.excuse(n.Act.Act, refs, n.ForEach)
		m.tag("unless")
	}
	if m.chance(38) {
		return // no other condition
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
	effect, some := m.inEffect(refs)
	if m.chance(30) || some && (m.likely("undo", 40) || m.theme == "effect") {
		n.While = m.cond(1, refs, n.ForEach)
		if some && m.chance(75) {
			n.While = norms.Not{Cond: effect}
		}
		m.tag("while")
		n.Clock = pick(m, norms.ClockByKind, norms.ClockByKind, norms.ClockStops, norms.ClockRuns)
		m.tag("clock %d", n.Clock)
	}
	if m.chance(22) {
		n.Until = m.cond(1, refs, n.ForEach)
		if powers := m.powersOf(refs); len(powers) > 0 && m.chance(30) {
			n.Until = norms.NormIs{Norm: pick(m, powers...), Word: norms.IsKept}
		}
		m.tag("until")
	}
}

// power makes a power; what it brings about is written into the norms after it.
func (m *maker) power(id string, refs []string) norms.Norm {
	n := norms.Norm{ID: id, Agree: m.ag.ID, Term: "1", Modality: norms.Power}
	return m.finish(n, refs)
}

func (m *maker) norm(id string, refs []string) norms.Norm {
	n := norms.Norm{
		ID: id, Agree: m.ag.ID, Term: "1",
		Modality: pick(m, norms.Obligation, norms.Obligation, norms.Obligation, norms.Prohibition, norms.Prohibition, norms.Permission, norms.Permission, norms.Aim),
	}
	switch {
	case (m.theme == "excuse" || m.theme == "stretch" && m.chance(50)) && m.chance(70):
		n.Modality = norms.Prohibition
	case m.theme == "early" && m.chance(85):
		n.Modality = norms.Permission
	case (m.theme == "cure" || m.theme == "stretch" || m.theme == "late") && m.chance(70):
		n.Modality = norms.Obligation
	}
	return m.finish(n, refs)
}

func (m *maker) finish(n norms.Norm, refs []string) norms.Norm {
	m.tag("modality %d", n.Modality)
	act := m.anyAct()
	if m.theme == "state" && m.chance(75) || m.chance(28) {
		n.ForEach = m.family()
		act = pick(m, "free", "free", "seize", "talk")
	}
	if m.movers && n.Modality == norms.Power && len(m.ag.Marks[0].Movers) == 0 {
		act = "fix"
		m.ag.Marks[0].Movers = []string{n.Name()}
		m.tag("mark moved")
	}
	n.Act = m.bear(&n, act)
	n.Window = m.window(refs, n.ForEach)
	m.numbers(&n)
	m.special(&n, refs)
	n.Observed = m.ag.Observed
	if m.chance(15) {
		n.Observed = norms.Observed{Percent: pick(m, 0, 50, 60), By: pick(m, nil, []string{"osce"})}
	}
	m.conditions(&n, refs)
	if powers := m.powersOf(refs); len(powers) > 0 && n.Window.End != nil && m.likely("extension", 45) {
		m.tag("extension")
		n.Extends = []norms.Extension{{Power: pick(m, powers...), By: pick(m, m.days(), m.hours())}}
		if m.likely("extension", 30) {
			n.Extends = append(n.Extends, norms.Extension{Power: pick(m, powers...), By: m.days()})
		}
	}
	if n.Modality == norms.Power {
		m.powers[n.Name()] = true
		m.pats = append(m.pats, n.Act, n.Act) // powers are there to be used
	}
	return n
}
