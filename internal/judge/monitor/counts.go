package monitor

import (
	"fmt"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
)

// countsRule is a constitutive rule of a text made ready: what matches From counts as an act To (spec/norms.md, section 3).
type countsRule struct {
	*norms.CountsAs
	pos   int // in Agreement.Counts
	from  *pattern
	to    *norms.Act
	reach []*pattern // of the text, on acts that To is one of
}

// A fact that counts is read as one of another act: the same incident, with the roles that the rule gives and carries over.
type countedKey struct {
	fact int32
	rule *countsRule
}

// severalWays is the via of a hit that may match by more than one way: the first that does gives its values.
const severalWays = 255

// outside is a value that no vocabulary holds.
const outside = "\x00"

// countsAs makes the rules of a text ready, before its patterns.
func (m *Machine) countsAs(ag *norms.Agreement) error {
	if len(ag.Counts) >= severalWays {
		return fmt.Errorf("norms: %d counts-as rules in %q, at most %d are judged", len(ag.Counts), ag.ID, severalWays-1)
	}
	var made []*countsRule
	for i := range ag.Counts {
		r := &countsRule{CountsAs: &ag.Counts[i], pos: i, to: m.vocab.acts[ag.Counts[i].To.Act]}
		if r.to == nil {
			return fmt.Errorf("norms: no act %q in the vocabulary", r.To.Act)
		}
		var err error
		if r.from, err = m.compile(nil, r.From, false); err != nil {
			return err
		}
		made = append(made, r)
	}
	for _, r := range made {
		for _, id := range m.vocab.takes(r.from.act) {
			m.rulesFrom[id] = append(m.rulesFrom[id], r)
		}
	}
	m.rules[ag.ID] = made
	return nil
}

// rulesTo gives the rules of a text by which facts count as acts that a pattern on the act takes.
func (m *Machine) rulesTo(ag *norms.Agreement, act string) (out []*countsRule) {
	if ag == nil || len(ag.Counts) == 0 || m.vocab.acts[act] == nil {
		return nil
	}
	takes := m.vocab.takes(m.vocab.acts[act])
	for _, r := range m.rules[ag.ID] {
		if slices.Contains(takes, r.to.ID) {
			out = append(out, r)
		}
	}
	return out
}

// rule finds the rule of a hit.
func (p *pattern) rule(via uint8) *countsRule {
	for _, r := range p.rules {
		if r.pos == int(via)-1 {
			return r
		}
	}
	return nil
}

// countsBy names the rule by which a hit counts, by the first way in which it may; "": it is such an act itself.
func (m *Machine) countsBy(p *pattern, h hit, s *scope) string {
	if r := p.rule(m.firstWay(p, h, s).via); r != nil {
		return r.ID
	}
	return ""
}

// firstWay gives the first of the hits that were joined to a hit.
func (m *Machine) firstWay(p *pattern, h hit, s *scope) hit {
	for _, x := range p.waysOf(h) {
		if m.hitIn(p, x, s, false).may != 0 {
			return x
		}
	}
	return h
}

// applies says whether a rule holds for those who bear the norm.
func (m *Machine) applies(r *countsRule, s *scope) bool {
	return len(r.For) == 0 || slices.ContainsFunc(s.bearers, func(b string) bool {
		return slices.ContainsFunc(r.For, func(p string) bool {
			_, may := m.vocab.partyBelow(b, p, always)
			return may
		})
	})
}

// given finds what the rule says of a role of the act that it makes; nil: nothing.
func (r *countsRule) given(role string) *norms.Want {
	if role == r.to.Doer() {
		return nil
	}
	for i := range r.To.Roles {
		if r.To.Roles[i].Role == role {
			return &r.To.Roles[i]
		}
	}
	return nil
}

// gives is given for a rule that may be none.
func (r *countsRule) gives(role string) bool { return r != nil && r.given(role) != nil }

