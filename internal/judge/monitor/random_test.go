package monitor

import (
	"fmt"
	"math/rand"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
)

// random makes programs and records of the test world.
type random struct {
	*rand.Rand
	dates bool // nothing is uncertain but dates, and those widely; patterns ask for nothing but the act
}

func (g random) oneOf(list ...string) string { return list[g.Intn(len(list))] }

func (g random) pattern() norms.Pattern {
	act := g.oneOf("attack", "deliver", "meet", "stop", "attack")
	p := pat(act)
	if g.dates {
		return p
	}
	if g.Intn(3) > 0 {
		p = pat(act, "doer", g.oneOf("north", "south", "army"))
	}
	if act == "attack" && g.Intn(2) == 0 {
		p.Roles = append([]norms.Want{{Role: "at", Values: []norms.Value{{ID: g.oneOf("city", "quarter")}}}}, p.Roles...)
	}
	if act == "attack" && g.Intn(2) == 0 {
		p.Roles = append(p.Roles, norms.Want{Role: "what", Values: []norms.Value{{ID: g.oneOf("site", "hospital")}}})
	}
	return p
}

func (g random) bound() *norms.Bound {
	edge := norms.Edge(g.Intn(4))
	b := &norms.Bound{Edge: edge}
	switch g.Intn(10) {
	case 8:
		b.At = norms.Point{Sort: norms.AtStart}
	case 9:
		b.At = norms.Point{Sort: norms.AtNorm, Norm: "a.other", Breach: true}
	case 0:
		b.At = norms.Point{Sort: norms.AtAct, Act: g.pattern()}
	case 1:
		b.At = norms.Point{Sort: norms.AtMark, Mark: "mark"}
	case 2:
		b.At = norms.Point{Sort: norms.AtNorm, Norm: "a.other"}
	default:
		b.At = norms.Point{Sort: norms.AtInstant, Instant: day(1 + g.Intn(20))}
	}
	if edge != norms.Exact && g.Intn(2) == 0 {
		b.Plus, b.Period = civil.Period{N: 1 + g.Intn(8), Unit: civil.Days}, true
	} else if g.Intn(4) == 0 {
		b.Plus, b.Before = g.period(), true
	} else if edge == norms.SameClock {
		b.Plus, b.Period = g.period(), true
	}
	return b
}

func (g random) period() civil.Period {
	if g.Intn(3) == 0 {
		return civil.Period{N: 5 + g.Intn(40), Unit: civil.Hours}
	}
	return civil.Period{N: 1 + g.Intn(6), Unit: civil.Days}
}

func (g random) cond(depth int) norms.Cond {
	switch k := g.Intn(12); {
	case k == 11:
		c := norms.InEffect{Power: "a.power"}
		if g.Intn(2) == 0 {
			c.Undo = []string{"a.undo"}
		}
		if g.Intn(2) == 0 {
			c.For = g.period()
		}
		return c
	case k == 0 && depth > 0:
		return norms.And{Conds: []norms.Cond{g.cond(depth - 1), g.cond(depth - 1)}}
	case k == 1 && depth > 0:
		return norms.Or{Conds: []norms.Cond{g.cond(depth - 1), g.cond(depth - 1)}}
	case k == 2 && depth > 0:
		return norms.Not{Cond: g.cond(depth - 1)}
	case k == 3:
		return norms.Holds{Pattern: pat("held", "person", g.oneOf("ann", "bob"))}
	case k == 4:
		return norms.NoneHolds{Pattern: pat("held")}
	case k == 5:
		return norms.NormIs{Norm: "a.other", Word: norms.NormWord(g.Intn(4))}
	case k == 6:
		return norms.MarkSet{Mark: "mark"}
	case k == 7:
		return norms.Reached{Bound: *g.bound()}
	case k == 8:
		f := norms.Figure{Measure: norms.Measure(g.Intn(3)), Role: "what", Pattern: pat("attack", "doer", "north")}
		if f.Measure == norms.Sum {
			f.Role = "killed"
		}
		return norms.Compare{Figure: f, Op: norms.Op(g.Intn(5)), N: int64(g.Intn(4))}
	}
	s := norms.Seen{Pattern: g.pattern()}
	if g.Intn(4) == 0 {
		s.From = g.bound()
	}
	if g.Intn(4) == 0 {
		s.Until = g.bound()
	}
	return s
}

