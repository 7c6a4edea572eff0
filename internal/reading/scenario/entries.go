package scenario

import (
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
)

// step reads one line behind its first word.
func (p *parser) step(word string) Step {
	switch word {
	case "record":
		return Step{Fact: p.record()}
	case "drop":
		id, at := p.name()
		if !p.broken && !slices.Contains(p.entered, id) {
			p.nearest(p.say(codeEntered, at, "name", id), id, p.entered)
		}
		return Step{Drop: id}
	case "cover":
		return Step{Coverage: p.cover(false)}
	case "deny":
		p.need("access", "to")
		return Step{Coverage: p.cover(true)}
	case "member":
		return Step{Member: p.member()}
	case "roster":
		return Step{Declared: p.declared()}
	case "position":
		return Step{Position: p.position()}
	case "tally":
		return Step{Tally: p.tally()}
	}
	return Step{Expect: p.expect()}
}

// cover reads "OBSERVER in ZONE from DAY until DAY ...".
func (p *parser) cover(denied bool) *fact.Coverage {
	c := &fact.Coverage{Denied: denied, ID: "line " + strconv.Itoa(p.src.Pos(p.tok().Offset).Line)}
	c.Observer = p.known("party", p.parties())
	p.need("in")
	c.Zone = p.known("zone", p.zones())
	c.From, c.To = p.stretch()
	for !p.broken && !p.ended() {
		switch {
		case denied && p.take("by"):
			c.DeniedBy = p.known("party", p.parties())
		case p.take("of"):
			c.Acts = p.actNames()
		case p.take("lag"):
			c.Lag = p.int() * 86400
			if !p.take("days") {
				p.need("day")
			}
		default:
			p.say(codeRest, p.this(), "text", p.tok().Text)
		}
	}
	return c
}

func (p *parser) actNames() (ids []string) {
	for {
		a := p.act()
		if a == nil {
			return ids
		}
		ids = append(ids, a.ID)
		if !p.takeSign(",") && !p.take("and") {
			slices.Sort(ids)
			return ids
		}
	}
}

// member reads "ID of ROSTER (role: value) since DAY GRADE".
func (p *parser) member() *Member {
	m := &Member{Member: fact.Member{Grade: grade.Verified, When: civil.At(civil.Ever)}}
	m.ID, _ = p.name()
	p.need("of")
	m.Roster = p.known("roster", p.rosters())
	if decl := p.prog.Roster(m.Roster); decl != nil && p.tok().Sign() == "(" {
		like := &norms.Act{ID: m.Roster}
		if s := p.prog.State(decl.Of); s != nil {
			like.Roles = s.Roles
		}
		var f fact.Fact
		p.roles(like, &f)
		m.Roles = f.Roles
		if doer := like.Doer(); len(f.Attribution.To) > 0 {
			r := fact.Role{Name: doer, OneOf: f.Attribution.OneOf}
			for _, a := range f.Attribution.To {
				r.Values = append(r.Values, a.Party)
			}
			m.Roles = append(m.Roles, r)
		}
		if z := f.Place.Zones; len(z) > 0 {
			m.Roles = append(m.Roles, fact.Role{Name: placeOf(like), Values: z})
		}
		slices.SortFunc(m.Roles, func(a, b fact.Role) int { return strings.Compare(a.Name, b.Name) })
	}
	for !p.broken && !p.ended() {
		if g, ok := p.grade(); ok {
			m.Grade = g
		} else if p.take("since") {
			m.When = p.moment(p.zone())
		} else {
			p.say(codeRest, p.this(), "text", p.tok().Text)
		}
	}
	return m
}

func placeOf(a *norms.Act) string {
	for _, r := range a.Roles {
		if r.Type == norms.PlaceRole {
			return r.Name
		}
	}
	return ""
}

// declared reads "ROSTER complete on DAY by P".
func (p *parser) declared() *Declared {
	d := &Declared{Roster: p.known("roster", p.rosters())}
	p.need("complete", "on")
	d.On = p.moment(p.zone()).Lo
	if p.take("by") {
		d.By = p.known("party", p.parties())
	}
	return d
}

// position reads "P accepts AGREEMENT term N on DAY".
func (p *parser) position() *fact.Position {
	s := &fact.Position{ID: "line " + strconv.Itoa(p.src.Pos(p.tok().Offset).Line), Source: "test"}
	s.Party = p.known("party", p.parties())
	switch {
	case p.take("accepts"):
		s.Stance = "accept"
	case p.take("rejects"):
		s.Stance = "reject"
	case p.take("reserves"):
		s.Stance = "reserve"
	default:
		p.want("accepts, rejects, reserves")
	}
	s.Agree = p.known("agreement", p.agreements())
	if p.take("term") {
		var ids []string
		if a := p.prog.Agreement(s.Agree); a != nil {
			for _, t := range a.Terms {
				ids = append(ids, t.ID)
			}
		}
		s.Term = p.known("term", ids)
	}
	p.need("on")
	s.When = p.moment(p.zone())
	return s
}

func (p *parser) agreements() (ids []string) {
	for _, a := range p.prog.Agreements {
		ids = append(ids, a.ID)
	}
	return ids
}

// tally reads "ID by SOURCE: act(...) says N to M from DAY until DAY GRADE".
func (p *parser) tally() *fact.Tally {
	t := &fact.Tally{Grade: grade.Verified, What: "acts", Best: -1}
	t.ID, _ = p.name()
	p.need("by")
	t.Source, _ = p.name()
	p.needSign(":")
	act := p.act()
	if act == nil {
		return t
	}
	t.Act = act.ID
	var f fact.Fact
	p.roles(act, &f)
	t.Roles, t.Doers = f.Roles, f.Attribution
	for i := range t.Doers.To {
		t.Doers.To[i].Grade = grade.Verified
	}
	if len(f.Place.Zones) > 0 {
		t.Roles = append(t.Roles, fact.Role{Name: placeOf(act), Values: f.Place.Zones})
		slices.SortFunc(t.Roles, func(a, b fact.Role) int { return strings.Compare(a.Name, b.Name) })
	}
	p.need("says")
	t.Number.Lo, t.Number.Hi = p.between()
	p.take("distinct")
	if !p.ended() && p.tok().Kind == syntax.Word && act.Role(p.tok().Value()) != nil {
		t.What, _ = p.name()
	}
	t.From, t.To = p.stretch()
	if g, ok := p.grade(); ok {
		t.Grade = g
	}
	return t
}