// againstCounted holds a fact, once, against the patterns of acts as which it counts.
func (m *Machine) againstCounted(slot int32, f *fact.Fact, tell func(taken)) {
	in := f.In()
	for _, r := range m.rulesFrom[f.Act] {
		m.prepare(f, r.from.act)
		got := match{uint8(in.Must), uint8(in.May), 0}.and(m.holdAll(f, r.from, nil))
		if got.may == 0 || len(r.reach) == 0 {
			continue
		}
		g := m.asCounted(slot, r)
		m.prepare(g, r.to)
		for _, p := range r.reach {
			one := got.and(m.holdAll(g, p, r))
			if one.may != 0 {
				tell(taken{pattern: p, hit: hit{slot, one.must, one.may, one.flags, uint8(r.pos + 1)}, missed: matches})
			}
		}
	}
}

// asCounted gives a fact as the act as which a rule counts it; without a rule as it is.
func (m *Machine) asCounted(index int32, r *countsRule) *fact.Fact {
	f := m.facts[index]
	if r == nil {
		return f
	}
	g := m.counted[countedKey{index, r}]
	if g == nil {
		g = r.counted(f)
		m.counted[countedKey{index, r}] = g
	}
	return g
}

// counted makes a fact of the rule's act: the doer stays; of the other roles first what the rule gives, then what the
// fact has under the same name and type; a role that has neither has a value outside the vocabulary, an amount is 0.
func (r *countsRule) counted(f *fact.Fact) *fact.Fact {
	g := *f
	g.Act, g.Roles, g.Amounts, g.Place = r.to.ID, nil, nil, fact.Place{}
	from := r.from.act
	if from.Doer() == "" {
		g.Attribution = fact.Attribution{To: []fact.Attributed{{Party: outside, Grade: grade.Verified}}}
	}
	place := placeRole(from)
	for i := range r.to.Roles {
		role := &r.to.Roles[i]
		at := slices.IndexFunc(from.Roles, func(x norms.Role) bool {
			return x.Name == role.Name && x.Type == role.Type && x.Kind == role.Kind
		})
		w := r.given(role.Name)
		switch {
		case role.Name == r.to.Doer():
		case role.Type == norms.CountRole && w != nil:
			g.Amounts = append(g.Amounts, fact.Amount{Role: role.Name, Range: givenRange(w), Best: -1})
		case role.Type == norms.CountRole && at >= 0:
			for _, a := range f.Amounts {
				if a.Role == role.Name {
					g.Amounts = append(g.Amounts, a)
				}
			}
		case role.Type == norms.CountRole:
			g.Amounts = append(g.Amounts, fact.Amount{Role: role.Name, Best: -1})
		case w != nil:
			values := make([]string, 0, len(w.Values))
			for _, v := range w.Values {
				values = append(values, v.ID)
			}
			slices.Sort(values)
			g.Roles = append(g.Roles, fact.Role{Name: role.Name, Values: values})
		case at < 0:
			g.Roles = append(g.Roles, fact.Role{Name: role.Name, Values: []string{outside}})
		case role.Name == from.Doer():
			if known := doersAsRole(f); known != nil {
				g.Roles = append(g.Roles, fact.Role{Name: role.Name, Values: known.Values, OneOf: known.OneOf})
			}
		case at == place && f.Role(role.Name) == nil:
			if i == placeRole(r.to) {
				g.Place = f.Place
			} else if len(f.Place.Zones) > 0 && f.Place.Point == nil {
				g.Roles = append(g.Roles, fact.Role{Name: role.Name, Values: f.Place.Zones})
			}
		default:
			if known := f.Role(role.Name); known != nil {
				g.Roles = append(g.Roles, *known)
			}
		}
	}
	return &g
}

// doersAsRole gives the doers as values of a role; nil: not known. What is less well supported than the act makes of them
// alternatives to a value outside the vocabulary.
func doersAsRole(f *fact.Fact) *fact.Role {
	var r fact.Role
	sure := true
	for i := range f.Attribution.To {
		to := &f.Attribution.To[i]
		if to.Grade == grade.Discounted {
			continue
		}
		r.Values = append(r.Values, to.Party)
		sure = sure && to.Grade >= f.Grade
	}
	if r.Values == nil {
		return nil
	}
	if a := &f.Attribution; a.OneOf && len(r.Values) > 1 {
		r.OneOf, sure = true, a.Exhaustive && a.Group >= f.Grade
	} else if a.OneOf && a.Exhaustive {
		sure = a.Group >= f.Grade
	}
	if !sure && !r.OneOf && len(r.Values) > 1 {
		return nil // some of them, it is not known which
	}
	if !sure {
		r.OneOf, r.Values = true, append([]string{outside}, r.Values...)
	}
	return &r
}