func (g random) norm(id string) norms.Norm {
	n := norms.Norm{ID: id, Bearers: []string{"north"}, Modality: norms.Modality(g.Intn(5)), Act: g.pattern()}
	n.AtLeast.N = 1 + g.Intn(2)
	if g.Intn(4) == 0 && n.Modality == norms.Obligation {
		n.AtLeast.Per = civil.Period{N: 5, Unit: civil.Days}
	}
	if n.Modality == norms.Prohibition {
		n.AtMost.N = g.Intn(2)
		if g.Intn(3) == 0 {
			n.AtMost.Per = civil.Period{N: 3, Unit: civil.Days}
		}
	}
	if g.Intn(3) == 0 {
		n.Window.Start = g.bound()
	}
	if g.Intn(3) > 0 {
		n.Window.End = g.bound()
	}
	for _, c := range []*norms.Cond{&n.If, &n.Once, &n.While, &n.Until, &n.Unless} {
		if g.Intn(7) == 0 || g.dates && g.Intn(3) == 0 {
			*c = g.cond(1)
		}
	}
	n.OnlyOnce = n.Modality == norms.Permission && n.Once != nil
	g.cycle(&n)
	if id == "n" && g.Intn(4) == 0 {
		n.ForEach = &norms.Family{Var: "x", Source: norms.FamilySource(g.Intn(3)), Roster: "detainees", Pattern: pat("detain")}
		switch n.ForEach.Source {
		case norms.FromRoster:
			n.ForEach.Pattern = norms.Pattern{}
		case norms.FromState:
			n.ForEach.Pattern = pat("held")
		}
		n.Act = pat("deliver", "person", "x.person")
		if g.Intn(2) == 0 && n.ForEach.Source != norms.FromRoster {
			n.Window.End = &norms.Bound{At: norms.Point{Sort: norms.AtVar, Var: "x"}, Plus: civil.Period{N: 3, Unit: civil.Days}, Edge: norms.DayEnd}
		}
	}
	return n
}

// cycle draws what else a norm may turn on.
func (g random) cycle(n *norms.Norm) {
	asks := n.Modality == norms.Obligation || n.Modality == norms.Aim
	switch g.Intn(5) {
	case 0:
		if asks {
			n.Goal = g.cond(1)
			n.Keep = n.Modality == norms.Obligation && g.Intn(2) == 0
		}
	case 1:
		if asks || n.Modality == norms.Prohibition {
			n.Judged = &norms.Judged{Word: "good", By: []string{"west"}, Yes: pat("finding", "result", "good"), No: pat("finding", "result", "not good")}
		}
	case 2:
		if n.AtLeast.Role == "" && n.Act.Act == "attack" {
			n.AtLeast.Role, n.AtMost.Role = "killed", "killed"
			n.AtMost.N++
		}
	}
	if g.Intn(3) == 0 {
		n.AtLeast.Every, n.AtMost.Every = true, true
	}
	if n.Modality == norms.Obligation && g.Intn(4) == 0 {
		n.Cure = &norms.Cure{Period: g.period()}
		if g.Intn(2) == 0 {
			p := pat("meet")
			n.Cure.Notice = &p
		}
	}
	if n.Window.End != nil {
		if g.Intn(5) == 0 {
			n.Window.Renew = &norms.Renewal{Period: g.period(), Unless: g.cond(1)}
		}
		for g.Intn(5) == 0 {
			n.Extends = append(n.Extends, norms.Extension{Power: g.oneOf("a.power", "a.undo"), By: g.period()})
		}
	}
	n.Clock = norms.Clock(g.Intn(3))
}

func (g random) program() *norms.Program {
	free := func(id string) norms.Norm {
		n := g.norm(id)
		for refersBack(n) {
			n = g.norm(id)
		}
		return n
	}
	powers := [2]norms.Norm{free("power"), free("undo")}
	for i := range powers {
		powers[i].Modality, powers[i].OnlyOnce, powers[i].Goal, powers[i].Judged = norms.Power, false, nil, nil
		if powers[i].Act.Act == "" {
			powers[i].Act = g.pattern()
		}
		if g.Intn(4) == 0 {
			powers[i].Act = pat("announce")
		}
	}
	prog := text(g.norm("n"), free("other"), powers[0], powers[1])
	ag := &prog.Agreements[0]
	if g.Intn(4) == 0 {
		ag.Entry = seen(g.pattern())
	}
	if g.Intn(3) == 0 {
		ag.Marks[0].Movers = []string{"a.power"}
	}
	for _, p := range []string{"ann", "bob"} {
		if g.Intn(3) == 0 {
			ag.Initially = append(ag.Initially, pat("held", "person", p))
		}
	}
	return prog
}

