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