// givenRange is the number that a rule gives to a role.
func givenRange(w *norms.Want) fact.Range {
	if w.Amount == nil {
		return fact.Range{Hi: fact.Unbounded}
	}
	switch n := w.Amount.N; w.Amount.Op {
	case norms.AtMost:
		return fact.Range{Hi: n}
	case norms.LessThan:
		return fact.Range{Hi: n - 1}
	case norms.AtLeast:
		return fact.Range{Lo: n, Hi: fact.Unbounded}
	case norms.MoreThan:
		return fact.Range{Lo: n + 1, Hi: fact.Unbounded}
	default:
		return fact.Range{Lo: n, Hi: n}
	}
}

// holdGiven holds a want against a role that the rule gives. The value is the one written: one above what is wanted is
// not known coarsely, it is another.
func (m *Machine) holdGiven(g *fact.Fact, r *countsRule, w *want) match {
	if w.amount != nil {
		return holdAmount(w.amount, g.Amount(w.name))
	}
	if w.each != nil {
		got := match{allLanes, allLanes, 0}
		for i := range w.each {
			got = got.and(m.holdGiven(g, r, &w.each[i]))
		}
		return got
	}
	best := no
	for _, v := range r.given(w.name).Values {
		for _, id := range w.ids {
			best = max(best, m.vocab.fitExact(w.typ, v.ID, id, g))
		}
		best = max(best, m.vocab.fitNames(v.ID, w.near))
	}
	return whole(best)
}

// fitExact compares a value that is meant exactly.
func (b *vocab) fitExact(t norms.RoleType, v, w string, g *fact.Fact) fit {
	if t == norms.PartyRole {
		switch must, may := b.partyBelow(v, w, g.When); {
		case must:
			return yes
		case may:
			return dated
		}
		return no
	}
	if b.fits(t, v, w, g.When) == yes {
		return yes
	}
	return no
}

// joinWays adds a hit after those of the facts before it. A fact that matches in several ways is one act; its values are
// those of the first way that matches.
func joinWays(out []hit, h hit) []hit {
	if n := len(out); n > 0 && out[n-1].fact == h.fact {
		last := &out[n-1]
		if h.may&^last.must != 0 {
			last.via = severalWays
		}
		last.must, last.may, last.flags = last.must|h.must, last.may|h.may, last.flags|h.flags
		return out
	}
	return append(out, h)
}

// waysOf gives the hits of the pattern, one for each way, that were joined to a hit.
func (p *pattern) waysOf(h hit) (out []hit) {
	if h.via != severalWays {
		return []hit{h}
	}
	for _, x := range p.hits {
		if x.fact == h.fact {
			out = append(out, x)
		}
	}
	return out
}

// ways gives the facts as which a hit may be read, one for each way, with the standards at which that way is the first
// to match, certainly and possibly.
func (m *Machine) ways(p *pattern, h hit, s *scope) (out []asWay) {
	if h.via != severalWays {
		r := p.rule(h.via)
		return []asWay{{m.asCounted(h.fact, r), p.act, r, h.must, h.may}}
	}
	var taken uint8 // standards at which an earlier way certainly matches
	var maybe uint8 // and may
	for _, x := range p.waysOf(h) {
		if x = m.hitIn(p, x, s, false); x.may&^taken == 0 {
			continue
		}
		r := p.rule(x.via)
		out = append(out, asWay{m.asCounted(x.fact, r), p.act, r, x.must &^ maybe, x.may &^ taken})
		taken, maybe = taken|x.must, maybe|x.may
	}
	return out
}

// asWay is a fact as one way of matching reads it.
type asWay struct {
	fact      *fact.Fact
	act       *norms.Act
	rule      *countsRule // nil: as the act that it is
	must, may uint8
}
