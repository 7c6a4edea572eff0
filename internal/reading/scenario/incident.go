package scenario

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/fold"
	"mithaq/internal/base/geo"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
)

// record reads "ID: act(role: value) on DAY clauses".
func (p *parser) record() *fact.Fact {
	f := &fact.Fact{Grade: grade.Verified, Acts: fact.Range{Lo: 1, Hi: 1}, Published: civil.Forever, Entered: int64(p.at)}
	f.ID, _ = p.name()
	p.needSign(":")
	act := p.act()
	if act == nil {
		return f
	}
	f.Act = act.ID
	doers := p.roles(act, f)
	p.when(f)
	attributed, given := p.clauses(f)
	if !given {
		attributed = f.Grade
	}
	for i := range f.Attribution.To {
		f.Attribution.To[i].Grade = attributed
	}
	if doers > 1 && f.Attribution.OneOf {
		f.Attribution.Group = attributed
		if attributed > grade.Alleged { // of alternatives at most one is certain: each is alleged, the group is as good as told
			for i := range f.Attribution.To {
				f.Attribution.To[i].Grade = grade.Alleged
			}
		}
	}
	if !p.broken {
		p.entered = append(p.entered, f.ID)
	}
	return f
}

// act reads an act's name, with its phase.
func (p *parser) act() *norms.Act {
	phase := ""
	if p.next().Kind == syntax.Word && (p.tok().Value() == "begin" || p.tok().Value() == "finish") {
		phase = "." + p.tok().Value()
		p.at++
	}
	name, at := p.name()
	if p.broken {
		return nil
	}
	if a := p.prog.Act(name + phase); a != nil {
		return a
	}
	var ids []string
	for _, a := range p.prog.Vocabulary.Acts {
		ids = append(ids, a.ID)
	}
	p.nearest(p.say(codeUnknown, at, "sort", "act", "name", name+phase), name, ids)
	return nil
}

// roles reads "(role: value, ...)" into the fact and says how many doers are named.
func (p *parser) roles(act *norms.Act, f *fact.Fact) (doers int) {
	if !p.needSign("(") {
		return 0
	}
	for !p.takeSign(")") {
		name, at := p.name()
		if p.broken {
			return doers
		}
		role := act.Role(name)
		if role == nil {
			var names []string
			for _, r := range act.Roles {
				names = append(names, r.Name)
			}
			p.nearest(p.say(codeRole, at, "act", act.ID, "name", name), name, names)
			return doers
		}
		p.needSign(":")
		switch {
		case role.Type == norms.CountRole:
			lo, hi := p.between()
			f.Amounts = append(f.Amounts, fact.Amount{Role: name, Range: fact.Range{Lo: lo, Hi: hi}, Best: -1})
		case name == act.Doer():
			values, oneOf := p.values(role)
			for _, v := range values {
				f.Attribution.To = append(f.Attribution.To, fact.Attributed{Party: v, By: "test"})
			}
			f.Attribution.OneOf, doers = oneOf, len(values)
		case role.Type == norms.PlaceRole:
			f.Place.Zones, _ = p.values(role)
		default:
			values, oneOf := p.values(role)
			f.Roles = append(f.Roles, fact.Role{Name: name, Values: values, OneOf: oneOf})
		}
		if p.broken {
			return doers
		}
		if !p.takeSign(",") && p.tok().Sign() != ")" {
			p.want(")")
			return doers
		}
	}
	slices.SortFunc(f.Roles, func(a, b fact.Role) int { return strings.Compare(a.Name, b.Name) })
	slices.SortFunc(f.Amounts, func(a, b fact.Amount) int { return strings.Compare(a.Role, b.Role) })
	return doers
}

// values reads "a", "a and b", "a or b".
func (p *parser) values(role *norms.Role) (list []string, oneOf bool) {
	list = []string{p.value(role)}
	for !p.broken {
		switch {
		case p.take("or"):
			oneOf = true
		case p.take("and"):
		default:
			slices.Sort(list)
			return slices.Compact(list), oneOf
		}
		list = append(list, p.value(role))
	}
	return list, oneOf
}

// value reads one value of a role.
func (p *parser) value(role *norms.Role) string {
	sort, among := p.domain(role)
	t := p.tok()
	if role.Type == norms.DateRole {
		if t.Kind != syntax.Date {
			p.say(codeValue, p.this(), "value", t.Text, "name", role.Name, "sort", sort)
			return ""
		}
		p.at++
		return t.Value()
	}
	if role.Type == norms.TextRole {
		id, _ := p.name()
		return fold.Text(id)
	}
	id, at := p.name()
	if among != nil && !p.broken && !slices.Contains(among, id) {
		p.nearest(p.say(codeValue, at, "value", id, "name", role.Name, "sort", sort), id, among)
	}
	return id
}