func refersBack(n norms.Norm) bool {
	return len((&Machine{}).refs(&normRef{&n, &norms.Agreement{}})) > 0
}

func (g random) fact(id string) fact.Fact {
	f := happened(id, g.oneOf("attack", "attack", "deliver", "meet", "stop", "detain", "release", "announce", "finding"), day(1+g.Intn(24))+int64(g.Intn(4))*21600)
	f.Grade = grade.Grade(max(g.Intn(7)-3, 0)) // mostly low, so that there is something to confirm
	if g.Intn(2) == 0 {
		f.Grade = grade.Corroborated
	}
	if g.Intn(2) == 0 {
		f.When.Hi += int64(g.Intn(3 * 86400))
	}
	if g.Intn(6) == 0 {
		f.Acts = fact.Range{Lo: int64(g.Intn(2)), Hi: 1 + int64(g.Intn(2))}
	}
	if g.dates {
		f.Grade, f.Acts, f.When.Hi = grade.Verified, fact.Range{Lo: 1, Hi: 1}, f.When.Lo+int64(g.Intn(8))*86400/2
		return f
	}
	f.Attribution = fact.Attribution{}
	for _, p := range []string{"army", "north", "south"} {
		if g.Intn(2) == 0 {
			f.Attribution.To = append(f.Attribution.To, fact.Attributed{Party: p, Grade: grade.Grade(g.Intn(4))})
		}
	}
	f.Attribution.OneOf = g.Intn(3) == 0
	f.Attribution.Exhaustive = f.Attribution.OneOf && g.Intn(2) == 0
	f.Attribution.Group = grade.Grade(1 + g.Intn(3))
	switch f.Act {
	case "attack":
		if g.Intn(4) > 0 {
			f.Place.Zones = []string{g.oneOf("city", "quarter", "valley")}
		}
		if g.Intn(4) > 0 {
			f.Roles = []fact.Role{{Name: "what", Values: []string{g.oneOf("thing", "site", "hospital", "truck")}}}
		}
		f.Amounts = []fact.Amount{{Role: "killed", Range: fact.Range{Lo: 1, Hi: 1 + int64(g.Intn(3))}, Best: -1}}
	case "detain", "release", "deliver":
		if g.Intn(4) > 0 {
			f.Roles = []fact.Role{{Name: "person", Values: []string{g.oneOf("ann", "bob")}}}
			if g.Intn(4) == 0 {
				f.Roles[0] = fact.Role{Name: "person", Values: []string{"ann", "bob"}, OneOf: true}
			}
		}
	case "finding":
		f.Attribution.To = []fact.Attributed{{Party: "west", Grade: grade.Grade(1 + g.Intn(3))}}
		f.Roles = []fact.Role{{Name: "of", Values: []string{"n"}}, {Name: "result", Values: []string{g.oneOf("good", "not good")}}}
		if g.Intn(4) == 0 {
			f.Roles[1] = fact.Role{Name: "result", Values: []string{"good", "not good"}, OneOf: true}
		}
	case "announce":
		f.Roles = []fact.Role{{Name: "mark", Values: []string{"mark"}}, {Name: "day", Values: []string{fmt.Sprintf("2020-01-%02d", 1+g.Intn(25))}}}
		if g.Intn(4) == 0 {
			f.Roles = f.Roles[:1]
		}
	}
	return f
}

func (g random) set() fact.Set {
	var s fact.Set
	for i := range 2 + g.Intn(9) {
		f := g.fact(fmt.Sprintf("f%02d", i))
		if !g.dates && g.Intn(2) == 0 { // half of them by one certain author
			f.Attribution = fact.Attribution{To: []fact.Attributed{{Party: g.oneOf("north", "south"), Grade: grade.Verified}}}
		}
		s.Facts = append(s.Facts, f)
	}
	if g.Intn(3) == 0 {
		s.Coverage = []fact.Coverage{{ID: "c", Observer: "m", Zone: g.oneOf("city", "valley"), From: day(1), To: day(5 + g.Intn(20)), Denied: g.Intn(2) == 0, Lag: int64(g.Intn(3)) * 40000}}
	}
	if g.Intn(2) == 0 {
		s.Rosters = []fact.Roster{{ID: "detainees", Complete: g.Intn(2) == 0, Declared: day(3)}}
		if g.Intn(2) == 0 {
			s.Rosters[0].Members = []fact.Member{{ID: "m1", Grade: grade.Grade(1 + g.Intn(3)), When: civil.At(day(2)), Roles: []fact.Role{{Name: "person", Values: []string{"ann"}}}}}
		}
	}
	s.Sort()
	return s
}