// domain gives what a role takes, and its values where these are known.
func (p *parser) domain(role *norms.Role) (sort string, among []string) {
	v := &p.prog.Vocabulary
	switch role.Type {
	case norms.PartyRole:
		return "party", p.parties()
	case norms.KindRole:
		for _, k := range v.Kinds {
			if v.Below(norms.KindTree, k.ID, role.Kind, 0) {
				among = append(among, k.ID)
			}
		}
		return role.Kind, among
	case norms.PlaceRole:
		return "zone", p.zones()
	case norms.DateRole:
		return "date", nil
	case norms.MarkRole:
		return "mark", nil // an act may announce more than marks
	case norms.PersonRole:
		return "person", nil
	}
	return "text", nil
}

func (p *parser) parties() (ids []string) {
	for _, x := range p.prog.Vocabulary.Parties {
		ids = append(ids, x.ID)
	}
	return ids
}

func (p *parser) zones() (ids []string) {
	for _, x := range p.prog.Vocabulary.Zones {
		ids = append(ids, x.ID)
	}
	return ids
}

func (p *parser) rosters() (ids []string) {
	for _, x := range p.prog.Vocabulary.Rosters {
		ids = append(ids, x.ID)
	}
	return ids
}

// when reads "on DAY" or "between DAY and DAY".
func (p *parser) when(f *fact.Fact) {
	if p.take("between") {
		first := p.at
		lo := p.moment(p.zone())
		p.need("and")
		hi := p.moment(p.zone())
		f.When = civil.Interval{Lo: lo.Lo, Hi: hi.Hi}
		if f.When.Hi < f.When.Lo && !p.broken {
			p.say(codeOrder, p.span(first, p.at), "first", p.toks[first].Text, "second", p.toks[p.at-1].Text)
		}
		return
	}
	p.need("on")
	f.When = p.moment(p.zone())
}

// clauses reads the clauses of an incident; given says whether the attribution has a grade of its own.
func (p *parser) clauses(f *fact.Fact) (attributed grade.Grade, given bool) {
	seen := map[string]bool{}
	for !p.ended() && !p.broken {
		if p.takeSign(",") {
			continue
		}
		first := p.at
		what := p.tok().Value()
		if g, ok := p.grade(); ok {
			f.Grade, what = g, "grade"
		} else if p.tok().Kind == syntax.Number {
			f.Acts.Lo, f.Acts.Hi = p.between()
			what = "acts"
			if !p.take("acts") {
				p.need("act")
			}
		} else if given = p.clause(f, what, &attributed) || given; p.broken {
			return attributed, given
		}
		if seen[what] && what != "denied" && what != "excused" {
			p.say(codeTwice, p.span(first, p.at), "word", what)
		}
		seen[what] = true
	}
	return attributed, given
}

func (p *parser) clause(f *fact.Fact, word string, attributed *grade.Grade) (given bool) {
	switch {
	case p.take("doer"):
		g, ok := p.grade()
		if !ok {
			p.want(strings.Join(grades, ", "))
		}
		*attributed = g
		return true
	case p.take("exhaustive"):
		f.Attribution.Exhaustive = true
	case p.take("unsure"):
		f.Unsure = true
	case p.take("contested"):
		f.Contested = true
	case p.take("in"):
		f.Place.Zones = p.names("zone", p.zones())
	case p.take("near"):
		p.near(f)
	case p.take("denied"):
		p.need("by")
		f.Denials = append(f.Denials, fact.Denial{Party: p.known("party", p.parties()), Ref: f.ID})
		f.Contested = true
	case p.take("excused"):
		code, _ := p.name()
		f.Excuses = append(f.Excuses, code)
	default:
		p.say(codeRest, p.this(), "text", p.tok().Text)
	}
	return false
}

// near reads "LAT, LON" within N m.
func (p *parser) near(f *fact.Fact) {
	text, at := p.name()
	lat, lon, ok := strings.Cut(text, ",")
	point := geo.Point{}
	for _, c := range []struct {
		text  string
		to    *int64
		limit float64
	}{{lat, &point.Lat, 90}, {lon, &point.Lon, 180}} {
		deg, err := strconv.ParseFloat(strings.TrimSpace(c.text), 64)
		if !ok || err != nil || math.Abs(deg) > c.limit || deg != deg {
			p.say(codePlace, at, "text", text)
			return
		}
		*c.to = int64(math.Round(deg * 1e7))
	}
	f.Place.Point = &point
	if p.take("within") {
		f.Place.Radius = p.int()
		p.need("m")
	}
}
